"""What somebody has to show: works, programmes alone and with the team, inventions, products and awards."""

from functools import lru_cache
from typing import NamedTuple

from registry.generator import texts
from registry.generator.chance import Stream, Weighted, happens, ids, pick, stream, whole
from registry.generator.institutes import Employer
from registry.generator.lives import Interest, Life, country_abroad, employer_abroad, employer_at_home
from registry.generator.material import Speciality, by_code
from registry.generator.sheets import Content, Sheet, add, day_in, month
from registry.models.claims import ClaimKind, InventionState, Part
from registry.models.values import Audience

# People of consecutive numbers form a team: same speciality, one programme and one paper that they may share.
TEAM = 4
_TEAM_ROOM = 2
_STATES = Weighted([(InventionState.FILED, 0.4), (InventionState.GRANTED, 0.35), (InventionState.APPLIED, 0.25)])


class Shared(NamedTuple):
    """Evidence that belongs to a team: the same words, dates and money for everybody who names it."""

    programme: texts.Text
    content: Content
    begun: int
    until: str
    paper: texts.Text
    paper_year: int
    ids: tuple[str, str]


def works(sheet: Sheet, person: Life, number: int, shared: Shared) -> None:
    """Two to twelve works, newest first; the team's paper is one of them for those who wrote it."""
    numbers = sheet.numbers
    first = max(person.bachelor + 2, (person.phd or person.bachelor + 5) - 3)
    last, active = person.known.year, max(person.known.year - first, 1)
    count = 2 + int(numbers.random() * min(10.99, 1.5 + active / 2.2))
    seen: set[str] = set()
    before = len(sheet.claims)
    if first < shared.paper_year < person.known.year and happens(numbers, 0.6):
        _shared_paper(sheet, shared)
        count = max(count - 1, 2)
    for place in range(count):
        text, since = _unlike(numbers, person, seen)
        year = _since(numbers, last - int(active * numbers.random() ** 1.4), since, last)
        link = f"doi:10.5555/gen.{number}.{place}" if happens(numbers, 0.7) else None
        # Who agreed to be matched shows at least one work of their own to institutes.
        audience = Audience.INSTITUTES if sheet.agreed and not place else None
        content = Content(end=day_in(sheet, year))
        if link:
            content["external_id"] = link
        add(sheet, ClaimKind.WORK, text.title, text.summary, audience=audience, **content)
    sheet.claims[before:] = sorted(sheet.claims[before:], key=lambda claim: claim.end or "", reverse=True)


def programmes(sheet: Sheet, person: Life, number: int, shared: Shared) -> None:
    """The team's programme in the part that the years allow, and for experienced people some of their own."""
    numbers, place = sheet.numbers, number % TEAM
    years = shared.begun - person.begun
    if years >= 0 and sheet.known.isoformat() >= shared.until:
        part = _part(numbers, place, years)
        if part:
            text, content = shared.programme, shared.content.copy()
            content["part"] = part
            add(sheet, ClaimKind.PROGRAMME, text.title, text.summary, evidence_id=shared.ids[0], **content)
    experience = person.known.year - person.begun
    if experience < 8 or not happens(numbers, 0.42):
        return
    for _ in range(1 + happens(numbers, 0.4) + happens(numbers, 0.15)):
        interest = pick(numbers, person.interests)
        start = person.known.year - whole(numbers, 1, min(experience - 5, 14))
        start = _since(numbers, start, texts.topic_of(interest).since, person.known.year - 1)
        home = person.residence == "VN" or happens(numbers, 0.15)
        text = texts.programme(numbers, interest)
        content = _financed(numbers, interest.speciality, start, person.known.year, "VN" if home else person.residence)
        content["part"] = Part.LED
        add(sheet, ClaimKind.PROGRAMME, text.title, text.summary, **content)


def inventions(sheet: Sheet, person: Life, number: int) -> None:
    """Inventions, products and awards, for a share of people that grows with their years of work."""
    numbers, speciality = sheet.numbers, person.interests[0].speciality
    experience = person.known.year - person.begun
    technical = speciality.kind not in ("society", "theory", "field")
    weight = min(experience, 20) / 20
    for place in range(2):
        if technical and happens(numbers, 0.34 * weight):
            interest = pick(numbers, person.interests)
            text, year = texts.invention(numbers, interest), _year(numbers, person, interest)
            link = f"patent:GEN-{year}-{number:07}-{place}"
            state = _STATES.draw(numbers)
            end = day_in(sheet, year)
            add(sheet, ClaimKind.INVENTION, text.title, text.summary, state=state, end=end, external_id=link)
    if happens(numbers, 0.3 * weight):
        text = texts.product(numbers, person.interests[0])
        year = max(_year(numbers, person, person.interests[0]), person.known.year - 6)
        add(sheet, ClaimKind.PRODUCT, text.title, text.summary, end=day_in(sheet, year))
    if happens(numbers, 0.32 * weight):
        interest = pick(numbers, person.interests)
        title = texts.award(numbers, interest, home=person.residence == "VN")
        add(sheet, ClaimKind.AWARD, title, end=day_in(sheet, _year(numbers, person, interest)))


