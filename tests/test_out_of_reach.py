"""When its database is gone the site says so at once, and it is back by itself as soon as the database is."""

import os
import subprocess
import sys
import time
from types import ModuleType
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.test import override_settings
from django.urls import path

from tests.database.killing import kill_server, wait_until_nothing_is_left
from tests.served import CHECKOUT, Site
from tracker import urls
from tracker.database.server import EmbeddedServer

PAGES = ["/", "/statements/?kind=commitment", "/statements/1-x/", "/officials/x/"]
DESK = ["/admin/", "/admin/tracker/statement/"]
SESSION = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz123456"}


@pytest.fixture(params=["a server of its own", "the embedded one"])
def site(request, tmp_path):
    """A site, its data folder and the server; which restarts by itself only where it is the embedded one."""
    tmp_path.chmod(0o755)
    server = EmbeddedServer(tmp_path)
    server.require()
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    environment["TRACKER_PAGE_CACHE"] = "8"
    environment.pop("DATABASE_URL", None)
    if request.param == "a server of its own":
        query = urlencode({"host": server.address()["host"]})
        environment["DATABASE_URL"] = f"postgresql://postgres@/tracker?{query}"
    server.create_database("tracker")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=CHECKOUT, env=environment, check=True)
    running = Site(environment)
    try:
        yield running, server, request.param
    finally:
        running.end()
        os.close(server.users_lock)


@pytest.mark.slow
def test_a_dead_database_is_told_in_two_seconds_and_forgotten_when_it_lives_again(site, tmp_path):
    site, server, kind = site
    assert site.is_back(20)
    for _ in range(2):
        kill_server(tmp_path)
        wait_until_nothing_is_left(tmp_path)
        if kind == "a server of its own":
            for address in PAGES + DESK:
                answer, text, seconds = site.ask(address, **(SESSION if address in DESK else {}))
                assert (address, answer.status) == (address, 503)
                assert seconds < 2.2
                assert_is_the_sites_own_page(answer, text)
            time.sleep(3)  # long enough for the pool to have given up
            server.run_seen = None
            server.require()
        assert site.is_back(5)
        assert site.ask("/statements/")[0].status == 200


def assert_is_the_sites_own_page(answer, text):
    assert "The record is out of reach" in text
    assert 'class="masthead"' in text
    assert not {"Traceback", "psycopg", "OperationalError", "PoolTimeout"} & set(text.split())
    assert int(answer.headers["Retry-After"]) <= 60
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Set-Cookie"] is None


def ask_a_page_that_raises(client, error):
    def front_page(request):
        raise error

    addresses = ModuleType("addresses")
    addresses.urlpatterns = [path("", front_page, name="home"), *urls.urlpatterns]
    addresses.handler500 = urls.handler500
    client.raise_request_exception = False
    # Any answer begins with the version of the site, which is asked of the database; here it is there, and then gone.
    rooms = [name for name in settings.MIDDLEWARE if name != "tracker.kept.answered_again"]
    with override_settings(ROOT_URLCONF=addresses, MIDDLEWARE=rooms):
        return client.get("/")


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("the connection is closed")])
def test_the_page_is_made_without_asking_the_database(error, client):
    """Not even for who asks: pytest refuses this test any database."""
    answer = ask_a_page_that_raises(client, error)
    assert answer.status_code == 503
    assert "The record is out of reach" in answer.text


def test_a_fault_of_ours_is_not_laid_at_the_databases_door(client):
    assert ask_a_page_that_raises(client, ZeroDivisionError()).status_code == 500
