"""The advisory council of a case: who is asked, conflicts declared first, scorecards hidden until one has sent."""

from collections.abc import Mapping

from graph.database import Database
from graph.database import Step as Write
from registry import accounts, audit, case_moves, case_settings, case_views, codes, conflicts, lists
from registry.access import Actor
from registry.case_records import entry_of, kept, scorecard_row
from registry.case_writes import Change, change, event, passed
from registry.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound
from registry.identity import new_id
from registry.models.case_entries import CouncilDraft, Declaration, Member, MoveDraft, Scorecard, ScorecardDraft
from registry.models.cases import Case
from registry.models.conflicts import State
from registry.models.values import now


def convene(db: Database, actor: Actor, id: str, draft: CouncilDraft) -> Case:
    """Put an accepted file before a council of accounts.

    Convened again, it begins anew: whoever is asked declares and scores once more; earlier scorecards stay.

    Raises:
        NotFound, NotAllowed, WrongOffice, Conflict, Invalid: as `cases.move`; Invalid also where a member has no open
            account, is the person, nominated them, or is in a conflict of interest with them, known or declared.
    """

    def plan(case: Case) -> Change:
        move = case_moves.made(case.regime, case.stage, "convene", case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on)
        members = list(dict.fromkeys(draft.members))
        wrong = [error for place, member in enumerate(members) if (error := _unfit(db, case, member, place))]
        if wrong:
            raise Invalid(*wrong)
        session = case.council.session + 1 if case.council else 1
        ask = Write("cases/ask", {"id": id, "members": members, "session": session})
        recorded = event(actor, audit.Tag.CASE_MOVED, case, members=len(members), session=session, **detail)
        return Change(recorded, properties | {"council_open": True}, (step, ask))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def declare(db: Database, actor: Actor, id: str, draft: Declaration) -> None:
    """Say whether one has a conflict of interest; with one, a member reads and sends nothing more of this case.

    Raises:
        NotFound: there is no such case.
        NotAllowed: nobody asked this account to sit on its council.
        Conflict: the council is closed, or the member declared a conflict or sent a scorecard already.
        Invalid: a conflict is declared without words.
    """
    if draft.conflict and draft.text is None:
        vi, en = "Hãy nêu xung đột lợi ích đó là gì.", "Say what the conflict of interest is."
        raise Invalid(FieldError("/text", "reason-missing", vi, en))
    declared = "conflict" if draft.conflict else "none"

    def plan(case: Case) -> Change:
        member = _member(actor, case)
        if member.sent:
            raise _sent()
        said = {"declared": declared, "text": draft.text, "at": now()}
        given = {"id": id, "account_id": actor.account_id, "session": _session(case), **said}
        write = Write("cases/declare", given)
        return Change(event(actor, audit.Tag.CASE_DECLARED, case, declared=declared), then=(write,))

    change(db, id, plan)


def score(db: Database, actor: Actor, id: str, draft: ScorecardDraft) -> Case:
    """Send one's own scorecard, once; from then on the member reads those of the others.

    Raises:
        NotFound, NotAllowed: as `declare`.
        Conflict: the council is closed, the member has a conflict, did not say whether there is one, or has sent one.
        Invalid: a mark is missing or unknown.
    """
    wrong = codes.wrong("/marks", draft.marks, lists.scorecard_mark)
    missing = [mark.code for mark in lists.case_moves_file().scorecard if mark.code not in draft.marks]
    wrong += [_mark_missing(code) for code in missing]
    if wrong:
        raise Invalid(*wrong)

    def plan(case: Case) -> Change:
        member = _member(actor, case)
        if member.declared is None:
            raise _undeclared()
        if member.sent:
            raise _sent()
        own = {"id": new_id(), "at": now(), "by": actor.account_id, "session": _session(case)}
        card = Scorecard(**draft.model_dump(), **own)
        write = entry_of("cases/keep_scorecard", id, scorecard_row(card))
        return Change(event(actor, audit.Tag.CASE_ADVISED, case), then=(write,))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def close_council(db: Database, actor: Actor, id: str, draft: MoveDraft) -> Case:
    """End the council's work; `draft.move` is `close_council`. Missing scorecards stay missing.

    Raises:
        NotFound, NotAllowed, WrongOffice, Conflict, Invalid: as `cases.move`; Conflict also where nobody sent a
            scorecard.
    """

    def plan(case: Case) -> Change:
        move = case_moves.made(case.regime, case.stage, "close_council", case_views.require_part(actor, case))
        properties, step, detail = passed(case, move, actor, on=draft.on, reason=draft.reason)
        cards = case.council.scorecards if case.council else ()
        if not cards:
            raise _nothing_sent()
        recorded = event(actor, audit.Tag.CASE_MOVED, case, scorecards=len(cards), **detail)
        return Change(recorded, properties | {"council_open": False}, (step,))

    return case_views.seen(actor, change(db, id, plan), case_settings.read(db))


