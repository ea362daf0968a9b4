"""Experts: registered, read, corrected, found and closed, each for whoever may."""

import secrets
import time
from collections.abc import Sequence
from functools import partial
from typing import Never

from graph.database import Database, Row, Step
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, claims, codes, lists, receipts, requests, visibility
from registry.access import Actor, Permission, require
from registry.contention import tries
from registry.errors import Conflict, Duplicate, FieldError, Invalid, Merged, NotFound, Stale
from registry.expert_records import claim_steps, expert_from, properties_of, relation_of
from registry.finding import find as find
from registry.finding import get_many as get_many
from registry.identity import new_id
from registry.models.experts import Expert, ExpertContent, ExpertDraft, ExpertView, Status
from registry.models.values import Audience, digest_of, now
from registry.requests import RequestKey

_CONTENT = frozenset(ExpertContent.model_fields)
# How long to wait for the end of a write before each further read; a commit takes milliseconds, on a busy disk more.
_REREAD_S = (0.0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.0)


def register(
    db: Database,
    actor: Actor,
    draft: ExpertDraft,
    *,
    agree: bool = False,
    language: str = "vi",
    request: RequestKey | None = None,
    id: str | None = None,
    then: Sequence[Step] = (),
) -> Expert:
    """Register an expert; with `agree`, the consent to be matched is recorded in the same transaction.

    `then` are further steps of that transaction, such as the account of who registers, for which the caller may choose
    the `id`.

    Raises:
        Invalid: a code or an institute is unknown, or matching is agreed to while institutes may not see the name.
        Duplicate: somebody holds the same ORCID.
        RequestReused: the idempotency key came with another body.
    """
    require(actor, Permission.EXPERT_REGISTER)
    before = requests.earlier(db, request)
    if before is not None:
        return _kept(db, before)
    expert = new(draft, agree=agree, id=id, wrong=claims.wrong_institutes(db, draft.claims))
    steps = [*_steps(expert), *requests.remember(request, expert.id), *then]
    if agree:
        receipt = receipts.made(receipts.MATCHING, agreed=True, language=language, method="form")
        steps.append(receipts.step(expert.id, receipt))
    event = audit.event(
        actor, audit.Tag.EXPERT_REGISTERED, expert.id, after=expert.digest, detail={"agreed_to_matching": agree}
    )
    try:
        db.write("experts/create", id=expert.id, properties=properties_of(expert), then=steps, event=event)
    except AlreadyThere:
        again = requests.earlier(db, request)
        if again is not None:
            return _kept(db, again)
        raise _taken(expert) from None
    return expert


def new(draft: ExpertDraft, *, agree: bool, id: str | None = None, wrong: Sequence[FieldError] = ()) -> Expert:
    """The expert that a draft becomes, with ids, dates and digest, not stored yet; `wrong` is what the graph refuses.

    Raises:
        Invalid: see `register`.
    """
    made, errors = claims.made(draft.claims, kept=(), on=now())
    errors += [*wrong, *wrong_codes(draft), *receipts.hindrances(draft, agree=agree)]
    if errors:
        raise Invalid(*errors)
    moment = now()
    expert = Expert(
        **_content(draft),
        id=id or new_id(),
        claims=made,
        agreed_to_matching=agree,
        created_at=moment,
        updated_at=moment,
        confirmed_at=moment,
    )
    return _sealed(expert)


def get(db: Database, actor: Actor, id: str) -> ExpertView:
    """An expert as the actor may see them.

    Raises:
        NotFound: there is no such expert, or the profile is closed and not the actor's own.
        Merged: the record went into another one.
    """
    require(actor, Permission.EXPERT_READ)
    expert = _kept(db, id)
    reader = visibility.reads_as(actor, id)
    if expert.status is Status.CLOSED and reader is not Audience.SELF:
        raise not_found(id)
    return visibility.seen_as(expert, reader)


