"""How long the site takes: real requests to a real server, and beside them the queries of the page alone."""

import http.client
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from statistics import median
from threading import Thread
from time import monotonic, perf_counter, sleep

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

HOST = "127.0.0.1"
ROUNDS = 21
# A page that takes longer than all this together is asked for less often.
SECONDS_A_PAGE = 8
SECONDS_OF_THROUGHPUT = 4
READERS = 4


@dataclass(frozen=True)
class Measured:
    """One row: median milliseconds of the request, of its queries alone, and what they are against each other."""

    what: str
    address: str
    reach: float | None
    milliseconds: float | None
    fastest: float | None
    sql_milliseconds: float | None
    query_count: int
    status: int
    slowest_query: str = ""

    @property
    def is_reached(self):
        return self.milliseconds is not None and (self.reach is None or self.milliseconds <= self.reach)

    def as_plain(self):
        return asdict(self) | {"is_reached": self.is_reached}


@contextmanager
def served(**environment):
    """The site under granian in two processes, as README has it, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    # fmt: off
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
        "tracker.management.measuring.site:application",
    ]
    # fmt: on
    (settings.DATA_DIR / "static").mkdir(exist_ok=True)  # WhiteNoise warns when there is none
    server = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603 our own server
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port, server, seconds=60):
    deadline = monotonic() + seconds
    while True:
        try:
            if _get(http.client.HTTPConnection(HOST, port, timeout=5), "/hello/")[0] == 200:
                return
        except OSError:
            if server.poll() is not None or monotonic() > deadline:
                raise
        sleep(0.1)


def _get(server, address, headers=None):
    """Asks and reads the whole answer: its status, and how many milliseconds it took."""
    start = perf_counter()
    server.request("GET", address, headers=headers or {})
    answer = server.getresponse()
    answer.read()
    return answer.status, (perf_counter() - start) * 1000


def measure(asked, port, rounds=ROUNDS):
    """Asks for a page again and again, one request after the other, and takes the median."""
    server = http.client.HTTPConnection(HOST, port, timeout=60)
    _get(server, asked.address)
    times, deadline = [], monotonic() + SECONDS_A_PAGE
    while len(times) < rounds and (monotonic() < deadline or len(times) < 3):
        status, took = _get(server, asked.address)
        times.append(took)
    sql, count, slowest = _queries_alone(asked.address)
    is_answered = status == 200
    return Measured(
        asked.what,
        asked.address,
        asked.reach,
        round(median(times), 2) if is_answered else None,
        round(min(times), 2) if is_answered else None,
        sql,
        count,
        status,
        slowest,
    )


def _queries_alone(address, rounds=5):
    """The page's own queries, sent once more without anything around them: median milliseconds, how many, and the
    slowest with its share."""
    if address == "/hello/":
        return None, 0, ""
    with CaptureQueriesContext(connection) as captured:
        Client(headers={"host": "localhost"}).get(address)
    queries = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    took = {query: [] for query in queries}
    with connection.cursor() as cursor:
        for _ in range(rounds):
            for query in took:
                start = perf_counter()
                cursor.cursor.execute(query)
                cursor.fetchall()
                took[query].append((perf_counter() - start) * 1000)
                if took[query][-1] > 3_000:
                    break
    reset_queries()
    medians = {query: median(times) for query, times in took.items() if times}
    slowest = max(medians, key=medians.get, default="")
    return round(sum(medians.values()), 2), len(queries), f"{medians.get(slowest, 0):.1f} ms: {slowest}"


def requests_a_second(port, address, headers=None):
    """How many answers a few readers get in a second who ask for one page again and again at once."""
    counts, statuses = [0] * READERS, set()
    deadline = monotonic() + SECONDS_OF_THROUGHPUT

    def read(reader):
        server = http.client.HTTPConnection(HOST, port, timeout=60)
        while monotonic() < deadline:
            statuses.add(_get(server, address, headers)[0])
            counts[reader] += 1

    readers = [Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(counts) / SECONDS_OF_THROUGHPUT, statuses


def etag_of(port, address):
    """The mark by which a reader may ask whether the page is still the same, or None."""
    server = http.client.HTTPConnection(HOST, port, timeout=60)
    server.request("GET", address)
    answer = server.getresponse()
    answer.read()
    return answer.headers.get("ETag")
