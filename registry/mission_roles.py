"""The roles of a mission in an edit: which are new, which stay, which are closed, and which are dropped for good."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from registry.errors import FieldError
from registry.identity import new_id
from registry.models.missions import Role, RoleDraft, RoleStatus

_CONTENT = ("kind", "title", "text")


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit makes of the roles: those that the mission has then, the ids that are dropped, what is wrong."""

    roles: tuple[Role, ...]
    dropped: tuple[str, ...]
    errors: tuple[FieldError, ...]


def edited(
    drafts: Sequence[RoleDraft], *, mission_id: str, before: Sequence[Role] = (), bound: Collection[str] = ()
) -> Edit:
    """The roles after an edit of the roles `before`.

    A role that the edit omits is dropped, unless somebody was suggested for it or fills it (`bound`): then it is
    closed and stays, so that no record of a suggestion loses what it was for. Who fills a role is set by filling it,
    never by an edit.
    """
    known = {role.id: role for role in before}
    after: list[Role] = []
    errors: list[FieldError] = []
    for position, draft in enumerate(drafts):
        old = known.pop(draft.id, None) if draft.id else None
        if draft.id and old is None:
            errors.append(_unknown(position, draft.id))
        errors += _misplaced(position, draft, old)
        after.append(_merged(mission_id, draft, old))
    kept = [role for role in known.values() if role.id in bound or role.filled_by]
    after += [role.model_copy(update={"status": RoleStatus.CLOSED}) for role in kept]
    dropped = tuple(role.id for role in known.values() if role not in kept)
    return Edit(tuple(after), dropped, tuple(errors))


def _merged(mission_id: str, draft: RoleDraft, old: Role | None) -> Role:
    content = {name: getattr(draft, name) for name in _CONTENT}
    if old is None:
        return Role(id=new_id(), mission_id=mission_id, **content)
    return old.model_copy(update=content | {"status": _status(draft, old)})


def _status(draft: RoleDraft, old: Role) -> RoleStatus:
    """Closed or not is what the edit says; a role that somebody fills is filled as long as it is not closed."""
    if draft.status is RoleStatus.CLOSED:
        return RoleStatus.CLOSED
    return RoleStatus.FILLED if old.filled_by else RoleStatus.OPEN


def _misplaced(position: int, draft: RoleDraft, old: Role | None) -> list[FieldError]:
    filled_by = old.filled_by if old else None
    if draft.filled_by not in (None, filled_by) or (draft.status is RoleStatus.FILLED and not filled_by):
        return [
            FieldError(
                f"/roles/{position}/status",
                "role-by-filling",
                "Người đảm nhận vị trí được ghi bằng thao tác giao vị trí, không phải bằng cách sửa nhiệm vụ.",
                "Who fills a role is recorded by filling it, not by correcting the mission.",
            )
        ]
    if draft.status is RoleStatus.CLOSED and old is None:
        return [
            FieldError(
                f"/roles/{position}/status",
                "role-new-closed",
                "Vị trí mới phải ở trạng thái đang tuyển.",
                "A new role must be open.",
            )
        ]
    return []


def _unknown(position: int, id: str) -> FieldError:
    return FieldError(
        f"/roles/{position}/id",
        "role-unknown",
        f"Nhiệm vụ này không có vị trí nào mang mã {id}, hoặc mã được ghi hai lần.",
        f"This mission has no role with the id {id}, or the id is given twice.",
    )
