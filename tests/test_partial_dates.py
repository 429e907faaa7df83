"""Days known as exactly as the sources know them: how people write them, and what the database takes."""

from datetime import date

import pytest
from django import forms
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import newsroom
from tests.refusal import refused, run_sql
from tests.strategies import near_misses, partial_dates
from tracker.partial_dates import PartialDate, PartialDateFormField, PartialDatesFormMixin
from tracker.sources.models import Source
from tracker.statements.models import Statement
from tracker.vocabulary import Precision


@given(partial_dates())
def test_the_iso_form_is_read_back_as_the_same_day(day):
    assert PartialDate.parse(day.isoformat()) == day


@given(partial_dates())
def test_the_words_on_the_page_are_read_back_as_the_same_day(day):
    assert PartialDate.parse(str(day)) == day


@given(partial_dates())
def test_a_day_is_exact_only_when_it_is_one_day(day):
    assert day.is_exact == (day.precision == Precision.DAY) == (day.first == day.last)


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}-(W?[0-9]{2}|[0-9]{2}-[0-9]{2})(/[0-9-]{10})?", fullmatch=True))
def test_whatever_somebody_types_is_a_day_or_a_message(text):
    try:
        day = PartialDate.parse(text)
    except ValueError as error:
        day = str(error)
    assert isinstance(day, PartialDate) or "is not a day" in day


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("16 Feb 2022", "2022-02-16"),
        ("16. February 2022", "2022-02-16"),
        ("Feb 16, 2022", "2022-02-16"),
        ("between 3 and 9 March 2022", "2022-03-03/2022-03-09"),
        (" 16  february 2022 ", "2022-02-16"),
        ("Feb 2022", "2022-02"),
        ("Sept. 2023", "2023-09"),
        ("2022", "2022"),
        ("14–16 Feb 2022", "2022-02-14/2022-02-16"),
        ("14 — 16 Feb 2022", "2022-02-14/2022-02-16"),
        ("14 to 16 Feb 2022", "2022-02-14/2022-02-16"),
        ("between 30 Dec 2021 and 2 Jan 2022", "2021-12-30/2022-01-02"),
        ("30 January - 2 February 2022", "2022-01-30/2022-02-02"),
        ("2022-02-14 / 2022-02-16", "2022-02-14/2022-02-16"),
        ("2022-02-16/2022-02-16", "2022-02-16"),
        ("2022-W07", "2022-W07"),
        ("week of 16 Feb 2022", "2022-W07"),
        ("29 Feb 2024", "2024-02-29"),
        ("2020-W53", "2020-W53"),
    ],
)
def test_days_are_read_as_people_write_them(written, iso):
    assert PartialDate.parse(written).isoformat() == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "3/4/2022",
        "03.04.2022",
        "2022-2-16",
        "29 Feb 2022",
        "31 April 2022",
        "16 Marzipan 2022",
        "Decimal 2022",
        "2022-13",
        "2021-W53",
        "9999-W52",
        "0000",
        "16-14 Feb 2022",
        "2022-02-16/2022-02-14",
        "16 Feb 22",
        "16 Feb",
        "2022-02-16T10:00",
        "circa 2022",
    ],
)
def test_what_is_no_day_or_two_days_is_refused_with_what_is_accepted(written):
    with pytest.raises(ValueError, match="is not a day"):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("30 Feb 2022", "the calendar has no such day"),
        ("2021-W53", "the calendar has no such day"),
        ("16 Maj 2022", "“Maj” is no month"),
        ("16-14 Feb 2022", "2022-02-16 is after 2022-02-14"),
    ],
)
def test_it_says_why_what_looks_like_a_day_is_none(written, reason):
    with pytest.raises(ValueError, match=reason):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        ("2022-02-17", "2022-02-16", "between"),
        ("2022-02-16", "2022-02-17", "day"),
        ("2022-02-15", "2022-02-21", "week"),
        ("2022-02-14", "2022-02-19", "week"),
        ("2022-02-01", "2022-02-27", "month"),
        ("2024-02-01", "2024-02-28", "month"),
        ("2022-01-01", "2022-12-30", "year"),
        ("2022-01-02", "2023-01-01", "year"),
    ],
)
def test_days_that_disagree_with_the_precision_make_no_partial_date(first, last, precision):
    with pytest.raises(ValueError, match=r"is not a|is after"):
        PartialDate(date.fromisoformat(first), date.fromisoformat(last), Precision(precision))


def test_the_words_say_the_month_and_the_year_once():
    assert str(PartialDate.parse("14-16 Feb 2022")) == "between 14 and 16 February 2022"
    assert str(PartialDate.parse("30 Jan - 2 Feb 2022")) == "between 30 January and 2 February 2022"
    assert PartialDate.parse("2022-W07").on_words == "in the week of 14 February 2022"
    assert PartialDate.parse("2022-02-16").on_words == "on 16 February 2022"
    assert PartialDate.parse("2022").on_words == "in 2022"


