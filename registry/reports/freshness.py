"""How fresh a record is: bands of months since the person last confirmed it, with the day since which they hold."""

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from registry.models.values import Bilingual
from registry.reports.models import Heading


@dataclass(frozen=True, slots=True)
class Bands:
    """Limits in months between the bands, in force from a day on; they are this registry's choice, not law."""

    valid_from: date
    months: tuple[int, ...]


# The newest last. Six months is the half-life of what people say of their availability, twelve that of a post; whoever
# said nothing for two years is better asked than counted on. To change them, add a line: past reports keep theirs.
BANDS: Final = (Bands(date(2025, 1, 1), (6, 12, 24)),)


def bands(on: date) -> Bands:
    """The bands that hold on a day; before the first, the first."""
    return next((entry for entry in reversed(BANDS) if entry.valid_from <= on), BANDS[0])


@lru_cache(maxsize=4096)
def headings(on: date) -> tuple[Heading, ...]:
    """The bands as lines of a table, freshest first."""
    months = bands(on).months
    first, last = months[0], months[-1]
    between = [
        Heading(
            key=f"{low}-{high}-months",
            label=Bilingual(vi=f"Từ {low} đến dưới {high} tháng", en=f"{low} to under {high} months"),
        )
        for low, high in pairwise(months)
    ]
    return (
        Heading(key=f"under-{first}-months", label=Bilingual(vi=f"Dưới {first} tháng", en=f"Under {first} months")),
        *between,
        Heading(key=f"{last}-months-and-over", label=Bilingual(vi=f"Từ {last} tháng", en=f"{last} months and over")),
    )


@lru_cache(maxsize=4096)
def band(confirmed_on: str, on: date) -> str:
    """The key of the band of somebody who confirmed on this day (ISO); a confirmation after `on` is the freshest."""
    limits = [_months_before(on, months).isoformat() for months in reversed(bands(on).months)]
    return headings(on)[len(limits) - bisect_left(limits, confirmed_on)].key


def _months_before(on: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last one of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
