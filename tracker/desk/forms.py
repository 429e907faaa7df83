"""What every form of the desk does: days in one box, and a refusal shown where the editor can act on it."""

from django import forms

from tracker.partial_dates import PartialDatesFormMixin

_COLUMNS = ("first", "last", "precision")


class RefusableForm:
    """A form whose `refusal`, set when the last try was refused, stands above what was typed."""

    refusal = None

    def _post_clean(self):
        super()._post_clean()
        if self.refusal:
            self.add_error(None, self.refusal)


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
