"""The site as it is, with one more address that does nothing: what it answers costs what server and middleware cost.

Only `manage.py benchmark` serves this, on this machine.
"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from tracker.wsgi import application

__all__ = ["application", "urlpatterns"]


def hello(request):
    return HttpResponse("hello")


class _Addresses:
    """The site's addresses, read when the first one is asked for."""

    def __iter__(self):
        from tracker.urls import urlpatterns as site  # its views need the site to be ready

        yield path("hello/", hello)
        yield from site


urlpatterns = list(_Addresses())
settings.ROOT_URLCONF = __name__
