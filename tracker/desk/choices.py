"""How things are offered in a choice: found by a few letters, in words that tell two alike apart."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

# As many as a person looks through.
OFFERED = 20


def choice_label(model_admin, thing):
    """The admin's own `choice_label` for a thing, or its plain name."""
    label = getattr(model_admin, "choice_label", None)
    return label(thing) if label else str(thing)


class ChoiceJsonView(AutocompleteJsonView):
    """Choices by a few letters. Only for those who may see the things themselves."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": choice_label(self.model_admin, obj)}


class ChoiceByLetters(AutocompleteSelect):
    """A choice by a few letters that works without script too: then they are typed into a box beside it and sent with
    the form. One thing that is found is taken; of several the editor chooses, from the list that comes back."""

    UNCLEAR = _("%(value)s finds nothing, or more than one: choose from the list, or type more of the name.")

    def __init__(self, field, admin_site, request, **options):
        super().__init__(field, admin_site, **options)
        self.model_admin = admin_site.get_model_admin(field.remote_field.model)
        self.request = request

    def render(self, name, value, attrs=None, renderer=None):
        letters = _letters_in(value)
        box_id = f"{(attrs or {}).get('id', name)}_named"
        return super().render(name, value, attrs, renderer) + format_html(
            '<noscript><label class="desk-named" for="{0}">{1}<span class="visually-hidden"> {2}</span></label>'
            '<input type="text" id="{0}" name="{3}_named" value="{4}" autocomplete="off"></noscript>',
            box_id,
            _("Letters of the name:"),
            self.field.verbose_name,
            name,
            letters,
        )

    def value_from_datadict(self, data, files, name):
        """What is chosen; or else the one thing that typed letters find, or the letters, which no list offers."""
        chosen = super().value_from_datadict(data, files, name)
        letters = data.get(f"{name}_named", "").strip()
        if chosen or not letters:
            return chosen
        found = list(self._found(letters)[:2])
        return str(found[0].pk) if len(found) == 1 else f"“{letters}”"

    def optgroups(self, name, value, attrs=None):
        """What is chosen; after letters that were not clear, what they find."""
        letters = _letters_in(value[0] if value else "")
        if not letters:
            return super().optgroups(name, value, attrs)
        offered = [("", "—"), *((thing.pk, choice_label(self.model_admin, thing)) for thing in self._found(letters))]
        options = [self.create_option(name, key, words, False, place) for place, (key, words) in enumerate(offered)]
        return [(None, options, 0)]

    def _found(self, letters):
        """What the script would offer for the same letters to the same person."""
        if not self.model_admin.has_view_permission(self.request):
            return self.field.remote_field.model.objects.none()
        things = self.model_admin.get_queryset(self.request).complex_filter(self.field.get_limit_choices_to())
        found, has_twins = self.model_admin.get_search_results(self.request, things, letters)
        return (found.distinct() if has_twins else found)[:OFFERED]


def _letters_in(value):
    """The letters that stand in the place of a choice."""
    text = str(value or "")
    return text[1:-1] if text.startswith("“") else ""
