"""Writing the dataset into a folder: whole or not at all, and byte for byte the same when nothing has changed."""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tracker.catalogue.columns import row_of
from tracker.catalogue.dataset.tables import TABLES
from tracker.catalogue.site_version import record_version
from tracker.database.snapshots import one_snapshot
from tracker.exports.csv_files import cell_text, csv_text
from tracker.exports.dataset.package import CELLS, NAME, PACKAGE, SUMS, data_package, licence
from tracker.exports.dataset.popolo import popolo
from tracker.exports.json_files import as_json

ROWS_A_CHUNK = 500


class FolderRefusedError(Exception):
    """The folder holds something that is not an earlier dataset of ours."""


@dataclass(frozen=True)
class Written:
    """One table that has been written, and how many rows it has."""

    table: str
    row_count: int


def write_dataset(folder, site, progress=lambda table, count: None):
    """Writes all tables into the folder, which takes the place of an earlier one when it is complete.

    `progress` is told after each piece which table grew and by how much. Everything is read at one moment.
    """
    folder = Path(folder).absolute()
    _refuse_what_is_not_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir()
        with one_snapshot():
            counts = _write_all(new, site, progress)
        _put_in_place(new, folder, Path(beside) / "old")
    return counts


def _refuse_what_is_not_ours(folder):
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderRefusedError(f"{folder} is a file: name a folder.")
    if any(folder.iterdir()) and not is_dataset(folder):
        raise FolderRefusedError(f"{folder} holds something else: name an empty folder, or an earlier dataset.")


def is_dataset(folder):
    """Whether a folder is a complete dataset of ours and nothing else."""
    try:
        name = json.loads((folder / PACKAGE).read_text(encoding="utf-8")).get("name")
        listed = {*checksums(folder), SUMS}
    except (OSError, ValueError, AttributeError):
        return False
    return name == NAME and {file.name for file in folder.iterdir()} <= listed


def checksums(folder):
    """The names of the dataset's files with their checksums."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: sum_ for sum_, name in (line.split("  ", 1) for line in lines)}


def _write_all(folder, site, progress):
    counts = [_write_table(table, folder, site, progress) for table in TABLES]
    _write_json(folder / "popolo.json", popolo(site))
    _write_json(folder / PACKAGE, data_package(TABLES, record_version()))
    (folder / "README.txt").write_text(_readme(), encoding="utf-8")
    sums = [f"{_sum_of(file)}  {file.name}\n" for file in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return counts


def _write_table(table, folder, site, progress):
    """The same rows as CSV and as JSON Lines, read once."""
    count, rows = 0, (row_of(table.columns, thing) for thing in table.rows(site))
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as in_csv,
        (folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="") as in_json,
    ):
        in_csv.write(csv_text([[column.name for column in table.columns]]))
        while piece := list(islice(rows, ROWS_A_CHUNK)):
            in_csv.write(csv_text([[cell_text(column, row[column.name]) for column in table.columns] for row in piece]))
            in_json.write("".join(f"{as_json(row)}\n" for row in piece))
            count += len(piece)
            progress(table.name, len(piece))
    return Written(table.name, count)


def _write_json(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _readme():
    named = licence()
    return (
        f"The public record of what officials said, and what happened next.\n\n"
        f"Licence: {named['title']}, {named['path']}\n\n"
        f"{PACKAGE} says what every table and column holds. The same tables stand as CSV (UTF-8) and as JSON Lines;\n"
        f"popolo.json has people, institutions, offices and who held them. {SUMS} has the checksums: sha256sum -c\n\n"
        f"{CELLS}\n"
    )


def _sum_of(file):
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _put_in_place(new, folder, old):
    """The new folder takes the place of the old one; between the two steps there is none for an instant."""
    new.chmod(0o755)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
