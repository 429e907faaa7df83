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
    options["options"] = " ".join([*options.get("options", "").split(), *limits])
    if settings.WEB_ROLE:
        options["assume_role"] = settings.WEB_ROLE
