"""What a breakdown is: a question to one subject, under which keys it counts, and the words for all of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from registry.lists import Entry as Listed
from registry.models.values import Bilingual
from registry.reports import findings
from registry.reports.models import Entry, Heading, Section, SubjectKind
from registry.reports.subjects import Expert, Institute, Mission, Role

Subject = TypeVar("Subject", Expert, Institute, Mission, Role)
NOT_STATED: Final = "not-stated"


def both(vi: str, en: str) -> Bilingual:
    """A text in both languages."""
    return Bilingual(vi=vi, en=en)


def open_always(_subject: object, _key: str) -> bool:
    """For facts that hide nobody: the row may say who it is."""
    return True


def no_columns(_on: date) -> Sequence[Heading]:
    """For tables of one dimension."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown(Generic[Subject]):
    """One figure of the report.

    `keys` says under which keys a subject counts, none where it is not in the figure, one several times where it
    counts several times; in a table with `columns` a key is `line:column`. `headings` are all lines of the list, in its
    order; a code outside it gets a line of its own. `opens` says whether the committee may know that this subject
    stands under this key. `ordered` keeps the order of the list instead of that of the numbers; `repeated` says that a
    subject may count several times under one key.
    """

    id: str
    section: Section
    subject: SubjectKind
    title: Bilingual
    definition: Bilingual
    unit: Bilingual
    keys: Callable[[Subject, date], Iterable[str]]
    headings: Callable[[date], Sequence[Heading]]
    columns: Callable[[date], Sequence[Heading]] = no_columns
    opens: Callable[[Subject, str], bool] = open_always
    finding: Callable[[Sequence[Entry]], Bilingual] = findings.leading
    several: bool = False
    repeated: bool = False
    ordered: bool = False
    with_zeros: bool = True


def lines(entries: Iterable[Listed], *, verified: Callable[[Listed], bool] | None = None) -> list[Heading]:
    """The lines that a list of the registry makes; `verified` reads its flag where it has one."""
    return [
        Heading(
            key=entry.code,
            label=Bilingual(vi=entry.name_vi, en=entry.name_en),
            verified=verified(entry) if verified else True,
        )
        for entry in entries
    ]


def not_stated(vi: str = "Chưa khai", en: str = "Not stated") -> Heading:
    """The line of those who did not say."""
    return Heading(key=NOT_STATED, label=both(vi, en), stated=False)


def or_not_stated(code: str | None) -> tuple[str]:
    """The key of what may be missing."""
    return (code or NOT_STATED,)
