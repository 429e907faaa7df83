"""The entry point for a WSGI server such as granian: `granian --interface wsgi tracker.wsgi:application`.

A process that loads this file is the web server, and comes to the database as no more than that.
"""

import os

from django.core.wsgi import get_wsgi_application

from tracker.database.serving import connect_as_web_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
connect_as_web_server()
