"""How things are offered in a choice: found by a few letters, in words that tell two alike apart."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


def choice_label(model_admin, thing):
    """The admin's own `choice_label` for a thing, or its plain name."""
    label = getattr(model_admin, "choice_label", None)
    return label(thing) if label else str(thing)


class ChoiceJsonView(AutocompleteJsonView):
    """Choices by a few letters. Only for those who may see the things themselves."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": choice_label(self.model_admin, obj)}
