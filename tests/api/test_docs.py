"""The page that explains the API can be followed to the letter: its examples are taken from it and run."""

import html
import re
import shutil
import subprocess
import sys

import pytest
from pygments.lexers.r import SLexer
from pygments.token import Error, Punctuation

from tests import records
from tests.pages.reading import links_of, text_of
from tracker.api.resources import RESOURCES

pytestmark = pytest.mark.django_db


def example(client, name):
    """The code of an example, as a reader copies it."""
    page = client.get("/api/v1/").text
    return html.unescape(re.search(rf'id="example-{name}"><code>(.*?)</code>', page, re.DOTALL)[1])


def test_it_names_every_address_parameter_and_field(client):
    text = text_of(client.get("/api/v1/"))
    for resource in RESOURCES:
        assert f"/api/v1/{resource.name}/" in text
        assert {name for name in resource.filter.parameters() if name not in text} == set()
        assert {field for field in resource.full.fields if field not in text} == set()


def test_it_says_what_each_order_is(client):
    orders = re.findall(r"<code>order</code></th><td>(.*?)</td>", client.get("/api/v1/").text)
    assert len(orders) == len(RESOURCES)
    assert not [told for told in orders if re.search(r"</code>:? *[.;]", told)]


def test_every_link_on_it_leads_somewhere(client):
    page = client.get("/api/v1/").text
    anchors = set(re.findall(r'id="([^"]+)"', page))
    inside = {link[1:] for link in links_of(client.get("/api/v1/")) if link.startswith("#")}
    assert inside - anchors - {"main"} == set()


def test_it_is_found_from_every_page(client):
    assert "/api/v1/" in links_of(client.get("/"))
    assert "/api/v1/" in links_of(client.get("/data/"))


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


EXPECTED = "2024-03-01 Rudolf Rassendyll No elephant stays in Strelsau.\n"


@pytest.fixture
def served(client, live_server):
    """The page as the running site shows it, with the addresses of that site."""
    records.make_record()
    client.defaults["HTTP_HOST"] = live_server.url.removeprefix("http://")
    return client


@pytest.mark.django_db(transaction=True)
def test_the_examples_for_the_shell_and_for_python_run(served):
    assert '"claim":"No elephant stays in Strelsau."' in run("bash", "-c", example(served, "curl"))
    assert run(sys.executable, "-c", example(served, "python")) == EXPECTED
    assert run(sys.executable, "-c", example(served, "copy")) == f"{records.LISTED}\n"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_example_for_javascript_runs_in_a_browser(served, page, live_server):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/api/v1/")
    page.evaluate(f"(async () => {{ {example(served, 'javascript')} }})()")
    assert said == [EXPECTED.strip()]


def test_the_example_for_r_is_r(client):
    code = example(client, "r")
    if shutil.which("Rscript"):
        run("Rscript", "-e", "parse(file('stdin'))", input=code)
    tokens = list(SLexer().get_tokens(code))
    assert not [token for kind, token in tokens if kind is Error]
    marks = "".join(token for kind, token in tokens if kind is Punctuation)
    assert all(marks.count(first) == marks.count(last) for first, last in ["()", "{}", "[]"])
