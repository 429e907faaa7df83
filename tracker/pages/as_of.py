"""The question that a reader asks of a statement's page: where did it stand on a day?"""

from dataclasses import replace

from tracker.catalogue import parameters


def asked_day(query):
    """The day in `as_of`, and the problem if it is none that can be answered: then the page is that of today."""
    day, problem = parameters.asked_day(query)
    return day, problem and replace(problem, message=f"{problem.message} Below is where it stands today.")
