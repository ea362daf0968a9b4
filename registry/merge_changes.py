"""What a merge or a parting makes of two records: each before and after, and the steps between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.database import Row, Step
from registry import merge_audiences, merge_facts, merge_plan
from registry.identity import new_id
from registry.merge_plan import Group, Move, Tie
from registry.merge_records import Family, Record, expert_of
from registry.models.experts import Expert, Status

_CLAIMS = ("held", "earned", "authored", "led", "took_part", "invented", "made", "won")
# How many fields and technologies a profile may have, as the model says.
_ROOM = {"field": 20, "technology": 20}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, as it was read and as it will be."""

    record: Record
    after: Expert


@dataclass(frozen=True, slots=True)
class Change:
    """The two records, the steps, and what the graph remembers; how many members were read, how many claims move."""

    survivor: Side
    other: Side
    steps: tuple[Step, ...]
    members: int
    claims: int
    remembered: Row


@dataclass(frozen=True, slots=True)
class _Moves:
    """Every claim, field and technology of some records, and the moves among them; `rows` are claims as they end."""

    ties: list[Tie]
    claims: list[Move]
    codes: list[Tie]
    places: list[Move]
    rows: dict[str, Row]

    def side(self, record: Record, changes: Row) -> Side:
        """A record with what is tied to it after the moves."""
        held = [self.rows[tie.id] for tie in merge_plan.after(self.ties, self.claims) if tie.at == record.id]
        codes = [tie for tie in merge_plan.after(self.codes, self.places) if tie.at == record.id]
        return Side(record, expert_of(record, held, codes, changes))

    def steps(self) -> list[Step]:
        """The steps that make the moves."""
        return [
            Step("merging/claims", _by_relation(self.claims, _CLAIMS, self.rows)),
            Step("merging/places", _by_relation(self.places, tuple(_ROOM))),
        ]


def merged(family: Family, other: Record, *, at: str, by: str, reason: str) -> Change:
    """What becomes of the survivor of a family and of a record that goes into it."""
    survivor = family.survivor
    names, orcid = merge_facts.new_names(survivor, other), merge_facts.new_orcid(survivor, other)
    moves = _joining(family, other)
    changes: Row = {
        "other_names": [*survivor.other_names, *names],
        "orcid": orcid or survivor.orcid,
        "agreed_to_matching": survivor.agrees and other.agrees,
        "updated_at": at,
    }
    gone: Row = {"status": Status.MERGED, "merged_into": survivor.id, "orcid": None, "agreed_to_matching": False}
    passing = {"giver": other.id, "taker": survivor.id}
    return Change(
        survivor=moves.side(survivor, changes),
        other=Side(other, expert_of(other, (), (), gone | {"updated_at": at})),
        steps=(
            *moves.steps(),
            Step("merging/hand_over", passing),
            Step("merging/suggestions", passing),
            Step("merging/proposals", passing),
        ),
        members=len(family.members),
        claims=len(moves.claims),
        remembered={
            "id": new_id(),
            "at": at,
            "by": by,
            "reason": reason,
            "names": names,
            "orcid": other.orcid,
            "orcid_given": orcid is not None,
            "agreed": other.agrees,
            "survivor_agreed": merge_facts.agreed_itself(family),
        },
    )


def parted(family: Family, other: Record, *, at: str, by: str, reason: str) -> Change:
    """What becomes of the survivor of a family and of the member that leaves it."""
    survivor = family.survivor
    remaining = [member for member in family.members if member is not other]
    names, given = merge_facts.names_without(survivor, other, remaining)
    moves = _leaving(family, other, remaining)
    changes: Row = {
        "other_names": names,
        "orcid": merge_facts.orcid_without(survivor, other),
        "agreed_to_matching": merge_facts.agrees_without(family, remaining),
        "updated_at": at,
    }
    back: Row = {
        # Who closed the survivor closed what was merged into it.
        "status": Status.ACTIVE if survivor.active else Status.CLOSED,
        "merged_into": None,
        "orcid": (other.merge or {}).get("orcid"),
        "agreed_to_matching": merge_facts.agrees_again(family, other),
        "updated_at": at,
    }
    return Change(
        survivor=moves.side(survivor, changes),
        other=moves.side(other, back),
        steps=(
            *moves.steps(),
            Step("merging/hand_back", {"giver": survivor.id, "taker": other.id}),
            *(Step("merging/suggestions", {"giver": member.id, "taker": survivor.id}) for member in remaining),
            *(Step("merging/proposals", {"giver": member.id, "taker": survivor.id}) for member in remaining),
            Step("merging/names", {"survivor": survivor.id, "rows": given}),
        ),
        members=len(family.members),
        claims=len(moves.claims),
        remembered={"at": at, "by": by, "reason": reason},
    )


def _joining(family: Family, other: Record) -> _Moves:
    survivor = family.survivor
    group = Group(survivor.id, (*(member.id for member in family.members), other.id))
    ties = [tie for record in (survivor, *family.members, other) for tie in record.claim_ties]
    codes = [*survivor.place_ties, *other.place_ties]
    claims = merge_plan.claims(group, ties, {tie.key for tie in other.claim_ties})
    return _Moves(
        ties,
        claims,
        codes,
        merge_plan.places(
            Group(survivor.id, (other.id,)),
            codes,
            {tie.key for tie in other.place_ties},
            room=_ROOM,
            open_to=lambda _: _shares_fields(other, survivor),
        ),
        _rows(family, claims, other),
    )


def _leaving(family: Family, other: Record, remaining: Sequence[Record]) -> _Moves:
    survivor = family.survivor
    group = Group(survivor.id, tuple(member.id for member in remaining), leaving=other.id)
    ties = [tie for record in (survivor, *family.members) for tie in record.claim_ties]
    codes = [tie for record in (survivor, *family.members) for tie in record.place_ties]
    openness = {member.id: _shares_fields(member, survivor) for member in remaining}
    claims = merge_plan.claims(group, ties, _touched(group, ties))
    return _Moves(
        ties,
        claims,
        codes,
        merge_plan.places(group, codes, _touched(group, codes), room=_ROOM, open_to=openness.__getitem__),
        _rows(family, claims),
    )


def _rows(family: Family, moves: Sequence[Move], *others: Record) -> dict[str, Row]:
    """Every claim of the family and of other records as it is after the moves, by its id."""
    records = (family.survivor, *family.members, *others)
    names = {record.id: record.audience_of("name") for record in records}
    return merge_audiences.after(family.claims_by_id(*others), moves, survivor=family.survivor.id, names=names)


def _shares_fields(giver: Record, taker: Record) -> bool:
    """Whether whoever reads the taker's name and fields may read the giver's too."""
    return all(giver.at_least_as_open(part, taker) for part in ("name", "fields"))


def _touched(group: Group, ties: Iterable[Tie]) -> set[str]:
    """What the leaving record takes with it, or has of the survivor's."""
    return {tie.key for tie in ties if tie.at != group.home_of(tie) and group.leaving in (tie.at, group.home_of(tie))}


def _by_relation(
    moves: Iterable[Move], relations: tuple[str, ...], claims: Mapping[str, Row] | None = None
) -> dict[str, object]:
    rows: dict[str, list[Row]] = {relation: [] for relation in relations}
    for move in moves:
        row = {
            "id": move.tie.id,
            "giver": move.tie.at,
            "taker": move.taker,
            "moved_from": list(move.moved_from) or None,
        }
        if claims is not None:
            relation = claims[move.tie.id]["relation"]
            row |= {name: relation[name] for name in ("audience", "moved_audience")}
        rows[move.tie.relation].append(row)
    return dict(rows)
