"""The values of a form as people write them, dates, amounts and shares, and the tree that their names describe."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from babel.numbers import NumberFormatError, parse_decimal
from pydantic import BaseModel

from api.language import date_text, number_text
from registry.lists import Language

Tree = dict[str, "Tree | list[Tree] | str"]

_DATES: Final = frozenset({"start", "end", "available_from", "deadline", "due", "on"})
_AMOUNTS: Final = frozenset({"amount"})
_PERCENTS: Final = frozenset({"share"})
_DAY_FIRST: Final = re.compile(r"(?:(?:(\d{1,2})\s*[/.]\s*)?(\d{1,2})\s*[/.]\s*)?(\d{4})")


def tree_of(values: Mapping[str, str], language: Language) -> Tree:
    """The nested values that dotted names describe, in the forms that models take; empty fields are left out."""
    root: Tree = {}
    for name, text in values.items():
        if not text.strip():
            continue
        *above, last = name.split(".")
        node = root
        for part in above:
            below = node.setdefault(part, {})
            if not isinstance(below, dict):
                break
            node = below
        else:
            node[last] = _plain(last, text, language)
    return {name: _with_lists(below) for name, below in root.items()}


def _with_lists(node: "Tree | list[Tree] | str") -> "Tree | list[Tree] | str":
    if not isinstance(node, dict):
        return node
    below = {name: _with_lists(value) for name, value in node.items()}
    if below and all(name.isdecimal() for name in below):
        return [below[name] for name in sorted(below, key=int)]  # type: ignore[misc]
    return below


def _plain(name: str, text: str, language: Language) -> str:
    if name in _DATES:
        return iso_date(text)
    if name in _AMOUNTS:
        return plain_number(text, language)
    if name in _PERCENTS:
        return _share(text, language)
    return text


def iso_date(text: str) -> str:
    """A date typed as 17/05/2019, 05/2019 or 2019 the way ISO 8601 writes it; any other text as it is."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if not match:
        return text.strip()
    day, month, year = match.groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def plain_number(text: str, language: Language) -> str:
    """A number typed with the marks of the language, without them; any other text as it is."""
    try:
        return str(parse_decimal(text.strip(), locale="vi_VN" if language == "vi" else "en_GB", strict=True))
    except NumberFormatError:
        return text.strip()


def _share(text: str, language: Language) -> str:
    number = plain_number(text.replace("%", ""), language)
    try:
        return str(float(number) / 100)
    except ValueError:
        return text


def flattened(model: BaseModel, language: Language) -> dict[str, str]:
    """The fields of a form that hold what a model holds, written for a reader of the language."""
    return dict(_leaves("", model.model_dump(mode="json", exclude_none=True), language))


def _leaves(path: str, value: object, language: Language) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), below, language)
    elif isinstance(value, list):
        for position, below in enumerate(value):
            yield from _leaves(f"{path}.{position}", below, language)
    else:
        yield path, _written(path.rpartition(".")[2], value, language)


def _written(name: str, value: object, language: Language) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if name in _DATES and language == "vi":
        return date_text(str(value), language)
    if name in _AMOUNTS and isinstance(value, float):
        return number_text(value, language, places=0 if value.is_integer() else 2)
    if name in _PERCENTS and isinstance(value, float):
        return number_text(value * 100, language)
    return str(value)
