"""What a survivor says of itself after a merge or a parting: the forms of its name, its ORCID, its agreement."""

from collections.abc import Sequence

from graph.database import Row
from registry.merge_records import Family, Record

# As many as the model allows.
_MOST_NAMES = 10


def new_names(survivor: Record, other: Record) -> list[str]:
    """The forms of the other record's name that the survivor gains: those that it lacks and may show."""
    if not other.at_least_as_open("name", survivor):
        return []
    room = _MOST_NAMES - len(survivor.other_names)
    return [name for name in other.names if name not in survivor.names][: max(0, room)]


def names_without(survivor: Record, other: Record, remaining: Sequence[Record]) -> tuple[list[str], list[Row]]:
    """The survivor's other names when a record leaves, and what each remaining record gives of them since then.

    A form of the name that the leaving record gave goes with it, unless a remaining one has it too.
    """
    given = list((other.merge or {}).get("names") or ())
    names = [name for name in survivor.other_names if name not in given]
    rows: list[Row] = []
    for member in remaining:
        if not member.at_least_as_open("name", survivor):
            continue
        again = [name for name in given if name in member.names and name in survivor.other_names and name not in names]
        names += again
        if again:
            rows.append({"id": member.id, "names": [*((member.merge or {}).get("names") or ()), *again]})
    return names, rows


def new_orcid(survivor: Record, other: Record) -> str | None:
    """The ORCID that the survivor gains: if it has none and its readers might read the other record's."""
    if survivor.orcid or not other.at_least_as_open("name", survivor):
        return None
    return other.orcid


def orcid_without(survivor: Record, other: Record) -> str | None:
    """The survivor's ORCID when a record leaves: what that record gave goes with it."""
    merge = other.merge or {}
    return None if merge.get("orcid_given") and survivor.orcid == merge.get("orcid") else survivor.orcid


def agreed_itself(family: Family) -> bool:
    """Whether the survivor itself agreed to be matched, whatever the records merged into it said."""
    if not family.members or _decided_since(family, family.members[-1]):
        return family.survivor.agrees
    return bool(_merge_of(family.members[-1]).get("survivor_agreed"))


def agrees_without(family: Family, remaining: Sequence[Record]) -> bool:
    """Whether the survivor agrees to be matched when a record has left: if it and all the remaining ones agreed.

    A decision after a merge is one for the merged record, so it counts alone against what was merged before.
    """
    if not family.survivor.active:
        return False
    if _decided_since(family, family.members[-1]):
        return family.survivor.agrees
    counted = [member for member in remaining if not _decided_since(family, member)]
    return agreed_itself(family) and all(_merge_of(member).get("agreed") for member in counted)


def agrees_again(family: Family, other: Record) -> bool:
    """Whether the record that comes out agrees: if it did, and nobody withdrew or closed the profile since."""
    if not family.survivor.active:
        return False
    decisions = [row for row in _own_decisions(family) if row["id"] > _merge_of(other)["id"]]
    return bool(_merge_of(other).get("agreed")) and all(row["decision"] == "given" for row in decisions)


def _decided_since(family: Family, member: Record) -> bool:
    # Ids of ours sort by the time of their making, finer than the times that are written down.
    return any(row["id"] > _merge_of(member)["id"] for row in _own_decisions(family))


def _own_decisions(family: Family) -> list[Row]:
    """The decisions about matching that were made on the survivor, not brought by a record merged into it."""
    brought = {member.id for member in family.members}
    return [row for row in family.survivor.decisions if not row["moved_from"] or row["moved_from"][-1] not in brought]


def _merge_of(member: Record) -> Row:
    return member.merge or {}
