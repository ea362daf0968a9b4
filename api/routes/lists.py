"""The official lists over JSON: fields, technologies, provinces and the others, each with where it comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, get_args

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.dependencies import ReaderLanguage
from api.routes.shapes import Listing, whole
from registry import lists, suggestions
from registry.errors import NotFound
from registry.lists import VocabularyName
from registry.models.values import Model

router = APIRouter(prefix="/lists", tags=["lists"])
Entries = Callable[[], tuple[BaseModel, ...]]
_VOCABULARIES: Mapping[str, Entries] = {name: partial(lists.vocabulary, name) for name in get_args(VocabularyName)}
_LISTS: Mapping[str, Entries] = {
    "bodies": lists.bodies,
    "conflict_rules": lists.conflict_rules,
    "countries": lists.countries,
    "fields": lists.fields,
    "institutes": lists.institute_seeds,
    "phases": lists.phases,
    "provinces": lists.provinces,
    "role_kinds": lists.role_kinds,
    "systems": lists.systems,
    "tasks": lists.tasks,
    "taxonomies": lists.taxonomies,
    "technologies": lists.technologies,
    **_VOCABULARIES,
}


class ListName(Model):
    """A list and its name in both languages."""

    name: str
    title_vi: str
    title_en: str
    entries: int


class Suggested(Model):
    """An entry to offer to who is typing: its label in the reader's language, and the text that was matched."""

    code: str
    label: str
    matched: str


@router.get("")
def list_lists() -> Listing[ListName]:
    """The lists that there are."""
    return whole([_named(name) for name in sorted(_LISTS)])


@router.get("/{name}")
def read_list(name: str) -> Listing[dict[str, object]]:
    """All entries of a list in its own order; those that are dated say from when to when they hold."""
    return whole([_row(entry) for entry in _entries(name)])


@router.get("/{name}/suggest")
def suggest_entries(
    name: str,
    language: ReaderLanguage,
    text: Annotated[str, Query(max_length=200, description="What has been typed so far, marks optional.")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most, 1 to 50.")] = 10,
    on: Annotated[date | None, Query(description="Leave out what was not in force that day.")] = None,
) -> Listing[Suggested]:
    """Entries for somebody who is typing, in either language, best first."""
    try:
        found = suggestions.suggest(name, text, language, limit, on=on)
    except lists.UnknownCode:
        raise _no_list(name) from None
    return whole([Suggested(code=entry.code, label=entry.label, matched=entry.matched) for entry in found])


def _entries(name: str) -> tuple[BaseModel, ...]:
    if name not in _LISTS:
        raise _no_list(name)
    return _LISTS[name]()


def _named(name: str) -> ListName:
    title_vi, title_en = lists.LIST_NAMES[name]
    return ListName(name=name, title_vi=title_vi, title_en=title_en, entries=len(_entries(name)))


def _row(entry: BaseModel) -> dict[str, object]:
    """An entry with its code, which some lists derive from another value."""
    row: dict[str, object] = entry.model_dump(mode="json")
    code = getattr(entry, "code", None)
    return row if code is None else {"code": code, **row}


def _no_list(name: str) -> NotFound:
    return NotFound("danh mục", "list", name)
