"""Names that readers see: a change of them is public at once, so that it is for those who may correct."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EDITORS_ONLY = _("Readers see this, so only an editor changes it. Nothing was saved.")


class ShownToReaders:
    """For the admin of something that pages name by itself, without a locked copy of its words."""

    is_public = None  # tells whether readers see a thing

    def may_change_in_public(self, request):
        return request.user.has_perm("tracker.correct_statement")

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or self.may_change_in_public(request) or not self.is_public(obj))

    def has_delete_permission(self, request, obj=None):
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and (obj is None or self.may_change_in_public(request) or not self.is_public(obj))

    def save_model(self, request, obj, form, change):
        """What is new may stand on a public page too: another office of somebody whom readers know."""
        if not self.may_change_in_public(request) and self.is_public(obj):
            raise ValidationError(EDITORS_ONLY, code="editors_only")
        super().save_model(request, obj, form, change)
