"""Publishers, origins and sources at the desk."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.desk import filters
from tracker.desk.base import DeskAdmin, StackedInline, is_changed
from tracker.desk.citing import published_with
from tracker.desk.forms import DayField, DeskForm
from tracker.desk.shown import ShownToReaders
from tracker.names import ONE
from tracker.sources.models import Attribution, Origin, Publisher, Source
from tracker.statements.models import Statement
from tracker.texts import address_key, language_name
from tracker.verifications.publishing import note_addition


def has_address(thing):
    """Whether it is named in public: its word in addresses comes with the first publication."""
    return thing.slug is not None


def is_credited_in_public(origin):
    """Whether something that readers see is this origin's account."""
    relayed = Statement.objects.filter(appearances__relayed_by=origin, published_at__isnull=False)
    return relayed.exists() or any(is_cited(source) for source in origin.sources.all())


class PublisherAdmin(ShownToReaders, DeskAdmin):
    is_public = staticmethod(has_address)
    list_display = ["name", "interest"]
    search_fields = ["name"]
    fields = ["name", "interest"]


class OriginAdmin(ShownToReaders, DeskAdmin):
    is_public = staticmethod(is_credited_in_public)
    search_fields = ["name"]
    fields = ["name"]


# Locked once something published rests on the source; what is empty may be filled.
LOCKED = ["url", "publisher", "title", "author", "published_on", "language", "kind", "is_machine_translated"]


class AttributionInline(StackedInline):
    model = Attribution
    extra = 1
    verbose_name, verbose_name_plural = ONE["origin"], _("Whose account it is")
    fields = [("origin", "basis", "note")]
    autocomplete_fields = ["origin"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_cited(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_cited(obj)


class SourceForm(DeskForm):
    published_on = DayField(label=_("Published on"), required=False)


class SourceAdmin(DeskAdmin):
    form = SourceForm
    autocomplete_fields = ["publisher"]
    inlines = [AttributionInline]
    list_display = ["publisher", "title", "published_on", "language_named", "kind", "url"]
    list_display_links = ["publisher", "title"]
    list_select_related = ["publisher"]
    list_filter = ["kind", filters.GoneFilter, "is_machine_translated"]
    search_fields = ["publisher__name", "title", "author", "url", "origins__name"]
    search_help_text = _("A publisher, a title, an origin, or an address.")
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["url", "publisher", "title", "author", "published_on", ("language", "kind")]}),
        (
            _("Copies and translations"),
            {"classes": ["collapse"], "fields": ["archived_url", ("seen_on", "gone_on"), "is_machine_translated"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("publisher")

    def has_change_permission(self, request, obj=None):
        """What readers see is added to only by those who may publish; the rest look at it."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (not is_cited(obj) or request.user.has_perm("tracker.publish_statement"))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_cited(obj)

    def get_readonly_fields(self, request, obj=None):
        return [name for name in LOCKED if getattr(obj, name)] if is_cited(obj) else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if is_changed(form, formsets):
            for statement in published_with(form.instance):
                note_addition(statement, request.user)

    def get_search_results(self, request, queryset, search_term):
        """An address finds its source however it is spelled."""
        if search_term.strip().lower().startswith(("http://", "https://")):
            key = key_or_none(search_term.strip())
            return (queryset.filter(url_key=key) if key else queryset.none()), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("Published on"), ordering="published_on_first")
    def published_on(self, source):
        return source.published_on or "—"

    @admin.display(description=_("Language"), ordering="language")
    def language_named(self, source):
        return language_name(source.language)


def is_cited(source):
    """Whether something published rests on the source."""
    return bool(source) and published_with(source).exists()


def key_or_none(address):
    """The key of an address that somebody searches for; None where it is no address."""
    try:
        return address_key(address)
    except ValidationError:
        return None


admin.site.register(Publisher, PublisherAdmin)
admin.site.register(Origin, OriginAdmin)
admin.site.register(Source, SourceAdmin)
