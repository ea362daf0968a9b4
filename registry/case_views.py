"""Who sees what of a case: the institute its own, the committee its scope, the person the stages opened to them."""

from datetime import date
from typing import Protocol, TypeVar

from registry import case_moves, lists, scopes
from registry.access import Actor, Office, Permission, may, require
from registry.case_settings import Settings
from registry.errors import NotAllowed, NotFound
from registry.lists import StageRule
from registry.models.case_entries import Council, CouncilSession, Decision, Nominator, NominatorKind, Step
from registry.models.cases import Case, CaseLine, Holding
from registry.models.values import Bilingual, today
from registry.scopes import Place

Session = TypeVar("Session", bound=CouncilSession)

_COUNCIL = Bilingual(vi="Hội đồng tư vấn", en="Advisory council")
_PERSON = Bilingual(vi="Người được đề cử", en="The person put forward")


def place(case: "Held") -> Place:
    """Where a case belongs."""
    return Place(case.agency, case.province)


def owner(actor: Actor, case: Case) -> str | None:
    """The id that the actor must speak for to have a part in a case: the person's, else the institute's."""
    return case.expert_id if actor.office is Office.EXPERT else case.institute_id


def movers(actor: Actor, case: Case) -> frozenset[str]:
    """The parts that an actor has in a case, as the data of the moves name them."""
    parts: set[str] = set()
    if actor.office is Office.EXPERT and case.expert_id is not None and actor.expert_id == case.expert_id:
        parts.add("expert")
    if actor.office is Office.INSTITUTE and actor.institute_id == case.institute_id:
        parts.add("institute")
    if actor.office is Office.COMMITTEE and scopes.sees(actor, place(case)):
        parts.add("committee")
    if actor.office is Office.ADMINISTRATOR:
        parts.add("administrator")
    if decides(actor, case):
        parts.add("decider")
    return frozenset(parts)


def decides(actor: Actor, case: Case) -> bool:
    """Whether the actor speaks for the office that decides about a role of this kind at this place."""
    kind = lists.role_kind(case.role_kind)
    if actor.office.value != kind.decider_office:
        return False
    if actor.office is Office.INSTITUTE:
        return actor.institute_id == case.institute_id
    return actor.scope == scopes.deciding(kind, place(case))


def require_part(actor: Actor, case: Case) -> frozenset[str]:
    """The parts of an actor who may change something of a case.

    Raises:
        NotAllowed: the case is somebody else's, or out of the actor's scope.
    """
    require(actor, Permission.CASE_MOVE, of=owner(actor, case))
    parts = movers(actor, case)
    if not parts:
        raise NotAllowed(Permission.CASE_MOVE.value)
    return parts


def seen(actor: Actor, case: Case, settings: Settings, *, on: date | None = None) -> Case:
    """A case as this reader may see it on a day, today by default.

    Raises:
        NotAllowed: the case is somebody else's, or out of the actor's scope.
        NotFound: it is the reader's own, at a stage that the person is told nothing of.
    """
    parts = movers(actor, case) if may(actor, Permission.CASE_READ, of=owner(actor, case)) else frozenset()
    if parts == {"expert"}:
        return _of_person(actor, case, settings, on or today())
    if parts:
        return _whole(actor, case, settings, on or today())
    if is_member(actor, case):
        return _of_member(actor, case)
    raise NotAllowed(Permission.CASE_READ.value)


def is_member(actor: Actor, case: Case) -> bool:
    """Whether the actor was asked to advise on a case that is before its council and has no conflict of interest."""
    members = case.council.members if case.council and case.council.open else ()
    return any(each.account_id == actor.account_id and each.declared != "conflict" for each in members)


class Held(Protocol):
    """What says of a case who has its file."""

    @property
    def role_kind(self) -> str: ...
    @property
    def since(self) -> str | None: ...
    @property
    def institute_name(self) -> Bilingual: ...
    @property
    def agency(self) -> str | None: ...
    @property
    def province(self) -> str | None: ...


def holding(case: Held, rule: StageRule, on: date) -> Holding | None:
    """Who has the file on a day; nobody has a closed one."""
    if rule.holder is None or case.since is None:
        return None
    kind = lists.role_kind(case.role_kind)
    deciding = rule.holder == "decider"
    due = case_moves.due(case.since, rule.target_days)
    return Holding(
        holder=rule.holder,
        office=kind.decider_office if deciding else rule.holder,
        scope=scopes.deciding(kind, place(case)) if deciding else None,
        name=holder_name(case, rule),
        since=case.since,
        due=due,
        overdue_days=case_moves.overdue(due, on),
        target_verified=rule.target_verified,
    )


def holder_name(case: Held, rule: StageRule) -> Bilingual:
    """The name of whoever has the file at a stage at which somebody has."""
    match rule.holder:
        case "institute":
            return case.institute_name
        case "expert":
            return _PERSON
        case "decider":
            kind = lists.role_kind(case.role_kind)
            return Bilingual(vi=kind.decider_vi, en=kind.decider_en)
        case _:
            return _COUNCIL


