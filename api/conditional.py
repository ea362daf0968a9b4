"""Versions on the wire: the ETag of what is sent, and the conditions under which it is sent or changed."""

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from registry.errors import FieldError, Invalid, PreconditionMissing, Stale

_TAG = re.compile(r'(W/)?"([^"]*)"')


def versioned(
    request: Request, record: BaseModel, digest: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A record with its strong ETag; nothing but 304 where the reader has it already.

    The tag is the record's digest and, behind a dot, the digest of these bytes: two readers who may see different
    parts of one record get different tags, and both name the version that a change of it must name.
    """
    body = record.model_dump_json().encode()
    tag = f'"{digest}.{hashlib.sha256(body).hexdigest()[:16]}"'
    sent = {**(headers or {}), "ETag": tag}
    if request.method in {"GET", "HEAD"} and _known(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=sent)
    return Response(body, status_code=status, media_type="application/json", headers=sent)


def _version(
    if_match: Annotated[
        str | None, Header(description="The ETag that you read. Without it 428; after somebody else's change 412.")
    ] = None,
) -> str:
    """The digest that a change names.

    Raises:
        PreconditionMissing: there is no If-Match, or it is `*`, which names no version.
        Stale: it holds weak tags only, which never match a change.
        Invalid: it holds no tag, or several.
    """
    if if_match is None or if_match.strip() == "*":
        raise PreconditionMissing
    tags = _TAG.findall(if_match)
    if len(tags) != 1:
        vi = "If-Match phải ghi đúng một ETag, trong ngoặc kép."
        raise Invalid(FieldError("/If-Match", "if-match", vi, "If-Match must hold exactly one ETag in quotes."))
    weak, tag = tags[0]
    if weak:
        raise Stale
    return str(tag).partition(".")[0]


# The digest of the version that a change is meant for.
IfMatch = Annotated[str, Depends(_version)]


def _known(if_none_match: str | None, tag: str) -> bool:
    """Whether the reader holds this tag already; If-None-Match compares weakly (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag.strip('"') in (held for _, held in _TAG.findall(if_none_match))
