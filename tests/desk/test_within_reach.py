"""The desk by the Tab key alone: every stop is seen, comes in its turn, and lets the editor go on."""

import pytest

from tests.desk.kinds import make_desk
from tests.hands import Keyboard
from tests.pages.test_face import WIDTHS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

EVERY_DAY = ["first", "draft", "log", "follow-up"]


def faults_on_the_way(sits, kinds, width):
    faults = []
    pages = {name: sits(name, "light", width) for name in {kind.who for kind in kinds.values()}}
    for name, kind in kinds.items():
        page = pages[kind.who]
        page.visit(kind.address)
        hand = Keyboard(page)
        print(f"{name}: {hand.walks_through()} stops")
        faults += hand.faults
    return faults


def test_each_stop_of_the_pages_of_every_day_is_seen(sits):
    kinds = make_desk()
    assert faults_on_the_way(sits, {name: kinds[name] for name in EVERY_DAY}, 320) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_each_stop_of_every_page_is_seen(sits, width):
    assert faults_on_the_way(sits, make_desk(), width) == []
