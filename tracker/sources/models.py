"""What can be cited, who published it, and whose account it is."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.languages import phrase
from tracker.partial_dates import PartialDateAttribute, partial_date_check, partial_date_columns
from tracker.texts import LanguageTag, Line, WebAddress, address_key
from tracker.vocabulary import AttributionBasis, SourceKind, label_of, word_check


def kept_address():
    """The trigger of what keeps no former addresses: the word in its address, once given, stays."""
    return pgtrigger.Trigger(
        name="keep_address",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug"), old__slug__isnull=False),
        func="PERFORM tracker_refuse('address_stays', 'The word in its address stays as it is: others link to it.'); "
        "RETURN NULL;",
    )


class Publisher(models.Model):
    """Who brings a source out: a newspaper, an agency, a ministry's press office."""

    name = Line(max_length=200, unique=True, help_text=_("As it calls itself: “The Moscow Times”."))
    slug = models.SlugField(
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        allow_unicode=True,
        help_text=_("Its word in addresses; given when a statement that rests on it is first published."),
    )
    interest = Line(
        blank=True,
        default="",
        help_text=_("What a reader has to know to weigh it, in one sentence: “Russian state agency”."),
    )

    class Meta:
        ordering = ["name"]
        triggers = [kept_address()]

    def __str__(self):
        return self.name


class Origin(models.Model):
    """Whose account a source carries: an agency, a body or a person. Accounts with one origin count as one."""

    name = Line(max_length=200, unique=True, help_text=_("“AFP”, “Ministry of Defence of Belarus”."))

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Source(models.Model):
    """One thing that can be cited: one row an address. Print, broadcasts and letters have none."""

    url = WebAddress(
        "address",
        blank=True,
        default="",
        help_text=_("Kept as you paste it. Empty for print, a broadcast or a letter."),
    )
    url_key = models.CharField(
        max_length=2000,
        blank=True,
        default="",
        editable=False,
        help_text=_("The address with all its spellings made one; kept by the record itself."),
    )
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="sources", help_text=_("Who brought it out."))
    title = Line(max_length=500, blank=True, default="", help_text=_("As printed."))
    author = Line(blank=True, default="", help_text=_("As printed."))
    published_on_first, published_on_last, published_on_precision = partial_date_columns(
        blank=True, help_text=_("The day it came out.")
    )
    published_on = PartialDateAttribute()
    language = LanguageTag(blank=True, default="", help_text=_("The language it is in: en, ru, be."))
    is_machine_translated = models.BooleanField(
        default=False, help_text=_("The whole source is a machine’s translation.")
    )
    kind = models.CharField(max_length=10, choices=SourceKind, default=SourceKind.ARTICLE)
    get_kind_display = label_of("kind", SourceKind)
    archived_url = WebAddress(
        "archived copy",
        blank=True,
        default="",
        help_text=_("Address of a copy that nobody involved can change."),
    )
    seen_on = models.DateField(null=True, blank=True, help_text=_("The day somebody here last read it."))
    gone_on = models.DateField(
        null=True, blank=True, help_text=_("The day we found it deleted or changed. Its words stay on record.")
    )
    origins = models.ManyToManyField(Origin, through="Attribution", related_name="sources")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # /api/v1/sources/<id>/: the public identifier of a source is made from its address.
            models.Index(MD5("url_key"), name="source_by_identifier"),
        ]
        constraints = [
            word_check("source", "kind", SourceKind),
            # The desk recognises a known source by it: one row an address, however it is spelled.
            models.UniqueConstraint(
                fields=["url_key"],
                condition=~Q(url_key=""),
                name="source_address_is_known_once",
                violation_error_message=_("This address is on record already: choose the known source."),
            ),
            models.CheckConstraint(
                name="source_key_follows_address",
                condition=Q(url="", url_key="") | (~Q(url="") & ~Q(url_key="")),
                violation_error_message=_("The key of an address is made by the record itself."),
            ),
            models.CheckConstraint(
                name="source_without_address_is_described",
                condition=~Q(url="") | (~Q(title="") & Q(published_on_first__isnull=False)),
                violation_error_message=_("Without an address a source needs its title, its publisher and its day."),
            ),
            models.CheckConstraint(
                name="source_gone_after_seen",
                condition=Q(gone_on__isnull=True) | Q(seen_on__isnull=True) | Q(gone_on__gte=F("seen_on")),
                violation_error_message=_("It cannot be found gone before it was last read."),
            ),
            partial_date_check("source", "published_on", blank=True),
        ]

    def __str__(self):
        words = str(self.publisher)
        if self.published_on:
            words = phrase(gettext("{words}, {day}"), words=words, day=self.published_on)
        if self.title:
            return phrase("{words}: {title}", words=words, title=self.title)
        return phrase("{words} ({address})", words=words, address=self.url_key) if self.url else words

    def save(self, *args, update_fields=None, **kwargs):
        self.url_key = address_key(self.url)
        if update_fields is not None and "url" in update_fields:
            update_fields = {*update_fields, "url_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude=exclude)
        self.url_key = address_key(self.url)


class Attribution(models.Model):
    """That a source carries an origin's account, and how we know."""

    source = models.ForeignKey(Source, models.PROTECT, db_index=False, related_name="attributions")
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="attributions", help_text=_("Whose account it is."))
    basis = models.CharField(
        max_length=10, choices=AttributionBasis, default=AttributionBasis.CREDITED, help_text=_("How we know.")
    )
    get_basis_display = label_of("basis", AttributionBasis)
    note = Line(blank=True, default="", help_text=_("Anything to add: “by Reuters”, “credits BelTA”."))

    class Meta:
        ordering = ["id"]
        constraints = [
            word_check("attribution", "basis", AttributionBasis),
            models.UniqueConstraint(
                fields=["source", "origin"],
                name="attribution_names_an_origin_once",
                violation_error_message=_("This origin stands at this source already."),
            ),
        ]

    def __str__(self):
        basis = self.get_basis_display()
        if self.note:
            basis = phrase(gettext("{basis}; {note}"), basis=basis, note=self.note)
        return phrase("{origin} ({basis})", origin=self.origin, basis=basis)
