"""Creations that may be sent twice: the Idempotency-Key of a request, bound to its account, operation and body."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request

from api.dependencies import CurrentActor, Db
from registry import requests
from registry.access import NOBODY
from registry.errors import FieldError, Invalid
from registry.requests import RequestKey

# All who are not signed in share one room for their keys; only long random ones do not meet there.
_SHORTEST_OF_STRANGERS = 32


def _key(
    request: Request,
    actor: CurrentActor,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=8,
            max_length=200,
            description="A text of your making, best a UUID: the same key with the same body creates once. "
            "Who is not signed in must take a UUID or another random text of at least 32 characters.",
        ),
    ] = None,
) -> RequestKey | None:
    """The key as the registry keeps it.

    The body may hold a password, so its digest is keyed with the installation's secret and cannot be guessed at.
    """
    if idempotency_key is None:
        return None
    if actor == NOBODY and len(idempotency_key) < _SHORTEST_OF_STRANGERS:
        raise _too_short()
    scope = f"{actor.account_id} {request.scope['route'].name} {idempotency_key}"
    digest = hmac.new(request.app.state.secret, request.state.body, hashlib.sha256).hexdigest()
    return RequestKey(hashlib.sha256(scope.encode()).hexdigest(), digest)


def _too_short() -> Invalid:
    vi = "Người chưa đăng nhập phải dùng khoá ngẫu nhiên dài ít nhất 32 ký tự, chẳng hạn một UUID."
    en = "Who is not signed in needs a random key of at least 32 characters, such as a UUID."
    return Invalid(FieldError("/Idempotency-Key", "key-too-short", vi, en))


# None where the request carries no Idempotency-Key.
Once = Annotated[RequestKey | None, Depends(_key)]


def headers(db: Db, once: RequestKey | None) -> dict[str, str]:
    """What to add to the answer of a creation; asked before the creation, it tells whether this is a repetition."""
    return {"Idempotency-Replayed": "true"} if requests.earlier(db, once) is not None else {}
