"""The site as it is, with one more address that does nothing: what it answers costs what server and middleware cost.

Only `manage.py benchmark` serves this, on this machine.
"""

from importlib import import_module

from django.conf import settings
from django.http import HttpResponse
from django.urls import path


def hello(request):
    return HttpResponse("hello", headers={"Cache-Control": "no-store"})  # never kept: each is answered anew


settings.ROOT_URLCONF = __name__
application = import_module("tracker.wsgi").application  # as serving.py does: rooms do not import the front door
urlpatterns = [path("hello/", hello), *import_module("tracker.urls").urlpatterns]
