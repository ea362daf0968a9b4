"""What is done in a case from its page: each form sent, carried out, or shown again with what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, SignedIn
from api.negotiation import language_of
from api.pages.case_shown import placed, show
from api.pages.forms import Filled, Typed, changed_rows, drafted, without_empty_rows
from registry import case_council, cases
from registry.errors import RegistryError
from registry.models.case_entries import (
    AssessmentDraft,
    CouncilDraft,
    DecisionDraft,
    Declaration,
    FileCheckDraft,
    JudgementDraft,
    MoveDraft,
    PromiseDraft,
    ReviewAnswer,
    ReviewDraft,
    ScorecardDraft,
)
from registry.models.values import Model

router = APIRouter(prefix="/cases/{case_id}")

DraftType = TypeVar("DraftType", bound=Model)
_MEMBERS = "convene.members"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came from the page of a case: who sent it, and what it holds."""

    request: Request
    db: Db
    actor: SignedIn
    case_id: str
    values: Typed

    def draft(self, model: type[DraftType], form: str) -> DraftType:
        """What one form of the page holds; raises Invalid with pointers of the whole page."""
        return drafted(model, self.values, language_of(self.request), within=form)


Form = Annotated[Sent, Depends()]


@router.post("/moves/{code}")
def move(sent: Form, code: str) -> Response:
    """Make a plain move, or end the council's work."""
    sent.values[f"{code}.move"] = code

    def work() -> None:
        draft = sent.draft(MoveDraft, code)
        if code == "close_council":
            cases.close_council(sent.db, sent.actor, sent.case_id, draft)
        else:
            cases.move(sent.db, sent.actor, sent.case_id, draft)

    return _done(sent, code, work)


@router.post("/check")
def check(sent: Form) -> Response:
    """Accept the file or refuse it."""

    def work() -> None:
        cases.check(sent.db, sent.actor, sent.case_id, sent.draft(FileCheckDraft, "check"))

    return _done(sent, "check", work)


@router.post("/judgement")
def judge(sent: Form) -> Response:
    """Record a human's verdict on a criterion."""

    def work() -> None:
        cases.judge(sent.db, sent.actor, sent.case_id, sent.draft(JudgementDraft, "judgement"))

    return _done(sent, "judgement", work, anchor="law")


@router.post("/council")
def convene(sent: Form) -> Response:
    """Ask accounts, named by their e-mail addresses, to advise; or show the form with one row more or less."""
    changed = changed_rows(sent.values)
    if changed is not None:
        return show(sent.request, sent.db, sent.actor, sent.case_id, Filled(changed), sent="convene")
    compact = without_empty_rows(sent.values, [_MEMBERS])
    sent.values.clear()
    sent.values.update(compact)

    def work() -> None:
        draft = drafted(CouncilDraft, {**sent.values, **_members(sent)}, language_of(sent.request), within="convene")
        cases.convene(sent.db, sent.actor, sent.case_id, draft)

    return _done(sent, "convene", work, anchor="council")


@router.post("/declaration")
def declare(sent: Form) -> Response:
    """Say whether one has a conflict of interest; who has one reads no more of the case."""
    conflict = sent.values.get("declaration.conflict") == "true"

    def work() -> None:
        cases.declare(sent.db, sent.actor, sent.case_id, sent.draft(Declaration, "declaration"))

    done = _done(sent, "declaration", work, anchor="council")
    return RedirectResponse("/cases", status_code=303) if conflict and done.status_code == 303 else done


@router.post("/scorecard")
def score(sent: Form) -> Response:
    """Send one's own scorecard."""

    def work() -> None:
        cases.score(sent.db, sent.actor, sent.case_id, sent.draft(ScorecardDraft, "scorecard"))

    return _done(sent, "scorecard", work, anchor="council")


@router.post("/decision")
def decide(sent: Form) -> Response:
    """Choose the person or not."""

    def work() -> None:
        cases.decide(sent.db, sent.actor, sent.case_id, sent.draft(DecisionDraft, "decision"))

    return _done(sent, "decision", work, anchor="decisions")


@router.post("/promises")
def promise(sent: Form) -> Response:
    """Put something promised on the checklist."""

    def work() -> None:
        cases.promise(sent.db, sent.actor, sent.case_id, sent.draft(PromiseDraft, "promise"))

    return _done(sent, "promise", work, anchor="promises")


@router.post("/promises/{promise_id}")
def set_done(sent: Form, promise_id: str) -> Response:
    """Tick a promise off, or open it again."""
    done = sent.values.get("done") == "true"

    def work() -> None:
        cases.set_done(sent.db, sent.actor, sent.case_id, promise_id, done=done)

    return _done(sent, "promise", work, anchor="promises")


@router.post("/assessment")
def assess(sent: Form) -> Response:
    """Record the grade of a year."""

    def work() -> None:
        cases.assess(sent.db, sent.actor, sent.case_id, sent.draft(AssessmentDraft, "assessment"))

    return _done(sent, "assessment", work, anchor="assessments")


@router.post("/reviews")
def ask_review(sent: Form) -> Response:
    """Ask that another human look again."""

    def work() -> None:
        cases.ask_review(sent.db, sent.actor, sent.case_id, sent.draft(ReviewDraft, "review").text)

    return _done(sent, "review", work, anchor="reviews")


@router.post("/reviews/{review_id}")
def answer_review(sent: Form, review_id: str) -> Response:
    """Uphold the result, or open the case again."""

    def work() -> None:
        cases.answer_review(sent.db, sent.actor, sent.case_id, review_id, sent.draft(ReviewAnswer, "answer"))

    return _done(sent, "answer", work, anchor="reviews")


def _done(sent: Sent, form: str, work: Callable[[], object], *, anchor: str = "now") -> Response:
    """Carry it out and lead back to the case, or show the page again with everything typed and why it was refused."""
    try:
        work()
    except RegistryError as error:
        kept = Filled(sent.values, placed(error, form))
        return show(sent.request, sent.db, sent.actor, sent.case_id, kept, sent=form, error=error)
    return RedirectResponse(f"/cases/{sent.case_id}#{anchor}", status_code=303)


def _members(sent: Sent) -> dict[str, str]:
    """The fields of the members with the ids of the accounts whose e-mail addresses were typed into them."""
    typed = {name: login for name, login in sent.values.items() if name.startswith(f"{_MEMBERS}.")}
    logins = {"/" + name.replace(".", "/"): login for name, login in typed.items()}
    ids = case_council.seats(sent.db, sent.actor, sent.case_id, logins)
    return {pointer.strip("/").replace("/", "."): id for pointer, id in ids.items()}
