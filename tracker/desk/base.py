"""What every page of the desk does: nothing typed is lost, and a refusal is told in words."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import IS_POPUP_VAR
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import connection

from tracker.database.refusals import refusals_explained
from tracker.desk.choices import choice_label
from tracker.desk.forms import DeskForm
from tracker.desk.guarded import Guarded


class RelationsMixin:
    """Relations are found by a few letters, and a new one is added without leaving the form."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return self._tidy(field, db_field)

    def relation(self, db_field, request, **kwargs):
        """A form field for a relation of another model, with the same choices and the same "+"."""
        widget = AutocompleteSelect(db_field, self.admin_site)
        return self.formfield_for_dbfield(db_field, request, widget=widget, **kwargs)

    def _tidy(self, field, db_field):
        """Fewer stops for the Tab key: only "change" and "add" stand beside a choice, and labels tell twins apart."""
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
            model_admin = self.admin_site._registry.get(db_field.remote_field.model)
            field.label_from_instance = lambda thing: choice_label(model_admin, thing)
        return field


class DeskAdmin(Guarded, RelationsMixin, admin.ModelAdmin):
    """A stock ModelAdmin, with the database's refusals as form errors."""

    form = DeskForm
    save_on_top = False
    list_per_page = 50

    class Media:
        js = ["tracker/desk.js"]

    def changelist_view(self, request, extra_context=None):
        try:
            with refusals_explained():
                return super().changelist_view(request, extra_context)
        except ValidationError as error:
            return self._back_with(request, error)

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
            what = ", ".join(left_out)
            text = f"Not put on record, because readers see this source already and an editor has to do it: {what}."
            self.message_user(request, text, messages.WARNING)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class DeskInline(RelationsMixin):
    """An inline with as few empty rows as there can be; the parent's forms show what is refused."""

    form = DeskForm
    extra = 0


class StackedInline(DeskInline, admin.StackedInline):
    pass


class TabularInline(DeskInline, admin.TabularInline):
    pass


def is_popup(request):
    return IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST


def is_changed(form, formsets):
    """Whether a saved form, or a row of its inlines, changed anything on record."""
    rows = (formset.new_objects or formset.changed_objects or formset.deleted_objects for formset in formsets)
    return form.has_changed() or any(rows)
