"""The audit: what is recorded of every write, and the walk that proves nothing was altered afterwards."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from graph import chain
from graph.database import Database, Event, Row
from registry.access import Actor, Permission, require


class Tag(StrEnum):
    """What happened: `subject.verb`, in alphabetical order."""

    ACCOUNT_CREATED = "account.created"
    ACCOUNT_DEACTIVATED = "account.deactivated"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - the name of an event
    ACCOUNT_SIGNED_OUT = "account.signed_out"
    ASSIGNMENT_RUN = "assignment.run"
    CASE_ADVISED = "case.advised"
    CASE_ANSWERED = "case.answered"
    CASE_ASKED_REVIEW = "case.asked_review"
    CASE_ASSESSED = "case.assessed"
    CASE_CHECKED = "case.checked"
    CASE_CONFIGURED = "case.configured"
    CASE_DECIDED = "case.decided"
    CASE_DECLARED = "case.declared"
    CASE_ERASED = "case.erased"
    CASE_JUDGED = "case.judged"
    CASE_KEPT_PROMISE = "case.kept_promise"
    CASE_MOVED = "case.moved"
    CASE_OPENED = "case.opened"
    CASE_PROMISED = "case.promised"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    EXPERT_CLOSED = "expert.closed"
    EXPERT_CONFIRMED = "expert.confirmed"
    EXPERT_MERGED = "expert.merged"
    EXPERT_REGISTERED = "expert.registered"
    EXPERT_UNMERGED = "expert.unmerged"
    EXPERT_UPDATED = "expert.updated"
    EXPERTS_IMPORTED = "experts.imported"
    INSTITUTE_CLOSED = "institute.closed"
    INSTITUTE_REGISTERED = "institute.registered"
    INSTITUTE_UPDATED = "institute.updated"
    INSTITUTES_IMPORTED = "institutes.imported"
    LISTS_SEEDED = "lists.seeded"
    MATCH_RUN = "match.run"
    MATCH_TRIED = "match.tried"
    MISSION_CLOSED = "mission.closed"
    MISSION_OPENED = "mission.opened"
    MISSION_UPDATED = "mission.updated"
    MISSIONS_IMPORTED = "missions.imported"
    RANKER_CHOSEN = "ranker.chosen"
    RANKER_TRAINED = "ranker.trained"
    ROLE_FILLED = "role.filled"
    ROLE_FREED = "role.freed"
    RULE_DRAFT_CHANGED = "rule_draft.changed"
    RULE_DRAFT_OPENED = "rule_draft.opened"
    RULE_DRAFT_WEIGHED = "rule_draft.weighed"
    RULE_DRAFT_WITHDRAWN = "rule_draft.withdrawn"
    RULES_RELEASED = "rules.released"
    RULES_SEEDED = "rules.seeded"
    TEAM_RUN = "team.run"
    TOKEN_ISSUED = "token.issued"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 - the name of an event


def event(
    actor: Actor,
    tag: Tag,
    id: str,
    *,
    before: str | None = None,
    after: str | None = None,
    kind: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> Event:
    """The event of a write to the subject with this id.

    `kind` is the subject's, by default the first word of the tag; `detail` holds codes and counts, never personal data.
    """
    return Event(
        actor=actor.signature,
        tag=tag.value,
        subject_kind=kind or tag.value.partition(".")[0],
        subject_id=id,
        before=before,
        after=after,
        detail=detail or {},
    )


def head(db: Database) -> int:
    """The number of the last event."""
    [row] = db.read("audit/head")
    seq = row["seq"]
    return int(seq)


def events(db: Database, actor: Actor, *, after: int = 0, limit: int = 100) -> list[Row]:
    """Events in order, beginning behind number `after`.

    Raises:
        NotAllowed: the actor may not read the audit.
    """
    require(actor, Permission.AUDIT_READ)
    return [row["event"] for row in db.read("audit/events", after=after, limit=limit)]


def verify(db: Database, actor: Actor) -> chain.Verdict:
    """Walk the whole chain and name the first broken link.

    Raises:
        NotAllowed: the actor may not read the audit.
    """
    require(actor, Permission.AUDIT_READ)
    [row] = db.read("audit/head")
    return chain.verify(_all(db, until=row["seq"]), head_seq=row["seq"], head_hash=row["hash"] or chain.START)


def _all(db: Database, *, until: int) -> Iterator[Row]:
    """Every event up to a number; what is written while the walk lasts is left for the next one."""
    for row in db.stream("audit/events", after=0, limit=until + 1):
        if row["event"]["seq"] > until:
            return
        yield row["event"]
