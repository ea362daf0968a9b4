"""Institutes: registered, read, found, corrected and closed."""

from functools import partial
from typing import Never

from graph.database import Database, Row, Step
from graph.errors import AlreadyThere, NothingWritten
from matching.text import fold, normalise
from registry import audit, codes, lists, requests
from registry.access import Actor, Permission, require
from registry.contention import tries
from registry.errors import Conflict, Duplicate, FieldError, Invalid, Merged, NotFound, Stale
from registry.identity import new_id
from registry.institute_records import institute_from, properties_of
from registry.models.experts import Status
from registry.models.institutes import Institute, InstituteDraft
from registry.models.pages import Page, cursor_after, key_of
from registry.models.values import digest_of, now
from registry.names import words
from registry.requests import RequestKey
from registry.search_text import asked

_CONTENT = frozenset(InstituteDraft.model_fields)
_KIND = partial(lists.term, "institute_kinds")
# What closes an account.
_CLOSING = ("accounts/deactivate", "accounts/drop_tokens")
# A ladder of institutes longer than this is a ring.
_HIGHEST = 20


def register(db: Database, actor: Actor, draft: InstituteDraft, *, request: RequestKey | None = None) -> Institute:
    """Register an institute.

    Raises:
        NotAllowed: the actor may not edit institutes.
        Invalid: a code is in none of the lists, or the parent is neither an institute nor a central body.
        Duplicate: another institute holds the same ROR identifier; the sentence names its id.
        RequestReused: the idempotency key came with another body.
    """
    require(actor, Permission.INSTITUTE_EDIT)
    earlier = requests.earlier(db, request)
    if earlier is not None:
        return _kept(db, earlier)
    _check(db, draft, own_id=None)
    moment = now()
    institute = _sealed(Institute(**_content(draft), id=new_id(), created_at=moment, updated_at=moment))
    event = audit.event(actor, audit.Tag.INSTITUTE_REGISTERED, institute.id, after=institute.digest)
    then = requests.remember(request, institute.id)
    try:
        db.write("institutes/create", id=institute.id, properties=properties_of(institute), then=then, event=event)
    except AlreadyThere:
        again = requests.earlier(db, request)
        if again is not None:
            return _kept(db, again)
        raise _taken(db, institute) from None
    return institute


def get(db: Database, actor: Actor, id: str) -> Institute:
    """An institute, closed or not.

    Raises:
        NotFound: there is none with this id.
        Merged: the record went into another one.
    """
    require(actor, Permission.INSTITUTE_READ)
    return _kept(db, id)


def draft_of(institute: Institute) -> InstituteDraft:
    """The draft that would leave an institute as it is: where an edit begins."""
    return InstituteDraft(**_content(institute))


def update(db: Database, actor: Actor, id: str, draft: InstituteDraft, *, if_match: str) -> Institute:
    """Correct an institute if it still is the version `if_match`.

    Raises:
        NotAllowed, Invalid, Duplicate: as `register`.
        NotFound, Merged: as `get`.
        Stale: somebody changed it since.
        Conflict: it is closed.
    """
    require(actor, Permission.INSTITUTE_EDIT)
    before = _kept(db, id)
    _check(db, draft, own_id=id)
    after = _sealed(before.model_copy(update=_content(draft) | {"updated_at": now()}))
    event = audit.event(actor, audit.Tag.INSTITUTE_UPDATED, id, before=if_match, after=after.digest)
    try:
        db.write("institutes/update", id=id, before=if_match, properties=properties_of(after), event=event)
    except NothingWritten:
        _refuse(db, id, if_match)
    except AlreadyThere:
        raise _taken(db, after) from None
    return after


def close(db: Database, actor: Actor, id: str, *, if_match: str) -> Institute:
    """Close an institute that runs no open mission: it is found no more, and what points to it still does.

    Its accounts are closed with it, so that nobody signs in for it any more.

    Raises:
        NotAllowed, NotFound, Merged, Stale: as `update`.
        Conflict: it is closed already, or runs an open mission.
    """
    require(actor, Permission.INSTITUTE_EDIT)
    before = _kept(db, id)
    moment = now()
    after = _sealed(before.model_copy(update={"status": Status.CLOSED, "updated_at": moment}))
    event = audit.event(actor, audit.Tag.INSTITUTE_CLOSED, id, before=if_match, after=after.digest)
    for _ in tries():
        accounts = _accounts(db, id)
        then = [Step(name, {"id": each}) for each in accounts for name in _CLOSING]
        also = [audit.event(actor, audit.Tag.ACCOUNT_DEACTIVATED, each, detail={"institute": id}) for each in accounts]
        facts: Row = {"accounts": accounts, "before": if_match, "after": after.digest, "at": moment}
        try:
            db.write("institutes/close", id=id, **facts, then=then, event=event, also=also)
        except NothingWritten:
            if _accounts(db, id) == accounts:
                _refuse(db, id, if_match)
            # Somebody opened an account meanwhile, which is to be closed with the others.
            continue
        return after
    raise AssertionError("unreachable")


