"""Merging: two records of one person become one, lose nothing, and can be parted again as they were.

The other record goes into the survivor: its claims, fields, receipts, accounts, roles and suggestions pass to the
survivor, each remembering whose it is, and whoever asks for it is sent to the survivor for ever. What the two have
twice shows once (see `registry.merge_plan`). The survivor says of itself what it said before; it gains the forms of
the name and the ORCID that it lacked, and fields, where the other record showed them to at least the same readers, so
that a merge opens nothing that was closed; nor is a claim shown to anybody who could not read the name that it stood
under (see `registry.merge_audiences`). It agrees to be matched only if both did.
"""

from graph.database import Database, Event, Row
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, experts, merge_changes, merge_records, merge_refusals
from registry.access import Actor, Permission, require
from registry.contention import tries
from registry.expert_records import properties_of
from registry.merge_changes import Change, Side
from registry.models.experts import Expert
from registry.models.values import now


def merge(db: Database, actor: Actor, survivor_id: str, other_id: str, *, reason: str) -> Expert:
    """Merge another record of the same person into the survivor, and give the survivor as it is then.

    Raises:
        NotAllowed: the actor may not merge.
        Invalid: no reason is given.
        NotFound: one of the two is not there.
        Conflict: they are one record, one of them was merged or closed, or they hold different ORCIDs.
    """
    require(actor, Permission.EXPERT_MERGE)
    reason = merge_refusals.checked_reason(reason)
    for _ in tries():
        family, other = merge_records.read(db, survivor_id, other_id)
        if family is None or other is None:
            raise experts.not_found(survivor_id if family is None else other_id)
        merge_refusals.require_mergeable(family.survivor, other)
        change = merge_changes.merged(family, other, at=now(), by=actor.signature, reason=reason)
        try:
            _write(db, actor, change, query="merging/merge", tag=audit.Tag.EXPERT_MERGED)
        except (NothingWritten, AlreadyThere):
            # Somebody changed one of the two since it was read: what is to be moved may be another thing by now.
            continue
        return change.survivor.after
    raise AssertionError("unreachable")


def unmerge(db: Database, actor: Actor, merged_id: str, *, reason: str) -> Expert:
    """Part a merged record from its survivor, each with what was its own, and give the record that comes out.

    What the person changed since stays changed: a claim goes back as it reads now, and one that was taken out does
    not return. Whoever withdrew from matching since has withdrawn for both, and whoever closed the profile since has
    closed both.

    Raises:
        NotAllowed: the actor may not merge.
        Invalid: no reason is given.
        NotFound: there is no such record.
        Conflict: it is not merged, its survivor was merged itself since, or its ORCID was given to somebody else.
    """
    require(actor, Permission.EXPERT_MERGE)
    reason = merge_refusals.checked_reason(reason)
    for _ in tries():
        rows = db.read("merging/state", id=merged_id)
        if not rows:
            raise experts.not_found(merged_id)
        into = merge_refusals.require_merged(merged_id, rows[0]["into"])
        family, other = merge_records.read(db, into, merged_id)
        if family is None or other is None or other not in family.members:
            continue
        merge_refusals.require_parting(family.survivor)
        change = merge_changes.parted(family, other, at=now(), by=actor.signature, reason=reason)
        try:
            _write(db, actor, change, query="merging/unmerge", tag=audit.Tag.EXPERT_UNMERGED)
        except NothingWritten:
            continue
        except AlreadyThere:
            raise merge_refusals.orcid_given_away(change.other.after.orcid) from None
        return change.other.after
    raise AssertionError("unreachable")


def _write(db: Database, actor: Actor, change: Change, *, query: str, tag: audit.Tag) -> None:
    db.write(
        query,
        survivor=_expected(change.survivor),
        other=_expected(change.other),
        members=change.members,
        remembered=change.remembered,
        then=change.steps,
        event=_event(actor, tag, change, change.other),
        also=[_event(actor, tag, change, change.survivor)],
    )


def _expected(side: Side) -> Row:
    """A record as the write must find it, and its properties afterwards."""
    return {
        "id": side.record.id,
        "locks": side.record.locks,
        "before": side.record.expert["digest"],
        "claims": len(side.record.claims),
        "properties": properties_of(side.after),
    }


def _event(actor: Actor, tag: audit.Tag, change: Change, side: Side) -> Event:
    survivor, other = change.survivor.record.id, change.other.record.id
    detail = {"survivor": survivor, "other": other, "claims": change.claims}
    before = side.record.expert["digest"]
    return audit.event(actor, tag, side.record.id, before=before, after=side.after.digest, detail=detail)
