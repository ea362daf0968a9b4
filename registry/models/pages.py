"""A page of a list: some rows and the way to the next ones."""

import base64
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from registry.errors import FieldError, Invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in a stable order; `next_cursor` is None at the end, `count` the whole list where it is known."""

    rows: tuple[T, ...]
    next_cursor: str | None
    count: int | None = None


def cursor_after(*key: str) -> str:
    """An opaque cursor that stands behind the row with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def key_of(cursor: str | None, *, parts: int) -> tuple[str, ...] | None:
    """The sort key that a cursor stands behind, None for the first page.

    Raises:
        Invalid: the cursor was not made by `cursor_after` with as many parts.
    """
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != parts or not all(_is_text(part) for part in key):
        raise Invalid(
            FieldError(
                "/cursor",
                "cursor",
                "Con trỏ trang không đúng; hãy bắt đầu lại từ trang đầu.",
                "This is not a cursor of ours; begin again at the first page.",
            )
        )
    return tuple(key)


def _is_text(part: object) -> bool:
    """Whether this is text that a database takes: half a surrogate pair is a string to JSON, and no text."""
    return isinstance(part, str) and not any("\ud800" <= letter <= "\udfff" for letter in part)
