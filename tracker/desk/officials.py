"""Officials, their other names, and the offices that they held."""

from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tracker.desk.base import DeskAdmin, StackedInline
from tracker.desk.forms import DayField, DeskForm
from tracker.desk.shown import ShownToReaders
from tracker.officials.models import Office, Official, OtherName, Tenure

_DAY = _("“20 Jan 2020”, “2020”")
_FIRST_DAY = format_lazy(_("The first day in office, as known: {notations}."), notations=_DAY)
_LAST_DAY = format_lazy(_("The last day in office; empty while it lasts: {notations}."), notations=_DAY)


class TenureForm(DeskForm):
    started_on = DayField(label=_("From"), help_text=_FIRST_DAY)
    ended_on = DayField(label=_("To"), required=False, help_text=_LAST_DAY)


def is_named_in_public(thing):
    """Whether readers see an official's page, or an office or tenure on one."""
    match thing:
        case Official():
            return thing.slug is not None
        case Tenure():
            return is_named_in_public(thing.official)
        case Office():
            holders = Official.objects.filter(tenures__office=thing) | Official.objects.filter(offices=thing)
            return holders.filter(slug__isnull=False).exists()
    return False


class OtherNameInline(StackedInline):
    model = OtherName
    extra = 1
    verbose_name = pgettext_lazy("table", "spelling")
    fields = [("name", "language")]


class TenureInline(StackedInline):
    model = Tenure
    form = TenureForm
    extra = 1
    verbose_name, verbose_name_plural = pgettext_lazy("table", "office held"), _("Offices held")
    fields = ["office", ("started_on", "ended_on", "is_acting"), ("source", "note")]
    autocomplete_fields = ["office", "source"]

    @admin.display(description=_("From"))
    def started_on(self, tenure):
        return tenure.started_on

    @admin.display(description=_("To"))
    def ended_on(self, tenure):
        return tenure.ended_on or "—"


class OfficialAdmin(ShownToReaders, DeskAdmin):
    is_public = staticmethod(is_named_in_public)
    list_display = ["name", "kind", "country", "wikidata_id"]
    list_select_related = ["country"]
    list_filter = ["kind", ("country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "other_names__name", "tenures__office__title", "=wikidata_id"]
    search_help_text = _("Any spelling of the name, an office, or the Wikidata id.")
    autocomplete_fields = ["country", "origin"]
    inlines = [TenureInline, OtherNameInline]
    ordering = ["sort_key", "id"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("country")

    def get_fieldsets(self, request, obj=None):
        """The word in the address is given at the first publication; from then on it can be changed."""
        address = ["slug"] if obj and obj.slug else []
        return [
            (None, {"fields": ["kind", "name", "country"]}),
            (_("More"), {"classes": ["collapse"], "fields": ["sort_as", "wikidata_id", "origin", *address]}),
        ]

    def choice_label(self, official):
        """Two of one name are told apart by country."""
        country = official.country or gettext("no country")
        return f"{official.name} ({country})"

    def view_on_site(self, official):
        return official.get_absolute_url() if official.slug else None


class OfficeAdmin(ShownToReaders, DeskAdmin):
    is_public = staticmethod(is_named_in_public)
    list_display = ["title", "institution", "country"]
    list_select_related = ["institution", "country"]
    list_filter = [("country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "institution__name"]
    autocomplete_fields = ["institution", "country"]


class TenureAdmin(ShownToReaders, DeskAdmin):
    """Who held which office when. Mostly written at the official; here it is found."""

    is_public = staticmethod(is_named_in_public)
    form = TenureForm
    list_display = ["official", "office", "started_on", "ended_on", "acting"]
    list_select_related = ["official", "office"]
    search_fields = ["official__name", "official__other_names__name", "office__title"]
    autocomplete_fields = ["official", "office", "source"]
    fields = ["official", "office", ("started_on", "ended_on"), "is_acting", "source", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("official", "office")

    def choice_label(self, tenure):
        return f"{tenure.official}: {tenure}"

    @admin.display(description=_("From"), ordering="started_on_first")
    def started_on(self, tenure):
        return tenure.started_on

    @admin.display(description=_("To"), ordering="ended_on_first")
    def ended_on(self, tenure):
        return tenure.ended_on or "—"

    @admin.display(description=_("Acting"), ordering="is_acting")
    def acting(self, tenure):
        return gettext("acting") if tenure.is_acting else "—"


admin.site.register(Official, OfficialAdmin)
admin.site.register(Office, OfficeAdmin)
admin.site.register(Tenure, TenureAdmin)
