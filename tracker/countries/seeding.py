"""Puts the countries in: after every migration, those that are absent."""

import csv
from pathlib import Path

from tracker.countries.models import Country

NAMES = Path(__file__).with_name("countries.csv")


def seed_countries(using="default", **_):
    """Adds the countries that are absent; a name that an operator changed stays as it is."""
    present = set(Country.objects.using(using).values_list("code", flat=True))
    with NAMES.open(encoding="utf-8", newline="") as file:
        absent = [Country(**row) for row in csv.DictReader(file) if row["code"] not in present]
    Country.objects.using(using).bulk_create(absent)
