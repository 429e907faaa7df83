"""What somebody logged last in this sitting, so that the next claim begins with what the two may share."""

from datetime import datetime, timedelta

from django.utils import timezone

from tracker.statements.models import Statement

SITTING = timedelta(hours=3)  # after a longer break nothing is taken over
_KEY = "last_claim"


def remember_claim(request, statement):
    request.session[_KEY] = {"statement": statement.pk, "at": timezone.now().isoformat()}


def last_claim(request):
    """The statement that this person logged last in this sitting, or None."""
    last = request.session.get(_KEY)
    if not last or timezone.now() - datetime.fromisoformat(last["at"]) > SITTING:
        return None
    return Statement.objects.filter(pk=last["statement"]).first()
