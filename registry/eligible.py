"""Eligible: people measured against the law for a role, on the entries that the asker may see."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NoReturn

from graph.database import Database, Row
from registry import experts, lists, rules, scopes, visibility
from registry.access import Actor, Permission, require
from registry.eligibility import Plan, Weighed, decide, plan, weigh
from registry.errors import FieldError, Invalid, NotFound
from registry.models.claims import ClaimKind, DegreeLevel, InventionState, Part
from registry.models.eligibility import Eligibility, Fact, Facts, Judgement
from registry.models.experts import AUDIENCES, Standing
from registry.models.rules import Rules
from registry.models.values import Audience, Verification, today

MOST: Final = 200
_NONE: Final[Mapping[str, Sequence[Judgement]]] = {}
_KINDS: Final = {kind.value.capitalize(): kind for kind in ClaimKind}
_LEVELS: Final = {each.value: each for each in DegreeLevel}
_PARTS: Final = {each.value: each for each in Part}
_STATES: Final = {each.value: each for each in InventionState}
_VERIFICATIONS: Final = {each.value: each for each in Verification}
# As the graph stores them, which a sweep over millions of claims need not turn into enumerations first.
_SHOWN: Final = {
    reader: frozenset(each.value for each in Audience if visibility.open_to(reader, each)) for reader in Audience
}
_STANDINGS: Final = {each.value: each for each in Standing}


def check(
    db: Database,
    actor: Actor,
    role_id: str,
    expert_id: str,
    *,
    on: date | None = None,
    judgements: Sequence[Judgement] = (),
    edition: str | None = None,
) -> Eligibility:
    """A person measured against the law for a role, today or on a day, by the edition that holds or a past one.

    Only entries that the actor may see are looked at, and how many were not is said; the person is measured by the
    whole record.

    Raises:
        NotFound: there is no such role, expert or edition.
        Merged: the expert's record went into another one.
        NotAllowed: the mission is run by another institute or out of the actor's scope, and it is not their own record.
    """
    kind = _kind_for(db, actor, role_id, expert_id)
    used = _used(db, actor, edition)
    found = list(_facts(db, actor, [expert_id]))
    if not found:
        _raise_missing(db, actor, expert_id)
    return decide(plan(used, kind, on or today()), found[0][1], judgements)


def for_role(
    db: Database,
    actor: Actor,
    role_id: str,
    expert_ids: Sequence[str],
    *,
    on: date | None = None,
    edition: str | None = None,
) -> dict[str, Eligibility]:
    """The same for many people at once, by id; whoever is not active is left out.

    Raises:
        NotFound: there is no such role or edition.
        NotAllowed: the mission is run by another institute, or is out of the actor's scope.
        Invalid: more than 200 people are asked for.
    """
    if len(expert_ids) > MOST:
        raise Invalid(
            FieldError(
                "/expert_ids", "too-many", f"Mỗi lần nhiều nhất {MOST} người.", f"At most {MOST} people at once."
            )
        )
    kind = _kind_for(db, actor, role_id, None)
    asked = plan(_used(db, actor, edition), kind, on or today())
    return {id: decide(asked, facts) for id, facts in _facts(db, actor, list(dict.fromkeys(expert_ids)))}


def weighed(db: Database, actor: Actor, asked: Plan, expert_ids: Sequence[str]) -> Iterator[tuple[str, Weighed]]:
    """The verdicts alone on many people, on the entries that the actor may see; whoever is not active is left out."""
    for first in range(0, len(expert_ids), MOST):
        for id, facts in _facts(db, actor, expert_ids[first : first + MOST]):
            yield id, weigh(asked, facts)


def for_expert(db: Database, actor: Actor, expert_id: str, *, on: date | None = None) -> list[Eligibility]:
    """A person's own view: the whole record against every kind of role that is ruled on the day.

    Raises:
        NotAllowed: it is somebody else's record.
        NotFound: there is no such expert.
    """
    require(actor, Permission.EXPERT_UPDATE, of=expert_id)
    found = list(_facts(db, actor, [expert_id]))
    if not found:
        _raise_missing(db, actor, expert_id)
    used, day = rules.current(db), on or today()
    return [decide(plan(used, kind.code, day), found[0][1]) for kind in lists.role_kinds(day)]


def as_ranked(
    db: Database,
    used: Rules,
    role_kind: str,
    expert_ids: Sequence[str],
    *,
    on: date,
    judgements: Mapping[str, Sequence[Judgement]] = _NONE,
) -> dict[str, Eligibility]:
    """Active people by id, measured on what the ranking reads: entries that institutes may see, whoever asks.

    It is for the product itself, which keeps what it says; who reads that must be allowed to see these people.
    """
    asked = plan(used, role_kind, on)
    rows = db.read("eligibility/some", ids=list(dict.fromkeys(expert_ids)))
    facts = ((row["id"], facts_from(row, Audience.INSTITUTES)) for row in rows)
    return {id: decide(asked, of, judgements.get(id, ())) for id, of in facts}


def records(db: Database) -> Iterator[tuple[str, str, Facts]]:
    """Every active expert's id, name and whole facts, one by one; for the product itself, not for readers."""
    for row in db.sweep("experts/active", "eligibility/some"):
        yield row["id"], row["name"], facts_from(row, Audience.SELF)


def facts_from(row: Row, reader: Audience) -> Facts:
    """The facts in a row with `standing`, `audiences` and `claims`, as far as they are for this reader."""
    shown = _SHOWN[reader]
    open_claims = [claim for claim in row["claims"] if claim["audience"] in shown]
    standing = _STANDINGS.get(row["standing"]) if visibility.open_to(reader, _audience(row, "standing")) else None
    return Facts(standing, tuple(map(_fact, open_claims)), len(row["claims"]) - len(open_claims))


def _fact(claim: Row) -> Fact:
    return Fact(
        id=claim["id"],
        kind=_KINDS[claim["kind"]],
        start=claim["start_on"],
        end=claim["end_on"],
        country=claim["country"],
        level=_LEVELS.get(claim["level"]),
        part=_PARTS.get(claim["part"]),
        state=_STATES.get(claim["state"]),
        share=claim["share"],
        verification=_VERIFICATIONS[claim["verification"]],
    )


def _audience(row: Row, part: str) -> Audience:
    chosen = dict(text.split("=", 1) for text in row["audiences"] or ())
    return Audience(chosen[part]) if part in chosen else AUDIENCES[part]


def _facts(db: Database, actor: Actor, expert_ids: Sequence[str]) -> Iterator[tuple[str, Facts]]:
    for row in db.read("eligibility/some", ids=list(expert_ids)):
        yield row["id"], facts_from(row, visibility.reads_as(actor, row["id"]))


def _kind_for(db: Database, actor: Actor, role_id: str, expert_id: str | None) -> str:
    """The kind of a role that the actor may ask about: the institute, the committee, or the person for themselves."""
    rows = db.read("eligibility/role", role_id=role_id)
    if not rows:
        raise NotFound("vị trí", "role", role_id)
    if expert_id is None or actor.expert_id != expert_id:
        scopes.require(actor, Permission.MATCH_READ, rows[0])
    return str(rows[0]["kind"])


def _used(db: Database, actor: Actor, edition: str | None) -> Rules:
    return rules.current(db) if edition is None else rules.edition(db, actor, edition)


def _raise_missing(db: Database, actor: Actor, expert_id: str) -> NoReturn:
    """Say why an expert is not there: merged, closed, or never known."""
    experts.get(db, actor, expert_id)
    raise experts.not_found(expert_id)
