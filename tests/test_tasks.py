"""The twelve main tasks, each done twice in a real browser: with a mouse and no script, and by keyboard alone.

By keyboard alone nothing is clicked and nothing is given the focus: Tab, Enter, Space, arrows and letters have to do,
every stop of the Tab key has to be seen and to come in its turn, and no task may take more keys than stand here.
"""

from dataclasses import dataclass

import pytest

from tests import tasks_of_editors as editors
from tests import tasks_of_readers as readers
from tests.desk.conftest import at_the_desk
from tests.hands import Keyboard, Mouse


@dataclass(frozen=True)
class Task:
    """What somebody wants, in his or her words; how it is done; with how many keys at most, typed words apart."""

    words: str
    walk: object
    most_keys: int
    is_quick: bool = False  # done at every run of the suite


TASKS_OF_READERS = [
    Task("find a claim by its words", readers.find_a_claim_by_its_words, 6, is_quick=True),
    Task("narrow the list, take a filter off", readers.narrow_the_list_and_take_a_filter_off, 50, is_quick=True),
    Task("see where a claim stands, open its evidence", readers.read_where_a_claim_stands_and_open_its_evidence, 22),
    Task("see what was known on a past day", readers.see_what_was_known_on_a_past_day, 32, is_quick=True),
    Task("follow an official: offices, statements", readers.follow_an_official, 16),
    Task("see what falls due", readers.see_what_falls_due, 36),
    Task("take it along: file, feed, citation", readers.take_it_along, 50),
    Task(
        "see what was changed, read on in another language",
        readers.see_what_the_site_changed_and_read_on_in_another_language,
        75,
    ),
]
TASKS_OF_EDITORS = [
    Task(
        "sign in with a second factor, log a claim",
        editors.sign_in_with_a_second_factor_and_log_a_claim,
        46,
        is_quick=True,
    ),
    Task("preview, hand in, review, publish", editors.preview_hand_in_review_and_publish, 90),
    Task("follow up with a new source", editors.follow_up_with_a_new_source, 40),
    Task("correct a published word, withdraw", editors.correct_a_published_word_and_withdraw, 85),
]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def each(tasks):
    slow = pytest.mark.slow
    return pytest.mark.parametrize(
        "task", [pytest.param(task, id=task.words, marks=[] if task.is_quick else [slow]) for task in tasks]
    )


@pytest.fixture
def comes(browser):
    """Somebody comes with a browser of his or her own; what the browser complains of makes the test fail."""
    contexts, complaints = [], []

    def with_(kind):
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en-US", java_script_enabled=kind.has_script
        )
        contexts.append(context)
        # A file that the browser shows has no icon, and the browser asks for one.
        context.on(
            "console",
            lambda told: told.location["url"].endswith("/favicon.ico") or complaints.append(told.text),
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return kind(context.new_page())

    yield with_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sit_down(live_server):
    """Lets a person sit down at the desk, in the place of whoever sat there."""

    def as_(hand, user):
        session = at_the_desk(user).cookies["sessionid"].value
        hand.page.context.clear_cookies()
        hand.page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return hand

    return as_


def assert_well_led(hand, task):
    print(f"{task.words}: {hand.key_count} keys")
    assert hand.faults == []
    assert hand.key_count <= task.most_keys


@each(TASKS_OF_READERS)
def test_a_reader_without_script_can(task, comes, live_server):
    readers.make_record()
    task.walk(comes(Mouse), live_server.url)


@each(TASKS_OF_READERS)
def test_a_reader_by_keyboard_alone_can(task, comes, live_server):
    readers.make_record()
    hand = comes(Keyboard)
    task.walk(hand, live_server.url)
    assert_well_led(hand, task)


@each(TASKS_OF_EDITORS)
def test_an_editor_without_script_can(task, comes, live_server, sit_down, settings):
    settings.REQUIRE_MFA = task.walk is editors.sign_in_with_a_second_factor_and_log_a_claim
    task.walk(comes(Mouse), live_server.url, sit_down)


@each(TASKS_OF_EDITORS)
def test_an_editor_by_keyboard_alone_can(task, comes, live_server, sit_down, settings):
    settings.REQUIRE_MFA = task.walk is editors.sign_in_with_a_second_factor_and_log_a_claim
    hand = comes(Keyboard)
    task.walk(hand, live_server.url, sit_down)
    assert_well_led(hand, task)
