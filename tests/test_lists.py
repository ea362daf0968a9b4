"""The lists: complete, sourced, dated, cross-referenced, named in both languages, and found as people type."""

import json
import pickle
from collections.abc import Iterable
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import lists
from registry.errors import RegistryError
from registry.lists import Entry, UnknownCode
from registry.models.claims import ClaimKind, DegreeLevel, InventionState, Part
from registry.models.experts import Engagement, LanguageLevel, Standing
from registry.suggestions import Suggestion, suggest

SOURCES = Path(__file__).resolve().parents[2] / "shared" / "data"
LIST_FILES = (
    "fields",
    "technologies",
    "provinces",
    "countries",
    "bodies",
    "institutes",
    "holidays",
    "role_kinds",
    "instruments",
    "criteria",
    "benefits",
    "conflict_rules",
    "concepts",
    "currencies",
    "case_moves",
    "ai_record",
    "systems",
    "phases",
    "tasks",
    "vocabularies",
)
VOCABULARIES: tuple[lists.VocabularyName, ...] = (
    "languages",
    "institute_kinds",
    "standings",
    "engagement_forms",
    "claim_kinds",
    "degree_levels",
    "programme_parts",
    "invention_states",
    "language_levels",
)


def entries_of_every_list() -> dict[str, tuple[Entry, ...]]:
    return {
        "fields": lists.fields(),
        "technologies": lists.technologies(),
        "provinces": lists.provinces(),
        "countries": lists.countries(),
        "bodies": lists.bodies(),
        "institutes": lists.institute_seeds(),
        "role_kinds": lists.role_kinds(),
        "systems": lists.systems(),
        "phases": lists.phases(),
        **{name: lists.vocabulary(name) for name in VOCABULARIES},
    }


def codes(suggestions: Iterable[Suggestion]) -> list[str]:
    return [suggestion.code for suggestion in suggestions]


def source_rows(file_name: str, key: str) -> list[dict[str, object]]:
    path = SOURCES / file_name
    if not path.exists():
        pytest.skip(f"The source {file_name} is not beside this repository.")
    rows: list[dict[str, object]] = json.loads(path.read_text())[key]
    return rows


