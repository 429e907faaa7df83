"""Whether words that are being logged are on record already: the speaker's statements that are most like them.

It asks drafts as well as what is public, so it is for those who see statements at the desk.
"""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Value
from django.db.models.functions import Greatest, Left

from tracker.statements.models import Statement

LATEST = 2000  # so many of a speaker's statements are compared, the latest logged: some 50 ms
ALIKE = 0.6  # of the trigrams that the typed words have, so many stand together in the words on record
SHORTEST = 12  # letters: less is like everything
_COMPARED = 400  # letters of each text


def similar_statements(speaker, texts, but=None):
    """Up to five statements of a speaker whose claim or quote is like one of the texts, the most similar first."""
    texts = [" ".join(text.split())[:_COMPARED] for text in texts]
    texts = [text for text in texts if len(text) >= SHORTEST]
    if not texts or speaker is None:
        return []
    latest = Statement.objects.filter(speaker=speaker).exclude(pk=but).order_by("-pk")[:LATEST]
    likeness = [
        TrigramWordSimilarity(Value(text), Left(column, _COMPARED)) for text in texts for column in ("claim", "quote")
    ]
    alike = Statement.objects.filter(pk__in=latest.values("pk")).annotate(likeness=Greatest(*likeness))
    return list(alike.filter(likeness__gte=ALIKE).select_related("speaker").order_by("-likeness", "-pk")[:5])
