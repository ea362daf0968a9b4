"""A form that is sent twice is carried out once: each carries a key that was made when it was shown."""

import hashlib
import hmac
from collections.abc import Mapping

from fastapi import Request

from registry.access import Actor
from registry.identity import new_id
from registry.requests import RequestKey

FIELD = "request"
# What a field that holds a password is called, whatever group it stands in.
_SECRETS = frozenset({"password", "old", "new"})


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return new_id()


def request_key(request: Request, actor: Actor, values: Mapping[str, str]) -> RequestKey | None:
    """The key of a form that came back, bound to its account and operation; None for one without a key.

    The digest of what the form holds leaves every password out, and it is keyed with the installation's secret, so
    that whoever reads the database can neither guess at a password nor at what was typed.
    """
    key = values.get(FIELD, "").strip()[:100]
    if not key:
        return None
    said = [(name, value) for name, value in sorted(values.items()) if name.rpartition(".")[2] not in _SECRETS]
    body = "\n".join(f"{len(name)} {len(value)} {name}={value}" for name, value in said)
    digest = hmac.new(request.app.state.secret, body.encode(), hashlib.sha256).hexdigest()
    scope = f"page {actor.account_id} {request.scope['route'].name} {key}"
    return RequestKey(hashlib.sha256(scope.encode()).hexdigest(), digest)
