"""Where a statement or verification is between the desk and the readers."""

from django.contrib import admin

STAGES = {
    "draft": {"published_at__isnull": True, "submitted_at__isnull": True, "review_note": ""},
    "review": {"published_at__isnull": True, "submitted_at__isnull": False},
    "back": {"published_at__isnull": True, "submitted_at__isnull": True, "review_note__gt": ""},
    "published": {"published_at__isnull": False, "withdrawn_at__isnull": True},
    "withdrawn": {"withdrawn_at__isnull": False},
}
WORDS = {
    "draft": "draft",
    "review": "in review",
    "back": "sent back",
    "published": "published",
    "withdrawn": "withdrawn",
}


def stage_of(entry):
    """The key of an entry's stage."""
    if entry.withdrawn_at:
        return "withdrawn"
    if entry.published_at:
        return "published"
    if entry.submitted_at:
        return "review"
    return "back" if entry.review_note else "draft"


def stage(entry):
    """The word for an entry's stage."""
    return WORDS[stage_of(entry)]


class StageFilter(admin.SimpleListFilter):
    """Draft, in review, sent back, published or withdrawn."""

    title = "stage"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [(key, words.capitalize()) for key, words in WORDS.items()]

    def queryset(self, request, queryset):
        stage = STAGES.get(self.value())
        return queryset.filter(**stage) if stage else queryset