def carried_rows(file_name: str, key: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(files("registry").joinpath("data", file_name).read_bytes())[key]
    return rows


# Complete


def test_the_lists_are_complete() -> None:
    assert [len(lists.fields(level)) for level in (1, 2, 3)] == [6, 46, 322]
    assert len(lists.provinces()) == 34
    assert len(lists.bodies()) == 31
    assert len(lists.institute_seeds()) == 199
    assert len(lists.countries()) == 249
    assert len(lists.role_kinds()) == 6
    assert len(lists.systems()) == 6
    assert len(lists.phases()) == 3
    assert len(lists.tasks()) == 20
    assert len(lists.languages()) == 40


@pytest.mark.parametrize(("on", "groups", "products"), [(date(2026, 6, 30), 11, 35), (date(2026, 7, 1), 10, 30)])
def test_the_list_of_technologies_changes_at_the_day(on: date, groups: int, products: int) -> None:
    assert len(lists.technology_groups(on)) == groups
    assert len(lists.technology_products(on)) == products
    assert len(lists.technologies(on)) == groups + products
    taxonomy = lists.current_taxonomy(on)
    assert (taxonomy.groups, taxonomy.products) == (groups, products)
    assert {entry.taxonomy_id for entry in lists.technologies(on)} == {taxonomy.taxonomy_id}


def test_before_the_first_list_no_technology_is_strategic() -> None:
    before = date(2025, 6, 11)
    assert lists.technologies(before) == ()
    with pytest.raises(UnknownCode):
        lists.current_taxonomy(before)


def test_the_lists_of_technologies_follow_each_other_without_gap_or_overlap() -> None:
    for older, newer in zip(lists.taxonomies(), lists.taxonomies()[1:], strict=False):
        assert older.valid_to is not None
        assert newer.valid_from - older.valid_to == timedelta(days=1)
        assert older.replaced_by == newer.taxonomy_id
    assert lists.taxonomies()[-1].valid_to is None


def test_34_units_were_28_provinces_and_6_cities_and_are_25_and_9() -> None:
    def cities(on: date) -> int:
        return sum(lists.province_type(entry.code, on) == "centrally_run_city" for entry in lists.provinces())

    assert [cities(date(2025, 7, 1)), cities(date(2026, 11, 21))] == [6, 9]
    assert lists.province_type("24", date(2026, 9, 19)) == "province"
    assert lists.province_type("24", date(2026, 9, 20)) == "centrally_run_city"


# Sourced


@pytest.mark.parametrize("name", LIST_FILES)
def test_every_list_says_where_it_comes_from(name: str) -> None:
    header = lists.provenance(name)
    assert header.title
    assert header.title_vi
    assert header.as_of <= date(2026, 11, 21)
    assert header.source
    assert all(header.source)
    assert header.notes


def test_every_file_of_the_folder_is_one_of_the_lists() -> None:
    titles = {lists.provenance(name).title for name in LIST_FILES}
    found = [path for path in files("registry").joinpath("data").iterdir() if path.name.endswith(".json")]
    assert {json.loads(path.read_bytes())["title"] for path in found} == titles
    assert len(found) == len(LIST_FILES)


def test_a_sum_comes_to_dollars_roughly_and_one_in_an_unknown_currency_to_nothing() -> None:
    assert lists.in_dollars(1e9, "VND") == pytest.approx(38_000)
    assert lists.in_dollars(5, "USD") == 5
    assert [lists.in_dollars(5, "XXX"), lists.in_dollars(5, None), lists.in_dollars(None, "VND")] == [None] * 3


def test_what_was_not_verified_stays_marked() -> None:
    assert not any(entry.name_en_verified for entry in lists.fields())
    assert not any(crossing.verified for entry in lists.technology_groups() for crossing in lists.crosswalk(entry.code))
    old, new = lists.technology_products(date(2026, 6, 30)), lists.technology_products(date(2026, 7, 1))
    assert [any(p.name_vi_verified for p in old), all(p.name_vi_verified for p in new)] == [False, True]
    assert [all(p.group_verified for p in old), any(p.group_verified for p in new)] == [True, False]
    assert sum(not entry.name_vi_verified for entry in lists.institute_seeds()) == 24
    assert sum(not entry.name_en_verified for entry in lists.institute_seeds()) == 80
    assert sum(not entry.seat_verified for entry in lists.provinces()) == 13
    assert not lists.body("vusta").verified
    assert not any(entry.product_verified or entry.verified for entry in lists.tasks())


def test_who_decides_is_verified_only_where_it_was_read() -> None:
    assert {entry.code for entry in lists.role_kinds() if entry.decider_verified} == {
        "system-chief-engineer",
        "project-chief-engineer",
        "project-chief-architect",
    }


@pytest.mark.parametrize(
    ("source", "carried", "key"),
    [
        ("provinces.json", "provinces.json", "provinces"),
        ("ministries.json", "ministries.json", "bodies"),
        ("institutes.json", "institutes.json", "institutes"),
        ("countries.json", "countries.json", "countries"),
        ("holidays_vn_2026.json", "holidays.json", "holidays"),
        ("holidays_vn_2026.json", "holidays.json", "compensating_working_days"),
        ("strategic_technologies.json", "technologies.json", "taxonomies"),
        ("strategic_technologies.json", "technologies.json", "groups"),
        ("strategic_technologies.json", "technologies.json", "crosswalk"),
    ],
)
def test_the_carried_rows_are_those_of_the_source(source: str, carried: str, key: str) -> None:
    assert carried_rows(carried, key) == source_rows(source, key)


def test_products_differ_from_their_source_only_in_the_working_titles_of_2025() -> None:
    originals = source_rows("strategic_technologies.json", "products")
    for ours, theirs in zip(carried_rows("technologies.json", "products"), originals, strict=True):
        added = {"name_vi", "name_vi_verified"} if theirs["name_vi"] is None else {"name_vi_verified"}
        assert {key for key in ours if ours[key] != theirs.get(key)} == added


# Cross-referenced


@pytest.mark.parametrize("name", [*entries_of_every_list()])
def test_every_code_is_unique(name: str) -> None:
    found = [entry.code for entry in entries_of_every_list()[name]]
    assert len(found) == len(set(found))


def test_every_field_stands_under_its_parent() -> None:
    for entry in lists.fields():
        above = lists.ancestors(entry.code)
        assert [a.level for a in above] == list(range(entry.level - 1, 0, -1))
        assert all(entry.code.startswith(a.code) for a in above)
        assert not above or entry in lists.subfields(above[0].code)


def test_every_product_stands_in_a_group_of_its_own_list() -> None:
    without = [product.code for product in lists.technology_products() if product.group is None]
    assert without == ["S26-P15"]
    for product in lists.technology_products():
        if product.group is not None:
            assert lists.technology(product.group).taxonomy_id == product.taxonomy_id


def test_every_end_of_the_crosswalk_exists_and_every_group_is_crossed() -> None:
    for group in lists.technology_groups():
        crossings = lists.crosswalk(group.code)
        assert crossings
        for crossing in crossings:
            assert lists.technology(crossing.to_code).taxonomy_id == "vn-st-2026"
            if crossing.from_code is None:
                assert crossing.coverage == "new"
            else:
                assert lists.technology(crossing.from_code).taxonomy_id == "vn-st-2025"


def test_a_product_crosses_with_its_group() -> None:
    assert {crossing.to_code for crossing in lists.crosswalk("S25-P08")} == {"S26-G01", "S26-G07"}
    assert lists.crosswalk("S26-P15") == ()


def test_every_parent_of_an_institute_exists_and_no_abbreviation_names_two() -> None:
    known = [entry for entry in lists.institute_seeds() if entry.parent is not None]
    assert len(known) == 101
    assert all(lists.parent_of(entry.id) is not None for entry in known)
    abbreviations = [e.abbr for e in lists.institute_seeds() if e.abbr] + [e.abbr for e in lists.bodies()]
    assert len(abbreviations) == len(set(abbreviations))
    assert lists.parent_of("hust") == lists.body("moet")
    assert lists.parent_of("british-university-vietnam") is None


def test_every_institute_stands_in_a_known_province_and_is_of_a_known_kind() -> None:
    for entry in lists.institute_seeds():
        assert lists.term("institute_kinds", entry.kind)
        assert entry.province_code is None or lists.province(entry.province_code)


def test_every_task_has_a_body_and_a_product_of_the_list_in_force() -> None:
    assert [task.number for task in lists.tasks()] == list(range(1, 21))
    assert len({task.product for task in lists.tasks()}) == 20
    for task in lists.tasks():
        assert lists.body(task.body)
        assert lists.technology(task.product).taxonomy_id == "vn-st-2026"
    assert len({task.body for task in lists.tasks()}) == 10
    assert lists.task("qd808-20").body == "vast"


def test_a_vocabulary_names_every_choice_of_its_model() -> None:
    for name, choices in {
        "standings": Standing,
        "engagement_forms": Engagement,
        "claim_kinds": ClaimKind,
        "degree_levels": DegreeLevel,
        "programme_parts": Part,
        "invention_states": InventionState,
        "language_levels": LanguageLevel,
    }.items():
        named = {entry.code for entry in entries_of_every_list()[name]}
        assert named == {choice.value for choice in choices}


# Dated


def test_the_kinds_of_roles_begin_with_their_decrees() -> None:
    assert lists.role_kinds(date(2025, 8, 25)) == ()
    assert {kind.regime for kind in lists.role_kinds(date(2025, 8, 26))} == {"231/2025"}
    assert len(lists.role_kinds(date(2025, 10, 13))) == 5
    assert [kind.code for kind in lists.role_kinds(date(2025, 10, 14)) if kind.regime == "249/2025"] == [
        "institute-head"
    ]


@pytest.mark.parametrize(("on", "number"), [(date(2025, 12, 31), 1), (date(2026, 1, 1), 2), (date(2045, 12, 31), 3)])
def test_a_border_year_belongs_to_the_later_phase(on: date, number: int) -> None:
    assert lists.phase_on(on) == lists.phase(number)


def test_outside_the_plan_there_is_no_phase() -> None:
    with pytest.raises(UnknownCode):
        lists.phase_on(date(2046, 1, 1))


# Working days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),  # A Saturday worked for 2 January.
        (date(2026, 1, 11), False),
        (date(2026, 1, 12), True),
        (date(2026, 8, 22), True),  # A Saturday worked for 31 August.
        (date(2026, 8, 31), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 24), False),  # Viet Nam Culture Day, first held in 2026.
        (date(2026, 11, 25), True),
    ],
)
def test_a_day_is_worked_or_not_as_the_notice_says(day: date, works: bool) -> None:
    assert lists.is_working_day(day) is works


