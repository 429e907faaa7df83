"""Who asks too much is told when to come again, and keeps nobody else waiting."""

import pytest
from django.core.cache import caches
from django.test import override_settings
from rest_framework.settings import api_settings

from tests.api.asking import API

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    settings.API_RATE = "3/minute"
    caches["questions"].clear()
    yield
    caches["questions"].clear()


def test_who_asks_too_much_gets_429_and_when_to_come_again(client):
    for _ in range(3):
        assert client.get(f"{API}topics/").status_code == 200
    answer = client.get(f"{API}statements/1/")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["error"]["status"] == 429
    assert answer.headers["Retry-After"] in answer.json()["error"]["problems"][0]["message"]


def test_another_address_is_answered_meanwhile(client):
    for _ in range(4):
        client.get(f"{API}topics/", REMOTE_ADDR="192.0.2.1")
    assert client.get(f"{API}topics/", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(f"{API}topics/", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_nobody_gets_another_count_by_a_header_of_his_own(client):
    statuses = [client.get(f"{API}topics/", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(client):
    with override_settings(REST_FRAMEWORK={**api_settings.user_settings, "NUM_PROXIES": 1}):
        statuses = [
            client.get(f"{API}topics/", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, 192.0.2.1").status_code for n in range(4)
        ]
        assert statuses == [200, 200, 200, 429]
        assert client.get(f"{API}topics/", HTTP_X_FORWARDED_FOR="192.0.2.9").status_code == 200


def test_pages_are_not_counted(client):
    assert {client.get("/topics/x.csv").status_code for _ in range(5)} == {404}
