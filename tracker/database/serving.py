"""How the web server comes to the database: in its own role (roles.py), and waiting for nothing long."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections


def connect_as_web_server(using=DEFAULT_DB_ALIAS):
    """From now on this process is the web server, whatever it was before (`runserver` looked at the migrations)."""
    connection = connections[using]
    connection.close()
    if using in connection._connection_pools:
        connection.close_pool()
    options = connection.settings_dict["OPTIONS"]
    limits = [f"-c {name}={seconds}s" for name, seconds in settings.WEB_LIMITS.items()]
    # Not Django's assume_role: with a pool it asks for a second connection while it makes the first, and waits for
    # ever. Said at the start of the connection, RESET ROLE comes back to this role too.
    role = [f"-c role={settings.WEB_ROLE}"] if settings.WEB_ROLE else []
    options["options"] = " ".join([*options.get("options", "").split(), *limits, *role])