def own(db: Database, actor: Actor, id: str) -> Expert:
    """The whole record, for the person and for administrators.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound, Merged: as `get`.
    """
    require(actor, Permission.EXPERT_UPDATE, of=id)
    return _kept(db, id)


def as_seen_by(db: Database, actor: Actor, id: str, audience: Audience) -> ExpertView:
    """The own profile as readers of this audience see it."""
    return visibility.seen_as(own(db, actor, id), audience)


def draft_of(expert: Expert) -> ExpertDraft:
    """The draft that would leave an expert as they are: where an edit begins."""
    return ExpertDraft(**_content(expert), claims=tuple(claims.draft_of(claim) for claim in expert.claims))


def update(db: Database, actor: Actor, id: str, draft: ExpertDraft, *, if_match: str) -> Expert:
    """Correct a profile if it still is the version `if_match`; a correction also confirms it.

    What a source said cannot be rewritten, only rejected as "not mine" or shown to others or not.

    Who is not the person may open nothing that the person closed, and confirms nothing for them.

    Raises:
        NotAllowed: it is somebody else's profile.
        Stale: somebody changed it since.
        Invalid: a code or an institute is unknown, a claim of a source was rewritten, or who agreed to be matched
            hides the name.
        Duplicate: somebody holds the same ORCID.
    """
    before = own(db, actor, id)
    made, errors = claims.made(draft.claims, kept=before.claims, on=now())
    errors += (
        claims.wrong_institutes(db, draft.claims)
        + wrong_codes(draft)
        + receipts.hindrances(draft, agree=before.agreed_to_matching)
    )
    themselves = actor.expert_id == id
    if not themselves:
        errors += visibility.widened(before, draft, made)
    if errors:
        raise Invalid(*errors)
    moment = now()
    changes = _content(draft) | {"claims": made, "updated_at": moment}
    after = _sealed(before.model_copy(update=changes | ({"confirmed_at": moment} if themselves else {})))
    _store(db, actor, before, after, if_match=if_match, tag=audit.Tag.EXPERT_UPDATED)
    return after


def confirm(db: Database, actor: Actor, id: str) -> Expert:
    """Say that the own profile is still true, which renews its freshness."""
    require(actor, Permission.EXPERT_CONFIRM, of=id)
    before = own(db, actor, id)
    moment = now()
    after = _sealed(before.model_copy(update={"confirmed_at": moment, "updated_at": moment}))
    _store(db, actor, before, after, if_match=before.digest, tag=audit.Tag.EXPERT_CONFIRMED)
    return after


def close(db: Database, actor: Actor, id: str, *, if_match: str, language: str = "vi") -> None:
    """Close a profile: nobody but the person and administrators sees it any more, and nobody is matched with it.

    Whoever agreed to be matched withdraws by it, and has a receipt that says so.

    Raises:
        NotAllowed, Stale: as `update`.
    """
    require(actor, Permission.EXPERT_CLOSE, of=id)
    for _ in tries():
        before = _kept(db, id)
        if before.status is not Status.ACTIVE or before.digest != if_match:
            raise_refused(db, id)
        after = _sealed(before.model_copy(update={"status": Status.CLOSED, "agreed_to_matching": False}))
        event = audit.event(actor, audit.Tag.EXPERT_CLOSED, id, before=if_match, after=after.digest)
        agreed = before.agreed_to_matching
        then, also = receipts.withdrawal(actor, id, language=language, method="closing") if agreed else ((), ())
        version: Row = {"before": if_match, "after": after.digest, "salt": after.salt, "at": now()}
        try:
            db.write("experts/close", id=id, **version, agreed=agreed, then=then, event=event, also=also)
        except NothingWritten:
            # Either the version is another one by now, or the person decided about matching meanwhile.
            continue
        return
    raise AssertionError("unreachable")


def not_found(id: str) -> NotFound:
    """The error that says that there is no such expert."""
    return NotFound("chuyên gia", "expert", id)


