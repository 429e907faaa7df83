"""How every public page is answered."""

from django.shortcuts import render

from tracker.catalogue import keysets
from tracker.catalogue.parameters import repeated_parameters, unknown_parameters


def answer(request, template, context, *, accepts=(), more_problems=(), status=200):
    """The page, with a notice for each parameter that it does not have or that was given twice.

    `accepts` are those that it has, each with one value; `more_problems` are what it found wrong with them.
    """
    wrong = [*unknown_parameters(request.GET, accepts), *repeated_parameters(request.GET, accepts)]
    return answer_with(request, template, context, problems=[*wrong, *more_problems], status=status)


def answer_piece(request, template, page, context=None):
    """A page that shows a piece of a long list, as its own parameters or the start of the list have it."""
    return answer(
        request,
        template,
        {"page": page, **(context or {})},
        accepts=keysets.PARAMETERS,
        more_problems=page.problems,
        status=page.status,
    )


def answer_with(request, template, context, *, problems, status=200):
    """The same for a page that has looked for all `problems` itself."""
    return render(request, f"pages/{template}.html", {"problems": problems, **context}, status=status)
