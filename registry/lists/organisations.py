"""The organisations known from the start: ministries and central bodies, universities and public institutes."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, find, read


class Body(Row):
    """A ministry or another central body of the State or the Party."""

    id: str
    name_vi: str
    name_en: str
    abbr_vi: str
    abbr_verified: bool
    level: Literal["ministry", "ministry_level", "government_attached", "party_central", "other_central"]
    aliases: tuple[str, ...]
    active_from: date | None
    active_to: date | None
    source: str
    verified: bool
    note: str | None

    @property
    def code(self) -> str:
        """The id, under the name that every list shares."""
        return self.id

    @property
    def abbr(self) -> str:
        """The Vietnamese abbreviation, under the name that institutes share."""
        return self.abbr_vi


class BodiesFile(Provenance):
    """The ministries and central bodies."""

    bodies: tuple[Body, ...]


class InstituteSeed(Row):
    """A university or public institute to start a registry with; the parent is an abbreviation, see parent_of."""

    id: str
    abbr: str | None
    name_vi: str | None
    name_vi_verified: bool
    name_en: str
    name_en_verified: bool
    kind: Literal["university", "academy", "research_institute", "centre"]
    city_vi: str | None
    province_code: str | None
    ror: str | None
    parent: str | None
    parent_basis: str | None
    source: str
    note: str | None

    @property
    def code(self) -> str:
        """The id, under the name that every list shares."""
        return self.id


class InstitutesFile(Provenance):
    """The universities and public institutes."""

    institutes: tuple[InstituteSeed, ...]


@cache
def bodies_file() -> BodiesFile:
    """The file as a whole, read once."""
    return read(BodiesFile, "ministries.json")


@cache
def institutes_file() -> InstitutesFile:
    """The file as a whole, read once."""
    return read(InstitutesFile, "institutes.json")


@cache
def _bodies_by_id() -> Mapping[str, Body]:
    return {entry.id: entry for entry in bodies()}


@cache
def _institutes_by_id() -> Mapping[str, InstituteSeed]:
    return {entry.id: entry for entry in institute_seeds()}


@cache
def _by_abbreviation() -> Mapping[str, InstituteSeed | Body]:
    # The two files share no abbreviation, and within each an abbreviation is used once; a test holds them to it.
    named: dict[str, InstituteSeed | Body] = {entry.abbr: entry for entry in bodies()}
    named.update({entry.abbr: entry for entry in institute_seeds() if entry.abbr is not None})
    return named


def bodies() -> tuple[Body, ...]:
    """The 31 ministries and central bodies, ministries first."""
    return bodies_file().bodies


def body(body_id: str) -> Body:
    """The body under its id; raises UnknownCode."""
    return find(_bodies_by_id(), "bodies", body_id)


def institute_seeds() -> tuple[InstituteSeed, ...]:
    """The 199 universities and public institutes."""
    return institutes_file().institutes


def institute_seed(institute_id: str) -> InstituteSeed:
    """The institute under its id; raises UnknownCode."""
    return find(_institutes_by_id(), "institutes", institute_id)


def parent_of(institute_id: str) -> InstituteSeed | Body | None:
    """The institute or body above it; None where no source was read. Raises UnknownCode."""
    parent = institute_seed(institute_id).parent
    return None if parent is None else find(_by_abbreviation(), "institutes", parent)
