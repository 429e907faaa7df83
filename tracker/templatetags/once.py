"""Words that pages say again and again, in each language once."""

from functools import lru_cache, wraps

from django.utils.translation import get_language

DIFFERENT_ONES = 10_000


def once(say):
    """What a function that depends on nothing but its words and the language said before, it says again."""
    said = lru_cache(maxsize=DIFFERENT_ONES)(lambda _language, *words: say(*words))

    @wraps(say)
    def again(*words):
        return said(get_language(), *words)

    return again