@lru_cache(maxsize=4)
def shared(seed: int, team: int, code: str, year: int) -> Shared:
    """What a team of the speciality `code` shares; `year` is this year.

    It depends on nobody in the team, so that it is the same for all of them.
    """
    numbers, speciality = stream(seed, _TEAM_ROOM, team), by_code()[code]
    topic = whole(numbers, 0, len(speciality.topics) - 1)
    interest = Interest(speciality, topic, tuple(range(len(speciality.topics[topic].subjects))))
    begun = year - whole(numbers, 1, 9)
    programme = texts.programme(numbers, interest)
    content = _financed(
        numbers, speciality, begun, year - 1, "VN" if happens(numbers, 0.7) else country_abroad(numbers)
    )
    first, second = ids(seed, "team", team, 2)
    return Shared(
        programme=programme,
        content=content,
        begun=begun,
        until=content.get("end") or content["start"],
        paper=texts.work(numbers, interest),
        paper_year=min(begun + whole(numbers, 1, 4), year - 1),
        ids=(first, second),
    )


def _shared_paper(sheet: Sheet, shared: Shared) -> None:
    text, year = shared.paper, str(shared.paper_year)
    add(sheet, ClaimKind.WORK, text.title, text.summary, evidence_id=shared.ids[1], end=year)


def _part(numbers: Stream, place: int, years: int) -> Part | None:
    """The first of a team leads if experienced, the second may lead with them, the others may take part."""
    if place == 0 and years >= 6:
        return Part.LED
    if place == 1 and years >= 4 and happens(numbers, 0.6):
        return Part.CO_LED
    return Part.TOOK_PART if happens(numbers, 0.5) else None


def _financed(numbers: Stream, speciality: Speciality, start: int, year: int, country: str) -> Content:
    """Dates, money and host of a programme; what would end in this year or later still runs."""
    host = _host(numbers, speciality, country)
    end = start + whole(numbers, 2, 5)
    forms = texts.programmes()
    home = country == "VN"
    amount = round(0.8 + 40 * numbers.random() ** 3, 1) * 1e9 if home else round(12 + 500 * numbers.random() ** 3) * 1e4
    levels = forms.levels_home if home else forms.levels_abroad
    # The last level is pilot production, which only makes sense where something is produced.
    level = pick(numbers, levels[:-1] if speciality.kind in ("society", "theory", "clinical") else levels)
    return Content(
        start=month(start, whole(numbers, 1, 9)),
        end=month(end, whole(numbers, 1, 12)) if end < year else None,
        organisation=host.name.vi if home else host.name.en,
        institute_id=host.id,
        country=country,
        amount=amount,
        currency="VND" if home else "USD",
        programmes=(level.vi if home else level.en,),
    )


def _host(numbers: Stream, speciality: Speciality, country: str) -> Employer:
    if country == "VN":
        return employer_at_home(numbers, speciality)
    return employer_abroad(numbers, speciality, country)


def _year(numbers: Stream, person: Life, interest: Interest) -> int:
    """A year of the career after its first three, in which there was work on the topic."""
    last = person.known.year
    year = whole(numbers, min(person.begun + 3, last), last)
    return _since(numbers, year, texts.topic_of(interest).since, last)


def _since(numbers: Stream, year: int, since: int, last: int) -> int:
    """The year, or another one up to the last where nobody worked on the topic yet."""
    return year if year >= since else whole(numbers, min(since, last), last)


def _unlike(numbers: Stream, person: Life, seen: set[str]) -> tuple[texts.Text, int]:
    """A work that has not the title of another one, as far as three attempts go, and since when its topic exists."""
    for _ in range(3):
        interest = person.interests[_main(numbers, len(person.interests))]
        text = texts.work(numbers, interest)
        if text.title.vi not in seen:
            break
    seen.add(text.title.vi)
    return text, texts.topic_of(interest).since


def _main(numbers: Stream, count: int) -> int:
    """The first interest more often than the others."""
    return int(count * numbers.random() ** 1.7)
