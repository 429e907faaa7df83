"""The addresses of things. Lists name the same ones again and again; Django looks each up in the whole address book."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address_of(name, *parts):
    """The address with this name in the site's address book."""
    return _looked_up((get_language(), get_script_prefix(), get_urlconf()), name, parts)


@lru_cache(maxsize=10_000)
def _looked_up(_where, name, parts):
    return reverse(name, args=parts)
