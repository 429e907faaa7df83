"""What every page of the desk does: nothing typed is lost, and a refusal is told in words."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ERROR_FLAG, IS_POPUP_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from tracker.database.refusals import refusals_explained
from tracker.desk import bulk, saved
from tracker.desk.choices import ChoiceByLetters, choice_label
from tracker.desk.forms import CHECK, LOOKED_AT, DeskForm
from tracker.desk.guarded import Guarded
from tracker.desk.named import NamedBoxes
from tracker.languages import listed


class RelationsMixin:
    """Relations are found by a few letters, and a new one is added without leaving the form."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return self._tidy(field, db_field)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChoiceByLetters(db_field, self.admin_site, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def relation(self, db_field, request, **kwargs):
        """A form field for a relation of another model, with the same choices and the same "+"."""
        widget = ChoiceByLetters(db_field, self.admin_site, request)
        return self.formfield_for_dbfield(db_field, request, widget=widget, **kwargs)

    def _tidy(self, field, db_field):
        """Fewer stops for the Tab key: only "change" and "add" stand beside a choice, and labels tell twins apart."""
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
            model_admin = self.admin_site._registry.get(db_field.remote_field.model)
            field.label_from_instance = lambda thing: choice_label(model_admin, thing)
            if isinstance(field.widget.widget, ChoiceByLetters):
                field.error_messages["invalid_choice"] = ChoiceByLetters.UNCLEAR
        return field


class DeskAdmin(Guarded, RelationsMixin, admin.ModelAdmin):
    """A stock ModelAdmin, with the database's refusals as form errors."""

    form = DeskForm
    save_on_top = False
    list_per_page = 50
    show_full_result_count = False  # a count of all rows, for a number that nobody needs

    class Media:
        js = ["tracker/desk.js", "tracker/desk-names.js"]

    def changelist_view(self, request, extra_context=None):
        """The list, with the saved filters of whoever looks at it. Bad parameters are named, and all is shown."""
        if ERROR_FLAG in request.GET:
            words = _("This list has no such filter, or a filter has no such value, so nothing is filtered.")
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(request.path)
        extra_context = {**saved.beside_the_list(self, request), **(extra_context or {})}
        try:
            with refusals_explained():
                return super().changelist_view(request, extra_context)
        except ValidationError as error:
            return self._back_with(request, error)

    def get_changelist(self, request, **kwargs):
        return saved.Asked if getattr(request, "is_only_asked", False) else super().get_changelist(request, **kwargs)

    def response_action(self, request, queryset):
        """What is chosen across pages is looked at thing by thing too, so there is a limit to it."""
        is_across = request.POST.get("select_across") == "1"
        if is_across and queryset.order_by().values("pk")[: bulk.AT_ONCE + 1].count() > bulk.AT_ONCE:
            self.message_user(request, bulk.too_many(), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_only_looked_at = CHECK in request.POST
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        unfold_what_is_wrong(context["adminform"], [context["adminform"].form])
        for inline in context["inline_admin_formsets"]:
            unfold_what_is_wrong(inline, inline.formset.forms)
        if is_only_looked_at(context.get("errors")):
            context |= {"errors": None, "looked_at": LOOKED_AT}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Whoever is signed in made it; nobody types a name."""
        if not change and hasattr(obj, "created_by_id"):
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Rules that wait for the end of the transaction are asked now, before anybody is told that it is saved."""
        super().save_related(request, form, formsets, change)
        rows = [form, *(row for formset in formsets for row in formset.forms)]
        if left_out := sorted({label for row in rows for label in getattr(row, "left_out", [])}):
            text = _("Not put on record, because readers see this source already and an editor has to do it: %(what)s.")
            self.message_user(request, text % {"what": listed(left_out)}, messages.WARNING)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class DeskInline(RelationsMixin):
    """An inline with as few empty rows as there can be; the parent's forms show what is refused."""

    form = DeskForm
    extra = 0


class StackedInline(DeskInline, admin.StackedInline):
    pass


class TabularInline(DeskInline, admin.TabularInline):
    formset = NamedBoxes


def unfold_what_is_wrong(part, forms):
    """A section that is folded away stands open where something in it has to be put right: in the form itself, and in
    all rows of a part of it."""
    errors = {box for form in forms for box in form.errors}
    part.fieldsets = [(name, _unfolded(options, errors)) for name, options in part.fieldsets]


def _unfolded(options, errors):
    classes = options.get("classes", ())
    if "collapse" not in classes or not errors & set(flatten_fieldsets([(None, options)])):
        return options
    return {**options, "classes": [*(word for word in classes if word != "collapse"), "desk-unfolded"]}


def is_only_looked_at(errors):
    """Whether nothing is wrong with a form but that nobody asked for it to be saved."""
    return bool(errors) and all(message == LOOKED_AT for messages in errors for message in messages)


def is_popup(request):
    return IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST


def is_changed(form, formsets):
    """Whether a saved form, or a row of its inlines, changed anything on record."""
    rows = (formset.new_objects or formset.changed_objects or formset.deleted_objects for formset in formsets)
    return form.has_changed() or any(rows)
