"""Puts batches into the database by COPY, with every trigger on, and publishes them in short transactions.

A batch is three steps: its drafts are copied in; they are published, batch after batch, because public numbers go
in order; then its entries are copied in and published. While one batch waits for its turn, another is copied.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from django.db import connection, transaction

# Publications take turns (tracker_take_turns): a slice of a load ends before an editor notices.
SLICE = 100
KEYS_AT_ONCE = 10_000
SESSION = {
    # A crash may lose the last moment of a load, which can be made again; nothing else is given up.
    "synchronous_commit": "off",
    # By index, row by row, whatever the planner thinks of tables that were empty a second ago. So rows are also
    # published, and numbered, in the order in which they are given.
    "enable_seqscan": "off",
}
LOADERS = 2

# The columns of a batch's rows, by table, and the values that are the same in all of them.
COLUMNS = {
    "source": (
        "id url url_key publisher_id title published_on_first published_on_last published_on_precision language kind "
        "created_by_id created_at",
        {"author": "", "is_machine_translated": False, "archived_url": ""},
    ),
    "attribution": ("id source_id origin_id basis note", {}),
    "statement": (
        "id kind quote quote_language spoken_language claim reading speaker_id tenure_id speaker_label country_id "
        "said_on_first said_on_last said_on_precision occasion upheld_if broken_if check_by_first check_by_last "
        "check_by_precision check_by_basis selected_because created_by_id created_at",
        {"slug": "", "translation": "", "review_note": "", "withdrawal_reason": ""},
    ),
    "appearance": ("id statement_id source_id wording language form basis relayed_by_id locator is_primary", {}),
    "voice": ("id statement_id official_id role tenure_id label country_id", {}),
    "concern": ("id statement_id country_id", {}),
    "statementtopic": ("id statement_id topic_id", {}),
    "statementlink": ("id later_id earlier_id kind note", {}),
    "verification": (
        "id statement_id finding partly_because public_on_first public_on_last public_on_precision new_check_by_first "
        "new_check_by_last new_check_by_precision summary reasoning searched confidence confidence_reason author_id "
        "created_at",
        {"is_single_handed": False, "review_note": "", "withdrawal_reason": ""},
    ),
    "evidence": (
        "id verification_id source_id stance happened_on_first happened_on_last happened_on_precision excerpt",
        {"locator": "", "note": ""},
    ),
}
BEFORE_PUBLICATION = (
    "source",
    "attribution",
    "statement",
    "appearance",
    "voice",
    "concern",
    "statementtopic",
    "statementlink",
)
AFTER_PUBLICATION = ("verification", "evidence")


class Keys:
    """Keys of a table, drawn from its own sequence many at once, so that an editor never gets one of them."""

    def __init__(self):
        self._of = {table: self._draw(table) for table in COLUMNS}

    def __getitem__(self, table):
        return self._of[table]

    def _draw(self, table):
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [f"tracker_{table}", KEYS_AT_ONCE],
                )
                keys = [key for (key,) in cursor.fetchall()]
            yield from keys


def load(batches, editor, report):
    """Puts the batches in, two at a time; `report(batch)` is called for each that is done, in order."""
    waiting, previous = [], Event()
    previous.set()
    with ThreadPoolExecutor(LOADERS) as loaders:
        for batch in batches:
            published = Event()
            waiting.append((batch, loaders.submit(_load, batch, editor, previous, published)))
            previous = published
            if len(waiting) > LOADERS:
                _finish(waiting, report)
        while waiting:
            _finish(waiting, report)


def look_at_sizes(sample=100):
    """Lets the database see how its tables have grown, so that it goes by its indexes: it looks by itself only once
    a minute. `sample` times 300 rows of each are looked at; a hundred is PostgreSQL's own custom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('default_statistics_target', %s, false)", [str(sample)])
        for table in (*COLUMNS, "listing", "tally"):
            cursor.execute(f"ANALYZE tracker_{table}")
        cursor.execute("RESET default_statistics_target")


def _finish(waiting, report):
    batch, loaded = waiting.pop(0)
    loaded.result()
    report(batch)


def _load(batch, editor, previous, published):
    """One batch, in a thread and a connection of its own."""
    try:
        with _session():
            _copy(batch, BEFORE_PUBLICATION)
            previous.wait()
            for some in _slices(batch.statements):
                _publish_statements(some, editor)
            published.set()
            _copy(batch, AFTER_PUBLICATION)
            for some in _slices(batch.entries):
                _publish_entries(some, editor)
            _withdraw("statement", batch.withdrawn)
            _withdraw("verification", batch.withdrawn_entries)
    finally:
        published.set()  # also when it failed: nobody waits for ever


@contextmanager
def _session():
    """A connection as a load wants it, given back as it was."""
    try:
        with connection.cursor() as cursor:
            for name, value in SESSION.items():
                cursor.execute(f"SET {name} = {value}")
            yield
            for name in SESSION:
                cursor.execute(f"RESET {name}")
    finally:
        connection.close()


@transaction.atomic
def _copy(batch, tables):
    with connection.cursor() as cursor:
        for table in tables:
            if rows := batch.rows.get(table):
                columns, always = COLUMNS[table]
                names, values = ", ".join([*columns.split(), *always]), tuple(always.values())
                with cursor.copy(f"COPY tracker_{table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row + values)


def _slices(rows):
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


def _publish_statements(rows, editor):
    keys, slugs, moments = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tracker_statement s SET slug = new.slug, published_at = new.moment, published_by_id = %s "
            "FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS new (id, slug, moment) WHERE s.id = new.id",
            [editor, list(keys), list(slugs), list(moments)],
        )


def _publish_entries(rows, editor):
    keys, moments = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tracker_verification v SET published_at = new.moment, published_by_id = %s "
            "FROM unnest(%s::bigint[], %s::timestamptz[]) AS new (id, moment) WHERE v.id = new.id",
            [editor, list(keys), list(moments)],
        )


def _withdraw(table, keys):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE tracker_{table} SET withdrawn_at = published_at + interval '40 days', "  # noqa: S608 our own name
            "withdrawal_reason = 'Logged twice.' WHERE id = ANY(%s)",
            [keys],
        )
