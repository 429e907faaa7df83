"""Pages in Arabic: whatever is still in Latin letters is the record's own, and says in which language it is."""

import pytest

from tests.spoken import LATIN, foreign_words

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_word_of_the_interface_is_left_in_another_language(client, full_site):
    """What a reader asked for stands on the page as it was asked."""
    found = {}
    for kind, address in full_site.items():
        page = client.get(address if address.startswith("/api/") else f"/ar{address}")
        if page.headers["Content-Language"] == "ar":
            found[kind] = foreign_words(page.text, "ar", names=LATIN.findall(address))
    assert len(found) > 20
    assert {kind: words for kind, words in found.items() if words} == {}


def test_words_of_the_record_say_their_language_on_a_page_in_another_one_only(client, full_site):
    assert 'lang="en-gb"' in client.get(f"/ar{full_site['claim']}").text
    assert (
        client.get(full_site["claim"]).text.count(' lang="en-gb"') == 2
    )  # the page itself, and the link to its language
