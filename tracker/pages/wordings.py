"""The wordings of one statement side by side: by language, by whose account they are, and where they differ.

Only wordings of one language are compared, each with the one that we judge. A paraphrase tells the words in its own,
so it is compared with nothing.
"""

from dataclasses import dataclass

from tracker.catalogue import accounts
from tracker.catalogue.word_by_word import runs
from tracker.vocabulary import Form


@dataclass(frozen=True)
class Wording:
    """What one or more sources of one origin print, letter for letter."""

    appearances: list
    runs: tuple  # as `word_by_word.runs` has them, from the judged wording to this one

    @property
    def first(self):
        """One of those that print it; the judged one, where it is among them."""
        return self.appearances[0]

    @property
    def is_primary(self):
        return self.first.is_primary

    @property
    def pieces(self):
        """All that it prints, in order, as triples: the white space before it, the text, whether that is other."""
        shown = ((what == "new", text) for what, text in self.runs if what != "gone")
        return [(text[: len(text) - len(text.lstrip())], text.lstrip(), is_other) for is_other, text in shown]

    @property
    def lacks(self):
        """What the judged wording has in these places, and this one has not."""
        return [text.strip() for what, text in self.runs if what == "gone" and text.strip()]

    @property
    def only_here(self):
        return [text.strip() for what, text in self.runs if what == "new" and text.strip()]


@dataclass(frozen=True)
class Told:
    """The wordings that carry one account, in one language."""

    account: accounts.Account
    wordings: list

    @property
    def has_primary(self):
        return any(wording.is_primary for wording in self.wordings)


@dataclass(frozen=True)
class InOneLanguage:
    """All wordings in one language; an empty one holds the sources whose wording is not on record."""

    language: str
    is_spoken: bool
    told: list

    @property
    def has_marks(self):
        return any(wording.only_here for told in self.told for wording in told.wordings)


def side_by_side(statement, appearances):
    """The wordings of each language, that of the judged one first, each by whose account they are."""
    primary = next(appearance for appearance in appearances if appearance.is_primary)
    in_order = dict.fromkeys(_language(row) for row in [primary, *appearances])
    languages = sorted(in_order, key=lambda tag: (tag != _language(primary), not tag))
    return [
        InOneLanguage(
            language=language,
            is_spoken=bool(language) and language == _base(statement.spoken_language),
            told=_by_account([row for row in appearances if _language(row) == language], primary),
        )
        for language in languages
    ]


def _language(appearance):
    return _base(appearance.language) if appearance.wording else ""


def _base(tag):
    """The language without its region or script: British and American English are compared."""
    return tag.split("-")[0].lower()


def _by_account(rows, primary):
    return [Told(account, _printed_alike(account.rows, primary)) for account in accounts.by_origin(rows).accounts]


def _printed_alike(rows, primary):
    """The rows by what they print: sources that print the same stand under one wording."""
    in_order = {}
    for row in rows:
        key = (row.wording, row.language, row.form, row.basis, row.relayed_by_id)
        in_order.setdefault(key, []).append(row)
    return [Wording(alike, _compared(alike[0], primary)) for alike in in_order.values()]


def _compared(row, primary):
    """The wording in pieces where it can be compared with the judged one, else in one."""
    is_comparable = (
        _language(row) == _language(primary) and Form.PARAPHRASE not in (row.form, primary.form) and row.wording
    )
    return runs(primary.wording, row.wording) if is_comparable else (("same", row.wording),)
