"""The counting: one pass over the graph that finds every figure together with the rows behind it."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, groupby
from threading import Lock
from typing import Final, Generic

from graph.database import Database, Row
from registry.reports import subjects
from registry.reports.breakdowns import Breakdown, Subject
from registry.reports.expert_figures import EXPERT_FIGURES
from registry.reports.expertise_figures import EXPERTISE_FIGURES
from registry.reports.institute_figures import INSTITUTE_FIGURES
from registry.reports.mission_figures import MISSION_FIGURES, ROLE_FIGURES
from registry.reports.models import SubjectKind

# How many days' counts are kept: the report of today, and of a few days that somebody compares it with.
_KEPT_DAYS: Final = 4
QUERIES: Final[dict[SubjectKind, str]] = {
    "expert": "reports/experts",
    "institute": "reports/institutes",
    "mission": "reports/missions",
    "role": "reports/missions",
}


@dataclass(slots=True)
class Members:
    """Who stands under one key: places in the list of subjects, one for each unit.

    Those of whom the committee may not know that they stand here are counted and forgotten: `withheld` has a number
    of units for each, and whether they are generated.
    """

    places: "array[int]" = field(default_factory=lambda: array("I"))
    withheld: list[tuple[int, bool]] = field(default_factory=list)
    value: int = 0
    generated: int = 0


@dataclass(slots=True)
class Subjects:
    """All subjects of a kind: their ids, which of them are generated, and their rank in the order of a list."""

    ids: list[str] = field(default_factory=list)
    generated: bytearray = field(default_factory=bytearray)
    rank: "array[int]" = field(default_factory=lambda: array("I"))


@dataclass(slots=True)
class Tally:
    """The counts of one figure: members by key, and how many different subjects they are."""

    members: dict[str, Members] = field(default_factory=dict)
    subjects: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """All figures of one day as of one state of the graph, without any name.

    Every change up to event `seq`, whose hash is `head`, is in it; `until` was the last event when counting ended.
    """

    on: date
    seq: int
    until: int
    head: str | None
    kinds: dict[SubjectKind, Subjects]
    tallies: dict[str, Tally]

    def units(self, kind: SubjectKind, tally: Tally, key: str) -> list[tuple[str | None, int, bool]]:
        """Every row behind a key in its order: id or None where withheld, units, generated."""
        members = tally.members.get(key) or Members()
        everyone = self.kinds[kind]
        in_order = sorted(members.places, key=everyone.rank.__getitem__)
        shown = [
            (everyone.ids[place], len(list(units)), bool(everyone.generated[place]))
            for place, units in groupby(in_order)
        ]
        return [*shown, *((None, units, generated) for units, generated in members.withheld)]


class ReportCache:
    """The newest counts, shared by all readers of one database; while one of them counts, the others wait for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[date, Counted] = {}

    def counted(self, db: Database, on: date) -> Counted:
        """The counts of that day, counted again only if something that counts has changed."""
        with self._lock:
            kept = self._kept.pop(on, None)
            if kept is None or _changed(db, kept):
                kept = count(db, on)
            self._kept[on] = kept
            while len(self._kept) > _KEPT_DAYS:
                del self._kept[next(iter(self._kept))]
            return kept


def count(db: Database, on: date) -> Counted:
    """Count everything that is in the graph, which takes seconds for a hundred thousand experts."""
    [before] = db.read("audit/head")
    counted = count_rows(
        db.sweep("experts/active", QUERIES["expert"]),
        db.stream(QUERIES["institute"]),
        db.read(QUERIES["mission"]),
        on=on,
    )
    [after] = db.read("audit/head")
    return replace(counted, seq=before["seq"], until=after["seq"], head=before["hash"])


def count_rows(experts: Iterable[Row], institutes: Iterable[Row], missions: Sequence[Row], *, on: date) -> Counted:
    """Count the rows of the three queries in one pass over each."""
    tallies: dict[str, Tally] = {}
    kinds: dict[SubjectKind, Subjects] = {
        "expert": _tally(map(subjects.expert, experts), (*EXPERT_FIGURES, *EXPERTISE_FIGURES), on, tallies),
        "institute": _tally(map(subjects.institute, institutes), INSTITUTE_FIGURES, on, tallies),
        "mission": _tally(map(subjects.mission, missions), MISSION_FIGURES, on, tallies),
        "role": _tally(chain.from_iterable(map(subjects.roles, missions)), ROLE_FIGURES, on, tallies),
    }
    return Counted(on=on, seq=0, until=0, head=None, kinds=kinds, tallies=tallies)


def _changed(db: Database, kept: Counted) -> bool:
    """Whether something that is counted was written behind the event up to which everything is in the counts."""
    [row] = db.read("reports/changed", after=kept.seq)
    return bool(row["changed"])


def _tally(
    everyone: Iterable[Subject], breakdowns: Sequence[Breakdown[Subject]], on: date, tallies: dict[str, Tally]
) -> Subjects:
    """Put every subject under its keys in all breakdowns, and rank the subjects once all are known."""
    counters = [_Counter(breakdown, on) for breakdown in breakdowns]
    known, orders = Subjects(), []
    for place, subject in enumerate(everyone):
        known.ids.append(subject.id)
        known.generated.append(subject.generated)
        orders.append((subject.order, subject.id))
        for counter in counters:
            counter.put(place, subject)
    known.rank = _ranks(orders)
    tallies.update({counter.breakdown.id: counter.tally for counter in counters})
    return known


class _Counter(Generic[Subject]):
    """One breakdown while subjects pass by."""

    def __init__(self, breakdown: Breakdown[Subject], on: date) -> None:
        self.breakdown: Breakdown[Subject] = breakdown
        self.tally = Tally()
        self._on = on
        self._keys: Callable[[Subject, date], Iterable[str]] = breakdown.keys
        self._opens: Callable[[Subject, str], bool] = breakdown.opens

    def put(self, place: int, subject: Subject) -> None:
        """Count a subject under its keys."""
        keys = list(self._keys(subject, self._on))
        if not keys:
            return
        self.tally.subjects += 1
        for key, units in _grouped(keys):
            members = self.tally.members.get(key)
            if members is None:
                members = self.tally.members[key] = Members()
            members.value += units
            members.generated += units * subject.generated
            if self._opens(subject, key):
                members.places.extend([place] * units)
            else:
                members.withheld.append((units, subject.generated))


def _grouped(keys: list[str]) -> Iterator[tuple[str, int]]:
    """Each key with how often it stands there."""
    if len(keys) == 1:
        yield keys[0], 1
        return
    for key in dict.fromkeys(keys):
        yield key, keys.count(key)


def _ranks(orders: list[tuple[str, str]]) -> "array[int]":
    ranks = array("I", bytes(array("I").itemsize * len(orders)))
    for rank, place in enumerate(sorted(range(len(orders)), key=orders.__getitem__)):
        ranks[place] = rank
    return ranks
