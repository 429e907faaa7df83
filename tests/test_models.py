"""What holds for every model of the record: it explains itself, its refusals speak to people, nothing is lost."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CASCADE, DO_NOTHING, PROTECT

import tracker
from tests.refusal import RAW_WORDS

MODELS = [
    model
    for model in apps.get_app_config("tracker").get_models()
    if model.__module__ != "tracker.models"  # the events of the history, made by a package
    and not model._meta.proxy  # another’s table
]
CONSTRAINTS = [pytest.param(c, id=c.name) for model in MODELS for c in model._meta.constraints]
SOURCES = sorted(Path(tracker.__file__).parent.glob("*/models.py"))

# What is read on a page or in a form as its own name says it.
OBVIOUS = {"kind", "name", "slug", "confidence", "number", "statement", "source", "verification", "note"}
# Parts of a draft go with it; everything else has to be let go by hand first.
PARTS = {"Voice", "Appearance", "Concern", "StatementTopic", "StatementLink", "Evidence"}


def test_the_models_are_found():
    assert len(MODELS) >= 23
    assert {"Statement", "Verification", "Evidence", "Listing", "Tenure"} <= {model.__name__ for model in MODELS}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_constraint_has_a_message_that_a_person_can_act_on(constraint):
    message = constraint.get_violation_error_message()
    assert message != constraint.default_violation_error_message % {"name": constraint.name}
    assert constraint.violation_error_message != constraint.default_violation_error_message
    assert message[0].isupper() or message[0] == "“"
    assert message[-1] in ".?"
    assert not [raw for raw in RAW_WORDS if raw in message]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_constraint_is_named_after_its_rule_not_its_columns(constraint):
    assert not constraint.name.startswith("tracker_")
    assert len(constraint.name.split("_")) >= 3


@pytest.mark.parametrize("file", SOURCES, ids=lambda path: path.parent.name)
def test_every_index_says_who_needs_it(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    for position, line in enumerate(lines):
        if re.search(r"\b(models\.Index|GinIndex|GistIndex|BTreeIndex|OpClass)\(", line):
            assert lines[position - 1].strip().startswith("# "), f"{file.parent.name}/models.py:{position + 1}: {line}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert model.__doc__.strip().endswith(".")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_that_somebody_fills_in_has_a_help_text_or_an_obvious_name(model):
    silent = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and field.editable
        and not field.auto_created
        and not str(field.help_text)
        and not isinstance(field, models.ManyToManyField)
    }
    if model.__name__ not in (
        "Listing",
        "SiteChange",
        "Tally",
        "TallyChange",
        "Heading",
        "Version",
        "Correction",
        "FormerSlug",
    ):  # nobody fills them in by hand
        assert silent <= OBVIOUS | {"official", "office", "topic", "country", "role"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_is_deleted_with_something_else_but_parts_of_a_draft(model):
    for field in model._meta.concrete_fields:
        if not field.remote_field or field.remote_field.parent_link:
            continue
        whole = field.remote_field.model.__name__
        if model.__name__ in ("Listing", "Heading", "Findable"):
            expected = DO_NOTHING
        elif model.__name__ in PARTS and whole in ("Statement", "Verification"):
            expected = CASCADE
        else:
            expected = PROTECT
        assert field.remote_field.on_delete is expected, f"{model.__name__}.{field.name}"
