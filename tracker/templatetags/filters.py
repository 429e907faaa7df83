"""The values of a filter as boxes to tick. Made in one go: a long list in a template's loop costs many times that."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

_BOX = '<li><label><input type="checkbox" name="{}" value="{}"{}> {}{}</label></li>'
_STATES = {
    (True, True): mark_safe(" checked"),
    (False, True): "",
    (False, False): mark_safe(" disabled"),
}


@register.simple_tag
def options(name, values):
    """A list entry for each value, with the number of statements beside it."""
    return format_html_join(
        "\n",
        _BOX,
        (
            (name, one.choice.value, _STATES[one.is_chosen, one.is_selectable], one.choice.label, _count(one))
            for one in values
        ),
    )


def _count(option):
    return "" if option.count is None else format_html(' <span class="count">{}</span>', f"{option.count:,}")
