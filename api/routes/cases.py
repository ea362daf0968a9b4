"""Cases over JSON: nominated, checked, decided, and moved on to the start of the work."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from api.dependencies import Cursor, Db, Limit, SignedIn
from api.idempotency import Once, headers
from api.routes import case_examples as examples
from api.routes.shapes import Listing, listing, whole
from registry import case_settings, cases
from registry.models.case_entries import (
    DecisionDraft,
    FileCheckDraft,
    IdentificationDraft,
    JudgementDraft,
    MoveDraft,
    NominationDraft,
)
from registry.models.cases import Case, CaseLine, DueCase, Keeping, StageSetting

router = APIRouter(tags=["cases"])


@router.post("/roles/{id}/cases", status_code=201)
def nominate_expert(
    response: Response,
    db: Db,
    actor: SignedIn,
    id: str,
    *,
    draft: Annotated[NominationDraft, Body(examples=[examples.NOMINATION])],
    once: Once,
) -> Case:
    """Put a person forward for an open role; it asks for no consent to be matched."""
    response.headers.update(headers(db, once))
    case = cases.nominate(db, actor, id, draft, request=once)
    response.headers["Location"] = f"/api/v1/cases/{case.id}"
    return case


@router.post("/roles/{id}/identified", status_code=201)
def identify_expert(
    response: Response,
    db: Db,
    actor: SignedIn,
    id: str,
    identification: Annotated[IdentificationDraft, Body(examples=[examples.IDENTIFICATION])],
) -> Case:
    """Note that somebody may be the one for a role, before anybody nominates them."""
    case = cases.identify(db, actor, id, identification.expert_id, on=identification.on)
    response.headers["Location"] = f"/api/v1/cases/{case.id}"
    return case


@router.get("/cases")
def find_cases(
    db: Db,
    actor: SignedIn,
    *,
    role: Annotated[str | None, Query(max_length=40, description="Id of the role.")] = None,
    stage: Annotated[str | None, Query(max_length=40, description="Code of the stage.")] = None,
    open_only: Annotated[bool, Query(alias="open", description="Only those that are not closed.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[CaseLine]:
    """The cases that the caller has a part in, the newest first."""
    page = cases.find(db, actor, role=role, stage=stage, open_only=open_only, limit=limit, cursor=cursor)
    return listing(page)


@router.get("/cases/due")
def list_due_cases(
    db: Db,
    actor: SignedIn,
    *,
    overdue: Annotated[bool, Query(description="Only those past their target.")] = False,
    stage: Annotated[str | None, Query(max_length=40, description="Code of the stage.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[DueCase]:
    """Who holds which open case, since when and by when it should go on; targets are this registry's own, not law."""
    return listing(cases.due(db, actor, overdue_only=overdue, stage=stage, limit=limit, cursor=cursor))


@router.get("/cases/asked")
def list_asked_cases(db: Db, actor: SignedIn) -> Listing[CaseLine]:
    """The cases on whose council the caller is asked to sit."""
    return whole(cases.asked(db, actor))


@router.get("/case-stages")
def list_case_stages(
    db: Db,
    actor: SignedIn,
    regime: Annotated[str, Query(max_length=20, description="`231/2025` or `249/2025`.")],
) -> Listing[StageSetting]:
    """The stages of a regime with their targets and what the person sees of them, as they hold here."""
    return whole(case_settings.stages(db, actor, regime))


@router.put("/case-settings")
def configure_case_stage(
    db: Db, actor: SignedIn, setting: Annotated[StageSetting, Body(examples=[examples.SETTING])]
) -> StageSetting:
    """Set the target and the openness of a stage."""
    return case_settings.set_stage(db, actor, setting)


@router.put("/case-settings/keeping")
def configure_case_keeping(
    db: Db, actor: SignedIn, setting: Annotated[Keeping, Body(examples=[examples.KEEPING])]
) -> Keeping:
    """Set for how many days the personal data of those not chosen are kept after a case is closed."""
    return case_settings.set_keep_days(db, actor, setting.regime, setting.days)


@router.get("/cases/{id}")
def read_case(db: Db, actor: SignedIn, id: str) -> Case:
    """A case as the caller may see it: the institute, the committee in its scope, the person, a council's member."""
    return cases.get(db, actor, id)


@router.get("/cases/{id}/parallel")
def list_parallel_cases(db: Db, actor: SignedIn, id: str) -> Listing[CaseLine]:
    """Other open cases of the same person that the caller may see."""
    return whole(cases.parallel(db, actor, id))


@router.post("/cases/{id}/moves")
def move_case(db: Db, actor: SignedIn, id: str, draft: Annotated[MoveDraft, Body(examples=[examples.MOVE])]) -> Case:
    """Make a plain move; `moves` of the case says which the caller may make. The start fills the role."""
    return cases.move(db, actor, id, draft)


@router.post("/cases/{id}/check")
def check_case(
    db: Db, actor: SignedIn, id: str, draft: Annotated[FileCheckDraft, Body(examples=[examples.FILE_CHECK])]
) -> Case:
    """Accept the file or refuse it, after a human has read it; the digest of what was seen is kept."""
    return cases.check(db, actor, id, draft)


@router.post("/cases/{id}/judgements", status_code=201)
def judge_criterion(
    db: Db, actor: SignedIn, id: str, draft: Annotated[JudgementDraft, Body(examples=[examples.JUDGEMENT])]
) -> Case:
    """Record a human's verdict on a criterion that no machine decides."""
    return cases.judge(db, actor, id, draft)


@router.post("/cases/{id}/decision", status_code=201)
def decide_case(
    db: Db, actor: SignedIn, id: str, draft: Annotated[DecisionDraft, Body(examples=[examples.DECISION])]
) -> Case:
    """Choose the person or not; for the office that the kind of role names."""
    return cases.decide(db, actor, id, draft)
