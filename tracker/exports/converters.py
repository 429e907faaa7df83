"""The ends of addresses that ask for a file."""

from tracker.catalogue.formats import REFERENCES, STATEMENT_LISTS, TABLES


class TableConverter:
    """A table of anything: csv, xlsx, json, jsonl."""

    formats = TABLES
    regex = "|".join(formats)

    def to_python(self, value):
        return self.formats[value]

    def to_url(self, value):
        return getattr(value, "suffix", value)


class StatementListConverter(TableConverter):
    """A list of statements: the same, and ics."""

    formats = STATEMENT_LISTS
    regex = "|".join(formats)


class ReferenceConverter(TableConverter):
    """How to cite something, for a program: bib, csl.json."""

    formats = REFERENCES
    regex = "|".join(formats).replace(".", r"\.")