def narrowed(actor: Actor, scope: str | None = None) -> dict[str, str | None]:
    """The institute, person, ministry and province by which a query keeps to the cases that the actor has a part in.

    Raises:
        NotAllowed: the actor has no part in any case.
        Invalid: there is no such scope.
    """
    of = actor.expert_id if actor.office is Office.EXPERT else actor.institute_id
    require(actor, Permission.CASE_READ, of=of)
    own = {actor.office.value: of} if actor.office in {Office.EXPERT, Office.INSTITUTE} else {}
    return {"institute": None, "expert": None} | scopes.limits(actor, scope) | own


def line(case: Case) -> CaseLine:
    """A case that a reader may see as a line of a list."""
    shared = {name: getattr(case, name) for name in CaseLine.model_fields if name != "closed"}
    return CaseLine(**shared, closed=case.closed_on is not None)


def _whole(actor: Actor, case: Case, settings: Settings, on: date) -> Case:
    return case.model_copy(
        update={
            "holding": holding(case, settings.rule(case.regime, str(case.stage)), on),
            "erase_after": erase_after(case, settings),
            "council": _council(actor, case.council),
            "moves": _codes(actor, case),
        }
    )


def erase_after(case: Case, settings: Settings) -> str | None:
    """The last day on which the personal data of a case of somebody not chosen are kept."""
    if case.closed_on is None or case.stage == "ended" or case.erased_at is not None:
        return None
    return case_moves.due(case.closed_on, settings.keep_days(case.regime))


def _of_person(actor: Actor, case: Case, settings: Settings, on: date) -> Case:
    rule = settings.rule(case.regime, str(case.stage))
    themselves = case.nominator is not None and case.nominator.kind is NominatorKind.SELF
    if rule.shows == "private" and not themselves:
        raise NotFound("hồ sơ tuyển chọn", "case", case.id)
    stage = lists.case_stage(str(case.stage))
    hidden: dict[str, object] = {
        "steps": (),
        "checks": (),
        "judgements": (),
        "council": None,
        "decisions": (),
        "nominator": _shown_to_person(case.nominator, whole=themselves),
        "moves": _codes(actor, case),
    }
    if rule.shows != "full":
        neutral = Bilingual(vi=stage.neutral_vi, en=stage.neutral_en)
        unsaid = {"stage": None, "since": None, "wording": neutral, "promises": (), "assessments": ()}
        return case.model_copy(update=hidden | unsaid)
    shown = {
        "steps": _shown_steps(case, settings, whole=themselves),
        "decisions": tuple(_shown_decision(decision) for decision in case.decisions),
        "holding": holding(case, rule, on),
        "erase_after": erase_after(case, settings),
    }
    return case.model_copy(update=hidden | shown)


def _of_member(actor: Actor, case: Case) -> Case:
    """What a member of the council needs who has no other part in the case."""
    nothing = {"judgements": (), "decisions": (), "promises": (), "assessments": (), "reviews": (), "checks": ()}
    return case.model_copy(update=nothing | {"council": _council(actor, case.council)})


def _council(actor: Actor, council: Council | None) -> Council | None:
    """A council as a reader may see it: scorecards of others after one's own, all of them when all are there.

    A member who still has to send one reads none of earlier sessions either, so that the new advice is their own.
    """
    if council is None or not council.open:
        return council
    awaited = {member.account_id for member in council.members if member.declared != "conflict"}
    sent = {card.by for card in council.scorecards}
    if actor.account_id in sent or awaited <= sent:
        return council
    own = actor.account_id in {member.account_id for member in council.members}
    earlier = tuple(map(_hidden, council.earlier)) if own else council.earlier
    return _hidden(council).model_copy(update={"earlier": earlier})


def _hidden(session: Session) -> Session:
    return session.model_copy(update={"scorecards": (), "hidden": len(session.scorecards)})


def _codes(actor: Actor, case: Case) -> tuple[str, ...]:
    moves = case_moves.possible(case.regime, case.stage, movers(actor, case))
    bound = case.role_status != "open"
    return tuple(move.code for move in moves if not (bound and case_moves.needs_open_role(move)))


def _shown_to_person(nominator: Nominator | None, *, whole: bool) -> Nominator | None:
    if nominator is None or whole:
        return nominator
    return Nominator(kind=nominator.kind, name=nominator.name)


def _shown_steps(case: Case, settings: Settings, *, whole: bool) -> tuple[Step, ...]:
    """The steps without who made them; those to a private stage are left out, and of a neutral one the reason is."""
    shows = {step.to_stage: settings.rule(case.regime, step.to_stage).shows for step in case.steps}
    return tuple(
        step.model_copy(update={"by": None, "reason": step.reason if shows[step.to_stage] == "full" else None})
        for step in case.steps
        if whole or shows[step.to_stage] != "private"
    )


def _shown_decision(decision: Decision) -> Decision:
    """What the person reads of a decision: the result and its reasons, not the machine's order nor who stood before."""
    unsaid = {"by": None, "run_id": None, "rank": None, "passed_over": 0, "law": None}
    return decision.model_copy(update=unsaid | {"departure_code": None, "departure_text": None})
