"""What was typed into a form while somebody else saved: brought together with what is on record now.

What the person did not touch follows the record, so that saving again does not bring old words back; what he or she
typed stays, in its box where there still is one, and in a list where there is none any more.
"""

from datetime import date

from tracker.desk.histories import PARTS, labels_of
from tracker.partial_dates import PartialDate, PartialDateAttribute

# Boxes that hold no words of anybody's.
_PLUMBING = ("csrfmiddlewaretoken", "seen", "post")
_EMPTY_ROW = "__prefix__"  # what the browser copies for a new row
_COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-id", "-DELETE")


def as_typed(value):
    """A value as a form's box would send it back untouched."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    return plain(str(value))


def plain(text):
    return text.replace("\r\n", "\n").strip()


def follow_the_record(post, model, pk, happenings):
    """The form as sent, with what others changed put into the boxes that its sender had not touched, and with rows
    that others deleted made new ones."""
    post = post.copy()
    for happening in reversed(happenings):  # oldest first: each change starts from what the one before left
        if happening.done == "changed":
            place = "" if (happening.model, happening.pk) == (model, pk) else _row_of(post, model, happening)
            if place is not None:
                _follow(post, place, happening.differences)
    for prefix in _prefixes(post):
        gone = {str(h.pk): h for h in happenings if h.done == "deleted" and prefix in _prefixes_of(model, h.model)}
        if gone:
            _make_new_rows(post, prefix, gone)
    return post


def _follow(post, place, differences):
    for difference in differences:
        box = place + difference.column
        was_touched = plain(post.get(box, "")) != as_typed(difference.was)
        if was_touched or (box not in post and difference.now is not True):
            continue
        post[box] = as_typed(difference.now)
        if not post[box] and isinstance(difference.was, bool):
            del post[box]  # an unticked box is not sent at all


def _prefixes_of(model, part):
    """The prefixes that the rows of a part have in the form of the whole."""
    columns = PARTS.get(model, {}).get(part, [])
    return [part._meta.get_field(column).remote_field.get_accessor_name() for column in columns]


def _prefixes(post):
    return [name.removesuffix("-TOTAL_FORMS") for name in post if name.endswith("-TOTAL_FORMS")]


def _row_of(post, model, happening):
    """The beginning of the names of the boxes of a part's row, or None where the form has no such row."""
    for prefix in _prefixes_of(model, happening.model):
        for index in range(_number(post, f"{prefix}-TOTAL_FORMS")):
            if post.get(f"{prefix}-{index}-id") == str(happening.pk):
                return f"{prefix}-{index}-"
    return None


def _number(post, name):
    return min(int(post.get(name) or 0), 1000) if str(post.get(name) or 0).isdecimal() else 0


def _make_new_rows(post, prefix, gone):
    """Rows that somebody deleted: what was typed there becomes a new row, what was not touched goes."""
    total = _number(post, f"{prefix}-TOTAL_FORMS")
    rows = [_take_row(post, prefix, index) for index in range(total)]
    kept = [row for row in rows if row.get("id") not in gone and row.get("id")]
    new = [row for row in rows if not row.get("id")]
    new += [row | {"id": ""} for row in rows if row.get("id") in gone and _is_touched(row, gone[row["id"]])]
    for index, row in enumerate(kept + new):
        for name, value in row.items():
            post[f"{prefix}-{index}-{name}"] = value
    post[f"{prefix}-TOTAL_FORMS"], post[f"{prefix}-INITIAL_FORMS"] = str(len(kept + new)), str(len(kept))


def _take_row(post, prefix, index):
    beginning = f"{prefix}-{index}-"
    names = [name for name in post if name.startswith(beginning)]
    return {name.removeprefix(beginning): post.pop(name)[-1] for name in names}


def _is_touched(row, happening):
    """Whether a deleted row holds anything but what was deleted with it."""
    if "DELETE" in row:
        return False
    was = {difference.column: as_typed(difference.was) for difference in happening.differences}
    labels = labels_of(happening.model)
    return any(plain(value) != was.get(name, "") for name, value in row.items() if name in labels)


def left_over(post, shown, rows):
    """What was typed and stands in none of the `shown` boxes and nowhere on the `rows` of the record: pairs of the
    box's name, in words, and the text."""
    on_record = {text for row in rows for text in _texts(row)}
    found = []
    for name, value in post.items():
        is_plumbing = name in _PLUMBING or name.startswith("_") or name.endswith(_COUNTS) or _EMPTY_ROW in name
        if not is_plumbing and name not in shown and plain(value) and plain(value) not in on_record:
            found.append((name.replace("-", " ").replace("_", " "), plain(value)))
    return found


def _texts(row):
    for column in row._meta.concrete_fields:
        yield as_typed(column.value_from_object(row))
    for name in dir(type(row)):
        if isinstance(getattr(type(row), name), PartialDateAttribute):
            yield as_typed(getattr(row, name))
