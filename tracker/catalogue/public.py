"""What a reader may see. Everything public starts here, and nowhere else.

Lists find their rows in the Listing, where drafts and withdrawn statements have no line. A statement's own page
outlives its withdrawal, so it starts at the statement.
"""

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import (
    DateField,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)

from tracker.catalogue.models import SHELFMARKS_A_DAY, UNSETTLED, Heading, Listing, number_of, span_of_days
from tracker.catalogue.orders import OFFICIALS, TO_BE_CHECKED, shelfmark
from tracker.catalogue.places import with_place
from tracker.catalogue.version_texts import Withdrawn
from tracker.countries.models import Country
from tracker.database.written_once import Given, WrittenOnce, among, grouped, hand_out, keep, look_up
from tracker.officials.models import FormerSlug, Official, Tenure
from tracker.sources.models import Attribution, Publisher, Source
from tracker.statements.models import Appearance, Statement, StatementLink, StatementTopic, Topic, Voice
from tracker.verifications.models import Correction, Evidence, Reply, Verification, Version
from tracker.verifications.status import status_expression, today
from tracker.vocabulary import Status

# In longer lists the days of the calendar are not counted beforehand.
COUNTED_FOR_DAYS = 100


def listings(day=None):
    """The lines of all public statements, each with its `status` on a day; without a day it is today."""
    return Listing.objects.annotate(status=status_expression(day or today())).alias(walk=F("shelfmark"))


def logged_since():
    """When the first of the public statements was published, or None."""
    return Listing.objects.order_by("published_at", "number").values_list("published_at", flat=True).first()


def under(listings, name, keys):
    """Those of the lines that stand under any of the headings `name` with these keys, each once."""
    headings = [f"{name} {key}" for key in keys]
    if len(headings) > 1:
        return listings.filter(Exists(Heading.objects.filter(shelfmark=OuterRef("shelfmark"), name__in=headings)))
    # The lines are walked in the heading's own order: what asks where they stand reads it there.
    alias = f"under_{name}_{keys[0]}"
    lines = listings.alias(**{alias: FilteredRelation("headings")}).filter(**{f"{alias}__name": headings[0]})
    return lines.alias(walk=F(f"{alias}__shelfmark"))


def with_status(listings, statuses):
    """Those of the lines with any of the statuses today."""
    day = today()
    return listings.filter(reduce(or_, (has_status(status, day) for status in statuses)))


def has_status(status, day):
    """The rule of `status_expression` once more, asked of what each line keeps of it, so that an index can answer."""
    if status == Status.DUE:
        return Q(check_by_quarter__gt=0, check_by_last__lt=day)
    if status == Status.OPEN:
        return Q(settled=UNSETTLED) & (Q(check_by_quarter=0) | Q(check_by_last__gte=day))
    return Q(settled=status)


def said_after(listings, day):
    """Those of the lines whose words may have been said on a day or later.

    How roughly their day is known at most tells how far back from it a line can stand: what stands further back is
    not looked at.
    """
    roughly = Listing.objects.filter(said_on_last__gt=F("said_on_first"))
    longest = roughly.aggregate(longest=Max(span_of_days()))["longest"] or 0
    furthest = day - min(timedelta(longest), day - date.min)
    return listings.filter(said_on_last__gte=day, walk__gte=shelfmark(furthest))


def said_in(listings, years):
    """Those of the lines that count for any of the years: a day known only roughly counts for its first."""
    in_year = (Q(walk__gte=shelfmark(date(year, 1, 1)), walk__lt=_after(date(year, 12, 31))) for year in years)
    return listings.filter(reduce(or_, in_year))


def said_before(listings, day):
    """Those of the lines whose words may have been said on a day or earlier."""
    return listings.filter(walk__lt=_after(day))


def _after(day):
    return shelfmark(day) + SHELFMARKS_A_DAY


def first_published_under(name, key):
    """When the first of the lines under a heading was published: that with the lowest number, for numbers go in the
    order of publication."""
    first = Subquery(first_number_under(name, key))
    return Listing.objects.values_list("published_at", flat=True).get(number=first)


