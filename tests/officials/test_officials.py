"""Who is logged: names, order, and the word in the address that is given once and leads on for good."""

import pytest
from django.core.exceptions import ValidationError

from tests import newsroom
from tests.refusal import refused
from tracker.officials.models import FormerSlug, Office, Official, OtherName
from tracker.verifications.publishing import address_word

pytestmark = pytest.mark.django_db


def test_two_people_of_one_name_are_kept_apart_by_wikidata():
    newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q1")
    with refused("official_wikidata_id_is_known_once", "is it the same one?"):
        newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q1")
    newsroom.make_official("Rudolf Rassendyll", wikidata_id="Q2")
    newsroom.make_official("Rudolf Rassendyll")
    newsroom.make_official("Rudolf Rassendyll")


@pytest.mark.parametrize("wrong", ["Q", "Q01", "q12", "12", "Q12 ", "Q1a", "w.org/Q1", "Q1\n"])
def test_a_wikidata_id_is_q_and_a_number(wrong):
    with refused("official_wikidata_id_is_one", "Q and a number"):
        newsroom.make_official(wikidata_id=wrong)


def test_lists_order_by_the_folded_name_and_follow_every_save():
    official = newsroom.make_official("Élodie Zenda")
    first = newsroom.make_official("Black Michael", sort_as="Michael, Black")
    assert [o.name for o in Official.objects.all()] == ["Élodie Zenda", "Black Michael"]
    first.sort_as = ""
    first.save(update_fields=["sort_as"])
    assert [o.name for o in Official.objects.all()] == ["Black Michael", "Élodie Zenda"]
    official.name = "Antoinette"
    official.save(update_fields=["name"])
    assert Official.objects.first() == official


def test_another_name_is_written_once_an_official():
    official, namesake = newsroom.make_official(), newsroom.make_official()
    OtherName.objects.create(official=official, name="Rudi")
    with refused("other_name_is_written_once", "stands here already"):
        OtherName.objects.create(official=official, name="Rudi", language="de")
    OtherName.objects.create(official=namesake, name="Rudi")


def test_an_office_has_one_title():
    Office.objects.create(title="King of Ruritania")
    with pytest.raises(ValidationError, match="already exists"):
        Office(title="King of Ruritania").full_clean()


def test_an_official_with_words_on_record_is_not_deleted():
    statement = newsroom.make_statement()
    newsroom.make_tenure(statement.speaker)
    with refused("needed", "so it stays"):
        statement.speaker.delete()
    newsroom.make_official().delete()


# The word in the address


def slugs(official):
    return [former.slug for former in official.former_slugs.order_by("id")]


def with_slug(slug):
    official = newsroom.make_official()
    Official.objects.filter(pk=official.pk).update(slug=slug)
    return official


def test_a_former_address_leads_to_the_present_one():
    official = with_slug("rudolf")
    Official.objects.filter(pk=official.pk).update(slug="king-rudolf")
    Official.objects.filter(pk=official.pk).update(slug="rudolf-v")
    assert slugs(official) == ["rudolf", "king-rudolf"]


def test_who_returns_to_a_former_address_has_it_as_the_present_one():
    official = with_slug("rudolf")
    Official.objects.filter(pk=official.pk).update(slug="king-rudolf")
    Official.objects.filter(pk=official.pk).update(slug="rudolf")
    assert slugs(official) == ["king-rudolf"]


def test_a_draft_of_an_official_has_no_address_and_leaves_none():
    official = newsroom.make_official()
    assert official.slug is None
    Official.objects.filter(pk=official.pk).update(slug="rudolf")
    assert slugs(official) == []


def test_an_address_once_given_is_changed_but_not_emptied():
    official = with_slug("rudolf")
    with refused("address_stays", "do not empty it"):
        Official.objects.filter(pk=official.pk).update(slug=None)


def test_nobody_takes_over_the_former_address_of_another():
    official, other = with_slug("rudolf"), with_slug("michael")
    Official.objects.filter(pk=official.pk).update(slug="rudolf-v")
    with refused("address_is_anothers", "choose another one"):
        Official.objects.filter(pk=other.pk).update(slug="rudolf")
    with refused("address_is_anothers"):
        newsroom.make_official(slug="rudolf")
    assert slugs(other) == []


def test_a_former_address_is_kept_for_good():
    official = with_slug("rudolf")
    Official.objects.filter(pk=official.pk).update(slug="rudolf-v")
    with refused("former_address_is_kept", "for good"):
        FormerSlug.objects.all()._raw_delete("default")
    with refused("former_address_is_kept"):
        FormerSlug.objects.update(slug="elsewhere")
    with refused("needed"):
        official.delete()


def test_many_addresses_changed_at_once_leave_a_former_one_each():
    officials = [with_slug(f"rudolf-{n}") for n in range(3)]
    for official in officials:
        official.slug = f"king-{official.pk}"
    Official.objects.bulk_update(officials, ["slug"])
    assert sorted(FormerSlug.objects.values_list("slug", flat=True)) == ["rudolf-0", "rudolf-1", "rudolf-2"]


# Words in addresses


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Not a single soldier!", "not-a-single-soldier"),
        ("Ни одного солдата", "ни-одного-солдата"),
        ("…", ""),
        ("a" * 90, "a" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
        ("a" * 79 + " b", "a" * 79),
        ("a" * 80 + " b", "a" * 80),
    ],
)
def test_the_word_in_an_address_is_cut_between_words(text, word):
    assert address_word(text) == word
