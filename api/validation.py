"""What pydantic found wrong, as field errors in both languages."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from registry.errors import FieldError, Invalid

# By pydantic's error type; the braces take values out of the error's context.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("Mục này là bắt buộc.", "This is required."),
    "extra_forbidden": ("Không có mục nào tên là {name}.", "There is no field named {name}."),
    "json_invalid": ("Nội dung gửi lên không phải JSON đúng: {error}.", "The body is not valid JSON: {error}."),
    "json_type": ("Nội dung gửi lên phải là JSON.", "The body must be JSON."),
    "string_type": ("Ở đây phải là văn bản.", "This must be text."),
    "string_unicode": ("Văn bản này không phải UTF-8.", "This text is not UTF-8."),
    "string_too_long": ("Dài quá {max_length} ký tự.", "This is longer than {max_length} characters."),
    "string_too_short": ("Cần ít nhất {min_length} ký tự.", "This needs at least {min_length} characters."),
    "string_pattern_mismatch": ("Không đúng dạng quy định.", "This does not have the expected form."),
    "too_long": ("Nhiều quá {max_length} mục.", "There are more than {max_length} items."),
    "too_short": ("Cần ít nhất {min_length} mục.", "At least {min_length} is needed."),
    "enum": ("Phải là một trong các giá trị: {expected}.", "This must be one of: {expected}."),
    "literal_error": ("Phải là một trong các giá trị: {expected}.", "This must be one of: {expected}."),
    "int_type": ("Ở đây phải là số nguyên.", "This must be a whole number."),
    "int_parsing": ("Ở đây phải là số nguyên.", "This must be a whole number."),
    "int_parsing_size": ("Số này quá lớn.", "This number is too large."),
    "int_from_float": ("Ở đây phải là số nguyên.", "This must be a whole number."),
    "float_type": ("Ở đây phải là số.", "This must be a number."),
    "float_parsing": ("Ở đây phải là số.", "This must be a number."),
    "finite_number": ("Ở đây phải là số hữu hạn.", "This must be a finite number."),
    "bool_type": ("Ở đây phải là đúng hoặc sai.", "This must be true or false."),
    "bool_parsing": ("Ở đây phải là đúng hoặc sai.", "This must be true or false."),
    "greater_than": ("Phải lớn hơn {gt}.", "This must be more than {gt}."),
    "greater_than_equal": ("Phải từ {ge} trở lên.", "This must be {ge} or more."),
    "less_than": ("Phải nhỏ hơn {lt}.", "This must be less than {lt}."),
    "less_than_equal": ("Không được quá {le}.", "This must be {le} or less."),
    "list_type": ("Ở đây phải là một danh sách.", "This must be a list."),
    "tuple_type": ("Ở đây phải là một danh sách.", "This must be a list."),
    "dict_type": ("Ở đây phải là một đối tượng.", "This must be an object."),
    "model_type": ("Ở đây phải là một đối tượng.", "This must be an object."),
    "model_attributes_type": ("Ở đây phải là một đối tượng.", "This must be an object."),
    "dict_attributes_type": ("Ở đây phải là một đối tượng.", "This must be an object."),
    "union_tag_invalid": (
        "Không có loại điều kiện {tag}; chỉ có: {expected_tags}.",
        "There is no predicate {tag}; there are only: {expected_tags}.",
    ),
    "union_tag_not_found": ("Thiếu tên loại điều kiện.", "The predicate is not named."),
    "date_type": ("Ở đây phải là một ngày.", "This must be a date."),
    "date_parsing": ("Ngày được viết 2026-07-01.", "A date is written 2026-07-01."),
    "date_from_datetime_parsing": ("Ngày được viết 2026-07-01.", "A date is written 2026-07-01."),
    "date_from_datetime_inexact": ("Ở đây là một ngày, không có giờ.", "This is a day, without a time."),
    "dataclass_type": ("Ở đây phải là một đối tượng.", "This must be an object."),
    "none_required": ("Mục này phải để trống.", "This must be empty."),
    # Those of our own models.
    "control-character": ("Văn bản chứa ký tự điều khiển.", "The text holds a control character."),
    "date-form": (
        "Ngày được viết 2019, 2019-05 hoặc 2019-05-17.",
        "A date is written 2019, 2019-05 or 2019-05-17.",
    ),
    "year-range": ("Năm phải từ 1900 đến 2100.", "The year must lie between 1900 and 2100."),
    "date-impossible": ("Không có ngày này trong lịch.", "There is no such day in the calendar."),
    "date-order": ("Ngày kết thúc trước ngày bắt đầu.", "The end lies before the start."),
    "title-long": ("Tiêu đề dài nhất 500 ký tự.", "A title has at most 500 characters."),
    "text-missing": (
        "Hãy ghi bằng tiếng Việt, tiếng Anh, hoặc cả hai.",
        "Give the text in Vietnamese, in English, or in both.",
    ),
    "orcid-form": (
        "ORCID có mười sáu ký tự, ví dụ 0000-0002-1825-0097.",
        "An ORCID has sixteen characters, as in 0000-0002-1825-0097.",
    ),
    "orcid-check": (
        "Ký tự cuối của mã ORCID này không khớp với các ký tự trước.",
        "The last character of this ORCID does not fit the others.",
    ),
    "audience-unknown": ("Hồ sơ không có phần {part}.", "A profile has no part {part}."),
    "province-abroad": ("Chỉ ghi tỉnh, thành phố khi ở Việt Nam.", "A province is given only within Viet Nam."),
    "claim-incomplete": (
        "Mục loại {kind} phải ghi {field}.",
        "A claim of the kind {kind} must say its {field}.",
    ),
    "claim-misplaced": ("Chỉ mục loại {kind} mới có {field}.", "Only a claim of the kind {kind} has a {field}."),
    "rule-dates": ("Quy định hết hiệu lực trước khi có hiệu lực.", "A rule ends before it begins."),
    "rule-unverified": (
        "Quy định chưa đọc được nguyên văn thì chỉ để người xem xét, không được tính bằng máy.",
        "A rule whose wording was not read is for a human to judge.",
    ),
    "rule-exception": (
        "Trường hợp ngoại lệ chỉ để người có thẩm quyền quyết định.",
        "The exception clause is for a human to decide.",
    ),
    "rule-language": (
        "Nội dung quy định phải có cả tiếng Việt và tiếng Anh.",
        "The text of a rule is given in Vietnamese and in English.",
    ),
    "office": ("Công chúng không có tài khoản.", "The public has no account."),
    "office-institute": (
        "Tài khoản của tổ chức, và chỉ tài khoản này, phải ghi tổ chức của mình.",
        "An institute's account, and only one, names its institute.",
    ),
    "office-expert": (
        "Tài khoản của chuyên gia, và chỉ tài khoản này, phải ghi hồ sơ chuyên gia của mình.",
        "An expert's account, and only one, names its expert.",
    ),
    "office-scope": (
        "Chỉ tài khoản của Ban Chỉ đạo mới có phạm vi phụ trách riêng.",
        "Only an account of the committee has a scope of its own.",
    ),
}
_OTHERWISE = ("Giá trị này không hợp lệ.", "This value is not valid.")
# Where FastAPI says a value came from; the pointer begins behind it.
_PLACES = frozenset({"body", "query", "path", "header", "cookie"})
_MOST_ERRORS = 100


def invalid(error: ValidationError, *, under: str = "") -> Invalid:
    """The refusal that names everything a model found wrong; `under` is put before each pointer."""
    return invalid_from(error.errors(include_url=False, include_input=False), under=under)


def invalid_from(details: Iterable[ErrorDetails], *, under: str = "") -> Invalid:
    """The same out of pydantic's details, of which the first hundred are kept."""
    return Invalid(*(_field_error(detail, under) for detail in list(details)[:_MOST_ERRORS]))


