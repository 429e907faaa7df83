"""`manage.py benchmark`: how fast the site is at a thousand and at a million statements. Not a test: it tells, and
judges nothing."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from tracker.statements.models import Statement

A_LARGE_RECORD = 500_000
MANAGE = settings.BASE_DIR / "manage.py"


class Command(BaseCommand):
    help = (
        "Measures pages and writing by real requests to the real server, with made-up records of these sizes, each in "
        "an embedded database of its own that is built when it is not there (benchmark-N in the data folder; a "
        "million statements take some ten minutes and ten gigabytes). Prints a table for README."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default="1000,100000,1000000", help="numbers of statements (%(default)s)")
        parser.add_argument("--json", dest="file", type=Path, metavar="FILE", help="also write all figures there")
        parser.add_argument("--without-writing", action="store_true", help="leave out what adds to the databases")
        parser.add_argument("--inside", type=Path, help="used by the command itself: measure the database at hand")

    def handle(self, *, sizes, file, without_writing, inside, **options):
        if inside:
            measure_here(inside, with_writing=not without_writing)
            return
        figures = {size: self.measure(size, without_writing) for size in _numbers(sizes)}
        report = {"measured_at": datetime.now(UTC).isoformat(timespec="minutes"), "sizes": figures}
        if file:
            file.write_text(_dumped(report), encoding="utf-8")
        self.stdout.write(table(report))

    def measure(self, size, without_writing):
        """Builds the record of that size, or takes the one that is there, and measures it in a process of its own."""
        folder = settings.DATA_DIR / f"benchmark-{size}"
        environment = os.environ | {"TRACKER_DATA": str(folder)}
        environment.pop("DATABASE_URL", None)
        built = folder / "built.json"
        _run(["migrate", "--verbosity", "0"], environment)
        if not built.exists():
            self.stdout.write(f"Building {size:,} statements in {folder}.")
            built.write_text(_dumped({"statements_a_second": self.build(size, environment)}), encoding="utf-8")
        self.stdout.write(f"Measuring at {size:,} statements.")
        found = folder / "measured.json"
        more = ["--without-writing"] if without_writing else []
        _run(["benchmark", "--inside", str(found), *more], environment)
        # A long load changes the size, so only a large record gets one, of a tenth.
        if size >= A_LARGE_RECORD and not without_writing:
            said = _run(["synthesize", "--entries", str(size // 10)], environment)
            found.write_text(_dumped(_loaded(found) | {"entries_a_second": _a_second(said)}), encoding="utf-8")
        return _loaded(found) | _loaded(built)

    def build(self, size, environment):
        return _a_second(_run(["synthesize", "--statements", str(size)], environment))


def _a_second(said):
    """How many a second `synthesize` says that it added."""
    return int(re.search(r"([\d,]+) a second", said)[1].replace(",", ""))


def _numbers(sizes):
    try:
        return [int(size) for size in sizes.split(",")]
    except ValueError:
        raise CommandError(f"“{sizes}” is no list of numbers: write it like 1000,100000.") from None


def _dumped(figures):
    return json.dumps(figures, indent=1, ensure_ascii=False)


def _loaded(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _run(arguments, environment):
    """One of our own commands; what it says is shown and given back."""
    process = subprocess.Popen(  # noqa: S603 this very project
        [sys.executable, str(MANAGE), *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        said.append(line)
    if process.wait():
        raise CommandError(f"manage.py {' '.join(arguments)} failed.")
    return "".join(said)


def measure_here(file, with_writing):
    """All rows of the table for the database at hand, as a file."""
    from tracker.management.measuring import addresses, timing, writing

    asked = list(addresses.pages())
    figures = {}
    with timing.served(TRACKER_PAGE_CACHE="0") as port:
        figures["pages"] = [timing.measure(one, port).as_plain() for one in asked]
    with timing.served(TRACKER_PAGE_CACHE="1") as port:
        newest = next(one.address for one in asked if one.what == addresses.NEWEST)
        hello, _ = timing.requests_a_second(port, "/hello/")
        again, _ = timing.requests_a_second(port, newest)
        mark = timing.etag_of(port, newest)
        unchanged, statuses = timing.requests_a_second(port, newest, {"If-None-Match": mark or '"none"'})
    figures["again"] = {
        "hello_a_second": round(hello),
        "page_a_second": round(again),
        "unchanged_a_second": round(unchanged),
        "unchanged_is_304": statuses == {304},
    }
    if with_writing:
        figures["publishing"] = dict(zip(("median", "longest"), writing.milliseconds_of_publishing(), strict=True))
        if (size := Statement.objects.count()) >= A_LARGE_RECORD:
            during = writing.milliseconds_during_a_load(size // 50)
            figures["publishing_during_a_load"] = dict(zip(("median", "longest"), during, strict=True))
    file.write_text(_dumped(figures), encoding="utf-8")


def table(report):
    """All figures as a table for README: milliseconds at each size, and how much of the largest is the queries'."""
    sizes = report["sizes"]
    largest = list(sizes.values())[-1]
    titles = ["what is asked for", "reach", *(f"{size:,}" for size in sizes), "queries alone", "÷ hello"]
    lines = [titles, ["---"] * len(titles)]
    hello = largest["pages"][0]["milliseconds"]
    for number, page in enumerate(largest["pages"]):
        cells = [_milliseconds(figures["pages"][number]) for figures in sizes.values()]
        sql = page["sql_milliseconds"]
        ratio = f"{page['milliseconds'] / hello:.1f}" if page["milliseconds"] else ""
        reach = f"≤ {page['reach']} ms" if page["reach"] else ""
        lines.append([page["what"], reach, *cells, f"{sql:.1f} ms" if sql else "", ratio])
    for what, reach, figure in _OTHER_ROWS:
        lines.append([what, reach, *(figure(figures) for figures in sizes.values()), "", ""])
    return f"Measured at {report['measured_at']}.\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _milliseconds(page):
    if page["milliseconds"] is None:
        return f"answers {page['status']}"
    return f"{page['milliseconds']:.1f} ms{'' if page['is_reached'] else ' ✗'}"


def _publishing(key):
    return lambda figures: (
        f"{figures[key]['median']} ms, longest {figures[key]['longest']} ms" if key in figures else ""
    )


_OTHER_ROWS = [
    ("hello, requests a second", "", lambda figures: f"{figures['again']['hello_a_second']:,}"),
    (
        "an unchanged page again, of hello's requests a second",
        "≥ 50 %",
        lambda figures: f"{figures['again']['page_a_second'] / figures['again']['hello_a_second']:.0%}",
    ),
    (
        "the same asked with its ETag",
        "304",
        lambda figures: "304" if figures["again"]["unchanged_is_304"] else "no 304",
    ),
    ("statements a second while it was built", "≥ 4,000", lambda figures: f"{figures['statements_a_second']:,}"),
    (
        "entries a second onto existing statements",
        "≥ 10,000",
        lambda figures: f"{figures['entries_a_second']:,}" if "entries_a_second" in figures else "",
    ),
    ("a publication", "≤ 50 ms", _publishing("publishing")),
    ("a publication during a long load", "≤ 50 ms", _publishing("publishing_during_a_load")),
]
