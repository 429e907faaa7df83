"""What text and which addresses the record accepts, in Python and in the database.

Text is Unicode in normal form C. Refused are control characters (C0 and C1, but newline and tab),
noncharacters, lone surrogates, and the bidirectional embeddings, overrides and isolates with which a text
can show itself in another order than it is stored. Joiners and direction marks (ZWNJ, ZWJ, LRM, RLM) are
spelling and stay. What is only white space is empty. Languages are BCP 47 tags.
"""

import hashlib
import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

import langcodes
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from w3lib.url import canonicalize_url, url_query_cleaner

from tracker.languages import once

_REFUSED = (
    r"\u0001-\u0008\u000b-\u001f\u007f-\u009f"  # C0 and C1 but tab and newline; PostgreSQL cannot hold U+0000
    r"\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    r"\ufdd0-\ufdef"  # noncharacters, with the last two of each plane
) + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
_REFUSED_PATTERN = re.compile(f"[\\u0000{_REFUSED}\\ud800-\\udfff]")
# What ends a line: newline, and the two characters that Unicode made for it.
_LINE_ENDS = r"\n\u2028\u2029"


def clean_text(value):
    """The text in normal form C with newlines as \\n, empty when it is only white space. Raises ValidationError
    naming a character refused."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if found := _REFUSED_PATTERN.search(value):
        character = found.group()
        name = unicodedata.name(character, _("a control character or noncharacter"))
        raise ValidationError(
            _(
                "Character %(code)s (%(name)s) at position %(place)d cannot be stored: it is invisible and can change "
                "how the text reads. Delete it and type the place again."
            )
            % {"code": f"U+{ord(character):04X}", "name": name, "place": found.start() + 1},
            code="character",
        )
    return "" if value.isspace() else value


def is_history(model):
    """Whether the model keeps events of another. Its text was checked there, and is only copied by the database."""
    return any(field.name == "pgh_label" for field in model._meta.local_fields)


class _CleanTextMixin:
    """A text column that refuses what `clean_text` refuses, through forms, the ORM and plain SQL alike."""

    one_line = False

    def to_python(self, value):
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        value = clean_text(value)
        if self.one_line and re.search(f"[{_LINE_ENDS}]", value):
            raise ValidationError(_("This is one line: write it without a line break."), code="one_line")
        return value

    def pre_save(self, model_instance, add):
        """Normal form C also for what comes by the ORM; what is refused raises ValidationError."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def db_check(self, connection):
        if is_history(self.model):
            return None
        refused = _REFUSED + (_LINE_ENDS if self.one_line else "")
        column = connection.ops.quote_name(self.column)
        # What has one byte a character is ASCII, which is in every normal form: asked first, because it is soon known.
        is_nfc = f"(octet_length({column}) = length({column}) OR {column} IS NFC NORMALIZED)"
        return f"{column} !~ '[{refused}]' AND {column} !~ '^\\s+$' AND {is_nfc}"


class Line(_CleanTextMixin, models.CharField):
    """One line of clean text."""

    one_line = True

    def __init__(self, *args, max_length=300, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)


class Prose(_CleanTextMixin, models.TextField):
    """Clean plain text; paragraphs are parted by an empty line. No markup."""


