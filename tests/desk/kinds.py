"""One page of every kind that the desk and the accounts have, who looks at it, and what is done on it before."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests import newsroom
from tests.desk.forms import page as address
from tests.desk.test_accounts import give_second_factor
from tracker.desk.models import SavedFilter
from tracker.officials.models import Office
from tracker.verifications.publishing import send_back, submit, withdraw
from tracker.vocabulary import VoiceRole


@dataclass(frozen=True)
class Kind:
    address: str
    who: str = "edith"  # nobody: somebody who has not signed in
    act: Callable | None = None


def send(page):
    """Presses the first button of the form, empty as it is."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    with page.expect_navigation():
        page.locator(".submit-row input").first.click()


def send_what_is_wrong(page):
    """A new address without its publisher, and a day that is none."""
    page.locator("[data-desk=address]").first.fill("https://new.example.org/words")
    page.locator("[data-desk=day]:visible").last.fill("soon")
    send(page)


def choose_and_publish(page):
    """Ticks some drafts, and asks for them to be published."""
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.locator("select[name=action]").select_option("publish_many")
    with page.expect_navigation():
        page.locator(".actions button").click()


def type_known_words(page):
    """Words of a speaker much like those on record."""
    page.locator("#id_quote").fill("Not a single elephant will stay in Strelsau.")
    page.locator(".desk-warning:visible").first.wait_for()


def take_a_day_before_the_words(page):
    """No finding is possible then, and the form says why."""
    page.locator("#id_public_on").fill("2001")
    page.locator("#id_public_on").dispatch_event("change")
    page.locator("#id_finding_note:visible").wait_for()


def sign_in_wrongly(page):
    page.locator("[name=login]").fill("edith")
    page.locator("[name=password]").fill("open sesame")
    send(page)


def sign_in_too_often(page):
    """More often in a minute than one machine may; whoever began to sign in there before, begins again."""
    page.context.clear_cookies()
    page.reload()
    page.evaluate("""async () => {
        const body = new FormData(document.querySelector("form[method=post]"));
        for (let count = 0; count < 30; count++) await fetch("", { method: "POST", body });
    }""")
    send(page)


def sign_in_with_a_factor(page):
    """As far as the question for the code."""
    page.locator("[name=login]").fill("charles")
    page.locator("[name=password]").fill(newsroom.PASSWORD)
    send(page)


def go_on_with_password(page):
    page.locator("[name=password]").fill(newsroom.PASSWORD)
    send(page)


# The doors of the desk, which are the same whatever is on it.
ACCOUNT_PAGES = {
    "sign-in": Kind("/accounts/login/", "nobody"),
    "sign-in-wrong": Kind("/accounts/login/", "nobody", sign_in_wrongly),
    "sign-out": Kind("/accounts/logout/"),
    "sign-up": Kind("/accounts/signup/", "nobody"),
    "password-ask": Kind("/accounts/password/reset/", "nobody"),
    "password-mailed": Kind("/accounts/password/reset/done/", "nobody"),
    "password-link-used": Kind("/accounts/password/reset/key/1-set-password/", "nobody"),
    "password-set": Kind("/accounts/password/reset/key/done/", "nobody"),
    "password": Kind("/accounts/password/change/"),
    "password-wrong": Kind("/accounts/password/change/", act=send),
    "factor": Kind("/accounts/second-factor/"),
    "factor-password": Kind("/accounts/second-factor/app/"),
    "factor-app": Kind("/accounts/second-factor/app/", "stanley", go_on_with_password),
    "factor-codes": Kind("/accounts/second-factor/recovery/", "charles", go_on_with_password),
    "factor-new-codes": Kind("/accounts/second-factor/recovery/new/", "charles"),
    "factor-remove": Kind("/accounts/second-factor/app/remove/", "charles"),
    "factor-confirm": Kind("/accounts/second-factor/confirm/", "charles"),
    "factor-there": Kind("/accounts/second-factor/", "charles"),
    "factor-code": Kind("/accounts/login/", "nobody", sign_in_with_a_factor),
    "not-at-the-desk": Kind("/admin/login/", "reader"),
    # The last: from then on nobody signs in from there for a while.
    "sign-in-too-often": Kind("/accounts/login/", "nobody", sign_in_too_often),
}