def test_the_clock_skips_days_off_and_counts_the_saturday_that_is_worked() -> None:
    assert lists.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)
    assert lists.add_working_days(date(2026, 1, 9), 2) == date(2026, 1, 12)
    assert lists.add_working_days(date(2026, 11, 20), 2) == date(2026, 11, 25)
    assert lists.add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        lists.add_working_days(date(2026, 1, 9), -1)


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(start: date, days: int) -> None:
    end = lists.add_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(lists.is_working_day, between)) == days
    assert lists.is_working_day(end)


def test_the_calendar_says_how_far_it_is_known() -> None:
    known = [lists.calendar_status(date(year, 5, 1)) for year in (2026, 2027, 2028)]
    assert known == ["official", "computed", "unknown"]
    day = lists.holiday(date(2027, 9, 2))
    assert day is not None
    assert not day.verified
    assert lists.holiday(date(2026, 11, 21)) is None


# Named in both languages


@pytest.mark.parametrize("name", [*entries_of_every_list()])
def test_every_entry_has_a_label_in_both_languages(name: str) -> None:
    for entry in entries_of_every_list()[name]:
        assert lists.label(entry, "vi").strip()
        assert lists.label(entry, "en").strip()


def test_a_missing_name_falls_back_to_the_other_language() -> None:
    nameless = lists.institute_seed("british-university-vietnam")
    assert nameless.name_vi is None
    assert lists.label(nameless, "vi") == "British University Vietnam"


