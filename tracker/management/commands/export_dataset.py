"""manage.py export_dataset: the whole public record as files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tracker.catalogue import public
from tracker.catalogue.imprint import site_address
from tracker.exports.dataset.writing import FolderRefusedError, write_dataset


class Command(BaseCommand):
    help = (
        "Writes the public record into a folder: every table as CSV and JSON Lines, a Frictionless datapackage.json, "
        "people and offices as Popolo, checksums. When nothing has changed, the files are the same byte for byte."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.DATASET_DIR,
            help="Empty, absent, or an earlier dataset. Without it the one that /data/ offers for download.",
        )

    def handle(self, *, folder, **options):
        console = Console(file=self.stdout)
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            try:
                written = write_dataset(folder, site_address(), _follow(bar))
            except FolderRefusedError as error:
                raise CommandError(str(error)) from error
        for one in written:
            self.stdout.write(f"{one.table}: {one.row_count:,}")
        self.stdout.write(f"Written to {folder}")


def _follow(bar):
    """Moves the bar with each piece: a table after the other, the statements against their number."""
    totals = {"statements": public.listings().count()}
    tasks = {}

    def grow(table, count):
        if table not in tasks:
            tasks[table] = bar.add_task(table, total=totals.get(table))
        bar.advance(tasks[table], count)

    return grow
