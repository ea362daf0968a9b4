"""What somebody typed into a form: read into a tree for a model, and kept with its errors until it is right.

The name of an input is the path of its value: `claims.0.title.vi` is `/claims/0/title/vi` of the draft. So an error
finds its field, and a draft turns into a filled form and back without a table of names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from api.pages.form_values import tree_of
from api.validation import invalid
from registry.errors import FieldError, Invalid
from registry.lists import Language

ModelType = TypeVar("ModelType", bound=BaseModel)

# What a form may send: how many fields, how long a name and how deep, and how high the number of a row. The largest
# form of ours, a mission with fifty roles, stays below; whatever goes far beyond was made to keep the server busy.
_MOST_FIELDS: Final = 6_000
_LONGEST_NAME: Final = 200
_DEEPEST_NAME: Final = 8
_LAST_ROW: Final = 2_000
_MOST_ROWS: Final = 300
# Choices that are already made in a new row; a row that holds nothing else is empty.
_PRESET: Final = frozenset({"kind", "audience", "currency", "status", "level", "part", "state"})


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its values as typed, by name, and the errors found in them."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    _positions: Mapping[str, frozenset[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the names once, so that a form with many rows asks each of them a single time."""
        object.__setattr__(self, "_positions", _positions_in(self.values))

    def value(self, name: str) -> str:
        """What stands in the field."""
        return self.values.get(name, "")

    def wrong(self, name: str) -> FieldError | None:
        """What is wrong with the field, or with the group of fields, of this name."""
        return next((error for error in self.errors if name_of(error) == name), None)

    def rows(self, name: str, *, least: int = 0) -> list[int]:
        """The positions of those rows of a repeated group that were sent; where there is none, the first `least`."""
        return sorted(self._positions.get(name) or range(least))

    def below(self, name: str) -> Mapping[str, str]:
        """What stands in the fields below a name, by the rest of their names."""
        return {key[len(name) + 1 :]: value for key, value in self.values.items() if key.startswith(f"{name}.")}

    def listed(self, name: str) -> list[str]:
        """The values of a list of plain values."""
        return [self.value(f"{name}.{position}") for position in self.rows(name)]


