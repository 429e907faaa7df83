"""A table on its way out: columns, rows and imprint, whatever the format."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.catalogue.columns import Column
from tracker.catalogue.imprint import Imprint


@dataclass(frozen=True)
class Table:
    """Rows are plain and may be read only once, as they come."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[dict]
    imprint: Imprint