def first_number_under(name, key):
    """The lowest number of the lines under a heading, as a query."""
    number = number_of(F("shelfmark"))
    return Heading.objects.filter(name=f"{name} {key}").order_by(number).values_list(number, flat=True)[:1]


def to_be_checked():
    """Statements without a finding whose words name or imply a day, by that day: the overdue come first."""
    return TO_BE_CHECKED.sorted(listings().filter(check_by_quarter__gt=0))


def overdue():
    """Those of them whose day has passed."""
    return to_be_checked().filter(check_by_last__lt=today())


def falling_due():
    """Those of them whose day is today or still to come, the nearest first."""
    return to_be_checked().filter(check_by_last__gte=today())


def with_check_by(listings):
    """Those that have a day by which they can be checked: what a calendar of the list holds."""
    return listings.filter(check_by_last__isnull=False)


def day_count(listings, count):
    """How many of a list with `count` rows have such a day; None where the list is so long that nobody waits for it."""
    return with_check_by(listings).order_by().count() if count <= COUNTED_FOR_DAYS else None


# What a row of a list shows or is marked by: the long texts of a statement and of its entries stay where they are.
_OF_A_LINE = (
    *("number", "kind", "speaker", "finding", "is_relayed", "terms_changed", "had_left_office"),
    *("signatories", "counting_countries"),
    *("officials", "topics", "check_by_first", "check_by_last", "check_by_precision", "check_by_is_binding"),
)
_OF_A_STATEMENT = (
    *("number", "slug", "quote", "quote_language", "claim", "translation", "occasion", "speaker_label"),
    *("said_on_first", "said_on_last", "said_on_precision", "published_at", "country__name", "speaker__name"),
    "speaker__slug",
)
_OF_AN_ENTRY = ("finding", "partly_because", "public_on_first", "public_on_last", "public_on_precision")


def _row_lines():
    """Listing lines with all that a row of a list shows, but for what there may be several of."""
    return (
        listings(Given("day", output_field=DateField()))
        .filter(among("pk", "keys"))
        .order_by()
        .select_related("deciding", "interim", "statement__country", "statement__speaker")
        .only(
            *_OF_A_LINE,
            *(f"statement__{name}" for name in _OF_A_STATEMENT),
            *(f"{entry}__{name}" for entry in ("deciding", "interim") for name in _OF_AN_ENTRY),
        )
    )


_ROWS = WrittenOnce(_row_lines)
_VOICES_OF_ROWS = WrittenOnce(
    lambda: (
        Voice.objects.filter(among("statement", "keys"))
        .select_related("official")
        .only("statement", "role", "label", "official__name", "official__slug")
    )
)
_RELAYED_OF_ROWS = WrittenOnce(
    lambda: (
        Appearance.objects.filter(among("statement", "keys"), is_primary=True, relayed_by__isnull=False)
        .select_related("relayed_by")
        .only("statement", "relayed_by__name")
    )
)


def rows(keys):
    """The lines with these keys as a list shows them, in the order of the keys."""
    keys = list(keys)
    found = {row.pk: row for row in _ROWS.ask(keys=keys, day=today())} if keys else {}
    relayed = grouped(_RELAYED_OF_ROWS.ask(keys=keys), "statement_id") if keys else {}
    voices = grouped(_VOICES_OF_ROWS.ask(keys=keys), "statement_id") if keys else {}
    for row in found.values():
        keep(row.statement, "voices", voices[row.pk])
        row.statement.relayed_appearances = relayed[row.pk]
    return [found[key] for key in keys if key in found]


def had_left_office(statement, check_by):
    """The rule of the listing for one statement and a check-by day, which may be another than the listing's."""
    tenure = statement.tenure
    if not (tenure and check_by and tenure.ended_surely_before(check_by.last)):
        return False
    same = Tenure.objects.filter(official=statement.speaker_id, office=tenure.office_id)
    return not same.on(check_by.last).exists()


def statements():
    """Statements that have a page: published ones, the withdrawn among them."""
    return Statement.objects.filter(published_at__isnull=False)


