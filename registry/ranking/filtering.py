"""The filters of a question: who is looked at, told by facts that institutes may see; no filter changes a score."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from matching import PeopleIndex
from matching.tags import Where
from registry import lists
from registry.errors import FieldError, Invalid
from registry.lists import Entry, Language, UnknownCode
from registry.models.matches import Filters, KeptBy
from registry.models.values import EARLIEST_YEAR

NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "field": ("lĩnh vực", "field"),
    "country": ("nơi cư trú", "country"),
    "standing": ("diện", "standing"),
    "language": ("ngôn ngữ", "language"),
    "available": ("thời gian có thể tham gia", "time from which they are available"),
    "law": ("theo luật", "by the law"),
}
LAW: Final[Mapping[KeptBy, tuple[str, str]]] = {
    KeptBy.NOT_EXCLUDED: ("bỏ người không đáp ứng", "without those who do not meet it"),
    KeptBy.NO_GAP: ("bỏ cả người chưa có minh chứng", "without those with a gap too"),
}
_LOOKUPS: Final[Mapping[str, Callable[[str], Entry]]] = {
    "field": lists.field,
    "country": lists.country,
    "standing": lambda code: lists.term("standings", code),
    "language": lambda code: lists.term("languages", code),
}
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def check(filters: Filters) -> None:
    """Refuse codes that no list has, and a month that is none.

    Raises:
        Invalid: each wrong value is named.
    """
    errors = []
    for name, codes in _asked(filters):
        for code in codes:
            if not _known(name, code):
                vi, en = f"Không có giá trị {code} cho bộ lọc này.", f"There is no {NAMES[name][1]} {code}."
                if name == "available":
                    vi, en = f"Tháng được viết 2027-03, không phải {code}.", f"A month is written 2027-03, not {code}."
                errors.append(FieldError(f"/{name}", "unknown-code", vi, en))
    if errors:
        raise Invalid(*errors)


def where(filters: Filters) -> Where:
    """The filters as the index takes them: of each, at least one value must hold."""
    return [_tags(name, codes) for name, codes in _asked(filters)]


def written(filters: Filters) -> tuple[str, ...]:
    """The filters as a run keeps them: `country=FR`."""
    kept = tuple(f"{name}={code}" for name, codes in _asked(filters) for code in codes)
    return (*kept, f"law={filters.law.value}") if filters.law else kept


def read(kept: Sequence[str]) -> Filters:
    """The filters of a run as they were asked for."""
    pairs = [text.split("=", 1) for text in kept]
    of = {name: tuple(code for kind, code in pairs if kind == name) for name in NAMES}
    return Filters(
        field=of["field"],
        country=of["country"],
        standing=of["standing"],
        language=of["language"],
        available=of["available"][0] if of["available"] else None,
        law=KeptBy(of["law"][0]) if of["law"] else None,
    )


def require_somebody(index: PeopleIndex, filters: Filters) -> int:
    """Count whom the filters leave.

    Raises:
        Invalid: nobody; every filter that could be the reason is named with what it alone leaves, and with how many
            would be left without it.
    """
    asked = list(_asked(filters))
    found = index.matching(where(filters))
    if found or not asked or not len(index):
        return found
    errors = []
    for name, codes in asked:
        alone = index.matching([_tags(name, codes)])
        without = index.matching([_tags(other, listed) for other, listed in asked if other != name])
        if not alone or without:
            errors.append(_left_nobody(name, codes, alone, without))
    raise Invalid(
        *(errors or [_left_nobody(name, codes, index.matching([_tags(name, codes)]), 0) for name, codes in asked])
    )


def value_name(name: str, code: str, language: Language) -> str:
    """What the value of a filter is called; a month as the language writes it."""
    if name == "law":
        return LAW[KeptBy(code)][0 if language == "vi" else 1]
    if name == "available":
        return "/".join(reversed(code.split("-"))) if language == "vi" else code
    try:
        return lists.label(_LOOKUPS[name](code), language)
    except UnknownCode:
        return code


def _left_nobody(name: str, codes: Sequence[str], alone: int, without: int) -> FieldError:
    listed = ", ".join(codes)
    vi = f"Bộ lọc {NAMES[name][0]} ({listed}) "
    en = f"The filter of {NAMES[name][1]} ({listed}) "
    vi += "không để lại ai." if not alone else f"một mình còn {alone} người, cùng các bộ lọc khác thì không còn ai."
    en += "leaves nobody." if not alone else f"alone leaves {alone}, together with the other filters nobody."
    if without:
        vi, en = f"{vi} Bỏ bộ lọc này thì còn {without} người.", f"{en} Left without it: {without}."
    else:
        vi, en = f"{vi} Bỏ riêng bộ lọc này thì vẫn không có ai.", f"{en} Without it alone there is still nobody."
    return FieldError(f"/{name}", "filter-leaves-nobody", vi, en)


def _asked(filters: Filters) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in ("field", "country", "standing", "language"):
        codes = getattr(filters, name)
        if codes:
            yield name, codes
    if filters.available:
        yield "available", (filters.available,)


def _known(name: str, code: str) -> bool:
    if name == "available":
        return _MONTH.fullmatch(code) is not None
    try:
        _LOOKUPS[name](code)
    except UnknownCode:
        return False
    return True


def _tags(name: str, codes: Sequence[str]) -> frozenset[str]:
    if name != "available":
        return frozenset(f"{name}:{code}" for code in codes)
    year, month = (int(part) for part in codes[0].split("-"))
    until = [
        f"available:{y}-{m:02}" for y in range(EARLIEST_YEAR, year + 1) for m in range(1, 13) if (y, m) <= (year, month)
    ]
    return frozenset(["available:now", *until])