def test_names_carry_no_stray_spaces_and_are_composed() -> None:
    for entries in entries_of_every_list().values():
        for name in (text for entry in entries for text in (entry.name_vi, entry.name_en) if text):
            assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("list_name", "given_code"),
    [("fields", "99999"), ("technologies", "S27-G01"), ("provinces", "00"), ("countries", "XX"), ("bodies", "mot")],
)
def test_an_unknown_code_is_said_in_both_languages(list_name: str, given_code: str) -> None:
    look_up = {
        "fields": lists.field,
        "technologies": lists.technology,
        "provinces": lists.province,
        "countries": lists.country,
        "bodies": lists.body,
    }[list_name]
    with pytest.raises(UnknownCode) as refusal:
        look_up(given_code)
    error = refusal.value
    assert isinstance(error, LookupError)
    assert isinstance(error, RegistryError)
    assert (error.code, error.list_name, error.given) == ("unknown-code", list_name, given_code)
    assert f"Không có mã “{given_code}” trong danh mục" in error.sentence("vi")
    assert f"There is no code “{given_code}” in the list of" in error.sentence("en")


def test_every_other_lookup_refuses_an_unknown_code_too() -> None:
    for look_up in (lists.institute_seed, lists.parent_of, lists.role_kind, lists.task, lists.provenance):
        with pytest.raises(UnknownCode):
            look_up("nothing")
    for look_up_number in (lists.system, lists.phase):
        with pytest.raises(UnknownCode):
            look_up_number(7)
    with pytest.raises(UnknownCode):
        lists.term("languages", "xx")


def test_an_unknown_code_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(UnknownCode("fields", "x")))  # noqa: S301 - our own bytes
    assert (error.list_name, error.given, error.vi) == ("fields", "x", UnknownCode("fields", "x").vi)


# Found as people type


def test_typed_marks_find_what_bears_them_first() -> None:
    on = date(2026, 11, 21)
    rail, sea = {"S26-G10", "S26-P29", "S26-P30"}, "S26-G08"
    with_marks = codes(suggest("technologies", "đường", "vi", on=on))
    assert set(with_marks[:3]) == rail
    assert sea in with_marks[3:]
    assert codes(suggest("technologies", "dương", "vi", on=on))[0] == sea
    assert set(codes(suggest("technologies", "duong", "vi", on=on))) >= rail | {sea}