def verifications():
    """Published entries of published statements; withdrawn ones stay, marked, on the statement's page."""
    return Verification.objects.filter(published_at__isnull=False, statement__published_at__isnull=False)


def latest_verifications():
    """Published entries that stand, of statements that stand, newest publication first."""
    return (
        verifications()
        .filter(withdrawn_at__isnull=True, statement__withdrawn_at__isnull=True)
        .select_related("statement__speaker")
        .order_by("-published_at", "-id")
    )


def officials():
    """Officials with a page: words of theirs were published, so they have an address."""
    spoke = statements().filter(speaker=OuterRef("pk"))
    had_a_voice = Voice.objects.filter(official=OuterRef("pk"), statement__published_at__isnull=False)
    return OFFICIALS.sorted(Official.objects.filter(Exists(spoke) | Exists(had_a_voice), slug__isnull=False))


def with_latest_office(officials):
    """Officials with their country and, in `latest_tenures`, their offices, the latest first."""
    tenures = Tenure.objects.select_related("office").order_by("-started_on_last", "-id")
    return officials.select_related("country").prefetch_related(Prefetch("tenures", tenures, to_attr="latest_tenures"))


def official_page(slug):
    """One official with other names and offices over time, or None."""
    tenures = Tenure.objects.select_related("office", "source__publisher").prefetch_related(
        # A body that nobody has quoted has no page, so it is not named beside the office either.
        Prefetch("office__institution", officials())
    )
    return (
        officials()
        .filter(slug=slug)
        .select_related("country")
        .prefetch_related("other_names", Prefetch("tenures", tenures))
        .first()
    )


def official_formerly(slug):
    """The official whose page had this address before, or None."""
    former = FormerSlug.objects.filter(slug=slug).values("official")
    return officials().filter(pk__in=former).first()


def topics():
    """Topics of published statements."""
    of_published = StatementTopic.objects.filter(topic=OuterRef("pk"), statement__published_at__isnull=False)
    return Topic.objects.filter(Exists(of_published), slug__isnull=False)


def publishers():
    """Publishers of sources that carry a published statement or stand in a published entry."""
    carried = Appearance.objects.filter(source__publisher=OuterRef("pk"), statement__published_at__isnull=False)
    cited = Evidence.objects.filter(
        source__publisher=OuterRef("pk"),
        verification__published_at__isnull=False,
        verification__statement__published_at__isnull=False,
    )
    return Publisher.objects.filter(Exists(carried) | Exists(cited), slug__isnull=False)


_SOURCES = WrittenOnce(lambda: Source.objects.filter(among("pk", "keys")).select_related("publisher"))
_ATTRIBUTIONS = WrittenOnce(lambda: Attribution.objects.filter(among("source", "keys")).select_related("origin"))


def _with_sources(rows):
    """Gives each of the rows its source, with the publisher and whose account it is."""
    sources = look_up(rows, "source", _SOURCES)
    attributions = _ATTRIBUTIONS.ask(keys=[source.pk for source in sources]) if sources else []
    hand_out(attributions, sources, "attributions", of="source")
    return rows


_STATEMENT = WrittenOnce(
    lambda: (
        statements()
        .filter(number=Given("number"))
        .select_related("speaker", "tenure__office", "country", "published_by")
    )
)
_VOICES = WrittenOnce(lambda: Voice.objects.filter(statement=Given("key")).select_related("official", "country"))
_APPEARANCES = WrittenOnce(lambda: Appearance.objects.filter(statement=Given("key")).select_related("relayed_by"))
_TOPICS = WrittenOnce(lambda: Topic.objects.filter(statements=Given("key")))
_CONCERNS = WrittenOnce(lambda: Country.objects.filter(concerned_in=Given("key")))
_ENTRIES = WrittenOnce(
    lambda: (
        with_place(verifications(), "published_at")
        .filter(statement=Given("key"))
        .select_related("author", "published_by")
    )
)
_EVIDENCE = WrittenOnce(lambda: Evidence.objects.filter(among("verification", "keys")))
# More than the column of public numbers can hold.
_NO_NUMBER = 2**31


