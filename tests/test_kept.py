"""A page that is given again from memory is the page that would be made now, for whoever asks, whatever was tried."""

import gzip
import os
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from tests import newsroom, records
from tests.catalogue.test_watching import CHANGES
from tests.database.test_roles import database_url
from tests.routes import addresses, is_for_readers
from tests.served import Site
from tests.test_headers import faults_of_headers
from tracker import urls
from tracker.kept import MEGABYTE, Kept, Shelf
from tracker.officials.models import Official
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import CheckByBasis

pytestmark = pytest.mark.django_db

HERE = "/officials/rudolf-rassendyll/"
PAGES = [
    *("/", "/statements/", "/statements/?country=BE&kind=commitment", "/officials/", HERE, "/countries/BE/"),
    *("/statements/1-no-elephant-stays-in-strelsau/", "/statements/1-no-elephant-stays-in-strelsau/history/"),
    *("/topics/elephants/", "/due/", "/corrections/", "/statements.atom", "/sitemap-statements-1.xml"),
]
CHANGING = ["/statements/", HERE, "/statements/1-no-elephant-stays-in-strelsau/"]
FILES = ["/statements.csv", "/statements.xlsx", "/statements.ics", "/statements.json", "/statements.jsonl"]


@pytest.fixture
def record():
    return records.make_record()


@pytest.fixture
def shelves(monkeypatch):
    """What the processes of the site keep."""
    made = []
    monkeypatch.setattr("tracker.kept.Shelf", lambda room: made.append(Shelf(room)) or made[-1])
    return made


@pytest.fixture
def keeps(settings, shelves):
    """Makes readers' browsers for a site that keeps its pages; each `keeps()` is another process of it."""
    settings.PAGE_CACHE = 8
    return Client


@pytest.fixture
def kept(shelves):
    """Tells the paths of all that is kept."""
    return lambda: [path for shelf in shelves for _scheme, _host, path, _query in shelf.answers]


@pytest.fixture
def reader(keeps):
    return keeps()


@pytest.fixture
def anew(settings):
    """Asks a site that keeps nothing."""
    kept, settings.PAGE_CACHE = settings.PAGE_CACHE, 0
    browser = Client()
    browser.get("/nowhere/")
    settings.PAGE_CACHE = kept
    return browser.get


def cost(browser, address, **more):
    """How many queries the answer took: one, the version's, when it was given from memory."""
    with CaptureQueriesContext(connection) as queries:
        browser.get(address, **more).getvalue()
    return len(queries)


# What is kept is what would be made


def test_an_unchanged_page_costs_one_query_and_is_the_same_to_the_last_header(reader, record):
    for address in [page for page in PAGES if "sitemap-" not in page]:
        first = reader.get(address)
        again = reader.get(address)
        assert cost(reader, address) == 1, address
        assert first.content == again.content
        assert dict(first.items()) == dict(again.items())
        assert again.headers["Cache-Control"] == "no-cache"
        assert again.headers["ETag"]


def test_each_public_change_is_seen_on_the_next_request_and_forgotten_when_rolled_back(reader, anew, record):
    before = {address: reader.get(address).content for address in CHANGING}
    stale, seen = [], []
    for what, change in CHANGES.items():
        with transaction.atomic():
            change(record)
            now = {address: reader.get(address).content for address in CHANGING}
            stale += [(what, address) for address in CHANGING if now[address] != anew(address).content]
            transaction.set_rollback(True)
        changed = [address for address in CHANGING if now[address] != before[address]]
        stale += [
            (what, address, "rolled back") for address in changed if reader.get(address).content != before[address]
        ]
        seen += [what] if changed else []
    assert stale == []
    assert len(seen) > 12, seen


def test_at_midnight_in_the_newsroom_what_became_due_says_so(reader, anew, settings, monkeypatch):
    settings.TIME_ZONE = "Pacific/Auckland"
    midnight = datetime(2024, 4, 30, 12, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: midnight - timedelta(seconds=1))
    statement = newsroom.make_published_statement(check_by="2024-04-30", check_by_basis=CheckByBasis.EXPLICIT)
    statement.speaker.refresh_from_db()
    pages = [statement.get_absolute_url(), "/statements/", statement.speaker.get_absolute_url(), "/due/"]
    before = {page: reader.get(page).content for page in pages}
    assert [cost(reader, page) for page in pages] == [1] * 4
    monkeypatch.setattr("django.utils.timezone.now", lambda: midnight)
    for page in pages:
        assert before[page] != reader.get(page).content == anew(page).content, page


def test_pages_of_what_is_no_part_of_the_record_are_never_kept(reader, kept):
    """The files of the dataset may be others at any time."""
    assert reader.get("/data/").headers["ETag"]
    assert kept() == []


# Not modified


