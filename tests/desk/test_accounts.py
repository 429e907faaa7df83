"""Who gets in at the desk: what an editor meets, and what somebody meets who tries."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import newsroom

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEW_PASSWORD = "a horse of another colour"


@pytest.fixture
def editor():
    edith = newsroom.editor()
    edith.email = "Edith@example.org"  # in capitals, as somebody may have typed it
    edith.save()
    return edith


@pytest.fixture
def mfa_required(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture
def sends_mail(settings):
    settings.CAN_SEND_EMAIL = True


def sign_in(client, username="edith", password=newsroom.PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def is_open(client, path="/admin/"):
    return client.get(path).status_code == 200


def give_second_factor(user):
    """An app, and the recovery codes that come with it: the secret, and the codes."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).generate_codes()


def code_now(secret):
    """What the app shows, early enough in its half minute to be typed."""
    if time.time() % 30 > 26:
        time.sleep(5)
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


# Signing in and out


def test_whoever_knocks_at_a_page_of_the_desk_signs_in_and_gets_that_page(client, editor):
    wanted = reverse("admin:password_change") + "?a=b&c=d"
    answer = client.get(wanted, follow=True)
    (address, _) = answer.redirect_chain[-1]
    assert address.startswith(LOGIN)
    assert answer.status_code == 200
    arrived = client.post(address, {"login": "edith", "password": newsroom.PASSWORD})
    assert arrived["Location"] == wanted


def test_the_name_may_be_typed_in_other_capitals_but_the_password_may_not(client, editor):
    assert sign_in(client, password=newsroom.PASSWORD.upper()).status_code == 200
    assert sign_in(client, "EDITH").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
        "/admin/login/?next=/admin/login/",
    ],
)
@pytest.mark.parametrize("door", ["/admin/login/", LOGIN, "/accounts/logout/"])
def test_no_door_leads_to_another_site_or_in_a_circle(client, editor, door, elsewhere):
    client.force_login(editor)
    answer = client.post(door, {"next": elsewhere}) if "logout" in door else client.get(door, {"next": elsewhere})
    assert answer.status_code == 302
    assert re.match(r"/(admin|accounts)/[a-z/]*(\?|$)", answer["Location"])
    assert client.get(door, {"next": elsewhere}, follow=True).status_code == 200


def test_signing_out_ends_the_session_from_the_desks_own_button_too(client, editor):
    client.force_login(editor)
    assert client.post("/admin/logout/")["Location"] == LOGIN
    assert not is_open(client)


def test_nobody_is_signed_out_by_a_link_or_a_picture(client, editor):
    client.force_login(editor)
    assert client.get("/admin/logout/", follow=True).status_code == 200
    assert is_open(client)


def test_an_account_that_is_not_of_the_desk_is_told_so_and_can_sign_out(client):
    User.objects.create_user("rupert", password=newsroom.PASSWORD)
    sign_in(client, "rupert")
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "/accounts/logout/" in answer.text


def test_a_form_from_elsewhere_signs_nobody_in(editor):
    stranger = Client(enforce_csrf_checks=True)
    answer = sign_in(stranger)
    assert answer.status_code == 403
    assert "not sent from here" in answer.text
    assert "CSRF" not in answer.text


def test_cookies_are_out_of_scripts_reach_and_end_with_the_browser(client, editor):
    client.get(LOGIN)
    sign_in(client)
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["max-age"]
    assert client.session.get_expiry_age() <= 24 * 60 * 60


# Nobody signs up, and nobody learns who has an account


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client, method):
    before = User.objects.count()
    fields = {"username": "rupert", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "email": "r@example.org"}
    answer = getattr(client, method)("/accounts/signup/", fields)
    assert "Nobody signs up here" in answer.text
    assert User.objects.count() == before


@pytest.fixture
def deactivated():
    return newsroom.make_user("quentin", "editor", email="quentin@example.org", is_active=False)


