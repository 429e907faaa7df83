"""The list of statements: what a row says, what each filter finds, and what is said of what cannot be followed."""

from datetime import date

import pytest

from tests.newsroom import (
    editor,
    make_official,
    make_origin,
    make_published_statement,
    make_published_verification,
    make_publisher,
    make_source,
    make_statement,
    make_tenure,
    make_topic,
)
from tests.pages.reading import links_of, text_of
from tracker.officials.models import OtherName
from tracker.pages import filter_form
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import Finding, Form, Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client):
    """Asks the list and returns the public numbers it shows, in their order."""

    def ask(query=""):
        response = client.get(f"/statements/?{query}")
        assert response.status_code == 200, text_of(response)
        return [row.number for row in response.context["page"].rows]

    return ask


def test_a_row_says_status_and_its_day_words_who_and_when(client):
    official = make_official("Rudolf Rassendyll")
    statement = make_published_statement(speaker=official, said_on="2024-02")
    make_published_verification(statement, public_on=date(2024, 4, 1))
    page = text_of(client.get("/statements/"))
    assert "Broken public since 1 April 2024" in page
    assert "“Not a single elephant will stay in Strelsau.”" in page
    assert "Rudolf Rassendyll, Minister of Elephants of Ruritania said" in page
    assert "said in February 2024" in page
    assert "Commitment" in page


def test_words_that_no_source_prints_stand_without_quotation_marks(client):
    make_published_statement(form=Form.PARAPHRASE)
    page = text_of(client.get("/statements/"))
    assert "No elephant stays in Strelsau after the parade." in page
    assert "“No elephant stays" not in page


def test_an_overdue_row_awaits_our_check_since_the_day_after(client):
    make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    assert "Awaiting our check since 11 March 2024" in text_of(client.get("/statements/"))


def test_tags_stand_at_a_row_only_when_they_are_true(client):
    make_published_statement(check_by="2099", check_by_basis="explicit")
    page = text_of(client.get("/statements/"))
    for tag in ("reported by", "terms changed", "logged afterwards", "had left office"):
        assert tag not in page


def test_a_row_says_that_terms_were_changed_and_that_it_was_logged_afterwards(client):
    statement = make_published_statement()
    make_published_verification(statement, Finding.TERMS_CHANGED, public_on=date(2024, 3, 5))
    make_published_verification(statement)
    page = text_of(client.get("/statements/"))
    assert "terms changed" in page
    assert "logged afterwards" in page


def test_a_row_says_by_whom_relayed_words_are_reported(client):
    black_michael = make_origin("Black Michael")
    make_published_statement(form=Form.PARAPHRASE, appearance={"basis": "relayed", "relayed_by": black_michael})
    assert "reported by Black Michael" in text_of(client.get("/statements/"))


def test_a_row_says_that_the_speaker_had_left_office_before_the_day(client):
    official = make_official()
    tenure = make_tenure(official, "Minister of Elephants", ended_on="2024-05-01")
    make_published_statement(speaker=official, tenure=tenure, check_by="2024-06-01", check_by_basis="explicit")
    assert "had left office" in text_of(client.get("/statements/"))


def test_who_was_back_in_the_same_office_by_the_day_had_not_left_it(client):
    official = make_official()
    tenure = make_tenure(official, "Minister of Elephants", ended_on="2024-05-01")
    make_tenure(official, "Minister of Elephants", started_on="2024-05-01")
    make_published_statement(speaker=official, tenure=tenure, check_by="2024-06-01", check_by_basis="explicit")
    assert "had left office" not in text_of(client.get("/statements/"))


def test_the_newest_words_come_first_unless_another_order_is_asked_for(listed):
    old = make_published_statement(said_on="2024-01-01", check_by="2030-01-01", check_by_basis="explicit")
    new = make_published_statement(said_on="2024-02-01", check_by="2029-01-01", check_by_basis="explicit")
    make_published_verification(old, public_on=date(2024, 5, 1))
    assert listed() == [new.number, old.number]
    assert listed("order=oldest") == [old.number, new.number]
    assert listed("order=decided") == [old.number, new.number]
    assert listed("order=check_by") == [new.number, old.number]
    assert listed("order=logged") == [new.number, old.number]


