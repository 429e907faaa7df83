"""Two texts word by word: what stands in both, and what in one of them only."""

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

# Longer texts are not compared: it would take the time of many pages, and nobody reads so many marks.
MOST_WORDS = 600
LITTLE = 2  # letters

# Scripts that put no spaces between words: Thai and Lao, Burmese, Khmer, kana, Han. There each character is one.
_UNSPACED = (range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x3040, 0xA000))


@lru_cache(maxsize=1_000)
def runs(before, after):
    """Both texts in turn as pairs: “same” for what stands in both, “gone” for what only the first has, “new” for what
    only the second has. Put together, “same” and “new” are the second text, letter for letter."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return _changed(before, after)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        stands_in_both = what == "equal" and not _is_by_chance(new[c:d], is_inside=c > 0 and d < len(new))
        found.append((stands_in_both, "".join(old[a:b]), "".join(new[c:d])))
    return tuple(_told(found))


def _is_by_chance(words, is_inside):
    """Whether it is one little word between two that differ, an “of” or a comma: marked with them it is read sooner."""
    return is_inside and len(words) == 1 and len(words[0].strip()) <= LITTLE


def _told(found):
    """What follows each other and is of one sort, in one."""
    for is_same, group in groupby(found, key=itemgetter(0)):
        _is_same, gone, new = zip(*group, strict=True)
        yield from [("same", "".join(new))] if is_same else _changed("".join(gone), "".join(new))


def _changed(gone, new):
    """What went and what came; the white space that both begin with stays."""
    space = _space_before(gone) if _space_before(gone) == _space_before(new) else ""
    told = (("same", space), ("gone", gone.removeprefix(space)), ("new", new.removeprefix(space)))
    return tuple((what, text) for what, text in told if text)


def _space_before(text):
    return text[: len(text) - len(text.lstrip())]


def _words(text):
    """The words and signs of a text; white space belongs to what follows it, and accents to what they stand on."""
    words, kind_before = [], ""
    for character in text:
        kind = _kind(character)
        continues = kind == "accent" or kind_before == "space" or (kind == "word" == kind_before)
        if words and continues:
            words[-1] += character
        else:
            words.append(character)
        kind_before = kind if kind != "accent" else kind_before
    return words


def _kind(character):
    if character.isspace():
        return "space"
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return "accent"
    is_alone = category[0] in "PS" or any(ord(character) in script for script in _UNSPACED)
    return "sign" if is_alone else "word"
