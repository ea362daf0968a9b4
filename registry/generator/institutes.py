"""Where people work: the real universities and institutes of the list, and invented organisations that say so."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from registry import lists
from registry.generator.chance import Weighted, ids
from registry.generator.material import read, table, texts
from registry.generator.phrases import Phrase, phrase
from registry.lists import InstituteSeed
from registry.models.institutes import Institute
from registry.models.values import Bilingual, digest_of

OFFICIAL, GENERATED = "official-list", "generated"
# How often an employer is drawn falls with its place in the list of its domain: 1/(place + this).
_FRONT = 2.5


class Employer(NamedTuple):
    """An organisation as careers see it; `province` is a code, and only of organisations in Viet Nam."""

    id: str
    name: Phrase
    kind: str
    country: str
    province: str | None


class Employers(NamedTuple):
    """Every employer: public ones at home by domain, companies by domain, hospitals, centres, and abroad by country."""

    public: Mapping[str, Weighted[Employer]]
    companies: Mapping[str, tuple[Employer, ...]]
    hospitals: tuple[Employer, ...]
    centres: tuple[Employer, ...]
    abroad: Mapping[str, tuple[Employer, ...]]
    by_key: Mapping[str, Employer]


def institutes() -> Iterator[Institute]:
    """The real institutes first, then the invented ones; the same for every seed and size."""
    for seed in lists.institute_seeds():
        yield _sealed(_official(seed))
    for key, employer in employers().by_key.items():
        if key not in _seeds():
            yield _sealed(_generated(key, employer))


@cache
def employers() -> Employers:
    """Every employer, read once."""
    file = table(read("organisations"))
    real = {seed.id: _real(seed) for seed in lists.institute_seeds()}
    home = [(row[0], row[2], _invented(row[0], row[1], "VN", row[2], row[4])) for row in _rows(file["home"])]
    domains = {row[0]: row[3] for row in _rows(file["home"])}
    abroad = {row[0]: _invented(row[0], row[2], row[1], None, row[3]) for row in _rows(file["overseas"])}
    centres = {f"vn-p{each.code}": _centre(each.code, str(file["centre"])) for each in lists.provinces()}
    by_key = real | {key: employer for key, _, employer in home} | centres | abroad
    companies: dict[str, tuple[Employer, ...]] = {}
    for key, _, employer in home:
        if employer.kind == "company":
            companies[domains[key]] = (*companies.get(domains[key], ()), employer)
    by_country: dict[str, tuple[Employer, ...]] = {}
    for employer in abroad.values():
        by_country[employer.country] = (*by_country.get(employer.country, ()), employer)
    return Employers(
        public={domain: _ranked([real[key] for key in texts(keys)]) for domain, keys in table(file["domains"]).items()},
        companies=companies,
        hospitals=tuple(employer for _, _, employer in home if employer.kind == "hospital"),
        centres=tuple(centres.values()),
        abroad=by_country,
        by_key=by_key,
    )


@cache
def _seeds() -> frozenset[str]:
    return frozenset(seed.id for seed in lists.institute_seeds())


def _rows(value: object) -> list[list[str]]:
    if not isinstance(value, list):
        raise TypeError("A list of organisations was expected.")
    return [[str(cell) for cell in row] for row in value]


def _id(key: str) -> str:
    return next(ids(0, f"institute:{key}", 0, 1))


def _ranked(found: list[Employer]) -> Weighted[Employer]:
    return Weighted([(employer, 1 / (place + _FRONT)) for place, employer in enumerate(found)])


def _real(seed: InstituteSeed) -> Employer:
    name = Phrase(seed.name_vi or seed.name_en, seed.name_en)
    return Employer(_id(seed.id), name, _career_kind(seed.kind), "VN", seed.province_code)


def _career_kind(kind: str) -> str:
    """Academies have the posts of universities, research centres those of institutes."""
    return {"academy": "university", "centre": "research_institute"}.get(kind, kind)


def _invented(key: str, kind: str, country: str, province: str | None, line: str) -> Employer:
    return Employer(_id(key), phrase(line), kind, country, province)


def _centre(code: str, line: str) -> Employer:
    province, form = lists.province(code), phrase(line)
    name = Phrase(form.vi.format(province=province.name_vi), form.en.format(province=province.name_en))
    return Employer(_id(f"vn-p{code}"), name, "centre", "VN", code)


def _official(seed: InstituteSeed) -> Institute:
    day = f"{lists.provenance('institutes').as_of}T00:00:00+00:00"
    return Institute(
        id=_id(seed.id),
        name=Bilingual(vi=seed.name_vi, en=seed.name_en),
        abbreviation=seed.abbr,
        kind=seed.kind,
        ror=seed.ror,
        country="VN",
        province=seed.province_code,
        city=seed.city_vi,
        parent=_parent(seed),
        source=OFFICIAL,
        source_key=f"{OFFICIAL}:{seed.id}",
        created_at=day,
        updated_at=day,
    )


def _parent(seed: InstituteSeed) -> str | None:
    """The id of the institute above, or the code of the central body above."""
    above = lists.parent_of(seed.id)
    return None if above is None else _id(above.id) if isinstance(above, InstituteSeed) else above.id


def _generated(key: str, employer: Employer) -> Institute:
    day = f"{lists.provenance('institutes').as_of}T00:00:00+00:00"
    return Institute(
        id=employer.id,
        name=Bilingual(vi=employer.name.vi, en=employer.name.en),
        kind=employer.kind,
        country=employer.country,
        province=employer.province,
        generated=True,
        source=GENERATED,
        source_key=f"{GENERATED}:{key}",
        created_at=day,
        updated_at=day,
    )


def _sealed(institute: Institute) -> Institute:
    return institute.model_copy(update={"digest": digest_of(institute)})
