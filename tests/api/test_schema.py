"""What the API says of itself is valid, complete and true."""

import json
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests import newsroom, records
from tests.api.asking import API, ask, walk
from tracker.api.resources import RESOURCES
from tracker.api.schema import described

pytestmark = pytest.mark.django_db

# What the schema can't say is which words are on record: an unknown country is refused though it is well-formed.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


@cache
def schema():
    """As the test below finds it at its address."""
    return json.loads(json.dumps(described() | {"servers": [{"url": "http://testserver"}]}))


def test_it_stands_at_its_address_and_is_valid(client):
    found = ask(client, "schema.json")
    assert found == schema()
    validate(found)
    assert found["info"]["license"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_it_declares_every_address_parameter_and_refusal():
    paths = schema()["paths"]
    assert len(paths) == 2 * len(RESOURCES)
    for resource in RESOURCES:
        in_list = paths[f"{API}{resource.name}/"]["get"]
        asked = {parameter["name"] for parameter in in_list["parameters"]}
        assert asked >= {*resource.filter.parameters(), "after", "before", "page_size", "fields"}
        assert {"200", "400", "405", "406", "429", "500", "503"} <= set(in_list["responses"])
        (of_one,) = [paths[path]["get"] for path in paths if path.startswith(f"{API}{resource.name}/{{")]
        assert {"200", "400", "404"} <= set(of_one["responses"])
        assert in_list["responses"]["429"]["headers"]["Retry-After"]
    for operation in (paths[path]["get"] for path in paths):
        assert all(len(parameter["description"]) > 10 for parameter in operation["parameters"])


def test_every_field_is_described_with_its_type():
    components = schema()["components"]["schemas"]
    for resource in RESOURCES:
        for column in resource.full.columns:
            field = components[resource.full.name]["properties"][column.name]
            assert field["description"].startswith(column.description)
            assert field["type"]


def the_shape(name):
    """The JSON Schema of a component that takes nothing else than what it names."""
    components = json.loads(json.dumps(schema()["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/"))
    for component in components.values():
        component["additionalProperties"] = False
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": components})


def test_answers_have_what_is_described_and_nothing_else(client):
    cast = records.make_record()
    records.make_withdrawn(cast)
    letter = newsroom.make_source(url="", title="A letter")
    later = newsroom.make_published_statement(speaker=cast.rudolf, source=letter)
    newsroom.make_link(later, cast.drafts[0])
    for resource in RESOURCES:
        since = [{"modified_since": "1970-01-01"}] if resource.gone else []
        for query in [{}, *since]:
            the_shape(f"{resource.row.name}List").validate(ask(client, f"{resource.name}/", page_size=200, **query))
        for row in walk(client, f"{resource.name}/")[:40]:
            full = client.get(resource.address_of(row)).json()
            the_shape(resource.full.name).validate(full)
            assert full.keys() == {*resource.full.fields}


def test_refusals_have_the_shape_that_is_described(client):
    for path, status in {"statements/?kind=lie&x=1": 400, "nothing/": 404, "statements/0/": 404}.items():
        the_shape("Error").validate(ask(client, path, status))


@pytest.fixture
def one_transaction():
    """What is asked over WSGI leaves the test's own transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# What asks here would take packed answers, and not unpack them.
UNPACKED = {"Accept-Encoding": "identity"}


def checks_of(case):
    """What is left empty, as forms leave their boxes, is not asked: a description cannot say so of a day or a word."""
    given_values = [value if isinstance(value, list) else [value] for value in (case.query or {}).values()]
    is_left_empty = any(not str(text).strip(", \t\n") for texts in given_values for text in texts or [""])
    return [check for check in CHECKS if not (is_left_empty and check is checks.negative_data_rejection)]


def assert_nothing_is_found(examples):
    """Asks every address whatever the description allows, and what it does not."""
    api = schemathesis.openapi.from_dict(schema())
    api.app = get_wsgi_application()
    quiet = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for operation in api.get_all_operations():
        for mode in schemathesis.GenerationMode:

            @quiet
            @given(operation.ok().as_strategy(generation_mode=mode))
            def ask_it(case):
                case.call_and_validate(base_url="http://testserver", headers=UNPACKED, checks=checks_of(case))

            ask_it()


def test_nobody_finds_anything_that_is_not_as_described(one_transaction):
    records.make_record()
    assert_nothing_is_found(examples=5)


@pytest.mark.slow
def test_nobody_finds_anything_who_asks_a_lot(one_transaction):
    records.make_record()
    assert_nothing_is_found(examples=40)
