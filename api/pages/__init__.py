"""The pages: one module per subject, rendered on the server, put into the application by `install`."""

from fastapi import APIRouter, FastAPI

from api.pages.accounts import router as accounts
from api.pages.assignments import router as assignments
from api.pages.audit import router as audit
from api.pages.candidates import router as candidates
from api.pages.case_acts import router as case_acts
from api.pages.cases import router as cases
from api.pages.claims import router as claims
from api.pages.comparing import router as comparing
from api.pages.decides import router as decides
from api.pages.experts import router as experts
from api.pages.files import KeptFiles
from api.pages.home import router as home
from api.pages.institutes import router as institutes
from api.pages.law import router as law
from api.pages.law_drafts import router as law_drafts
from api.pages.memos import router as memos
from api.pages.mission_editor import router as mission_editor
from api.pages.missions import router as missions
from api.pages.nominations import router as nominations
from api.pages.profile import router as profile
from api.pages.refusals import error_page
from api.pages.registration import router as registration
from api.pages.reports import router as reports
from api.pages.sign_in import router as sign_in
from api.pages.teams import router as teams
from api.pages.waiting import router as waiting

# The first that fits an address answers it: `/missions/new` stands before `/missions/{id}`.
_SUBJECTS = (
    home,
    sign_in,
    registration,
    profile,
    claims,
    experts,
    institutes,
    mission_editor,
    teams,
    assignments,
    missions,
    candidates,
    comparing,
    nominations,
    case_acts,
    memos,
    cases,
    accounts,
    audit,
    reports,
    waiting,
    decides,
    law_drafts,
    law,
)


def install(app: FastAPI) -> None:
    """Serve the pages and what they need, and show refusals as pages to people."""
    router = APIRouter(include_in_schema=False)
    for subject in _SUBJECTS:
        router.include_router(subject)
    app.include_router(router)
    app.mount("/static", KeptFiles(), name="static")
    app.state.error_page = error_page