def test_a_country_and_an_official_find_speakers_and_voices_a_row_once(listed):
    belgian, french, german = make_official(code="BE"), make_official(code="FR"), make_official(code="DE")
    both = make_published_statement(speaker=belgian, voices=[(french, "signed")])
    other = make_published_statement(speaker=german)
    assert listed("country=FR") == [both.number]
    assert listed("country=BE&country=FR") == [both.number]
    assert listed("country=fr&country=DE") == [other.number, both.number]
    french.refresh_from_db()
    assert listed(f"official={french.slug}") == [both.number]


def test_each_other_filter_finds_its_statements(listed):
    topic, publisher = make_topic("Elephants"), make_publisher("Zenda Herald")
    statement = make_published_statement(
        kind=Kind.DENIAL, topics=[topic], concerns=["UA"], source=make_source(publisher=publisher)
    )
    make_published_statement()
    topic.refresh_from_db()
    publisher.refresh_from_db()
    for query in ("kind=denial", f"topic={topic.slug}", "concerns=UA", f"publisher={publisher.slug}"):
        assert listed(query) == [statement.number], query
    assert listed("country=UA") == []


def test_several_values_of_one_filter_mean_any_and_several_filters_mean_all(listed):
    broken = make_published_statement()
    make_published_verification(broken)
    overdue = make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    open_ = make_published_statement(kind=Kind.DENIAL)
    assert listed("status=broken&status=due") == [overdue.number, broken.number]
    assert listed("status=open&kind=denial") == [open_.number]
    assert listed("status=broken&kind=denial") == []


def test_after_and_before_match_what_can_lie_inside(listed):
    roughly = make_published_statement(said_on="2024-02")
    exactly = make_published_statement(said_on="2024-02-10")
    assert listed("said_after=2024-02-20") == [roughly.number]
    assert listed("said_before=2024-02-05") == [roughly.number]
    assert listed("said_after=2024-02-10&said_before=2024-02-10") == [exactly.number, roughly.number]
    assert listed("said_after=2024-03-01") == []


def test_plain_words_are_all_found_in_the_words_or_in_a_name(listed):
    official = make_official("Rudolf Rassendyll")
    OtherName.objects.create(official=official, name="Рудольф Рассендилл", language="ru")
    statement = make_published_statement(speaker=official)
    make_published_statement(quote="The crown is safe.", claim="The crown is safe.")
    assert listed("q=elephant") == [statement.number]
    assert listed("q=ELEPHANT+rassendyll") == [statement.number]
    assert listed("q=рудольф") == [statement.number]
    assert listed("q=elephant+crown") == []
    assert listed("q=100%25") == []


def test_the_list_says_in_a_sentence_what_it_shows_and_counts_it(client):
    official = make_official("Rudolf Rassendyll")
    make_published_verification(make_published_statement(speaker=official))
    assert "All statements: 1" in text_of(client.get("/statements/"))
    page = text_of(client.get("/statements/?country=BE&status=broken&said_after=2024-02-01&q=elephant"))
    assert (
        "Statements by officials of Belgium, broken, said on or after 1 February 2024, "
        "with “elephant” in words or names: 1"
    ) in page
    page = text_of(client.get("/statements/?official=rudolf-rassendyll&kind=commitment&kind=denial"))
    assert "Commitments and denials by or on behalf of Rudolf Rassendyll: 1" in page


