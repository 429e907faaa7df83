"""Feeds: what is new, of every list, official, country and topic, at the page's address with .atom."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from tracker.catalogue.answers import file_answer, refusal
from tracker.catalogue.asking import asked_statements, whose_list
from tracker.catalogue.formats import FEED
from tracker.catalogue.imprint import imprint_of
from tracker.catalogue.news import LATEST, What, latest_news
from tracker.catalogue.parameters import Problem
from tracker.vocabulary import finding_label

NOT_FOR_FEEDS = {
    "order": "A feed has the latest first: leave the order out.",
    "as_of": "A feed tells what is new now: leave the day out.",
}


@require_safe
def statements(request):
    return _feed(request)


@require_safe
def of_official(request, slug):
    return _own_feed(request, "official", slug)


@require_safe
def of_country(request, code):
    return _own_feed(request, "country", code)


@require_safe
def of_topic(request, slug):
    return _own_feed(request, "topic", slug)


def _own_feed(request, parameter, word):
    """The feed of an official, a country or a topic; from a former address, to the present one for good."""
    whose = whose_list(parameter, word)
    if whose is None:
        raise Http404
    if whose.word == word:
        return _feed(request, whose)
    query = request.GET.urlencode()
    return redirect(reverse(f"{parameter}-feed", args=[whose.word]) + (f"?{query}" if query else ""), permanent=True)


def _feed(request, whose=None):
    asked = asked_statements(request.GET, whose)
    if problems := [*asked.problems, *_not_for_feeds(request.GET)]:
        return refusal(problems)
    page = whose.thing.get_absolute_url() if whose else reverse("statements")
    query = request.GET.urlencode() if whose is None else ""
    imprint = imprint_of(
        request, whose.word if whose else "statements", asked.title, page + (f"?{query}" if query else "")
    )
    return file_answer(request, FEED, imprint, lambda: _written(imprint, latest_news(asked)))


def _not_for_feeds(query):
    return [Problem(name, query[name], words) for name, words in NOT_FOR_FEEDS.items() if query.get(name, "").strip()]


class _Feed(Atom1Feed):
    """Atom whose own day is that of the latest news; without any, the moment of the answer."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["answered_at"]


def _written(imprint, news):
    feed = _Feed(
        title=f"{settings.SITE_NAME}: {imprint.title}",
        link=imprint.page,
        description=None,
        language="en",
        author_name=settings.SITE_NAME,
        subtitle=f"What is new: statements, verifications, corrections and withdrawals, the latest {LATEST}.",
        feed_url=imprint.address,
        feed_guid=imprint.address,
        feed_copyright=f"{settings.SITE_NAME}, {settings.LICENCE}, {settings.LICENCE_ADDRESS}",
        answered_at=imprint.moment,
    )
    for one in news:
        feed.add_item(
            title=_title(one),
            link=imprint.site + _path(one),
            description=render_to_string(f"feeds/{one.what}.html", {"news": one, "statement": one.statement}).strip(),
            unique_id=_identifier(one, imprint.site),
            pubdate=one.moment,
            updateddate=one.moment,
            categories=[one.what],
        )
    return feed.writeString("utf-8")


def _path(news):
    """The page's address; of a withdrawn statement without the word that was made from its claim."""
    if news.what == What.STATEMENT_WITHDRAWN:
        return f"{reverse('statements')}{news.statement.number}/"
    return news.statement.get_absolute_url()


def _identifier(news, site):
    """A tag (RFC 4151) that stays when the address changes; the day is that of the statement's publication."""
    day = f"{news.statement.published_at:%Y-%m-%d}"
    place = f"-{news.place}" if news.place else ""
    return f"tag:{urlsplit(site).hostname},{day}:statement-{news.statement.number}/{news.what}{place}"


def _title(news):
    statement = news.statement
    match news.what:
        case What.STATEMENT:
            return f"{statement.speaker}: {statement.claim}"
        case What.VERIFICATION:
            entry = news.thing
            found = finding_label(entry.finding, statement.kind, entry.partly_because)
            return f"{found}: {statement.claim} ({statement.speaker})"
        case What.CORRECTION:
            return f"Corrected: {news.thing.what} of statement {statement.number}"
        case What.VERIFICATION_WITHDRAWN:
            return f"Withdrawn: a verification of statement {statement.number}"
        case What.STATEMENT_WITHDRAWN:
            return f"Withdrawn: statement {statement.number}"
