"""Finding experts by name and facts, never by a fact that the reader may not see."""

from collections.abc import Sequence
from functools import partial

from graph.database import Database
from matching.text import fold, normalise
from registry import codes, lists, visibility
from registry.access import Actor, Permission, require
from registry.errors import Invalid
from registry.expert_records import expert_from
from registry.models.experts import Expert, ExpertView, Status
from registry.models.pages import Page, cursor_after, key_of
from registry.names import words


def find(
    db: Database,
    actor: Actor,
    text: str | None = None,
    *,
    field: str | None = None,
    technology: str | None = None,
    country: str | None = None,
    standing: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[ExpertView]:
    """Active experts whose names have words that begin as these, in either order, with or without marks.

    `field` is a code of the classification and includes what lies below it. Names with the marks as typed come first,
    then the order of Vietnamese lists.

    Raises:
        NotAllowed: the actor may not search people.
        Invalid: the cursor is not ours, or a code is unknown.
    """
    require(actor, Permission.EXPERT_FIND)
    _require_codes(field=field, technology=technology, country=country, standing=standing)
    after = key_of(cursor, parts=3)
    typed, folded = _beginnings(normalise(text or "")), _beginnings(fold(text or ""))
    rows = db.read(
        "experts/find",
        words=folded,
        typed=typed,
        field=field,
        technology=technology,
        country=country,
        standing=standing,
        openness=visibility.openness(visibility.reads_as(actor, "")),
        reader=actor.expert_id,
        after=list(after) if after else None,
        limit=limit + 1,
    )
    views = get_many(db, actor, [row["id"] for row in rows[:limit]])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(views[row["id"]] for row in rows[:limit] if row["id"] in views),
        cursor_after(last["distance"], last["sort_key"], last["id"]) if last else None,
    )


def get_many(db: Database, actor: Actor, ids: Sequence[str]) -> dict[str, ExpertView]:
    """Those of these experts that are active, by id, as the actor may see them."""
    require(actor, Permission.EXPERT_READ)
    return {expert.id: visibility.seen_by(actor, expert) for expert in _active(db, ids)}


def get_agreeing(db: Database, actor: Actor, ids: Sequence[str]) -> dict[str, ExpertView]:
    """Those of these experts who are active and still agree to be matched, by id, as the actor may see them."""
    require(actor, Permission.EXPERT_READ)
    return {expert.id: visibility.seen_by(actor, expert) for expert in _active(db, ids) if expert.agreed_to_matching}


def _active(db: Database, ids: Sequence[str]) -> list[Expert]:
    found = [expert_from(row) for row in db.read("experts/get", ids=list(ids))]
    return [expert for expert in found if expert.status is Status.ACTIVE]


def _require_codes(*, field: str | None, technology: str | None, country: str | None, standing: str | None) -> None:
    errors = [
        *codes.wrong("/field", [field], lists.field),
        *codes.wrong("/technology", [technology], lists.technology),
        *codes.wrong("/country", [country], lists.country),
        *codes.wrong("/standing", [standing], partial(lists.term, "standings")),
    ]
    if errors:
        raise Invalid(*errors)


def _beginnings(text: str) -> list[str]:
    return [f" {word}" for word in words(text)]
