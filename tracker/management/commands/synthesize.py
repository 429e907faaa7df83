"""`manage.py synthesize`: a plainly fictional record of any size, to try and to measure the site with."""

from time import monotonic

from django.core.management import BaseCommand, CommandError

from tracker.catalogue.tallies import fold_tallies
from tracker.management.progress import progress
from tracker.management.synthesis.batches import Author
from tracker.management.synthesis.cast import make_cast, read_cast, synthetic_editor
from tracker.management.synthesis.loading import Keys, load, look_at_sizes
from tracker.officials.models import Official
from tracker.sources.models import Source
from tracker.statements.models import Statement
from tracker.vocabulary import Kind

BATCH = 2_000


class Command(BaseCommand):
    help = (
        "Adds a plainly fictional record: elephants and lighthouses in places that do not exist, spoken of by "
        "officials whom nobody knows. Everything goes the way that the record wants: drafts first, then published, "
        "with all rules, history and listing at work. Only the numbered versions of pages are left out: the first "
        "change of a statement at the desk writes one. Refused where anything on record is not made up. In an empty "
        "database the same seed and number make the same rows."
    )

    def add_arguments(self, parser):
        parser.add_argument("--statements", type=int, default=0, metavar="N", help="how many statements to add")
        parser.add_argument(
            "--entries", type=int, default=0, metavar="N", help="how many entries to add to statements on record"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number makes another record (1)")

    def handle(self, *, statements, entries, seed, **options):
        if statements < 1 and entries < 1:
            raise CommandError("Say how much: --statements N, or --entries N for statements that are there.")
        refuse_a_real_record()
        if not synthetic_editor():
            self.stdout.write("Making officials, offices, publishers and topics.")
            make_cast(seed, statements)
        cast = read_cast(seed)
        author = Author(cast, Keys(), seed)
        if statements:
            self.load("statements", statements_in_batches(author, statements), statements, cast.editor)
        if entries:
            self.load("entries", entries_in_batches(author, entries), entries, cast.editor)

    def load(self, what, batches, count, editor):
        """Loads the batches, shows how far it is, and says in the end how fast it went."""
        start, done = monotonic(), 0
        with progress(self.stdout, f"Adding {what}", count) as advance:

            def report(batch):
                nonlocal done
                before, done = done, done + batch.size
                if done.bit_length() > before.bit_length():
                    look_at_sizes(sample=1)
                advance(batch.size)

            load(batches, editor, report)
        fold_tallies()
        look_at_sizes()
        seconds = monotonic() - start
        self.stdout.write(f"Added {done:,} {what} in {seconds:.1f} s: {done / seconds:,.0f} a second.")


def refuse_a_real_record():
    """Raises CommandError when anything on record was not made up by this command."""
    editor = synthetic_editor()
    if editor is None:
        is_real = any(model.objects.exists() for model in (Statement, Source, Official))
    else:
        is_real = any(model.objects.exclude(created_by=editor).exists() for model in (Statement, Source))
    if is_real:
        raise CommandError(
            "This database holds real records, and made-up ones would stand beside them for good. Set TRACKER_DATA or "
            "DATABASE_URL to another database, and run `manage.py migrate` there."
        )


def statements_in_batches(author, count):
    there = Statement.objects.count()
    for first in range(0, count, BATCH):
        yield author.statements(there + first, min(BATCH, count - first))


def entries_in_batches(author, count):
    """One more entry each for public statements from all over the record."""
    there = Statement.objects.count()
    public = Statement.objects.filter(published_at__isnull=False, withdrawn_at=None).exclude(kind=Kind.POSITION)
    rows = public.extra(order_by=["scattered"], select={"scattered": "id * 2654435761 %% 4294967296"})
    rows = list(rows.values_list("id", "kind", "said_on_last", "published_at")[:count])
    if len(rows) < count:
        raise CommandError(f"Only {len(rows):,} public statements can take an entry.")
    for first in range(0, count, BATCH):
        yield author.more_entries(f"entries {there} {first}", rows[first : first + BATCH])