def test_each_chip_removes_one_value_and_keeps_the_rest(client):
    make_published_statement()
    response = client.get("/statements/?country=BE&country=FR&status=open&said_after=2024-01-01&after=2024-06-01~9")
    links = links_of(response)
    assert "/statements/?country=FR&status=open&said_after=2024-01-01" in links
    assert "/statements/?country=BE&status=open&said_after=2024-01-01" in links
    assert "/statements/?country=BE&country=FR&said_after=2024-01-01" in links
    assert "/statements/?country=BE&country=FR&status=open" in links


def box(name, value, label, count, state=""):
    number = "" if count is None else f' <span class="count">{count}</span>'
    tick = f'<input type="checkbox" id="{name}-{value}" name="{name}" value="{value}"{state}>'
    return f"<label>{tick} {label}{number}</label>"


def test_the_form_keeps_what_is_chosen_and_counts_what_each_other_value_would_give(client):
    topic = make_topic("Elephants")
    make_published_statement(speaker=make_official(code="FR"), topics=[topic], said_on="2024-02")
    make_published_verification(make_published_statement(said_on="2023-01-01"))
    make_published_statement(kind=Kind.DENIAL)
    page = client.get("/statements/?country=FR").content.decode()
    assert box("country", "FR", "France", 1, " checked") in page
    assert box("country", "BE", "Belgium", 2) in page
    assert box("status", "open", "Open", 1) in page
    assert box("status", "broken", "Broken", 0, " disabled") in page
    assert box("kind", "denial", "Denial", 0, " disabled") in page
    assert box("year", "2024", "2024", 1) in page
    assert box("topic", "elephants", "Elephants", 1) in page
    assert 'name="year" value="2023"' not in page
    assert "statements that have it and match all other filters" in page


def test_what_is_chosen_stays_ticked_though_no_statement_has_it(client):
    make_published_statement()
    page = client.get("/statements/?country=LU&status=void").content.decode()
    assert box("country", "LU", "Luxembourg", 0, " checked") in page
    assert box("status", "void", Status.VOID.label, 0, " checked") in page


def test_with_a_question_that_cannot_be_followed_the_values_stand_without_numbers(client):
    make_published_statement()
    page = client.get("/statements/?country=BE&status=brokn").content.decode()
    assert box("country", "BE", "Belgium", None, " checked") in page
    assert box("status", "broken", "Broken", None) in page


def test_a_year_is_that_of_the_first_possible_day(listed, client):
    new_year = make_published_statement(said_on="2023-12-20/2024-01-10")
    later = make_published_statement(said_on="2024-05-01")
    assert listed("year=2023") == [new_year.number]
    assert listed("year=2024&year=2023") == [later.number, new_year.number]
    assert "Statements, said in 2023 or 2024: 2" in text_of(client.get("/statements/?year=2023&year=2024"))


def test_an_official_is_found_by_any_name_on_record_with_the_number_of_statements(client):
    official = make_official("Rudolf Rassendyll")
    OtherName.objects.create(official=official, name="Рудольф Рассендилл", language="ru")
    for _ in range(2):
        make_published_statement(speaker=official)
    make_published_statement(speaker=make_official("Flávia Rassendyll"))
    make_official("Rassendyll the Silent")
    flavia = box("official", "flávia-rassendyll", "Flávia Rassendyll", 1)
    rudolf = box("official", "rudolf-rassendyll", "Rudolf Rassendyll", 2)
    page = client.get("/statements/?official_named=rassendyll").content.decode()
    assert page.index(rudolf) < page.index(flavia)
    assert "Silent" not in page
    assert rudolf in client.get("/statements/?official_named=РУДОЛЬФ").content.decode()
    assert flavia in client.get("/statements/?official_named=flavia").content.decode()
    page = client.get("/statements/?official=rudolf-rassendyll&official_named=rudolf").content.decode()
    assert box("official", "rudolf-rassendyll", "Rudolf Rassendyll", None, " checked") in page
    assert "No other of that name is on record." in page


