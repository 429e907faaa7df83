"""The list of statements, and the page of one."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from tracker.catalogue import accounts, facets, keysets, public
from tracker.catalogue.filters import StatementFilter
from tracker.catalogue.highlights import show_matches
from tracker.database.snapshots import one_snapshot
from tracker.pages.answering import answer, answer_with
from tracker.pages.as_of import asked_day
from tracker.pages.filter_form import NAMED, filter_form
from tracker.pages.life_drawing import drawn
from tracker.pages.lifelines import life_line
from tracker.pages.sharing import to_take_along
from tracker.pages.wordings import side_by_side
from tracker.verifications.status import is_after_outcome, standing, today, was_logged_afterwards
from tracker.vocabulary import LINK_SEEN_FROM_EARLIER, Basis, LinkKind


@require_safe
@one_snapshot()
def statement_list(request):
    """All public statements, filtered as the address says."""
    if _left_empty(request.GET):
        return redirect(_short_address(request))
    statements = StatementFilter(request.GET, also=[*keysets.PARAMETERS, *NAMED])
    counted = facets.of(statements)
    page = keysets.piece_of(statements.qs, statements.in_order, request.GET, count=counted.total, read=public.rows)
    if statements.search and page.rows:
        show_matches(page.rows, statements.search)
    problems = [*statements.problems, *(page.problems if statements.can_be_followed else [])]
    status = page.status if statements.can_be_followed else 400
    context = {
        "filter": statements,
        "page": page,
        "day_count": public.day_count(statements.qs, counted.total),
        "form": filter_form(statements, counted),
    }
    return answer_with(request, "statements", context, problems=problems, status=status)


def _left_empty(query):
    """The filters that a form sent without a value."""
    names = (*StatementFilter.parameters(), *NAMED)
    return [name for name in names if not all(value.strip() for value in query.getlist(name))]


def _short_address(request):
    """The address without the boxes of the form that a reader left empty."""
    query = request.GET.copy()
    for name in _left_empty(request.GET):
        query.setlist(name, [value for value in query.getlist(name) if value.strip()])
    return f"{request.path}?{query.urlencode()}".rstrip("?")


@require_safe
@one_snapshot()
def statement(request, number, slug=""):
    """One statement: where it stands, the words, how we read them, and what happened next."""
    statement = public.statement_page(number)
    if statement is None:
        raise Http404
    if escape_uri_path(request.path) != statement.get_absolute_url():
        query = request.GET.urlencode()
        return redirect(statement.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    day, problem = asked_day(request.GET)
    template, context = "withdrawn", {"statement": statement, "as_of": day, "today": today()}
    if not statement.withdrawn_at:
        template, context = "statement", all_of(statement, day)
        context |= to_take_along(request, statement, context["stands"], day)
    problems = [problem] if problem else []
    return answer(request, template, context, accepts=["as_of"], more_problems=problems, status=400 if problem else 200)


def all_of(statement, day):
    """All that the page of a statement says, today or as of a day."""
    return {
        "statement": statement,
        "as_of": day,
        "today": today(),
        **_where_it_stands(statement, day),
        **_what_it_rests_on(statement, day),
        **public.changes(statement),
    }


def _where_it_stands(statement, day):
    """Status, entries and life line, today or as of a day."""
    entries = [entry for entry in statement.public_entries if day is None or entry.public_on_last <= day]
    in_force = [entry for entry in entries if not entry.withdrawn_at]
    # What is taken back now plays no part in the question what was public by a day.
    shown = entries if day is None else in_force
    line = life_line(statement, shown, day, today())
    stands = standing(statement, entries, day)
    for entry in entries:
        entry.by_stance = accounts.evidence_by_stance(entry.evidence.all())
        entry.has_one_signer = entry.is_single_handed or entry.author_id == entry.published_by_id
    return {
        "stands": stands,
        "entries": shown,
        "was_said": day is None or statement.said_on_first <= day,
        "had_left_office": public.had_left_office(statement, stands.check_by),
        "life_line": line,
        "drawing": drawn(line),
        "origin_uses": accounts.sources_by_origin(
            statement.appearances.all(), [piece for entry in in_force for piece in entry.evidence.all()]
        ),
        **_what_came_afterwards(statement),
    }


def _what_came_afterwards(statement):
    """What we wrote down when the outcome, as it stands now, was public already."""
    deciding = standing(statement, statement.public_entries).deciding
    return {
        "was_logged_afterwards": was_logged_afterwards(statement, deciding),
        "criteria_came_afterwards": is_after_outcome(statement.criteria_written_at, deciding),
        "completion_came_afterwards": is_after_outcome(statement.criteria_completed_at, deciding),
    }


def _what_it_rests_on(statement, day):
    """The words' sources, and the statements that they are linked to."""
    appearances = list(statement.appearances.all())
    primary = next(appearance for appearance in appearances if appearance.is_primary)
    wordings = side_by_side(statement, appearances)
    return {
        "primary": primary,
        "primary_origins": accounts.origins_of(primary.source),
        "is_relayed": primary.basis == Basis.RELAYED,
        "wordings": wordings,
        "has_marks": any(group.has_marks for group in wordings),
        "wordings_counted": accounts.by_origin(appearances),
        "links": [link for link in map(_seen_from(statement, day), public.linked(statement)) if link],
    }


def _seen_from(statement, day):
    """A link as this statement's page shows it; what had not been said by the day is left out."""

    def seen(link):
        is_later = link.later_id == statement.pk
        other = link.earlier if is_later else link.later
        if day and other.said_on_first > day:
            return None
        words = LinkKind(link.kind).label if is_later else LINK_SEEN_FROM_EARLIER[LinkKind(link.kind)]
        stands = None if other.withdrawn_at else standing(other, other.public_entries, day)
        return {"words": words, "note": link.note, "other": other, "stands": stands}

    return seen
