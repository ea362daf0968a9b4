"""The reader's language: which of the two it is, its words, and how it writes dates, times, numbers and money."""

import gettext
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from typing import Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from starlette.requests import Request

from registry.lists import Language
from registry.models.values import day_of

LANGUAGES: Final[Mapping[Language, str]] = {"vi": "Tiếng Việt", "en": "English"}
COOKIE: Final = "language"
_LOCALES: Final[Mapping[Language, Locale]] = {"vi": Locale("vi", "VN"), "en": Locale("en", "GB")}
_BILLION: Final = 1_000_000_000


def as_language(text: str | None) -> Language | None:
    """The text as one of the two languages, None when it is neither."""
    return cast(Language, text) if text in LANGUAGES else None


def chosen(request: Request) -> Language | None:
    """What the address asks for with `?lang=`, else what was chosen on an earlier page; None where nothing was."""
    return as_language(request.query_params.get("lang")) or as_language(request.cookies.get(COOKIE))


def zone_of(request: Request) -> ZoneInfo:
    """The time zone in which this installation tells dates and times."""
    return ZoneInfo(request.app.state.settings.time_zone)


def address_in(request: Request, language: Language) -> str:
    """The address of this page, with everything it says, in the other language."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"{path_of(request)}?{urlencode([*kept, ('lang', language)])}"


def path_of(request: Request) -> str:
    """The path of this page as a link may say it: one that began with two slashes would lead to another host."""
    return "/" + request.url.path.lstrip("/\\")


@cache
def catalogue(language: Language) -> Catalog:
    """The messages of a language as translators wrote them; English has none, because it is what the code says."""
    if language == "en":
        return Catalog(locale="en")
    with files("api").joinpath("translations", f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """The words of a language, compiled in memory from its catalogue."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def date_text(iso: str | date | None, language: Language) -> str:
    """A date as the language writes it, of a moment the day in Viet Nam; nothing for None.

    Of a partial date (2019, 2019-05) only what is known is written.
    """
    if iso is None:
        return ""
    on = day_of(iso) if isinstance(iso, str) and "T" in iso else iso
    text = on.isoformat() if isinstance(on, date) else on
    year, month, day = [*text.split("-"), "", ""][:3]
    if not month:
        return year
    if not day:
        return f"{month}/{year}" if language == "vi" else _month_text(int(year), int(month))
    return format_date(date.fromisoformat(text), "dd/MM/yyyy" if language == "vi" else "d MMM yyyy", _LOCALES[language])


def _month_text(year: int, month: int) -> str:
    return format_skeleton("yMMM", date(year, month, 1), locale=_LOCALES["en"])


def moment_text(iso: str | None, language: Language, *, zone: tzinfo) -> str:
    """A moment (ISO 8601, UTC unless it says otherwise) by the clock of a zone; nothing for None."""
    if not iso:
        return ""
    moment = datetime.fromisoformat(iso)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    form = "dd/MM/yyyy HH:mm" if language == "vi" else "d MMM yyyy, HH:mm"
    return format_datetime(local, form, locale=_LOCALES[language])


def person_text(name: str, language: Language, *, generated: bool) -> str:
    """A name, marked where it is of somebody who does not exist."""
    mark = "(mô phỏng)" if language == "vi" else "(generated)"
    return f"{name} {mark}".strip() if generated else name


def number_text(number: float, language: Language, *, places: int = 0) -> str:
    """A number with the marks of the language: 1.234,5 in Vietnamese, 1,234.5 in English."""
    form = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(number, format=form, locale=_LOCALES[language])


def percent_text(share: float, language: Language) -> str:
    """A share from 0 to 1 as whole per cent."""
    return format_percent(share, format="#,##0 %" if language == "vi" else "#,##0%", locale=_LOCALES[language])


def money_text(amount: float, currency: str, language: Language) -> str:
    """An amount with its currency, in thousand millions where it is one or more: 1.500 tỷ đồng, VND 1,500 billion."""
    billions = amount >= _BILLION
    shown = amount / _BILLION if billions else amount
    number = format_decimal(shown, format="#,##0.##", locale=_LOCALES[language])
    if language == "vi":
        unit = "đồng" if currency == "VND" else currency
        return f"{number} tỷ {unit}" if billions else f"{number} {unit}"
    return f"{currency} {number} billion" if billions else f"{currency} {number}"
