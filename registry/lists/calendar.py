"""The working calendar of public bodies in Viet Nam, which the legal clocks count by."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Literal

from pydantic import Field as Key

from registry.lists.source import Provenance, Row, read

SATURDAY = 5


class Holiday(Row):
    """A day off; verified false until the official notice of its year is in the list."""

    day: date = Key(validation_alias="date")
    weekday: str
    name_vi: str
    name_en: str
    kind: Literal["statutory", "substitute", "swapped_day_off"]
    source: str
    verified: bool
    note: str | None


class CompensatingDay(Row):
    """A day of the weekend that is worked in place of a day off."""

    day: date = Key(validation_alias="date")
    weekday: str
    replaces_day_off: date
    source: str
    verified: bool


class HolidaysFile(Provenance):
    """The days off and the weekend days worked, with the years covered and those of them that are official."""

    years: tuple[int, ...]
    official_years: tuple[int, ...]
    holidays: tuple[Holiday, ...]
    compensating_working_days: tuple[CompensatingDay, ...]


@cache
def holidays_file() -> HolidaysFile:
    """The file as a whole, read once."""
    return read(HolidaysFile, "holidays.json")


@cache
def _days_off() -> Mapping[date, Holiday]:
    return {entry.day: entry for entry in holidays_file().holidays}


@cache
def _weekend_days_worked() -> frozenset[date]:
    return frozenset(entry.day for entry in holidays_file().compensating_working_days)


def holiday(day: date) -> Holiday | None:
    """The public holiday on that day, if it is one; ordinary weekends are none."""
    return _days_off().get(day)


def is_working_day(day: date) -> bool:
    """Whether public bodies work that day: Monday to Friday, less days off, plus weekend days worked instead.

    Outside the years of the list only weekends are known to be free; `calendar_status` says how far to trust a day.
    """
    if day in _weekend_days_worked():
        return True
    return day.weekday() < SATURDAY and day not in _days_off()


def calendar_status(day: date) -> Literal["official", "computed", "unknown"]:
    """How the days off of that year are known: from the official notice, computed from the law, or not at all."""
    if day.year in holidays_file().official_years:
        return "official"
    return "computed" if day.year in holidays_file().years else "unknown"


def add_working_days(start: date, days: int) -> date:
    """The day on which the given number of working days after `start` is reached; `start` itself does not count.

    Zero gives `start`; a negative number raises ValueError.
    """
    if days < 0:
        raise ValueError(f"A number of working days is at least 0, not {days}.")
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day
