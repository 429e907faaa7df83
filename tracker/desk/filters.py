"""The filters beside the desk's lists."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Exists, OuterRef, Q
from django.forms import ModelChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.catalogue.models import Listing
from tracker.countries.models import Country
from tracker.desk import tray
from tracker.desk.stages import STAGES, WORDS
from tracker.officials.models import Office, Official
from tracker.statements.models import Statement
from tracker.verifications.status import status_expression, today
from tracker.vocabulary import Finding, Status


def official_choice():
    """The box in which an official is found by a few letters."""
    return AutocompleteSelect(Statement._meta.get_field("speaker"), admin.site)


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that refuses a value which it does not offer, where Django would show everything."""

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        if self.value() and self.value() not in {str(key) for key, _words in self.lookup_choices}:
            raise IncorrectLookupParameters


class StageFilter(ChoiceFilter):
    """Draft, in review, sent back, published or withdrawn."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [(key, capfirst(words)) for key, words in WORDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(**STAGES[self.value()]) if self.value() else queryset


class StatusFilter(ChoiceFilter):
    """The status as readers see it; drafts and withdrawn statements have none."""

    title = _("status for readers")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        lines = Listing.objects.annotate(status=status_expression(today())).filter(status=self.value())
        return queryset.filter(pk__in=lines.values("statement"))


class DueFilter(ChoiceFilter):
    title = _("check by")
    parameter_name = "due"
    PILES = {"readers": tray.overdue, "desk": tray.queue, "soon": tray.due_soon}

    def lookups(self, request, model_admin):
        return [
            ("readers", _("Overdue: the words name or imply the day")),
            ("desk", _("Overdue: the editors set the day")),
            ("soon", ngettext("Within %d day", "Within %d days", tray.SOON.days) % tray.SOON.days),
        ]

    def queryset(self, request, queryset):
        pile = self.PILES.get(self.value())
        return queryset.filter(pk__in=pile().order_by().values("statement")) if pile else queryset


class CountryFilter(ChoiceFilter):
    """Statements of a country: the speaker's or a voice's. Drafts are found by their speaker's country."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        """The countries of officials and of offices: there are few of those, however many statements there are."""
        of_officials = Exists(Official.objects.filter(country=OuterRef("pk")))
        of_offices = Exists(Office.objects.filter(country=OuterRef("pk")))
        return [(country.code, str(country)) for country in Country.objects.filter(of_officials | of_offices)]

    def queryset(self, request, queryset):
        code = self.value()
        if not code:
            return queryset
        of_country = Q(country=code) | Q(country=None, speaker__country=code) | Q(voices__country=code)
        return queryset.filter(pk__in=Statement.objects.filter(of_country).values("pk"))


class OfficialFilter(admin.SimpleListFilter):
    """Statements that an official spoke, signed or was spoken for in; the official is found by a few letters."""

    title = _("official")
    parameter_name = "official"
    template = "desk/official_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.request = request
        if self.value() and not self.value().isdecimal():
            raise IncorrectLookupParameters

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def get_facet_counts(self, pk_attname, filtered_qs):
        return {}

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        pk = int(self.value())
        spoke = Statement.objects.filter(Q(speaker=pk) | Q(voices__official=pk))
        return queryset.filter(pk__in=spoke.values("pk"))

    def choices(self, changelist):
        """The one choice is a form: the box, and the other parameters of the list kept hidden."""
        box = ModelChoiceField(Official.objects.all(), required=False, widget=official_choice())
        yield {
            "box": box.widget.render(self.parameter_name, [self.value() or ""], {"id": "official-filter"}),
            "hidden": [(name, value) for name, value in self.request.GET.items() if name not in ("official", "p")],
            "remove": changelist.get_query_string(remove=[self.parameter_name]) if self.value() else "",
        }


class GoneFilter(ChoiceFilter):
    """Sources whose address was found deleted or changed."""

    title = _("gone from the web")
    parameter_name = "gone"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return queryset.filter(gone_on__isnull=self.value() == "no") if self.value() else queryset


class MineFilter(ChoiceFilter):
    title = _("logged by")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", _("Me")), ("others", _("Others"))]

    def queryset(self, request, queryset):
        owner = "author" if hasattr(queryset.model, "author_id") else "created_by"
        match self.value():
            case "me":
                return queryset.filter(**{owner: request.user})
            case "others":
                return queryset.exclude(**{owner: request.user})
        return queryset


class FindingFilter(ChoiceFilter):
    title = _("finding")
    parameter_name = "finding"

    def lookups(self, request, model_admin):
        return Finding.choices

    def queryset(self, request, queryset):
        return queryset.filter(finding=self.value()) if self.value() else queryset
