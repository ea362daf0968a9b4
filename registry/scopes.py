"""Scopes: which cases and lists of candidates a committee account reads: the country's, a ministry's, a province's."""

from dataclasses import dataclass

from graph.database import Row
from registry import access, codes, lists
from registry.access import CENTRAL, Actor, Office, Permission
from registry.errors import Invalid, NotAllowed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case or a mission belongs: the ministry or body that the mission names, the province of its institute."""

    agency: str | None
    province: str | None


def check(scope: str) -> None:
    """Refuse a scope of a ministry or province that the lists do not have.

    Raises:
        Invalid: names the code.
    """
    kind, _, code = scope.partition(":")
    lookup = {"ministry": lists.body, "province": lists.province}.get(kind)
    errors = codes.wrong("/scope", [code], lookup) if lookup else []
    if errors:
        raise Invalid(*errors)


def sees(actor: Actor, place: Place) -> bool:
    """Whether a case at this place is in the actor's scope; only the committee's offices are bound by one."""
    if actor.office is not Office.COMMITTEE:
        return True
    return actor.scope in {CENTRAL, *_scopes_of(place)}


def require(actor: Actor, permission: Permission, row: Row) -> None:
    """Refuse what the actor may not do to a record of a mission; `row` has its `institute_id`, `agency`, `province`.

    Raises:
        NotAllowed: the permission is missing, another institute runs the mission, or it is out of the actor's scope.
    """
    if not may(actor, permission, row):
        raise NotAllowed(permission.value)


def require_country(actor: Actor, permission: Permission) -> None:
    """Refuse what is of the whole country to whoever may not do it, or whose scope is a part of the country.

    Raises:
        NotAllowed: the permission is missing, or the actor's scope is a ministry or a province.
    """
    access.require(actor, permission)
    if not sees(actor, Place(None, None)):
        raise NotAllowed(permission.value)


def may(actor: Actor, permission: Permission, row: Row) -> bool:
    """Whether `require` passes."""
    allowed = access.may(actor, permission, of=row["institute_id"])
    return allowed and sees(actor, Place(row["agency"], row["province"]))


def limits(actor: Actor, asked: str | None = None) -> dict[str, str | None]:
    """The `agency` and `province` by which a query narrows a list to the actor's scope, None where it does not.

    `asked` is a scope to which the actor would narrow the list besides; it widens nothing.

    Raises:
        Invalid: the lists have no such ministry or province.
    """
    own = _limits(actor.scope if actor.office is Office.COMMITTEE else CENTRAL)
    if asked is None:
        return own
    check(asked)
    wanted = _limits(asked)
    return {name: _both(own[name], wanted[name]) for name in own}


def _both(own: str | None, asked: str | None) -> str | None:
    """The code to which both narrow; a code that no list has where they exclude each other."""
    if own is None or asked is None or own == asked:
        return own or asked
    return "-"


def _limits(scope: str) -> dict[str, str | None]:
    kind, _, code = scope.partition(":")
    return {"agency": code if kind == "ministry" else None, "province": code if kind == "province" else None}


def deciding(role_kind: lists.RoleKind, place: Place) -> str | None:
    """The scope of the committee account that decides about a role of this kind, None where there can be none."""
    match role_kind.decider_scope:
        case "central":
            return CENTRAL
        case "ministry":
            return f"ministry:{place.agency}" if place.agency else None
        case "province":
            return f"province:{place.province}" if place.province else None
        case _:
            return None


def _scopes_of(place: Place) -> set[str]:
    return {f"ministry:{place.agency}", f"province:{place.province}"}
