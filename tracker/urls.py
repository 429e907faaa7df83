"""The whole site's address book."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from tracker.exports import citations, data, lists
from tracker.exports import statements as statement_files
from tracker.exports.converters import ReferenceConverter, StatementListConverter, TableConverter
from tracker.feeds import atom, sitemaps, well_known
from tracker.pages import (
    countries,
    due,
    embed,
    history,
    home,
    methodology,
    names,
    officials,
    preview,
    statements,
    topics,
)
from tracker.pages.converters import AnythingConverter, CountryCodeConverter, WordConverter

register_converter(WordConverter, "word")
register_converter(AnythingConverter, "anything")
register_converter(CountryCodeConverter, "country")
register_converter(TableConverter, "table")
register_converter(StatementListConverter, "list")
register_converter(ReferenceConverter, "reference")

handler400 = "tracker.pages.errors.bad_request"
handler403 = "tracker.pages.errors.forbidden"
handler404 = "tracker.pages.errors.not_found"
handler500 = "tracker.pages.errors.server_error"

# Pages: each in every language, at an address of its own (languages.py).
pages = [
    path("", home.home, name="home"),
    path("statements/", statements.statement_list, name="statements"),
    path("names/officials.json", names.names, {"of": "official"}, name="official-names"),
    path("names/countries.json", names.names, {"of": "country"}, name="country-names"),
    path("names/publishers.json", names.names, {"of": "publisher"}, name="publisher-names"),
    path("names/topics.json", names.names, {"of": "topic"}, name="topic-names"),
    path("statements/<int:number>-<anything:slug>/", statements.statement, name="statement"),
    path("statements/<int:number>/", statements.statement),
    path("statements/<int:number>-<anything:slug>/history/", history.history, name="history"),
    path("statements/<int:number>-<anything:slug>/v/<int:version>/", history.version, name="version"),
    path("embed/statements/<int:number>/", embed.embed, name="embed"),
    path("corrections/", history.corrections, name="corrections"),
    path("officials/", officials.official_list, name="officials"),
    path("officials/<word:slug>/", officials.official, name="official"),
    path("countries/", countries.country_list, name="countries"),
    path("countries/<country:code>/", countries.country, name="country"),
    path("topics/<word:slug>/", topics.topic, name="topic"),
    path("due/", due.due, name="due"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("data/", data.data, name="data"),
    path("accounts/", include("tracker.desk.account_urls")),
    # What readers would see of a draft: a public page for the desk alone.
    path(
        "admin/tracker/statement/<int:pk>/preview/",
        admin.site.admin_view(preview.of_statement),
        name="preview-statement",
    ),
    path(
        "admin/tracker/verification/<int:pk>/preview/",
        admin.site.admin_view(preview.of_verification),
        name="preview-verification",
    ),
    path("admin/", admin.site.urls),
]

# The same as files, feeds and the API, which speak English, and what only machines ask for.
files = [
    path("statements.<list:chosen>", lists.statements, name="statements-file"),
    path("statements/<int:number>-<anything:slug>.json", statement_files.statement, name="statement-file"),
    path("statements/<int:number>.json", statement_files.statement),
    path(
        "statements/<int:number>-<anything:slug>/v/<int:version>.<reference:chosen>",
        citations.citation,
        name="reference",
    ),
    path("officials.<table:chosen>", lists.officials, name="officials-file"),
    path("officials/<word:slug>.<list:chosen>", lists.of_official, name="official-file"),
    path("countries.<table:chosen>", lists.countries, name="countries-file"),
    path("countries/<country:code>.<list:chosen>", lists.of_country, name="country-file"),
    path("topics/<word:slug>.<list:chosen>", lists.of_topic, name="topic-file"),
    path("statements.atom", atom.statements, name="statements-feed"),
    path("officials/<word:slug>.atom", atom.of_official, name="official-feed"),
    path("countries/<country:code>.atom", atom.of_country, name="country-feed"),
    path("topics/<word:slug>.atom", atom.of_topic, name="topic-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<word:section>-<int:part>.xml", sitemaps.part, name="sitemap-part"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("data/<anything:file>", data.dataset_file, name="dataset-file"),
    path("api/v1/", include("tracker.api.urls")),
]

urlpatterns = [*i18n_patterns(*pages, prefix_default_language=False), *files]
