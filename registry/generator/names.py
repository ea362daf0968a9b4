"""Names of people who do not exist: Vietnamese with their real frequencies, their forms abroad, and foreign ones."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from matching.text import fold
from registry.generator.building import built
from registry.generator.chance import Stream, Weighted, happens, pick
from registry.generator.material import read, table, texts
from registry.models.experts import PersonName, Standing

# Where the western name of an overseas Vietnamese comes from, by country of residence; else English.
_WESTERN = {"FR": "FR", "BE": "FR", "CH": "DE", "DE": "DE"}
_SOUTHERN = {"Hoàng": "Huỳnh", "Vũ": "Võ"}


class Name(NamedTuple):
    """A name with the other forms under which the person is known."""

    name: PersonName
    others: tuple[str, ...]


class Side(NamedTuple):
    """The middle and given names of men or of women."""

    middle: Weighted[str]
    given: Weighted[str]


class Lists(NamedTuple):
    """The name lists as drawn from."""

    families: Weighted[str]
    doubles: tuple[str, ...]
    sides: tuple[Side, Side]
    western: tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]
    foreign: Mapping[str, Mapping[str, tuple[str, ...]]]


def vietnamese(numbers: Stream, standing: Standing, residence: str) -> Name:
    """A Vietnamese name; abroad it is often written without marks, given name first, or with a western one.

    Whether the middle and given names are those of men or women is drawn and then forgotten.
    """
    lists, side = _lists(), int(numbers.random() * 2)
    family = pick(numbers, lists.doubles) if happens(numbers, 0.02) else lists.families.draw(numbers)
    if standing is Standing.OVERSEAS_VIETNAMESE and happens(numbers, 0.25):
        family = _SOUTHERN.get(family, family)
    middle, given = _given(numbers, lists.sides[side], family)
    full = f"{family} {middle} {given}".replace("  ", " ")
    if standing is Standing.OVERSEAS_VIETNAMESE:
        return _abroad(numbers, (family, middle, given), lists.western[side][_WESTERN.get(residence, "US")])
    latin = plain(full) if happens(numbers, 0.4) else None
    return Name(_name(full, family, given, latin), ())


def foreign(numbers: Stream, country: str) -> Name:
    """A name of that country; where its script is not Latin, the Latin form stands beside it or instead of it."""
    lists = _lists().foreign[country]
    first, last = int(numbers.random() * len(lists["first"])), int(numbers.random() * len(lists["last"]))
    given, family = lists["first"][first], lists["last"][last]
    if "first_latin" not in lists:
        if country == "SG":
            return Name(_name(f"{family} {given}", family, given, None), ())
        full = f"{given} {family}"
        return Name(_name(full, family, given, None if full.isascii() else plain(full)), ())
    latin = f"{lists['first_latin'][first]} {lists['last_latin'][last]}"
    own = f"{given} {family}" if country == "RU" else f"{family} {given}"
    if happens(numbers, 0.4):
        return Name(_name(own, family, given, latin), ())
    return Name(_name(latin, lists["last_latin"][last], lists["first_latin"][first], None), (own,))


def foreign_countries() -> tuple[str, ...]:
    """The countries for which there are names of their own."""
    return tuple(_lists().foreign)


def _abroad(numbers: Stream, parts: tuple[str, str, str], western: tuple[str, ...]) -> Name:
    family, middle, given = parts
    marked = f"{family} {middle} {given}".replace("  ", " ")
    plain_family, plain_given = plain(family), plain(f"{middle} {given}".strip())
    share = numbers.random()
    if share < 0.40:
        return Name(_name(marked, family, given, plain(marked)), ())
    if share < 0.72:
        turned = f"{plain_given} {plain_family}"
        return Name(_name(turned, plain_family, plain(given), None), (marked,))
    if share < 0.86:
        return Name(_name(plain(marked), plain_family, plain(given), None), (marked,))
    first = pick(numbers, western)
    return Name(
        _name(f"{first} {plain_family}", plain_family, first, None), (marked, f"{first} {plain_given} {family}")
    )


def _given(numbers: Stream, side: Side, family: str) -> tuple[str, str]:
    """A middle and a given name that repeat neither each other nor the family name; the middle may be empty."""
    given = side.given.draw(numbers)
    while given in family:
        given = side.given.draw(numbers)
    middle = "" if happens(numbers, 0.05) else side.middle.draw(numbers)
    while given in middle or (middle and middle in family):
        middle = side.middle.draw(numbers)
    return middle, given


def _name(written: str, family: str, given: str, latin: str | None) -> PersonName:
    return built(PersonName, {"as_written": written, "family": family, "given": given, "latin": latin})


def plain(name: str) -> str:
    """The name without marks, as foreign papers print it."""
    return " ".join(_plain_word(word) for word in name.split())


@cache
def _plain_word(word: str) -> str:
    return fold(word).title()


@cache
def _lists() -> Lists:
    file = table(read("names"))
    western = table(file["western"])
    return Lists(
        families=_weighted(file["families"]),
        doubles=texts(file["double_families"]),
        sides=(_side(file["men"]), _side(file["women"])),
        western=(_by_country(western["men"]), _by_country(western["women"])),
        foreign={country: _by_country(names) for country, names in table(file["foreign"]).items()},
    )


def _side(value: object) -> Side:
    lists = table(value)
    return Side(_weighted(lists["middle"]), _weighted(lists["given"]))


def _weighted(value: object) -> Weighted[str]:
    if not isinstance(value, list):
        raise TypeError("A list of names with weights was expected.")
    return Weighted([(str(name), float(weight)) for name, weight in value])


def _by_country(value: object) -> Mapping[str, tuple[str, ...]]:
    return {key: texts(names) for key, names in table(value).items()}
