"""`manage.py check_record`: asks the whole record whether it agrees with itself."""

import sys

from django.core.management import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tracker.catalogue import auditing, checking

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Recomputes every line of the catalogue, every status, rule, constraint, version and event, and looks whether "
        "all guards stand. Ends with 0 when everything agrees, with 1 and a list when anything does not. It changes "
        "nothing."
    )

    def handle(self, **options):
        self.console = Console(file=self.stdout, soft_wrap=True, highlight=False, markup=False)
        looked_at = wrong = 0
        for question in [*checking.questions(), *auditing.questions()]:
            count, disagreeing = self.ask(question)
            looked_at, wrong = looked_at + count, wrong + disagreeing
        if wrong:
            self.console.print(f"{looked_at:,} looked at; {wrong:,} disagree.")
            sys.exit(1)
        self.console.print(f"{looked_at:,} looked at; everything agrees.")

    def ask(self, question):
        """Shows how far a question has come and what disagrees; how many were looked at, and how many disagree."""
        total, looked_at, found = question.count(), 0, []
        wrong = 0
        with self.progress() as progress:
            task = progress.add_task(question.title, total=total)
            for count, disagreements in question.answers():
                looked_at += count
                wrong += len(disagreements)
                found += disagreements[: SHOWN - len(found)]
                progress.update(task, advance=count)
        self.tell(question.title, looked_at, wrong, found)
        return looked_at, wrong

    def progress(self):
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        return Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)

    def tell(self, title, looked_at, wrong, found):
        self.console.print(f"{title}: {looked_at:,} looked at, {f'{wrong:,} disagree' if wrong else 'all agree'}")
        for disagreement in found:
            self.console.print(f"  {disagreement.which}: {disagreement.wrong}\n    see {disagreement.look}")
        if wrong > len(found):
            self.console.print(f"  … and {wrong - len(found):,} more")
