"""Every colour that carries words can be read: WCAG AA, 4.5 to 1, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tracker.vocabulary import Finding, Stance, Status

CSS = Path(settings.BASE_DIR / "tracker/static/tracker/site.css").read_text(encoding="utf-8")
COLOURS = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)}
WORDS = ["ink", "soft", "link", *sorted({word.tone for word in (*Status, *Finding, *Stance)})]


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return sum(share * channel for share, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("ground", ["paper", "sheet"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read(name, ground, scheme):
    assert contrast(COLOURS[name][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_notices_can_be_read(scheme):
    for name in ("ink", "link"):
        assert contrast(COLOURS[name][scheme], COLOURS["notice"][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_lines_under_links_can_be_seen(scheme):
    lines = re.findall(r"text-decoration-color: var\(--([\w-]+)\)", CSS)
    assert lines
    for name in lines:
        for ground in ("paper", "sheet"):
            assert contrast(COLOURS[name][scheme], COLOURS[ground][scheme]) >= 3


def test_what_changed_wears_no_colour_of_a_finding():
    marks = re.findall(r"^[^{}\n]*\b(?:ins|del) \{([^}]*)\}", CSS, re.MULTILINE)
    tones = {word.tone for word in (*Status, *Finding, *Stance)}
    assert marks
    assert not {name for rule in marks for name in re.findall(r"var\(--([\w-]+)\)", rule)} & tones


def test_kept_and_broken_have_one_size():
    rules = re.findall(r"\.mark-(\w+) \{([^}]*)\}", CSS)
    assert {"for", "against"} <= {tone for tone, _rule in rules}
    for tone, rule in rules:
        assert rule.strip() == f"--tone: var(--{tone});"


def test_the_desk_wears_the_colours_of_the_site():
    desk = (Path(settings.BASE_DIR) / "tracker/static/tracker/desk.css").read_text(encoding="utf-8")
    worn = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", desk))
    same = {name: pair for name, pair in worn.items() if name in COLOURS}
    assert same == {name: ", ".join(COLOURS[name]) for name in same}
    assert {"paper", "sheet", "ink", "soft", "rule", "link", "focus"} <= same.keys()
