"""Puts our own desk in the place of Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "tracker.desk.site.DeskSite"
