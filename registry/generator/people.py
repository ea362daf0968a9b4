"""Experts who do not exist: a whole record from a seed and a number, the same whatever the size of the network."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from registry import lists
from registry.generator import careers, evidence, names, texts
from registry.generator.building import built
from registry.generator.chance import Stream, Weighted, happens, ids, pick, stream, whole
from registry.generator.institutes import GENERATED, Employer
from registry.generator.lives import Life, life
from registry.generator.material import Speciality, specialities
from registry.generator.names import Name
from registry.generator.phrases import bilingual, fill
from registry.generator.sheets import Sheet
from registry.models.experts import Engagement, Expert, LanguageLevel, LanguageSkill, Standing, Status
from registry.models.values import Audience, digest_of

AGREED = 0.85
_ROOM = 1
_GOLDEN = 0.6180339887498949
# More than the ids of a person, the claims and their evidence together.
_IDS = 100

_SPOKEN: Final[Mapping[str, str]] = {
    "FR": "fr",
    "BE": "fr",
    "DE": "de",
    "CH": "de",
    "JP": "ja",
    "KR": "ko",
    "TW": "zh",
    "NL": "nl",
    "SE": "sv",
    "NO": "no",
    "FI": "fi",
    "DK": "da",
    "PL": "pl",
    "CZ": "cs",
    "RU": "ru",
    "IT": "it",
    "VN": "vi",
}
_LEVELS = Weighted([(LanguageLevel.FLUENT, 0.35), (LanguageLevel.WORKING, 0.48), (LanguageLevel.BASIC, 0.17)])
_SKILLS = {
    (code, level): built(LanguageSkill, {"code": code, "level": level})
    for code in {"en", "vi", "hi", *_SPOKEN.values()}
    for level in LanguageLevel
}
_FORMS: Final[Mapping[Standing, tuple[tuple[Engagement, float], ...]]] = {
    Standing.CITIZEN_AT_HOME: ((Engagement.REMOTE, 0.45), (Engagement.LEAD, 0.5)),
    Standing.OVERSEAS_VIETNAMESE: (
        (Engagement.REMOTE, 0.8),
        (Engagement.VISITS, 0.65),
        (Engagement.RETURN, 0.2),
        (Engagement.LEAD, 0.25),
    ),
    Standing.FOREIGN: ((Engagement.REMOTE, 0.8), (Engagement.VISITS, 0.6), (Engagement.LEAD, 0.12)),
}


def speciality_of(seed: int, number: int) -> Speciality:
    """The speciality of the team of a person: teams are spread over all of them evenly by weight, at any size."""
    team = number // evidence.TEAM
    return specialities().at((team * _GOLDEN + seed * 0.37) % 1)


def expert_id(seed: int, number: int) -> str:
    """The id of a person."""
    return next(ids(seed, "expert", number, 1))


def expert(seed: int, number: int, today: date) -> Expert:
    """The whole record of a person, from 0 on; `today` is the day by which everything has happened."""
    numbers, speciality = stream(seed, _ROOM, number), speciality_of(seed, number)
    person = life(numbers, speciality, today)
    name = _name(numbers, person)
    own = ids(seed, "expert", number, _IDS)
    id = next(own)
    sheet = Sheet(numbers, own, person.created, person.known, today, happens(numbers, AGREED))
    shared = evidence.shared(seed, number // evidence.TEAM, speciality.code, today.year)
    employer = careers.positions(sheet, person)
    careers.degrees(sheet, person)
    evidence.works(sheet, person, number, shared)
    evidence.programmes(sheet, person, number, shared)
    evidence.inventions(sheet, person, number)
    found = built(
        Expert,
        {
            **_facts(numbers, person, name, employer),
            **_terms(numbers, person, sheet, today),
            "orcid": _orcid(seed, number) if happens(numbers, 0.55) else None,
            "email": _email(name, number),
            "id": id,
            "claims": tuple(sheet.claims),
            "status": Status.ACTIVE,
            "merged_into": None,
            "agreed_to_matching": sheet.agreed,
            "generated": True,
            "source": GENERATED,
            "source_key": f"{GENERATED}:{seed}:{number}",
            "created_at": f"{person.created}T02:00:00+00:00",
            "updated_at": f"{person.known}T02:00:00+00:00",
            "confirmed_at": f"{person.known}T02:00:00+00:00",
            # Nobody has to be kept from guessing what was made up.
            "salt": "",
            "digest": "",
        },
    )
    found.__dict__["digest"] = digest_of(found)
    return found


def _facts(numbers: Stream, person: Life, name: Name, employer: Employer) -> dict[str, object]:
    specialities_of = {each.speciality.code: each.speciality for each in person.interests}.values()
    codes = [code for each in specialities_of for code in _some_fields(numbers, each)]
    technologies = {code for each in specialities_of for code in each.technologies}
    if happens(numbers, 0.4):
        technologies |= {group for code in technologies if (group := _group(code))}
    province = employer.province or "01" if person.residence == "VN" else None
    return {
        "name": name.name,
        "other_names": name.others,
        "standing": person.standing,
        "residence": person.residence,
        "province": province,
        "headline": bilingual(texts.headline(numbers, person.interests[0])),
        "fields": tuple(sorted(set(codes))),
        "technologies": tuple(sorted(technologies)),
        "languages": _languages(numbers, person),
    }


def _terms(numbers: Stream, person: Life, sheet: Sheet, today: date) -> dict[str, object]:
    forms = tuple(form for form, share in _FORMS[person.standing] if happens(numbers, share))
    note = None
    if happens(numbers, 0.3):
        said = fill(pick(numbers, texts.sayings().availability), ({}, {}), numbers)
        note = said.en if person.standing is Standing.FOREIGN else said.vi
    start = (today + timedelta(days=whole(numbers, 20, 540))).isoformat()[:7] if happens(numbers, 0.4) else None
    return {
        "engagement": forms,
        "available_from": start,
        "availability_note": note,
        "audiences": _audiences(numbers, agreed=sheet.agreed),
    }


def _name(numbers: Stream, person: Life) -> Name:
    if person.standing is Standing.FOREIGN:
        return names.foreign(numbers, person.origin)
    return names.vietnamese(numbers, person.standing, person.residence)


def _audiences(numbers: Stream, *, agreed: bool) -> dict[str, Audience]:
    """Who sees what: those who agreed to be matched show themselves to institutes at least, contact details never."""
    if agreed:
        shown = Audience.PUBLIC if happens(numbers, 0.25) else Audience.INSTITUTES
        rest = Audience.INSTITUTES
    else:
        shown = rest = Audience.COMMITTEE if happens(numbers, 0.55) else Audience.SELF
    return {
        "name": shown,
        "standing": rest,
        "residence": rest,
        "fields": shown,
        "languages": rest,
        "availability": rest,
        "contact": Audience.SELF,
    }


def _languages(numbers: Stream, person: Life) -> tuple[LanguageSkill, ...]:
    """Mother tongue, the language of the country of residence, English, for some one more."""
    known: dict[str, LanguageLevel] = {}
    if person.standing is Standing.FOREIGN:
        known[_SPOKEN.get(person.origin, "en")] = LanguageLevel.NATIVE
        if person.residence == "VN" or happens(numbers, 0.15):
            known.setdefault("vi", LanguageLevel.BASIC)
    else:
        born_abroad = person.origin != "VN" and happens(numbers, 0.4)
        known["vi"] = LanguageLevel.FLUENT if born_abroad else LanguageLevel.NATIVE
        local = _SPOKEN.get(person.residence, "en")
        if person.origin != "VN":
            known.setdefault(local, LanguageLevel.NATIVE if born_abroad else LanguageLevel.FLUENT)
        elif person.residence != "VN":
            known.setdefault(local, LanguageLevel.FLUENT if happens(numbers, 0.7) else LanguageLevel.WORKING)
    known.setdefault("en", _LEVELS.draw(numbers) if person.residence == "VN" else LanguageLevel.FLUENT)
    if happens(numbers, 0.15):
        known.setdefault(pick(numbers, ("fr", "ru", "ja", "de", "zh", "ko")), LanguageLevel.WORKING)
    return tuple(_SKILLS[skill] for skill in known.items())


def _some_fields(numbers: Stream, speciality: Speciality) -> tuple[str, ...]:
    """The first field of a speciality, and the others with a chance of one in two."""
    return (*speciality.fields[:1], *(code for code in speciality.fields[1:] if happens(numbers, 0.45)))


def _group(code: str) -> str | None:
    entry = lists.technology(code)
    return entry.group if entry.kind == "product" else None


def _email(name: Name, number: int) -> str:
    """An address in a domain that belongs to nobody."""
    family, given = name.name.family or "", name.name.given or ""
    plain = "".join(
        letter for letter in names.plain(f"{given}.{family}").lower() if letter.isascii() and letter.isalnum()
    )
    return f"{plain or 'expert'}.{number}@example.org"


def _orcid(seed: int, number: int) -> str:
    """Sixteen characters with a right check character, in a range from which no ORCID has ever been given out."""
    digits, total = f"9999{seed % 10_000:04}{number:07}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole_text = digits + ("X" if check == 10 else str(check))
    return "-".join(whole_text[start : start + 4] for start in range(0, 16, 4))
