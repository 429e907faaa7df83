"""What the rules of the database say when they refuse, once more for translators: they read no SQL.

Each sentence stands here as it stands in a `rules.sql` or in a trigger of a model, with %s for what it names; one that
is missing fails tests/database/test_sentences.py.
"""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    # Statements
    _("No statement without a source: add the source that carries it, and mark one as primary."),
    _("The primary source prints the words, so the quote has to stand here; if it only tells them, its form is “paraphrase”."),  # noqa: E501
    _("The primary source only tells the words (paraphrase), so there is no quote: leave it empty, the claim carries it."),  # noqa: E501
    _("The quote and the wording of the primary source differ: the quote is that wording letter for letter."),
    _("The source by %s came out before the words were said: one of the two days is wrong."),
    _("This source came out before the words were said: one of the two days is wrong."),
    _("The day of the words lies in the future."),
    _("Say in which office the speaker spoke: choose the tenure, or write the label."),
    _("Say in which office %s speaks here: choose the tenure, or write the label."),
    _("The tenure chosen is another official’s."),
    _("The tenure chosen for %s is another official’s."),
    _("The tenure chosen did not cover the day of the words."),
    _("The tenure chosen for %s did not cover the day of the words."),
    _("The speaker cannot be a voice of the same statement as well."),
    _("A link runs from the later statement to the earlier one: swap the two."),
    _("The link with #%s runs from the earlier statement to the later one: swap the two."),
    _("Both statements are published, so their link stays."),
    _("“%s” was locked by publication and stays as it is. Make a correction instead."),
    _("“%s” was locked by publication: only an empty criterion may be filled, once. Make a correction instead."),
    _("The statement is published, and its %s was locked with it."),
    _("A withdrawal and its reason stay as they are: log it anew."),
    _("A published statement is never deleted: withdraw it with a reason instead."),
    _("This belongs to another statement and cannot be moved: add it there."),
    _("A new entry is a draft first: publish it in a second step, when its parts are there."),
    # Verifications
    _("The statement is not public: publish it first."),
    _("A position takes no finding: log the later words and link them."),
    _("The statement has no criteria, so nothing says what would uphold it: fill them in first."),
    _("The statement has no breaking criterion, so nothing can break it: fill in “broken if” first."),
    _("The day from which the fact was public lies after our publication."),
    _("What was public before the words were said cannot decide a commitment or a prediction."),
    _("The new day lies before the words were said."),
    _("This finding needs evidence for the claim: add at least one source."),
    _("This finding needs evidence against the claim: add at least one source."),
    _("Nothing for the claim had happened and was out by the day from which you say the fact was public."),
    _("Nothing against the claim had happened and was out by the day from which you say the fact was public."),
    _("All evidence for the claim is the speaker’s own account: repeating himself or herself is no evidence."),
    _("The source by %s came out before the event that it is said to report."),
    _("The source by %s came out before the words were said: it can be context, but decides nothing of a commitment or a prediction."),  # noqa: E501
    _("High confidence needs two origins; with one, name the primary record or whose admission it is."),
    _("The verification is published, and its evidence was locked with it: add a new verification instead."),
    _("A published verification is never deleted: withdraw it with a reason instead."),
    _("What is published rests on this source, so its origin stays: correct it to another one."),
    # Addresses
    _("The word in its address stays as it is: others link to it."),
    _("A former address leads to the page for good: it stays."),
    _("This page has its address: change the word, but do not empty it."),
    _("This word was in another official’s address and leads there: choose another one."),
)  # fmt: skip
_NAMED = "(.+)"
_PATTERNS = [
    (re.compile(_NAMED.join(map(re.escape, sentence.split("%s"))), re.DOTALL), sentence) for sentence in SENTENCES
]


def in_words(message):
    """What a rule of the database said, in the language of whoever reads it."""
    for pattern, sentence in _PATTERNS:
        if found := pattern.fullmatch(message):
            # What is named may be a column or a part, which has a name in every language, or somebody's own name.
            return gettext(sentence) % tuple(gettext(name) for name in found.groups())
    return message
