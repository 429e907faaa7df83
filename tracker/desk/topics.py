"""Topics, and the fixed list of countries, at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tracker.countries.models import Country
from tracker.desk.base import DeskAdmin
from tracker.desk.shown import ShownToReaders
from tracker.desk.sources import has_address
from tracker.statements.models import Topic


class TopicAdmin(ShownToReaders, DeskAdmin):
    is_public = staticmethod(has_address)
    list_display = ["name", "slug"]
    search_fields = ["name"]

    def get_fields(self, request, obj=None):
        """The word in the address is given at the first publication; from then on it can be changed."""
        return ["name", "slug"] if obj and obj.slug else ["name"]

    def view_on_site(self, topic):
        return topic.get_absolute_url() if topic.slug else None


class CountryAdmin(DeskAdmin):
    """A fixed list: it is looked things up in, not written to."""

    list_display = ["named", "code"]
    fields = ["named", "code"]
    search_fields = ["name", "=code"]
    view_on_site = False

    @admin.display(description=_("Name"), ordering="name")
    def named(self, country):
        """In the language of the page."""
        return str(country)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register(Topic, TopicAdmin)
admin.site.register(Country, CountryAdmin)
