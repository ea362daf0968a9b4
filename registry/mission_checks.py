"""What a mission must not say: unknown codes, codes of lists no longer in force, days gone by, states set by hand."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from registry import codes, lists
from registry.errors import FieldError
from registry.lists import RoleKind, Technology
from registry.models.missions import Mission, MissionDraft, MissionStatus, Role
from registry.models.values import today

DatedEntry = TypeVar("DatedEntry", Technology, RoleKind)


def wrong(draft: MissionDraft, *, kept: Mission | None = None, on: date | None = None) -> list[FieldError]:
    """What is wrong with a mission on a day, today by default.

    What the mission `kept` says already may stay although its list is no longer in force or its day has passed.
    """
    on = on or today()
    return [
        *codes.wrong("/technologies/-", draft.technologies, lists.technology),
        *_old_technologies(draft, kept, on),
        *codes.wrong("/fields/-", draft.fields, lists.field),
        *codes.wrong("/agency", [draft.agency], lists.body),
        *_old_agency(draft, kept, on),
        *_deadline(draft, kept, on),
        *_status(draft),
        *_institute(draft, kept),
        *_role_kinds(draft, kept, on),
    ]


def institute_missing(id: str) -> FieldError:
    """The error of a mission whose institute is not there or not active."""
    return FieldError(
        "/institute_id",
        "institute-unknown",
        f"Không có tổ chức đang hoạt động nào mang mã {id}.",
        f"There is no active institute with the id {id}.",
    )


def _old_technologies(draft: MissionDraft, kept: Mission | None, on: date) -> list[FieldError]:
    known = set(kept.technologies) if kept else set()
    return [
        _outdated(f"/technologies/{position}", technology, technology.taxonomy_id, on)
        for position, technology in _known(draft.technologies, lists.technology)
        if technology.code not in known and not lists.in_force(technology, on)
    ]


def _known(given: Iterable[str], lookup: Callable[[str], DatedEntry]) -> list[tuple[int, DatedEntry]]:
    """The entries of the codes that a list knows, each with its place."""
    return [(place, lookup(code)) for place, code in enumerate(given) if not codes.wrong("", [code], lookup)]


def _outdated(pointer: str, technology: Technology, taxonomy_id: str, on: date) -> FieldError:
    """Says until or from when a list holds, and which entries of the list in force took the place of the old one."""
    decision = next(each.decision for each in lists.taxonomies() if each.taxonomy_id == taxonomy_id)
    if technology.valid_from > on:
        return FieldError(
            pointer,
            "code-not-yet-in-force",
            f"Mã “{technology.code}” thuộc danh mục của {decision}, chỉ có hiệu lực từ "
            f"{technology.valid_from:%d/%m/%Y}.",
            f"The code “{technology.code}” belongs to the list of {decision}, which is in force only from "
            f"{_day(technology.valid_from)}.",
        )
    group = technology.code if technology.kind == "group" else technology.group
    after = [crossing.to_code for crossing in lists.crosswalk(technology.code) if crossing.from_code == group]
    instead_vi = f" Mã tương ứng trong danh mục hiện hành: {', '.join(after)}." if after else ""
    instead_en = f" In the list in force it corresponds to {', '.join(after)}." if after else ""
    until = technology.valid_to or on
    return FieldError(
        pointer,
        "code-no-longer-in-force",
        f"Mã “{technology.code}” thuộc danh mục của {decision}, hết hiệu lực sau ngày {until:%d/%m/%Y}.{instead_vi}",
        f"The code “{technology.code}” belongs to the list of {decision}, "
        f"which was in force until {_day(until)}.{instead_en}",
    )


def _old_agency(draft: MissionDraft, kept: Mission | None, on: date) -> list[FieldError]:
    if (kept and kept.agency == draft.agency) or codes.wrong("", [draft.agency], lists.body):
        return []
    body = lists.body(draft.agency)
    if body.active_to is None or on <= body.active_to:
        return []
    return [
        FieldError(
            "/agency",
            "agency-ended",
            f"{body.name_vi} đã kết thúc hoạt động ngày {body.active_to:%d/%m/%Y}.",
            f"{body.name_en} ended on {_day(body.active_to)}.",
        )
    ]


def _deadline(draft: MissionDraft, kept: Mission | None, on: date) -> list[FieldError]:
    """A deadline of a month or a year passes with its last day."""
    if (kept and kept.deadline == draft.deadline) or draft.deadline >= on.isoformat()[: len(draft.deadline)]:
        return []
    return [
        FieldError(
            "/deadline",
            "deadline-passed",
            f"Thời hạn phải từ hôm nay, {on:%d/%m/%Y}, trở đi.",
            f"The deadline must not lie before today, {_day(on)}.",
        )
    ]


def _status(draft: MissionDraft) -> list[FieldError]:
    if draft.status is MissionStatus.OPEN:
        return []
    return [
        FieldError(
            "/status",
            "status-by-closing",
            "Nhiệm vụ chỉ được kết thúc bằng thao tác đóng, không phải bằng cách sửa nội dung.",
            "A mission ends only by closing it, not by correcting what it says.",
        )
    ]


def _institute(draft: MissionDraft, kept: Mission | None) -> list[FieldError]:
    if kept is None or kept.institute_id == draft.institute_id:
        return []
    return [
        FieldError(
            "/institute_id",
            "institute-fixed",
            "Nhiệm vụ đã mở thì không chuyển sang tổ chức khác được.",
            "A mission that was opened cannot pass to another institute.",
        )
    ]


def _role_kinds(draft: MissionDraft, kept: Mission | None, on: date) -> list[FieldError]:
    before: dict[str | None, Role] = {role.id: role for role in kept.roles} if kept else {}
    errors = []
    for position, role in enumerate(draft.roles):
        pointer = f"/roles/{position}/kind"
        errors += codes.wrong(pointer, [role.kind], lists.role_kind)
        for _, kind in _known([role.kind], lists.role_kind):
            same = role.id in before and before[role.id].kind == role.kind
            if not same and not lists.in_force(kind, on):
                errors.append(_kind_outdated(pointer, kind, on))
    return errors


def _kind_outdated(pointer: str, kind: RoleKind, on: date) -> FieldError:
    if kind.valid_from > on:
        return FieldError(
            pointer,
            "code-not-yet-in-force",
            f"Loại vị trí “{kind.name_vi}” chỉ có hiệu lực từ {kind.valid_from:%d/%m/%Y} ({kind.instrument}).",
            f"The kind of role “{kind.name_en}” is in force only from {_day(kind.valid_from)} ({kind.instrument}).",
        )
    until = kind.valid_to or on
    return FieldError(
        pointer,
        "code-no-longer-in-force",
        f"Loại vị trí “{kind.name_vi}” hết hiệu lực sau ngày {until:%d/%m/%Y} ({kind.instrument}).",
        f"The kind of role “{kind.name_en}” was in force until {_day(until)} ({kind.instrument}).",
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
