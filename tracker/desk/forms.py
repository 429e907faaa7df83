"""What every form of the desk does: days in one box, and a refusal shown where the editor can act on it."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracker.partial_dates import PartialDate, PartialDateFormField, PartialDatesFormMixin
from tracker.vocabulary import Precision

_COLUMNS = ("first", "last", "precision")
_EXACTNESS = {
    Precision.DAY: _("%(day)s, to the day"),
    Precision.WEEK: _("%(day)s, Monday to Sunday"),
    Precision.MONTH: _("%(day)s, to the month"),
    Precision.YEAR: _("%(day)s, to the year"),
    Precision.BETWEEN: _("%(day)s, both included"),
}


def said_back(day):
    """How a typed day was understood: “16 February 2022, to the day”."""
    return _EXACTNESS[Precision(day.precision)] % {"day": day}


class DayBox(forms.TextInput):
    """A box for a day that says back what it was understood as: by itself when the page is shown, and with the
    script while somebody types."""

    def __init__(self, attrs=None):
        super().__init__({"data-desk": "day", "autocomplete": "off", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, value, attrs, renderer)
        return format_html(
            '{}<span class="desk-read" id="{}_read" role="status">{}</span>',
            box,
            (attrs or {}).get("id", name),
            self._understood(value),
        )

    def _understood(self, value):
        try:
            return said_back(PartialDate.parse(value)) if value else ""
        except ValueError:
            return ""  # the message above the box says why


class DayField(PartialDateFormField):
    """A day as people write it, said back."""

    widget = DayBox

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("As exactly as it is known: “16 Feb 2022”, “Feb 2022”, “14–16 Feb 2022”."))
        super().__init__(**kwargs)


# The button that has a form looked at, and not saved; and what is then said of it.
CHECK = "_check"
LOOKED_AT = _("Nothing is saved yet: this was only checked.")


class RefusableForm:
    """A form whose `refusal`, set when the last try was refused, stands above what was typed."""

    refusal = None
    is_only_looked_at = False  # set where a button asks for no more

    def _post_clean(self):
        super()._post_clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        if self.is_only_looked_at:
            self.add_error(None, LOOKED_AT)


class DeskForm(RefusableForm, PartialDatesFormMixin, forms.ModelForm):
    """A form of the record, with its days in one box each."""

    def _partial_date_names(self):
        """Only the days of the thing itself; other boxes, such as a source's day, are the form's own business."""
        return [name for name in super()._partial_date_names() if hasattr(type(self.instance), name)]

    def _get_validation_exclusions(self):
        """The three columns behind a box are checked with it, so that the model's rules on days speak up here."""
        checked = {
            f"{name}_{part}" for name in self._partial_date_names() if name in self.cleaned_data for part in _COLUMNS
        }
        return super()._get_validation_exclusions() - checked