def told(answer, *typed):
    """An answer without what may differ: the form's own token, and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)
    for words in typed:
        text = text.replace(words, "…")
    return answer.status_code, answer.headers.get("Location"), text


def work(ask):
    """The SQL that a question takes, values aside, how often it computes a password, and how many mails it sends."""
    computed = []
    with (
        pytest.MonkeyPatch.context() as patch,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        encode = PBKDF2PasswordHasher.encode
        patch.setattr(PBKDF2PasswordHasher, "encode", lambda *a, **k: computed.append(1) or encode(*a, **k))
        mails = len(mail.outbox)
        answer = ask()
    sql = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    return answer, (sql, len(computed), len(mail.outbox) - mails)


def test_signing_in_tells_nobody_who_has_an_account(client, editor, deactivated):
    def attempt(username, password):
        cache.clear()
        answer, effort = work(lambda: sign_in(Client(), username, password))
        return told(answer, username), effort

    known = attempt("edith", "a wrong password")
    assert known[0][0] == 200
    assert known[1][1] == 1, "the password is compared once"
    assert attempt("nobody", "a wrong password") == known
    assert attempt("quentin", "a wrong password") == known
    assert attempt("quentin", newsroom.PASSWORD)[0] == known[0], "not even to those who know a dead account’s password"


def test_the_limit_tells_nobody_who_has_an_account(client, editor):
    def attempts(username):
        cache.clear()
        return [told(sign_in(Client(), username, "wrong"), username) for _ in range(7)]

    assert attempts("edith") == attempts("nobody")


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(sends_mail, editor, deactivated):
    def ask(address):
        cache.clear()
        browser = Client()
        answer, effort = work(lambda: browser.post("/accounts/password/reset/", {"email": address}))
        page = browser.get(answer["Location"])
        return told(answer, address), effort, told(page, address)

    known = ask("edith@example.org")
    assert known[1][2] == 1, "one mail"
    assert ask("nobody@example.org") == known
    assert ask("quentin@example.org") == known
    assert ["/accounts/password/reset/key/" in letter.body for letter in mail.outbox] == [True, False, False]


# A new password


def asked_for_link(client, address):
    client.post("/accounts/password/reset/", {"email": address})
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


def set_by_link(client, link):
    form = client.get(link, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else link,
        {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        follow=True,
    )


def test_a_link_by_mail_sets_a_new_password_once_and_ends_every_session(client, editor, sends_mail):
    elsewhere = Client()
    elsewhere.force_login(editor)
    link = asked_for_link(client, "edith@Example.org")
    assert mail.outbox[-1].to == ["Edith@example.org"]
    assert "every session of your account has ended" in set_by_link(client, link).text
    assert not is_open(elsewhere)
    assert not is_open(client), "a mailbox alone opens nothing"
    assert "used before" in set_by_link(Client(), link).text
    sign_in(client, password=NEW_PASSWORD)
    assert is_open(client)


def test_the_link_is_good_for_an_hour(client, editor, sends_mail, settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 60 * 60
    link = asked_for_link(client, "edith@example.org")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "older than an hour" in client.get(link, follow=True).text


def test_the_mail_goes_to_the_address_we_know_not_to_a_look_alike(client, editor, sends_mail):
    client.post("/accounts/password/reset/", {"email": "edıth@example.org"})
    assert all(letter.to == ["Edith@example.org"] or "key" not in letter.body for letter in mail.outbox)


def test_without_a_mail_server_the_page_says_whom_to_ask(client, editor, settings):
    settings.ADMINISTRATOR = "Flavia at the front desk"
    for method in (client.get, client.post):
        assert "Flavia at the front desk" in method("/accounts/password/reset/", {"email": "edith@example.org"}).text
    assert mail.outbox == []


def change_password(client, old=newsroom.PASSWORD, new=NEW_PASSWORD):
    return client.post(
        "/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new}, follow=True
    )


def test_a_changed_password_ends_every_session_here_and_elsewhere(client, editor):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser)
        assert is_open(browser)
    assert "Every session of your account has ended" in change_password(client).text
    assert not is_open(client)
    assert not is_open(elsewhere)
    sign_in(client)
    assert not is_open(client), "the old password is dead"
    sign_in(client, password=NEW_PASSWORD)
    assert is_open(client)


@pytest.mark.parametrize(
    "passwords",
    [{"new": "elephants"}, {"new": "123456789012"}, {"new": "edith@example.org"}, {"old": "not hers"}],
)
def test_a_weak_password_is_refused_and_whoever_does_not_know_the_old_one_changes_nothing(client, editor, passwords):
    client.force_login(editor)
    change_password(client, **passwords)
    editor.refresh_from_db()
    assert editor.check_password(newsroom.PASSWORD)
    assert is_open(client)


# Deactivated, never deleted


def test_a_deactivated_account_is_out_at_once_and_its_old_sessions_stay_dead(client, editor):
    sign_in(client)
    editor.is_active = False
    editor.save()
    assert not is_open(client)
    editor.is_active = True
    editor.save()
    assert not is_open(client), "let in again, one signs in again"
    sign_in(client)
    assert is_open(client)


def test_the_desk_offers_no_way_to_delete_a_person(admin_client, editor):
    page = reverse("admin:auth_user_change", args=[editor.pk])
    assert "deletelink" not in admin_client.get(page).text
    assert "delete_selected" not in admin_client.get(reverse("admin:auth_user_changelist")).text
    assert admin_client.post(reverse("admin:auth_user_delete", args=[editor.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_nobody_reads_anothers_secret_at_the_desk(admin_client, editor):
    secret, codes = give_second_factor(editor)
    assert "authenticator" not in admin_client.get("/admin/").text
    assert admin_client.get("/admin/mfa/authenticator/").status_code == 404
    page = admin_client.get(reverse("admin:auth_user_change", args=[editor.pk])).text
    assert secret not in page
    assert codes[0] not in page


# How often one may try

OTHER_PROCESS = """
import sys, django
django.setup()
from django.db import connection
from django.test import Client
connection.settings_dict["NAME"] = sys.argv[1]
print("ready", flush=True)
sys.stdin.readline()
for password in sys.argv[3:]:
    answer = Client(HTTP_HOST="localhost").post("/accounts/login/", {"login": sys.argv[2], "password": password})
    print("closed" if "Too many" in answer.text else answer.status_code, flush=True)
