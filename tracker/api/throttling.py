"""So that nobody who asks too much keeps the others waiting."""

from django.conf import settings
from django.core.cache import caches
from rest_framework.throttling import SimpleRateThrottle


class PerAddress(SimpleRateThrottle):
    """So many questions in so much time from one address (TRACKER_API_RATE).

    Each process of the server counts for itself, in its memory: a count that all share would cost every answer two
    visits to the database. With two processes an address may come up to twice as often.
    """

    scope = "api"

    @property
    def cache(self):
        return caches["questions"]

    def get_rate(self):
        return settings.API_RATE or None

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
