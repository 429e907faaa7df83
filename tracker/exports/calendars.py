"""iCalendar: one all-day event a check-by day. For a calendar that subscribes, a day that moved is the same event."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from tracker.vocabulary import BINDING_BASES, CheckByBasis, Status

_END = b"END:VCALENDAR\r\n"


def calendar_chunks(batches, imprint):
    """The calendar in pieces: its head, then the events of each batch of lines."""
    yield _head(imprint).to_ical().removesuffix(_END)
    for lines in batches:
        yield b"".join(_event(line).to_ical() for line in lines if line.stands.check_by)
    yield _END


def _head(imprint):
    calendar = Calendar()
    about = f"{imprint.title}. {settings.SITE_NAME}, licence {settings.LICENCE}. {imprint.page}"
    calendar.add("prodid", f"-//{settings.SITE_NAME}//check-by days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", f"{settings.SITE_NAME}: days to check by")
    calendar.add("x-wr-calname", f"{settings.SITE_NAME}: days to check by")
    calendar.add("description", about)
    calendar.add("url", imprint.page)
    calendar.add("source", imprint.address, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar


def _event(line):
    """The last day that the check-by day can mean, with its number, so that every change is a new sequence."""
    statement, day = line.statement, line.stands.check_by.last
    event = Event()
    event.add("uid", f"statement-{statement.number}-check-by@{urlsplit(line.site).hostname}")
    event.add("sequence", (line.version or 1) - 1)
    event.add("dtstamp", line.changed_at)
    event.add("last-modified", line.changed_at)
    event.add("created", statement.published_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{_what_is_up(line)}: {statement.claim} ({statement.speaker})")
    event.add("description", _description(line))
    event.add("url", line.site + statement.get_absolute_url())
    event.add("status", _status(line))
    event.add("transp", "TRANSPARENT")
    if line.topics:
        event.add("categories", line.topics)
    return event


def _what_is_up(line):
    return str(line.stands.label) if line.stands.is_settled else "To be checked"


def _description(line):
    statement = line.statement
    who = f"{statement.speaker}, {statement.speaker_label}" if statement.speaker_label else str(statement.speaker)
    parts = [
        f"“{statement.quote}”" if statement.quote else statement.claim,
        f"{who}, {statement.said_on}",
        f"To be checked by {line.stands.check_by} ({CheckByBasis(statement.check_by_basis).label})",
        statement.upheld_if and f"Upheld if: {statement.upheld_if}",
        statement.broken_if and f"Broken if: {statement.broken_if}",
        line.deciding and f"{line.stands.label}: {line.deciding.summary}",
    ]
    return "\n\n".join(str(part) for part in parts if part)


def _status(line):
    """Sure when the words name or imply one day; off when the condition never arose; else a day to look again."""
    if line.stands.status == Status.VOID:
        return "CANCELLED"
    is_sure = line.statement.check_by_basis in BINDING_BASES and line.stands.check_by.is_exact
    return "CONFIRMED" if is_sure else "TENTATIVE"
