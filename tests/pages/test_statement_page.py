"""The page of one statement: where it stands, the words, how we read them, what happened next, and as of any day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.newsroom import (
    checker,
    editor,
    make_evidence,
    make_link,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_publisher,
    make_source,
    make_statement,
    make_topic,
    make_verification,
)
from tests.pages.reading import headings_of, links_of, text_of
from tracker.sources.models import Attribution
from tracker.statements.models import Appearance
from tracker.verifications.publishing import publish_statement, publish_verification, withdraw
from tracker.vocabulary import AttributionBasis, Confidence, Finding, Form, Kind, LinkKind, Stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """The words of a statement's page, today or as of a day."""

    def open_page(statement, as_of=None, status=200):
        response = client.get(statement.get_absolute_url(), {"as_of": as_of} if as_of else {})
        assert response.status_code == status
        return text_of(response)

    return open_page


def make_overdue_statement(**fields):
    return make_published_statement(check_by="2024-03-10", check_by_basis="explicit", **fields)


def test_the_page_tells_everything_in_the_order_a_reader_needs_it(client):
    statement = make_published_statement(reading="“Stay” is read as overnight.", occasion="parade in Strelsau")
    make_published_verification(statement)
    make_link(make_published_statement(), statement)
    response = client.get(statement.get_absolute_url())
    page = text_of(response)
    in_order = [
        "Broken, public since 1 April 2024: An elephant was seen in Strelsau.",
        "“Not a single elephant will stay in Strelsau.”",
        "Said on 1 March 2024, parade in Strelsau.",
        "How we read it",
        "Life line",
        "What happened next",
        "Wordings by origin",
        "Linked statements",
    ]
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)
    assert headings_of(response)[0].startswith(f"Statement {statement.number}")


# --- 1 where it stands (each sentence: test_where_it_stands.py)


def test_beside_open_stands_the_latest_interim_finding(read):
    statement = make_published_statement()
    make_published_verification(statement, Finding.TOWARD_BROKEN, public_on=date(2024, 3, 5), summary="A trunk.")
    assert "Latest: Points toward broken, public since 5 March 2024: A trunk." in read(statement)


def test_a_day_that_is_known_roughly_is_shown_roughly(read):
    statement = make_published_statement()
    make_published_verification(statement, public_on="14-16 May 2024", evidence=[Stance.AGAINST])
    assert "public since a day between 14 and 16 May 2024" in read(statement)


def test_what_was_logged_after_its_outcome_says_so(read):
    statement = make_published_statement()
    assert "when the outcome was already public" not in read(statement)
    make_published_verification(statement)
    page = read(statement)
    assert "when the outcome was already public." in page
    assert "before we published the statement, but when the outcome was already public" in page


# --- 2 the words


def test_the_page_says_how_we_have_the_words_and_from_whom(read, client):
    publisher = make_publisher("Strelsau Post", interest="Ruritanian state newspaper")
    source = make_source(publisher=publisher, url="https://post.example.org/1", title="No elephants", language="en")
    Attribution.objects.create(source=source, origin=make_origin("RPA"), basis=AttributionBasis.COMPARISON)
    statement = make_published_statement(source=source, form=Form.TRANSLATED, spoken_language="de")
    page = read(statement)
    assert "in German." in page
    assert "Translated by RPA into English. From a report." in page
    assert "Strelsau Post (Ruritanian state newspaper), No elephants, 1 March 2024, in English." in page
    assert "Account of RPA (by our comparison)." in page
    assert "https://post.example.org/1" in links_of(client.get(statement.get_absolute_url()))


def test_the_quote_carries_its_language_and_our_translation_is_marked_as_ours(client):
    statement = make_published_statement(
        quote="لن يبقى فيل واحد", quote_language="ar", translation="No elephant stays.", appearance={"language": "ar"}
    )
    response = client.get(statement.get_absolute_url())
    assert '<blockquote lang="ar" dir="auto"' in response.content.decode()
    assert "Our own translation No elephant stays." in text_of(response)


def test_without_a_printed_quote_the_claim_stands_without_quotation_marks(read):
    page = read(make_published_statement(form=Form.PARAPHRASE))
    assert "“No elephant stays" not in page
    assert "This is the claim in the editors’ words" in page


