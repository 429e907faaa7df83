import json
from urllib.request import urlopen


def bring_up_to_date(copy, since):
    """Brings a copy of the statements up to date; gives the moment to begin from next time."""
    address = f"{{ beginning }}statements/?page_size=200&modified_since={since}"
    begin_next = None
    while address:
        with urlopen(address) as answer:
            piece = json.load(answer)
        begin_next = begin_next or piece["about"]["next_modified_since"]
        for row in piece["results"]:
            if row.get("withdrawn"):
                copy.pop(row["number"], None)
            else:
                copy[row["number"]] = row
        address = piece["next"]
    return begin_next


statements = {}
since = bring_up_to_date(statements, "1970-01-01")
# … and whenever you like:
since = bring_up_to_date(statements, since)
print(len(statements))
