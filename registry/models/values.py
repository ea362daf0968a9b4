"""The small values that all subjects share: texts in two languages, partial dates, audiences, digests."""

import hashlib
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.canonical import canonical

# Without summer time, so no table of zones is needed.
_VIET_NAM = timezone(timedelta(hours=7))
LONGEST_TITLE = 500
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class Model(BaseModel):
    """A strict model: unknown fields are refused, texts are trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Audience(StrEnum):
    """Who may see a fact; each audience includes those before it."""

    SELF = "self"
    COMMITTEE = "committee"
    INSTITUTES = "institutes"
    PUBLIC = "public"


class Verification(StrEnum):
    """What is known about a claim. A rejected claim ("not mine") is kept so that no import brings it back."""

    DECLARED = "declared"
    IMPORTED = "imported"
    VERIFIED = "verified"
    REJECTED = "rejected"


def _composed(text: object) -> object:
    """Text in NFC, so that the same word always has the same characters."""
    return unicodedata.normalize("NFC", text) if isinstance(text, str) else text


# The category Cc of Unicode without tab, line feed and carriage return.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _without_controls(text: str) -> str:
    if _CONTROLS.search(text):
        raise PydanticCustomError("control-character", "The text holds a control character.")
    return text


def _empty_is_none(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


Short = Annotated[
    str,
    BeforeValidator(_composed),
    StringConstraints(max_length=200, min_length=1, strip_whitespace=True),
    AfterValidator(_without_controls),
]
Line = Annotated[
    str,
    BeforeValidator(_composed),
    StringConstraints(max_length=500, min_length=1, strip_whitespace=True),
    AfterValidator(_without_controls),
]
Long = Annotated[
    str,
    BeforeValidator(_composed),
    StringConstraints(max_length=10_000, min_length=1, strip_whitespace=True),
    AfterValidator(_without_controls),
]
OptionalShort = Annotated[Short | None, BeforeValidator(_empty_is_none)]
OptionalLine = Annotated[Line | None, BeforeValidator(_empty_is_none)]
OptionalLong = Annotated[Long | None, BeforeValidator(_empty_is_none)]

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _real_date(text: str) -> str:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise PydanticCustomError("date-form", "A date is written 2019, 2019-05 or 2019-05-17.")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PydanticCustomError("year-range", "The year must lie between 1900 and 2100.")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise PydanticCustomError("date-impossible", "There is no such day in the calendar.") from None
    return text


# A date that may lack its day or its month, as ISO 8601 writes it: 2019, 2019-05 or 2019-05-17.
PartialDate = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_real_date)]
OptionalDate = Annotated[PartialDate | None, BeforeValidator(_empty_is_none)]


class Bilingual(Model):
    """A text in Vietnamese, in English, or in both; never in neither."""

    vi: OptionalLong = None
    en: OptionalLong = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.vi is None and self.en is None:
            raise PydanticCustomError("text-missing", "Give the text in Vietnamese, in English, or in both.")
        return self

    def in_(self, language: str) -> str:
        """The text in `vi` or `en`, or in the other language where that one is missing."""
        first, second = (self.vi, self.en) if language == "vi" else (self.en, self.vi)
        return first or second or ""


# What is no part of a version: the version's own name and time, and what receipts decide rather than the record.
_NO_CONTENT = {"digest", "updated_at", "agreed_to_matching"}


def _a_line(text: Bilingual) -> Bilingual:
    if any(len(words or "") > LONGEST_TITLE for words in (text.vi, text.en)):
        raise PydanticCustomError("title-long", "A title has at most 500 characters.")
    return text


# A text in one line: a title or a name.
Title = Annotated[Bilingual, AfterValidator(_a_line)]


def digest_of(model: BaseModel) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of a model: the version that ETag, lock and audit share."""
    content = model.model_dump(mode="json", exclude=_NO_CONTENT)
    return hashlib.sha256(canonical(content)).hexdigest()


def now() -> str:
    """This moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    """The day it is in Viet Nam, by which lists are in force and deadlines pass."""
    return datetime.now(_VIET_NAM).date()


def day_of(moment: str) -> date:
    """The day that it was in Viet Nam at a moment (ISO 8601, UTC unless it says otherwise)."""
    told = datetime.fromisoformat(moment)
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(_VIET_NAM).date()
