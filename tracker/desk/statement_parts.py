"""The parts of a statement, as rows below it: appearances, voices, topics, countries concerned, links."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.desk.base import StackedInline, TabularInline
from tracker.desk.citing import ABOUT_THE_SOURCE, ADDRESS, CitingInline
from tracker.names import ONE
from tracker.statements.models import Appearance, Concern, StatementLink, StatementTopic, Voice

FOLDED = ["collapse"]


class PartOfAStatement:
    """An inline whose rows publication locks."""

    can_add_once_published = False

    def has_add_permission(self, request, obj=None):
        is_open = obj is None or not obj.published_at or self.can_add_once_published
        return super().has_add_permission(request, obj) and is_open

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or not obj.published_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.published_at)


class AppearanceInline(PartOfAStatement, CitingInline, StackedInline):
    model = Appearance
    can_add_once_published = True
    verbose_name_plural = _("Appearances: the sources that carry it, each with its wording")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ADDRESS,
                    *ABOUT_THE_SOURCE,
                    "wording",
                    ("form", "basis", "language"),
                    ("is_primary", "relayed_by"),
                ]
            },
        ),
        (_("More"), {"classes": FOLDED, "fields": ["source", "locator"]}),
    ]
    autocomplete_fields = ["relayed_by"]


class VoiceInline(PartOfAStatement, TabularInline):
    model = Voice
    classes = FOLDED
    verbose_name_plural = _("Voices: who signed too, or was spoken for")
    fields = ["official", "role", "tenure", "label", "country"]
    autocomplete_fields = ["official", "tenure", "country"]


class TopicInline(TabularInline):
    model = StatementTopic
    classes = FOLDED
    verbose_name, verbose_name_plural = ONE["topic"], _("Topics")
    autocomplete_fields = ["topic"]


class ConcernInline(TabularInline):
    model = Concern
    classes = FOLDED
    verbose_name, verbose_name_plural = (
        pgettext_lazy("table", "country concerned"),
        _("Countries concerned, other than the speaker’s own"),
    )
    autocomplete_fields = ["country"]


class EarlierInline(PartOfAStatement, TabularInline):
    model = StatementLink
    fk_name = "later"
    classes = FOLDED
    can_add_once_published = True
    verbose_name, verbose_name_plural = (
        pgettext_lazy("table", "link"),
        _("Links to earlier statements: what this one does to them"),
    )
    fields = ["kind", "earlier", "note"]
    autocomplete_fields = ["earlier"]


class LaterInline(PartOfAStatement, TabularInline):
    model = StatementLink
    fk_name = "earlier"
    classes = FOLDED
    verbose_name, verbose_name_plural = (
        pgettext_lazy("table", "link"),
        _("Links from later statements (added at the later one)"),
    )
    fields = ["later", "kind", "note"]
    autocomplete_fields = ["later"]

    def has_add_permission(self, request, obj=None):
        return False
