"""The two forms of a statement: one that logs a claim with its source on one page, and one that changes it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from tracker.desk.citing import MoreOfTheSource, boxes_of, known_by_address
from tracker.desk.forms import DeskForm
from tracker.partial_dates import PartialDateFormField
from tracker.sources.models import Origin
from tracker.statements.models import Appearance, Statement
from tracker.vocabulary import Basis, Form, Kind

_WORDS = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
_LINES = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})

# What the boxes of the primary appearance fill.
APPEARANCE_BOXES = {
    "primary_form": "form",
    "primary_basis": "basis",
    "primary_relayed_by": "relayed_by",
    "primary_locator": "locator",
}
_BOX_OF_COLUMN = {column: box for box, column in APPEARANCE_BOXES.items()} | {"language": "quote_language"}


def kind_choices():
    """Each kind with its public definition, so that nobody has to look it up."""
    return [
        (kind.value, format_html('<b>{}</b> <span class="desk-quiet">{}</span>', kind.label, kind.definition))
        for kind in Kind
    ]


class StatementForm(DeskForm):
    """A statement as it is changed later. Its sources are rows of their own below."""

    said_on = PartialDateFormField(label="Said on")
    check_by = PartialDateFormField(
        label="Check by",
        required=False,
        help_text="May stay empty. The day by which the words can be checked: “20 Feb 2022”, “2022”.",
    )

    class Meta:
        model = Statement
        fields = ()
        widgets = {
            "quote": _WORDS,
            "translation": _LINES,
            "claim": _LINES,
            "reading": _WORDS,
            "upheld_if": _LINES,
            "broken_if": _LINES,
            "selected_because": _LINES,
        }
        help_texts = {
            "speaker": "Whose words they are: type a few letters of the name. Add who is new with +.",
            "kind": "",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = kind_choices()


class LogForm(StatementForm, MoreOfTheSource):
    """Logging a claim: the statement, the source that carries it and how that source has it, in one go."""

    no_words = forms.BooleanField(
        label="No words printed",
        required=False,
        help_text="The source only tells what was said. What you write above is kept as its wording, not as a quote.",
    )
    primary_form = forms.ChoiceField(label="Form", choices=[("", "—"), *Form.choices], required=False)
    primary_basis = forms.ChoiceField(label="Basis", choices=Basis.choices, initial=Basis.REPORT)
    primary_relayed_by = forms.ModelChoiceField(
        Origin.objects.all(),
        label="Relayed by",
        required=False,
        help_text="For relayed words only: whose account they are known from.",
    )
    primary_locator = forms.CharField(
        label="Where in the source", required=False, max_length=300, help_text="A paragraph, a page, 12:30."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_day_proposed = False
        self.fields["address"].widget.attrs["autofocus"] = True
        self.fields[
            "quote"
        ].help_text = "Letter for letter as this source prints it, without the outer quotation marks."
        if self.is_bound and not self.data.get("said_on"):
            self._propose_the_day()

    def _propose_the_day(self):
        """Puts the day on which the source came out into the empty box, for the editor to look at."""
        if day := self._day_of_the_source():
            self.data = self.data.copy()
            self.data["said_on"] = day.isoformat()
            self.is_day_proposed = True

    def _day_of_the_source(self):
        """As typed, or as the record has it under the address; None where that cannot be told."""
        try:
            day = self.fields["source_published_on"].clean(self.data.get("source_published_on", ""))
            known = known_by_address(self.data.get("address", "").strip())
        except ValidationError:
            return None
        return day or (known.published_on if known else None)

    def clean_said_on(self):
        if self.is_day_proposed:
            raise ValidationError(
                "Proposed from the day on which the source came out. If the words are of that day, save again.",
                code="proposed",
            )
        return self.cleaned_data["said_on"]

    def clean(self):
        cleaned = super().clean()
        words = cleaned.get("quote", "")
        self._check_words(words)
        language = cleaned.get("quote_language") or self._language_of_the_source()
        if words and not language:
            self.add_error("source_language", "Say in which language the words are printed: en, ru, be.")
            language = "und"  # one message is enough
        self.appearance = Appearance(is_primary=True, wording=words, language=language if words else "")
        for box, column in APPEARANCE_BOXES.items():
            setattr(self.appearance, column, cleaned.get(box) or self.appearance._meta.get_field(column).get_default())
        if cleaned.get("no_words"):
            self.appearance.form, cleaned["quote"], cleaned["quote_language"] = Form.PARAPHRASE, "", ""
        elif words:
            cleaned["quote_language"] = language
        self._check_appearance()
        return cleaned

    def _check_words(self, words):
        no_words, form = self.cleaned_data.get("no_words"), self.cleaned_data.get("primary_form")
        if not words and not no_words and "quote" not in self.errors:
            self.add_error("quote", "Quote the words as printed, or tick “No words printed”.")
        if not form and not no_words:
            self.add_error("primary_form", "Say how the source has the words.")
        if no_words and form and form != Form.PARAPHRASE:
            self.add_error("primary_form", "Where no words are printed, the form is “paraphrase”.")
        if words and not no_words and form == Form.PARAPHRASE:
            self.add_error("no_words", "A paraphrase prints no words: tick this, or choose another form.")

    def _language_of_the_source(self):
        return self.cleaned_data.get("source_language") or getattr(self.known_source, "language", "")

    def _check_appearance(self):
        try:
            self.appearance.full_clean(exclude={"statement", "source", "form"}, validate_unique=False)
        except ValidationError as error:
            for column, errors in error.error_dict.items():
                self.add_error(_BOX_OF_COLUMN.get(column), errors)

    def cite(self, by):
        """Saves the source and, with the statement saved already, its primary appearance."""
        self.appearance.source = super().cite(by)
        self.appearance.statement = self.instance
        self.appearance.save()
        return self.appearance.source


def initial_from(statement, keep):
    """What the next log begins with: the source, speaker, day, form and basis of a statement; with `keep="words"`
    also the words and their kind."""
    primary = statement.appearances.filter(is_primary=True).first()
    initial = {"speaker": statement.speaker_id, "said_on": statement.said_on}
    if primary:
        initial |= boxes_of(primary.source) | {
            box: getattr(primary, column) for box, column in APPEARANCE_BOXES.items()
        }
        initial["primary_relayed_by"] = primary.relayed_by_id
    if keep == "words":
        initial |= {
            "quote": statement.quote or (primary.wording if primary else ""),
            "quote_language": primary.language if primary else statement.quote_language,
            "spoken_language": statement.spoken_language,
            "translation": statement.translation,
            "occasion": statement.occasion,
            "no_words": not statement.quote,
            "kind": statement.kind,
        }
    return initial
