"""Days and texts as hypothesis draws them, for the tests that state a rule for all of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tracker.partial_dates import PartialDate
from tracker.vocabulary import Precision


def partial_dates(first=date(1, 1, 1), last=date(9999, 12, 26), precisions=tuple(Precision)):
    """Partial dates of every precision; the days drawn lie between the two."""
    days = st.dates(first, last)
    return st.one_of([_OF[precision](days) for precision in precisions])


_OF = {
    Precision.DAY: lambda days: days.map(PartialDate.day),
    Precision.WEEK: lambda days: days.map(PartialDate.week),
    Precision.MONTH: lambda days: days.map(lambda day: PartialDate.month(day.year, day.month)),
    Precision.YEAR: lambda days: days.map(lambda day: PartialDate.year(day.year)),
    Precision.BETWEEN: lambda days: st.tuples(days, days).map(lambda two: PartialDate.between(*sorted(two))),
}


@st.composite
def near_misses(draw):
    """Two days and a precision that may fit each other or miss by a day."""
    right = draw(partial_dates(date(1900, 1, 1), date(2100, 1, 1)))
    nudge = st.sampled_from([0, 0, 1, -1, 6, 7, 365])
    first, last = (day + timedelta(days=draw(nudge)) for day in (right.first, right.last))
    return first, last, draw(st.sampled_from([right.precision, right.precision, *Precision]))
