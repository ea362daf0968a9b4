"""Who is calling: a browser by its signed cookie, a program by its bearer token, or nobody."""

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from api.settings import Settings
from registry import accounts
from registry.access import NOBODY, Actor
from registry.errors import NotFound, NotSignedIn
from registry.models.accounts import Account, Credentials

_BEARER = "bearer "


def signer(secret: bytes) -> URLSafeTimedSerializer:
    """What seals sessions and reads the seals."""
    return URLSafeTimedSerializer(secret, salt="session")


def sign_in(request: Request, credentials: Credentials) -> Account:
    """The account of these credentials, unless too many were tried.

    Raises:
        NotSignedIn: they are wrong, or (TooManyTries) this login or address must wait.
    """
    throttle = request.app.state.throttle
    address = _address_of(request)
    throttle.count(credentials.login, address)
    account = accounts.sign_in(request.app.state.db, credentials)
    throttle.forgive(credentials.login, address)
    return account


def admit_registration(request: Request) -> None:
    """Let a registration pass, unless too many came from its address.

    Raises:
        TooManyTries: the address must wait.
    """
    request.app.state.throttle.count_registration(_address_of(request))


def start_session(request: Request, response: Response, account: Account) -> None:
    """Give the browser the cookie of a session: the account's id, its epoch, and when it was sealed."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        cookie_name(settings),
        request.app.state.signer.dumps([account.id, account.epoch]),
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )


def end_session(request: Request, response: Response) -> None:
    """Take the cookie back."""
    settings: Settings = request.app.state.settings
    response.delete_cookie(cookie_name(settings), httponly=True, samesite="lax", secure=settings.secure_cookies)


def cookie_name(settings: Settings) -> str:
    """The cookie's name; over HTTPS its prefix binds it to this host."""
    return "__Host-registry" if settings.secure_cookies else "registry-session"


def current_account(request: Request) -> Account | None:
    """The account that a token or a session names, None where there is neither or the session has ended.

    Raises:
        NotSignedIn: a token was sent and is not good.
    """
    header = request.headers.get("authorization", "")
    if header.lower().startswith(_BEARER):
        return accounts.by_token(request.app.state.db, header[len(_BEARER) :].strip())
    if header:
        raise NotSignedIn(
            "scheme-unknown",
            vi="Hệ thống chỉ nhận tiêu đề Authorization dạng Bearer.",
            en="The registry accepts only bearer tokens in the Authorization header.",
        )
    return _account_of_session(request)


def actor_of(account: Account | None) -> Actor:
    """As whom an account acts; without one, as the public."""
    return account.actor if account else NOBODY


def not_signed_in() -> NotSignedIn:
    """The refusal of what only somebody signed in may do."""
    return NotSignedIn(
        "not-signed-in",
        vi="Hãy đăng nhập để làm việc này.",
        en="Please sign in to do this.",
    )


def _address_of(request: Request) -> str:
    return request.client.host if request.client else "-"


def _account_of_session(request: Request) -> Account | None:
    settings: Settings = request.app.state.settings
    sealed = request.cookies.get(cookie_name(settings))
    if not sealed:
        return None
    try:
        id, epoch = request.app.state.signer.loads(sealed, max_age=settings.session_hours * 3600)
        account = accounts.account(request.app.state.db, id)
    except (BadSignature, NotFound):
        return None
    return account if account.active and account.epoch == epoch else None
