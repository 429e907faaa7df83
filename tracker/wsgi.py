"""The entry point for a WSGI server such as granian: `granian --interface wsgi tracker.wsgi:application`.

A process that loads this file is the web server, and comes to the database as no more than that.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from tracker.database.serving import connect_as_web_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
_site = get_wsgi_application()
connect_as_web_server()
# Pages and files make many small things and drop them all. To look for rings among them less often gives long files a
# third more rows a second in the same memory; what was loaded at the start stays anyway, and is not looked at again.
gc.freeze()
gc.set_threshold(2_000, 10, 5)


def application(environ, start_response):
    """A whole answer is handed over at once, which granian sends a third faster than one that it has to ask for piece
    by piece; and its connection to the database is free again before the reader has it."""
    answer = _site(environ, start_response)
    if not isinstance(answer, HttpResponse):  # in pieces, or a file
        return answer
    answer.close()
    return [answer.content]
