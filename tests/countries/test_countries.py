"""The list of countries: fixed, complete, and left as an operator has changed it."""

import pytest
from django.core.exceptions import ValidationError

from tests.refusal import refused, run_sql
from tracker.countries.models import Country
from tracker.countries.seeding import seed_countries
from tracker.database.refusals import refusals_explained
from tracker.officials.models import Official

pytestmark = pytest.mark.django_db


def test_the_list_is_there_with_kosovo():
    assert Country.objects.count() == 250
    assert Country.objects.get(code="XK").name == "Kosovo"
    assert {"BY", "UA", "RU"} <= set(Country.objects.values_list("code", flat=True))


@pytest.mark.parametrize("code", ["by", "B", "B1", "B ", "ÄB", ""])
def test_a_code_is_two_capital_letters(code):
    with refused("country_code_is_two_letters", "two capital letters"):
        Country.objects.create(code=code, name="Ruritania")


def test_a_made_up_country_of_two_letters_may_be_added():
    assert Country.objects.create(code="QZ", name="Ruritania").pk == "QZ"


def test_a_second_migration_adds_what_is_absent_and_overwrites_nothing():
    Country.objects.filter(code="BY").update(name="Belarus, as we spell it")
    Country.objects.filter(code="XK").delete()
    seed_countries()
    seed_countries()
    assert Country.objects.get(code="BY").name == "Belarus, as we spell it"
    assert Country.objects.count() == 250


def test_a_country_that_the_record_speaks_of_stays():
    Official.objects.create(name="Rudolf Rassendyll", country_id="BE")
    with refused("needed", "official"):
        Country.objects.get(code="BE").delete()
    with pytest.raises(ValidationError, match="still needed on record"), refusals_explained():
        run_sql("DELETE FROM tracker_country WHERE code = 'BE'")