def pointer_of(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901); none of its parts is the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _field_error(detail: ErrorDetails, under: str) -> FieldError:
    code = _code(detail)
    path = _path(detail)
    context = {"name": _shortened(path[-1] if path else ""), **detail.get("ctx", {})}
    # Pydantic lists what it expected in English.
    in_vietnamese = context | {"expected": str(context.get("expected", "")).replace(" or ", " hoặc ")}
    vi, en = SENTENCES.get(code, _OTHERWISE)
    pointer = under + pointer_of(*path)
    return FieldError(pointer, code.replace("_", "-"), vi.format_map(in_vietnamese), en.format_map(context))


def _code(detail: ErrorDetails) -> str:
    """Pydantic's type of the error; of a text with a validator in front it speaks as of a list, which we put right."""
    code = detail["type"]
    counted_as_list = code in {"too_long", "too_short"} and detail.get("ctx", {}).get("field_type") == "Value"
    return f"string_{code}" if counted_as_list else code


def _path(detail: ErrorDetails) -> tuple[str | int, ...]:
    """Where the value stands; what is wrong with the JSON itself has an offset and no place."""
    path = detail["loc"]
    if path and path[0] in _PLACES:
        path = path[1:]
    return () if detail["type"] == "json_invalid" else path


def _shortened(name: str | int) -> str:
    text = str(name)
    return text if len(text) <= 60 else text[:59] + "…"
