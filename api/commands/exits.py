"""How a command ends: the exit codes, and the sentence and code for everything that is expected to go wrong."""

from collections.abc import Mapping
from enum import IntEnum

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.validation import SENTENCES, invalid
from graph.errors import AlreadyThere, GraphError, GraphRefused, GraphUnavailable, QueryTookTooLong
from graph.failures import EngineFailed
from registry import errors
from registry.errors import RegistryError


class Exit(IntEnum):
    """What the shell is told; README says the same."""

    OK = 0
    CHECK_FAILED = 1
    WRONG_USAGE = 2
    NOT_READY = 3
    UNAVAILABLE = 4
    REFUSED = 5
    BUG = 70
    INTERRUPTED = 130


MEANINGS: Mapping[Exit, tuple[str, str]] = {
    Exit.OK: ("đã làm xong", "done"),
    Exit.CHECK_FAILED: (
        "một phép kiểm tra không đạt: chuỗi nhật ký bị đứt, máy có lỗi, có dòng dữ liệu bị từ chối",
        "a check failed: the audit chain is broken, the machine has a fault, rows were rejected",
    ),
    Exit.WRONG_USAGE: (
        "lệnh, dữ liệu nhập hoặc thiết lập không đúng",
        "the command, what was given or a setting is wrong",
    ),
    Exit.NOT_READY: ("cơ sở dữ liệu chưa được nâng cấp", "the database lacks a migration"),
    Exit.UNAVAILABLE: ("cơ sở dữ liệu không trả lời", "the graph database does not answer"),
    Exit.REFUSED: (
        "không có hồ sơ đó, trạng thái của nó không cho phép, hoặc tài khoản không có thẩm quyền",
        "there is no such record, its state forbids it, or the account may not do it",
    ),
    Exit.BUG: ("lỗi của chính phần mềm", "a fault of the program itself"),
    Exit.INTERRUPTED: ("bị ngắt giữa chừng (Ctrl+C)", "interrupted (Ctrl+C)"),
}

# The first ancestor that stands here counts.
_OF_REGISTRY: Mapping[type[RegistryError], Exit] = {
    RegistryError: Exit.REFUSED,
    errors.Invalid: Exit.WRONG_USAGE,
    errors.ModelRefused: Exit.WRONG_USAGE,
    errors.NotReady: Exit.NOT_READY,
    errors.Unavailable: Exit.UNAVAILABLE,
}
_OF_GRAPH: Mapping[type[GraphError], tuple[str, str]] = {
    GraphError: (
        "Cơ sở dữ liệu không làm được việc này.",
        "The graph database could not do this.",
    ),
    GraphUnavailable: (
        "Cơ sở dữ liệu không trả lời. Hãy kiểm tra REGISTRY_GRAPH_URI, máy chủ và mạng; "
        "`registry doctor` cho biết thêm.",
        "The graph database does not answer. Check REGISTRY_GRAPH_URI, the server and the network; "
        "`registry doctor` tells more.",
    ),
    GraphRefused: (
        "Cơ sở dữ liệu từ chối tên hoặc mật khẩu. Hãy kiểm tra REGISTRY_GRAPH_USER và REGISTRY_GRAPH_PASSWORD.",
        "The graph database refuses the user name or the password. Check REGISTRY_GRAPH_USER and "
        "REGISTRY_GRAPH_PASSWORD.",
    ),
    QueryTookTooLong: (
        "Một truy vấn vượt quá thời hạn của cơ sở dữ liệu. Hãy thử lại khi máy bớt tải.",
        "A query met the time limit of the database. Try again when the machine is less busy.",
    ),
    AlreadyThere: (
        "Một giá trị phải là duy nhất đã thuộc về hồ sơ khác.",
        "A value that must be unique belongs to another record.",
    ),
}
EXPECTED = (RegistryError, GraphError, EngineFailed, ValidationError, OSError)


class Refused(RegistryError):
    """What the command line itself refuses, with the code that it ends with."""

    def __init__(self, code: str, exit_code: Exit, *, vi: str, en: str) -> None:
        super().__init__(code, vi=vi, en=en)
        self.exit_code = exit_code


def told(error: Exception) -> tuple[Exit, str, str]:
    """The exit code of an expected error and its sentence in Vietnamese and in English."""
    match error:
        case Refused():
            return error.exit_code, error.vi, error.en
        case errors.Invalid():
            return Exit.WRONG_USAGE, _listed(error, "vi"), _listed(error, "en")
        case RegistryError():
            return next(_OF_REGISTRY[kind] for kind in type(error).__mro__ if kind in _OF_REGISTRY), error.vi, error.en
        case EngineFailed():
            return Exit.UNAVAILABLE, error.vi, error.en
        case GraphError():
            return Exit.UNAVAILABLE, *next(_OF_GRAPH[kind] for kind in type(error).__mro__ if kind in _OF_GRAPH)
        case ValidationError():
            return told(invalid(error))
        case OSError():
            return Exit.WRONG_USAGE, *_of_file(error)
        case _:
            raise error


def _of_file(error: OSError) -> tuple[str, str]:
    reason = error.strerror or type(error).__name__
    name = error.filename or "-"
    return f"Không dùng được tệp {name}: {reason}.", f"The file {name} cannot be used: {reason}."


def wrong_settings(error: ValidationError) -> Refused:
    """The refusal of settings that cannot be used; each is named by its environment variable, never by its value."""
    wrong = error.errors(include_url=False, include_input=False, include_context=True)
    texts = [_of_setting(detail) for detail in wrong]
    return Refused(
        "settings",
        Exit.WRONG_USAGE,
        vi="Thiết lập chưa đúng. " + " ".join(vi for vi, _ in texts),
        en="The settings cannot be used. " + " ".join(en for _, en in texts),
    )


def of_option(error: typer.BadParameter) -> Refused:
    """The refusal of what was given to an option or an argument.

    Raises:
        BadParameter: the same again, where only the command line's own library has words for it.
    """
    cause = error.__cause__
    if error.param is None or not isinstance(cause, ValidationError):
        raise error
    [detail, *_] = cause.errors(include_url=False, include_input=False)
    _, found, choices = detail["msg"].partition(" is not one of ")
    if found:
        listed = choices.rstrip(".")
        vi, en = (sentence.format(expected=listed) for sentence in SENTENCES["enum"])
    elif detail["type"] in SENTENCES:
        [field, *_] = invalid(cause).errors
        vi, en = field.vi, field.en
    else:
        raise error
    name = next((option for option in error.param.opts if option.startswith("--")), error.param.name)
    return Refused("option", Exit.WRONG_USAGE, vi=f"{name}: {vi}", en=f"{name}: {en}")


def _of_setting(detail: ErrorDetails) -> tuple[str, str]:
    name = "_".join(["REGISTRY", *(str(part).upper() for part in detail["loc"])])
    sentences = SENTENCES.get(detail["type"])
    if sentences is None:
        said = detail["msg"].removeprefix("Value error, ")
        return f"{name}: {said}", f"{name}: {said}"
    vi, en = (sentence.format_map(detail.get("ctx", {})) for sentence in sentences)
    return f"{name}: {vi}", f"{name}: {en}"


def _listed(error: errors.Invalid, language: str) -> str:
    """Everything that is wrong, each with its place, one line each."""
    lines = [f"{field.pointer or '/'}: {field.vi if language == 'vi' else field.en}" for field in error.errors]
    return "\n".join(lines) if lines else error.sentence(language)
