"""Human reviews: whoever met an adverse result asks that another human look again, with a clock of our own."""

from datetime import timedelta

from graph.database import Database, Row
from graph.database import Step as Write
from registry import audit, case_moves, case_settings, case_views, lists
from registry.access import Actor
from registry.case_checks import require_judge
from registry.case_records import entry_of, kept
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, NotFound, WrongOffice
from registry.identity import new_id
from registry.models.case_entries import Review, ReviewAnswer
from registry.models.cases import Case
from registry.models.values import now, today

# The results of which somebody asks that another human look again.
ADVERSE = ("refused", "not_chosen")


def ask_review(db: Database, actor: Actor, id: str, text: str) -> Case:
    """Ask that a human look again at a refusal; while it is open nothing of the case is erased.

    Its last day is a target of our own: Decree 356/2025 sets none.

    Raises:
        NotFound, NotAllowed: as `cases.get`.
        WrongOffice: only the person asks.
        Conflict: the result is not adverse, or a review is open already.
    """

    def plan(case: Case) -> Change:
        if "expert" not in case_views.require_part(actor, case):
            raise WrongOffice(who=case_moves.who(("expert",)))
        if case.stage not in ADVERSE:
            raise _not_adverse()
        if open_review(case):
            raise _under_review()
        due = today() + timedelta(days=lists.case_regime(case.regime).review_days)
        record: Row = {"id": new_id(), "asked_at": now(), "due": due.isoformat(), "text": text}
        write = entry_of("cases/keep_review", id, record)
        return Change(event(actor, audit.Tag.CASE_ASKED_REVIEW, case, due=record["due"]), then=(write,))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def answer_review(db: Database, actor: Actor, id: str, review_id: str, answer: ReviewAnswer) -> Case:
    """Uphold the result, or open the case again; it is for another account than the one that made the last step.

    A case whose role was filled or closed meanwhile is answered and stays closed.

    Raises:
        NotFound: there is no such case, or no such review in it.
        NotAllowed: as `cases.get`.
        WrongOffice: answering is for the institute and the office that decides.
        Conflict: it was answered already, or the actor made the step that is looked at.
        Invalid: the day is wrong.
    """

    def plan(case: Case) -> Change:
        parts = case_views.require_part(actor, case)
        require_judge(parts)
        _require_answerable(case, review_id, actor)
        given = {"answered_at": now(), "answered_by": actor.account_id, "upheld": answer.upheld}
        write = Write("cases/answer", {"id": id, "review_id": review_id, "answer": given | {"reason": answer.reason}})
        if answer.upheld or case.role_status != "open":
            return Change(event(actor, audit.Tag.CASE_ANSWERED, case, upheld=answer.upheld), then=(write,))
        move = case_moves.made(case.regime, case.stage, "reopen", parts)
        properties, step, detail = passed(case, move, actor, on=answer.on, reason=answer.reason)
        recorded = event(actor, audit.Tag.CASE_ANSWERED, case, upheld=False, **detail)
        return Change(recorded, properties, (step, write))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def open_review(case: Case) -> Review | None:
    """The review of a case that nobody answered yet."""
    return next((review for review in case.reviews if review.answered_at is None), None)


def is_own_result(actor: Actor, case: Case) -> bool:
    """Whether the actor made the step that a review looks at, and so leaves the answer to another account."""
    return bool(case.steps) and case.steps[-1].by == actor.account_id


def reviews(db: Database, actor: Actor, id: str) -> tuple[Review, ...]:
    """The reviews of a case.

    Raises:
        NotFound, NotAllowed: as `cases.get`.
    """
    return case_views.seen(actor, kept(db, id), case_settings.read(db)).reviews


def _require_answerable(case: Case, review_id: str, actor: Actor) -> None:
    review = next((each for each in case.reviews if each.id == review_id), None)
    if review is None:
        raise NotFound("yêu cầu xem xét lại", "review", review_id)
    if review.answered_at is not None:
        raise Conflict(
            "review-answered",
            vi="Yêu cầu xem xét lại này đã được trả lời.",
            en="This review was answered already.",
        )
    if is_own_result(actor, case):
        raise Conflict(
            "review-by-same",
            vi="Người đã ra kết quả không tự xem xét lại; hãy giao cho tài khoản khác.",
            en="Whoever made the result does not review it; leave it to another account.",
        )


def _not_adverse() -> Conflict:
    return Conflict(
        "not-adverse",
        vi="Chỉ đề nghị xem xét lại khi hồ sơ không được chấp nhận hoặc không được chọn.",
        en="A review is asked of a file that was refused or of somebody who was not chosen.",
    )


def _under_review() -> Conflict:
    return Conflict(
        "under-review",
        vi="Hồ sơ này đang được xem xét lại.",
        en="This case is under review already.",
    )