def test_publishers_and_concerned_countries_are_found_by_name_too(client):
    make_published_statement(source=make_source(publisher=make_publisher("Zenda Herald")), concerns=["UA"])
    page = client.get("/statements/?publisher_named=herald&concerns_named=ukr").content.decode()
    assert box("publisher", "zenda-herald", "Zenda Herald", None) in page
    assert box("concerns", "UA", "Ukraine", None) in page


def test_topics_are_found_by_name_where_a_list_has_too_many_to_be_ticked(client, monkeypatch):
    monkeypatch.setattr(filter_form, "LISTED_AT_MOST", 2)
    make_published_statement(topics=[make_topic("Elephants"), make_topic("Parades")])
    page = client.get("/statements/").content.decode()
    assert box("topic", "elephants", "Elephants", 1) in page
    assert 'name="topic_named"' not in page
    make_published_statement(topics=[make_topic("Camels")])
    page = client.get("/statements/").content.decode()
    assert 'name="topic_named"' in page
    assert 'name="topic" value' not in page
    assert box("topic", "camels", "Camels", None) in client.get("/statements/?topic_named=cam").content.decode()
    assert client.get("/names/topics.json?named=cam").json()["found"][0]["value"] == "camels"
    chosen = client.get("/statements/?topic=camels").content.decode()
    assert box("topic", "camels", "Camels", None, " checked") in chosen


def test_more_names_than_can_be_offered_say_so(client):
    for _ in range(21):
        make_published_statement()
    page = client.get("/statements/?official_named=rassendyll").content.decode()
    assert page.count('name="official" value') == 20
    assert "More bear that name than stand here: type more of it." in page


def test_the_script_of_the_form_asks_for_names_and_is_told_what_is_wrong(client):
    make_published_statement(speaker=make_official("Rudolf Rassendyll"))
    answer = client.get("/names/officials.json?named=rass")
    assert answer.json() == {
        "found": [{"value": "rudolf-rassendyll", "name": "Rudolf Rassendyll", "count": 1}],
        "is_more": False,
    }
    assert client.get("/names/officials.json").json()["found"] == []
    assert client.get("/names/countries.json?named=belg").json()["found"][0]["value"] == "BE"
    refused = client.get("/names/officials.json?name=rass")
    assert refused.status_code == 400
    assert refused.json()["error"]["problems"][0]["valid"] == ["named"]


def test_boxes_that_a_reader_left_empty_do_not_stay_in_the_address(client):
    response = client.get("/statements/?q=&country=&country=BE&order=")
    assert (response.status_code, response["Location"]) == (302, "/statements/?country=BE")
    assert client.get("/statements/?q=")["Location"] == "/statements/"


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("contry=BE", "“contry” is no parameter of this page and changes nothing. Did you mean “country”?"),
        ("contry=", "“contry” is no parameter of this page"),
        ("utm_source=letter", "This page has: q, country, official, status"),
        ("country=Belgium", "“Belgium” is not on record here. Right would be a country’s two letters, such as UA."),
        ("official=nobody", "“nobody” is not on record here."),
        ("topic=nothing", "“nothing” is not on record here."),
        ("publisher=nobody", "“nobody” is not on record here."),
        ("status=brokn", "“brokn” is no value of this filter. Right would be one of: on_record, open, due"),
        ("kind=lie", "Right would be one of: commitment, prediction, denial, assertion, position."),
        ("said_after=16+Feb", "“16 Feb” is not a day. Write it like 2022-02-16."),
        ("said_before=2024-02-30", "“2024-02-30” is not a day."),
        ("said_after=20240201", "“20240201” is not a day."),
        ("said_after=2024-01-01&said_after=2024-02-01", "“said_after” takes one value: give it once."),
        ("order=best", "“best” is no order of this list. Right would be one of: said, oldest, decided"),
        ("country=%00", "is not on record here"),
        ("official=%00&topic=%00&publisher=%00", "is not on record here"),
        ("q=%00", "cannot be stored"),
        ("q=" + "x" * 201, "Give at most 200 characters"),
    ],
)
def test_what_cannot_be_followed_is_shown_and_never_ignored(client, query, notice):
    make_published_statement()
    assert notice in text_of(client.get(f"/statements/?{query}"))


