"""`manage.py serve`: the site in production, from a checkout and its settings, in one command."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from tracker.management.preparing import prepare_database
from tracker.management.serving import HOST, require_free_port, serve

# A reader's long download may go on so long when the site is asked to end.
SECONDS_TO_END = 10


class Command(BaseCommand):
    help = (
        "Prepares the database and the static files, says what the deployment checks complain of, and serves the "
        "site, one process a processor, until it is told to end. Everything else is set by the environment (README)."
    )
    requires_system_checks = ()  # it asks them itself, with those of a deployment

    def add_arguments(self, parser):
        parser.add_argument("--host", default=HOST, help="the address to listen at (%(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="the port (%(default)s)")
        parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="processes (%(default)s)")
        parser.add_argument("--certificate", type=Path, metavar="FILE", help="end https here, with this certificate")
        parser.add_argument("--key", type=Path, metavar="FILE", help="and its key; without both a proxy ends https")
        parser.add_argument(
            "--no-migrate",
            action="store_true",
            help="the database is prepared already: for a server that logs in as somebody who could not (README)",
        )

    def handle(self, *, host, port, workers, certificate, key, no_migrate, **options):
        if bool(certificate) != bool(key):
            raise CommandError("Give --certificate and --key, or neither.")
        require_free_port(port, host)
        self.prepare(with_database=not no_migrate)
        if settings.PRODUCTION and not (certificate or getattr(settings, "SECURE_PROXY_SSL_HEADER", None)):
            self.stderr.write(
                "This site answers over https only, and nothing here ends https: set TRACKER_BEHIND_PROXY=1 behind a "
                "proxy that does, or give --certificate and --key."
            )
        self.stdout.write(f"Serving at {'https' if certificate else 'http'}://{host}:{port}/ in {workers} processes.")
        self.stdout.flush()
        serve(
            port,
            host,
            workers=workers,
            ssl_cert=certificate,
            ssl_key=key,
            respawn_failed_workers=True,
            workers_kill_timeout=SECONDS_TO_END,
        )

    def prepare(self, with_database):
        """The deployment checks first: with a fault that they refuse nothing is touched."""
        call_command("check", deploy=settings.PRODUCTION, stdout=self.stdout, stderr=self.stderr)
        if with_database:
            prepare_database(self.stdout)
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