def test_text_is_text_and_never_markup(client):
    statement = make_published_statement(claim="<script>alert(1)</script> <b>claim</b>", occasion="<i>parade</i>")
    page = client.get(statement.get_absolute_url()).content.decode()
    assert "<script>" not in page
    assert "<b>claim" not in page
    assert "&lt;i&gt;parade" in page


def test_who_signed_too_and_who_was_spoken_for_stand_there(read):
    flavia, strakencz = make_official("Princess Flavia", code="FR"), make_official("Marshal Strakencz")
    page = read(make_published_statement(voices=[(flavia, "signed"), (strakencz, "spoken_for")]))
    assert "Signed too: Princess Flavia, Of the voice · France" in page
    assert "Spoken for: Marshal Strakencz" in page


# --- 3 how we read it


def test_the_reading_is_marked_as_the_editors_words_with_kind_criteria_and_reasons(read, client):
    topic = make_topic("Elephants")
    statement = make_published_statement(
        kind=Kind.DENIAL, check_by="2099-05-01", check_by_basis="explicit", topics=[topic], concerns=["UA"]
    )
    page = read(statement)
    assert "The claim, the reading and the criteria are the editors’ words, not the speaker’s." in page
    assert "Denial: The speaker says that something is not so or did not happen." in page
    assert "Held if No elephant is in Strelsau after the parade." in page
    assert "Contradicted if An elephant is in Strelsau after the parade." in page
    assert "Check by 1 May 2099, named in the words." in page
    assert "Why we logged it It can be checked, and it was widely reported." in page
    assert "by Edith." in page
    assert "/statements/?concerns=UA" in links_of(client.get(statement.get_absolute_url()))


def test_a_criterion_filled_after_publication_says_when(read):
    statement = make_published_statement(broken_if="")
    statement.broken_if = "An elephant is seen."
    statement.save()
    assert "What was still empty was filled in on" in read(statement)


def test_a_day_moved_by_others_shows_both_days(read):
    statement = make_overdue_statement()
    make_published_verification(statement, Finding.POSTPONED, new_check_by="2099-01-01", public_on=date(2024, 3, 5))
    page = read(statement)
    assert "Open. To be checked by 1 January 2099, a day to which others moved it." in page
    assert "10 March 2024, named in the words. Moved by others to 1 January 2099." in page


# --- 4 and 5 life line and entries


def test_the_life_line_runs_from_the_words_to_today(client):
    statement = make_overdue_statement()
    make_published_verification(statement)
    line = client.get(statement.get_absolute_url()).context["life_line"]
    points = [(point.kind, str(point.day)) for point in line.points]
    assert points[:3] == [("said", "1 March 2024"), ("check_by", "10 March 2024"), ("entry", "1 April 2024")]
    assert [kind for kind, _day in points[3:]] == ["logged", "now"]


def test_an_entry_shows_its_evidence_with_interest_origin_excerpt_and_note(read):
    statement = make_published_statement()
    entry = make_verification(statement, evidence=[], reasoning="Seen is seen.", searched="The archive.")
    origin = make_origin("Palace guard")
    for stance, excerpt in ((Stance.AGAINST, "An elephant!"), (Stance.AGAINST, "Two!"), (Stance.FOR, "None.")):
        source = make_source(
            published_on=date(2024, 4, 1),
            origins=[origin],
            publisher=make_publisher(f"Paper of “{excerpt}”", interest="Owned by the court"),
        )
        make_evidence(entry, stance, source, excerpt=excerpt, happened_on="2024-03-31", note="Seen from afar.")
    publish_verification(entry, by=editor())
    page = read(statement)
    assert "For the claim 1 source, 1 origin" in page
    assert "Against the claim 2 sources, 1 origin" in page
    assert "Account of Palace guard (credited)." in page
    assert "(Owned by the court)" in page
    for words in ("An elephant!", "Happened on 31 March 2024.", "Seen from afar.", "Seen is seen.", "The archive."):
        assert words in page
    assert "Confidence: medium One origin." in page
    assert "Judged by Charles, published by Edith on" in page


