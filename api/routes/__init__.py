"""The JSON interface: one router per subject, under /api/v1."""

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from api.errors import Problem
from api.routes import (
    accounts,
    algorithms,
    assignments,
    audit,
    case_work,
    cases,
    conflicts,
    experts,
    health,
    institutes,
    lists,
    matches,
    memos,
    merging,
    missions,
    reports,
    rule_drafts,
    rules,
    teams,
    waiting,
)
from api.routes.parameters import refuse_unknown

DESCRIPTION = """
Experts, institutes and missions of the national registry.

- **Who calls:** a bearer token from `POST /api/v1/tokens`; what is public needs none.
- **Errors** are `application/problem+json` (RFC 9457) in the language of `Accept-Language` (`vi` or `en`), with a
  stable `code` and every wrong value under `errors`, each in both languages.
- **Versions:** every record has a strong `ETag`. `PUT`, `PATCH` and `DELETE` need it in `If-Match`: without it 428,
  and 412 when the record has changed. `If-None-Match` gets 304 while it has not.
- **Creating once:** a `POST` that creates may carry an `Idempotency-Key`; sent again with the same body, it answers
  with what the first one created and `Idempotency-Replayed: true`; with another body, 422.
- **Lists** are `{data, meta{count, next_cursor}}`; ask for the next page with `cursor=` until `next_cursor` is null.
- **Merged records** answer 308 with the address of the one that they went into.
"""


def operation_id(route: APIRoute) -> str:
    """The name of an operation for generated clients: that of its function."""
    return route.name


router = APIRouter(
    prefix="/api/v1",
    # The scheme only describes the token in the document; who calls is found out in api.auth.
    dependencies=[Depends(refuse_unknown), Depends(HTTPBearer(auto_error=False))],
    responses={"default": {"model": Problem, "description": "A refusal, as RFC 9457 shapes it."}},
)
for subject in (
    health,
    accounts,
    experts,
    merging,
    institutes,
    missions,
    matches,
    teams,
    assignments,
    conflicts,
    cases,
    case_work,
    memos,
    algorithms,
    lists,
    audit,
    reports,
    rules,
    rule_drafts,
    waiting,
):
    router.include_router(subject.router)
