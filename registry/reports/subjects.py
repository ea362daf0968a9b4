"""What is counted: the few facts of an expert, an institute, a mission and a role, out of the rows of the graph."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.database import Row
from registry.models.experts import AUDIENCES
from registry.models.values import Audience
from registry.names import collation_key
from registry.visibility import open_to

# Whoever reads the report sees in its rows what the committee may see, because it is the committee's report.
READER: Final = Audience.COMMITTEE
# A row without a name stands behind all names.
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Expert:
    """What is counted of an expert; `claims` and `degrees` say beside each code whether the committee may see it."""

    id: str
    order: str
    generated: bool
    shown: frozenset[str]
    standing: str
    residence: str
    province: str | None
    fields: tuple[str, ...]
    technologies: tuple[str, ...]
    languages: tuple[str, ...]
    degrees: tuple[tuple[str, bool], ...]
    claims: tuple[tuple[str, bool], ...]
    agreed: bool
    confirmed_on: str


@dataclass(frozen=True, slots=True)
class Institute:
    """What is counted of an institute."""

    id: str
    order: str
    generated: bool
    kind: str
    country: str
    province: str | None


@dataclass(frozen=True, slots=True)
class Mission:
    """What is counted of a mission."""

    id: str
    order: str
    generated: bool
    system: str
    phase: str
    agency: str
    status: str


@dataclass(frozen=True, slots=True)
class Role:
    """What is counted of a role; `technologies` are those that its mission serves."""

    id: str
    order: str
    generated: bool
    kind: str
    status: str
    technologies: tuple[str, ...]


def expert(row: Row) -> Expert:
    """An expert out of a row of `reports/experts`."""
    shown = _shown(tuple(row["audiences"] or ()))
    return Expert(
        id=row["id"],
        order=row["sort_key"] if "name" in shown else _LAST,
        generated=bool(row["generated"]),
        shown=shown,
        standing=row["standing"],
        residence=row["residence"],
        province=row["province"],
        fields=tuple(row["fields"]),
        technologies=tuple(row["technologies"]),
        languages=tuple(language.partition(":")[0] for language in row["languages"] or ()),
        degrees=tuple(_told(text) for text in row["degrees"]),
        claims=tuple(_told(text) for text in row["claims"]),
        agreed=bool(row["agreed"]),
        confirmed_on=row["confirmed_at"][:10],
    )


def institute(row: Row) -> Institute:
    """An institute out of a row of `reports/institutes`."""
    return Institute(
        id=row["id"],
        order=row["sort_key"] or _LAST,
        generated=bool(row["generated"]),
        kind=row["kind"],
        country=row["country"],
        province=row["province"],
    )


def mission(row: Row) -> Mission:
    """A mission out of a row of `reports/missions`."""
    return Mission(
        id=row["id"],
        order=collation_key(row["title"]),
        generated=bool(row["generated"]),
        system=str(row["system"]),
        phase=str(row["phase"]),
        agency=row["agency"],
        status=row["status"],
    )


def roles(row: Row) -> list[Role]:
    """The roles of a row of `reports/missions`; they are as real or as generated as their mission.

    A role that was left open in a mission that is closed is closed: nobody looks for people any more.
    """
    over = row["status"] != "open"
    return [
        Role(
            id=role["id"],
            order=collation_key(f"{role['title']} {row['title']}"),
            generated=bool(row["generated"]),
            kind=role["kind"],
            status="closed" if over and role["status"] == "open" else role["status"],
            technologies=tuple(row["technologies"]),
        )
        for role in row["roles"]
    ]


@cache
def _shown(audiences: tuple[str, ...]) -> frozenset[str]:
    """The parts of a profile that the committee sees, by the settings as stored: `name=public`."""
    chosen = dict(text.split("=", 1) for text in audiences)
    return frozenset(part for part in AUDIENCES if open_to(READER, Audience(chosen.get(part, AUDIENCES[part]))))


@cache
def _told(text: str) -> tuple[str, bool]:
    """A code and whether the committee may see the claim it is of, out of `phd=public`."""
    code, _, audience = text.partition("=")
    return code, open_to(READER, Audience(audience))
