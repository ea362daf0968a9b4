"""The course of a life: standing, residence, years of study, and positions one after another."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from registry.generator.chance import Stream, Weighted, day_before, happens, pick, some, whole
from registry.generator.institutes import Employer, employers
from registry.generator.material import Speciality, by_domain
from registry.generator.names import foreign_countries
from registry.models.experts import Standing

_STANDINGS = Weighted(
    [(Standing.CITIZEN_AT_HOME, 0.62), (Standing.OVERSEAS_VIETNAMESE, 0.33), (Standing.FOREIGN, 0.05)]
)
# Shares of overseas experts by country: an assumption, since none are published; population without labour migration.
_SHARES = (
    "US 34  FR 10  JP 9  AU 9  DE 8  CA 7  KR 6  GB 5  SG 4  TW 2  NL 2  CH 1.5  "
    "SE 0.5  NO 0.5  FI 0.5  DK 0.5  BE 0.1  PL 0.1  CZ 0.1  RU 0.1  NZ 0.1"
)
_OVERSEAS = Weighted([(country, float(share)) for country, share in map(str.split, _SHARES.split("  "))])
_FOREIGN_WEIGHTS = {"US": 4.0, "JP": 3.0, "KR": 2.5, "FR": 2.5, "DE": 2.0, "GB": 1.5, "AU": 1.5}
_PHD = {Standing.CITIZEN_AT_HOME: 0.70, Standing.OVERSEAS_VIETNAMESE: 0.80, Standing.FOREIGN: 0.92}
# How long ago people confirmed their record, in days, as shares of the whole.
_CONFIRMED = Weighted([((1, 180), 0.38), ((181, 365), 0.26), ((366, 730), 0.22), ((731, 1095), 0.14)])


class Interest(NamedTuple):
    """What somebody keeps working on: a topic, and the two or so subjects in it."""

    speciality: Speciality
    topic: int
    subjects: tuple[int, ...]


class Life(NamedTuple):
    """The outline of a person; years are calendar years, `known` is the day the record was last confirmed."""

    standing: Standing
    residence: str
    origin: str
    interests: tuple[Interest, ...]
    known: date
    created: date
    bachelor: int
    master: int | None
    phd: int | None
    begun: int


def life(numbers: Stream, speciality: Speciality, today: date) -> Life:
    """An outline in which nothing contradicts anything else."""
    standing = _STANDINGS.draw(numbers)
    residence, origin = _places(numbers, standing)
    known = today - timedelta(days=whole(numbers, *_CONFIRMED.draw(numbers)))
    # Five to forty-one years since the first degree, most of them near the middle.
    years = 5 + int((numbers.random() + numbers.random()) / 2 * 37)
    bachelor = known.year - years
    phd = bachelor + whole(numbers, 5, 10) if happens(numbers, _PHD[standing]) else None
    if phd is not None and phd > known.year - 1:
        phd = bachelor + 5 if years >= 6 else None
    master = bachelor + whole(numbers, 2, 3) if happens(numbers, 0.7 if phd else 0.8) else None
    begun = phd if phd and standing is not Standing.CITIZEN_AT_HOME and happens(numbers, 0.6) else bachelor
    return Life(
        standing=standing,
        residence=residence,
        origin=origin,
        interests=_interests(numbers, speciality),
        known=known,
        created=day_before(numbers, known, 900),
        bachelor=bachelor,
        master=master,
        phd=phd,
        begun=begun,
    )


def employer_at_home(numbers: Stream, speciality: Speciality) -> Employer:
    """A public body four times out of five, as in the statistics of research staff; else a company or a hospital."""
    found, share = employers(), numbers.random()
    if speciality.kind == "clinical" and share < 0.35:
        return pick(numbers, found.hospitals)
    companies = found.companies.get(speciality.domain)
    if share < 0.14 and companies:
        return pick(numbers, companies)
    if 0.14 <= share < 0.24:
        return pick(numbers, found.centres)
    return found.public[speciality.domain].draw(numbers)


def employer_abroad(numbers: Stream, speciality: Speciality, country: str) -> Employer:
    """A university of that country half of the time; hospitals only for those who treat people."""
    found = employers().abroad[country]
    if happens(numbers, 0.5):
        return university(numbers, speciality, country)
    return pick(numbers, [each for each in found if each.kind != "hospital" or speciality.kind == "clinical"])


def university(numbers: Stream, speciality: Speciality, country: str) -> Employer:
    """Where somebody of the speciality studied in that country."""
    if country != "VN":
        return pick(numbers, [each for each in employers().abroad[country] if each.kind == "university"])
    choice = employers().public[speciality.domain]
    while (found := choice.draw(numbers)).kind != "university":
        continue
    return found


def country_abroad(numbers: Stream) -> str:
    """A country, as often as overseas experts live there."""
    return _OVERSEAS.draw(numbers)


def study_country(numbers: Stream, person: Life) -> str:
    """Where the doctorate was taken: nearly half of those at home took it abroad."""
    if person.standing is Standing.CITIZEN_AT_HOME:
        return _OVERSEAS.draw(numbers) if happens(numbers, 0.42) else "VN"
    if person.residence != "VN" and happens(numbers, 0.75):
        return person.residence
    return person.origin if person.origin != "VN" else _OVERSEAS.draw(numbers)


def _places(numbers: Stream, standing: Standing) -> tuple[str, str]:
    """The countries of residence and of origin."""
    if standing is Standing.CITIZEN_AT_HOME:
        return "VN", "VN"
    if standing is Standing.OVERSEAS_VIETNAMESE:
        country = _OVERSEAS.draw(numbers)
        return country, "VN" if happens(numbers, 0.62) else country
    origin = _foreign().draw(numbers)
    return ("VN" if happens(numbers, 0.15) else origin), origin


@cache
def _foreign() -> Weighted[str]:
    return Weighted([(country, _FOREIGN_WEIGHTS.get(country, 0.8)) for country in foreign_countries()])


def _interests(numbers: Stream, speciality: Speciality) -> tuple[Interest, ...]:
    """One to three topics: most people stay within their speciality, some reach into a neighbouring one."""
    count = 1 + happens(numbers, 0.6) + happens(numbers, 0.2)
    order = some(numbers, range(len(speciality.topics)), count)
    chosen = [_interest(numbers, speciality, topic) for topic in order]
    beside = [each for each in by_domain()[speciality.domain] if each.code != speciality.code]
    if len(chosen) < count and beside:
        neighbour = pick(numbers, beside)
        chosen.append(_interest(numbers, neighbour, whole(numbers, 0, len(neighbour.topics) - 1)))
    return tuple(chosen)


def _interest(numbers: Stream, speciality: Speciality, topic: int) -> Interest:
    subjects = range(len(speciality.topics[topic].subjects))
    return Interest(speciality, topic, tuple(some(numbers, subjects, 1 + whole(numbers, 1, 2))))
