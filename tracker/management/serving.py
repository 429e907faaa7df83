"""Serves the site on this machine with granian, for as long as this process lives.

The workers load this file before Django is ready, so it imports no models.
"""

import multiprocessing
import os
import signal
import socket
import threading
from importlib import import_module

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

HOST = "127.0.0.1"


def require_free_port(port, host=HOST):
    """Raises CommandError when nobody could serve there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"Cannot serve at {host}:{port} ({error}). Choose another port with --port.") from error


def serve(port, host=HOST, **more):
    """Serves until Ctrl-C or SIGTERM; meanwhile this process keeps the embedded database running."""
    connection.close()
    connection.close_pool()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when there is none
    # Each worker begins from nothing: it inherits no connection and no thread of this process.
    multiprocessing.set_start_method("spawn", force=True)
    usual = {
        "workers": 2,
        "blocking_threads": 4,  # fewer than the pool has connections
        "workers_kill_timeout": 1,  # a browser's idle connection does not hold up Ctrl-C
    }
    server = Granian(
        "tracker.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        log_level=LogLevels.error,
        **usual | more,
    )
    # A closed terminal ends it; granian alone would take that for a wish to reload.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=load_site, wrap_loader=False)


def load_site():
    """The site, in a worker; which ends with the process that started it, however that ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return import_module("tracker.wsgi").application


def _end_with_parent():
    multiprocessing.parent_process().join()
    os._exit(0)
