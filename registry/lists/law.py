"""The law as it was read: instruments, criteria and benefits, dated, sourced, and marked where not verified."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, find, on_day, read
from registry.models.rules import Criterion, Instrument, Wording
from registry.models.values import Bilingual

BenefitKind = Literal[
    "pay",
    "bonus",
    "settling",
    "housing",
    "family",
    "visa",
    "staff",
    "revenue",
    "health",
    "citizenship",
    "after",
    "nominator",
]


class Benefit(Row):
    """Something that a decree promises; `months_of_pay` is a ceiling or an amount, `grade` the assessment it needs."""

    id: str
    role_kinds: tuple[str, ...]
    kind: BenefitKind
    text: Bilingual
    months_of_pay: float | None
    grade: Literal["good", "done"] | None
    instrument: str
    valid_from: date
    valid_to: date | None
    source: str
    wording: Wording
    note: Bilingual | None

    @property
    def verified(self) -> bool:
        """Whether the wording was read in the gazette or in several reports that agree."""
        return self.wording in (Wording.GAZETTE, Wording.REPORTED)


class InstrumentsFile(Provenance):
    """The decrees."""

    instruments: tuple[Instrument, ...]


class CriteriaFile(Provenance):
    """The criteria of the first edition of the rules, each with its test cases."""

    criteria: tuple[Criterion, ...]


class BenefitsFile(Provenance):
    """The benefits."""

    benefits: tuple[Benefit, ...]


@cache
def instruments_file() -> InstrumentsFile:
    """The file as a whole, read once."""
    return read(InstrumentsFile, "instruments.json")


@cache
def criteria_file() -> CriteriaFile:
    """The file as a whole, read once."""
    return read(CriteriaFile, "criteria.json")


@cache
def benefits_file() -> BenefitsFile:
    """The file as a whole, read once."""
    return read(BenefitsFile, "benefits.json")


@cache
def _instruments() -> Mapping[str, Instrument]:
    return {entry.id: entry for entry in instruments()}


@cache
def _benefits() -> Mapping[str, Benefit]:
    return {entry.id: entry for entry in benefits_file().benefits}


def instruments(on: date | None = None) -> tuple[Instrument, ...]:
    """The instruments in force that day, or every one there ever was."""
    return on_day(instruments_file().instruments, on)


def instrument(id: str) -> Instrument:
    """The instrument of this id, such as `231/2025`; raises UnknownCode."""
    return find(_instruments(), "instruments", id)


def criteria(on: date | None = None) -> tuple[Criterion, ...]:
    """The criteria of the first edition in force that day, or all; what holds now is in `registry.rules`."""
    return on_day(criteria_file().criteria, on)


def benefits(role_kind: str | None = None, on: date | None = None) -> tuple[Benefit, ...]:
    """The benefits of a kind of role, or of all kinds, in force that day, or ever."""
    rows = on_day(benefits_file().benefits, on)
    return tuple(row for row in rows if role_kind is None or role_kind in row.role_kinds)


def benefit(id: str) -> Benefit:
    """The benefit of this id; raises UnknownCode."""
    return find(_benefits(), "benefits", id)
