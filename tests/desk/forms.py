"""What a form of the desk holds when it is opened, so that a test changes only what it is about."""

from django.urls import reverse

from tracker.partial_dates import PartialDate


def page(name, *args):
    return reverse(f"admin:tracker_{name}", args=args)


def typed(response):
    """All boxes of a form as a browser would send them back."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    boxes = {"seen": response.context["mark"]}
    for form in forms:
        for box in form:
            value = box.value()
            if hasattr(box.field.widget, "decompress"):  # a moment in two boxes
                parts = value if isinstance(value, list) else box.field.widget.decompress(value)
                boxes |= {f"{box.html_name}_{n}": part for n, part in enumerate(parts) if part is not None}
                continue
            if value is None or value is False or value == "":
                continue
            boxes[box.html_name] = _sent(value)
    return boxes


def opened_and_sent(desk, address, **boxes):
    """A small page of the desk, opened and sent off with these boxes filled."""
    mark = desk.get(address).context["mark"]
    return desk.post(address, {"seen": mark} | boxes, follow=True)


def _sent(value):
    if value is True:
        return "on"
    if isinstance(value, PartialDate):
        return value.isoformat()
    return getattr(value, "pk", value)


def errors(response):
    """All messages that a refused form shows, in one text."""
    shown = [str(response.context["errors"]), str(response.context["adminform"].form.non_field_errors())]
    return " ".join(shown)


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def log_boxes(speaker, **boxes):
    """The boxes of the form that logs a claim, filled with the least that makes a draft."""
    filled = {
        "address": "https://courier.example.org/new",
        "source_language": "en",
        "source_published_on": "1 Mar 2024",
        "origin_basis": "credited",
        "quote": "Not a single elephant will stay in Strelsau.",
        "speaker": speaker.pk,
        "said_on": "1 Mar 2024",
        "kind": "commitment",
        "primary_form": "own_words",
        "primary_basis": "report",
        "source_kind": "article",
        "_continue": "1",
    }
    for prefix in ("voices", "topic_rows", "concern_rows", "links_to_earlier"):
        filled |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return filled | boxes


def follow_up_boxes(statement, **boxes):
    """The boxes of a new verification with one piece of evidence from a known or new address."""
    filled = {
        "statement": statement.pk,
        "finding": "broken",
        "public_on": "1 Apr 2024",
        "summary": "An elephant was seen in Strelsau.",
        "confidence": "medium",
        "confidence_reason": "One origin.",
        "evidence-TOTAL_FORMS": 1,
        "evidence-INITIAL_FORMS": 0,
        "evidence-0-address": "https://gazette.example.org/elephant",
        "evidence-0-source_published_on": "1 Apr 2024",
        "evidence-0-source_language": "en",
        "evidence-0-origin_basis": "credited",
        "evidence-0-stance": "against",
        "evidence-0-excerpt": "An elephant stood in the square.",
        "_continue": "1",
    }
    return filled | boxes
