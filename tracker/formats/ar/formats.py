"""Days as everywhere else on the site, day first; Django has none of its own for a day with a time."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