def test_a_name_that_begins_with_the_text_comes_before_one_that_holds_it() -> None:
    found = suggest("fields", "hoá", "vi", 20)
    assert found[0].label.startswith("Hoá")
    starts = [suggestion.matched.startswith(("Hoá", "Hóa")) for suggestion in found]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(("typed", "code"), [("hoà", "38"), ("khanh hoa", "56"), ("KHÁNH HOÀ", "56"), ("Ha Noi", "01")])
def test_spelling_and_marks_do_not_hide_a_province(typed: str, code: str) -> None:
    found = codes(suggest("provinces", typed, "vi"))
    assert code in found


def test_a_former_province_leads_to_the_unit_of_today() -> None:
    found = suggest("provinces", "Bình Dương", "vi")
    assert found[0] == Suggestion("79", "Hồ Chí Minh", "Bình Dương")


@pytest.mark.parametrize(("typed", "code"), [("may tinh", "10201"), ("computer science", "10201"), ("robot", "20202")])
def test_both_languages_are_searched_whatever_the_reader_reads(typed: str, code: str) -> None:
    assert code in codes(suggest("fields", typed, "vi"))
    assert code in codes(suggest("fields", typed, "en"))
    assert suggest("fields", typed, "en")[0].label != suggest("fields", typed, "vi")[0].label


def test_an_institute_is_found_by_either_name_and_by_its_abbreviation() -> None:
    for typed in ("HUST", "hust", "bách khoa hà nội", "bach khoa ha noi", "hanoi university of science"):
        assert "hust" in codes(suggest("institutes", typed, "vi"))


def test_a_ministry_is_found_by_its_abbreviations() -> None:
    for typed in ("BKHCN", "bkhcn", "MOST", "Bộ Khoa học và Công nghệ"):
        assert suggest("bodies", typed, "vi")[0].code == "most"


def test_a_country_is_found_by_its_old_spelling_and_its_codes() -> None:
    assert suggest("countries", "Ăn-đoa-râ", "vi")[0].code == "AD"
    assert suggest("countries", "deu", "vi")[0].code == "DE"
    assert suggest("countries", "phap", "en")[0] == Suggestion("FR", "France", "Pháp")


def test_a_code_finds_its_entry_and_then_what_lies_below() -> None:
    assert codes(suggest("fields", "102", "vi")) == ["102", "10201", "10202", "10203", "10299"]


def test_words_are_found_in_any_order_but_after_the_order_typed() -> None:
    assert "10201" in codes(suggest("fields", "máy tính khoa học", "vi"))
    assert codes(suggest("fields", "khoa học máy tính", "vi"))[0] == "10201"


def test_a_list_of_another_day_is_not_offered() -> None:
    assert all(code.startswith("S26") for code in codes(suggest("technologies", "chip", "vi", on=date(2026, 7, 1))))
    assert all(code.startswith("S25") for code in codes(suggest("technologies", "chip", "vi", on=date(2026, 6, 30))))
    assert suggest("role_kinds", "kiến trúc", "vi", on=date(2025, 8, 25)) == ()
    assert len(suggest("provinces", "ha noi", "vi", on=date(2026, 7, 1))) == 1


def test_nothing_typed_offers_nothing() -> None:
    assert suggest("fields", "  ", "vi") == ()
    assert suggest("fields", "…", "vi") == ()


def test_suggestions_of_an_unknown_list_are_refused() -> None:
    with pytest.raises(UnknownCode):
        suggest("people", "a", "vi")


@given(st.sampled_from(sorted({entry.code for entry in lists.fields()})), st.sampled_from(["vi", "en"]))
def test_every_field_is_suggested_for_its_own_name(code: str, language: lists.Language) -> None:
    entry = lists.field(code)
    assert code in codes(suggest("fields", lists.label(entry, language), language, 5))


@given(st.text(max_size=30), st.integers(0, 12))
def test_no_text_breaks_the_search_and_the_limit_holds(text: str, limit: int) -> None:
    for name in ("institutes", "countries", "technologies"):
        assert len(suggest(name, text, "vi", limit)) <= limit
