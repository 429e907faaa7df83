"""JSON with its imprint, and JSON Lines, a row a line; both written as the rows come."""

import json

from tracker.exports.csv_files import ROWS_A_CHUNK


def json_chunks(table):
    """One object: `about`, the rows under the table's name, and at the end their `count`: a file that was cut off
    has none, and no JSON reader takes it."""
    yield f'{{"about": {as_json(table.imprint.as_plain())},\n{json.dumps(table.name)}: ['
    count, before = 0, "\n"
    for lines in _chunks(table):
        yield before + ",\n".join(lines)
        count, before = count + len(lines), ",\n"
    yield f'\n],\n"count": {count}}}\n'


def json_lines_chunks(table):
    """The rows, each an object on a line of its own; what is to be said of the file stands in the answer's head."""
    for lines in _chunks(table):
        yield "\n".join(lines) + "\n"


def as_json(value):
    return json.dumps(value, ensure_ascii=False)


def _chunks(table):
    lines = []
    for row in table.rows:
        lines.append(as_json(row))
        if len(lines) == ROWS_A_CHUNK:
            yield lines
            lines = []
    if lines:
        yield lines
