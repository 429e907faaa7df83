"""Correcting at the desk: choose what is wrong, write what is right, say why; readers see all three."""

import pytest

from tests import newsroom
from tests.desk.conftest import at_the_desk
from tests.desk.forms import messages, page
from tracker.partial_dates import PartialDate
from tracker.verifications.correcting import PARTS, correctable_fields
from tracker.verifications.models import Correction
from tracker.verifications.publishing import withdraw
from tracker.vocabulary import VoiceRole

pytestmark = pytest.mark.django_db
WHY = "We had misread the source."


@pytest.fixture
def statement(db):
    """A published statement with every part that can be corrected."""
    made = newsroom.make_published_statement(
        voices=[(newsroom.make_official("Sapt"), VoiceRole.SIGNED)],
        source=newsroom.make_source(origins=[newsroom.make_origin("Strelsau Agency")]),
        claim="No elephant stays.",
    )
    newsroom.make_published_verification(made)
    return made


def parts(statement):
    """The parts of the statement by the words that corrections know them by."""
    verification = statement.verifications.get()
    appearance = statement.appearances.get()
    found = [statement, statement.voices.get(), appearance, verification, verification.evidence.get()]
    found += [appearance.source, appearance.source.attributions.get()]
    return {word: next(part for part in found if isinstance(part, model)) for word, model in PARTS.items()}


def address_of(statement, part):
    word = next(word for word, model in PARTS.items() if isinstance(part, model))
    return f"{page('statement_correct', statement.pk)}?part={word}&id={part.pk}"


def boxes_of(answer):
    """All boxes of the correction form as a browser would send them back."""
    boxes = {"seen": answer.context["mark"]}
    for box in answer.context["form"]:
        value = box.value()
        if value not in (None, "", False):
            boxes[box.html_name] = value.isoformat() if isinstance(value, PartialDate) else value
    return boxes


def correct(desk, statement, part, button="_correct", **boxes):
    address = address_of(statement, part)
    return desk.post(address, boxes_of(desk.get(address)) | {"reason": WHY, button: "1"} | boxes, follow=True)


def said(answer):
    return answer.content.decode()


def test_the_choice_shows_every_part_with_what_stands_in_it(desk, statement):
    words = said(desk.get(page("statement_correct", statement.pk)))
    for word, part in parts(statement).items():
        assert f"?part={word}&amp;id={part.pk}" in words
    for value in ("No elephant stays.", "1 March 2024", "Commitment", "Sapt", "Strelsau Agency", "Against the claim"):
        assert value in words


@pytest.mark.parametrize("word", PARTS)
def test_each_parts_form_has_a_box_for_every_field_that_can_be_corrected(desk, statement, word):
    part = parts(statement)[word]
    form = desk.get(address_of(statement, part)).context["form"]
    assert set(form.fields) == {*correctable_fields(part), "reason"}


@pytest.mark.parametrize("word", PARTS)
def test_a_form_sent_back_as_it_was_changes_nothing(desk, statement, word):
    part = parts(statement)[word]
    assert "Nothing was changed" in said(correct(desk, statement, part))
    assert not Correction.objects.exists()


def test_before_and_after_are_shown_and_nothing_is_published_yet(desk, statement):
    answer = correct(desk, statement, statement, button="_preview", claim="No grey elephant stays.")
    words = said(answer)
    assert "Nothing is published yet" in words
    assert "<del><bdi>No elephant stays.</bdi></del>" in words
    assert "<ins><bdi>No grey elephant stays.</bdi></ins>" in words
    assert "Publish the correction" in words
    statement.refresh_from_db()
    assert statement.claim == "No elephant stays."
    assert not Correction.objects.exists()
    assert statement.versions.count() == 2


def test_a_correction_is_public_with_its_reason(desk, statement, editor):
    answer = correct(desk, statement, statement, claim="No grey elephant stays.")
    correction = Correction.objects.get()
    assert (correction.before_words, correction.after_words) == ("No elephant stays.", "No grey elephant stays.")
    assert (correction.reason, correction.corrected_by) == (WHY, editor)
    assert statement.versions.last().why == "corrected"
    anchor = f"correction-{statement.number}-1"
    assert f"/corrections/#{anchor}" in messages(answer)
    public = said(desk.get("/corrections/"))
    assert f'id="{anchor}"' in public
    assert WHY in public


