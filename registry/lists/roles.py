"""The kinds of leading roles, each under the decree that rules it and from the day it holds."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, find, on_day, read

Regime = Literal["231/2025", "249/2025"]


class RoleKind(Row):
    """A kind of role: what the person does, who decides, and under which decree; the two regimes exclude each other."""

    code: str
    name_vi: str
    name_en: str
    instrument: str
    regime: Regime
    scope: Literal["system", "project", "ministry", "province", "institute"]
    task_vi: str
    task_en: str
    decider_vi: str
    decider_en: str
    decider_office: Literal["committee", "institute"]
    decider_scope: Literal["central", "ministry", "province", "institute"]
    decider_verified: bool
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    note: str | None


class RoleKindsFile(Provenance):
    """The kinds of leading roles."""

    role_kinds: tuple[RoleKind, ...]


@cache
def role_kinds_file() -> RoleKindsFile:
    """The file as a whole, read once."""
    return read(RoleKindsFile, "role_kinds.json")


@cache
def _by_code() -> Mapping[str, RoleKind]:
    return {entry.code: entry for entry in role_kinds()}


def role_kinds(on: date | None = None) -> tuple[RoleKind, ...]:
    """The kinds in force that day, or every kind there ever was."""
    return on_day(role_kinds_file().role_kinds, on)


def role_kind(code: str) -> RoleKind:
    """The kind under the code, in force or not; raises UnknownCode."""
    return find(_by_code(), "role_kinds", code)
