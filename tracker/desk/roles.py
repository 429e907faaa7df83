"""The three groups of a newsroom and what each may do at the desk."""

from django.contrib.auth.models import Group, Permission

_RECORD = (
    "publisher",
    "origin",
    "source",
    "attribution",
    "official",
    "othername",
    "office",
    "tenure",
    "topic",
    "statement",
    "voice",
    "appearance",
    "concern",
    "statementtopic",
    "statementlink",
    "verification",
    "evidence",
)
_LOOK = ["country", "listing", "formerslug", "correction", "version", "reply"]

# Drafting and handing in is for everybody; what goes beyond it stands here.
_REVIEW = ["review_statement", "review_verification"]
ROLES = {
    "contributor": [],
    "checker": _REVIEW,
    "editor": [
        *_REVIEW,
        "publish_statement",
        "publish_verification",
        "correct_statement",
        "withdraw_statement",
        "withdraw_verification",
        "add_reply",
    ],
}


def seed_roles(using="default", **_):
    """Adds the groups that are absent, each with its permissions. A group that an operator changed stays as it is."""
    for name, extra in ROLES.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(extra, using))


def _permissions(extra, using):
    wanted = {f"{action}_{model}" for model in _RECORD for action in ("view", "add", "change", "delete")}
    wanted |= {f"view_{model}" for model in _LOOK} | set(extra)
    found = Permission.objects.using(using).filter(content_type__app_label="tracker", codename__in=wanted)
    if missing := wanted - {permission.codename for permission in found}:
        raise LookupError(f"No such permissions: {', '.join(sorted(missing))}")
    return found
