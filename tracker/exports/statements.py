"""One statement as JSON, at the address of its page with .json."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from tracker.catalogue import public
from tracker.catalogue.answers import file_answer, refusal
from tracker.catalogue.formats import JSON
from tracker.catalogue.imprint import imprint_of
from tracker.catalogue.in_full import statement_in_full
from tracker.catalogue.parameters import Problem, asked_day, repeated_parameters, unknown_parameters
from tracker.database.snapshots import one_snapshot
from tracker.exports.json_files import as_json
from tracker.partial_dates import PartialDate

PARAMETERS = ("as_of",)


@require_safe
@one_snapshot()
def statement(request, number, slug=""):
    """Everything that the statement's page shows, today or as of a day."""
    statement = public.statement_page(number)
    if statement is None:
        return refusal([Problem("", "", f"No statement {number} is public here.")], status=404)
    address = reverse("statement-file", args=[statement.number, statement.slug])
    if escape_uri_path(request.path) != address:
        query = request.GET.urlencode()
        return redirect(address + (f"?{query}" if query else ""), permanent=True)
    if statement.withdrawn_at:
        return gone(statement)
    day, problem = asked_day(request.GET)
    problems = [*unknown_parameters(request.GET, PARAMETERS), *repeated_parameters(request.GET, PARAMETERS)]
    if problems := problems + ([problem] if problem else _not_said_yet(statement, day)):
        return refusal(problems)
    return _answer(request, statement, day)


def _answer(request, statement, day):
    title = f"Statement {statement.number}: {statement.speaker}, {statement.said_on}"
    imprint = imprint_of(request, f"statement {statement.number}", title, statement.get_absolute_url(), day)
    shown = statement_in_full(statement, imprint.site, day)
    return file_answer(
        request, JSON, imprint, lambda: as_json({"about": imprint.as_plain(), "statement": shown}) + "\n"
    )


def gone(statement):
    """The answer of every file of a withdrawn statement: the reason, and none of its words."""
    published, withdrawn = (f"{moment:%Y-%m-%d}" for moment in (statement.published_at, statement.withdrawn_at))
    words = (
        f"Statement {statement.number} was published on {published} and withdrawn on {withdrawn}. "
        f"The reason: {statement.withdrawal_reason}"
    )
    return refusal([Problem("", "", words)], status=410)


def _not_said_yet(statement, day):
    if day is None or statement.said_on_first <= day:
        return []
    words = f"On {PartialDate.day(day)} these words had not been said yet: they are from {statement.said_on}."
    return [Problem("as_of", f"{day}", words)]
