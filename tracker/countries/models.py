"""Countries: a fixed list, so that a country is never spelled in two ways."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.addresses import address_of
from tracker.texts import Line, country_name


class Country(models.Model):
    """A country by its ISO 3166-1 alpha-2 code (and XK for Kosovo, as many standards do). Listing a country here
    says nothing about anyone's recognition of it."""

    code = models.CharField(primary_key=True, max_length=2, help_text=_("ISO 3166-1 alpha-2, or XK."))
    name = Line(max_length=100, unique=True, help_text=_("The usual English name."))

    class Meta:
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="country_code_is_two_letters",
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("A country code is two capital letters: BY, UA, RU."),
            ),
        ]

    def __str__(self):
        return country_name(self.code, self.name)

    def get_absolute_url(self):
        return address_of("country", self.code)
