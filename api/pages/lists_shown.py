"""How a list is shown in parts and sorted, both by its address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request

from api.language import path_of
from registry.models.pages import Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column a table is sorted, and the addresses that sort it by another."""

    key: str
    falling: bool
    path: str
    kept: tuple[tuple[str, str], ...]

    def address(self, key: str) -> str:
        """This page sorted by a column; by the one that sorts already, the other way round."""
        mark = "-" if key == self.key and not self.falling else ""
        return f"{self.path}?{urlencode([*self.kept, ('sort', mark + key)])}"


def sorting_of(request: Request, keys: Mapping[str, object], default: str) -> Sorting:
    """What `?sort=` asks for (`name`, or `-name` for falling), as far as there is such a column."""
    asked = request.query_params.get("sort", default)
    falling, key = asked.startswith("-"), asked.removeprefix("-")
    if key not in keys:
        key, falling = default.removeprefix("-"), default.startswith("-")
    return Sorting(key, falling, path_of(request), _kept(request, "sort"))


def sorted_rows(rows: Sequence[T], sorting: Sorting, keys: Mapping[str, Callable[[T], str | float]]) -> list[T]:
    """The rows in the order of the sorting; rows that are equal keep their order."""
    return sorted(rows, key=keys[sorting.key], reverse=sorting.falling)


def whole(page: Page[T], cursor: str | None) -> bool:
    """Whether a page holds its whole list, which alone can be sorted here."""
    return cursor is None and page.next_cursor is None


def addresses(request: Request, page: Page[T]) -> dict[str, str]:
    """The way to the next rows and back to the first, where there are such."""
    kept = _kept(request, "cursor")
    there = {"next_address": "", "first_address": ""}
    if page.next_cursor:
        there["next_address"] = f"{path_of(request)}?{urlencode([*kept, ('cursor', page.next_cursor)])}"
    if "cursor" in request.query_params:
        there["first_address"] = f"{path_of(request)}?{urlencode(kept)}" if kept else path_of(request)
    return there


def _kept(request: Request, *without: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {*without, "lang", "cursor"} and value
    )
