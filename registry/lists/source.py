"""How a list of the registry is read from its file, where it comes from, and what is said when a code is unknown."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Final, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from registry.errors import RegistryError

Language = Literal["vi", "en"]


class Row(BaseModel):
    """One row of a list file: immutable, and refused when the file says more than the model knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provenance(Row):
    """Where a list comes from: its title in both languages, the day it was compiled, its sources and its caveats."""

    title: str
    title_vi: str
    as_of: date
    source: tuple[str, ...]
    notes: tuple[str, ...]


class Named(Protocol):
    """Anything with a Vietnamese and an English name, either of which a source may lack."""

    @property
    def name_vi(self) -> str | None: ...

    @property
    def name_en(self) -> str | None: ...


class Entry(Named, Protocol):
    """A named entry that is found by its code."""

    @property
    def code(self) -> str: ...


class Dated(Protocol):
    """Anything in force from one day to another, both included; an open end is in force still."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


LIST_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "fields": ("lĩnh vực nghiên cứu", "research fields"),
    "technologies": ("công nghệ chiến lược", "strategic technologies"),
    "taxonomies": ("danh mục công nghệ chiến lược theo ngày hiệu lực", "strategic technology lists by date"),
    "provinces": ("đơn vị hành chính cấp tỉnh", "provinces"),
    "countries": ("quốc gia và vùng lãnh thổ", "countries and territories"),
    "bodies": ("bộ và cơ quan trung ương", "ministries and central bodies"),
    "institutes": ("trường đại học và viện nghiên cứu", "universities and institutes"),
    "role_kinds": ("loại vị trí chủ trì", "kinds of leading roles"),
    "instruments": ("văn bản quy phạm", "instruments of law"),
    "criteria": ("tiêu chí", "criteria"),
    "benefits": ("chế độ", "benefits"),
    "concepts": ("khái niệm và tên gọi hai ngôn ngữ", "concepts and their names in two languages"),
    "conflict_rules": ("quan hệ có thể xung đột lợi ích", "conflicts of interest"),
    "case_moves": ("bước chuyển của hồ sơ", "moves of a case"),
    "case_regimes": ("quy trình theo nghị định", "regimes of cases"),
    "case_stages": ("giai đoạn của hồ sơ", "stages of a case"),
    "grades": ("mức đánh giá năm", "grades of the yearly assessment"),
    "became": ("kết quả đối với vị trí", "what became of a role"),
    "departures": ("lý do chọn khác thứ tự của máy", "reasons for departing from the machine's order"),
    "scorecard": ("mục chấm của hội đồng", "marks of a scorecard"),
    "systems": ("hệ thống chiến lược", "strategic systems"),
    "phases": ("giai đoạn của kế hoạch", "phases of the plan"),
    "tasks": ("nhiệm vụ công nghệ chiến lược", "strategic technology tasks"),
    "languages": ("ngôn ngữ", "languages"),
    "institute_kinds": ("loại tổ chức", "kinds of institutes"),
    "standings": ("diện của chuyên gia", "standings of experts"),
    "engagement_forms": ("hình thức tham gia", "forms of engagement"),
    "claim_kinds": ("loại minh chứng", "kinds of claims"),
    "degree_levels": ("trình độ đào tạo", "degree levels"),
    "programme_parts": ("vai trò trong chương trình", "parts in a programme"),
    "invention_states": ("tình trạng sáng chế", "states of inventions"),
    "language_levels": ("mức độ thành thạo ngôn ngữ", "language levels"),
    "holidays": ("ngày nghỉ lễ, tết", "public holidays"),
    "vocabularies": ("danh mục nhỏ của hệ thống", "small vocabularies"),
    "lists": ("danh sách các danh mục", "lists of the registry"),
}


class UnknownCode(RegistryError, LookupError):
    """A code that a list does not have: `given`, in the list `list_name`."""

    def __init__(self, list_name: str, given: str) -> None:
        vi, en = LIST_NAMES.get(list_name, (list_name, list_name))
        super().__init__(
            "unknown-code",
            vi=f"Không có mã “{given}” trong danh mục {vi}.",
            en=f"There is no code “{given}” in the list of {en}.",
        )
        self.list_name = list_name
        self.given = given

    def __reduce__(self) -> tuple[type["UnknownCode"], tuple[str, str]]:
        """Rebuild it from what it was made of: an exception is otherwise rebuilt from its message alone."""
        return type(self), (self.list_name, self.given)


FileModel = TypeVar("FileModel", bound=Provenance)
EntryType = TypeVar("EntryType")
DatedEntry = TypeVar("DatedEntry", bound=Dated)


def read(model: type[FileModel], file_name: str) -> FileModel:
    """The list file as its model; a file that does not fit raises pydantic.ValidationError."""
    return model.model_validate_json(files("registry").joinpath("data", file_name).read_bytes())


def find(index: Mapping[str, EntryType], list_name: str, code: str) -> EntryType:
    """The entry under the code, or UnknownCode."""
    try:
        return index[code]
    except KeyError:
        raise UnknownCode(list_name, code) from None


def in_force(entry: Dated, on: date) -> bool:
    """Whether the entry is in force that day; the first and the last day both count."""
    return entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)


def on_day(entries: tuple[DatedEntry, ...], on: date | None) -> tuple[DatedEntry, ...]:
    """The entries in force that day, or all of them when no day is asked for."""
    return entries if on is None else tuple(entry for entry in entries if in_force(entry, on))


def label(entry: Named, language: Language) -> str:
    """The name in the language asked for, in the other one where the source has none, else the empty text."""
    first, second = (entry.name_vi, entry.name_en) if language == "vi" else (entry.name_en, entry.name_vi)
    return first or second or ""