def wrong_codes(draft: ExpertContent) -> list[FieldError]:
    """An error for every code of a profile that its list does not know."""
    return [
        *codes.wrong("/residence", [draft.residence], lists.country),
        *codes.wrong("/province", [draft.province], lists.province),
        *codes.wrong("/fields/-", draft.fields, lists.field),
        *codes.wrong("/technologies/-", draft.technologies, lists.technology),
        *codes.wrong("/languages/-", [skill.code for skill in draft.languages], partial(lists.term, "languages")),
    ]


def raise_refused(db: Database, id: str) -> Never:
    """Say why a write to an expert found nothing to change: gone, merged, closed, or another version."""
    rows = db.read("experts/state", id=id)
    if not rows:
        raise not_found(id)
    state = rows[0]
    if state["status"] == Status.MERGED:
        raise Merged(id, state["merged_into"])
    if state["status"] == Status.CLOSED:
        raise Conflict(
            "expert-closed",
            vi="Hồ sơ này đã đóng nên không sửa được nữa.",
            en="This profile is closed and can no longer be changed.",
        )
    raise Stale


def _kept(db: Database, id: str) -> Expert:
    """The whole record as one version has it.

    One statement is no snapshot on either engine: a read may fall between the parts of somebody's write. The digest
    tells whether the parts belong together; where they do not, it is read again while the write may still be going on.
    """
    for pause_s in _REREAD_S:
        rows = db.read("experts/get", ids=[id])
        if not rows:
            raise not_found(id)
        expert = expert_from(rows[0])
        if expert.status is Status.MERGED and expert.merged_into:
            raise Merged(id, expert.merged_into)
        if digest_of(expert) == expert.digest:
            break
        time.sleep(pause_s)
    return expert


def _store(db: Database, actor: Actor, before: Expert, after: Expert, *, if_match: str, tag: audit.Tag) -> None:
    kept = [f"{relation_of(claim).upper()} {claim.id}" for claim in after.claims]
    steps = [Step("claims/forget", {"id": after.id, "keep": kept}), *_steps(after)]
    # Whether somebody agrees to be matched is decided by receipts alone; writing what was read here could undo one.
    properties = {name: value for name, value in properties_of(after).items() if name != "agreed_to_matching"}
    event = audit.event(actor, tag, after.id, before=before.digest, after=after.digest)
    named = not receipts.hindrances(after, agree=True)
    try:
        db.write(
            "experts/update", id=after.id, before=if_match, properties=properties, named=named, then=steps, event=event
        )
    except NothingWritten:
        state = _kept(db, after.id)
        hindrances = receipts.hindrances(after, agree=state.agreed_to_matching)
        if hindrances and state.digest == if_match:
            raise Invalid(*hindrances) from None
        raise_refused(db, after.id)
    except AlreadyThere:
        raise _taken(after) from None


def _steps(expert: Expert) -> list[Step]:
    places = {"id": expert.id, "fields": list(expert.fields), "technologies": list(expert.technologies)}
    return [Step("experts/place", places), *claim_steps([expert])]


def _sealed(expert: Expert) -> Expert:
    """The expert as a version of its own, with a salt and a digest."""
    salted = expert.model_copy(update={"salt": secrets.token_hex(16)})
    return salted.model_copy(update={"digest": digest_of(salted)})


def _content(content: ExpertContent) -> Row:
    """What a person says; codes are a set, kept in order, so that one profile has one digest."""
    codes_in_order = {name: tuple(sorted(set(getattr(content, name)))) for name in ("fields", "technologies")}
    return {name: getattr(content, name) for name in _CONTENT} | codes_in_order


def _taken(expert: Expert) -> Duplicate:
    """The refusal of a second record with the same ORCID, which does not tell a stranger who holds it."""
    return Duplicate(
        "orcid-taken",
        vi=f"Mã ORCID {expert.orcid} đã có trong một hồ sơ khác. Nếu đó là hồ sơ của bạn, hãy đăng nhập hồ sơ ấy.",
        en=f"The ORCID {expert.orcid} stands in another record. If that record is yours, sign in to it.",
    )
