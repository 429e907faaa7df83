"""Logging a statement: who held which office then, and what the page will print beside the name."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tracker.officials.models import Tenure


@dataclass(frozen=True)
class OfficeThen:
    """The office an official held on a day: a tenure, or the reason why none could be told."""

    tenure: Tenure | None
    warning: str = ""


def office_on(official, day):
    """The one tenure that covers every possible day. With none or several it says so and guesses nothing."""
    tenures = list(Tenure.objects.filter(official=official).surely_on(day).select_related("office__country"))
    if len(tenures) == 1:
        return OfficeThen(tenures[0])
    if tenures:
        titles = get_text_list([tenure.office.title for tenure in tenures], _("and"))
        words = _("%(official)s held several offices %(on_day)s: %(offices)s. Choose one.")
        said = words % {"official": official, "on_day": day.on_words, "offices": titles}
        return OfficeThen(None, said)
    words = _("No tenure on record says which office %(official)s held %(on_day)s.")
    return OfficeThen(None, words % {"official": official, "on_day": day.on_words})


def tenure_warning(tenure, official, day):
    """What is wrong with a chosen tenure for this official and day; empty when nothing is."""
    if tenure is None:
        return office_on(official, day).warning
    if tenure.official_id != official.pk:
        words = _("“%(tenure)s” is a tenure of %(owner)s, not of %(official)s.")
        return words % {"tenure": tenure, "owner": tenure.official, "official": official}
    if not Tenure.objects.filter(pk=tenure.pk).on(day).exists():
        return _("“%(tenure)s” does not cover the day of the words, %(day)s.") % {"tenure": tenure, "day": day}
    return ""


def fill_frozen_words(statement):
    """Fills what is still empty of the speaker's and the voices' tenure, label and country, as of that day.

    Publication locks them. What an editor wrote stays as it is.
    """
    fill_words_of_speaker(statement)
    for voice in statement.voices.select_related("official__country", "tenure__office__country"):
        fill_words_of_voice(voice, statement.said_on)
        voice.save()


def fill_words_of_speaker(statement):
    """The same for the speaker alone, and nothing is saved."""
    if statement.tenure is None and not statement.speaker_label:
        statement.tenure = office_on(statement.speaker, statement.said_on).tenure
    statement.speaker_label, statement.country = _label_and_country(
        statement.speaker, statement.tenure, statement.speaker_label, statement.country
    )


def fill_words_of_voice(voice, said_on):
    """The same for one voice of words of that day, and nothing is saved."""
    if voice.tenure is None and not voice.label:
        voice.tenure = office_on(voice.official, said_on).tenure
    voice.label, voice.country = _label_and_country(voice.official, voice.tenure, voice.label, voice.country)


def _label_and_country(official, tenure, label, country):
    office = tenure.office if tenure else None
    return label or (office.title if office else ""), country or (office.country if office else official.country)
