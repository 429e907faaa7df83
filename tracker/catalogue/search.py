"""What a reader types to find words or names, as a question to the record (what it is found by: search.sql).

All words have to be there, in any language of the text, or as a name in any spelling that the record knows. Quotation
marks hold a phrase together, a minus leaves out, and OR between two lets either do. Nothing that can be typed is an
error, but for a question in which there is no word to look for.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.db.models import BigIntegerField, BooleanField, F, FloatField, Func, IntegerField, Value
from django.db.models.functions import Cast, Round
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tracker.catalogue.models import Findable

LONGEST_SEARCH = 200
EITHER = "OR"
_TERM = re.compile(r'(?P<minus>[-−–]?)"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
# So many found statements are looked up at once: some ten milliseconds.
FEW = 20_000
# No vector holds it.
_NOTHING = "'~'"
# What a word counts in occasions and topics, in wordings and translations, in quotes and claims; marks count nothing.
_WEIGHTS = "{0,0.2,0.5,1}"
# Longer texts are not better for being longer: PostgreSQL divides by the logarithm of their length.
_BY_LENGTH = 1


@dataclass(frozen=True)
class Term:
    """A word, or a phrase in quotation marks, as it was typed."""

    words: str
    is_quoted: bool = False

    def __str__(self):
        return f"“{self.words}”"


@dataclass(frozen=True)
class Followed:
    """What is really looked for: of each group any term, and no term of the unwanted.

    `left_out` are words as frequent as “the”; `replaced` pairs of a term that nothing has, and the one most like it.
    """

    groups: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()
    left_out: tuple[Term, ...] = ()
    replaced: tuple[tuple[Term, Term], ...] = ()


class Search:
    """A question of words and names. The record is asked what they stand for once, when that is first needed."""

    def __init__(self, typed):
        self.typed = typed
        self.groups, self.unwanted = _parsed(typed)
        if not self.groups:
            raise ValidationError(
                _("Give a word or a name to look for: there is none beside what is to be left out.")
                if self.unwanted
                else _("Give a word or a name to look for: this has no letter and no digit.")
            )

    def found(self, listings):
        """The lines of the statements that have what is looked for.

        Few are looked up at once, for the list and all its counts: where words were said long ago, who walks from the
        newest line to the oldest meets hardly any of them. Many are met soon by whoever walks.
        """
        if self.keys is None:
            return listings.filter(pk__in=_matching(self._query).values("pk"))
        return listings.filter(_Among(F("pk"), Cast(Value(self.keys), ArrayField(BigIntegerField()))))

    @cached_property
    def keys(self):
        """The keys of what is found as PostgreSQL writes them in an array, or None where they are more than FEW."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), coalesce(array_agg(statement_id), '{}')::text FROM ("
                "SELECT statement_id FROM tracker_findable WHERE vector @@ %s::tsquery LIMIT %s) found",
                [self._query, FEW + 1],
            )
            count, keys = cursor.fetchone()
        return keys if count <= FEW else None

    def with_relevance(self, listings):
        """Found lines with how well they match, as a whole number: the same for as long as the words are the same."""
        rank = Func(
            Value(_WEIGHTS),
            F("findable__vector"),
            _as_query(self._wanted_query),
            Value(_BY_LENGTH),
            function="ts_rank",
            output_field=FloatField(),
        )
        return listings.annotate(relevance=Cast(Round(rank * 1_000_000), IntegerField()))

    @property
    def _query(self):
        unwanted = "".join(f" & !({self._meanings[term].query})" for term in self.followed.unwanted)
        return self._wanted_query + unwanted

    @property
    def _wanted_query(self):
        return " & ".join(f"({self._any_of(group)})" for group in self.followed.groups)

    def _any_of(self, group):
        return " | ".join(f"({self._meanings[term].query})" for term in group)

    @cached_property
    def _meanings(self):
        return meanings({term for group in (*self.groups, self.unwanted) for term in group})

    @cached_property
    def followed(self):
        groups, left_out = self._without_little_words()
        replaced = {}
        for group in groups:
            if all(self._meanings[term].unknown for term in group) and not is_found(self._any_of(group)):
                replaced |= self._likest(group)
        groups = tuple(tuple(replaced.get(term, term) for term in group) for group in groups)
        return Followed(groups, self.unwanted, left_out, tuple(replaced.items()))

    def _without_little_words(self):
        """The groups without lone words such as “the”; where there are no others, these are looked for."""
        little = [group for group in self.groups if len(group) == 1 and self._meanings[group[0]].is_little]
        if len(little) == len(self.groups):
            return self.groups, ()
        kept = tuple(group for group in self.groups if group not in little)
        return kept, tuple(dict.fromkeys(term for (term,) in little))

    def _likest(self, group):
        """For each term that nothing has, the one with the most similar words that something has."""
        found = {}
        for term in group:
            if like := _likest_term(term, self._meanings[term].unknown):
                found[term] = like
                self._meanings.update(meanings([like]))
        return found

    @property
    def sentence(self):
        """“with “elephant” and (“Kyiv” or “Kiev”), but not “crown”, in words or names”."""
        replaced = {like: term for term, like in self.followed.replaced}
        wanted = get_text_list([_either(group, replaced) for group in self.followed.groups], _("and"))
        unwanted = get_text_list([str(term) for term in self.followed.unwanted])
        words = _("with %(wanted)s in words or names")
        if unwanted:
            words = _("with %(wanted)s, but not %(unwanted)s, in words or names")
        return words % {"wanted": wanted, "unwanted": unwanted}

    @property
    def notes(self):
        """What was done otherwise than it was typed, in sentences."""
        words = _("Nothing has %(term)s; shown is %(like)s.")
        notes = [words % {"term": term, "like": like} for term, like in self.followed.replaced]
        if left_out := self.followed.left_out:
            words = _("Left out as too common: %(terms)s. Quotation marks keep a word.")
            notes.append(words % {"terms": ", ".join(map(str, left_out))})
        return notes


