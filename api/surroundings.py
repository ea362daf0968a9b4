"""What surrounds every request: its id and log line, the limit of its body, its origin, and protective headers."""

import secrets
import time

import structlog
from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import failure, refusal, trace_of
from api.negotiation import language_of
from api.origin import ForeignOrigin, refuse_foreign

LARGEST_BODY = 1024 * 1024
# No script, style or picture comes from anywhere but here, and nothing may frame a page.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PROTECTION = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Answers differ by reader, so nothing is kept without asking again.
    "Cache-Control": "private, no-cache",
}


class Surroundings:
    """The one middleware: whatever happens inside, an answer goes out, is logged, and carries the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is too large or comes from another site."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.request_id = secrets.token_hex(8)
        began = time.perf_counter()
        sent: list[int] = []

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent.append(message["status"])
                _protect(request, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._admit(request, send_protected)
        except Exception as error:
            structlog.get_logger().error(
                "failed", request_id=request.state.request_id, kind=type(error).__name__, trace=trace_of(error)
            )
            if sent:
                raise
            await failure(request, 500)(scope, receive, send_protected)
        finally:
            _log(request, sent[0] if sent else 0, (time.perf_counter() - began) * 1000)

    async def _admit(self, request: Request, send: Send) -> None:
        refused = await _body_or_refusal(request) or _origin_refusal(request)
        if refused is not None:
            await refused(request.scope, request.receive, send)
            return
        await self._app(request.scope, _replay(request), send)


async def _body_or_refusal(request: Request) -> Response | None:
    """Read the body, but no more of it than is allowed: whoever sends more is told so without being listened to."""
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit() or int(announced) > LARGEST_BODY:
        return failure(request, 413 if announced.isdigit() else 400, {"Connection": "close"})
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return failure(request, 400)
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        more = message.get("more_body", False)
        if size > LARGEST_BODY:
            return failure(request, 413, {"Connection": "close"})
    request.state.body = b"".join(chunks)
    return None


def _replay(request: Request) -> Receive:
    """A receive that hands over the body that was read, then waits for the caller to leave."""
    handed_over = False

    async def receive() -> Message:
        nonlocal handed_over
        if handed_over:
            return await request.receive()
        handed_over = True
        return {"type": "http.request", "body": request.state.body, "more_body": False}

    return receive


def _origin_refusal(request: Request) -> Response | None:
    try:
        refuse_foreign(request)
    except ForeignOrigin as error:
        return refusal(request, error)
    return None


def _protect(request: Request, headers: MutableHeaders) -> None:
    for name, value in _PROTECTION.items():
        headers.setdefault(name, value)
    headers["X-Request-Id"] = request.state.request_id
    if request.app.state.settings.secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.url.path.startswith("/api/"):
        headers.setdefault("Content-Language", language_of(request))
        for part in ("Accept", "Accept-Language", "Authorization", "Cookie"):
            headers.add_vary_header(part)


def _log(request: Request, status: int, milliseconds: float) -> None:
    """One line per request, with the operation and never the address, which may hold what somebody searched for."""
    structlog.get_logger().info(
        "request",
        request_id=request.state.request_id,
        method=request.method,
        operation=getattr(request.scope.get("route"), "name", "-"),
        status=status,
        ms=round(milliseconds, 1),
    )
