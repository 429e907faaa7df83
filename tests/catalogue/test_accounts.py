"""Whose accounts a statement rests on: each source once with each of its origins, and no account twice."""

import pytest

from tests.newsroom import make_evidence, make_origin, make_source, make_statement, make_verification
from tracker.catalogue.accounts import origin_count, sources_by_origin
from tracker.statements.models import Appearance

pytestmark = pytest.mark.django_db


def test_sources_are_told_by_origin_and_by_what_they_are_used_for():
    agency, palace = make_origin("Agency"), make_origin("Palace")
    of_agency, of_both, of_none = make_source(origins=[agency]), make_source(origins=[agency, palace]), make_source()
    statement = make_statement(source=of_agency)
    Appearance.objects.create(
        statement=statement, source=of_both, wording="No elephants.", language="en", form="own_words"
    )
    entry = make_verification(statement, evidence=[])
    for source in (of_both, of_none, of_none):
        make_evidence(entry, source=source)
    appearances, evidence = list(statement.appearances.all()), list(entry.evidence.all())
    found = sources_by_origin(appearances, evidence)
    assert [(use.origin and use.origin.name, use.sources) for use in found] == [
        ("Agency", [(True, True), (True, False)]),
        ("Palace", [(True, True)]),
        (None, [(False, True)]),
    ]
    assert [(use.carrying_count, use.evidence_count) for use in found] == [(2, 1), (1, 1), (0, 1)]
    named = [use for use in found if use.origin]
    everything = [row.source for row in (*appearances, *evidence)]
    assert len(named) + len(found[-1].sources) == origin_count(everything)
