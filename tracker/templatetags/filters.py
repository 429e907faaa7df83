"""The values of a filter as boxes to tick. Made in one go: a long list in a template's loop costs many times that."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from tracker.languages import apart_if_foreign

register = template.Library()

# A box has an id, so that the focus stays on it when the list is shown anew.
_BOX = '<li><label><input type="checkbox" id="{0}-{1}" name="{0}" value="{1}"{2}> {3}{4}</label></li>'
# By these, things are chosen that have a name of their own.
NAMES_OF_THE_RECORD = ("official", "topic", "publisher")
_COUNT = ' <span class="count">{:,}</span>'


@register.simple_tag
def options(name, values):
    """A list entry for each value, with the number of statements beside it."""
    shown = apart_if_foreign if name in NAMES_OF_THE_RECORD else escape
    boxes = (
        _BOX.format(
            name,
            escape(one.choice.value),
            " checked" if one.is_chosen else "" if one.is_selectable else " disabled",
            shown(one.choice.label),
            "" if one.count is None else _COUNT.format(one.count),
        )
        for one in values
    )
    return mark_safe("\n".join(boxes))  # noqa: S308 all that is not ours was escaped
