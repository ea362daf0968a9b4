"""Experts over JSON: registration, profiles as each reader may see them, consents, and the roles that suit."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import ConfigDict

from api import auth
from api.conditional import IfMatch, versioned
from api.dependencies import CurrentActor, Cursor, Db, Limit, People, ReaderLanguage, SignedIn
from api.idempotency import Once, headers
from api.patching import MergePatch, RequireMergePatch, patched
from api.routes.examples import EXPERT_DRAFT, REGISTRATION
from api.routes.shapes import Listing, Meta, Suggestion, listing, whole
from registry import consents, experts, matches, registration, visibility
from registry.access import NOBODY, Actor
from registry.errors import FieldError, Invalid
from registry.models.accounts import Credentials
from registry.models.experts import Expert, ExpertDraft, ExpertView
from registry.models.matches import OpenRole
from registry.models.values import Audience, Bilingual, Model, Short
from registry.ranking import saying
from registry.receipts import MATCHING, Receipt

router = APIRouter(prefix="/experts", tags=["experts"])
Draft = Annotated[ExpertDraft, Body(examples=[EXPERT_DRAFT])]


class Registration(Model):
    """An expert to register; who registers themself gives the account to sign in with, and may agree to be matched."""

    model_config = ConfigDict(json_schema_extra={"example": REGISTRATION})

    expert: ExpertDraft
    account: Credentials | None = None
    agree_to_matching: bool = False
    language: Literal["vi", "en"] = "vi"


class SuitingRole(OpenRole):
    """An open role as it suits somebody, with the label that every suggestion carries."""

    suggestion: Suggestion = Suggestion()


class RolesFound(Listing[SuitingRole]):
    """The roles that suit a person; where there are none, why."""

    why_none: Bilingual | None = None


class Decision(Model):
    """What the person decides about a purpose for which the own data are used."""

    model_config = ConfigDict(json_schema_extra={"example": {"purpose": "matching", "agreed": False, "language": "vi"}})

    purpose: Short = MATCHING
    agreed: bool
    language: Literal["vi", "en"] = "vi"


@router.post("", status_code=201, response_model=ExpertView)
def register_expert(request: Request, db: Db, actor: CurrentActor, given: Registration, once: Once) -> Response:
    """Register oneself, with an account; or, as an administrator, somebody else, without one."""
    repeated = headers(db, once)
    if actor == NOBODY:
        if given.account is None:
            raise _account_missing()
        auth.admit_registration(request)
        expert, account = registration.register(
            db, given.expert, given.account, agree=given.agree_to_matching, language=given.language, request=once
        )
        if account is None:
            # A repetition proves nothing about who sends it: the answer is what everybody may read.
            view = experts.get(db, NOBODY, expert.id)
            return versioned(request, view, view.digest, status=201, headers=_location(expert.id) | repeated)
        actor = account.actor
    else:
        _require_silence(given)
        expert = experts.register(db, actor, given.expert, language=given.language, request=once)
    location = _location(expert.id) | repeated
    return versioned(request, visibility.seen_by(actor, expert), expert.digest, status=201, headers=location)


@router.get("")
def find_experts(
    db: Db,
    actor: SignedIn,
    *,
    text: Annotated[str | None, Query(max_length=200, description="Words of the name, marks optional.")] = None,
    field: Annotated[str | None, Query(max_length=20, description="Code of a field; includes what is below.")] = None,
    technology: Annotated[str | None, Query(max_length=20, description="Code of a strategic technology.")] = None,
    country: Annotated[str | None, Query(max_length=2, description="Residence, ISO 3166-1 alpha-2.")] = None,
    standing: Annotated[str | None, Query(max_length=40, description="Code of the list `standings`.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[ExpertView]:
    """Experts by name and facts, as far as the reader may see those facts."""
    page = experts.find(
        db,
        actor,
        text,
        field=field,
        technology=technology,
        country=country,
        standing=standing,
        limit=limit,
        cursor=cursor,
    )
    return listing(page)


@router.get("/{id}", response_model=ExpertView)
def read_expert(request: Request, db: Db, actor: CurrentActor, id: str) -> Response:
    """An expert as the reader may see them; what is kept from the reader is named under `hidden`."""
    view = experts.get(db, actor, id)
    return versioned(request, view, view.digest)


@router.get("/{id}/draft", response_model=ExpertDraft)
def read_expert_draft(request: Request, db: Db, actor: SignedIn, id: str) -> Response:
    """The own record as `PUT` takes it: change it and send it back."""
    expert = experts.own(db, actor, id)
    return versioned(request, experts.draft_of(expert), expert.digest)


@router.put("/{id}", response_model=ExpertView)
def replace_expert(request: Request, db: Db, actor: SignedIn, id: str, *, draft: Draft, version: IfMatch) -> Response:
    """Replace what a profile says; claims are kept by their ids."""
    return _answered(request, actor, experts.update(db, actor, id, draft, if_match=version))


@router.patch("/{id}", response_model=ExpertView, dependencies=[RequireMergePatch])
def patch_expert(
    request: Request, db: Db, actor: SignedIn, id: str, *, patch: MergePatch, version: IfMatch
) -> Response:
    """Replace some values of a profile."""
    draft = patched(experts.draft_of(experts.own(db, actor, id)), patch)
    return _answered(request, actor, experts.update(db, actor, id, draft, if_match=version))


@router.delete("/{id}", status_code=204)
def close_expert(db: Db, actor: SignedIn, id: str, *, version: IfMatch, language: ReaderLanguage) -> None:
    """Close a profile: nobody else sees it any more, and nobody is matched with it."""
    experts.close(db, actor, id, if_match=version, language=language)


@router.get("/{id}/as/{audience}", response_model=ExpertView)
def read_expert_as(request: Request, db: Db, actor: SignedIn, id: str, audience: Audience) -> Response:
    """The own profile as readers of this audience see it."""
    view = experts.as_seen_by(db, actor, id, audience)
    return versioned(request, view, view.digest)


@router.post("/{id}/confirm", response_model=ExpertView)
def confirm_expert(request: Request, db: Db, actor: SignedIn, id: str) -> Response:
    """Say that the profile is still true."""
    return _answered(request, actor, experts.confirm(db, actor, id))


@router.get("/{id}/consents")
def list_consents(db: Db, actor: SignedIn, id: str) -> Listing[Receipt]:
    """Every decision of the person, newest first."""
    return whole(consents.history(db, actor, id))


@router.post("/{id}/consents", status_code=201)
def decide_consent(db: Db, actor: SignedIn, id: str, decision: Decision) -> Receipt:
    """Agree to a purpose, or withdraw: it holds from the next match on."""
    return consents.decide(
        db, actor, id, decision.purpose, decision.agreed, language=decision.language, method="interface"
    )


@router.get("/{id}/roles")
def list_suiting_roles(db: Db, people: People, actor: SignedIn, id: str, limit: Limit = 20) -> RolesFound:
    """The open roles that suit the person, best first, with reasons; where there are none, why."""
    found = [SuitingRole(**dict(role)) for role in matches.roles_for(db, people, actor, id, limit=limit)]
    return RolesFound(data=found, meta=Meta(count=len(found)), why_none=None if found else saying.no_roles())


def _answered(request: Request, actor: Actor, expert: Expert) -> Response:
    return versioned(request, visibility.seen_by(actor, expert), expert.digest)


def _location(id: str) -> dict[str, str]:
    return {"Location": f"/api/v1/experts/{id}"}


def _account_missing() -> Invalid:
    vi = "Người tự đăng ký phải cho biết địa chỉ thư điện tử và mật khẩu để đăng nhập."
    return Invalid(
        FieldError("/account", "missing", vi, "Who registers themself must give an account to sign in with.")
    )


def _require_silence(given: Registration) -> None:
    """Whoever registers somebody else can neither choose their password nor agree for them."""
    wrong = []
    if given.account is not None:
        vi = "Bạn đang đăng ký cho người khác nên không đặt được mật khẩu của họ."
        wrong.append(FieldError("/account", "not-yours", vi, "You register somebody else and cannot set a password."))
    if given.agree_to_matching:
        vi = "Chỉ chính chuyên gia mới đồng ý được việc gợi ý cho các nhiệm vụ."
        en = "Only the experts themselves can agree to be matched."
        wrong.append(FieldError("/agree_to_matching", "not-yours", vi, en))
    if wrong:
        raise Invalid(*wrong)
