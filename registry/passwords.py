"""Passwords: their argon2 hashes, and the comparison that takes as long for a login that does not exist."""

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from registry.errors import FieldError, Invalid

_HASHER = PasswordHasher()
# A hash takes 64 MiB while it is computed, so few are computed at once.
_HASHING = BoundedSemaphore(4)


def hash_of(password: str) -> str:
    """The argon2id hash of a password, salt and costs included."""
    with _HASHING:
        return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password has this hash; without a hash, the same work is done and the answer is no."""
    with _HASHING:
        try:
            return _HASHER.verify(kept or _hash_of_nothing(), password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _hash_of_nothing() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def check_change(kept: str, old: str, new: str) -> None:
    """Refuse a change of password.

    Raises:
        Invalid: `old` is not the password with the hash `kept`, or `new` is no other one of 12 to 200 characters.
    """
    if not matches(kept, old):
        raise wrong()
    if not 12 <= len(new) <= 200 or new == old:
        vi = "Mật khẩu mới phải khác mật khẩu cũ và có từ 12 đến 200 ký tự."
        en = "The new password must differ from the old one and have 12 to 200 characters."
        raise Invalid(FieldError("/new", "password-unfit", vi, en))


def wrong() -> Invalid:
    """The refusal of a change for which the present password was not given."""
    vi, en = "Mật khẩu hiện tại không đúng.", "The present password is wrong."
    return Invalid(FieldError("/old", "password-wrong", vi, en))
