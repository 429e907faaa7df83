"""The API described by itself (OpenAPI): made from the shapes, filters and words that the answers are made from."""

from functools import cache

from django.conf import settings
from django.utils.encoding import iri_to_uri
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.response import Response

from tracker.api.answering import OpenView
from tracker.api.shapes import Shape
from tracker.api.views import LARGEST_SIZE, USUAL_SIZE, ListOf, OneOf
from tracker.catalogue.answers import refusal
from tracker.catalogue.columns import Type
from tracker.catalogue.filters import LONGEST_SEARCH, DayField, OrderField, SeveralField, WordsField
from tracker.catalogue.imprint import site_address
from tracker.catalogue.parameters import repeated_parameters, unknown_parameters

TITLE = "API of the record"
ABOUT = """What officials said, and what happened next: the public record, read-only, for everybody.

Values and names of fields are those of the files (CSV, JSON) of the same lists. An unknown parameter or a value that
cannot be followed is refused with 400, never ignored. What stands here was selected by editors and tells nothing about
the rest of a person’s words."""

REFUSALS = {
    400: "A parameter that does not exist, or a value that cannot be followed: each with what would be right.",
    404: "Nothing public stands at this address.",
    405: "Another method than GET, HEAD or OPTIONS.",
    406: "Another format than JSON was asked for.",
    410: "It was published and withdrawn since; the message gives the reason.",
    429: "Too much was asked at once; Retry-After says when to come again.",
    500: "A fault of ours.",
    503: "The database is out of reach; Retry-After says when to come again.",
}
_EVERYWHERE = (400, 405, 406, 429, 500, 503)


# --- what the answers hold


_OF_TYPE = {
    Type.INTEGER: {"type": "integer"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.LIST: {"type": "array", "items": {"type": "string"}},
}


def property_of(column):
    """A column as a property of an object: its type, its words, and null where it can be empty."""
    described = dict(_OF_TYPE.get(column.type, {"type": "string"}))
    if column.words:
        described["enum"] = [*column.words, *([] if column.is_required or "" in column.words else [""])]
    if column.empty is None and not column.is_required:
        described["type"] = [described["type"], "null"]
    return described | {"description": f"{column.description} Holds: {column.type}."}


def object_of(shape, ref):
    """An object. None of its properties is required, because `fields` chooses among them."""
    properties = {column.name: property_of(column) for column in shape.columns}
    for name, part, is_list in shape.listed_parts:
        or_null = {"anyOf": [ref(part), {"type": "null"}]}
        properties[name] = {"type": "array", "items": ref(part)} if is_list else or_null
    described = {"type": "object", "properties": properties}
    return described | ({"description": shape.about} if shape.about else {})


_PROBLEM = {
    "type": "object",
    "required": ["parameter", "value", "message"],
    "properties": {
        "parameter": {"type": "string", "description": "The parameter that is wrong; empty where none is."},
        "value": {"type": "string", "description": "What was given for it, shortened."},
        "message": {"type": "string", "description": "What is wrong and what would be right, in a sentence."},
        "valid": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The names or values that would be right, where there are few.",
        },
    },
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "problems"],
            "properties": {
                "status": {"type": "integer", "description": "The status of the answer once more."},
                "problems": {"type": "array", "items": _PROBLEM},
            },
        }
    },
}
_TEXT = {"type": "string"}
_ABOUT = {
    "type": "object",
    "description": "Whose data this is, under which licence, what was asked, and when it was true.",
    "properties": {
        **dict.fromkeys(
            ("title", "publisher", "licence", "licence_address", "address", "page", "query", "columns_explained_at"),
            _TEXT,
        ),
        "as_of": {"type": ["string", "null"], "format": "date"},
        "record_version": {"type": "integer", "description": "Grows with everything that is published or withdrawn."},
        "next_modified_since": {
            "type": "string",
            "format": "date-time",
            "description": "To keep a copy up to date, give the one of the first piece as modified_since next time.",
        },
    },
}
_PLACE = {"type": ["string", "null"], "format": "uri"}


def _piece_of(resource, ref):
    row = {"anyOf": [ref(resource.row), ref(resource.gone)]} if resource.gone else ref(resource.row)
    count = {"count": {"type": "integer", "description": "How many rows the whole list has."}}
    properties = {
        "about": _ABOUT,
        **(count if resource.is_counted else {}),
        "next": _PLACE | {"description": "The address of the next piece; null at the end."},
        "previous": _PLACE | {"description": "The address of the piece before; null at the beginning."},
        "results": {"type": "array", "maxItems": LARGEST_SIZE, "items": row},
    }
    return {"type": "object", "required": [*properties], "properties": properties}


# --- what can be asked


