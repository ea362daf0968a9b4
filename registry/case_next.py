"""What may be done in a case now, and by whom: the moves of its regime, and what is recorded without moving it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry import case_moves, case_views, lists
from registry.access import Actor
from registry.case_checks import JUDGES, is_undecided
from registry.case_promises import PROMISING, is_chosen
from registry.case_reviews import ADVERSE, is_own_result, open_review
from registry.models.cases import Case
from registry.models.values import Bilingual

_MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Record:
    """Something that is recorded without moving the case on: by whom, and when it may be."""

    code: str
    name: Bilingual
    by: tuple[str, ...]
    open: Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Opening:
    """What may be done now: a move or a record by its code, the parts that may, and whether the reader holds one."""

    code: str
    name: Bilingual
    by: tuple[Bilingual, ...]
    mine: bool


RECORDS: tuple[Record, ...] = (
    Record(
        "judge", Bilingual(vi="Ghi đánh giá một tiêu chí", en="Record a verdict on a criterion"), JUDGES, is_undecided
    ),
    Record(
        "declare",
        Bilingual(vi="Khai có hay không có xung đột lợi ích", en="Say whether one has a conflict of interest"),
        (_MEMBER,),
        lambda case: case.council is not None and case.council.open,
    ),
    Record(
        "score",
        Bilingual(vi="Gửi phiếu cho ý kiến", en="Send a scorecard"),
        (_MEMBER,),
        lambda case: case.council is not None and case.council.open,
    ),
    Record("promise", Bilingual(vi="Ghi một cam kết", en="Record a promise"), PROMISING, is_chosen),
    Record(
        "tick",
        Bilingual(vi="Đánh dấu cam kết đã thực hiện", en="Tick off a promise that was kept"),
        PROMISING,
        lambda case: bool(case.promises),
    ),
    Record(
        "ask_review",
        Bilingual(vi="Đề nghị một người khác xem xét lại", en="Ask that another human look again"),
        ("expert",),
        lambda case: case.stage in ADVERSE and case.expert_id is not None and open_review(case) is None,
    ),
    Record(
        "answer_review",
        Bilingual(vi="Trả lời đề nghị xem xét lại", en="Answer the request for a review"),
        JUDGES,
        lambda case: open_review(case) is not None,
    ),
)


def record(code: str) -> Record:
    """The record under its code.

    Raises:
        KeyError: there is none.
    """
    return _BY_CODE[code]


def now(actor: Actor, case: Case) -> tuple[Opening, ...]:
    """What may be done in a case as this reader sees it, whoever may; the steps that only end it come last.

    Whoever is not told where the case stands is told no more than what they may do themselves.
    """
    if case.stage is None:
        return tuple(_move(case, code) for code in case.moves)
    moves = case_moves.possible(case.regime, case.stage, ("institute", "committee", "decider", "expert"))
    bound = case.role_status != "open"
    # A case is reopened by the answer to a review, which stands among the records.
    offered = [move for move in moves if move.form != "review" and not (bound and case_moves.needs_open_role(move))]
    ordered = sorted(offered, key=lambda move: lists.case_stage(move.to).final)
    recorded = [_recorded(actor, case, each) for each in RECORDS if each.open(case)]
    return (*(_move(case, move.code) for move in ordered), *recorded)


def _move(case: Case, code: str) -> Opening:
    move = lists.case_move(case.regime, code)
    name = Bilingual(vi=move.name_vi, en=move.name_en)
    return Opening(code, name, tuple(_part(case, each) for each in move.by), mine=code in case.moves)


def _recorded(actor: Actor, case: Case, each: Record) -> Opening:
    if each.by == (_MEMBER,):
        mine = _waits_for(actor, case, each.code)
    else:
        mine = not case_views.movers(actor, case).isdisjoint(each.by)
    if each.code == "answer_review":
        mine = mine and not is_own_result(actor, case)
    return Opening(each.code, each.name, tuple(_part(case, part) for part in each.by), mine=mine)


def _waits_for(actor: Actor, case: Case, code: str) -> bool:
    """Whether a council waits for this member to declare, or to send the scorecard."""
    members = case.council.members if case.council and case_views.is_member(actor, case) else ()
    seat = next((each for each in members if each.account_id == actor.account_id), None)
    return seat is not None and not seat.sent and (code == "declare" or seat.declared is not None)


def _part(case: Case, part: str) -> Bilingual:
    """Who holds a part in this case: the institute and the deciding office by their names."""
    if part == "institute":
        return case.institute_name
    if part == "decider":
        kind = lists.role_kind(case.role_kind)
        return Bilingual(vi=kind.decider_vi, en=kind.decider_en)
    vi, en = case_moves.who((part,))
    return Bilingual(vi=vi, en=en)


_BY_CODE: Mapping[str, Record] = {each.code: each for each in RECORDS}
