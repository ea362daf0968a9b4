"""What a merge reads: a survivor, the records merged into it, and everything that is tied to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.database import Database, Row
from registry.expert_records import expert_from
from registry.merge_audiences import at_least_as_open
from registry.merge_plan import Tie
from registry.models.claims import Part
from registry.models.experts import AUDIENCES, Expert, Status
from registry.models.values import Audience, Verification, digest_of

_PARTS = {Part.LED.value: 3, Part.CO_LED.value: 2, Part.TOOK_PART.value: 1}
_VERIFIED = 10


@dataclass(frozen=True, slots=True)
class Record:
    """An expert's record as the graph has it; `merge` is how it was merged, None for one that is not."""

    expert: Row
    claims: tuple[Row, ...]
    places: tuple[Row, ...]
    decisions: tuple[Row, ...]
    merge: Row | None

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.expert["id"])

    @property
    def locks(self) -> int:
        """How often the record was locked: no other write came between if it still is that many."""
        return int(self.expert["locks"])

    @property
    def status(self) -> Status:
        """Whether the record is in use."""
        return Status(self.expert["status"])

    @property
    def agrees(self) -> bool:
        """Whether the record agrees to be matched now."""
        return bool(self.expert.get("agreed_to_matching"))

    @property
    def active(self) -> bool:
        """Whether the record is neither merged nor closed."""
        return self.status is Status.ACTIVE

    @property
    def orcid(self) -> str | None:
        """The ORCID, if the record holds one."""
        return self.expert.get("orcid")

    @property
    def other_names(self) -> list[str]:
        """The further forms of the name, as the profile lists them."""
        return list(self.expert.get("other_names") or ())

    @property
    def names(self) -> list[str]:
        """Every form of the name, the written one first."""
        forms = [self.expert["name"], self.expert.get("latin_name"), *self.other_names]
        return [form for form in dict.fromkeys(forms) if form]

    @property
    def claim_ties(self) -> list[Tie]:
        """The claims that are tied to this record now."""
        return [_claim_tie(self.id, row) for row in self.claims]

    @property
    def place_ties(self) -> list[Tie]:
        """The fields and technologies that are tied to this record now."""
        return [
            Tie(row["kind"].lower(), row["code"], row["code"], self.id, tuple(row["moved_from"] or ()))
            for row in self.places
        ]

    def at_least_as_open(self, part: str, than: "Record") -> bool:
        """Whether whoever reads a part of the other record may read this record's too."""
        return at_least_as_open(self.audience_of(part), than.audience_of(part))

    def audience_of(self, part: str) -> Audience:
        """Who may see a part of the record."""
        chosen = dict(text.split("=", 1) for text in self.expert.get("audiences") or ())
        return Audience(chosen.get(part, AUDIENCES[part]))


@dataclass(frozen=True, slots=True)
class Family:
    """A survivor and the records that were merged into it, in the order of their merges."""

    survivor: Record
    members: tuple[Record, ...]

    def claims_by_id(self, *others: Record) -> dict[str, Row]:
        """Every claim of the family and of other records, by its id."""
        records = (self.survivor, *self.members, *others)
        return {row["relation"]["id"]: row for record in records for row in record.claims}


def read(db: Database, survivor_id: str, other_id: str) -> tuple[Family | None, Record | None]:
    """The family of a survivor, and another record; None for what is not there.

    A query sees what is committed while it runs, so the locks are read before all else: whatever changes after that
    shows by them when the write compares.
    """
    first = {row["id"]: row for row in db.read("merging/members", ids=[survivor_id, other_id])}
    if survivor_id not in first:
        return None, None
    ids = dict.fromkeys([survivor_id, other_id, *first[survivor_id]["members"]])
    locks = {id: row["locks"] for id, row in first.items()}
    records = {row["expert"]["id"]: _record(row, locks) for row in db.read("merging/records", ids=list(ids))}
    members = [record for record in records.values() if record.merge and record.merge["into"] == survivor_id]
    in_order = sorted(members, key=lambda record: str(record.merge and record.merge["id"]))
    return Family(records[survivor_id], tuple(in_order)), records.get(other_id)


def expert_of(record: Record, claims: Iterable[Row], codes: Iterable[Tie], changes: Row) -> Expert:
    """The expert that a record is after some changes of its properties, with these claims, fields and technologies."""
    ties = list(codes)
    expert = expert_from(
        {
            "expert": record.expert | changes,
            "claims": list(claims),
            "fields": [tie.key for tie in ties if tie.relation == "field"],
            "technologies": [tie.key for tie in ties if tie.relation == "technology"],
        }
    )
    return expert.model_copy(update={"digest": digest_of(expert)})


def _record(row: Row, locks: dict[str, int]) -> Record:
    expert, merges = row["expert"], row["merges"]
    return Record(
        expert | {"locks": locks.get(expert["id"], 0)},
        tuple(row["claims"]),
        tuple(row["places"]),
        tuple(row["decisions"]),
        merges[0]["merge"] | {"into": merges[0]["into"]} if merges else None,
    )


def _claim_tie(record_id: str, row: Row) -> Tie:
    relation = row["relation"]
    verified = _VERIFIED if relation.get("verification") == Verification.VERIFIED else 0
    return Tie(
        row["type"].lower(),
        relation["id"],
        row["evidence"]["id"],
        record_id,
        tuple(relation.get("moved_from") or ()),
        verified + _PARTS.get(relation.get("part") or "", 0),
        relation.get("verification") == Verification.REJECTED,
    )
