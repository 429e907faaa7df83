"""The filters beside the desk's lists."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q
from django.forms import ModelChoiceField

from tracker.catalogue.models import Listing
from tracker.countries.models import Country
from tracker.desk import tray
from tracker.officials.models import Official
from tracker.statements.models import Statement, Voice
from tracker.verifications.status import status_expression, today
from tracker.vocabulary import Finding, Status


def official_choice():
    """The box in which an official is found by a few letters."""
    return AutocompleteSelect(Statement._meta.get_field("speaker"), admin.site)


class StatusFilter(admin.SimpleListFilter):
    """The status as readers see it; drafts and withdrawn statements have none."""

    title = "status for readers"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        lines = Listing.objects.annotate(status=status_expression(today())).filter(status=self.value())
        return queryset.filter(pk__in=lines.values("statement"))


class DueFilter(admin.SimpleListFilter):
    title = "due"
    parameter_name = "due"
    PILES = {"readers": tray.overdue, "desk": tray.queue, "soon": tray.due_soon}

    def lookups(self, request, model_admin):
        return [
            ("readers", "Overdue: the words name or imply the day"),
            ("desk", "Overdue: the editors set the day"),
            ("soon", f"Within {tray.SOON.days} days"),
        ]

    def queryset(self, request, queryset):
        pile = self.PILES.get(self.value())
        return queryset.filter(pk__in=pile().order_by().values("statement")) if pile else queryset


class CountryFilter(admin.SimpleListFilter):
    """Statements of a country: the speaker's or a voice's. Drafts are found by their speaker's country."""

    title = "country"
    parameter_name = "country"

    def lookups(self, request, model_admin):
        speakers = Statement.objects.exclude(country=None, speaker__country=None)
        codes = {code for pair in speakers.values_list("country", "speaker__country").distinct() for code in pair}
        codes |= set(Voice.objects.values_list("country", flat=True).distinct())
        return list(Country.objects.filter(code__in=codes - {None}).values_list("code", "name"))

    def queryset(self, request, queryset):
        code = self.value()
        if not code:
            return queryset
        of_country = Q(country=code) | Q(country=None, speaker__country=code) | Q(voices__country=code)
        return queryset.filter(pk__in=Statement.objects.filter(of_country).values("pk"))


class OfficialFilter(admin.SimpleListFilter):
    """Statements that an official spoke, signed or was spoken for in; the official is found by a few letters."""

    title = "official"
    parameter_name = "official"
    template = "desk/official_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.request = request

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def get_facet_counts(self, pk_attname, filtered_qs):
        return {}

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
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


class MineFilter(admin.SimpleListFilter):
    title = "logged by"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", "Me"), ("others", "Others")]

    def queryset(self, request, queryset):
        owner = "author" if hasattr(queryset.model, "author_id") else "created_by"
        match self.value():
            case "me":
                return queryset.filter(**{owner: request.user})
            case "others":
                return queryset.exclude(**{owner: request.user})
        return queryset


class FindingFilter(admin.SimpleListFilter):
    title = "finding"
    parameter_name = "finding"

    def lookups(self, request, model_admin):
        return Finding.choices

    def queryset(self, request, queryset):
        return queryset.filter(finding=self.value()) if self.value() in Finding.values else queryset
