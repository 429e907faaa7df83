"""How tests read a page: as the words that a reader sees, or the links that he or she can follow."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.links, self.headings = [], [], []
        self._heading = None

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links.append(dict(attributes).get("href"))
        if tag in ("h1", "h2", "h3"):
            self._heading = []
        # Blocks end a word; marks and times stand inside a sentence.
        if tag not in ("a", "b", "span", "time", "cite", "svg", "path", "circle", "rect", "s"):
            self.words.append(" ")

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "h3"):
            self.headings.append(" ".join("".join(self._heading).split()))
            self._heading = None

    def handle_data(self, data):
        self.words.append(data)
        if self._heading is not None:
            self._heading.append(data)


def _read(response):
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join("".join(_read(response).words).split())


def links_of(response):
    """Where a page's links lead."""
    return _read(response).links


def headings_of(response):
    return _read(response).headings
