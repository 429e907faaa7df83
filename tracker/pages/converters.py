"""The parts of addresses that change from page to page."""


class WordConverter:
    """A slug, in any script."""

    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class AnythingConverter(WordConverter):
    """The part of an address that is only for people to read: another one leads to the right one."""

    regex = r"[^/]*"


class CountryCodeConverter(WordConverter):
    regex = r"[A-Za-z]{2}"
