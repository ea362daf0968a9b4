"""The words and lists that the network is made of: specialities with their topics, sentence frames, organisations."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from registry.generator.chance import Weighted
from registry.generator.phrases import Pattern, Phrase, pattern, phrase

_WORDS = ("digital", "engineering", "life", "science", "society")


class Subject(NamedTuple):
    """Something that is studied, the methods (two at least) that suit it, and what may come out."""

    name: Phrase
    methods: tuple[Phrase, ...]
    results: tuple[Pattern, ...]


class Topic(NamedTuple):
    """A line of research: since which year there is work on it, what is studied and whom it serves."""

    name: Phrase
    since: int
    subjects: tuple[Subject, ...]
    uses: tuple[Phrase, ...]


class Speciality(NamedTuple):
    """What people work on: a strategic product or a branch of research, with its topics and where they work."""

    code: str
    kind: str
    technologies: tuple[str, ...]
    domain: str
    fields: tuple[str, ...]
    study: Phrase
    products: tuple[Phrase, ...]
    topics: tuple[Topic, ...]
    settings: tuple[tuple[Phrase, ...], ...]


class Frames(NamedTuple):
    """The sentences in which one kind of research is told."""

    titles: tuple[Pattern, ...]
    openings: tuple[Pattern, ...]
    details: tuple[Pattern, ...]
    closings: tuple[Pattern, ...]


def read(name: str) -> object:
    """One word file of the generator, as JSON gives it."""
    return json.loads(files("registry.generator").joinpath(f"{name}.json").read_text(encoding="utf-8"))


def texts(value: object) -> tuple[str, ...]:
    """A list of lines; raises TypeError where the file holds something else."""
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise TypeError(f"A list of lines was expected, not {value!r:.80}")
    return tuple(value)


def rows(value: object) -> list[dict[str, object]]:
    """A list of objects; raises TypeError where the file holds something else."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise TypeError(f"A list of objects was expected, not {value!r:.80}")
    return value


def table(value: object) -> dict[str, object]:
    """An object; raises TypeError where the file holds something else."""
    if not isinstance(value, dict):
        raise TypeError(f"An object was expected, not {value!r:.80}")
    return value


def phrases(value: object) -> tuple[Phrase, ...]:
    """A list of `tiếng Việt | English` lines."""
    return tuple(phrase(line) for line in texts(value))


def patterns(value: object) -> tuple[Pattern, ...]:
    """A list of lines with places to fill."""
    return tuple(pattern(line) for line in texts(value))


@cache
def specialities() -> Weighted[Speciality]:
    """Every speciality, weighted by how many people work in it."""
    found = [row for name in _WORDS for row in rows(read(f"words_{name}"))]
    return Weighted([(_speciality(row), float(str(row["weight"]))) for row in found])


@cache
def by_code() -> Mapping[str, Speciality]:
    """Every speciality under its code."""
    return {each.code: each for each in specialities().things}


@cache
def by_domain() -> Mapping[str, tuple[Speciality, ...]]:
    """The specialities of each domain of work."""
    found: dict[str, tuple[Speciality, ...]] = {}
    for each in specialities().things:
        found[each.domain] = (*found.get(each.domain, ()), each)
    return found


@cache
def frames() -> Mapping[str, Frames]:
    """The sentences by kind of research."""
    return {
        kind: Frames(*(patterns(table(row)[part]) for part in Frames._fields))
        for kind, row in table(table(read("frames"))["kinds"]).items()
    }


@cache
def places() -> tuple[Phrase, ...]:
    """Provinces on the coast, which suit research of any kind."""
    return phrases(table(read("frames"))["places"])


@cache
def careers() -> Mapping[str, object]:
    """The words of careers, programmes, inventions and roles."""
    return table(read("careers"))


def _speciality(row: dict[str, object]) -> Speciality:
    kinds = table(table(read("frames"))["kinds"])
    settings = row.get("settings") or table(kinds[str(row["kind"])])["settings"]
    return Speciality(
        code=str(row["code"]),
        kind=str(row["kind"]),
        technologies=texts(row["technologies"]),
        domain=str(row["domain"]),
        fields=texts(row["fields"]),
        study=phrase(str(row["study"])),
        products=phrases(row["products"]),
        topics=tuple(_topic(each) for each in rows(row["topics"])),
        settings=tuple(_setting(line) for line in texts(settings)),
    )


def _setting(line: str) -> tuple[Phrase, ...]:
    """A setting, or its forms for each of the places where it names one."""
    form = phrase(line)
    found = [Phrase(form.vi.format(place=each.vi), form.en.format(place=each.en)) for each in places()]
    return tuple(dict.fromkeys(found))


def _topic(row: dict[str, object]) -> Topic:
    # For each object, `fits` has the positions of the methods that suit it and `told` those of its results.
    methods, results = phrases(row["methods"]), patterns(row["results"])
    objects = zip(phrases(row["objects"]), texts(row["fits"]), texts(row["told"]), strict=True)
    return Topic(
        name=phrase(str(row["name"])),
        since=int(str(row["since"])),
        subjects=tuple(
            Subject(each, tuple(methods[int(place)] for place in fit), tuple(results[int(place)] for place in told))
            for each, fit, told in objects
        ),
        uses=phrases(row["uses"]),
    )
