"""Reading a list of any length in pieces, with little memory and a quick first piece."""

from array import array

from django.db import connection

from tracker.database.snapshots import one_snapshot

ROWS_A_BATCH = 1_000
ROWS_AT_ONCE = 200  # the first batch: somebody waits for it
KEYS_A_FETCH = 10_000


def keys_in_batches(lines, size=ROWS_A_BATCH, first_size=ROWS_AT_ONCE):
    """The keys of a queryset in its order, in lists of at most `size`, the first of at most `first_size`, each key
    once.

    Which rows the list has is decided at the beginning, in two looks: a short one, so that the first piece comes at
    once, and one for all the rest, eight bytes a row. Between pieces the connection goes back to the pool: a reader
    with a slow line keeps none of those that others wait for.
    """
    keys = lines.values_list("pk", flat=True)
    with one_snapshot():
        first = list(keys[:first_size])
    if first:
        yield first
    if len(first) == first_size:
        yield from _rest(keys, set(first), size)


def _rest(keys, seen, size):
    with one_snapshot():
        rest = array("q", (key for key in keys.iterator(chunk_size=KEYS_A_FETCH) if key not in seen))
    for start in range(0, len(rest), size):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        yield rest[start : start + size].tolist()
