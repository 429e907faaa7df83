"""The one Django app: what has to happen around migrations."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from tracker.names import name_in_each_language


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Said & Done"

    def ready(self):
        from tracker.catalogue.search import find_the_rest
        from tracker.catalogue.tallies import fold_tallies
        from tracker.checks import check_server, check_web_role
        from tracker.countries.seeding import seed_countries
        from tracker.database.functions import install_functions
        from tracker.database.roles import grant_to_web_role
        from tracker.desk.entrance import make_attempts_table
        from tracker.desk.roles import seed_roles

        name_in_each_language(model for model in self.get_models() if model.__module__.startswith("tracker."))
        register(check_server, Tags.database)
        register(check_web_role, Tags.security)
        # In this order: rights are given on all tables; what is seeded passes the triggers, which call the functions.
        post_migrate.connect(make_attempts_table, sender=self, dispatch_uid="make_attempts_table")
        post_migrate.connect(install_functions, sender=self, dispatch_uid="install_functions")
        post_migrate.connect(grant_to_web_role, sender=self, dispatch_uid="grant_to_web_role")
        post_migrate.connect(seed_countries, sender=self, dispatch_uid="seed_countries")
        post_migrate.connect(seed_roles, sender=self, dispatch_uid="seed_roles")
        post_migrate.connect(find_the_rest, sender=self, dispatch_uid="find_the_rest")
        post_migrate.connect(fold_tallies, sender=self, dispatch_uid="fold_tallies")
