"""Texts in two languages at once: phrases, patterns with places to fill, and numbers written as each language does."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from registry.generator.building import built
from registry.generator.chance import Stream
from registry.models.values import Bilingual

_RANGE = re.compile(r"\{([\d.]+)\.\.([\d.]+)\}")


class Phrase(NamedTuple):
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


class Range(NamedTuple):
    """A number to draw, with its bounds and how many decimals it is written with."""

    name: str
    low: float
    high: float
    decimals: int


class Pattern(NamedTuple):
    """A phrase with named places (`{method}`) and numbers to draw (`{3..12}`, `{0.5..2.5}`)."""

    vi: str
    en: str
    ranges: tuple[Range, ...]


# What fills the places of a pattern, by language.
Words = tuple[Mapping[str, str], Mapping[str, str]]


def phrase(line: str) -> Phrase:
    """A line of the word files, `tiếng Việt | English`; raises ValueError where it has not exactly two sides."""
    vi, en = line.split(" | ")
    return Phrase(vi, en)


def pattern(line: str) -> Pattern:
    """A line with places; a number that stands on both sides with the same bounds is the same number."""
    vi, en = phrase(line)
    bounds = list(dict.fromkeys(_RANGE.findall(vi)))
    ranges = []
    for position, (low, high) in enumerate(bounds):
        name = f"number{position}"
        decimals = len(low.partition(".")[2])
        ranges.append(Range(name, float(low), float(high), decimals))
        mark = f"{{{low}..{high}}}"
        vi, en = vi.replace(mark, f"{{{name}}}"), en.replace(mark, f"{{{name}}}")
    if _RANGE.search(en):
        raise ValueError(f"Both sides must name the same numbers: {line}")
    return Pattern(vi, en, tuple(ranges))


def words(**phrases: Phrase) -> Words:
    """Phrases by the names of the places that they fill."""
    return {name: each.vi for name, each in phrases.items()}, {name: each.en for name, each in phrases.items()}


def fill(form: Pattern, filling: Words, numbers: Stream) -> Phrase:
    """The pattern with its places filled, its numbers drawn, and a capital at its beginning."""
    vi, en = filling
    if form.ranges:
        drawn = [(each, each.low + numbers.random() * (each.high - each.low)) for each in form.ranges]
        vi = {**vi, **{each.name: _vietnamese(value, each.decimals) for each, value in drawn}}
        en = {**en, **{each.name: f"{value:,.{each.decimals}f}" for each, value in drawn}}
    return Phrase(capital(form.vi.format_map(vi)), capital(form.en.format_map(en)))


def _vietnamese(value: float, decimals: int) -> str:
    """A comma before decimals, a point between thousands."""
    if decimals == 0 and value < 999:
        return f"{value:.0f}"
    return f"{value:,.{decimals}f}".translate(_SWAPPED)


_SWAPPED = str.maketrans({",": ".", ".": ","})


def capital(text: str) -> str:
    """The text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def joined(phrases: list[Phrase]) -> Phrase:
    """Sentences one after another."""
    return Phrase(" ".join(each.vi for each in phrases), " ".join(each.en for each in phrases))


def bilingual(text: Phrase) -> Bilingual:
    """The phrase as the registry keeps texts; it is known to be well formed, so it is not validated again."""
    return built(Bilingual, {"vi": text.vi, "en": text.en})
