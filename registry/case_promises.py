"""What was promised to the person, with who sees to it and by when, and the assessment of each year of the work."""

from datetime import date

from graph.database import Database
from graph.database import Step as Write
from registry import audit, case_moves, case_settings, case_views, lists
from registry.access import Actor
from registry.case_records import entry_of, promise_row
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, FieldError, Invalid, NotFound, WrongOffice
from registry.identity import new_id
from registry.models.case_entries import Assessment, AssessmentDraft, Promise, PromiseDraft
from registry.models.cases import Case
from registry.models.values import now, today

# The parts whose holders promise, and tick off what was kept.
PROMISING = ("institute", "decider", "committee")


def promise(db: Database, actor: Actor, id: str, draft: PromiseDraft) -> Case:
    """Put something promised on the checklist of somebody chosen.

    Raises:
        NotFound, NotAllowed: as `cases.get`.
        WrongOffice: promising is for the institute and the committee.
        Conflict: nobody was chosen in this case, or it has ended.
        UnknownCode: the law has no such benefit.
        Invalid: there is no such day.
    """
    case_moves.require_day("/due", draft.due)
    if draft.benefit is not None:
        lists.benefit(draft.benefit)

    def plan(case: Case) -> Change:
        _require_promising(case_views.require_part(actor, case))
        if not is_chosen(case):
            raise _nobody_chosen()
        record = Promise(**draft.model_dump(), id=new_id(), at=now())
        recorded = event(actor, audit.Tag.CASE_PROMISED, case, promise=record.id, benefit=draft.benefit)
        return Change(recorded, then=(entry_of("cases/keep_promise", id, promise_row(record)),))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def is_chosen(case: Case) -> bool:
    """Whether the person was chosen and the case is open, so that things are promised."""
    return case.stage in case_moves.TAKEN and case.closed_on is None


def set_done(db: Database, actor: Actor, id: str, promise_id: str, *, done: bool) -> Case:
    """Tick a promise off, or open it again.

    Raises:
        NotFound: there is no such case, or no such promise in it.
        NotAllowed, WrongOffice: as `promise`.
    """

    def plan(case: Case) -> Change:
        _require_promising(case_views.require_part(actor, case))
        if all(each.id != promise_id for each in case.promises):
            raise NotFound("cam kết", "promise", promise_id)
        done_on, done_by = (today().isoformat(), actor.account_id) if done else (None, None)
        given = {"id": id, "promise_id": promise_id, "done_on": done_on, "done_by": done_by}
        recorded = event(actor, audit.Tag.CASE_KEPT_PROMISE, case, promise=promise_id, done=done)
        return Change(recorded, then=(Write("cases/promise_done", given),))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def assess(db: Database, actor: Actor, id: str, draft: AssessmentDraft) -> Case:
    """Record the grade of a year, and the bonus where there is one.

    Raises:
        NotFound, NotAllowed, WrongOffice, Conflict: as `cases.move`; Conflict also where the year was assessed.
        UnknownCode: there is no such grade.
        Invalid: the day is wrong, or the bonus is above the ceiling that was read for this kind of role.
    """
    lists.grade(draft.grade)

    def plan(case: Case) -> Change:
        move = case_moves.made(case.regime, case.stage, "assess", case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on)
        if any(each.year == draft.year for each in case.assessments):
            raise _assessed(draft.year)
        record = Assessment(
            id=new_id(),
            at=now(),
            by=actor.account_id,
            year=draft.year,
            grade=draft.grade,
            bonus_months=draft.bonus_months,
            ceiling=_ceiling(case, draft),
            reason=draft.reason,
        )
        recorded = event(actor, audit.Tag.CASE_ASSESSED, case, year=draft.year, grade=draft.grade, **detail)
        return Change(recorded, properties, (step, entry_of("cases/keep_assessment", id, record)))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def _ceiling(case: Case, draft: AssessmentDraft) -> float | None:
    """The most months' pay for this grade and kind of role, None where no source was read; more is refused."""
    day = date.fromisoformat(draft.on) if draft.on else today()
    bonuses = [each for each in lists.benefits(case.role_kind, day) if each.kind == "bonus" and each.verified]
    read = [each.months_of_pay for each in bonuses if each.grade in {None, draft.grade} and each.months_of_pay]
    ceiling = max(read, default=None)
    if ceiling is not None and draft.bonus_months > ceiling:
        vi = f"Mức thưởng cao nhất cho kết quả này là {ceiling:g} tháng lương."
        en = f"The highest bonus for this grade is {ceiling:g} months' pay."
        raise Invalid(FieldError("/bonus_months", "bonus-above-ceiling", vi, en))
    return ceiling


def _require_promising(parts: frozenset[str]) -> None:
    if parts.isdisjoint(PROMISING):
        raise WrongOffice(who=case_moves.who(PROMISING))


def _nobody_chosen() -> Conflict:
    return Conflict(
        "case-not-chosen",
        vi="Chỉ ghi cam kết cho người đã được chọn và hồ sơ còn mở.",
        en="Promises are recorded only for somebody who was chosen and whose case is open.",
    )


def _assessed(year: int) -> Conflict:
    return Conflict("year-assessed", vi=f"Năm {year} đã được đánh giá.", en=f"The year {year} was assessed already.")