"""


class Attacker:
    """Another process of the site that gets attempts to sign in, one after the other."""

    def __init__(self, username, passwords):
        name = connection.settings_dict["NAME"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER_PROCESS, name, username, *passwords],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"

    def start(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def answers(self):
        return self.process.communicate(timeout=60)[0].split()


@pytest.mark.django_db(transaction=True)
def test_attempts_are_counted_over_all_processes(client, editor):
    wrong = ["wrong"] * 3
    first, second = Attacker("edith", wrong), Attacker("edith", [*wrong, newsroom.PASSWORD])
    first.start()
    assert first.answers() == ["200"] * 3
    second.start()
    assert second.answers() == ["200", "200", "closed", "closed"], "the sixth, and then even the right password"
    assert "Too many" in sign_in(client).text, "nor does another of the site’s names help"
    assert not is_open(client)


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_do_not_slip_through_together(editor):
    attackers = [Attacker("edith", ["wrong"] * 5) for _ in range(3)]
    for attacker in attackers:
        attacker.start()
    answers = [answer for attacker in attackers for answer in attacker.answers()]
    assert len(answers) == 15
    assert 1 <= answers.count("200") <= 5


def test_one_machine_that_tries_many_names_is_slowed_too(client):
    answers = [sign_in(client, f"name{number}", "wrong").text for number in range(12)]
    assert ["Too many" in text for text in answers] == [False] * 10 + [True] * 2


def test_who_knows_the_password_is_not_closed_out_by_signing_in_often_or_by_four_slips(client, editor):
    for _ in range(4):
        sign_in(Client(), password="a slip")
    for _ in range(6):
        assert sign_in(Client()).status_code == 302


def test_too_many_requests_get_a_page_of_our_own(client, editor):
    for _ in range(30):
        client.post(LOGIN, {})
    answer = client.post(LOGIN, {})
    assert answer.status_code == 429
    assert "Please wait a few minutes" in answer.text


def test_what_is_counted_names_nobody(client, editor):
    for _ in range(3):
        sign_in(client, password="wrong", REMOTE_ADDR="203.0.113.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM attempts")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) >= 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)


def test_readers_pages_neither_count_nor_set_a_cookie(client):
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(path) for path in ("/", "/statements/", "/methodology/", "/nowhere/")]
    assert not [query for query in queries if "attempts" in query["sql"] or "session" in query["sql"]]
    assert not any(answer.cookies for answer in answers)


# The second factor


@pytest.mark.parametrize("path", ["/admin/", "/admin/auth/user/", "/admin/tracker/statement/add/", "/admin/jsi18n/"])
def test_where_it_is_required_a_password_alone_opens_no_page_of_the_desk(client, admin_user, mfa_required, path):
    client.force_login(admin_user)
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_without_the_requirement_a_password_is_enough(client, editor):
    sign_in(client)
    assert is_open(client)


@pytest.mark.django_db(transaction=True)
def test_who_has_none_is_led_to_set_one_up_and_then_gets_in(client, editor, mfa_required):
    sign_in(client)
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/reauthenticate/")
    page = client.post(asked.redirect_chain[-1][0], {"password": newsroom.PASSWORD}, follow=True)
    secret = re.search(r'id="secret">([A-Z2-7]+)<', page.text)[1]
    assert "Incorrect code" in client.post("/accounts/second-factor/app/", {"code": "x"}).text
    codes = client.post("/accounts/second-factor/app/", {"code": code_now(secret)}, follow=True)
    assert len(re.findall(r"<code>\d{8}</code>", codes.text)) == 10
    assert is_open(client)


def test_another_session_is_not_opened_by_a_factor_that_it_has_not_shown(client, editor, mfa_required):
    """A stolen session from before stays outside, and is asked for a code."""
    stolen = Client()
    stolen.force_login(editor)
    secret, _ = give_second_factor(editor)
    asked = stolen.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/second-factor/confirm/")
    assert not is_open(stolen)
    arrived = stolen.post(asked.redirect_chain[-1][0], {"code": code_now(secret)})
    assert arrived["Location"] == "/admin/"
    assert is_open(stolen)


def test_a_factor_that_somebody_else_has_shown_opens_nothing(client, editor, mfa_required):
    give_second_factor(newsroom.checker())
    client.force_login(editor)
    session = client.session
    session["second_factor"] = Authenticator.objects.first().pk
    session.save()
    assert not is_open(client)


def signed_in_with(code, client=None):
    client = client or Client()
    assert sign_in(client)["Location"] == "/accounts/second-factor/code/"
    assert not is_open(client), "not between the two steps"
    client.post("/accounts/second-factor/code/", {"code": code})
    return client


def test_a_code_of_the_app_opens_the_desk_once(editor, mfa_required):
    secret, _ = give_second_factor(editor)
    code = code_now(secret)
    assert is_open(signed_in_with(code))
    assert not is_open(signed_in_with(code)), "who looked over the shoulder comes too late"


def test_a_recovery_code_opens_the_desk_once(editor, mfa_required):
    _, codes = give_second_factor(editor)
    assert is_open(signed_in_with(codes[0]))
    assert not is_open(signed_in_with(codes[0]))
    assert is_open(signed_in_with(codes[1]))


def test_codes_cannot_be_guessed_at_leisure(editor, mfa_required):
    _, codes = give_second_factor(editor)
    client = Client()
    for number in range(5):
        signed_in_with(f"{number:06}", client)
    assert not is_open(signed_in_with(codes[0], client)), "the sixth attempt is not even looked at"


def test_an_administrator_takes_away_a_lost_factor_and_with_it_every_session(admin_client, editor, settings):
    _, codes = give_second_factor(editor)
    inside = signed_in_with(codes[0])
    told = admin_client.post(
        reverse("admin:auth_user_changelist"),
        {"action": "take_second_factors", "_selected_action": [editor.pk]},
        follow=True,
    )
    assert "without a second factor" in told.text
    settings.REQUIRE_MFA = True
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not is_open(inside)
    sign_in(inside)
    assert not is_open(inside), "first a new factor"


def test_removing_ones_own_factor_closes_the_desk_until_there_is_a_new_one(editor, mfa_required):
    _, codes = give_second_factor(editor)
    client = signed_in_with(codes[0])
    client.post("/accounts/reauthenticate/", {"password": newsroom.PASSWORD})
    assert is_open(client)
    client.post("/accounts/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not is_open(client)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/second-factor/app/",
        "/accounts/second-factor/app/remove/",
        "/accounts/second-factor/recovery/",
        "/accounts/second-factor/recovery/new/",
    ],
)
def test_an_unattended_screen_shows_no_secret_and_changes_none(client, editor, path):
    """Without the password given again, just now."""
    if path != "/accounts/second-factor/app/":
        give_second_factor(editor)
    client.force_login(editor)
    for method in [client.get] if path.endswith("recovery/") else [client.get, client.post]:
        answer = method(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_the_secret_is_drawn_and_written_without_data_images_and_kept_nowhere(client, editor):
    client.force_login(editor)
    client.post("/accounts/reauthenticate/", {"password": newsroom.PASSWORD})
    answer = client.get("/accounts/second-factor/app/")
    assert "<svg viewBox" in answer.text
    assert not re.search(r"data:|style=|<script(?! src)|<style| on\w+=", answer.text)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup", "account_logout"])
def test_no_account_page_is_kept_by_a_browser(client, name):
    assert "no-store" in client.get(reverse(name))["Cache-Control"]