CORRECTIONS = [
    ("statement", "said_on", "Feb 2024", "February 2024"),
    ("statement", "kind", "denial", "Denial"),
    ("voice", "label", "Colonel of Ruritania", "Colonel of Ruritania"),
    ("appearance", "locator", "page 3", "page 3"),
    ("verification", "summary", "A camel was seen.", "A camel was seen."),
    ("evidence", "happened_on", "31 Mar 2024", "31 March 2024"),
    ("source", "title", "Elephants leave", "Elephants leave"),
    ("attribution", "note", "by wire", "by wire"),
]


@pytest.mark.parametrize(("word", "box", "typed", "shown"), CORRECTIONS)
def test_every_sort_of_part_is_corrected(desk, statement, word, box, typed, shown):
    part = parts(statement)[word]
    answer = correct(desk, statement, part, **{box: typed})
    assert "Corrected in public" in messages(answer), answer.context["form"].errors
    assert Correction.objects.get(part=word).after_words == shown


def test_whose_words_they_are_is_corrected(desk, statement):
    other = newsroom.make_official("Black Michael")
    correct(desk, statement, statement, speaker=other.pk)
    statement.refresh_from_db()
    assert statement.speaker == other


def test_a_corrected_quote_shows_that_its_wording_follows(desk, statement):
    words = said(correct(desk, statement, statement, button="_preview", quote="Not one elephant."))
    assert "Wording (appearance)" in words


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        ({"reason": " "}, "Say what was wrong"),
        ({"said_on": "some day"}, "is not a day"),
        ({"said_on": ""}, "This field is required"),
        ({"claim": ""}, "Write the claim in neutral words"),
        ({"broken_if": ""}, "no breaking criterion"),
        ({"quote_language": "klingonese!"}, "klingonese!"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, statement, boxes, message):
    for button in ("_preview", "_correct"):
        words = said(correct(desk, statement, statement, button=button, **({"reading": "Typed with care."} | boxes)))
        assert message in words
        assert "Typed with care." in words
    assert not Correction.objects.exists()


def test_only_editors_correct_and_only_what_is_public(desk, editor, contributors_desk, statement):
    assert "/correct/" in said(desk.get(page("statement_change", statement.pk)))
    for person in (contributors_desk, at_the_desk(newsroom.checker())):
        assert "/correct/" not in said(person.get(page("statement_change", statement.pk)))
        assert person.get(page("statement_correct", statement.pk)).status_code == 403
        assert person.post(address_of(statement, statement), {"claim": "Mine."}).status_code == 403
    draft = newsroom.make_statement()
    address = address_of(statement, statement)
    withdraw(statement, editor, "A hoax.")
    assert desk.get(page("statement_correct", draft.pk)).status_code == 403
    assert desk.post(address, {"claim": "Mine."}).status_code == 403


def test_parts_of_others_and_of_drafts_are_not_found(desk, statement):
    other = newsroom.make_published_statement()
    draft = newsroom.make_verification(statement)
    for part in (other, other.appearances.get(), draft, draft.evidence.get(), newsroom.make_source()):
        assert desk.get(address_of(statement, part)).status_code == 404
    for nonsense in ("part=statement&id=x", "part=user&id=1", "part=voice"):
        assert desk.get(f"{page('statement_correct', statement.pk)}?{nonsense}").status_code == 404


@pytest.mark.parametrize("word", PARTS)
def test_a_correction_of_what_another_corrected_meanwhile_is_refused(desk, statement, word):
    box, typed = {word: (box, typed) for word, box, typed, _ in reversed(CORRECTIONS)}[word]
    part = parts(statement)[word]
    other_box, theirs = {
        "statement": ("occasion", "A parade"),
        "voice": ("role", "spoken_for"),
        "appearance": ("form", "translated"),
        "verification": ("reasoning", "It is plain."),
        "evidence": ("note", "From afar."),
        "source": ("author", "Fritz"),
        "attribution": ("basis", "comparison"),
    }[word]
    mine = boxes_of(desk.get(address_of(statement, part)))
    bert = at_the_desk(newsroom.make_user("bert", "editor", first_name="Bert"))
    assert "Corrected in public" in messages(correct(bert, statement, part, **{other_box: theirs}))
    refused = desk.post(address_of(statement, part), mine | {box: typed, "reason": WHY, "_correct": "1"})
    assert "changed by Bert" in said(refused)
    assert refused.context["form"][box].value() == typed
    assert Correction.objects.filter(part=word).count() == 1


def test_the_reason_stands_in_the_desks_history(desk, statement):
    correct(desk, statement, statement, claim="No grey elephant stays.")
    words = said(desk.get(page("statement_history", statement.pk)))
    assert f"Why: {WHY}" in words
