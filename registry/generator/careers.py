"""Degrees and positions: a career without contradictions, with the odd gap, overlap and part-time post."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from registry.generator.chance import Stream, happens, pick, whole
from registry.generator.institutes import Employer
from registry.generator.lives import (
    Life,
    country_abroad,
    employer_abroad,
    employer_at_home,
    study_country,
    university,
)
from registry.generator.material import careers, phrases, table
from registry.generator.phrases import Phrase, phrase
from registry.generator.sheets import Sheet, add, month
from registry.models.claims import ClaimKind, DegreeLevel

# From how many years of work on somebody holds posts of each of the four levels.
_LEVELS = (0, 5, 11, 19)


class Post(NamedTuple):
    """A position; months are counted from year 0, and an open end is None."""

    title: Phrase
    employer: Employer
    start: int
    end: int | None
    share: float | None


class Titles(NamedTuple):
    """The names of posts by kind of employer and level, and of those outside the ladder."""

    ladders: Mapping[str, tuple[tuple[Phrase, ...], ...]]
    postdoc: Phrase
    part_time: tuple[Phrase, ...]
    degrees: Mapping[str, Phrase]


def degrees(sheet: Sheet, person: Life) -> None:
    """The degrees, highest first."""
    numbers, speciality = sheet.numbers, person.interests[0].speciality
    abroad = study_country(numbers, person)
    first = "VN" if person.standing.value == "citizen_at_home" else person.origin
    if person.phd:
        _degree(sheet, person, DegreeLevel.PHD, person.phd, university(numbers, speciality, abroad))
    if person.master:
        where = abroad if happens(numbers, 0.5) else first
        _degree(sheet, person, DegreeLevel.MASTER, person.master, university(numbers, speciality, where))
    _degree(sheet, person, DegreeLevel.BACHELOR, person.bachelor, university(numbers, speciality, first))


def positions(sheet: Sheet, person: Life) -> Employer:
    """The positions, newest first, one of which is held today; returns where that one is."""
    posts = _ladder(sheet.numbers, person)
    aside = _aside(sheet.numbers, person, posts)
    for post in [*posts[:1], *aside, *posts[1:]]:
        add(
            sheet,
            ClaimKind.POSITION,
            post.title,
            start=_month(post.start),
            end=None if post.end is None else _month(post.end),
            organisation=_named(post.employer),
            institute_id=post.employer.id,
            country=post.employer.country,
            share=post.share,
        )
    return posts[0].employer


def _degree(sheet: Sheet, person: Life, level: DegreeLevel, year: int, where: Employer) -> None:
    speciality, titles = person.interests[0].speciality, _titles().degrees
    if level is DegreeLevel.BACHELOR and speciality.kind == "clinical":
        title = titles["doctor"]
    else:
        engineer = level is DegreeLevel.BACHELOR and speciality.kind in ("engineering", "systems")
        name, study = titles["engineer" if engineer else level.value], speciality.study
        title = Phrase(f"{name.vi} {study.vi}", f"{name.en} in {study.en[0].lower()}{study.en[1:]}")
    last = sheet.known.month if year == sheet.known.year else 12
    end = month(year, min(last, whole(sheet.numbers, 5, 12))) if happens(sheet.numbers, 0.6) else str(year)
    add(
        sheet,
        ClaimKind.DEGREE,
        title,
        level=level,
        end=end,
        organisation=_named(where),
        institute_id=where.id,
        country=where.country,
    )


def _ladder(numbers: Stream, person: Life) -> list[Post]:
    """Full-time posts without overlap, newest first; one career in eight has a gap of up to fourteen months."""
    now = person.known.year * 12 + person.known.month
    start, posts = person.begun * 12 + whole(numbers, 6, 9), list[Post]()
    gap = happens(numbers, 0.12)
    employer = _employer(numbers, person, begun=True)
    slow = happens(numbers, 0.35)
    while not posts or posts[-1].end is not None:
        end: int | None = start + whole(numbers, 30, 108)
        if end is None or end > now - 30:
            end, employer = None, _last(numbers, person, employer)
        title = _title(numbers, person, employer, start, before=posts[-1] if posts else None, slow=slow)
        if title is _titles().postdoc and end is not None:
            end = min(end, start + whole(numbers, 12, 36))
        if posts and (posts[-1].title, posts[-1].employer, posts[-1].end) == (title, employer, start - 1):
            posts[-1] = posts[-1]._replace(end=end)
        else:
            posts.append(Post(title, employer, start, end, None))
        pause = whole(numbers, 3, 14) if gap and happens(numbers, 0.4) else 0
        gap, start = gap and not pause, (end or now) + 1 + pause
        if happens(numbers, 0.5):
            employer = _employer(numbers, person, begun=False)
    if happens(numbers, 0.06):
        posts[-1] = posts[-1]._replace(share=pick(numbers, (0.5, 0.6, 0.8)))
    return posts[::-1]


def _aside(numbers: Stream, person: Life, posts: list[Post]) -> list[Post]:
    """A part-time post beside the main one, for one person in six or so who has worked for some years."""
    now = person.known.year * 12 + person.known.month
    begun = posts[-1].start + 60
    if begun > now - 12 or not happens(numbers, 0.24):
        return []
    start = whole(numbers, begun, now - 12)
    end = start + whole(numbers, 12, 60)
    home = person.residence == "VN" or happens(numbers, 0.4)
    speciality = person.interests[0].speciality
    where = employer_at_home(numbers, speciality) if home else employer_abroad(numbers, speciality, person.residence)
    if any(post.employer == where for post in posts):
        return []
    share = pick(numbers, (0.1, 0.2, 0.25, 0.3))
    return [Post(pick(numbers, _titles().part_time), where, start, end if end < now else None, share)]


def _employer(numbers: Stream, person: Life, *, begun: bool) -> Employer:
    """An employer on the way: overseas people often began at home, people at home sometimes worked abroad."""
    speciality = person.interests[0].speciality
    country = person.residence
    if person.standing.value == "citizen_at_home":
        country = country_abroad(numbers) if not begun and happens(numbers, 0.06) else "VN"
    elif begun and happens(numbers, 0.4):
        country = person.origin
    if country == "VN":
        return employer_at_home(numbers, speciality)
    return employer_abroad(numbers, speciality, country)


def _last(numbers: Stream, person: Life, employer: Employer) -> Employer:
    """The employer of today, who is where the person lives."""
    if employer.country == person.residence:
        return employer
    speciality = person.interests[0].speciality
    if person.residence == "VN":
        return employer_at_home(numbers, speciality)
    return employer_abroad(numbers, speciality, person.residence)


def _title(numbers: Stream, person: Life, employer: Employer, start: int, *, before: Post | None, slow: bool) -> Phrase:
    """A title of the level that the years of work allow, not below the one before; some people climb more slowly.

    The higher academic titles need a doctorate before them.
    """
    years, titles = start // 12 - person.begun, _titles()
    doctor = person.phd is not None and person.phd * 12 <= start
    if doctor and years <= 2 and employer.kind in ("university", "research_institute") and happens(numbers, 0.5):
        return titles.postdoc
    level = max(place for place, least in enumerate(_LEVELS) if years >= least)
    level = max(level - slow, 0)
    if not doctor and employer.kind in ("university", "research_institute"):
        level = min(level, 1)
    ladder = titles.ladders[employer.kind]
    order = list(dict.fromkeys(title for titles_of in ladder for title in titles_of))
    if before is None or before.title not in order:
        return pick(numbers, ladder[level])
    reached = order.index(before.title)
    return pick(numbers, [title for title in ladder[level] if order.index(title) >= reached] or [before.title])


def _named(employer: Employer) -> str:
    """How the organisation is written in its own country: in Vietnamese at home, else in English."""
    return employer.name.vi if employer.country == "VN" else employer.name.en


def _month(count: int) -> str:
    """Months since year 0 as ISO 8601 writes them."""
    year, rest = divmod(count - 1, 12)
    return month(year, rest + 1)


@cache
def _titles() -> Titles:
    file = careers()
    return Titles(
        ladders={
            kind: tuple(phrases(level) for level in levels if levels)
            for kind, levels in table(file["positions"]).items()
            if isinstance(levels, list)
        },
        postdoc=phrase(str(file["postdoc"])),
        part_time=phrases(file["part_time"]),
        degrees={level: phrase(str(line)) for level, line in table(file["levels"]).items()},
    )
