"""`manage.py demo`: a filled site and its desk on this machine, from nothing, in one command."""

import secrets

import pghistory
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError

from tracker.management.preparing import prepare_database
from tracker.management.serving import HOST, require_free_port, serve
from tracker.statements.models import Statement
from tracker.verifications.importing import CaseError, import_case

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = (
        "Prepares the database, puts in the seed case and an editor's and a checker's account where they are "
        f"absent, and serves the site at http://{HOST}:8000/."
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="serve at this port (8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, but do not serve")

    def handle(self, *, port, no_serve, **options):
        if not no_serve:
            require_free_port(port)
        prepare_database(self.stdout)
        editor, checker = self.account("editor"), self.account("checker")
        self.stdout.write(put_in_the_seed_case(editor, checker))
        if no_serve:
            return
        self.stdout.write(f"\nThe site: http://{HOST}:{port}/\nThe desk: http://{HOST}:{port}/admin/")
        self.stdout.write("Ctrl-C ends it.")
        self.stdout.flush()
        serve(port)

    def account(self, name):
        """The account of that name, made with a random password, shown this once, when it is absent."""
        user = get_user_model().objects.filter(username=name).first()
        if user:
            self.stdout.write(f"Account {name}: is there already; `manage.py changepassword {name}` resets it.")
            return user
        password = secrets.token_urlsafe(12)
        user = get_user_model().objects.create_user(name, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        self.stdout.write(f"Account {name}: password {password} (shown only now)")
        return user


def put_in_the_seed_case(editor, checker):
    """Adds what is absent of the seed case, signed by the two, and says what that was."""
    try:
        with pghistory.context(user=editor.pk, why="manage.py demo"):
            added = import_case(FIXTURES, judged_by=checker, published_by=editor)
    except CaseError as error:
        raise CommandError(f"The seed case was not put in. {error}") from error
    if not added:
        return f"Seed case: is there already, with {Statement.objects.count()} statements on record; nothing added."
    counts = sorted((model._meta.verbose_name_plural, count) for model, count in added.items())
    return f"Seed case: added {', '.join(f'{count} {name}' for name, count in counts)}."
