"""What the graph knows already of the things that a batch of programme records names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from graph.database import Database, Row
from registry.expert_records import expert_from
from registry.importers.programme_records import ProgrammeRecord
from registry.models.experts import Expert, Standing, Status

# How often in a row a record can have been merged into another that was merged itself.
_MERGES = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every row of an import.

    `language` is that of the texts (`vi` or `en`), `currency` that of the amounts, `standing` that of the people,
    `agree` whether they count as having agreed to be matched, `at` the moment of the import.
    """

    source: str
    language: str
    currency: str
    standing: Standing
    agree: bool
    at: str

    def key(self, code: str) -> str:
        """What names something of this source in the graph."""
        return f"{self.source}:{code}"


@dataclass(slots=True)
class Programme:
    """A programme as the graph has it, or will have it: its content, where it was, and who has a claim to it."""

    id: str
    key: str
    content: Row
    institute_id: str | None
    claimants: set[str]


@dataclass(slots=True)
class Known:
    """What is known, by source key; a person without an id has closed the profile.

    `experts` are whole records by id.
    """

    institutes: dict[str, str] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    people: dict[str, str | None] = field(default_factory=dict)
    experts: dict[str, Expert] = field(default_factory=dict)

    def add(self, other: "Known") -> None:
        """Know what another knows, too; where both know something, the other knows better."""
        self.institutes |= other.institutes
        self.programmes |= other.programmes
        self.people |= other.people
        self.experts |= other.experts


def known(db: Database, records: Sequence[ProgrammeRecord], terms: Terms, *, ahead: Known) -> Known:
    """What these records name, out of what is `ahead` of the graph where that knows it, else out of the graph."""
    institutes = {terms.key(record.institution_key) for record in records if record.institution_key}
    programmes = {terms.key(record.key) for record in records}
    people = {terms.key(code) for record in records for code in record.people}
    found = Known(
        {key: ahead.institutes[key] for key in institutes & ahead.institutes.keys()},
        {key: ahead.programmes[key] for key in programmes & ahead.programmes.keys()},
        {key: ahead.people[key] for key in people & ahead.people.keys()},
    )
    found.institutes |= {
        row["key"]: row["id"] for row in db.read("importing/institutes", keys=_left(institutes, found.institutes))
    }
    found.programmes |= {
        row["key"]: _programme(row) for row in db.read("importing/programmes", keys=_left(programmes, found.programmes))
    }
    found.people |= _people(db, _left(people, found.people))
    return found


def experts(db: Database, ids: Collection[str], *, ahead: Known) -> dict[str, Expert]:
    """The whole records of these experts as far as they are active, by id."""
    found = {id: ahead.experts[id] for id in ids if id in ahead.experts}
    left = sorted(set(ids) - found.keys())
    if left:
        found |= {expert.id: expert for expert in map(expert_from, db.read("experts/get", ids=left))}
    return {id: expert for id, expert in found.items() if expert.status is Status.ACTIVE}


def _people(db: Database, keys: list[str]) -> dict[str, str | None]:
    """The active expert behind each key, who may be the survivor of a merge."""
    rows = {row["key"]: row for row in db.read("importing/people", keys=keys)}
    for _ in range(_MERGES):
        merged = sorted({row["merged_into"] for row in rows.values() if row["status"] == Status.MERGED})
        if not merged:
            break
        survivors = {row["id"]: row for row in db.read("importing/survivors", ids=merged)}
        rows = {key: survivors.get(row["merged_into"], row) for key, row in rows.items()}
    return {key: row["id"] if row["status"] == Status.ACTIVE else None for key, row in rows.items()}


def _programme(row: Row) -> Programme:
    content = {name: value for name, value in row["programme"].items() if name not in ("id", "source_key")}
    return Programme(row["programme"]["id"], row["key"], content, row["institute_id"], set(row["claimants"]))


def _left(keys: Iterable[str], found: Collection[str]) -> list[str]:
    return sorted(key for key in keys if key not in found)
