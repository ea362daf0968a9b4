"""What the State has set as strategic: technologies by dated list, the six systems, the three phases, the 20 tasks."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field as Key

from registry.lists.source import Provenance, Row, UnknownCode, find, in_force, on_day, read


class Taxonomy(Row):
    """One decision that lists the strategic technologies; groups and products are the numbers it holds."""

    taxonomy_id: str
    decision: str
    signed: date
    valid_from: date
    valid_to: date | None
    groups: int
    products: int
    status: Literal["in_force", "superseded"]
    replaced_by: str | None
    source: str
    verified: bool
    note: str | None


class TechnologyGroup(Row):
    """A group of strategic technologies in one list."""

    kind: Literal["group"] = "group"
    taxonomy_id: str
    code: str
    no: int
    name_vi: str
    name_en: str
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


class TechnologyProduct(Row):
    """A strategic product; its group may be a judgement of the compiler (group_verified) or unknown."""

    kind: Literal["product"] = "product"
    taxonomy_id: str
    code: str
    no: int
    tier: int | None
    group: str | None
    group_verified: bool
    name_vi: str
    name_vi_verified: bool
    name_en: str
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


Technology = TechnologyGroup | TechnologyProduct


class Crossing(Row):
    """Where a group of one list went in the next; full, wide (nearly all), part, or new (nothing before it)."""

    from_code: str | None = Key(validation_alias="from")
    to_code: str = Key(validation_alias="to")
    coverage: Literal["full", "wide", "part", "new"]
    note: str | None
    verified: bool


class TechnologiesFile(Provenance):
    """Every list of strategic technologies and the crosswalk between them."""

    taxonomies: tuple[Taxonomy, ...]
    groups: tuple[TechnologyGroup, ...]
    products: tuple[TechnologyProduct, ...]
    crosswalk: tuple[Crossing, ...]


class System(Row):
    """One of the six systems of the strategic action plan; a mission names it by its number."""

    number: int
    name_vi: str
    name_vi_verified: bool
    name_en: str
    description_vi: str | None
    description_en: str | None
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool

    @property
    def code(self) -> str:
        """The number as text, under the name that every list shares."""
        return str(self.number)


class SystemsFile(Provenance):
    """The six systems."""

    systems: tuple[System, ...]


class Phase(Row):
    """One phase of the strategic action plan, by years; neighbouring phases share their border year."""

    number: int
    name_vi: str
    name_vi_verified: bool
    name_en: str
    from_year: int
    to_year: int
    source: str
    verified: bool

    @property
    def code(self) -> str:
        """The number as text, under the name that every list shares."""
        return str(self.number)


class PhasesFile(Provenance):
    """The three phases."""

    phases: tuple[Phase, ...]


class Task(Row):
    """One strategic-technology task: who must do it is read, its title is not known, its product is a guess."""

    code: str
    number: int
    body: str
    title_vi: str | None
    title_en: str | None
    product: str
    product_verified: bool
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


class TasksFile(Provenance):
    """The 20 tasks of Decision 808/QĐ-TTg."""

    tasks: tuple[Task, ...]


@cache
def technologies_file() -> TechnologiesFile:
    """The file as a whole, read once."""
    return read(TechnologiesFile, "technologies.json")


@cache
def systems_file() -> SystemsFile:
    """The file as a whole, read once."""
    return read(SystemsFile, "systems.json")


@cache
def phases_file() -> PhasesFile:
    """The file as a whole, read once."""
    return read(PhasesFile, "phases.json")


@cache
def tasks_file() -> TasksFile:
    """The file as a whole, read once."""
    return read(TasksFile, "tasks_808.json")


@cache
def _by_code() -> Mapping[str, Technology]:
    return {entry.code: entry for entry in technologies()}


def taxonomies() -> tuple[Taxonomy, ...]:
    """Every list of strategic technologies, oldest first."""
    return technologies_file().taxonomies


def current_taxonomy(on: date) -> Taxonomy:
    """The list in force that day; raises UnknownCode for a day before the first list."""
    for taxonomy in taxonomies():
        if in_force(taxonomy, on):
            return taxonomy
    raise UnknownCode("taxonomies", on.isoformat())


def technology_groups(on: date | None = None) -> tuple[TechnologyGroup, ...]:
    """The groups in force that day, or of every list."""
    return on_day(technologies_file().groups, on)


def technology_products(on: date | None = None, *, group: str | None = None) -> tuple[TechnologyProduct, ...]:
    """The products in force that day, or of every list; those of one group when it is given."""
    products = on_day(technologies_file().products, on)
    return products if group is None else tuple(product for product in products if product.group == group)


def technologies(on: date | None = None) -> tuple[Technology, ...]:
    """Groups, then products, in force that day (none before the first list), or of every list."""
    return (*technology_groups(on), *technology_products(on))


def technology(code: str) -> Technology:
    """The group or product under the code, whatever its list; raises UnknownCode."""
    return find(_by_code(), "technologies", code)


def crosswalk(code: str) -> tuple[Crossing, ...]:
    """The crossings that touch the group, as their old or new end; for a product, those of its group.

    Every crossing is a judgement of the compiler (verified false). Empty for a product without a group.
    Raises UnknownCode.
    """
    entry = technology(code)
    group = entry.code if entry.kind == "group" else entry.group
    rows = technologies_file().crosswalk
    return tuple(row for row in rows if group is not None and group in (row.from_code, row.to_code))


def systems() -> tuple[System, ...]:
    """The six systems in the order of the plan."""
    return systems_file().systems


def system(number: int) -> System:
    """The system of that number; raises UnknownCode."""
    return find({entry.code: entry for entry in systems()}, "systems", str(number))


def phases() -> tuple[Phase, ...]:
    """The three phases in order."""
    return phases_file().phases


def phase(number: int) -> Phase:
    """The phase of that number; raises UnknownCode."""
    return find({entry.code: entry for entry in phases()}, "phases", str(number))


def phase_on(on: date) -> Phase:
    """The phase of that day; a border year counts to the later phase, which is our reading of the plan.

    Raises UnknownCode outside 2025-2045.
    """
    for entry in reversed(phases()):
        if entry.from_year <= on.year <= entry.to_year:
            return entry
    raise UnknownCode("phases", str(on.year))


def tasks() -> tuple[Task, ...]:
    """The 20 tasks of Decision 808/QĐ-TTg by number."""
    return tasks_file().tasks


def task(code: str) -> Task:
    """The task under the code; raises UnknownCode."""
    return find({entry.code: entry for entry in tasks()}, "tasks", code)
