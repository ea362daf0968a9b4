"""A form that is sent twice is carried out once: each carries a key that was made when it was shown."""

import hashlib
from collections.abc import Mapping

from registry.identity import new_id
from registry.requests import RequestKey

FIELD = "request"


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return new_id()


def request_key(values: Mapping[str, str]) -> RequestKey | None:
    """The key of a form that came back, with the digest of what it holds; None for one without a key."""
    key = values.get(FIELD, "").strip()[:100]
    if not key:
        return None
    body = "\n".join(f"{name}={value}" for name, value in sorted(values.items()))
    return RequestKey(f"page:{key}", hashlib.sha256(body.encode()).hexdigest())
