"""A row of led programmes as it is understood: checked, cleaned, with nothing of the graph in it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final, Self

import orjson
import rfc8785
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from registry import lists
from registry.errors import FieldError
from registry.importers.lines import LONGEST
from registry.importers.rejections import because, reasons_of
from registry.models.values import Line, Model, OptionalDate, OptionalLong, OptionalShort, Short

# What a field may be called in a source, by what it is called here.
_ALIASES: Final[Mapping[str, str]] = {
    "abstract": "text",
    "summary": "text",
    "co_leads": "co",
    "institute": "institution",
    "programmes": "programs",
}
# Known fields that are not kept; the officer in charge is a code of the funder's own staff.
_NOT_KEPT: Final = frozenset({"division", "instrument"})
_AMERICAN_DATE: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_C1: Final = re.compile("[\x80-\x9f]")
# The same in a line of JSON, as bytes of UTF-8 or escaped.
_RAW_C1: Final = re.compile(rb"\xc2[\x80-\x9f]|\\u00[89]")


def _iso(text: object) -> object:
    """A date written month/day/year in the form that all dates have here."""
    found = _AMERICAN_DATE.fullmatch(text.strip()) if isinstance(text, str) else None
    return f"{found[3]}-{found[1]}-{found[2]}" if found else text


def _several(value: object) -> object:
    """A list without its empty entries; a single text is a list of one, nothing an empty list."""
    if value is None:
        return ()
    entries = value if isinstance(value, list) else [value]
    return tuple(entry for entry in entries if not (isinstance(entry, str) and not entry.strip()))


def _id(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _amount(value: object) -> object:
    """A number, or text that is one; empty text is none, true and false are no numbers."""
    if isinstance(value, bool):
        return str(value)
    return None if isinstance(value, str) and not value.strip() else value


def _country(value: object) -> object:
    """The code of a country that is named by a name or a code of the list."""
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("country-missing", "The country is missing.")
    code = _countries().get(value.strip().casefold())
    if code is None:
        raise PydanticCustomError("country-unknown", "There is no such country.")
    return code


@cache
def _countries() -> Mapping[str, str]:
    return {
        name.casefold(): country.code
        for country in lists.countries()
        for name in (country.code, country.name_en, country.name_vi, *country.aliases)
    }


SourceDate = Annotated[OptionalDate, BeforeValidator(_iso)]


class ProgrammeRecord(Model):
    """A programme as a source tells of it; people and institution are named as the source names them."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[OptionalShort, BeforeValidator(_id)] = None
    title: Line
    text: OptionalLong = None
    lead: Short
    co: Annotated[tuple[Short, ...], BeforeValidator(_several)] = Field(default=(), max_length=500)
    institution: OptionalShort = None
    city: OptionalShort = None
    state: OptionalShort = None
    country: Annotated[Annotated[str, BeforeValidator(_country)], Field(validate_default=True)] = ""
    start: SourceDate = None
    end: SourceDate = None
    signed: SourceDate = None
    amount: Annotated[Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)] | None, BeforeValidator(_amount)] = (
        None
    )
    programs: Annotated[tuple[Line, ...], BeforeValidator(_several)] = Field(default=(), max_length=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        begins = self.start or self.signed
        if begins and self.end and self.end < begins[: len(self.end)]:
            raise PydanticCustomError("date-order", "The end lies before the start.", {"field": "end"})
        return self

    @property
    def people(self) -> tuple[str, ...]:
        """The lead first, then the co-leads, each once."""
        return tuple(dict.fromkeys((self.lead, *self.co)))

    @property
    def key(self) -> str:
        """What names the programme within its source: its id there, else a digest of what does not change."""
        if self.id:
            return self.id
        names = [self.title, self.lead, self.start or self.signed]
        return hashlib.sha256(rfc8785.dumps(names)).hexdigest()[:32]

    @property
    def institution_key(self) -> str | None:
        """What names the institution within its source: country and name, however spaced and capitalised."""
        if self.institution is None:
            return None
        return f"{self.country}:{' '.join(self.institution.casefold().split())}"


@dataclass(frozen=True, slots=True)
class Read:
    """A line that was read: a record, or the reasons why there is none; `fields` are those that were not understood."""

    line: int
    record: ProgrammeRecord | None
    reasons: tuple[FieldError, ...] = ()
    fields: frozenset[str] = frozenset()


def read(line: int, raw: bytes, *, country: str | None = None) -> Read:
    """Understand one line of a file; `country` counts where the row names none."""
    if len(raw) > LONGEST:
        return Read(line, None, (because("line-too-long", limit=LONGEST),))
    try:
        given = orjson.loads(raw.decode())
    except UnicodeDecodeError as error:
        return Read(line, None, (because("not-utf8", limit=error.start + 1),))
    except orjson.JSONDecodeError:
        return Read(line, None, (because("not-json"),))
    if not isinstance(given, dict):
        return Read(line, None, (because("not-object"),))
    repair = _repaired if _RAW_C1.search(raw) else _untouched
    kept = {_ALIASES.get(name, name): repair(value) for name, value in given.items()}
    if country is not None and not kept.get("country"):
        kept["country"] = country
    fields = frozenset(kept.keys() - ProgrammeRecord.model_fields.keys())
    try:
        return Read(line, ProgrammeRecord.model_validate(kept), fields=fields)
    except ValidationError as error:
        return Read(line, None, reasons_of(error), fields)


def warning_of(field: str) -> FieldError:
    """What to say, once, of a field that is not imported."""
    if field == "officer":
        return because("field-ignored", field)
    return because("field-not-kept" if field in _NOT_KEPT else "field-unknown", field[:60])


def _repaired(value: object) -> object:
    """Text in which the characters 0x80 to 0x9f are what Windows-1252 means by them, as every browser reads them."""
    if isinstance(value, str):
        return _C1.sub(lambda found: _windows(found[0]), value)
    return [_repaired(each) for each in value] if isinstance(value, list) else value


def _untouched(value: object) -> object:
    return value


def _windows(character: str) -> str:
    return character.encode("latin-1").decode("windows-1252", errors="replace")
