"""Human checks of a file: who read it, when, what was before them, what they found, and verdicts no machine gives."""

from graph.database import Database
from registry import audit, case_law, case_moves, case_settings, case_views, experts, rules
from registry.access import Actor
from registry.case_records import entry_of
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, FieldError, Invalid, NotFound, WrongOffice
from registry.identity import new_id
from registry.models.case_entries import FileCheck, FileCheckDraft, Judgement, JudgementDraft
from registry.models.cases import Case
from registry.models.values import now, today

# The parts whose holders record verdicts and answer reviews.
JUDGES = ("institute", "decider")


def check(db: Database, actor: Actor, id: str, draft: FileCheckDraft) -> Case:
    """Accept the file of somebody nominated, or refuse it with the reason; what was seen is kept by its digest.

    Raises:
        NotFound, NotAllowed, WrongOffice, Conflict, Invalid: as `cases.move`; Invalid also where the match run that is
            named is none of this role.
    """

    def plan(case: Case) -> Change:
        code = "accept_file" if draft.accepted else "refuse_file"
        move = case_moves.made(case.regime, case.stage, code, case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on, reason=draft.reason)
        _require_run(db, case, draft.run_id)
        record = FileCheck(
            id=new_id(),
            at=now(),
            by=actor.account_id,
            office=actor.office.value,
            seen=experts.get(db, actor, str(case.expert_id)).digest,
            run_id=draft.run_id,
            accepted=draft.accepted,
            reason=draft.reason,
        )
        recorded = event(actor, audit.Tag.CASE_CHECKED, case, accepted=draft.accepted, **detail)
        return Change(recorded, properties, (step, entry_of("cases/keep_check", id, record)))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def judge(db: Database, actor: Actor, id: str, draft: JudgementDraft) -> Case:
    """Record a human's verdict on a criterion, with its reason; the newest one of a criterion holds.

    Raises:
        NotFound, NotAllowed: as `cases.get`; NotFound also where the rules ask no such criterion of this kind of role.
        WrongOffice: judging is for the institute that runs the mission and the office that decides.
        Conflict: the case is closed or decided.
    """

    def plan(case: Case) -> Change:
        require_judge(case_views.require_part(actor, case))
        if not is_undecided(case):
            raise _too_late()
        require_criterion(db, draft.criterion_id, case.role_kind)
        computed, edition = case_law.computed(db, case, draft.criterion_id, today())
        record = Judgement(
            **draft.model_dump(),
            id=new_id(),
            at=now(),
            by=actor.account_id,
            office=actor.office.value,
            computed=computed,
            rules_edition=edition,
        )
        recorded = event(actor, audit.Tag.CASE_JUDGED, case, criterion=draft.criterion_id, verdict=draft.verdict)
        return Change(recorded, then=(entry_of("cases/keep_judgement", id, record),))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def is_undecided(case: Case) -> bool:
    """Whether a verdict may still be recorded: the case is open and nobody was chosen in it."""
    return case.closed_on is None and case.stage not in case_moves.TAKEN


def require_judge(parts: frozenset[str]) -> None:
    """Refuse whoever is neither the institute nor the deciding office.

    Raises:
        WrongOffice: names both.
    """
    if parts.isdisjoint(JUDGES):
        raise WrongOffice(who=case_moves.who(JUDGES))


def require_criterion(db: Database, id: str, role_kind: str) -> None:
    """Refuse a criterion that the rules in force do not ask of this kind of role.

    Raises:
        NotFound: names it.
    """
    versions = rules.criterion(rules.current(db), id)
    if not any(role_kind in each.role_kinds for each in versions):
        raise NotFound("tiêu chí của loại vị trí này", "criterion of this kind of role", id)


def _require_run(db: Database, case: Case, run_id: str | None) -> None:
    if run_id is None:
        return
    rows = db.read("cases/run", run_id=run_id)
    if not rows or rows[0]["role_id"] != case.role_id:
        vi = "Lần gợi ý này không thuộc vị trí của hồ sơ."
        raise Invalid(FieldError("/run_id", "run-of-another", vi, "This match run is none of the role of the case."))


def _too_late() -> Conflict:
    return Conflict(
        "case-decided",
        vi="Hồ sơ đã đóng hoặc đã có quyết định nên không ghi thêm đánh giá tiêu chí.",
        en="The case is closed or decided, so no more verdicts are recorded.",
    )
