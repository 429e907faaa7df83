"""The question that a reader asks of a statement's page: where did it stand on a day?"""

from dataclasses import replace

from django.utils.translation import gettext as _

from tracker.catalogue import parameters


def asked_day(query):
    """The day in `as_of`, and the problem if it is none that can be answered: then the page is that of today."""
    day, problem = parameters.asked_day(query)
    if problem:
        words = _("%(problem)s Below is where it stands today.") % {"problem": problem.message}
        problem = replace(problem, message=words)
    return day, problem
