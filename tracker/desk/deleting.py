"""Deleting many at once: only as the confirming page had shown them."""

from django.contrib.admin.actions import delete_selected

from tracker.desk import history_page
from tracker.desk.meanwhile import MARK, ChangedMeanwhile, mark_of, one_at_a_time


def delete_as_seen(model_admin, request, queryset):
    """The stock page that asks once more, with the mark of all that it lists."""
    things = [(model_admin.model, pk) for pk in queryset.order_by("pk").values_list("pk", flat=True)]
    if not request.POST.get("post"):
        request.mark = mark_of(*things)
        return delete_selected(model_admin, request, queryset)
    try:
        with one_at_a_time(request.POST.get(MARK, ""), *things):
            return delete_selected(model_admin, request, queryset)
    except ChangedMeanwhile as refusal:
        return history_page.back_with_what_changed(request, refusal, request.get_full_path())
