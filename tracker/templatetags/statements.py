"""What a row of a list says of a statement beside its words."""

from django import template

from tracker.verifications.status import was_logged_afterwards

register = template.Library()


@register.filter
def row_tags(row):
    """The short warnings of a row, only those that are true."""
    tags = {
        **{f"reported by {relayed.relayed_by}": row.is_relayed for relayed in row.statement.relayed_appearances},
        "terms changed": row.terms_changed,
        "logged afterwards": was_logged_afterwards(row.statement, row.deciding),
        "had left office": row.had_left_office,
    }
    return [tag for tag, is_true in tags.items() if is_true]
