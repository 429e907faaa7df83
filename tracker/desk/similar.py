"""Whether words that are being logged are on record already: the speaker's statements that are most like them.

It asks drafts as well as what is public, so it is for those who see statements at the desk.
"""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Value
from django.db.models.functions import Greatest, Left

from tracker.statements.models import Statement

# The work has a limit, however much of a speaker is on record: the latest logged are compared, by their beginnings.
LATEST = 1000
COMPARED = 200  # letters
ALIKE = 0.6  # of the trigrams that the typed words have, so many stand together in the words on record
SHORTEST = 12  # letters: less is like everything


def similar_statements(speaker, but=None, **typed):
    """Up to five statements of a speaker whose claim or quote is like the typed one, the most similar first."""
    texts = {column: " ".join(text.replace("\0", " ").split())[:COMPARED] for column, text in typed.items()}
    texts = {column: text for column, text in texts.items() if len(text) >= SHORTEST}
    if not texts or speaker is None:
        return []
    latest = Statement.objects.filter(speaker=speaker).exclude(pk=but).order_by("-pk")[:LATEST]
    likeness = [TrigramWordSimilarity(Value(text), Left(column, COMPARED)) for column, text in texts.items()]
    alike = Statement.objects.filter(pk__in=latest.values("pk")).annotate(
        likeness=Greatest(*likeness, Value(0.0)),
    )
    return list(alike.filter(likeness__gte=ALIKE).select_related("speaker").order_by("-likeness", "-pk")[:5])
