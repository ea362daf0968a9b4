"""What each act of the command line does in a case: the draft that its options make, and the operation on it."""

from dataclasses import replace

from api.commands.acts import Told
from registry import case_council, cases
from registry.access import Office
from registry.models.case_entries import (
    CouncilDraft,
    Declaration,
    IdentificationDraft,
    JudgementDraft,
    MoveDraft,
    NominationDraft,
    NominatorKind,
    ReviewAnswer,
    ReviewDraft,
)
from registry.models.cases import Case


def identify(told: Told) -> Case:
    """Note that somebody may be the one for a role."""
    draft = told.draft(IdentificationDraft)
    return cases.identify(told.db, told.actor, told.id, draft.expert_id, on=draft.on)


def nominate(told: Told) -> Case:
    """What goes without saying is filled in: experts put themselves forward, an institute its candidates."""
    given: dict[str, str] = {}
    if told.actor.office is Office.EXPERT:
        given = {"kind": NominatorKind.SELF.value, "expert_id": told.actor.expert_id or ""}
    if told.actor.office is Office.INSTITUTE:
        given = {"kind": NominatorKind.INSTITUTE.value}
    draft = replace(told, values=given | dict(told.values)).draft(NominationDraft)
    return cases.nominate(told.db, told.actor, told.id, draft)


def move(told: Told) -> Case:
    """Make a plain move, or end the council's work."""
    draft = told.draft(MoveDraft)
    work = cases.close_council if draft.move == "close_council" else cases.move
    return work(told.db, told.actor, told.id, draft)


def judge(told: Told) -> Case:
    """Record a human's verdict on a criterion."""
    verdict = "met" if told.values["verdict"] == "true" else "not_met"
    draft = replace(told, values={**told.values, "verdict": verdict}).draft(JudgementDraft)
    return cases.judge(told.db, told.actor, told.id, draft)


def convene(told: Told) -> Case:
    """Ask accounts, named by their e-mail addresses, to advise."""
    logins = {f"/{name.replace('.', '/')}": value for name, value in told.values.items() if name.startswith("members.")}
    found = case_council.seats(told.db, told.actor, told.id, logins)
    ids = {pointer[1:].replace("/", "."): id for pointer, id in found.items()}
    draft = replace(told, values={**told.values, **ids}).draft(CouncilDraft)
    return cases.convene(told.db, told.actor, told.id, draft)


def declare(told: Told) -> None:
    """Say whether one has a conflict of interest; nothing of the case is shown to whoever has one."""
    cases.declare(told.db, told.actor, told.id, told.draft(Declaration))


def tick(told: Told) -> Case:
    """Tick a promise off, unless it is to be opened again."""
    done = told.values.get("done") != "false"
    return cases.set_done(told.db, told.actor, told.id, told.values["promise"], done=done)


def ask_review(told: Told) -> Case:
    """Ask that another human look again."""
    return cases.ask_review(told.db, told.actor, told.id, told.draft(ReviewDraft).text)


def answer_review(told: Told) -> Case:
    """Uphold the result, or open the case again."""
    values = {name: value for name, value in told.values.items() if name != "review"}
    answer = replace(told, values=values).draft(ReviewAnswer)
    return cases.answer_review(told.db, told.actor, told.id, told.values["review"], answer)
