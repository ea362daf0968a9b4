"""How a page is made from a template, in the reader's language and for the one who reads it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import language as spoken
from api.negotiation import language_of
from registry import lists
from registry.access import Actor, Permission, may
from registry.lists import Entry, Language, UnknownCode
from registry.models.claims import Claim
from registry.models.values import Bilingual
from registry.names import collation_key

_YEAR_IN_SECONDS: Final = 365 * 24 * 3600


def render(request: Request, actor: Actor, template: str, *, status: int = 200, **facts: object) -> Response:
    """The page that a template makes of some facts, for this reader.

    Every template knows besides: `request`, `actor`, `language`, `may(permission, of=…)`, `other_language` and
    `other_address` (the same page in the other language). A language asked for in the address is remembered.
    """
    language = language_of(request)
    other: Language = "en" if language == "vi" else "vi"
    page = (
        environment(language, spoken.zone_of(request))
        .get_template(template)
        .render(
            request=request,
            actor=actor,
            may=partial(_may, actor),
            other_language=other,
            other_address=spoken.address_in(request, other),
            **facts,
        )
    )
    headers = {"Vary": "Cookie, Accept-Language", "Cache-Control": "no-store"}
    response = HTMLResponse(page, status_code=status, headers=headers)
    response.headers["Content-Language"] = language
    if spoken.as_language(request.query_params.get("lang")):
        response.set_cookie(spoken.COOKIE, language, max_age=_YEAR_IN_SECONDS, samesite="lax", httponly=True)
    return response


def _may(actor: Actor, permission: str, of: str | None = None) -> bool:
    return may(actor, Permission(permission), of=of)


@cache
def environment(language: Language, zone: ZoneInfo) -> Environment:
    """The templates with the words, dates, numbers and list labels of one language."""
    made = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = spoken.translations(language)
    # The extension adds this method, of which the type of Environment knows nothing.
    install: Callable[..., None] = getattr(made, "install_gettext_callables")  # noqa: B009
    install(words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext)
    made.globals.update(language=language, languages=spoken.LANGUAGES, static=static_address)
    made.globals.update(_list_functions(language), days_between=days_between)
    made.filters.update(_writers(language, zone))
    return made


def _writers(language: Language, zone: ZoneInfo) -> Mapping[str, Callable[..., object]]:
    def said(text: Bilingual | None) -> str:
        return text.in_(language) if text else ""

    return {
        "newest_first": newest_first,
        "day": partial(_flipped, spoken.date_text, language),
        "moment": partial(_flipped, partial(spoken.moment_text, zone=zone), language),
        "number": partial(_flipped, spoken.number_text, language),
        "percent": partial(_flipped, spoken.percent_text, language),
        "said": said,
    }


def newest_first(claims: Sequence[Claim]) -> list[Claim]:
    """Entries by the day that counts for recency, the newest first and the undated last."""
    return sorted(claims, key=lambda claim: claim.on or "", reverse=True)


def days_between(first: str | date, last: str | date) -> int:
    """How many days lie between two whole days."""
    began, ended = (day if isinstance(day, date) else date.fromisoformat(day) for day in (first, last))
    return (ended - began).days


def _flipped(write: Callable[..., str], language: Language, value: object, **options: object) -> str:
    return write(value, language, **options)


def _list_functions(language: Language) -> Mapping[str, object]:
    return {
        "money": partial(_money, language),
        "named": partial(_named, language),
        "choices": partial(choices, language),
        "label": lambda entry: lists.label(entry, language),
        "lists": lists,
    }


def _money(language: Language, amount: float, currency: str) -> str:
    return spoken.money_text(amount, currency, language)


def _named(language: Language, lookup: Callable[..., Entry], *code: object) -> str:
    """The label of a code; the code itself where the list does not have it, so that nothing stored is hidden."""
    try:
        return lists.label(lookup(*code), language)
    except UnknownCode:
        return str(code[-1])


def choices(language: Language, entries: tuple[Entry, ...], *, sort: bool = False) -> list[tuple[str, str]]:
    """Codes with their labels for a select, as the list orders them or in the order of a Vietnamese dictionary."""
    pairs = [(entry.code, lists.label(entry, language)) for entry in entries]
    return sorted(pairs, key=lambda pair: collation_key(pair[1])) if sort else pairs


@cache
def static_address(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers may keep it for ever."""
    content = files("api").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
