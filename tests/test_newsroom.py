"""The cast itself: if this fails, nothing else can be believed."""

import pytest

from tests import newsroom
from tracker.catalogue.models import Listing

pytestmark = pytest.mark.django_db


def test_a_published_statement_with_a_finding_is_listed():
    statement = newsroom.make_published_statement()
    newsroom.make_published_verification(statement)
    assert Listing.objects.get().finding == "broken"