def test_entries_stand_newest_first_in_the_words_of_the_kind(client):
    statement = make_published_statement(kind=Kind.PREDICTION)
    make_published_verification(statement, Finding.BROKEN, public_on=date(2024, 5, 1))
    make_published_verification(statement, Finding.TERMS_CHANGED, public_on=date(2024, 4, 1))
    headings = [words for words in headings_of(client.get(statement.get_absolute_url())) if "public since" in words]
    assert headings == ["Did not come true, public since 1 May 2024", "Terms changed, public since 1 April 2024"]


def test_one_person_who_judged_and_published_is_named_as_one(read):
    statement = make_published_statement()
    entry = make_verification(statement, Finding.NO_CHANGE, author=editor())
    publish_verification(entry, by=editor())
    assert "Judged and published by one person, Edith, on" in read(statement)


def test_a_withdrawn_entry_stays_with_its_reason_and_decides_nothing(read):
    statement = make_published_statement()
    entry = make_published_verification(statement, summary="An elephant was seen.")
    withdraw(entry, editor(), "It was a statue.")
    page = read(statement)
    assert "Open. No day is set" in page
    assert "We withdrew this entry on" in page
    assert "It was a statue." in page
    assert "An elephant was seen." not in page
    assert "It was a statue." not in read(statement, as_of="2024-05-01")


# --- 6 wordings


def test_accounts_with_one_origin_count_as_one(read):
    agency = make_origin("RPA")
    statement = make_published_statement(source=make_source(origins=[agency]))
    for wording in ("No elephant stays.", "Not one elephant."):
        source = make_source(origins=[agency])
        Appearance.objects.create(statement=statement, source=source, wording=wording, language="en", form="translated")
    gone = make_source(gone_on=date(2024, 6, 1), archived_url="https://archive.example.org/1")
    Appearance.objects.create(statement=statement, source=gone, form="paraphrase")
    page = read(statement)
    assert "4 sources, 2 origins. Accounts with one origin count as one." in page
    assert "RPA 3 sources, 1 origin" in page
    assert "Not one elephant." in page
    assert "The wording that we judge." in page
    assert "Found deleted or changed on 1 June 2024; its words stay on record." in page
    assert "Archived copy" in page


# --- 7 links


def test_links_are_read_from_both_sides_with_where_the_other_stands(read):
    earlier, later = make_published_statement(), make_published_statement(said_on="2024-03-20", claim="They stay.")
    make_published_verification(earlier)
    make_link(later, earlier, LinkKind.CONTRADICTS, note="Three weeks on.")
    assert "Contradicts “Not a single" in read(later)
    assert "1 March 2024 Broken" in read(later)
    assert "Contradicted by “Not a single" in read(earlier)
    assert "20 March 2024 Open Three weeks on." in read(earlier)


def test_a_linked_statement_that_was_withdrawn_shows_number_and_reason_only(read):
    statement, other = make_published_statement(), make_published_statement(quote="Slander.", claim="Slander.")
    make_link(other, statement)
    withdraw(other, editor(), "It was never said.")
    page = read(statement)
    assert f"Statement {other.number}, which we withdrew on" in page
    assert "It was never said." in page
    assert "Slander" not in page


def test_a_link_to_a_draft_is_not_shown(read):
    statement = make_published_statement()
    make_link(make_statement(claim="A secret plan."), statement)
    assert "Linked statements" not in read(statement)


# --- as of a day


def test_as_of_tells_what_was_public_by_a_day(read):
    statement = make_overdue_statement()
    make_published_verification(statement, Finding.TERMS_CHANGED, public_on=date(2024, 3, 10), summary="Till May.")
    make_published_verification(statement, public_on=date(2024, 4, 1))
    assert "Latest: Terms changed, public since 10 March 2024" in read(statement, as_of="2024-03-10")
    assert "Open. To be checked by 10 March 2024" in read(statement, as_of="2024-03-10")
    assert "Awaiting our check since 11 March 2024." in read(statement, as_of="2024-03-11")
    assert "An elephant was seen" not in read(statement, as_of="2024-03-31")
    assert "Broken, public since 1 April 2024" in read(statement, as_of="2024-04-01")


def test_as_of_says_what_it_is_and_since_when_our_record_exists(read):
    page = read(make_overdue_statement(), as_of="2024-03-05")
    assert (
        "Entries about what became public later are left out, and so are linked statements said later; the rest, "
        "corrections and replies too, is as it stands today. "
        "Our record of this statement has existed since "
    ) in page


