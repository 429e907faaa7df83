"""How the web server comes to the database: in its own role (roles.py), and waiting for nothing long."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

# So long it waits for a connection, or for an embedded server to start: readers have an answer in two seconds.
PATIENCE_SECONDS = 1.5
# When to come again, where the database was out of reach.
RETRY_SECONDS = 10


def connect_as_web_server(using=DEFAULT_DB_ALIAS):
    """From now on this process is the web server, whatever it was before (`runserver` looked at the migrations).

    The role is set as the connection begins, as PostgreSQL's own option: Django's `assume_role` asks for a
    connection to take the role on, so that in a pool the first one waits for itself.
    """
    connection = connections[using]
    connection.close()
    if using in connection._connection_pools:
        connection.close_pool()
    if hasattr(connection, "server"):  # the embedded one, which starts with the first connection that finds none
        connection.server.patience = PATIENCE_SECONDS
    wishes = {name: f"{seconds}s" for name, seconds in settings.WEB_LIMITS.items()}
    if settings.WEB_ROLE:
        wishes["role"] = settings.WEB_ROLE.replace("\\", "\\\\").replace(" ", "\\ ")
    options = connection.settings_dict["OPTIONS"]
    options["pool"]["timeout"] = PATIENCE_SECONDS
    options["options"] = " ".join([options.get("options", ""), *(f"-c {name}={wish}" for name, wish in wishes.items())])


def is_database_gone(error):
    """Whether it says that the database does not answer, or not in time; not that it refuses what was asked of it."""
    return isinstance(error, OperationalError | InterfaceError)
