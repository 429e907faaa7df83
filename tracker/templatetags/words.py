"""Small words that several pages need."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tracker import languages, names, texts
from tracker.catalogue import imprint
from tracker.verifications.versions import signature
from tracker.vocabulary import Finding, Kind, finding_label

register = template.Library()


@register.simple_tag
def site_name():
    return settings.SITE_NAME


@register.simple_tag
def wordmark():
    """The site's name as the masthead sets it: an ampersand in it is lighter than the words, as in old print."""
    words = [(word,) for word in settings.SITE_NAME.split("&")]
    return format_html_join(mark_safe('<span class="and">&amp;</span>'), "{}", words)


@register.simple_tag(takes_context=True)
def site_address(context):
    """Where the site stands, without a final slash: for what other sites read."""
    return imprint.site_address(context.get("request"))


@register.simple_tag(takes_context=True)
def current(context, url_name):
    """Marks the link in the masthead that leads to the page one is on."""
    request = context.get("request")
    return mark_safe(' aria-current="page"') if request and request.path == reverse(url_name) else ""


@register.filter
def number(value):
    """A large number as the page's language writes it: 1,234,567."""
    return number_format(value, force_grouping=True)


@register.filter
def any_of(names):
    """“AFP or BelTA”: several names of which any may be meant."""
    return get_text_list([str(name) for name in names or ()])


@register.filter
def all_of(names):
    """“AFP and BelTA”: names of the record that belong together."""
    return _together(map(languages.apart, names))


register.filter(texts.language_name)
register.filter(names.named)
register.simple_tag(languages.of_record)
register.filter(languages.apart)


@register.filter
def is_usual(language):
    """Whether it is the language of the newsroom, of its files and of the API."""
    return language == settings.LANGUAGE_CODE


@register.filter
def as_code(names):
    """“<code>statement</code> and <code>place</code>”: names of columns."""
    return _together(format_html("<code>{}</code>", name) for name in names)


def _together(parts):
    """Pieces of markup in one phrase."""
    return mark_safe(get_text_list(list(parts), _("and")))  # noqa: S308


@register.filter
def signed_by(user):
    """The name under which somebody here signs."""
    return signature(user) or _("the newsroom")


@register.filter
def upheld_word(kind):
    """The word for a claim of this kind that held: "Kept"."""
    return finding_label(Finding.UPHELD, kind)


@register.filter
def broken_word(kind):
    """The word for a claim of this kind that did not hold: "Contradicted"."""
    return finding_label(Finding.BROKEN, kind)


@register.filter
def kind_definition(kind):
    return Kind(kind).definition


@register.filter
def host(address):
    """The host of a web address, as people read it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
