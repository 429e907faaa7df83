"""The whole site's address book."""

from django.contrib import admin
from django.urls import include, path, register_converter

from tracker.pages import countries, due, history, home, methodology, officials, statements, topics
from tracker.pages.converters import AnythingConverter, CountryCodeConverter, WordConverter

register_converter(WordConverter, "word")
register_converter(AnythingConverter, "anything")
register_converter(CountryCodeConverter, "country")

handler400 = "tracker.pages.errors.bad_request"
handler403 = "tracker.pages.errors.forbidden"
handler404 = "tracker.pages.errors.not_found"
handler500 = "tracker.pages.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("statements/", statements.statement_list, name="statements"),
    path("statements/<int:number>-<anything:slug>/", statements.statement, name="statement"),
    path("statements/<int:number>/", statements.statement),
    path("statements/<int:number>-<anything:slug>/history/", history.history, name="history"),
    path("statements/<int:number>-<anything:slug>/v/<int:version>/", history.version, name="version"),
    path("corrections/", history.corrections, name="corrections"),
    path("officials/", officials.official_list, name="officials"),
    path("officials/<word:slug>/", officials.official, name="official"),
    path("countries/", countries.country_list, name="countries"),
    path("countries/<country:code>/", countries.country, name="country"),
    path("topics/<word:slug>/", topics.topic, name="topic"),
    path("due/", due.due, name="due"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("accounts/", include("tracker.desk.account_urls")),
    path("admin/", admin.site.urls),
]