def name_of(error: FieldError) -> str:
    """The name of the field, or of the group of fields, that an error speaks of."""
    return error.pointer.strip("/").replace("/", ".")


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, without files; of a name that comes twice, the last.

    Raises:
        Invalid: it has longer or deeper names, or more rows, than any form of ours.
    """
    form = await request.form(max_fields=_MOST_FIELDS)
    values = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    groups = [values[button].partition(":")[0] for button in ("add", "remove") if button in values]
    if not all(_is_plain(name) for name in [*values, *groups]):
        raise _oversized()
    if any(len(rows) > _MOST_ROWS for rows in _positions_in(values).values()):
        raise _oversized()
    return values


def _is_plain(name: str) -> bool:
    parts = name.split(".", _DEEPEST_NAME)
    if len(name) > _LONGEST_NAME or len(parts) > _DEEPEST_NAME:
        return False
    return all(int(part) <= _LAST_ROW for part in parts if part.isdecimal())


def _oversized() -> Invalid:
    return Invalid(
        FieldError(
            "",
            "form-too-large",
            "Biểu mẫu gửi lên lớn quá mức cho phép; hãy mở lại trang và điền ít mục hơn.",
            "The form is larger than is allowed; open the page again and fill in fewer rows.",
        )
    )


def _positions_in(names: Iterable[str]) -> dict[str, frozenset[int]]:
    """The numbers of the rows of every group, by the name of the group."""
    found: dict[str, set[int]] = {}
    for name in names:
        parts = name.split(".")
        for place, part in enumerate(parts):
            if place and part.isdecimal():
                found.setdefault(".".join(parts[:place]), set()).add(int(part))
    return {group: frozenset(positions) for group, positions in found.items()}


Typed = Annotated[dict[str, str], Depends(typed)]


def changed_rows(values: Mapping[str, str]) -> dict[str, str] | None:
    """The form after the button that adds or takes away a row; None when another button was pressed.

    `add` names a group (`fields`) or a group and the kind of its new row (`claims:work`), `remove` a row (`claims.2`).
    """
    kept = {name: value for name, value in values.items() if name not in {"add", "remove"}}
    if "remove" in values:
        group, _, _ = values["remove"].rpartition(".")
        left = {name: value for name, value in kept.items() if not f"{name}.".startswith(values["remove"] + ".")}
        return renumbered(left, group)
    if "add" not in values:
        return None
    group, _, kind = values["add"].partition(":")
    kept = renumbered(kept, group)
    position = len(Filled(kept).rows(group))
    if kind:
        return kept | {f"{group}.{position}.kind": kind}
    return kept | {f"{group}.{position}": ""}


def without_empty_rows(values: Mapping[str, str], groups: Iterable[str]) -> dict[str, str]:
    """The form without those rows of some groups into which nothing was typed."""
    kept = dict(values)
    for group in groups:
        for names in _names_by_row(kept, group):
            if not any(kept[name].strip() for name in names if name.rpartition(".")[2] not in _PRESET):
                for name in names:
                    del kept[name]
        kept = renumbered(kept, group)
    return kept


def _names_by_row(values: Mapping[str, str], group: str) -> list[list[str]]:
    rows: dict[str, list[str]] = {}
    for name in values:
        if name.startswith(f"{group}."):
            position = name[len(group) + 1 :].partition(".")[0]
            if position.isdecimal():
                rows.setdefault(position, []).append(name)
    return list(rows.values())


def renumbered(values: Mapping[str, str], group: str) -> dict[str, str]:
    """The form with the rows of a group counted from 0 without gaps, in their order."""
    pattern = re.compile(rf"{re.escape(group)}\.(\d+)(.*)")
    present = sorted({int(match[1]) for name in values if (match := pattern.fullmatch(name))})
    new = {old: position for position, old in enumerate(present)}
    moved = {}
    for name, value in values.items():
        match = pattern.fullmatch(name)
        moved[f"{group}.{new[int(match[1])]}{match[2]}" if match else name] = value
    return moved


def drafted(model: type[ModelType], values: Mapping[str, str], language: Language, *, within: str = "") -> ModelType:
    """The model that the fields make, or those of them below `within`.

    Raises:
        Invalid: something is wrong; the pointers are those of the whole form.
    """
    under = "/" + within.replace(".", "/") if within else ""
    part = Filled(values).below(within) if within else values
    unreadable = [name for name, text in part.items() if "\ufffd" in text]
    if unreadable:
        raise Invalid(*(_unreadable(f"{under}/{name.replace('.', '/')}") for name in unreadable))
    try:
        return model.model_validate(tree_of(part, language))
    except ValidationError as error:
        raise Invalid(*(_reworded(found) for found in invalid(error, under=under).errors)) from None


def _reworded(error: FieldError) -> FieldError:
    """The error in the words of a form, where people write dates the way they are used to."""
    whole_day = error.code == "string-pattern-mismatch" and error.pointer.endswith(("/on", "/due"))
    if whole_day:
        vi, en = "Hãy ghi đủ ngày, tháng, năm như 17/05/2026.", "Write the whole date as 17/05/2026."
        return FieldError(error.pointer, "date-form", vi, en)
    if error.code != "date-form":
        return error
    return FieldError(
        error.pointer,
        error.code,
        "Hãy ghi ngày như 2019, 05/2019 hoặc 17/05/2019.",
        "Write the date as 2019, 05/2019 or 17/05/2019.",
    )


def _unreadable(pointer: str) -> FieldError:
    return FieldError(
        pointer,
        "unreadable-text",
        "Có ký tự không đọc được ở đây; hãy gõ lại.",
        "Some characters here cannot be read; please type them again.",
    )
