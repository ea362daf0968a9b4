"""What a report is made of: figures with their definitions and entries, and the rows that a figure opens to."""

from datetime import date
from typing import Literal

from registry.models.values import Bilingual, Model

Section = Literal["experts", "expertise", "institutes", "missions", "coverage", "freshness"]
SubjectKind = Literal["expert", "institute", "mission", "role"]


class Heading(Model):
    """A line of a breakdown: a key, its label, whether its list was verified, and whether it says anything at all."""

    key: str
    label: Bilingual
    verified: bool = True
    stated: bool = True


class Count(Model):
    """How many, and how many of them are generated for demonstration and do not exist."""

    value: int
    generated: int

    @property
    def real(self) -> int:
        """How many exist."""
        return self.value - self.generated


class Entry(Count):
    """One number of a figure: the key that opens it, and for a table of two dimensions its line and its column.

    `stated` is False for what is counted because something was not said; `verified` is False where the list behind the
    label was not agreed by two sources.
    """

    key: str
    label: Bilingual
    verified: bool = True
    stated: bool = True
    line: str | None = None
    column: str | None = None


class Figure(Count):
    """One breakdown of the network.

    `value` is the sum of the entries and of the counts of the rows behind them; `subjects` counts the different
    subjects among those rows, which is less where a subject may stand under several keys (`several`). `whole` is what
    an entry is a share of: the subjects, or the sum where one subject may count several times under a key. `query` and
    `parameters` say what was asked of the graph. `columns` is empty unless the table has two dimensions.
    """

    id: str
    section: Section
    subject: SubjectKind
    title: Bilingual
    definition: Bilingual
    unit: Bilingual
    finding: Bilingual
    several: bool
    subjects: int
    whole: int
    entries: tuple[Entry, ...]
    lines: tuple[Heading, ...] = ()
    columns: tuple[Heading, ...] = ()
    query: str
    parameters: dict[str, str]
    as_of: int

    def entry(self, key: str) -> Entry | None:
        """The entry under the key, None where the figure has none."""
        return next((entry for entry in self.entries if entry.key == key), None)


class Gap(Model):
    """Demand beside supply for one technology group: open roles, and experts who agreed to be matched."""

    key: str
    label: Bilingual
    verified: bool
    roles: Count
    experts: Count


class Coverage(Model):
    """The gaps by technology group; each number is an entry of the two figures that are named."""

    title: Bilingual
    definition: Bilingual
    finding: Bilingual
    roles_figure: str
    experts_figure: str
    gaps: tuple[Gap, ...]


class TechnologyList(Model):
    """The list of strategic technologies that the report counts by."""

    id: str
    decision: str
    valid_from: date
    verified: bool


class NetworkReport(Model):
    """The report on the whole network.

    Every change up to audit event `as_of` is in it; `until` is the event that was the last when counting ended, and
    larger than `as_of` only where somebody wrote meanwhile. `head` is the hash of the chain at `as_of`.
    """

    on: date
    as_of: int
    until: int
    head: str | None
    at: str
    technology_list: TechnologyList
    experts: Count
    institutes: Count
    missions: Count
    roles: Count
    open_roles: Count
    agreed: Count
    figures: tuple[Figure, ...]
    coverage: Coverage

    @property
    def holds_generated(self) -> bool:
        """Whether anything in the report was generated for demonstration."""
        return any(count.generated for count in (self.experts, self.institutes, self.missions))

    def figure(self, id: str) -> Figure | None:
        """The figure of that id, None where there is none."""
        return next((figure for figure in self.figures if figure.id == id), None)


class ReportRow(Model):
    """One row behind a number.

    `count` is how many of the figure's units the row stands for. `id` is None where the committee may not know who
    it is: the fact that is counted is one that the person shows to nobody of them. `label` is None where the
    name is not shown.
    """

    kind: SubjectKind
    id: str | None
    label: Bilingual | None
    mission_id: str | None = None
    count: int = 1
    generated: bool = False
