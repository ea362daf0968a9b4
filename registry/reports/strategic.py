"""How a technology code counts in the list of strategic technologies that is in force: by its group there."""

from datetime import date
from functools import lru_cache

from registry import lists
from registry.errors import FieldError, Invalid
from registry.lists import Crossing, Taxonomy, UnknownCode

# The key of a code that belongs to no group of the list in force.
NO_GROUP = "no-group"


def list_in_force(on: date) -> Taxonomy:
    """The list of strategic technologies of that day.

    Raises:
        Invalid: no list was in force yet.
    """
    try:
        return lists.current_taxonomy(on)
    except UnknownCode:
        first = lists.taxonomies()[0].valid_from
        raise Invalid(
            FieldError(
                "/on",
                "no-technology-list",
                f"Chưa có danh mục công nghệ chiến lược nào vào ngày này; hãy chọn ngày từ {first:%d/%m/%Y}.",
                f"There was no list of strategic technologies on that day; choose a day from {first.isoformat()} on.",
            )
        ) from None


@lru_cache(maxsize=4096)
def groups_of(code: str, on: date) -> frozenset[str]:
    """The groups of the list in force under which a code counts, `NO_GROUP` where there is none.

    A code of another list counts by its group and the crosswalk, forwards or backwards; where a group was split, it
    counts under every part, because the crosswalk does not say which part was meant.
    """
    try:
        entry = lists.technology(code)
    except UnknownCode:
        return frozenset({NO_GROUP})
    group = entry.code if entry.kind == "group" else entry.group
    if group is None:
        return frozenset({NO_GROUP})
    current = frozenset(entry.code for entry in lists.technology_groups(on))
    return _reached(group, current) or frozenset({NO_GROUP})


def _reached(group: str, current: frozenset[str]) -> frozenset[str]:
    """The groups of the current list that the crosswalk leads to: newer lists first, over as many as lie between."""
    for newer in (True, False):
        seen, frontier = {group}, {group}
        while frontier and not frontier & current:
            frontier = {end for code in frontier for end in _ends(code, newer=newer)} - seen
            seen |= frontier
        if frontier:
            return frozenset(frontier & current)
    return frozenset()


def _ends(code: str, *, newer: bool) -> set[str]:
    crossings: tuple[Crossing, ...] = lists.crosswalk(code)
    if newer:
        return {crossing.to_code for crossing in crossings if crossing.from_code == code}
    return {crossing.from_code for crossing in crossings if crossing.to_code == code and crossing.from_code}


def groups_of_all(codes: tuple[str, ...], on: date) -> frozenset[str]:
    """The groups under which somebody with these codes counts, each once; a code without a group only if all are."""
    groups = frozenset[str]().union(*(groups_of(code, on) for code in codes))
    return groups - {NO_GROUP} or groups
