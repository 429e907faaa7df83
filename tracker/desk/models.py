"""What a person at the desk keeps for himself or herself. No part of the record: readers never see it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.texts import Line


class SavedFilter(models.Model):
    """A list of the desk as somebody once asked for it, by a name of his or her own, to be asked again."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", help_text=_("Nobody else sees it.")
    )
    list = models.CharField(max_length=30, help_text=_("What it lists: statement, verification."))
    name = Line(max_length=60)
    query = models.CharField(max_length=1000, help_text=_("What is asked, as it stands in the address of the list."))

    class Meta:
        ordering = ["list", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="saved_filter_name_stands_once",
                violation_error_message=_(
                    "You have a list of this name already: delete it first, or take another name."
                ),
            ),
        ]

    def __str__(self):
        return self.name