def seats(db: Database, actor: Actor, id: str, logins: Mapping[str, str]) -> dict[str, str]:
    """The ids of the accounts that sign in with these e-mail addresses, each under the pointer of its address.

    Only who may convene the council of the case now is told which addresses have an account.

    Raises:
        NotFound, NotAllowed, WrongOffice, Conflict: as `convene`.
        Invalid: some have no account.
    """
    case = kept(db, id)
    case_moves.made(case.regime, case.stage, "convene", case_views.require_part(actor, case))
    found: dict[str, str] = {}
    wrong = []
    for pointer, login in logins.items():
        try:
            found[pointer] = accounts.by_login(db, login.strip().lower()).id
        except NotFound:
            vi, en = f"Không có tài khoản nào dùng địa chỉ {login}.", f"No account signs in with {login}."
            wrong.append(FieldError(pointer, "member-unknown", vi, en))
    if wrong:
        raise Invalid(*wrong)
    return found


def membership(db: Database, actor: Actor, id: str) -> Member:
    """The actor's own seat on the council of a case.

    Raises:
        NotFound, NotAllowed, Conflict: as `declare`.
    """
    return _member(actor, kept(db, id))


def _session(case: Case) -> int:
    return case.council.session if case.council else 1


def _member(actor: Actor, case: Case) -> Member:
    members = case.council.members if case.council else ()
    for member in members:
        if member.account_id == actor.account_id:
            if case.council is None or not case.council.open:
                raise _closed()
            if member.declared == "conflict":
                raise _conflicted()
            return member
    raise NotAllowed("case:advise")


def _unfit(db: Database, case: Case, member: str, place: int) -> FieldError | None:
    """Why an account cannot sit on the council, None where it can."""
    pointer = f"/members/{place}"
    try:
        account = accounts.account(db, member)
    except NotFound as missing:
        return FieldError(pointer, "member-unknown", missing.vi, missing.en)
    if not account.active:
        vi = f"Tài khoản {member} đã đóng."
        return FieldError(pointer, "member-unknown", vi, f"The account {member} is closed.")
    nominated = case.nominator is not None and case.nominator.account_id == member
    if nominated or (account.expert_id is not None and account.expert_id == case.expert_id):
        return FieldError(
            pointer,
            "member-conflict",
            "Người được đề cử và người đề cử không tham gia hội đồng xem xét hồ sơ này.",
            "Neither the person nor whoever nominated them sits on the council of this case.",
        )
    known = conflicts.states(db, [str(case.expert_id)], others=[member])
    if known.get(str(case.expert_id)) is State.CONFLICT or _declared_conflict(case, member):
        # What the tie rests on may not be for whoever convenes the council, so it is not named.
        vi = f"Tài khoản {member} có xung đột lợi ích với người được đề cử."
        return FieldError(pointer, "member-conflict", vi, f"The account {member} has a conflict with the person.")
    return None


def _declared_conflict(case: Case, member: str) -> bool:
    """Whether an account said in any session so far that it has a conflict of interest in the case."""
    sessions = (*case.council.earlier, case.council) if case.council else ()
    asked = (each for session in sessions for each in session.members)
    return any(each.account_id == member and each.declared == "conflict" for each in asked)


def _mark_missing(code: str) -> FieldError:
    mark = lists.scorecard_mark(code)
    vi, en = f"Thiếu điểm mục “{mark.name_vi}”.", f"The mark for “{mark.name_en}” is missing."
    return FieldError(f"/marks/{code}", "mark-missing", vi, en)


def _closed() -> Conflict:
    return Conflict(
        "council-closed",
        vi="Hội đồng đã kết thúc việc cho ý kiến về hồ sơ này.",
        en="The council of this case has ended its work.",
    )


def _conflicted() -> Conflict:
    return Conflict(
        "member-conflict",
        vi="Bạn đã khai có xung đột lợi ích nên không tham gia xem xét hồ sơ này.",
        en="You declared a conflict of interest and take no part in this case.",
    )


def _undeclared() -> Conflict:
    return Conflict(
        "declare-first",
        vi="Trước khi gửi phiếu, hãy khai có hay không có xung đột lợi ích.",
        en="Before you send a scorecard, say whether you have a conflict of interest.",
    )


def _sent() -> Conflict:
    return Conflict(
        "scorecard-sent",
        vi="Bạn đã gửi phiếu; phiếu đã gửi không sửa được.",
        en="You have sent your scorecard; one that was sent is not changed.",
    )


def _nothing_sent() -> Conflict:
    return Conflict(
        "no-scorecard",
        vi="Chưa thành viên nào gửi phiếu nên chưa kết thúc được việc lấy ý kiến.",
        en="No member has sent a scorecard, so the council cannot be closed.",
    )
