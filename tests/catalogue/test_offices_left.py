"""That a speaker had left office stands in the line, whoever enters what of the office in whatever order."""

import pytest

from tests import newsroom
from tests.sessions import at_once
from tracker.catalogue.models import Listing
from tracker.statements.models import Statement
from tracker.verifications.publishing import publish_statement

pytestmark = pytest.mark.django_db(transaction=True)


def had_left():
    return list(Listing.objects.values_list("had_left_office", flat=True))


def promise(tenure):
    return newsroom.make_statement(
        speaker=tenure.official, tenure=tenure, check_by="2024-03-10", check_by_basis="explicit"
    )


def leave(tenure, day="2024-03-05"):
    tenure.ended_on = day
    tenure.save()


@pytest.mark.parametrize("is_left_first", [True, False])
def test_an_end_that_is_entered_while_the_words_are_published_is_not_missed(is_left_first):
    tenure = newsroom.make_tenure(newsroom.make_official())
    draft, editor = promise(tenure), newsroom.editor()
    acts = [lambda: leave(tenure), lambda: publish_statement(Statement.objects.get(pk=draft.pk), editor)]
    one, other = at_once(*(acts if is_left_first else acts[::-1]))
    assert (one.error, other.error, one.refusal, other.refusal) == (None, None, None, None)
    assert had_left() == [True]


def test_who_came_back_to_the_office_by_then_had_not_left_it():
    tenure = newsroom.make_tenure(newsroom.make_official(), title="Minister of Elephants")
    publish_statement(promise(tenure), newsroom.editor())
    assert had_left() == [False]
    leave(tenure)
    assert had_left() == [True]
    again = newsroom.make_tenure(tenure.official, title="Minister of Elephants", started_on="2024-03-08")
    assert had_left() == [False]
    again.delete()
    assert had_left() == [True]
    leave(tenure, "2024-03-20")
    assert had_left() == [False]