SET_DAY = (
    "UPDATE tracker_source SET published_on_first = %s, published_on_last = %s, "
    "published_on_precision = %s WHERE id = %s"
)


def _is_one(first, last, precision):
    if precision == Precision.BETWEEN:
        return first < last
    try:
        PartialDate(first, last, precision)
    except ValueError:
        return False
    return True


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(near_misses())
def test_the_database_takes_exactly_the_days_that_fit_their_precision(columns):
    with transaction.atomic():
        source = newsroom.make_source()
        change = (
            "UPDATE tracker_source SET published_on_first = %s, published_on_last = %s, published_on_precision = %s"
        )
        if _is_one(*columns):
            run_sql(change, *columns)
            source.refresh_from_db()
            assert source.published_on == PartialDate(*columns)
        else:
            with refused("source_published_on_is_a_day", "first and a last possible day"):
                run_sql(SET_DAY, *columns, source.pk)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        ("2022-02-16", None, "day"),
        (None, "2022-02-16", "day"),
        (None, None, "day"),
        ("2022-02-16", "2022-02-16", ""),
        ("2022-02-16", "2022-02-16", "hour"),
        ("2022-02-16", None, ""),
        (None, "2022-02-16", ""),
    ],
)
def test_half_a_day_is_refused_by_the_database(columns):
    source = newsroom.make_source()
    with refused("source_published_on_is_a_day"):
        run_sql(SET_DAY, *columns, source.pk)


@pytest.mark.django_db
def test_a_day_that_may_be_empty_is_empty_in_all_three_columns():
    source = newsroom.make_source()
    source.published_on = ""
    source.save()
    source.refresh_from_db()
    assert (source.published_on, source.published_on_precision) == (None, "")


@pytest.mark.django_db
def test_a_day_that_has_to_be_there_cannot_be_emptied():
    statement = newsroom.make_statement()
    with refused("statement_said_on_is_a_day"):
        Statement.objects.filter(pk=statement.pk).update(said_on_precision="")


def test_a_model_takes_a_day_a_text_or_a_partial_date():
    for value in (date(2022, 2, 16), "16 Feb 2022", PartialDate.day(date(2022, 2, 16))):
        assert Source(published_on=value).published_on.isoformat() == "2022-02-16"
    assert Source(published_on=None).published_on is None
    with pytest.raises(ValueError, match="Write it like"):
        Source(published_on="soon")


class DatedForm(PartialDatesFormMixin, forms.ModelForm):
    said_on = PartialDateFormField()
    check_by = PartialDateFormField(required=False)

    class Meta:
        model = Statement
        fields = ("kind", "speaker", "check_by_basis")


def _form(instance=None, **typed):
    speaker = newsroom.make_official()
    defaults = {"kind": "commitment", "speaker": speaker.pk, "said_on": "16 Feb 2022", "check_by_basis": ""}
    return DatedForm(defaults | typed, instance=instance)


@pytest.mark.django_db
def test_one_text_box_fills_all_three_columns_and_shows_them_again():
    form = _form(said_on="Feb 2022", check_by="2022-W10", check_by_basis="implied")
    assert form.is_valid(), form.errors
    statement = form.save()
    statement.refresh_from_db()
    assert (str(statement.said_on), statement.check_by.isoformat()) == ("February 2022", "2022-W10")
    shown = DatedForm(instance=statement)
    assert 'value="2022-02"' in str(shown["said_on"])


@pytest.mark.parametrize(("typed", "is_change"), [("2022-02", False), ("Feb 2022", False), ("2022", True), ("x", True)])
def test_another_way_to_write_the_same_day_is_no_change(typed, is_change):
    assert PartialDateFormField().has_changed(PartialDate.month(2022, 2), typed) == is_change
    assert PartialDateFormField().has_changed(None, typed)
    assert not PartialDateFormField().has_changed(None, "")


@pytest.mark.django_db
def test_an_emptied_box_empties_the_day():
    statement = newsroom.make_statement(check_by="2025", check_by_basis="explicit")
    form = _form(instance=statement, said_on="2024", check_by="", check_by_basis="")
    assert form.is_valid(), form.errors
    assert form.save().check_by is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"said_on": "3/4/2022"}, "said_on", "is not a day. Write it like"),
        ({"said_on": ""}, "said_on", "required"),
        ({"check_by": "soon"}, "check_by", "is not a day"),
        ({"check_by": "2021", "check_by_basis": "explicit"}, "__all__", "lies before the words were said"),
        ({"check_by": "2023"}, "__all__", "where the check-by day comes from"),
        ({"check_by_basis": "explicit"}, "__all__", "without a day leave that empty"),
    ],
)
def test_the_form_says_what_is_wrong_before_the_database_has_to(typed, box, said):
    form = _form(**typed)
    assert not form.is_valid()
    assert said in " ".join(form.errors[box])
