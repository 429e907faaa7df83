"""The desk itself: who gets in, its address book and its first page."""

from django.conf import settings
from django.contrib import admin
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tracker.desk import lookups, saved, tray
from tracker.desk.choices import ChoiceJsonView
from tracker.desk.entrance import Doors


class DeskSite(Doors, admin.AdminSite):
    """The editors' back office. Who gets in stands in entrance.py; what each may do there, in roles.py."""

    site_header = site_title = format_lazy(_("{site} desk"), site=settings.SITE_NAME)
    index_title = _("On the desk")
    index_template = "desk/index.html"
    enable_nav_sidebar = False
    empty_value_display = "—"

    def autocomplete_view(self, request):
        return ChoiceJsonView.as_view(admin_site=self)(request)

    def get_urls(self):
        return [
            path("lookup/source/", self.admin_view(lookups.known_source), name="lookup_source"),
            path("lookup/office/", self.admin_view(lookups.office_then), name="lookup_office"),
            path("lookup/origin/", self.admin_view(lookups.origin_seen), name="lookup_origin"),
            path("saved-filter/", self.admin_view(saved.save), name="saved_filter"),
            path("saved-filter/<int:pk>/delete/", self.admin_view(saved.delete), name="saved_filter_delete"),
            path("lookup/day/", self.admin_view(lookups.day_read), name="lookup_day"),
            path("lookup/similar/", self.admin_view(lookups.similar), name="lookup_similar"),
            path("lookup/findings/", self.admin_view(lookups.findings), name="lookup_findings"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        return super().index(request, {**tray.on_the_desk(request.user), **(extra_context or {})})
