"""The ties of two people: what both did, where both worked and who advised whom, as dated facts and never by name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

TITLE_WORDS = 5
"""A title of so many words or more, with the same year, may be the same work under two ids."""
_MADE = ("INVENTED", "MADE")
_PROGRAMMES = ("LED", "TOOK_PART")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, as far as conflicts are found by it."""

    claim_id: str
    relation: str
    keys: frozenset[str]
    """What it is about: the id of the evidence and outside ids, each the same for everybody who shares it."""
    titles: frozenset[str] = frozenset()
    """Year and title, where somebody else may have entered the same thing without an outside id."""
    places: frozenset[str] = frozenset()
    """Where it was: ids of institutes, else the folded name of the organisation."""
    start: str | None = None
    end: str | None = None
    text: str = ""
    """For a degree, the folded words of what is said of it, which may name the adviser."""
    shown: bool = True
    """Whether it is for the reader."""
    doubtful: bool = False
    """Whether somebody said "not mine"."""
    unconfirmed: bool = False
    """Whether it stands in a record that is the person's by a shared address or ORCID only."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, under every known identity."""

    id: str
    records: frozenset[str]
    """The ids of the records that are the person's: the record itself and those that were merged into it."""
    unconfirmed: frozenset[str] = frozenset()
    """The ids of records that share an address or an ORCID with these, which nobody confirmed to be the person's."""
    entries: tuple[Entry, ...] = ()
    names: tuple[str, ...] = ()
    """The folded names in full, of two words or more."""
    nominators: frozenset[str] = frozenset()
    """The ids of the people and institutes that nominated the person."""
    closed: bool = False
    """Whether the profile is closed."""
    told: bool = True
    """Whether the reader may read the addresses by which the unconfirmed records are found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A tie: its kind, the entries behind it, when it was, and whether it is certain in itself."""

    kind: str
    entries: tuple[Entry, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    lasting: bool = False
    certain: bool = True
    unconfirmed: bool = False
    told: bool = True

    @property
    def shown(self) -> bool:
        """Whether all that it rests on is for the reader."""
        return self.told and all(entry.shown for entry in self.entries)


def between(one: Known, other: Known, *, on: date) -> list[Found]:
    """Everything that ties two people, whenever it was."""
    if not one.records.isdisjoint(other.records):
        return [Found("same_person")]
    found = []
    if not (one.records | one.unconfirmed).isdisjoint(other.records | other.unconfirmed):
        found.append(Found("same_person", unconfirmed=True, told=one.told and other.told))
    if not one.nominators.isdisjoint(other.records):
        found.append(Found("nominator"))
    return [*found, *_shared(one, other), *_advised(one, other), *_advised(other, one), *_together(one, other, on)]


def with_institute(one: Known, institute: str, *, on: date) -> list[Found]:
    """Everything that ties a person to an institute."""
    held = [entry for entry in one.entries if entry.relation == "HELD" and institute in entry.places]
    found = [_lasted(entry, on) for entry in held]
    return [*found, Found("nominator")] if institute in one.nominators else found


def earliest(text: str) -> date:
    """The first day that a partial date can mean."""
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def latest(text: str) -> date:
    """The last day that a partial date can mean."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _shared(one: Known, other: Known) -> Iterator[Found]:
    """What both had a part in, by the same evidence, the same outside id or, less surely, the same title and year."""
    by_key = _by(other.entries, lambda entry: entry.keys)
    by_title = _by(other.entries, lambda entry: entry.titles)
    for mine in one.entries:
        same = {id(entry): entry for key in mine.keys for entry in by_key.get(key, ())}
        alike = {id(entry): entry for key in mine.titles for entry in by_title.get(key, ())}
        for number, theirs in (alike | same).items():
            kind = _kind(mine.relation, theirs.relation)
            if kind:
                yield _dated(kind, mine, theirs, certain=number in same)


def _kind(mine: str, theirs: str) -> str | None:
    if (mine == "EARNED") != (theirs == "EARNED"):
        return "adviser"
    if mine in _PROGRAMMES and theirs in _PROGRAMMES:
        return "co_lead" if mine == theirs == "LED" else "took_part"
    if mine in _MADE and theirs in _MADE:
        return "made_together"
    return "co_author" if mine == theirs == "AUTHORED" else None


def _dated(kind: str, mine: Entry, theirs: Entry, *, certain: bool) -> Found:
    both = (mine, theirs)
    return Found(
        kind,
        both,
        tuple(entry.start for entry in both if entry.start),
        tuple(entry.end for entry in both if entry.end),
        lasting=kind in ("co_lead", "took_part") and any(entry.start and not entry.end for entry in both),
        certain=certain,
    )


def _advised(student: Known, adviser: Known) -> Iterator[Found]:
    """Degrees whose description names the other in full: never certain, because many bear the same full name."""
    for entry in student.entries:
        if entry.relation == "EARNED" and any(f" {name} " in entry.text for name in adviser.names):
            yield Found("adviser", (entry,), certain=False)


def _together(one: Known, other: Known, on: date) -> Iterator[Found]:
    """Positions at one institution at the same time."""
    by_place = _by((entry for entry in other.entries if entry.relation == "HELD"), lambda entry: entry.places)
    for mine in one.entries:
        if mine.relation != "HELD":
            continue
        for theirs in {id(entry): entry for place in mine.places for entry in by_place.get(place, ())}.values():
            overlap = _overlap(mine, theirs, on)
            if overlap:
                yield overlap


def _overlap(mine: Entry, theirs: Entry, on: date) -> Found | None:
    """The time that two positions have in common; None where they have none however their dates are read."""
    both = (mine, theirs)
    starts = [entry.start for entry in both if entry.start]
    ends = [entry.end for entry in both if entry.end]
    first_end = min(map(latest, ends), default=on)
    if any(earliest(start) > min(first_end, on) for start in starts):
        return None
    sure = len(starts) == 2 and max(map(latest, starts)) <= min(map(earliest, ends), default=on)
    return Found("same_unit", both, tuple(starts), tuple(ends), lasting=not ends, certain=sure)


def _lasted(entry: Entry, on: date) -> Found:
    starts = (entry.start,) if entry.start else ()
    begun = bool(entry.start) and latest(entry.start or "") <= on
    return Found("same_unit", (entry,), starts, (entry.end,) if entry.end else (), not entry.end, certain=begun)


def _by(entries: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for key in keys(entry):
            found.setdefault(key, []).append(entry)
    return found
