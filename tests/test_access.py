"""Access: one table says what an office may do, and ownership is checked beside it."""

import pytest

from registry.access import NOBODY, OWN_ONLY, PERMISSIONS, Actor, Office, Permission, may, require
from registry.errors import NotAllowed

OWNER = {"expert_id": "x-1", "institute_id": "x-1"}


def test_every_office_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Office)


def test_permissions_are_listed_in_alphabetical_order() -> None:
    assert [permission.value for permission in Permission] == sorted(permission.value for permission in Permission)


@pytest.mark.parametrize("office", list(OWN_ONLY))
@pytest.mark.parametrize("permission", list(Permission))
def test_an_office_touches_only_its_own_where_the_table_says_so(office: Office, permission: Permission) -> None:
    actor = Actor("a", office, "", **OWNER)
    if permission in OWN_ONLY[office]:
        assert may(actor, permission, of="x-1")
        assert not may(actor, permission, of="x-2")
        assert not may(actor, permission)
        assert not may(Actor("a", office, ""), permission, of=None)
    else:
        assert may(actor, permission, of="x-2") == (permission in PERMISSIONS[office])


@pytest.mark.parametrize("permission", sorted(set(Permission) - PERMISSIONS[Office.PUBLIC]))
def test_who_has_not_signed_in_is_refused(permission: Permission) -> None:
    with pytest.raises(NotAllowed, match=permission.value):
        require(NOBODY, permission)


def test_nobody_decides_about_a_persons_consent_for_them() -> None:
    deciding = {office for office in Office if Permission.CONSENT_GIVE in PERMISSIONS[office]}
    assert deciding == {Office.EXPERT}


def test_the_signature_of_an_actor_holds_no_personal_name() -> None:
    assert Actor("a-1", Office.COMMITTEE, "Nguyễn Văn A").signature == "committee:a-1"
