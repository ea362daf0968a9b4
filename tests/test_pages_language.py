"""Dates, numbers and money as each language writes them, and back from what people type."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.requests import Request

from api.language import address_in, date_text, moment_text, money_text, number_text, percent_text
from api.pages import form_values, forms, lists_shown
from api.pages.forms import Filled
from registry.lists import Language
from registry.models.pages import Page

LANGUAGES: tuple[Language, Language] = ("vi", "en")


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [
        ("2019", "2019", "2019"),
        ("2019-05", "05/2019", "May 2019"),
        ("2019-05-07", "07/05/2019", "7 May 2019"),
        ("2026-10-31T18:30:00+00:00", "01/11/2026", "1 Nov 2026"),
        (None, "", ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(iso: str | None, vi: str, en: str) -> None:
    assert (date_text(iso, "vi"), date_text(iso, "en")) == (vi, en)


def test_a_moment_is_told_by_the_clock_of_viet_nam() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert moment_text("2026-12-31T18:30:00+00:00", "vi", zone=zone) == "01/01/2027 01:30"
    assert moment_text("2026-12-31T18:30:00+00:00", "en", zone=zone) == "1 Jan 2027, 01:30"


def test_numbers_and_money_are_written_as_their_readers_write_them() -> None:
    assert number_text(1234567.5, "vi", places=1) == "1.234.567,5"
    assert number_text(1234567.5, "en", places=1) == "1,234,567.5"
    assert (percent_text(0.38, "vi"), percent_text(0.38, "en")) == ("38 %", "38%")
    assert money_text(1.5e12, "VND", "vi") == "1.500 tỷ đồng"
    assert money_text(1.5e12, "VND", "en") == "VND 1,500 billion"
    assert money_text(450_000, "USD", "vi") == "450.000 USD"


@given(some.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), some.sampled_from(LANGUAGES))
def test_a_date_of_a_form_comes_back_as_it_was(day: date, language: Language) -> None:
    for iso in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert form_values.iso_date(date_text(iso, "vi")) == iso
        assert form_values.iso_date(iso) == iso


@given(some.integers(min_value=0, max_value=10**15), some.sampled_from(LANGUAGES))
def test_an_amount_of_a_form_comes_back_as_it_was(amount: int, language: Language) -> None:
    assert float(form_values.plain_number(number_text(amount, language), language)) == amount


def test_a_number_that_cannot_be_read_is_left_for_the_model_to_refuse() -> None:
    assert form_values.plain_number("nhiều lắm", "vi") == "nhiều lắm"
    assert form_values.plain_number("1.5", "vi") == "1.5"
    assert form_values.iso_date("mùa hè 2019") == "mùa hè 2019"


@given(some.dictionaries(some.integers(0, 40), some.text(max_size=3), max_size=12))
def test_rows_keep_their_order_and_lose_their_gaps(rows: dict[int, str]) -> None:
    typed = {f"fields.{position}": text for position, text in rows.items()}
    kept = forms.without_empty_rows(typed, ["fields"])
    expected = [rows[position] for position in sorted(rows) if rows[position].strip()]
    assert Filled(kept).listed("fields") == expected


@given(some.dictionaries(some.integers(0, 2_000), some.text(max_size=3), max_size=12), some.integers(0, 3))
def test_only_rows_that_were_sent_are_shown(rows: dict[int, str], least: int) -> None:
    form = Filled({f"claims.{position}.kind": text for position, text in rows.items()})
    assert form.rows("claims", least=least) == (sorted(rows) or list(range(least)))
    assert form.rows("claims.0") == []


def test_a_row_is_added_behind_those_that_are_there() -> None:
    typed = {"claims.0.kind": "work", "claims.1900.kind": "award", "add": "claims:work"}
    assert forms.changed_rows(typed) == {"claims.0.kind": "work", "claims.1.kind": "award", "claims.2.kind": "work"}


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "/\\evil.example/x"])
def test_a_link_to_this_page_leads_to_no_foreign_host(path: str) -> None:
    scope = {"type": "http", "method": "GET", "scheme": "https", "server": ("host", 443), "path": path, "headers": []}
    request = Request(scope | {"query_string": b"text=x&cursor=y"})
    page: Page[str] = Page((), next_cursor="z")
    shown = [
        address_in(request, "en"),
        *lists_shown.addresses(request, page).values(),
        lists_shown.sorting_of(request, {"name": None}, "name").address("name"),
    ]
    assert len(shown) == 4
    for address in shown:
        assert address.startswith(("/evil.example/x?", "/%5Cevil.example/x?"))
