"""Refusals on the wire: one table from the registry's errors to HTTP, one shape, a page where a person reads."""

import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from api.negotiation import language_of, prefers_html
from api.origin import ForeignOrigin
from api.throttle import TooManyTries
from api.validation import invalid_from
from graph.errors import AlreadyThere, GraphError
from registry import errors
from registry.errors import FieldError, RegistryError
from registry.lists import UnknownCode

# A test asserts that every error of the registry stands here itself: none inherits a status by accident.
STATUS: Mapping[type[RegistryError], int] = {
    RegistryError: 500,
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongOffice: 403,
    errors.NotSignedIn: 401,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.Duplicate: 409,
    errors.PreconditionMissing: 428,
    errors.RequestReused: 422,
    errors.Merged: 308,
    errors.ModelRefused: 503,
    errors.NotReady: 503,
    errors.Unavailable: 503,
    UnknownCode: 422,
    ForeignOrigin: 403,
    TooManyTries: 429,
}
_TITLES: Mapping[int, tuple[str, str]] = {
    308: ("Đã gộp vào hồ sơ khác", "Merged into another record"),
    400: ("Yêu cầu không đọc được", "The request cannot be read"),
    401: ("Chưa đăng nhập", "Not signed in"),
    403: ("Không được phép", "Not allowed"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Không dùng được cách này", "This method is not possible here"),
    406: ("Không có dạng được yêu cầu", "Not available in this form"),
    409: ("Mâu thuẫn với hiện trạng", "In conflict with what is there"),
    412: ("Hồ sơ đã thay đổi", "Changed in the meantime"),
    413: ("Nội dung quá lớn", "Too large"),
    415: ("Kiểu nội dung không dùng được", "This type of content is not accepted"),
    422: ("Có chỗ cần sửa", "Something must be corrected"),
    428: ("Thiếu phiên bản", "The version is missing"),
    429: ("Quá nhiều lần thử", "Too many tries"),
    500: ("Có lỗi trong Hệ thống", "Something went wrong"),
    503: ("Tạm thời không phục vụ được", "Not available at the moment"),
}
# What the web framework itself refuses: code and sentences.
_HTTP: Mapping[int, tuple[str, str, str]] = {
    400: (
        "unreadable",
        "Hệ thống không đọc được nội dung gửi lên; JSON phải được viết bằng UTF-8.",
        "The body cannot be read; JSON must be written in UTF-8.",
    ),
    404: ("not-found", "Không có gì ở địa chỉ này.", "There is nothing at this address."),
    405: ("method-not-allowed", "Địa chỉ này không nhận cách gọi đó.", "This address does not accept that method."),
    413: ("too-large", "Nội dung gửi lên lớn quá 1 MB.", "The body is larger than 1 MB."),
    415: ("media-type", "Địa chỉ này không nhận kiểu nội dung đó.", "This address does not accept that content type."),
    500: (
        "internal",
        "Hệ thống gặp lỗi và chưa làm được việc này. Hãy thử lại; nếu vẫn lỗi, báo cho quản trị viên mã yêu cầu "
        "bên dưới.",
        "Something went wrong and this was not done. Try again; if it stays, tell the administrator the request id.",
    ),
}
_RETRY_AFTER_S = 30


class ProblemError(BaseModel):
    """One wrong value: a JSON pointer, a stable code, and the sentence in both languages."""

    pointer: str
    code: str
    message_vi: str
    message_en: str


class Problem(BaseModel):
    """A refusal as RFC 9457 shapes it, in the reader's language, with a stable code and every wrong value."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Something must be corrected",
                "status": 422,
                "detail": "1 value must be corrected: There is no such day in the calendar.",
                "instance": "/api/v1/experts",
                "code": "invalid",
                "request_id": "5f0c7a1be6f14f0e",
                "errors": [
                    {
                        "pointer": "/available_from",
                        "code": "date-impossible",
                        "message_vi": "Không có ngày này trong lịch.",
                        "message_en": "There is no such day in the calendar.",
                    }
                ],
            }
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str = ""
    errors: list[ProblemError] = []


# How the pages show a refusal: they set one on `app.state.error_page`; it keeps the problem's status.
ErrorPage = Callable[[Request, Problem], Response]


def install(app: FastAPI) -> None:
    """Answer every refusal in the one shape."""
    app.state.error_page = None
    app.add_exception_handler(RegistryError, _of_registry)
    app.add_exception_handler(GraphError, _of_graph)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


def status_of(error: RegistryError) -> int:
    """The HTTP status of an error: its own, else that of the nearest ancestor in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def refusal(request: Request, error: RegistryError) -> Response:
    """The answer to a request that the registry refuses."""
    status = status_of(error)
    if isinstance(error, errors.Merged) and error.id not in request.url.path:
        # The merged record was named in the body: there is no other address to be sent to.
        status = STATUS[errors.Conflict]
    return _answer(request, _problem(request, status, error), _headers(request, error))


def failure(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that fails before or outside the registry, by its HTTP status."""
    code, vi, en = _HTTP.get(status) or (f"http-{status}", *_title(status))
    return _answer(request, _problem(request, status, RegistryError(code, vi=vi, en=en)), dict(headers or {}))


def trace_of(error: BaseException) -> list[str]:
    """Where an error came from, without its message, which may hold somebody's data."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _problem(request: Request, status: int, error: RegistryError) -> Problem:
    language = language_of(request)
    return Problem(
        title=_title(status)[0 if language == "vi" else 1],
        status=status,
        detail=error.sentence(language),
        instance=request.url.path,
        code=error.code,
        request_id=getattr(request.state, "request_id", ""),
        errors=[_wire(field) for field in error.errors],
    )


def _wire(field: FieldError) -> ProblemError:
    return ProblemError(pointer=field.pointer, code=field.code, message_vi=field.vi, message_en=field.en)


def _answer(request: Request, problem: Problem, headers: Mapping[str, str]) -> Response:
    page: ErrorPage | None = request.app.state.error_page
    if page is not None and prefers_html(request):
        response = page(request, problem)
        response.headers.update(headers)
        return response
    return Response(
        orjson.dumps(problem.model_dump()),
        status_code=problem.status,
        media_type="application/problem+json",
        headers={**headers, "Content-Language": language_of(request), "Cache-Control": "no-store"},
    )


def _headers(request: Request, error: RegistryError) -> dict[str, str]:
    match error:
        case errors.Merged() if error.id in request.url.path:
            path = request.url.path.replace(error.id, error.survivor)
            return {"Location": f"{path}?{request.url.query}" if request.url.query else path}
        case TooManyTries():
            return {"Retry-After": str(error.wait_s)}
        case errors.NotSignedIn():
            return {"WWW-Authenticate": "Bearer"}
        case errors.NotReady() | errors.Unavailable():
            return {"Retry-After": str(_RETRY_AFTER_S)}
        case _:
            return {}


def _title(status: int) -> tuple[str, str]:
    if status in _TITLES:
        return _TITLES[status]
    phrase = HTTPStatus(status).phrase
    return phrase, phrase


async def _of_registry(request: Request, error: Exception) -> Response:
    if not isinstance(error, RegistryError):
        raise error
    if isinstance(error, errors.Unavailable):
        structlog.get_logger().error("unavailable", why=error.why)
    return refusal(request, error)


async def _of_graph(request: Request, error: Exception) -> Response:
    """What the operations did not expect of the graph; the text stays in the log, without any value it may name."""
    structlog.get_logger().error("graph", kind=type(error).__name__, trace=trace_of(error))
    if isinstance(error, AlreadyThere):
        vi = "Một giá trị phải là duy nhất đã có trong hồ sơ khác."
        return refusal(request, errors.Duplicate("taken", vi=vi, en="A value that must be unique is taken."))
    return refusal(request, errors.Unavailable(type(error).__name__))


async def _of_validation(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return refusal(request, invalid_from(error.errors()))


async def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return failure(request, error.status_code, error.headers)
