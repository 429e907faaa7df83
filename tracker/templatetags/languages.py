"""The page that one is on, in the other languages of the site."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from tracker import languages
from tracker.catalogue.imprint import site_address

register = template.Library()


@register.simple_tag(takes_context=True)
def in_other_languages(context):
    """The page in every language, itself among them, with its name, its code and its address; none where the address
    stands for no page."""
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return []
    query = request.META.get("QUERY_STRING")
    more, here, names = f"?{query}" if query else "", get_language(), dict(settings.LANGUAGES)
    return [
        {
            "code": code,
            "name": names[code],
            "address": address + more,
            "whole_address": site_address(request) + address + more,
            "is_this": code == here,
            "is_usual": code == settings.LANGUAGE_CODE,
        }
        for code, address in languages.in_each_language(request.path)
    ]