def test_before_the_first_day_of_the_words_as_of_says_that(read):
    page = read(make_overdue_statement(said_on="2024-03"), as_of="2024-02-29")
    assert "On 29 February 2024 these words had not been said yet" in page
    assert "Open" not in page


def test_as_of_leaves_out_linked_words_that_came_later(read):
    earlier, later = make_overdue_statement(), make_published_statement(said_on="2024-03-20")
    make_link(later, earlier, LinkKind.RETRACTS)
    assert "Linked statements" not in read(earlier, as_of="2024-03-19")
    assert "Retracted by" in read(earlier, as_of="2024-03-20")


@pytest.mark.parametrize("day", ["tomorrow", "2024-02-30", "20240301", "2024-W09-1", "\0", "٢٠٢٤-٠٣-٠١"])
def test_a_day_that_is_none_is_refused_and_today_is_shown(read, day):
    page = read(make_overdue_statement(), as_of=day, status=400)
    assert "is not a day. Write it like 2022-02-16. Below is where it stands today." in page
    assert "Awaiting our check since 11 March 2024" in page


def test_a_day_in_the_future_is_refused(read):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = read(make_published_statement(), as_of=tomorrow.isoformat(), status=400)
    assert "lies in the future" in page


def test_other_parameters_are_shown_and_change_nothing(client):
    statement = make_published_statement()
    page = text_of(client.get(f"{statement.get_absolute_url()}?asof=2024-03-05"))
    assert "“asof” is no parameter of this page and changes nothing. Did you mean “as_of”?" in page


# --- addresses


def test_another_slug_leads_to_the_right_one_for_good_and_keeps_the_question(client):
    statement = make_published_statement()
    right = statement.get_absolute_url()
    for wrong in (f"{statement.number}-wrong", f"{statement.number}-", f"{statement.number}", f"00{right[12:-1]}"):
        response = client.get(f"/statements/{wrong}/?as_of=2024-03-05")
        assert (response.status_code, response["Location"]) == (301, f"{right}?as_of=2024-03-05"), wrong


def test_a_slug_in_another_script_is_an_address_like_any_other(client):
    statement = make_published_statement(claim="Ни одного слона не останется в Стрельсау.")
    assert client.get(statement.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["/statements/99-no/", "/statements/99/", "/statements/99999999999999999999-x/"])
def test_an_unknown_number_is_not_found(client, address):
    make_published_statement()
    assert client.get(address).status_code == 404


def test_a_withdrawn_statement_keeps_its_page_with_the_reason_and_nothing_else(client, read):
    statement = make_published_statement()
    withdraw(statement, editor(), "The words were another’s.")
    page = read(statement)
    assert f"Statement {statement.number}, withdrawn" in page
    assert "The words were another’s." in page
    assert "elephant" not in page
    assert "elephant" not in text_of(client.get("/"))


def test_a_page_with_much_on_it_costs_as_many_queries_as_one_with_little(client, django_assert_max_num_queries):
    def make_full(entry_count):
        statement = make_overdue_statement(voices=[(make_official(), "signed")], topics=[make_topic()], concerns=["UA"])
        for _ in range(entry_count):
            source = make_source(origins=[make_origin()])
            Appearance.objects.create(statement=statement, source=source, form="paraphrase")
            entry = make_verification(statement, evidence=[], confidence=Confidence.MEDIUM)
            evidence = make_source(published_on=date(2024, 4, 1), origins=[make_origin()])
            make_evidence(entry, source=evidence)
            publish_verification(entry, by=editor())
            linked = make_published_statement(said_on="2024-03-20")
            make_published_verification(linked, author=checker())
            make_link(linked, statement)
        return statement.get_absolute_url()

    one, many = make_full(1), make_full(6)
    with django_assert_max_num_queries(17) as little:
        client.get(one)
    with django_assert_max_num_queries(17) as much:
        client.get(many)
    assert len(much) == len(little)


def test_a_statement_published_a_minute_ago_is_there_at_once(read):
    statement = publish_statement(make_statement(), by=editor())
    assert "Not a single elephant" in read(statement)
