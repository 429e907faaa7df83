"""Django's backend for the embedded server: ENGINE = "tracker.database", and a NAME.

The server starts when the first connection is asked for, and the database is created when it is missing.
"""

import functools

from django.conf import settings
from django.db.backends.postgresql import base, client

from tracker.database import cluster
from tracker.database.server import EmbeddedServer

embedded_server = functools.cache(EmbeddedServer)


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the server's own psql."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        arguments, environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(cluster.programs_folder() / arguments[0]), *arguments[1:]], environment

    def runshell(self, parameters):
        self.connection.get_connection_params()  # starts the server, and says where it listens
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    databases_seen = set()

    @property
    def server(self):
        return embedded_server(settings.DATA_DIR)

    def get_connection_params(self):
        address = self.server.address()
        # In the settings too, where dbshell, test databases and other packages look for them.
        self.settings_dict.update(HOST=address["host"], PORT=address["port"], USER=address["user"])
        with self.wrap_database_errors:
            if self.server.require():
                self.forget_earlier_run()
            self.create_missing_database(self.settings_dict["NAME"])
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        """Connect; if the server has just died, and was not missed yet, start it and connect once more."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            if self.server.answers():
                raise
        self.server.run_seen = None
        return super().get_new_connection(self.get_connection_params())

    def create_missing_database(self, name):
        """Once a process: a database that is dropped while it is used should be missed."""
        if name and name not in self.databases_seen:
            self.server.create_database(name)
            self.databases_seen.add(name)

    def forget_earlier_run(self):
        self.databases_seen.clear()
        for pool in list(self._connection_pools.values()):
            pool.drain()
