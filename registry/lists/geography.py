"""The places: the 34 provincial units of Viet Nam and the countries and territories of ISO 3166-1."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field as Key

from registry.lists.source import Provenance, Row, find, read

ProvinceType = Literal["province", "centrally_run_city"]


class MapPoint(Row):
    """A point inside a province, in degrees, fit for placing a label; it is not the administrative centre."""

    lon: float
    lat: float


class ProvinceState(Row):
    """The type of a province between two days; the last day is the first of the next state."""

    type: ProvinceType
    from_day: date = Key(validation_alias="from")
    to_day: date | None = Key(validation_alias="to")
    by: str | None = None


class Province(Row):
    """A provincial unit since 1 July 2025, with the former units merged into it."""

    code: str
    name_vi: str
    full_name_vi: str
    name_en: str
    type: ProvinceType
    merged_from: tuple[str, ...]
    unchanged_in_2025: bool
    seat_in_former_unit: str | None
    seat_verified: bool
    map_point: MapPoint
    admin_centre: MapPoint | None
    type_history: tuple[ProvinceState, ...]

    @property
    def aliases(self) -> tuple[str, ...]:
        """The full name and the former provinces, under which people still look for it."""
        return (self.full_name_vi, *self.merged_from)


class ProvincesFile(Provenance):
    """The provincial units."""

    provinces: tuple[Province, ...]


class Country(Row):
    """A country or territory of ISO 3166-1; being listed says nothing about its status."""

    alpha2: str
    alpha3: str
    name_en: str
    name_vi: str
    name_vi_alt: str | None
    vi_same_as_en: bool

    @property
    def code(self) -> str:
        """The two-letter code, which is the one the registry stores."""
        return self.alpha2

    @property
    def aliases(self) -> tuple[str, ...]:
        """The older transliteration, which is a way to find the country and never its label, and the long code."""
        return (self.alpha3,) if self.name_vi_alt is None else (self.name_vi_alt, self.alpha3)


class CountriesFile(Provenance):
    """The countries and territories."""

    countries: tuple[Country, ...]


@cache
def provinces_file() -> ProvincesFile:
    """The file as a whole, read once."""
    return read(ProvincesFile, "provinces.json")


@cache
def countries_file() -> CountriesFile:
    """The file as a whole, read once."""
    return read(CountriesFile, "countries.json")


@cache
def _provinces_by_code() -> Mapping[str, Province]:
    return {entry.code: entry for entry in provinces()}


@cache
def _countries_by_code() -> Mapping[str, Country]:
    return {entry.alpha2: entry for entry in countries()}


def provinces() -> tuple[Province, ...]:
    """The 34 provincial units by official code."""
    return provinces_file().provinces


def province(code: str) -> Province:
    """The province under its two-digit code; raises UnknownCode."""
    return find(_provinces_by_code(), "provinces", code)


def province_type(code: str, on: date) -> ProvinceType:
    """What the unit was that day: three provinces became cities in 2026. Raises UnknownCode."""
    entry = province(code)
    for state in entry.type_history:
        if state.from_day <= on and (state.to_day is None or on < state.to_day):
            return state.type
    return entry.type


def countries() -> tuple[Country, ...]:
    """The 249 countries and territories by two-letter code."""
    return countries_file().countries


def country(code: str) -> Country:
    """The country under its two-letter code in capitals; raises UnknownCode."""
    return find(_countries_by_code(), "countries", code)
