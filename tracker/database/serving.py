"""How the web server comes to the database: in its own role (roles.py), and waiting for nothing long."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections


def connect_as_web_server(using=DEFAULT_DB_ALIAS):
    """From now on this process is the web server, whatever it was before (`runserver` looked at the migrations).

    The role is set as the connection begins, as PostgreSQL's own option: Django's `assume_role` asks for a
    connection to take the role on, so that in a pool the first one waits for itself.
    """
    connection = connections[using]
    connection.close()
    if using in connection._connection_pools:
        connection.close_pool()
    wishes = {name: f"{seconds}s" for name, seconds in settings.WEB_LIMITS.items()}
    if settings.WEB_ROLE:
        wishes["role"] = settings.WEB_ROLE.replace("\\", "\\\\").replace(" ", "\\ ")
    options = connection.settings_dict["OPTIONS"]
    options["options"] = " ".join([options.get("options", ""), *(f"-c {name}={wish}" for name, wish in wishes.items())])
