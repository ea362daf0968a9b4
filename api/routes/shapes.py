"""The shapes that all lists of the interface share."""

from typing import Generic, TypeVar

from pydantic import BaseModel

from registry.models.pages import Page
from registry.models.values import Bilingual, Model

T = TypeVar("T")


class Suggestion(Model):
    """What every suggestion carries: that a machine made it, and where its algorithm and classification record stand.

    The reasons are those of each candidate or member in the run itself.
    """

    label: Bilingual = Bilingual(
        vi="Do hệ thống gợi ý; một người có tên chịu trách nhiệm quyết định.",
        en="Suggested by the system; a named person decides.",
    )
    algorithms: str = "/api/v1/algorithms"
    record: str = "/api/v1/ai-record"


class Meta(BaseModel):
    """How many rows the whole list has, where that is known, and the cursor of the next page, null at the end."""

    count: int | None = None
    next_cursor: str | None = None


class Listing(BaseModel, Generic[T]):
    """A page of a list."""

    data: list[T]
    meta: Meta


def listing(page: Page[T]) -> Listing[T]:
    """A page of the registry as the interface sends it."""
    return Listing(data=list(page.rows), meta=Meta(count=page.count, next_cursor=page.next_cursor))


def whole(rows: list[T]) -> Listing[T]:
    """A list that is short enough to come in one page."""
    return Listing(data=rows, meta=Meta(count=len(rows)))
