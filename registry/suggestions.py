"""What a form offers while somebody types: entries of a list found by either name, abbreviation, alias or code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Final, NamedTuple

from matching.text import fold, normalise, words
from registry import lists
from registry.lists import Entry, Language, UnknownCode, label

# Where the typed text stands in a name, best first.
_WHOLE, _START, _WORD_START, _INSIDE, _ALL_WORDS = range(5)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry to offer: its label in the reader's language, and the name, alias or code that was matched."""

    code: str
    label: str
    matched: str


class _Name(NamedTuple):
    """One way to find an entry, its words with marks and without; a code is found only from its start."""

    text: str
    marked: str
    folded: str
    kind: int


_NAME, _ALIAS, _CODE = range(3)

_LISTS: Final[Mapping[str, Callable[[], tuple[Entry, ...]]]] = {
    "fields": lists.fields,
    "technologies": lists.technologies,
    "provinces": lists.provinces,
    "countries": lists.countries,
    "bodies": lists.bodies,
    "institutes": lists.institute_seeds,
    "role_kinds": lists.role_kinds,
    "systems": lists.systems,
    "phases": lists.phases,
    "languages": lists.languages,
    "institute_kinds": partial(lists.vocabulary, "institute_kinds"),
}


def suggest(
    list_name: str, text: str, language: Language, limit: int = 10, *, on: date | None = None
) -> tuple[Suggestion, ...]:
    """At most `limit` entries whose names hold the text, best first; none for a text without letters or digits.

    Both languages are searched. A hit with the marks as typed comes before one that only fits without marks; among
    equals the whole name, its start, the start of a word, the inside of a word, and last all words in any order. Names
    come before aliases and codes, the reader's language before the other, short labels before long ones. With a day,
    entries of dated lists that are not in force on it are left out. Raises UnknownCode for a list that has no search.
    """
    if list_name not in _LISTS:
        raise UnknownCode("lists", list_name)
    marked = _spaced(normalise(text))
    if not marked:
        return ()
    found = []
    for entry, names in _index(list_name):
        if on is not None and not _holds(entry, on):
            continue
        best = min(_hits(names, marked, fold(marked), label(entry, language)), default=None)
        if best is not None:
            found.append((best, entry))
    found.sort(key=lambda hit: hit[0])
    return tuple(Suggestion(entry.code, label(entry, language), rank.text) for rank, entry in found[:limit])


class _Rank(NamedTuple):
    """What puts one hit before another; compared from left to right, smaller first."""

    without_marks: bool
    place: int
    kind: int
    other_language: bool
    length: int
    text: str


def _hits(names: tuple[_Name, ...], marked: str, folded: str, shown: str) -> Iterator[_Rank]:
    for name in names:
        place = _place(name.marked, marked, name.kind)
        without_marks = place is None
        if place is None:
            place = _place(name.folded, folded, name.kind)
        if place is not None:
            # Among codes the shorter is the wider entry, whatever its label.
            length = len(name.text if name.kind == _CODE else shown)
            yield _Rank(without_marks, place, name.kind, name.text != shown, length, name.text)


def _place(name: str, typed: str, kind: int) -> int | None:
    """Where the typed words stand in the name; None where they do not."""
    if name == typed:
        # A code of two letters must not push a name that begins with them down.
        return _START if kind == _CODE else _WHOLE
    if name.startswith(typed):
        return _START
    if kind == _CODE:
        return None
    if f" {typed}" in name:
        return _WORD_START
    if typed in name:
        return _INSIDE
    return _ALL_WORDS if all(f" {word}" in f" {name}" for word in typed.split()) else None


def _spaced(normalised: str) -> str:
    return " ".join(words(normalised))


def _named(text: str, kind: int) -> _Name:
    marked = _spaced(normalise(text))
    return _Name(text, marked, fold(marked), kind)


@cache
def _index(list_name: str) -> tuple[tuple[Entry, tuple[_Name, ...]], ...]:
    return tuple((entry, tuple(_names(entry))) for entry in _LISTS[list_name]())


def _names(entry: Entry) -> Iterator[_Name]:
    for text in (entry.name_vi, entry.name_en):
        if text:
            yield _named(text, _NAME)
    for alias in _aliases(entry):
        yield _named(alias, _ALIAS)
    yield _named(entry.code, _CODE)


def _aliases(entry: Entry) -> tuple[str, ...]:
    """Abbreviations, former and other names: ways to find an entry that are never its label."""
    if isinstance(entry, lists.InstituteSeed):
        return () if entry.abbr is None else (entry.abbr,)
    if isinstance(entry, lists.Body):
        return (entry.abbr, *entry.aliases)
    if isinstance(entry, lists.Province | lists.Country):
        return entry.aliases
    return ()


def _holds(entry: Entry, on: date) -> bool:
    """Whether the entry is in force that day; an entry without dates always is."""
    if isinstance(entry, lists.TechnologyGroup | lists.TechnologyProduct | lists.RoleKind | lists.System):
        return lists.in_force(entry, on)
    return True