def make_desk():
    """A desk with something of every sort on it: one page of each kind, by name."""
    editor, checker = newsroom.editor(), newsroom.checker()
    contributor, root = newsroom.make_user("connie", "contributor"), newsroom.make_user("root", is_superuser=True)
    newsroom.make_user("stanley")
    give_second_factor(checker)
    User.objects.create_user("reader", password=newsroom.PASSWORD)
    draft = newsroom.make_statement(created_by=editor)
    draft.voices.create(official=newsroom.make_official(), role=VoiceRole.SIGNED)
    draft.topics.add(newsroom.make_topic())
    handed_in = newsroom.make_statement(created_by=checker)
    submit(handed_in, by=checker)
    back = newsroom.make_statement(created_by=contributor, claim="")
    submit(back, by=contributor)
    send_back(back, by=editor, note="Which parade?")
    statement = newsroom.make_published_statement(check_by="2024-03-10", check_by_basis="explicit")
    entry = newsroom.make_published_verification(newsroom.make_published_statement(speaker=statement.speaker))
    own = newsroom.make_verification(statement, author=editor)
    waiting = newsroom.make_verification(statement)
    submit(waiting, by=checker)
    gone = withdraw(newsroom.make_published_statement(), editor, "A hoax.")
    tenure = newsroom.make_tenure(statement.speaker)
    SavedFilter.objects.create(owner=editor, list="statement", name="Drafts", query="stage=draft")
    source = newsroom.make_source(origins=[newsroom.make_origin()])
    things = {
        "source": source,
        "publisher": source.publisher,
        "origin": source.origins.first(),
        "official": statement.speaker,
        "office": Office.objects.first(),
        "tenure": tenure,
        "topic": draft.topics.first(),
        "country": newsroom.country(),
    }
    lists = ["statement", "verification", *things]
    follow_up = f"{address('verification_add')}?statement={statement.pk}"
    return {
        "first": Kind("/admin/"),
        "first-of-contributor": Kind("/admin/", "connie"),
        "first-of-checker": Kind("/admin/", "charles"),
        "first-of-administrator": Kind("/admin/", "root"),
        "first-without-group": Kind("/admin/", "stanley"),
        **{f"list-{name}": Kind(address(f"{name}_changelist")) for name in lists},
        "list-kept": Kind(f"{address('statement_changelist')}?stage=draft"),
        "list-found": Kind(f"{address('statement_changelist')}?q=elephant&kind__exact=commitment"),
        "list-empty": Kind(f"{address('statement_changelist')}?q=camel"),
        "many": Kind(f"{address('statement_changelist')}?stage=draft", act=choose_and_publish),
        "log": Kind(address("statement_add")),
        "log-errors": Kind(address("statement_add"), act=send_what_is_wrong),
        "log-similar": Kind(f"{address('statement_add')}?speaker={statement.speaker.pk}", act=type_known_words),
        "log-taken-over": Kind(f"{address('statement_add')}?from={statement.pk}&keep=words"),
        "draft": Kind(address("statement_change", draft.pk)),
        "handed-in": Kind(address("statement_change", handed_in.pk)),
        "sent-back": Kind(address("statement_change", back.pk), "connie"),
        "published": Kind(address("statement_change", statement.pk)),
        "withdrawn": Kind(address("statement_change", gone.pk)),
        "follow-up": Kind(follow_up),
        "follow-up-errors": Kind(follow_up, act=send_what_is_wrong),
        "follow-up-impossible": Kind(follow_up, act=take_a_day_before_the_words),
        "entry": Kind(address("verification_change", own.pk)),
        "entry-handed-in": Kind(address("verification_change", waiting.pk)),
        "entry-published": Kind(address("verification_change", entry.pk)),
        **{name: Kind(address(f"{name}_change", thing.pk)) for name, thing in things.items()},
        "official-errors": Kind(address("official_add"), act=send),
        "source-errors": Kind(address("source_add"), act=send),
        "history": Kind(address("statement_history", statement.pk)),
        "send-back": Kind(address("statement_send_back", handed_in.pk)),
        "withdraw": Kind(address("statement_withdraw", statement.pk)),
        "delete": Kind(address("statement_delete", draft.pk)),
        "delete-refused": Kind(address("publisher_delete", source.publisher.pk)),
        "correct": Kind(address("statement_correct", statement.pk)),
        "correct-words": Kind(f"{address('statement_correct', statement.pk)}?part=statement&id={statement.pk}"),
        "reply": Kind(address("statement_reply", statement.pk)),
        "reply-errors": Kind(address("statement_reply", statement.pk), act=send),
        "preview": Kind(reverse("preview-statement", args=[draft.pk])),
        "preview-entry": Kind(reverse("preview-verification", args=[own.pk])),
        "users": Kind(reverse("admin:auth_user_changelist"), root.username),
        "user-new": Kind(reverse("admin:auth_user_add"), "root"),
        "user": Kind(reverse("admin:auth_user_change", args=[editor.pk]), "root"),
        "user-password": Kind(reverse("admin:auth_user_password_change", args=[editor.pk]), "root"),
        "groups": Kind(reverse("admin:auth_group_changelist"), "root"),
        "group": Kind(reverse("admin:auth_group_change", args=[Group.objects.get(name="editor").pk]), "root"),
        **ACCOUNT_PAGES,
    }
