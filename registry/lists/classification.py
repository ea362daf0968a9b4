"""The classification of research fields: 6 fields, 46 branches and 322 specialities of Decision 12/2008/QĐ-BKHCN."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, find, read


class Field(Row):
    """A field (level 1), a branch (2) or a speciality (3); the parent's code begins the child's."""

    code: str
    level: Literal[1, 2, 3]
    parent: str | None
    name_vi: str
    name_en: str
    name_en_verified: bool
    note: str | None


class FieldsFile(Provenance):
    """The classification with its instrument and the days it holds."""

    instrument: str
    valid_from: date
    valid_from_verified: bool
    valid_to: date | None
    fields: tuple[Field, ...]


@cache
def fields_file() -> FieldsFile:
    """The file as a whole, read once."""
    return read(FieldsFile, "fields.json")


@cache
def _by_code() -> Mapping[str, Field]:
    return {entry.code: entry for entry in fields_file().fields}


@cache
def _children() -> Mapping[str | None, tuple[Field, ...]]:
    below: dict[str | None, list[Field]] = {}
    for entry in fields_file().fields:
        below.setdefault(entry.parent, []).append(entry)
    return {parent: tuple(entries) for parent, entries in below.items()}


def fields(level: Literal[1, 2, 3] | None = None) -> tuple[Field, ...]:
    """All 374 entries by code, each parent before its children, or those of one level."""
    return tuple(entry for entry in fields_file().fields if level is None or entry.level == level)


def field(code: str) -> Field:
    """The entry under the code; raises UnknownCode."""
    return find(_by_code(), "fields", code)


def subfields(code: str) -> tuple[Field, ...]:
    """The entries directly below; empty for a speciality and for the few branches without one. Raises UnknownCode."""
    return _children().get(field(code).code, ())


def ancestors(code: str) -> tuple[Field, ...]:
    """The entries above, nearest first: branch, then field. Raises UnknownCode."""
    above: list[Field] = []
    parent = field(code).parent
    while parent is not None:
        above.append(field(parent))
        parent = above[-1].parent
    return tuple(above)