def statement_page(number):
    """One statement with all that its page shows, or None: parts, entries with evidence."""
    found = _STATEMENT.ask(number=number) if number < _NO_NUMBER else []
    return with_all_parts(found[0]) if found else None


def with_all_parts(statement):
    """Gives a statement all that its page shows."""
    key = statement.pk
    appearances, entries = _with_sources(_APPEARANCES.ask(key=key)), _ENTRIES.ask(key=key)
    hand_out(appearances, [statement], "appearances", of="statement")
    hand_out(_VOICES.ask(key=key), [statement], "voices", of="statement")
    keep(statement, "concerns", _CONCERNS.ask(key=key))
    statement.public_topics, statement.public_entries = _TOPICS.ask(key=key), with_evidence(entries)
    for entry in entries:
        entry.statement = statement
    return statement


def with_evidence(entries):
    """Gives each of the entries its evidence."""
    evidence = _EVIDENCE.ask(keys=[entry.pk for entry in entries]) if entries else []
    hand_out(_with_sources(evidence), entries, "evidence", of="verification")
    return entries


_LINKS = WrittenOnce(
    lambda: (
        StatementLink.objects.filter(
            Q(later=Given("key"), earlier__published_at__isnull=False)
            | Q(earlier=Given("key"), later__published_at__isnull=False)
        )
        .select_related("later__speaker", "earlier__speaker")
        .order_by("id")
    )
)
_ENTRIES_OF_SEVERAL = WrittenOnce(lambda: verifications().filter(among("statement", "keys")))


def linked(statement):
    """The statement's links both ways to those that have a page, each with the other statement, its speaker and its
    public entries."""
    found = _LINKS.ask(key=statement.pk)
    ends = [end for link in found for end in (link.later, link.earlier)]
    entries = grouped(_ENTRIES_OF_SEVERAL.ask(keys=[end.pk for end in ends]), "statement_id") if ends else {}
    for end in ends:
        end.public_entries = entries[end.pk]
    return found


def versions(statement):
    """What the site showed of a published statement, oldest first."""
    return statement.versions.select_related("made_by").order_by("number")


_LATEST_VERSION = WrittenOnce(lambda: Version.objects.filter(statement=Given("key")).order_by("-number")[:1])


def latest_version(statement):
    """What the site shows of a published statement now; None where that was never written down."""
    for version in _LATEST_VERSION.ask(key=statement.pk):
        version.statement = statement
        return version
    return None


def corrections():
    """All corrections of what stands, newest first, each with its `place` among those of its statement."""
    withdrawn = Verification.objects.filter(withdrawn_at__isnull=False)
    evidence = Evidence.objects.filter(verification__in=withdrawn)
    return (
        with_place(Correction.objects.all(), "corrected_at")
        .filter(statement__withdrawn_at__isnull=True)
        .exclude(part="verification", part_id__in=withdrawn.values("pk"))
        .exclude(part="evidence", part_id__in=evidence.values("pk"))
        .select_related("statement__speaker", "corrected_by")
    )


def withdrawn_since(statement):
    """What old versions of a statement's page show no more: the reasons by the places of entries that were withdrawn,
    and the numbers of linked statements that were."""
    entries = with_place(verifications(), "published_at").filter(statement=statement, withdrawn_at__isnull=False)
    linked = Q(links_to_later__later=statement) | Q(links_to_earlier__earlier=statement)
    statements_gone = statements().filter(linked, withdrawn_at__isnull=False)
    return Withdrawn(
        entries={entry.place: entry.withdrawal_reason for entry in entries},
        statements=set(statements_gone.values_list("number", flat=True)),
    )


_CORRECTIONS = WrittenOnce(lambda: corrections().filter(statement=Given("key")))
_REPLIES = WrittenOnce(lambda: Reply.objects.filter(statement=Given("key")))


def changes(statement):
    """The corrections of a published statement and what the official answered, for its page."""
    return {
        "corrections": _CORRECTIONS.ask(key=statement.pk),
        "replies": _with_sources(_REPLIES.ask(key=statement.pk)),
    }
