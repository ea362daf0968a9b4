"""Why a row is rejected: a stable code and a sentence in Vietnamese and in English for each wrong value."""

from collections.abc import Mapping

from pydantic import ValidationError

from registry.errors import FieldError

# What the fields are called in a sentence.
_NAMES: Mapping[str, tuple[str, str]] = {
    "id": ("mã số", "id"),
    "title": ("tên chương trình", "title"),
    "text": ("nội dung", "text"),
    "lead": ("người chủ trì", "lead"),
    "co": ("người đồng chủ trì", "co-leads"),
    "institution": ("tổ chức", "institution"),
    "city": ("thành phố", "city"),
    "state": ("bang, tỉnh", "state"),
    "country": ("quốc gia", "country"),
    "start": ("ngày bắt đầu", "start date"),
    "end": ("ngày kết thúc", "end date"),
    "signed": ("ngày ký", "date of signature"),
    "amount": ("kinh phí", "amount"),
    "programs": ("chương trình tài trợ", "programmes"),
    "officer": ("cán bộ phụ trách", "officer"),
}

# Types of pydantic's errors that mean the same to the reader.
_CODES: Mapping[str, str] = {
    "missing": "field-missing",
    "string_too_short": "field-missing",
    "too_short": "field-missing",
    "string_too_long": "text-too-long",
    "too_long": "text-too-long",
    "string_type": "not-text",
    "control-character": "control-character",
    "date-form": "date-form",
    "date-impossible": "date-impossible",
    "year-range": "year-range",
    "date-order": "date-order",
    "country-unknown": "country-unknown",
    "country-missing": "country-missing",
    "greater_than_equal": "amount-range",
    "less_than_equal": "amount-range",
    "finite_number": "amount-range",
}

# Where there are too many entries, and not too many letters in one of them.
_LISTS = (("co",), ("programs",))

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "field-missing": ("Thiếu {vi}.", "The {en} is missing."),
    "text-too-long": ("Phần “{vi}” dài quá {limit} ký tự.", "The {en} is longer than {limit} characters."),
    "list-too-long": ("Phần “{vi}” có quá {limit} mục.", "The {en} have more than {limit} entries."),
    "not-text": ("Phần “{vi}” phải là chữ.", "The {en} must be text."),
    "control-character": ("Phần “{vi}” có ký tự điều khiển.", "The {en} holds a control character."),
    "date-form": (
        "Phần “{vi}” phải viết 2019, 2019-05, 2019-05-17 hoặc 05/17/2019 (tháng trước ngày).",
        "The {en} is written 2019, 2019-05, 2019-05-17 or 05/17/2019 (month first).",
    ),
    "date-impossible": ("Phần “{vi}” là một ngày không có trong lịch.", "The {en} is no day of the calendar."),
    "year-range": (
        "Năm của phần “{vi}” phải từ 1900 đến 2100.",
        "The year of the {en} must lie between 1900 and 2100.",
    ),
    "date-order": ("Ngày kết thúc sớm hơn ngày bắt đầu.", "The end lies before the start."),
    "country-unknown": (
        "Không có quốc gia nào tên như vậy trong danh mục.",
        "The list of countries has none of this name.",
    ),
    "country-missing": (
        "Thiếu quốc gia; hãy ghi trong dòng này hoặc chọn một quốc gia cho cả lần nạp.",
        "The country is missing; give it in the row, or one for the whole import.",
    ),
    "amount-range": ("Kinh phí phải từ 0 đến một triệu tỷ.", "The amount must lie between 0 and 1e15."),
    "value-wrong": ("Phần “{vi}” không đúng kiểu.", "The {en} is not of the right type."),
    "not-utf8": (
        "Dòng này không phải chữ theo mã UTF-8 (từ byte thứ {limit}).",
        "This line is not UTF-8 (from byte {limit} on).",
    ),
    "not-json": ("Dòng này không phải JSON hợp lệ.", "This line is not valid JSON."),
    "not-object": (
        "Dòng này phải là một đối tượng JSON, tức nằm trong dấu ngoặc nhọn.",
        "This line must be a JSON object, in curly brackets.",
    ),
    "line-too-long": ("Dòng này dài quá {limit} byte.", "This line is longer than {limit} bytes."),
    "field-ignored": (
        "Phần “{vi}” không được nạp: mã của cán bộ phụ trách không phải là chuyên gia.",
        "The {en} is not imported: the codes of officers are not experts.",
    ),
    "field-not-kept": ("Trường “{vi}” không được lưu.", "The field “{en}” is not kept."),
    "field-unknown": ("Trường “{vi}” không rõ nghĩa nên bị bỏ qua.", "The field “{en}” is not known and was skipped."),
    "profile-closed": (
        "Một người trong dòng này đã đóng hồ sơ; không có gì được thêm cho người ấy.",
        "Somebody in this row has closed their profile; nothing was added for them.",
    ),
}


def because(code: str, field: str = "", *, limit: object = "") -> FieldError:
    """The reason with this code, about a field of the row or about the row as a whole."""
    vi, en = _SENTENCES[code]
    name_vi, name_en = _NAMES.get(field, (field, field))
    pointer = f"/{field}" if field else ""
    sentences = (text.format(vi=name_vi, en=name_en, limit=limit) for text in (vi, en))
    return FieldError(pointer, code, *(sentence[0].upper() + sentence[1:] for sentence in sentences))


def reasons_of(error: ValidationError) -> tuple[FieldError, ...]:
    """The reasons in a validation error of a row, one per wrong value."""
    reasons: dict[str, FieldError] = {}
    for each in error.errors(include_url=False, include_input=False):
        place = "/".join(str(part) for part in each["loc"])
        context = each.get("ctx", {})
        code = _CODES.get(each["type"], "value-wrong")
        if code == "text-too-long" and each["loc"] in _LISTS:
            code = "list-too-long"
        field = str(each["loc"][0]) if each["loc"] else str(context.get("field", ""))
        reason = because(code, field, limit=context.get("max_length", ""))
        reasons.setdefault(place, FieldError(f"/{place or field}", reason.code, reason.vi, reason.en))
    return tuple(reasons.values())
