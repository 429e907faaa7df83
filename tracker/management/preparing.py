"""Prepares the database before the site is served: its tables, rules and roles, as `migrate` does, with a bar."""

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tracker.management.progress import progress


class Migrate(migrate.Command):
    """Django's own, that tells of each migration when it is done, and of nothing else."""

    def __init__(self, tell):
        super().__init__()
        self.tell = tell

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_success":
            self.tell(1)


def prepare_database(output):
    """Brings the database to what this checkout needs; where that is so already, it takes a moment."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with progress(output, "Preparing the database", len(missing)) as tell:
        call_command(Migrate(tell), verbosity=0)
