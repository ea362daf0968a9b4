"""The page on which an expert registers: nothing typed is ever lost, and nothing is public unless it is made so."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api import auth
from api.dependencies import CurrentActor, Db
from api.errors import status_of
from api.negotiation import language_of
from api.pages import sending
from api.pages.expert_forms import choices_of, compact, draft_from
from api.pages.forms import Filled, Typed, changed_rows, drafted
from api.rendering import render
from api.throttle import TooManyTries
from registry import registration
from registry.access import NOBODY, Actor
from registry.errors import Duplicate, FieldError, Invalid, RegistryError, RequestReused
from registry.models.accounts import Credentials

router = APIRouter()

_SECRET = "credentials.password"  # noqa: S105 - the name of a field
_SIGN_IN = "/sign-in?next=/profile"


@router.get("/register")
def form(request: Request, actor: CurrentActor) -> Response:
    """The empty form."""
    return _page(request, actor, Filled({sending.FIELD: sending.new_key()}))


@router.post("/register")
def register(request: Request, db: Db, actor: CurrentActor, values: Typed) -> Response:
    """Register, or show the form again with everything typed: with a row more or less, or with what is wrong."""
    changed = changed_rows(values)
    if changed is not None:
        return _page(request, actor, Filled(_without_password(changed)))
    typed = compact(values)
    language = language_of(request)
    draft, errors = draft_from(request, typed)
    credentials, more = _credentials(request, typed)
    if draft is None or credentials is None:
        return _wrong(request, actor, typed, more + errors)
    try:
        auth.admit_registration(request)
        expert, account = registration.register(
            db,
            draft,
            credentials,
            agree=bool(typed.get("agree")),
            language=language,
            request=sending.request_key(request, NOBODY, typed),
        )
    except (Invalid, Duplicate, RequestReused, TooManyTries) as error:
        return _wrong(request, actor, typed, [_placed(found) for found in error.errors], error)
    if account is None:
        # The form came before. Whoever sends it again need not know the present password, so it opens no session.
        return RedirectResponse("/profile?new=1" if actor.expert_id == expert.id else _SIGN_IN, status_code=303)
    response = RedirectResponse("/profile?new=1", status_code=303)
    auth.start_session(request, response, account)
    return response


def _credentials(request: Request, typed: Mapping[str, str]) -> tuple[Credentials | None, list[FieldError]]:
    try:
        return drafted(Credentials, typed, language_of(request), within="credentials"), []
    except Invalid as error:
        return None, [_reworded(found) for found in error.errors]


def _reworded(error: FieldError) -> FieldError:
    if error.pointer == "/credentials/login" and error.code == "string-pattern-mismatch":
        vi, en = "Đây không phải địa chỉ thư điện tử.", "This is not an e-mail address."
        return FieldError(error.pointer, "e-mail", vi, en)
    return error


def _placed(error: FieldError) -> FieldError:
    """An error about the login where the form asks for it."""
    if error.pointer != "/login":
        return error
    return FieldError("/credentials/login", error.code, error.vi, error.en)


def _wrong(
    request: Request,
    actor: Actor,
    typed: dict[str, str],
    errors: list[FieldError],
    error: RegistryError | None = None,
) -> Response:
    """The form with its errors; a new key, because it will hold something else when it comes back."""
    kept = _without_password(typed) | {sending.FIELD: sending.new_key()}
    if error is not None and not errors:
        pointer = "/orcid" if error.code == "orcid-taken" else ""
        errors = [FieldError(pointer, error.code, error.vi, error.en)]
    status = status_of(error) if error is not None else 422
    response = _page(request, actor, Filled(kept, tuple(errors)), status=status)
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.wait_s)
    return response


def _without_password(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if name != _SECRET}


def _page(request: Request, actor: Actor, form: Filled, *, status: int = 200) -> Response:
    return render(request, actor, "experts/register.html", status=status, form=form, sentence="", **choices_of(request))
