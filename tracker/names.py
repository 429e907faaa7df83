"""The names of tables and columns as people read them, for translators: Django makes them from the code by itself.

Labels of boxes, heads of lists, histories, corrections and refusals all say the same name (`named`). A model or a field
that the desk shows and that is not among them fails tests/test_translations.py.
"""

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as _

# One row, without an article: “add a statement”. Elsewhere the same word names a column: “the statement”.
ONE = {
    "country": pgettext_lazy("table", "country"),
    "publisher": pgettext_lazy("table", "publisher"),
    "origin": pgettext_lazy("table", "origin"),
    "source": pgettext_lazy("table", "source"),
    "attribution": pgettext_lazy("table", "attribution"),
    "official": pgettext_lazy("table", "official"),
    "former slug": pgettext_lazy("table", "former slug"),
    "other name": pgettext_lazy("table", "other name"),
    "office": pgettext_lazy("table", "office"),
    "tenure": pgettext_lazy("table", "tenure"),
    "topic": pgettext_lazy("table", "topic"),
    "statement": pgettext_lazy("table", "statement"),
    "concern": pgettext_lazy("table", "concern"),
    "statement topic": pgettext_lazy("table", "statement topic"),
    "voice": pgettext_lazy("table", "voice"),
    "appearance": pgettext_lazy("table", "appearance"),
    "statement link": pgettext_lazy("table", "statement link"),
    "verification": pgettext_lazy("table", "verification"),
    "correction": pgettext_lazy("table", "correction"),
    "version": pgettext_lazy("table", "version"),
    "reply": pgettext_lazy("table", "reply"),
    "saved filter": pgettext_lazy("table", "saved filter"),
    "evidence": pgettext_lazy("table", "evidence"),
}
MANY = (
    _("countries"), _("publishers"), _("origins"), _("sources"), _("attributions"), _("officials"), _("former slugs"),
    _("other names"), _("offices"), _("tenures"), _("topics"), _("statements"), _("concerns"), _("statement topics"),
    _("voices"), _("appearances"), _("statement links"), _("verifications"), _("corrections"), _("versions"),
    _("replies"), _("saved filters"),
)  # fmt: skip
# After “the list of”, where they may stand in another case than as headings.
LISTS = (
    pgettext_lazy("list of", "statements"),
    pgettext_lazy("list of", "officials"),
    pgettext_lazy("list of", "countries"),
)
COLUMNS = (
    _("Wikidata id"), _("acting"), _("address"), _("answered on"), _("archived copy"), _("asked on"), _("author"),
    _("basis"), _("broken if"), _("channel"), _("check by"), _("check by basis"), _("claim"), _("code"),
    _("confidence"), _("confidence reason"), _("created at"), _("created by"), _("criteria completed at"),
    _("criteria written at"), _("earlier"), _("ended on"), _("excerpt"), _("finding"), _("form"), _("gone on"),
    _("happened on"), _("institution"), _("interest"), _("is machine translated"), _("is single handed"), _("kind"),
    _("label"), _("language"), _("later"), _("list"), _("locator"), _("name"), _("new check by"), _("note"),
    _("number"), _("occasion"), _("owner"), _("part"), _("primary"), _("public on"), _("published at"),
    _("published by"), _("published on"), _("query"), _("quote"), _("quote language"), _("reading"), _("reason"),
    _("reasoning"), _("recorded at"), _("recorded by"), _("relayed by"), _("review note"), _("role"), _("said on"),
    _("searched"), _("seen on"), _("selected because"), _("slug"), _("sort as"), _("sort key"), _("speaker"),
    _("speaker label"), _("spoken language"), _("stance"), _("started on"), _("submitted at"), _("summary"),
    _("surely held"), _("text"), _("title"), _("translation"), _("upheld if"), _("url key"), _("which part"),
    _("why not asked"), _("withdrawal reason"), _("withdrawn at"), _("wording"),
    _("after words"), _("before words"), _("corrected at"), _("corrected by"), _("what"),
    _("country"), _("publisher"), _("origin"), _("source"), _("attribution"), _("official"), _("former slug"),
    _("other name"), _("office"), _("tenure"), _("topic"), _("statement"), _("concern"), _("statement topic"),
    _("voice"), _("appearance"), _("statement link"), _("verification"), _("correction"), _("version"), _("reply"),
    _("saved filter"), _("evidence"),
)  # fmt: skip


def named(name):
    """A name in the language of whoever reads it: of a model, or of a field such as `quote_language`."""
    return gettext_lazy(name.replace("_", " "))


def name_in_each_language(models):
    """Lets every model and field be named in the language of the page. Migrations and rights keep the usual names."""
    for model in models:
        options = model._meta
        options.verbose_name = ONE.get(str(options.verbose_name), options.verbose_name)
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
        for field in options.local_fields + options.local_many_to_many:
            field.verbose_name = gettext_lazy(str(field.verbose_name))
