"""The page of a case: its history, the law beside it, and a form for each step that the reader may make now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from fastapi import Request, Response

from api.errors import status_of
from api.negotiation import language_of
from api.pages.forms import Filled
from api.pages.law import texts
from api.rendering import choices, render
from graph.database import Database
from registry import case_law, case_settings, case_views, cases, consents, eligible, lists, matches, memos, rules
from registry.access import Actor
from registry.case_checks import JUDGES, is_undecided
from registry.case_promises import PROMISING, is_chosen
from registry.case_reviews import ADVERSE
from registry.errors import FieldError, Merged, NotAllowed, NotFound, RegistryError
from registry.lists import Language, Move, StageRule
from registry.models.case_entries import Member
from registry.models.cases import Case
from registry.models.eligibility import Eligibility, Verdict
from registry.models.rules import Criterion
from registry.models.values import today

# The forms of a case that are not plain moves, by the form that the data of the moves name.
_FORMS: Final[Mapping[str, str]] = {
    "check": "check",
    "decision": "decision",
    "assessment": "assessment",
}
# What ends a case is offered last, and not as the next step.
_ENDS: Final = frozenset({"withdraw", "end"})


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a case stood at a stage, against the target of the stage; `left` is None where it stands now."""

    stage: str
    rule: StageRule
    reached: str | None
    left: str | None
    days: int | None

    @property
    def over(self) -> int:
        """By how many days the target was passed."""
        return max(0, (self.days or 0) - self.rule.target_days) if self.rule.target_days is not None else 0


def show(
    request: Request,
    db: Database,
    actor: Actor,
    case_id: str,
    form: Filled | None = None,
    *,
    sent: str = "",
    error: RegistryError | None = None,
) -> Response:
    """The page of a case; `form` is what was sent to the form `sent`, which was refused with `error`."""
    case, language = cases.get(db, actor, case_id), language_of(request)
    person = actor.expert_id is not None and actor.expert_id == case.expert_id
    return render(
        request,
        actor,
        "cases/case.html",
        status=status_of(error) if error else 200,
        case=case,
        kind=lists.role_kind(case.role_kind),
        person=person,
        memo=memos.may_read(actor, case),
        form=form or Filled(),
        sent=sent,
        sentence=error.sentence(language) if error and not error.errors else "",
        decides=case_views.decides(actor, case),
        seat=_seat(actor, case),
        offered=_offered(case, sent),
        stays=stays(case, case_settings.read(db), today()),
        parallel=cases.parallel(db, actor, case_id) if case_views.movers(actor, case) else [],
        run=_run(db, actor, case),
        may_promise=not case_views.movers(actor, case).isdisjoint(PROMISING),
        stays_in_pool=person and consents.stays_in_pool(db, actor, str(actor.expert_id)),
        adverse=case.stage in ADVERSE,
        taken=is_chosen(case),
        today=today(),
        **_law_of(db, actor, case, language),
        **_lists_of(case, language),
    )


def _law_of(db: Database, actor: Actor, case: Case, language: Language) -> dict[str, object]:
    """The criteria beside the person, and those on which the reader may record a verdict."""
    criteria, names = texts(rules.current(db), today()), cases.signers(db, case)
    measured = _measured(db, actor, case, names)
    judgeable = _judgeable(actor, case, measured, criteria)
    return {
        "names": names,
        "criteria": criteria,
        "measured": measured,
        "judgeable": [(each.id, each.text.in_(language)) for each in judgeable],
        "titles": {claim.id: claim.title for claim in case.person.claims} if case.person else {},
    }


def _lists_of(case: Case, language: Language) -> dict[str, object]:
    """The choices that the forms of a case offer."""
    offered = lists.case_moves_file()
    return {
        "benefits": [(each.id, each.text.in_(language)) for each in lists.benefits(case.role_kind, today())],
        "departures": choices(language, offered.departures),
        "grades": choices(language, offered.grades),
        "marks": offered.scorecard,
    }


def placed(error: RegistryError, form: str) -> tuple[FieldError, ...]:
    """The errors of an operation at the fields of the form that was sent."""
    found = []
    for each in error.errors:
        pointer = each.pointer if each.pointer.startswith(f"/{form}") else f"/{form}{each.pointer}"
        found.append(FieldError(pointer, each.code, each.vi, each.en))
    return tuple(found)


def stays(case: Case, settings: case_settings.Settings, on: date) -> list[Stay]:
    """The stages that the case passed with their days, and where it stands."""
    found = []
    for step, following in zip_longest(case.steps, case.steps[1:]):
        left = following.on if following else case.closed_on
        until = date.fromisoformat(left) if left else on
        days = (until - date.fromisoformat(step.on)).days
        rule = settings.rule(case.regime, step.to_stage)
        found.append(Stay(step.to_stage, rule, step.on, left, days if rule.holder else None))
    return found


def _seat(actor: Actor, case: Case) -> Member | None:
    members = case.council.members if case.council and case.council.open else ()
    return next((each for each in members if each.account_id == actor.account_id), None)


def _offered(case: Case, sent: str) -> list[tuple[str, tuple[Move, ...]]]:
    """The forms of what may be done now, each with its moves; the one that was sent stays, so that nothing is lost."""
    found: dict[str, tuple[Move, ...]] = {}
    for code in case.moves:
        move = lists.case_move(case.regime, code)
        name = _FORMS.get(move.form, code)
        if move.form not in {"closing", "review", "nomination", "identification"}:
            found[name] = (*found.get(name, ()), move)
    kept = [move for move in lists.case_regime(case.regime).moves if sent == _FORMS.get(move.form, move.code)]
    if kept:
        found.setdefault(sent, tuple(kept))
    return sorted(found.items(), key=lambda pair: (pair[0] in _ENDS, pair[0] == "convene"))


def _measured(db: Database, actor: Actor, case: Case, names: Mapping[str, str]) -> Eligibility | None:
    """The person against the law as this reader may see it, with what humans judged in the case, by name."""
    if case.expert_id is None:
        return None
    judged = case_law.judgements(case.judgements, lambda each: names.get(each.by, each.by))
    try:
        return eligible.check(db, actor, case.role_id, case.expert_id, judgements=judged)
    except (NotAllowed, NotFound, Merged):
        return None


def _judgeable(
    actor: Actor, case: Case, measured: Eligibility | None, criteria: Mapping[str, Criterion]
) -> list[Criterion]:
    """The criteria on which the reader may record a verdict now: those that the facts leave to a human."""
    if measured is None or not is_undecided(case) or case_views.movers(actor, case).isdisjoint(JUDGES):
        return []
    left = [each.criterion_id for each in measured.verdicts if each.computed is Verdict.NEEDS_HUMAN]
    return [criteria[id] for id in left if id in criteria]


def _run(db: Database, actor: Actor, case: Case) -> str | None:
    if not matches.may_read(db, actor, case.mission_id):
        return None
    return matches.latest(db, actor, case.role_id)
