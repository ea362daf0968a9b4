"""The moves of a case as the data of its regime allow them: from where, to where, by whom, on which day; pure."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from registry import lists
from registry.errors import Conflict, FieldError, Invalid, WrongOffice
from registry.lists import Move

# The stages of whoever was chosen, by which nobody else is chosen for the same role until they leave it.
TAKEN: tuple[str, ...] = (
    "decided",
    "invited",
    "accepted",
    "contracted",
    "permits",
    "arrived",
    "started",
    "assessed",
    "renewed",
)
# The stages in which the person has or had the role.
AT_WORK: tuple[str, ...] = ("started", "assessed", "renewed", "ended")
_MOVERS: dict[str, tuple[str, str]] = {
    "institute": ("cơ quan chủ trì nhiệm vụ", "the institute that runs the mission"),
    "committee": ("Ban Chỉ đạo trong phạm vi phụ trách", "the steering committee within its scope"),
    "administrator": ("quản trị viên", "an administrator"),
    "expert": ("chính người được đề cử", "the person themselves"),
    "decider": ("cơ quan có thẩm quyền quyết định", "the office that decides"),
    "system": ("hệ thống", "the registry itself"),
    "member": ("thành viên hội đồng tư vấn", "a member of the advisory council"),
}


def possible(regime: str, stage: str | None, movers: Collection[str]) -> tuple[Move, ...]:
    """The moves that whoever holds one of these parts may make from a stage; `stage` is None before the case opens."""
    return tuple(
        move
        for move in lists.case_regime(regime).moves
        if (move.opens if stage is None else stage in move.from_stages) and not set(movers).isdisjoint(move.by)
    )


def made(regime: str, stage: str | None, code: str, movers: Collection[str]) -> Move:
    """The move under the code, if it leads on from this stage and one of `movers` may make it.

    Raises:
        UnknownCode: the regime has no such move.
        WrongOffice: it is for others.
        Conflict: it does not lead on from this stage.
    """
    move = lists.case_move(regime, code)
    if set(movers).isdisjoint(move.by):
        raise WrongOffice(who=who(move.by))
    if not (move.opens if stage is None else stage in move.from_stages):
        raise _not_from(regime, stage, move)
    return move


def who(movers: Iterable[str]) -> tuple[str, str]:
    """The parts in a case under these names, in Vietnamese and in English."""
    named = [_MOVERS[mover] for mover in movers]
    return "; ".join(vi for vi, _ in named), "; ".join(en for _, en in named)


def day(on: str | None, *, since: str | None, today: date) -> str:
    """The day of a move, today where none is given.

    Raises:
        Invalid: there is no such day, it lies before the step that the case stands on, or it is still to come.
    """
    if on is None:
        return max(today.isoformat(), since or "")
    require_day("/on", on)
    if since is not None and on < since:
        raise _wrong(
            "date-before-step",
            f"Ngày này trước ngày của bước trước ({_vi(since)}).",
            f"This day lies before that of the step before ({since}).",
        )
    if on > today.isoformat():
        raise _wrong("date-to-come", "Ngày này chưa đến.", "This day is still to come.")
    return on


def require_day(pointer: str, text: str) -> None:
    """Refuse a day that no calendar has.

    Raises:
        Invalid: names the place of the value.
    """
    try:
        date.fromisoformat(text)
    except ValueError:
        vi, en = "Không có ngày này trong lịch.", "There is no such day in the calendar."
        raise Invalid(FieldError(pointer, "date-impossible", vi, en)) from None


def needs_open_role(move: Move) -> bool:
    """Whether a move makes sense only while the role is open: those on the way to it, but not those that end a case."""
    return move.to not in {*AT_WORK[1:], "withdrawn", "refused", "not_chosen"}


def require_reason(move: Move, reason: str | None) -> None:
    """Refuse a move without the reason that it asks for.

    Raises:
        Invalid: it is missing.
    """
    if move.reason and not (reason or "").strip():
        vi, en = "Bước này phải ghi lý do.", "This step needs a reason."
        raise Invalid(FieldError("/reason", "reason-missing", vi, en))


def due(since: str, target_days: int | None) -> str | None:
    """The last day of a target, None where a stage has none."""
    if target_days is None:
        return None
    return (date.fromisoformat(since) + timedelta(days=target_days)).isoformat()


def overdue(due_on: str | None, today: date) -> int:
    """How many days a target has passed, 0 before and on its last day."""
    return 0 if due_on is None else max(0, (today - date.fromisoformat(due_on)).days)


def _not_from(regime: str, stage: str | None, move: Move) -> Conflict:
    if stage is None:
        vi = f"Hồ sơ không thể bắt đầu bằng bước “{move.name_vi}”."
        return Conflict("move-skips", vi=vi, en=f"A case cannot begin with the step “{move.name_en}”.")
    here = lists.case_stage(stage)
    moves = [each for each in lists.case_regime(regime).moves if stage in each.from_stages and each.by != ("system",)]
    then_vi = ", ".join(f"“{each.name_vi}”" for each in moves)
    then_en = ", ".join(f"“{each.name_en}”" for each in moves)
    ways_vi = f"Từ đây có các bước: {then_vi}." if moves else "Từ đây không còn bước nào."
    ways_en = f"From here these lead on: {then_en}." if moves else "Nothing leads on from here."
    return Conflict(
        "move-skips",
        vi=f"Hồ sơ đang ở giai đoạn “{here.name_vi}” nên chưa làm được bước “{move.name_vi}”. {ways_vi}",
        en=f"The case stands at “{here.name_en}”, from where “{move.name_en}” cannot be made. {ways_en}",
    )


def _wrong(code: str, vi: str, en: str) -> Invalid:
    return Invalid(FieldError("/on", code, vi, en))


def _vi(day_text: str) -> str:
    return f"{date.fromisoformat(day_text):%d/%m/%Y}"
