"""The demonstration network: the same for the same seed, valid throughout, near its proportions, and readable."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain, islice, pairwise

import pytest

from graph.database import Database
from matching.text import fold
from registry import bulk, experts, lists, missions
from registry.access import system
from registry.generator import LARGEST, SMALLEST, network
from registry.generator.material import by_code, specialities
from registry.mission_checks import wrong
from registry.models.claims import Claim, ClaimKind, DegreeLevel, Part
from registry.models.experts import Expert, Standing
from registry.models.institutes import Institute
from registry.models.missions import Mission, MissionDraft, RoleStatus
from registry.models.values import Audience, Bilingual, Verification, digest_of

TODAY = date(2026, 11, 21)
NETWORK = network(5000, seed=57, today=TODAY)


@cache
def people() -> tuple[Expert, ...]:
    """The five thousand of the proportions."""
    return tuple(NETWORK.experts())


@cache
def organisations() -> dict[str, Institute]:
    """All institutes by id."""
    return {institute.id: institute for institute in NETWORK.institutes()}


def claims(kind: ClaimKind) -> Iterator[Claim]:
    """Every claim of a kind."""
    return (claim for person in people() for claim in person.claims if claim.kind is kind)


def share(hits: int) -> float:
    """Of the five thousand."""
    return hits / len(people())


def told(person: Expert) -> Iterator[Bilingual]:
    """Every text of a person in both languages."""
    headline = [person.headline] if person.headline else []
    return chain(headline, (t for claim in person.claims for t in (claim.title, claim.summary) if t))


def test_the_same_seed_gives_the_same_network_and_another_seed_other_people() -> None:
    again, other = network(300, seed=57, today=TODAY), network(300, seed=58, today=TODAY)
    assert list(again.experts()) == list(people()[:300])
    assert [m.digest for m in again.missions()] == [m.digest for m in NETWORK.missions()]
    assert not {person.id for person in other.experts()} & {person.id for person in people()}
    assert {m.id for m in other.missions()}.isdisjoint(m.id for m in NETWORK.missions())
    assert [i.id for i in other.institutes()] == list(organisations())


def test_a_person_is_the_same_whatever_the_size() -> None:
    assert list(islice(network(LARGEST, seed=57, today=TODAY).experts(), 40)) == list(people()[:40])


def test_this_network_is_the_one_that_every_machine_makes() -> None:
    """Whoever changes words or draws changes these lines, and with them every network that somebody compares with."""
    first = next(NETWORK.experts())
    newest = next(claim for claim in first.claims if claim.kind is ClaimKind.WORK)
    assert first.id == "56b1be1b-d028-8698-a294-c1377385978b"
    assert first.name.as_written == "Nguyễn Thị Thu Ngọc"
    assert (
        newest.title.en
        == "Better performance and reliability for heavily loaded public services through predictive load balancing"
    )


def test_every_record_passes_full_validation() -> None:
    for person in people()[:300]:
        assert Expert.model_validate(person.model_dump()) == person
    for institute in NETWORK.institutes():
        assert Institute.model_validate(institute.model_dump()) == institute
    for mission in NETWORK.missions():
        assert Mission.model_validate(mission.model_dump()) == mission


def test_the_digest_is_that_of_the_content() -> None:
    records: list[Expert | Institute | Mission] = [*people()[:50], *NETWORK.institutes(), *NETWORK.missions()]
    assert all(record.digest == digest_of(record) for record in records)


def test_ids_are_unique() -> None:
    own = [claim.id for person in people() for claim in person.claims]
    assert len(own) == len(set(own))
    assert len({person.id for person in people()}) == len(people())
    assert len({person.email for person in people()}) == len(people())
    orcids = [person.orcid for person in people() if person.orcid]
    assert len(orcids) == len(set(orcids))
    assert all(orcid.startswith("9999-") for orcid in orcids)


def test_everything_but_the_official_institutes_says_that_it_is_generated() -> None:
    assert all(person.generated and person.source == "generated" for person in people())
    assert all(claim.source == "generated" for person in people() for claim in person.claims)
    assert all(mission.generated and mission.source == "generated" for mission in NETWORK.missions())
    real = [institute for institute in organisations().values() if not institute.generated]
    assert {i.source_key for i in real} == {f"official-list:{seed.id}" for seed in lists.institute_seeds()}
    for institute in organisations().values():
        if institute.generated:
            assert "(mô phỏng)" in institute.name.in_("vi")
            assert "(generated)" in institute.name.in_("en")


def test_every_code_is_in_its_list_and_in_force() -> None:
    for person in people():
        assert all(lists.field(code) for code in person.fields)
        assert all(lists.in_force(lists.technology(code), TODAY) for code in person.technologies)
        assert lists.country(person.residence)
        assert (person.province is not None) == (person.residence == "VN")
        assert person.province is None or lists.province(person.province)
        assert all(lists.term("languages", skill.code) for skill in person.languages)
    for institute in organisations().values():
        assert lists.term("institute_kinds", institute.kind)
        assert institute.province is None or lists.province(institute.province)
        assert institute.parent is None or institute.parent in organisations() or lists.body(institute.parent)
    for claim in chain.from_iterable(person.claims for person in people()):
        assert claim.institute_id is None or claim.institute_id in organisations()
        assert claim.country is None or lists.country(claim.country)


def test_standings_countries_and_provinces_are_near_their_proportions() -> None:
    standings = Counter(person.standing for person in people())
    assert share(standings[Standing.CITIZEN_AT_HOME]) == pytest.approx(0.62, abs=0.03)
    assert share(standings[Standing.FOREIGN]) == pytest.approx(0.05, abs=0.015)
    overseas = Counter(p.residence for p in people() if p.standing is Standing.OVERSEAS_VIETNAMESE)
    for country, expected in (("US", 0.34), ("FR", 0.10), ("JP", 0.09), ("AU", 0.09), ("DE", 0.08), ("CA", 0.07)):
        assert overseas[country] / overseas.total() == pytest.approx(expected, abs=0.03)
    home = Counter(p.province for p in people() if p.residence == "VN")
    assert set(home) == {province.code for province in lists.provinces()}
    assert home["01"] / home.total() > 0.35
    assert home["79"] / home.total() > 0.12


def test_family_names_are_near_their_frequencies() -> None:
    vietnamese = [p for p in people() if p.standing is Standing.CITIZEN_AT_HOME]
    families = Counter(person.name.family for person in vietnamese)
    for family, expected in (("Nguyễn", 0.384), ("Trần", 0.11), ("Lê", 0.095), ("Phạm", 0.071), ("Phan", 0.045)):
        assert families[family] / families.total() == pytest.approx(expected, abs=0.025)


def test_names_are_composed_and_their_parts_belong_to_them() -> None:
    for person in people():
        for form in (person.name.as_written, *person.other_names):
            assert unicodedata.is_normalized("NFC", form)
            assert form == " ".join(form.split())
        assert person.name.family
        assert person.name.given
        assert person.name.given in person.name.as_written
        assert person.name.family in person.name.as_written
        assert person.name.latin is None or person.name.latin.isascii()
    home = [p for p in people() if p.standing is Standing.CITIZEN_AT_HOME]
    assert all(len(person.name.as_written.split()) in range(2, 6) for person in home)
    assert sum(not person.name.as_written.isascii() for person in home) / len(home) > 0.95


def test_overseas_names_come_in_several_forms_with_the_vietnamese_one_beside_them() -> None:
    overseas = [p for p in people() if p.standing is Standing.OVERSEAS_VIETNAMESE]
    western = [person for person in overseas if person.other_names]
    assert 0.45 < len(western) / len(overseas) < 0.75
    assert all(fold(person.name.family or "") in fold(person.other_names[0]) for person in western)


def test_two_thirds_or_more_are_doctors_and_most_agreed_to_be_matched() -> None:
    doctors = sum(any(claim.level is DegreeLevel.PHD for claim in person.claims) for person in people())
    assert 0.60 < share(doctors) < 0.85
    assert share(sum(person.agreed_to_matching for person in people())) == pytest.approx(0.85, abs=0.02)


def test_claims_are_verified_imported_and_declared_in_their_mix() -> None:
    states = Counter(claim.verification for person in people() for claim in person.claims)
    assert states[Verification.DECLARED] / states.total() == pytest.approx(0.55, abs=0.03)
    assert states[Verification.IMPORTED] / states.total() == pytest.approx(0.30, abs=0.03)
    assert states[Verification.REJECTED] == 0


def test_records_were_confirmed_over_three_years_and_never_later_than_today() -> None:
    days = [(TODAY - date.fromisoformat(person.confirmed_at[:10])).days for person in people()]
    assert min(days) > 0
    assert max(days) <= 1095
    assert share(sum(day <= 365 for day in days)) == pytest.approx(0.64, abs=0.04)
    assert all(person.created_at <= person.confirmed_at for person in people())


def test_no_life_contradicts_itself() -> None:
    for person in people():
        known = person.confirmed_at[:10]
        of_kind: dict[ClaimKind, list[Claim]] = {}
        for claim in person.claims:
            of_kind.setdefault(claim.kind, []).append(claim)
            assert claim.on
            assert claim.on <= known, claim
            assert claim.on <= claim.as_of <= known
            assert claim.as_of >= person.created_at[:10]
            assert claim.verified_on is None or claim.as_of <= claim.verified_on <= TODAY.isoformat()
        years = [int((degree.end or "")[:4]) for degree in of_kind[ClaimKind.DEGREE]]
        assert years == sorted(years, reverse=True)
        first_degree = min(years)
        posts = [claim for claim in of_kind[ClaimKind.POSITION] if claim.share is None or claim.share >= 0.5]
        assert sum(post.end is None for post in posts) == 1
        for later, earlier in pairwise(posts):
            assert (later.start or "") > (earlier.end or "")
        assert int((posts[-1].start or "")[:4]) >= first_degree
        assert all(int((work.end or "")[:4]) >= first_degree for work in of_kind[ClaimKind.WORK])
        assert posts[0].country == person.residence


def test_everybody_has_two_to_twelve_works_and_whoever_agreed_shows_one_to_institutes() -> None:
    for person in people():
        works = [claim for claim in person.claims if claim.kind is ClaimKind.WORK]
        assert 2 <= len(works) <= 13
        assert person.audience_of("contact") is Audience.SELF
        if person.agreed_to_matching:
            assert any(claim.audience in (Audience.INSTITUTES, Audience.PUBLIC) for claim in works)
            assert person.audience_of("name") in (Audience.INSTITUTES, Audience.PUBLIC)


def test_some_lead_programmes_and_teams_share_them() -> None:
    leaders = sum(any(claim.part is Part.LED for claim in person.claims) for person in people())
    assert 0.25 < share(leaders) < 0.6
    parts: dict[str, list[Claim]] = {}
    for claim in claims(ClaimKind.PROGRAMME):
        parts.setdefault(claim.evidence_id, []).append(claim)
        assert claim.amount
        assert claim.currency in ("VND", "USD")
    together = [group for group in parts.values() if len(group) > 1]
    assert len(together) > 400
    for group in together:
        assert sum(claim.part is Part.LED for claim in group) <= 1
        content = {"part", "id", "as_of", "verification", "verified_by", "verified_on", "audience"}
        assert len({claim.model_dump_json(exclude=content) for claim in group}) == 1


def test_careers_have_gaps_and_part_time_posts_beside_the_main_one() -> None:
    part_time = sum(any(claim.share for claim in person.claims) for person in people())
    assert 0.1 < share(part_time) < 0.35


def test_texts_are_clean_in_both_languages() -> None:
    wrong_text = re.compile(r"[{}|]|  |\.\.|\s[.,;:]|^\s|\s$")
    for person in people()[:2500]:
        for text in told(person):
            for language in (text.vi, text.en):
                assert language
                assert not wrong_text.search(language), language
                assert not language[0].islower(), language
                assert unicodedata.is_normalized("NFC", language)


def test_titles_differ_within_a_person_and_between_people() -> None:
    titles = Counter(claim.title.vi for claim in claims(ClaimKind.WORK))
    assert len(titles) > 5000
    repeated = sum(
        len(works) - len(set(works))
        for works in ([c.title.vi for c in p.claims if c.kind is ClaimKind.WORK] for p in people())
    )
    assert repeated / titles.total() < 0.03


def test_numbers_are_written_as_each_language_does() -> None:
    texts = [claim.summary for claim in claims(ClaimKind.WORK) if claim.summary]
    decimals_vi = sum(bool(re.search(r"\d,\d", text.vi or "")) for text in texts)
    assert decimals_vi > 1000
    assert not any(re.search(r"\d\.\d(?!\d\d)", text.vi or "") for text in texts)
    assert not any(re.search(r"\d,\d(?!\d\d)", text.en or "") for text in texts)


def test_every_technology_has_people_whose_texts_speak_of_it() -> None:
    for speciality in specialities().things:
        if not speciality.technologies:
            continue
        names = [topic.name for topic in speciality.topics]
        found = [p for p in people() if set(speciality.technologies) <= set(p.technologies)]
        assert len(found) >= 10, speciality.code
        spoken = "\n".join(f"{text.vi}\n{text.en}".lower() for person in found for text in told(person))
        assert all(name.vi.lower() in spoken and name.en.lower() in spoken for name in names)
    products = {product.code for product in lists.technology_products(TODAY)}
    assert products <= {code for person in people() for code in person.technologies}


def test_even_the_smallest_network_has_people_for_nearly_every_technology() -> None:
    small = network(SMALLEST, seed=57, today=TODAY)
    found = {code for person in small.experts() for code in person.technologies if "-P" in code}
    assert len(found) >= 27


def test_missions_follow_the_twenty_tasks_and_pass_the_checks_of_the_registry() -> None:
    found = list(NETWORK.missions())
    assert [mission.agency for mission in found] == [task.body for task in lists.tasks()]
    for mission, task in zip(found, lists.tasks(), strict=True):
        assert task.product in mission.technologies
        assert mission.deadline > TODAY.isoformat()
        assert all(TODAY.isoformat() < (output.due or "") <= mission.deadline for output in mission.outputs)
        assert mission.institute_id in organisations()
        assert 1 <= len(mission.roles) <= 4
        draft = MissionDraft.model_validate(mission.model_dump(include=set(MissionDraft.model_fields) - {"roles"}))
        assert wrong(draft, on=TODAY) == []


def test_roles_are_of_kinds_in_force_and_filled_ones_name_somebody_of_the_network() -> None:
    kinds = {kind.code for kind in lists.role_kinds(TODAY)}
    first = {person.id: person for person in people()[:300]}
    roles = [role for mission in NETWORK.missions() for role in mission.roles]
    assert {role.kind for role in roles} == kinds
    filled = [role for role in roles if role.status is RoleStatus.FILLED]
    assert filled
    for role in filled:
        holder = first[role.filled_by or ""]
        assert holder.agreed_to_matching
        assert any(claim.part is Part.LED for claim in holder.claims)
    for text in (text for role in roles for text in (role.title, role.text)):
        assert not re.search(r"[{}|]|  ", f"{text.vi}{text.en}")


def test_a_role_speaks_the_words_of_the_people_who_suit_it() -> None:
    for mission in NETWORK.missions():
        for role in mission.roles:
            suited = [s for s in by_code().values() if set(s.technologies) & set(mission.technologies)]
            names = [topic.name.vi for speciality in suited for topic in speciality.topics]
            assert any(name in (role.text.vi or "") for name in names), role.title


@pytest.mark.parametrize(
    ("size", "seed", "today"),
    [(299, 1, TODAY), (1_000_001, 1, TODAY), (300, -1, TODAY), (300, 1, date(2026, 6, 30)), (300, 1, date(2046, 1, 1))],
)
def test_a_network_out_of_range_is_refused(size: int, seed: int, today: date) -> None:
    with pytest.raises(ValueError, match="not"):
        network(size, seed=seed, today=today)


def test_the_network_streams_institutes_experts_and_missions_in_the_order_of_storing() -> None:
    kinds = [type(record) for record in network(300, seed=3, today=TODAY)]
    assert list(dict.fromkeys(kinds)) == [Institute, Expert, Mission]
    assert kinds.count(Expert) == 300
    assert kinds.count(Mission) == 20


def test_a_stored_network_reads_back_as_it_was_made_and_is_stored_once(db: Database) -> None:
    actor, small = system("tests"), network(SMALLEST, seed=57, today=TODAY)
    assert bulk.store_institutes(db, actor, small.institutes(), source="generated") == len(organisations())
    assert bulk.store_experts(db, actor, small.experts(), source="generated") == SMALLEST
    assert bulk.store_missions(db, actor, small.missions(), source="generated") == 20
    for made in people()[:8]:
        assert experts.own(db, actor, made.id) == made
    for mission in small.missions():
        kept = missions.get(db, actor, mission.id)
        assert kept.model_copy(update={"institute_name": None}) == mission
    assert bulk.store_experts(db, actor, small.experts(), source="generated") == 0
