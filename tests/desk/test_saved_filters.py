"""A list that was filtered is kept under a name, found on the first page with its count, and is nobody else's."""

import pytest

from tests import newsroom
from tests.desk.forms import messages
from tracker.desk.models import SavedFilter

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/statement/"


def keep(desk, query="stage=draft", name="Drafts", which="statement"):
    return desk.post("/admin/saved-filter/", {"list": which, "query": query, "name": name}, follow=True)


def test_a_filtered_list_offers_to_be_kept_and_a_whole_one_does_not(desk):
    assert "Keep this list as" in desk.get(f"{LIST}?stage=draft").text
    assert "Keep this list as" not in desk.get(LIST).text


def test_it_stands_on_the_first_page_with_its_count_and_leads_back(desk):
    newsroom.make_statement()
    newsroom.make_published_statement()
    answer = keep(desk)
    assert "“Drafts” is kept" in messages(answer)
    (line,) = desk.get("/admin/").context["saved_filters"]
    assert (line.saved.name, line.count, line.address) == ("Drafts", 1, f"{LIST}?stage=draft")
    assert len(desk.get(line.address).context["cl"].queryset) == 1
    assert 'aria-current="page">Drafts' in desk.get(line.address).text


def test_the_page_of_the_list_is_not_kept(desk):
    keep(desk, "p=3&stage=draft&_facets=True&e=1&q=")
    assert SavedFilter.objects.get().query == "stage=draft"


def test_a_search_is_kept_and_not_counted(desk):
    keep(desk, "q=elephant")
    (line,) = desk.get("/admin/").context["saved_filters"]
    assert line.count is None


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("", "All", "this is the whole list"),
        ("p=2", "Page two", "this is the whole list"),
        ("colour=red", "Red", "This list has no such filter"),
        ("stage=nonsense", "Nonsense", "This list has no such filter"),
        ("kind__exact=nonsense", "", "This field is required"),
        ("created_by__password__startswith=a", "Spy", "This list has no such filter"),
        ("stage=draft", "x" * 61, "at most 60"),
        ("stage=draft&" + "q=" + "x" * 1000, "Long", "at most 1000"),
        ("q=%00", "Null", "Null characters are not allowed"),
    ],
)
def test_what_is_no_list_is_refused_in_words(desk, query, name, says):
    assert says in messages(keep(desk, query, name))
    assert not SavedFilter.objects.exists()


def test_a_name_stands_once_for_each_person_and_list(desk, contributors_desk):
    keep(desk)
    assert "You have a list of this name already" in messages(keep(desk, "stage=review"))
    keep(desk, which="verification")
    keep(contributors_desk)
    assert SavedFilter.objects.count() == 3


def test_there_is_a_limit_to_how_many_one_keeps(desk):
    for number in range(13):
        answer = keep(desk, name=f"Drafts {number}")
    assert "You keep 12 lists, which is the most" in messages(answer)
    assert SavedFilter.objects.count() == 12


def test_nobody_sees_or_deletes_anothers(desk, contributors_desk, contributor):
    keep(desk)
    saved = SavedFilter.objects.get()
    assert "Drafts" not in [line.saved.name for line in contributors_desk.get("/admin/").context["saved_filters"]]
    assert contributors_desk.post(f"/admin/saved-filter/{saved.pk}/delete/").status_code == 404
    assert SavedFilter.objects.exists()


def test_one_deletes_ones_own_and_is_told_how_it_was(desk):
    keep(desk)
    answer = desk.post(f"/admin/saved-filter/{SavedFilter.objects.get().pk}/delete/", {"index": "1"}, follow=True)
    assert not SavedFilter.objects.exists()
    assert f"{LIST}?stage=draft" in messages(answer)


def test_a_list_that_one_may_not_see_cannot_be_kept(stranger, client):
    assert keep(stranger).status_code == 404
    assert keep(client).redirect_chain[0][1] == 302
    assert keep(stranger, which="user").status_code == 404
    assert not SavedFilter.objects.exists()


def test_a_filter_that_the_list_has_no_more_is_shown_without_a_count(desk, editor):
    SavedFilter.objects.create(owner=editor, list="statement", name="Old", query="colour=red")
    (line,) = desk.get("/admin/").context["saved_filters"]
    assert line.count is None
    assert "This list has no such filter" in messages(desk.get(line.address, follow=True))


def test_a_list_says_when_it_has_no_such_filter_or_value(desk):
    for query in ("colour=red", "stage=nonsense", "official=nobody"):
        answer = desk.get(f"{LIST}?{query}", follow=True)
        assert "nothing is filtered" in messages(answer), query