class LanguageTag(models.CharField):
    """A BCP 47 language tag in its standard spelling: "en", "ru", "zh-Hant"."""

    def __init__(self, *args, max_length=35, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return value
        if not langcodes.tag_is_valid(value):
            raise ValidationError(
                _("“%(value)s” is no language tag (BCP 47). Examples: en, ru, be, uk, ar, zh-Hant.") % {"value": value},
                code="language",
            )
        return langcodes.standardize_tag(value)

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def db_check(self, connection):
        if is_history(self.model):
            return None
        return f"{connection.ops.quote_name(self.column)} ~ '^([A-Za-z]{{2,8}}(-[A-Za-z0-9]{{1,8}})*)?$'"


@once
def language_name(tag):
    """The language's name in the language of the page: "Russian"."""
    return langcodes.get(tag).display_name(get_language() or settings.LANGUAGE_CODE) if tag else ""


@once
def country_name(code, name):
    """A country's name in the language of the page; in the usual language it is the one on record."""
    spoken = get_language() or settings.LANGUAGE_CODE
    if spoken == settings.LANGUAGE_CODE:
        return name
    return langcodes.Language.make(territory=code).territory_name(spoken)


# The shape that Python and PostgreSQL check alike: no user, no space, quotation mark, backslash or angle bracket.
_ADDRESS_PATTERN = rf"""https?://[^\s/?#@\\<>"{_REFUSED}]+([/?#][^\s\\<>"{_REFUSED}]*)?"""


class WebAddress(models.CharField):
    """An http or https address, kept as given. Compare by `address_key`, never by the address itself."""

    def __init__(self, *args, max_length=2000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        if value:
            check_address(value)
        return value

    def pre_save(self, model_instance, add):
        return self.to_python(super().pre_save(model_instance, add))

    def db_check(self, connection):
        if is_history(self.model):
            return None
        return f"{connection.ops.quote_name(self.column)} ~* '^({_ADDRESS_PATTERN})?$'"


_ADDRESS = re.compile(_ADDRESS_PATTERN, re.IGNORECASE)


def check_address(address):
    """Raises ValidationError saying what is wrong with an address, or returns it as it is."""
    problem = None
    if not re.match(r"https?://", address, re.IGNORECASE):
        problem = _("it has to begin with https:// or http://")
    elif "@" in re.split(r"[/?#]", address.split("://", 1)[1], maxsplit=1)[0]:
        problem = _("a name or password before the host (…@) is not part of an address that readers can open")
    elif not _ADDRESS.fullmatch(address) or _REFUSED_PATTERN.search(address):
        problem = _("it holds a space, quotation mark, backslash, angle bracket or invisible character")
    else:
        problem = _host_problem(address)
    if problem:
        words = _("“%(address)s” cannot be used as a web address: %(reason)s.")
        raise ValidationError(words % {"address": address[:100], "reason": problem}, code="address")
    return address


def _host_problem(address):
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("the host or the port cannot be read")
    try:
        number = ipaddress.ip_address(host)
        is_public = number.is_global and not number.is_multicast
        return None if is_public else _("the host is not on the public internet")
    except ValueError:
        pass
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return _("the host is not a name")
    if not re.fullmatch(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*\.?", ascii_host):
        return _("the host is not a name like example.org")
    last_label = ascii_host.rstrip(".").rsplit(".", 1)[1]
    if last_label in _NOT_PUBLIC or re.fullmatch("0x[0-9a-f]*", last_label):  # browsers read 127.0.0.0x1 as a number
        return _("the host is not on the public internet")
    return None


# Names that never lead to the public internet (RFC 6761, RFC 6762, and what ICANN reserved for private use).
_NOT_PUBLIC = {"localhost", "local", "internal", "invalid", "test"}


# Added by whoever shares a link; never part of which page it is.
_TRACKING = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "fbclid",
    "gclid",
]


# Percent signs make a Cyrillic address six times as long, and an index row holds 2,700 bytes.
KEY_LENGTH = 1000


def address_key(address):
    """One key for all spellings of an address: without scheme, www., port, fragment, tracking parameters and
    final slash; host in lower case, query sorted. Empty for no address. A very long one ends in a digest."""
    if not address:
        return ""
    cleaned = canonicalize_url(url_query_cleaner(check_address(address), _TRACKING, remove=True, unique=False))
    parts = urlsplit(cleaned)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    key = f"{host}{port}{parts.path.rstrip('/')}{query}"
    return key if len(key) <= KEY_LENGTH else key[: KEY_LENGTH - 65] + "#" + hashlib.sha256(key.encode()).hexdigest()


def sort_key(name):
    """The name folded for ordering where the database has no ICU: no accents, no case, single spaces.

    Order by it with COLLATE "C", so that every server sorts alike.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())[:300]