def parameters_of_list(resource):
    """All parameters of a list, the filter's first."""
    form = resource.filter().form
    asked = [_parameter(name, field, resource.filter.base_filters[name].label) for name, field in form.fields.items()]
    asked += [
        OpenApiParameter(
            "page_size",
            {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": USUAL_SIZE},
            description=f"How many rows a piece has: {USUAL_SIZE} unless asked, at most {LARGEST_SIZE}.",
        ),
        OpenApiParameter("after", str, description="Where the piece begins: follow `next`, which has it."),
        OpenApiParameter(
            "before", str, description="Where the piece ends: follow `previous`; `end` for the last rows."
        ),
    ]
    more = [_MODIFIED_SINCE] if resource.gone else []
    return [*asked, *more, *parameters_of_one(resource, resource.row)]


def parameters_of_one(resource, shape=None):
    shape = shape or resource.full
    fields = OpenApiParameter(
        "fields",
        {"type": "array", "items": {"type": "string", "enum": list(shape.fields)}},
        style="form",
        explode=False,
        description="Only these fields, with commas between them.",
    )
    return [*([_AS_OF] if "as_of" in resource.also else []), fields]


_AS_OF = OpenApiParameter(
    "as_of",
    {"type": "string", "format": "date"},
    description="Where things stood on a past day: with what was said, and public, by then.",
)
_MODIFIED_SINCE = OpenApiParameter(
    "modified_since",
    str,
    description="Only what may have changed at this moment (2022-02-16T09:30:00Z, in UTC) or day or later, in a fixed "
    "order; what was withdrawn since stands among it with `withdrawn: true`. At least once: a row may come that is as "
    "it was.",
)
_WORDS_OF_ORDER = "One of: {}. “ordering” means the same."


def _parameter(name, field, label):
    """One parameter of a filter, by what its field takes."""
    described, words = _TEXT, f"{label}."
    if isinstance(field, SeveralField):
        items = _TEXT | ({"enum": list(field.valid)} if field.valid else {})
        described = {"type": "array", "items": items}
        right = f" Each is {field.of.what_is_right}." if field.of.what_is_right else ""
        words = f"{label}.{right} Given several times, it means any of them."
    elif isinstance(field, OrderField):
        described = {"type": "string", "enum": list(field.valid)}
        words = _WORDS_OF_ORDER.format(", ".join(f"{word}: {order.words}" for word, order in field.orders.items()))
    elif isinstance(field, DayField):
        described = {"type": "string", "format": "date"}
        words = f"{label} this day. What is known less exactly matches where it can lie."
    elif isinstance(field, WordsField):
        described = {"type": "string", "maxLength": LONGEST_SEARCH}
        words = f"{label}, all of them."
    return OpenApiParameter(name, described, description=words)


class Described(AutoSchema):
    """The description of one address, made from its resource."""

    def is_excluded(self):
        return not isinstance(self.view, ListOf | OneOf)

    @property
    def resource(self):
        return self.view.resource

    @property
    def is_list(self):
        return isinstance(self.view, ListOf)

    def get_operation_id(self):
        return f"{self.resource.name}_{'list' if self.is_list else 'one'}"

    def get_tags(self):
        return [self.resource.name]

    def get_summary(self):
        return f"The list of {self.resource.name}" if self.is_list else f"One of the {self.resource.name} in full"

    def get_description(self):
        return (self.resource.row if self.is_list else self.resource.full).about

    def get_override_parameters(self):
        headers = [
            OpenApiParameter("Retry-After", int, OpenApiParameter.HEADER, response=[429, 503], description="Seconds.")
        ]
        if self.is_list:
            return [*parameters_of_list(self.resource), *headers]
        parts = [self._part_of_address(name) for name in self.resource.key]
        return [*parts, *parameters_of_one(self.resource), *headers]

    def _part_of_address(self, name):
        (column,) = [column for column in self.resource.full.columns if column.name == name]
        described = {"type": "integer", "minimum": 1} if column.type == Type.INTEGER else _TEXT
        return OpenApiParameter(name, described, OpenApiParameter.PATH, required=True, description=column.description)

    def get_response_serializers(self):
        body = self._piece() if self.is_list else self._ref(self.resource.full)
        statuses = [*_EVERYWHERE, *([] if self.is_list else [404, *([410] if self.resource.gone else [])])]
        error = self._component("Error", _ERROR)
        return {200: OpenApiResponse(body, "The answer.")} | {
            status: OpenApiResponse(error, REFUSALS[status]) for status in sorted(statuses)
        }

    def _piece(self):
        return self._component(f"{self.resource.row.name}List", _piece_of(self.resource, self._ref))

    def _ref(self, shape: Shape):
        return self._component(shape.name, object_of(shape, self._ref))

    def _component(self, name, described):
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, described, name)
        self.registry.register_on_missing(component)
        return component.ref


@cache
def described():
    """The whole description but for where the site stands, which the answer adds."""
    schema = SchemaGenerator().get_schema(public=True)
    contact = {"contact": {"url": iri_to_uri(settings.SECURITY_CONTACT)}} if settings.SECURITY_CONTACT else {}
    about = {
        "title": f"{settings.SITE_NAME}: {TITLE}",
        "version": "1",
        "description": ABOUT,
        "license": {"name": settings.LICENCE, "url": settings.LICENCE_ADDRESS},
        **contact,
    }
    return schema | {"info": about}


class Schema(OpenView):
    """The description as JSON."""

    schema = None

    def get(self, request):
        if problems := [*unknown_parameters(request.GET, ()), *repeated_parameters(request.GET, ())]:
            return refusal(problems)
        return Response(described() | {"servers": [{"url": site_address(request)}]})
