"""Boxes in a table stand below the name of their column, and have none of their own: here each gets one."""

from django.forms import BaseInlineFormSet


class NamedBoxes(BaseInlineFormSet):
    """Rows of a form's table, each box named after its column, for those who cannot see where it stands."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for box in form.fields.values():
            if box.label:
                widget = getattr(box.widget, "widget", box.widget)  # without the “+” around it
                widget.attrs.setdefault("aria-label", box.label)
