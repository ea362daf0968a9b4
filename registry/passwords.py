"""Passwords: their argon2 hashes, and the comparison that takes as long for a login that does not exist."""

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

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
