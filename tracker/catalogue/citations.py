"""How to cite a version of a statement's page: as text, for LaTeX, and for programs that keep references.

The author is the newsroom as a body: one logs the words, another judges them, a third publishes, and nobody wrote the
page alone. The address is that of the version, which shows the same for good.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from tracker.languages import said_as_usual
from tracker.partial_dates import PartialDate

# What LaTeX would act on. BibTeX counts braces whatever stands before them, so they are spelled out.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "%&#$_"},
    }
)


@dataclass(frozen=True)
class Citation:
    """One version, with all that a reference to it names."""

    number: int
    version: int
    day: date
    title: str
    address: str

    @property
    def key(self):
        return f"statement{self.number}v{self.version}"

    @property
    @said_as_usual
    def apa(self):
        return f"{settings.SITE_NAME}. ({date_format(self.day, 'Y, F j')}). {self.title}. {self.address}"

    @property
    @said_as_usual
    def bibtex(self):
        """An entry that BibTeX and biblatex both take; texts are braced, so that no style changes their letters."""
        fields = {
            "author": f"{{{_latex(settings.SITE_NAME)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "year": f"{self.day.year}",
            "month": f"{self.day.month}",
            "day": f"{self.day.day}",
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items()]
        return f"@misc{{{self.key},\n{''.join(lines)}}}\n"

    @property
    @said_as_usual
    def csl(self):
        """The one item of a list in Citation Style Language’s JSON."""
        item = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": settings.SITE_NAME}],
            "issued": {"date-parts": [[self.day.year, self.day.month, self.day.day]]},
            "version": str(self.version),
            "language": "en",
            "URL": self.address,
        }
        return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


@said_as_usual
def citation_of(version, site):
    """How to cite a version of a statement's page, in the words that it shows."""
    page = version.representation
    said = f"{page['speaker']['name']}, {PartialDate.parse(page['said_on'])}: {' '.join(page['claim'].split())}"
    return Citation(
        number=page["number"],
        version=version.number,
        day=timezone.localdate(version.made_at),
        title=f"{said.rstrip('.')} (Statement {page['number']}, version {version.number})",
        address=site + version.get_absolute_url(),
    )


def _latex(text):
    return text.translate(_LATEX)
