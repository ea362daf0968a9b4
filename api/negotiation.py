"""What the reader asked for: the language, and whether an answer is read by a person or by a program."""

from typing import Final, cast

from fastapi import Request

from api import language as spoken
from registry.lists import Language

_LANGUAGES: Final = ("vi", "en")


def language_of(request: Request) -> Language:
    """`vi` or `en`: of a page what its reader chose, else what the browser prefers, else what is usual here."""
    chosen = None if request.url.path.startswith("/api/") else spoken.chosen(request)
    if chosen:
        return chosen
    for tag in _by_preference(request.headers.get("accept-language", "")):
        primary = tag.partition("-")[0]
        if primary in _LANGUAGES:
            return cast(Language, primary)
    return cast(Language, request.app.state.settings.language)


def prefers_html(request: Request) -> bool:
    """Whether the reader is a browser outside the JSON interface."""
    if request.url.path.startswith("/api/"):
        return False
    for kind in _by_preference(request.headers.get("accept", "")):
        if kind in {"text/html", "application/xhtml+xml"}:
            return True
        if kind in {"application/json", "application/problem+json"}:
            return False
    return False


def _by_preference(header: str) -> list[str]:
    """The values of a header such as `vi, en;q=0.8`, best first, without those of weight zero."""
    weighted: list[tuple[float, int, str]] = []
    for part in header.lower().split(","):
        value, _, parameters = part.partition(";")
        weight = _weight(parameters)
        if value.strip() and weight > 0:
            weighted.append((-weight, len(weighted), value.strip()))
    return [value for _, _, value in sorted(weighted)]


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1