def find(
    db: Database,
    actor: Actor,
    text: str | None = None,
    *,
    kind: str | None = None,
    country: str | None = None,
    province: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Institute]:
    """Active institutes with a name or abbreviation whose words begin as these, in Vietnamese or English.

    Marks may be left out; where they are typed, names that have them come first. Then the order is that of
    Vietnamese lists.

    Raises:
        Invalid: the cursor is not ours, or a code is in none of the lists.
    """
    require(actor, Permission.INSTITUTE_READ)
    wrong = [
        *codes.wrong("/kind", [kind], _KIND),
        *codes.wrong("/country", [country], lists.country),
        *codes.wrong("/province", [province], lists.province),
    ]
    if wrong:
        raise Invalid(*wrong)
    after = key_of(cursor, parts=3)
    sought = asked(text)
    facts = {"words": sought.words, "kind": kind, "country": country, "province": province}
    page = {"typed": sought.typed, "after": list(after) if after else None, "limit": limit + 1}
    rows = db.read("institutes/find", **facts, **page)
    [counted] = db.read("institutes/count", **facts)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        tuple(institute_from(row["institute"]) for row in rows[:limit]),
        cursor_after(last["distance"], last["sort_key"], last["id"]) if last else None,
        counted["institutes"],
    )


def suggest(db: Database, text: str, limit: int = 10) -> list[Institute]:
    """Active institutes for somebody who is typing a name, best first; none before the first letter.

    The abbreviation itself comes first, then names with the typed marks that begin so, then those that hold the
    words elsewhere, then names with other marks.
    """
    sought = asked(text)
    if not sought.words:
        return []
    rows = db.read(
        "institutes/suggest",
        text=text.strip().lower(),
        words=sought.words,
        typed=sought.typed,
        start=" " + " ".join(words(normalise(text) if sought.typed else fold(text))),
        limit=limit,
    )
    return [institute_from(row["institute"]) for row in rows]


def not_found(id: str) -> NotFound:
    """The error that says that there is no such institute."""
    return NotFound("tổ chức", "institute", id)


def _check(db: Database, draft: InstituteDraft, *, own_id: str | None) -> None:
    wrong = [
        *codes.wrong("/kind", [draft.kind], _KIND),
        *codes.wrong("/country", [draft.country], lists.country),
        *codes.wrong("/province", [draft.province], lists.province),
        *_wrong_parent(db, draft.parent, own_id),
    ]
    if wrong:
        raise Invalid(*wrong)


def _wrong_parent(db: Database, parent: str | None, own_id: str | None) -> list[FieldError]:
    """The parent is an institute of the registry or a central body, and never below its own child."""
    above, steps = parent, 0
    while above is not None and not _is_body(above):
        steps += 1
        rows = db.read("institutes/parents", id=above)
        if not rows and above == parent:
            return [_no_parent(above)]
        if above == own_id or steps > _HIGHEST:
            return [_ring()]
        above = rows[0]["parent"] if rows else None
    return []


def _is_body(code: str) -> bool:
    return not codes.wrong("/parent", [code], lists.body)


def _no_parent(code: str) -> FieldError:
    return FieldError(
        "/parent",
        "parent-unknown",
        f"Không có tổ chức hay cơ quan nào mang mã “{code}” để làm đơn vị chủ quản.",
        f"There is neither an institute nor a central body with the code “{code}” to be the parent.",
    )


def _ring() -> FieldError:
    return FieldError(
        "/parent",
        "parent-ring",
        "Một tổ chức không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.",
        "An institute cannot stand below itself or below one of its own parts.",
    )


def _kept(db: Database, id: str) -> Institute:
    rows = db.read("institutes/get", id=id)
    if not rows:
        raise not_found(id)
    institute = institute_from(rows[0]["institute"])
    if institute.status is Status.MERGED and institute.merged_into:
        raise Merged(id, institute.merged_into)
    return institute


def _accounts(db: Database, id: str) -> list[str]:
    """The ids of the accounts with which somebody may sign in for an institute."""
    return [row["id"] for row in db.read("institutes/accounts", id=id)]


def _refuse(db: Database, id: str, if_match: str) -> Never:
    """Say why a write found nothing to change: gone, merged, closed, another version, or held by its missions."""
    kept = _kept(db, id)
    if kept.status is Status.CLOSED:
        raise Conflict(
            "institute-closed",
            vi="Tổ chức này đã đóng hồ sơ nên không sửa được nữa.",
            en="This institute is closed and can no longer be changed.",
        )
    [row] = db.read("institutes/open_missions", id=id)
    if kept.digest == if_match and row["missions"]:
        raise Conflict(
            "institute-has-missions",
            vi=f"Tổ chức này còn {row['missions']} nhiệm vụ đang mở. Hãy đóng các nhiệm vụ đó trước.",
            en=f"This institute still runs {row['missions']} open mission(s). Close them first.",
        )
    raise Stale


def _taken(db: Database, institute: Institute) -> Duplicate:
    rows = db.read("institutes/holder_of_ror", ror=institute.ror) if institute.ror else []
    holder = rows[0]["id"] if rows else "?"
    return Duplicate(
        "ror-taken",
        vi=f"Mã ROR {institute.ror} đã thuộc về tổ chức {holder}. Hãy dùng hoặc sửa hồ sơ đó.",
        en=f"The ROR identifier {institute.ror} belongs to the institute {holder}. Use or correct that record.",
    )


def _sealed(institute: Institute) -> Institute:
    return institute.model_copy(update={"digest": digest_of(institute)})


def _content(draft: InstituteDraft) -> Row:
    return {name: getattr(draft, name) for name in _CONTENT}