def _either(group, replaced):
    instead = _("%(like)s (nothing has %(term)s)")
    words = [instead % {"like": term, "term": replaced[term]} if term in replaced else str(term) for term in group]
    return f"({get_text_list(words)})" if len(words) > 1 else words[0]


def _parsed(typed):
    """The groups of terms that are wanted, of each any, and the terms that are not."""
    groups, unwanted, joins = [], [], False
    for found in _TERM.finditer(typed.translate(_QUOTATION_MARKS)):
        if found["word"] == EITHER:
            joins = bool(groups)
            continue
        term, is_wanted = _term(found)
        if not _has_words(term.words):
            continue
        if not is_wanted:
            unwanted.append(term)
        elif joins:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joins = False
    return tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(unwanted))


def _term(found):
    if found["word"] is None:
        return Term(" ".join(found["phrase"].split()), is_quoted=True), not found["minus"]
    bare = found["word"].lstrip("-−–")
    return Term(bare), bare == found["word"] or not bare


def _has_words(text):
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


# --- what the record says of terms


@dataclass(frozen=True)
class Meaning:
    """What a term stands for in vectors; `unknown` are those of its words that nothing on record has letter for
    letter, `is_little` such as “the”."""

    query: str
    is_little: bool = False
    unknown: tuple[str, ...] = ()


def meanings(terms):
    """The meaning of each term, asked for all at once."""
    terms = list(terms)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tracker_asked_vector(term)::text, ts_lexize('pg_catalog.english_stem', lower(term)) = '{}', "
            "ARRAY(SELECT word FROM tracker_comparable_words(term) AS word "
            "WHERE NOT EXISTS (SELECT FROM tracker_knownword known WHERE known.word = word.word)) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS asked (term, place) ORDER BY place",
            [[term.words for term in terms]],
        )
        return {term: _meaning(term, *row) for term, row in zip(terms, cursor.fetchall(), strict=True)}


def _meaning(term, query, is_stop_word, unknown):
    is_little = bool(is_stop_word) and not term.is_quoted and not term.words.isupper()
    return Meaning(query or _NOTHING, is_little, tuple(unknown))


def is_found(query):
    """Whether any public statement has it. Asked of rare words only: without the fence PostgreSQL would go through all
    statements for the first one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED (SELECT FROM tracker_findable WHERE vector @@ %s::tsquery) "
            "SELECT EXISTS (SELECT FROM found)",
            [query],
        )
        return cursor.fetchone()[0]


# Letters in common that two words need for one to be taken for the other mistyped: “putn” and “Putin” have 0.89.
ALIKE = 0.75
SHORTEST_CORRECTED = 3


def _likest_term(term, unknown):
    """The term with each unknown word replaced by the most similar one that stands in a public statement."""
    for word in unknown:
        like = next(_like_words(word), None) if len(word) >= SHORTEST_CORRECTED else None
        if like is None:
            return None
        term = replace(term, words=_replaced(term.words, word, like))
    return term


def _like_words(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, tracker_asked_vector(word)::text FROM tracker_like_words(%s)", [word])
        alike = dict(cursor.fetchall())
    likest = get_close_matches(word, alike, cutoff=ALIKE)
    return (like for like in likest if alike[like] and is_found(alike[like]))


def _replaced(words, word, like):
    """The words with one in the place of another, with a capital where it had one."""

    def in_place(found):
        return like.capitalize() if found[0][0].isupper() else like

    return re.sub(re.escape(word), in_place, words, flags=re.IGNORECASE)


def _matching(query):
    return Findable.objects.filter(_Matches(F("vector"), _as_query(query)))


def _as_query(text):
    return Cast(Value(text), SearchQueryField())


class _Among(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def find_the_rest(using="default", **_):
    """Makes findable what was on record before there was a search, as after an upgrade."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tracker_find_the_rest()")
