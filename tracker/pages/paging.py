"""A long list in pages of 25."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from tracker.catalogue.parameters import SHOWN_LENGTH, Problem

ROWS_A_PAGE = 25


@dataclass(frozen=True)
class PageOfRows:
    """The rows of one page, with the count of all rows and the numbers of the pages to go to."""

    rows: list
    count: int
    number: int
    page_count: int
    numbers: list
    problem: Problem | None = None

    @property
    def problems(self):
        return [self.problem] if self.problem else []

    @property
    def status(self):
        """404 where there is no such page."""
        return 404 if self.problem else 200

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        return self.number + 1 if self.number < self.page_count else None

    @property
    def first_place(self):
        return (self.number - 1) * ROWS_A_PAGE + 1


def page_of(rows, query):
    """The page of the queryset that `page` names in the query: the first without it, none where there is none."""
    paginator = Paginator(rows, ROWS_A_PAGE)
    asked = query.get("page", "").strip() or "1"
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= paginator.num_pages:
        return PageOfRows([], paginator.count, 0, paginator.num_pages, [], _no_such_page(asked, paginator.num_pages))
    numbers = [
        None if number == Paginator.ELLIPSIS else number
        for number in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    ]
    page = list(paginator.page(number).object_list)
    return PageOfRows(page, paginator.count, number, paginator.num_pages, numbers)


def _no_such_page(asked, page_count):
    pages = "one page" if page_count == 1 else f"{page_count} pages"
    return Problem("page", asked[:SHOWN_LENGTH], f"There is no page “{asked[:SHOWN_LENGTH]}”: this list has {pages}.")