def test_who_has_it_already_is_told_so_until_something_changes(reader, record):
    marks = {address: reader.get(address).headers["ETag"] for address in [*PAGES, *FILES]}
    for address, mark in marks.items():
        for sent in (mark, f'"other", {mark}', f"W/{mark.removeprefix('W/')}"):
            answer = reader.get(address, headers={"if-none-match": sent})
            assert (answer.status_code, answer.content) == (304, b""), (address, sent)
            assert answer.headers["ETag"] == mark
            assert answer.headers["Cache-Control"] == "no-cache"
            assert list(faults_of_headers(answer.headers)) == []
    withdraw(record.drafts[0], newsroom.editor(), "A hoax.")
    for address in ["/statements/", HERE, *FILES]:
        assert reader.get(address, headers={"if-none-match": marks[address]}).status_code == 200, address


def test_a_file_that_the_reader_has_is_not_made_again(reader, record):
    mark = reader.get("/statements.xlsx").headers["ETag"]
    assert cost(reader, "/statements.xlsx", headers={"if-none-match": mark}) == 1


def test_a_page_that_did_not_change_is_not_sent_again_though_others_did(reader, record):
    mark = reader.get("/countries/LU/").headers["ETag"]
    newsroom.make_published_statement(speaker=record.rudolf)
    assert reader.get("/countries/LU/", headers={"if-none-match": mark}).status_code == 304


def test_another_release_or_setting_makes_other_files(keeps, record, monkeypatch):
    mark = keeps().get("/statements.csv").headers["ETag"]
    assert keeps().get("/statements.csv").headers["ETag"] == mark
    monkeypatch.setenv("TRACKER_LICENCE", "another")
    assert keeps().get("/statements.csv").headers["ETag"] != mark


# Who is signed in


def test_what_an_editor_gets_is_for_the_editor_alone_and_says_what_others_get(keeps, record):
    process, session = keeps(), session_of_an_editor()
    for address in [*PAGES, *FILES, "/admin/", "/nowhere/"]:
        for_anybody = process.get(address)
        answer = process.get(address, headers={"cookie": session})
        assert "no-store" in answer.headers["Cache-Control"], address
        assert "private" in answer.headers["Cache-Control"], address
        assert "ETag" not in answer.headers, address
        if address in PAGES:
            assert answer.getvalue() == for_anybody.getvalue() == process.get(address).getvalue(), address


def session_of_an_editor():
    browser = Client()
    browser.force_login(newsroom.editor())
    return f"sessionid={browser.cookies['sessionid'].value}"


def test_an_editors_page_is_not_given_to_others(keeps, kept, record):
    process = keeps()
    process.get(HERE, headers={"cookie": session_of_an_editor()})
    assert kept() == []
    assert process.get(HERE).headers["Cache-Control"] == "no-cache"


