"""What counts as a conflict of interest, by dated settings of this registry that are not law."""

from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, on_day, read

Party = Literal["person", "institute"]


class ConflictRule(Row):
    """A kind of relation that counts against whom, and until how many years after it ended; None is for ever."""

    code: str
    name_vi: str
    name_en: str
    against: tuple[Party, ...]
    window_years: int | None
    ours: bool
    valid_from: date
    valid_to: date | None


class ConflictRulesFile(Provenance):
    """The kinds of relations that count as conflicts of interest."""

    conflict_rules: tuple[ConflictRule, ...]


@cache
def conflict_rules_file() -> ConflictRulesFile:
    """The file as a whole, read once."""
    return read(ConflictRulesFile, "conflict_rules.json")


def conflict_rules(on: date | None = None) -> tuple[ConflictRule, ...]:
    """The rules in force that day, or every rule there ever was, the gravest first."""
    return on_day(conflict_rules_file().conflict_rules, on)
