"""How far long work has come, for whoever waits for it."""

from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress(output, title, count):
    """A bar in a terminal; elsewhere a plain line at each tenth. Gives what to call with every number added.

    Where there is nothing to do, nothing is said.
    """
    if not count:
        yield lambda added: None
        return
    if output.isatty():
        columns = TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(file=output)) as bar:
            task = bar.add_task(title, total=count)
            yield lambda added: bar.advance(task, added)
        return
    done = 0

    def advance(added):
        nonlocal done
        before, done = done, done + added
        if done * 10 // count > before * 10 // count:
            output.write(f"{title}: {done:,} of {count:,}")
            output.flush()

    yield advance