def test_what_gives_a_cookie_is_kept_by_nobody(reader, kept):
    answer = reader.get("/accounts/login/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert kept() == []


# What an attacker may try: whatever is sent, the next reader gets the page that would be made for him

TRICKS = {
    "another host of ours": {"host": "localhost"},
    "our host in capitals": {"host": "TESTSERVER"},
    "our host at another port": {"host": "testserver:8443"},
    "a host that is not ours": {"host": "evil.example"},
    "a forwarded host": {"x-forwarded-host": "evil.example"},
    "a forwarded scheme": {"x-forwarded-proto": "https"},
    "a forwarded port": {"x-forwarded-port": "8443"},
    "a forwarded prefix": {"x-forwarded-prefix": "/evil", "x-script-name": "/evil"},
    "all of it in one": {"forwarded": "host=evil.example;proto=https"},
    "another address": {"x-original-url": "/admin/", "x-rewrite-url": "/admin/"},
    "another method": {"x-http-method-override": "POST"},
    "a part": {"range": "bytes=0-9"},
    "a part, if": {"range": "bytes=0-9", "if-range": '"x"'},
    "packed": {"accept-encoding": "br, gzip"},
    "another type": {"accept": "application/json"},
    "another language": {"accept-language": "fr"},
    "a cookie that is no session": {"cookie": "theme=dark; csrftoken=x; __Host-session=y"},
    "a session that is none": {"cookie": "sessionid=x"},
    "a password": {"authorization": "Basic eDp5"},
    "whatever you have": {"if-none-match": "*"},
    "only what I have": {"if-match": '"x"'},
    "for a script": {"hx-request": "true", "x-requested-with": "XMLHttpRequest", "origin": "https://evil.example"},
    "nothing kept, please": {"cache-control": "no-cache", "pragma": "no-cache"},
}


def test_no_trick_changes_what_the_next_reader_gets(keeps, anew, record, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    asked = [HERE, "/sitemap.xml", "/statements.atom"]
    expected = {address: shown(anew(address)) for address in asked}
    fallen = []
    for trick, method in product(TRICKS, ("get", "head")):
        process = keeps(raise_request_exception=False)
        for address in asked:
            getattr(process, method)(address, headers=TRICKS[trick])
            if shown(process.get(address)) != expected[address]:
                fallen.append((trick, method, address))
    assert fallen == []


def shown(answer):
    return answer.status_code, answer.headers["Content-Type"], answer.content


def test_a_question_in_another_order_is_another_question(reader, anew, record):
    for query in ("country=BE&country=LU", "country=LU&country=BE", "country=LU", "COUNTRY=LU", "country=%4cU", ""):
        for _ in range(2):
            assert reader.get(f"/statements/?{query}").content == anew(f"/statements/?{query}").content, query


def test_after_head_comes_a_page_and_head_tells_what_get_tells(reader, kept, record):
    alone = reader.head(HERE)
    assert kept() == []
    page = reader.get(HERE)
    assert page.content
    again = reader.head(HERE)
    assert again.content == b""
    assert alone.headers["ETag"] == page.headers["ETag"] == again.headers["ETag"]


def test_errors_are_not_kept(reader, kept, record):
    for address in ("/nowhere/", "/officials/nobody/", "/statements/?country=XX", "/statements.csv?x=1", "/statements"):
        answer = reader.get(address)
        assert answer.status_code != 200
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "ETag" not in answer.headers
    assert kept() == []


def test_memory_has_an_end(keeps, kept, shelves, record, settings):
    settings.PAGE_CACHE = 1
    process = keeps()
    process.get(HERE)
    for number in range(120):
        process.get(f"/topics/elephants/?x={number}")
    (shelf,) = shelves
    assert len(kept()) > 10
    assert shelf.taken == sum(one.size + sum(map(len, at)) for at, one in shelf.answers.items()) <= MEGABYTE
    assert HERE not in kept(), "what nobody asked for longest made room"


def test_an_answer_that_would_take_much_of_the_room_is_not_kept():
    shelf = Shelf(MEGABYTE)
    shelf.put(("a",), Kept((1,), b"x" * (MEGABYTE // 2), {}, {}, {}))
    assert not shelf.answers


# Sent in less room


def test_a_page_comes_packed_to_a_browser_that_can_unpack_it_and_is_the_same(keeps, anew, record):
    for address in ("/statements/", HERE, "/statements.atom", "/officials/nobody/"):
        process, expected = keeps(), anew(address)
        for asked in ("gzip, deflate, br", None, "gzip", "gzip;q=0, identity", "x-gzipped"):
            answer = process.get(address, headers={"accept-encoding": asked} if asked else {})
            is_packed = asked in ("gzip, deflate, br", "gzip")
            assert answer.headers.get("Content-Encoding") == ("gzip" if is_packed else None), (address, asked)
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert (gzip.decompress(answer.content) if is_packed else answer.content) == expected.content
            if is_packed:
                assert len(answer.content) == int(answer.headers["Content-Length"]) < len(expected.content)


def test_who_has_a_packed_page_is_told_that_nothing_changed(reader, record):
    answer = reader.get(HERE, headers={"accept-encoding": "gzip"})
    mark = answer.headers["ETag"]
    assert mark.startswith('W/"'), "the bytes are not those of the plain page"
    for encoding in ("gzip", "identity"):
        again = reader.get(HERE, headers={"accept-encoding": encoding, "if-none-match": mark})
        assert (again.status_code, again.content) == (304, b"")


def test_what_is_for_one_person_is_not_packed_because_its_length_might_tell(keeps, record):
    at_desk = keeps()
    at_desk.force_login(newsroom.editor())
    for browser, address in ((at_desk, HERE), (at_desk, "/admin/"), (keeps(), "/accounts/login/")):
        answer = browser.get(address, headers={"accept-encoding": "gzip"}, follow=True)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers, address


# What views say of their answers

ANSWERS = {
    "said-by-header": lambda request: HttpResponse(
        f"{request.headers.get('HX-Request')}", headers={"Vary": "HX-Request, Accept"}
    ),
    "by-cookie": lambda request: HttpResponse(f"{request.COOKIES}", headers={"Vary": "Cookie"}),
    "by-anything": lambda request: HttpResponse(f"{time.perf_counter_ns()}", headers={"Vary": "*"}),
    "private": lambda request: HttpResponse(f"{time.perf_counter_ns()}", headers={"Cache-Control": "private"}),
    "not-at-all": lambda request: HttpResponse(f"{time.perf_counter_ns()}", headers={"Cache-Control": "no-store"}),
    "marked": lambda request: HttpResponse(f"{time.perf_counter_ns()}", headers={"ETag": '"mine"'}),
    "in-pieces": lambda request: StreamingHttpResponse(iter(["a", "b"])),
}


@pytest.fixture
def odd_site(settings, keeps):
    addresses = type(urls)("addresses")
    addresses.urlpatterns = [*(path(f"{name}/", view) for name, view in ANSWERS.items()), *urls.urlpatterns]
    settings.ROOT_URLCONF = addresses
    return keeps()


def test_what_varies_by_a_header_is_kept_for_those_who_send_the_same(odd_site):
    for said in ("true", None, "true", "x", None):
        headers = {"hx-request": said} if said else {}
        assert odd_site.get("/said-by-header/", headers=headers).text == str(said)


@pytest.mark.parametrize("name", ["by-cookie", "by-anything", "private", "not-at-all", "marked", "in-pieces"])
def test_what_a_view_does_not_want_kept_is_not(name, odd_site, kept):
    first, second = odd_site.get(f"/{name}/"), odd_site.get(f"/{name}/")
    assert kept() == []
    if name not in ("by-cookie", "in-pieces"):
        assert first.content != second.content
    if name in ("by-cookie", "by-anything", "private", "not-at-all"):
        assert "no-store" in first.headers["Cache-Control"]
        assert "ETag" not in first.headers


# All addresses, and two real processes


@pytest.mark.slow
def test_every_public_address_is_the_same_kept_or_not(reader, anew, record, monkeypatch):
    # Files and feeds without entries say when they were read.
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    found = []
    for address in filter(is_for_readers, addresses()):
        expected = anew(address)
        for _ in range(2):
            answer = reader.get(address)
            if expected.streaming:
                continue
            if answer.content != expected.content or dict(answer.items()) != dict(expected.items()):
                found.append(address)
    assert found == []


WRITERS, READERS, ROUNDS = 3, 4, 6


class Newsroom:
    """Editors who rename an official each, again and again, and say what was committed only afterwards."""

    def __init__(self, officials):
        self.committed = dict.fromkeys(officials, 0)
        self.is_open = True

    def write(self, key):
        while self.is_open:
            number = self.committed[key] + 1
            with transaction.atomic():
                self.rename(key, f"Rudolf never {number}")
                transaction.set_rollback(True)
            self.rename(key, f"Rudolf {key} is {number} now")
            self.committed[key] = number
            time.sleep(0.02 * (number % 7))  # a page is also asked for again before it changes
        connection.close()

    def rename(self, key, name):
        Official.objects.filter(pk=key).update(name=name)


class Audience:
    """Readers of pages that name officials; they complain of what is older than what was committed when they asked."""

    def __init__(self, site, pages, newsroom):
        self.site, self.pages, self.newsroom = site, pages, newsroom
        self.complaints, self.read_count = [], 0

    def read(self):
        for page, named in [*self.pages.items()] * ROUNDS:
            committed = {key: self.newsroom.committed[key] for key in named}
            answer, text, _ = self.site.ask(page)
            self.complaints += self.faults(page, answer.status, text, committed)
            self.read_count += 1

    def faults(self, page, status, text, committed):
        if status != 200 or "never" in text:
            yield f"{page} {status}: what was rolled back" if status == 200 else f"{page} {status}"
        for key, least in committed.items():
            seen = [int(number) for number in re.findall(rf"Rudolf {key} is (\d+) now", text)]
            if least and not (seen and min(seen) >= least):
                yield f"{page}: {seen} where {least} was committed"


@pytest.mark.django_db(transaction=True)
def test_readers_of_two_processes_see_each_change_on_the_next_request_and_nothing_that_was_rolled_back(tmp_path):
    pages = {"/statements/": [], "/officials/": [], "/statements.atom": []}
    for place in range(WRITERS):
        speaker = newsroom.make_official(f"Speaker {place}")
        statement = newsroom.make_published_statement(speaker=speaker)
        for page in (statement.get_absolute_url(), f"/officials/speaker-{place}/", *list(pages)[:3]):
            pages.setdefault(page, []).append(speaker.pk)
    site = Site(os.environ | {"DATABASE_URL": database_url(), "TRACKER_PAGE_CACHE": "8"}, workers=2)
    try:
        assert site.is_back(30)
        desk = Newsroom({key for named in pages.values() for key in named})
        audience = Audience(site, pages, desk)
        editors = [threading.Thread(target=desk.write, args=(key,)) for key in desk.committed]
        readers = [threading.Thread(target=audience.read) for _ in range(READERS)]
        for person in editors + readers:
            person.start()
        for reader in readers:
            reader.join()
        desk.is_open = False
        for editor in editors:
            editor.join()
    finally:
        site.end()
    changes = sum(desk.committed.values())
    print(f"{audience.read_count} answers read while {changes} changes were committed")
    assert audience.complaints == []
    assert audience.read_count == READERS * ROUNDS * len(pages)
    assert changes > 10