def test_with_a_bad_value_nothing_is_listed_that_was_not_asked_for(client):
    make_published_statement()
    response = client.get("/statements/?country=BE&status=brokn")
    assert response.status_code == 400
    assert "elephant" not in text_of(response)
    assert "Nothing is listed as long as part of the question cannot be understood." in text_of(response)


def test_a_stray_parameter_does_not_take_the_list_away(client):
    make_published_statement()
    response = client.get("/statements/?fbclid=abc")
    assert response.status_code == 200
    assert "All statements: 1" in text_of(response)


def test_long_lists_come_in_pages_of_25_that_keep_the_filters(client):
    speaker = make_official()
    for _ in range(27):
        make_published_statement(speaker=speaker)
    first = client.get("/statements/?country=BE")
    assert "Statements by officials of Belgium: 27" in text_of(first)
    assert len(first.context["page"].rows) == 25
    assert {"?country=BE&after=2024-03-01~3", "?country=BE&before=end"} <= {*links_of(first)}
    second = client.get("/statements/?country=BE&after=2024-03-01~3")
    assert [row.number for row in second.context["page"].rows] == [2, 1]
    assert {"?country=BE&before=2024-03-01~2", "?country=BE"} <= {*links_of(second)}
    assert "Statements by officials of Belgium: 27" in text_of(second)
    assert "Belgium, continued – Said" in second.content.decode()


@pytest.mark.parametrize("place", ["2", "2024-03-01", "2024-03-01~x", "2024-02-30~1", "end", "%00", "1~2~3"])
def test_a_place_that_is_none_lists_nothing_and_says_how_places_read(client, place):
    make_published_statement()
    response = client.get(f"/statements/?after={place}")
    assert response.status_code == 400
    assert "is no place in a list in this order" in text_of(response)
    assert "a place reads “2022-02-16~17”." in text_of(response)
    assert "elephant" not in text_of(response)


def test_a_place_of_another_order_is_none_and_each_order_names_its_own(client):
    make_published_statement()
    answer = client.get("/statements/?order=logged&before=2024-03-01~1")
    assert answer.status_code == 400
    assert "a place reads “2022-02-16T09:30:00.123456Z~17”, or “end” for the last rows." in text_of(answer)


def test_a_number_of_a_page_is_no_way_into_a_list_and_the_page_says_so(client):
    make_published_statement()
    page = text_of(client.get("/statements/?page=2"))
    assert "“page” is no parameter of this page and changes nothing." in page
    assert "Pages have no numbers, since whatever is published would move them: “Next” and “Previous” go on." in page
    assert "All statements: 1" in page


def test_behind_the_last_row_the_page_says_so_and_leads_back(client):
    make_published_statement()
    response = client.get("/statements/?after=2020-01-01~1")
    assert "All statements: 1" in text_of(response)
    assert "No row of this list stands there at present." in text_of(response)
    assert {"?", "?before=end"} <= {*links_of(response)}


def test_an_empty_list_says_so(client):
    assert "All statements: 0" in text_of(client.get("/statements/"))
    assert "No public statement matches." in text_of(client.get("/statements/?country=BE"))


def test_withdrawn_statements_and_drafts_are_in_no_list(client):
    make_statement()
    withdraw(make_published_statement(), editor(), "The words were another’s.")
    assert "All statements: 0" in text_of(client.get("/statements/"))


def test_the_former_address_word_of_an_official_still_filters(listed, client):
    statement = make_published_statement(speaker=make_official("Rudolf Rassendyll"))
    statement.speaker.refresh_from_db()
    statement.speaker.slug = "rudolf-v"
    statement.speaker.save()
    assert listed("official=rudolf-rassendyll") == [statement.number]
    assert "/statements/?official" not in links_of(client.get("/statements/?official=rudolf-rassendyll"))
