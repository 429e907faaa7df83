"""Who sits at the desk, and what is typed there."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import newsroom


def at_the_desk(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(db):
    return newsroom.editor()


@pytest.fixture
def desk(editor):
    """The desk with Edith at it, who publishes."""
    return at_the_desk(editor)


@pytest.fixture
def contributor(db):
    return newsroom.make_user("connie", "contributor")


@pytest.fixture
def contributors_desk(contributor):
    """The desk with Connie at it, who drafts."""
    return at_the_desk(contributor)


@pytest.fixture
def stranger(db):
    """Staff without a group: an account that nobody gave anything to do."""
    return at_the_desk(newsroom.make_user("stanley"))


def desk_of(name):
    """The desk as somebody who has signed in opens it."""
    return Client() if name == "nobody" else at_the_desk(User.objects.get(username=name))


@pytest.fixture
def sits(reader, live_server):
    """Opens pages as somebody at the desk does, with this screen."""

    def down(name, scheme, width):
        signed_in = [
            {"name": cookie.key, "value": cookie.value, "url": live_server.url}
            for cookie in desk_of(name).cookies.values()
        ]
        page = reader(scheme, width)
        page.context.add_cookies(signed_in)
        return page

    return down
