"""A change of the rules in a real browser: drafted by one administrator, weighed, released by another, told after."""

from pathlib import Path

import pytest

from graph.database import Database
from registry import matches, rules
from registry.access import system
from tests import browser, page_world
from tests.browser import Browser
from tests.page_world import Site

pytestmark = pytest.mark.browser

CHECK = '[{"predicate": "count", "kinds": ["programme"], "at_least": 9, "parts": ["led"]}]'


def test_two_administrators_change_the_rules_and_what_was_suggested_keeps_its_edition(
    db: Database, tmp_path: Path
) -> None:
    site = page_world.site(db, tmp_path)
    with browser.opened(site, tmp_path) as reader:
        _enter(reader, site, "administrator")
        draft = _drafted(reader)
        assert "phải do quản trị viên khác ban hành" in reader.text()
        assert "Ban hành thành bộ tiêu chí mới" not in reader.text()
        assert rules.current(db).edition == 1
        _enter(reader, site, "second")
        reader.go(draft)
        reader.press("Rà soát trên tất cả mọi người")
        # The page asks again by itself until the work is done.
        reader.wait(lambda: "Trần Đình Ái" in reader.driver.page_source)
        reader.press("Ban hành thành bộ tiêu chí mới")
        assert reader.path() == "/law?edition=edition-2"
        _enter(reader, site, "institute")
        reader.go(f"/candidates/{site.world.run_id}")
        assert "Tiêu chí đã thay đổi từ đó: hiện áp dụng bộ tiêu chí số 2." in reader.text()
        assert "231-pce-led" not in reader.driver.page_source
        reader.press("Lập lại danh sách")
        assert "Tiêu chí đã thay đổi từ đó" not in reader.text()
        assert "231-pce-led" in reader.driver.page_source
        # The one form that was sent wrong on purpose.
        assert [complaint for complaint in reader.complaints() if "422" not in complaint] == []
    run, _ = matches.get(db, system("tests"), site.world.run_id)
    assert run.rules_edition == "edition-1"


def _enter(reader: Browser, site: Site, office: str) -> None:
    reader.driver.delete_all_cookies()
    reader.sign_in(site, office)


def _drafted(reader: Browser) -> str:
    """Draft a new criterion, at first with a predicate that there is not; the address of the draft."""
    reader.go("/law/drafts")
    reader.follow("Soạn tiêu chí mới")
    for name, text in {
        "reason.vi": "Nghị định sửa đổi yêu cầu đã chủ trì chín chương trình.",
        "id": "231-pce-led",
        "text.vi": "Đã chủ trì ít nhất chín chương trình.",
        "text.en": "Led nine programmes at least.",
        "valid_from": "01/09/2025",
        "source": "Công báo",
        "checks": '[{"predicate": "astrology"}]',
        "cases.0.says.vi": "Mới chủ trì một chương trình",
        "cases.0.on": "22/11/2026",
    }.items():
        reader.type(name, text)
    for name, value in {
        "instrument": "231/2025",
        "part": "specific",
        "wording": "gazette",
        "cases.0.expected": "not_met",
    }.items():
        reader.choose(name, value)
    reader.tick("role_kinds.project-chief-engineer")
    reader.press("Thêm một mục vào trường hợp này")
    reader.choose("cases.0.claims.0.kind", "programme")
    reader.choose("cases.0.claims.0.part", "led")
    reader.press("Lưu dự thảo")
    assert "Không có loại điều kiện astrology" in reader.field("checks.wrong").text
    assert reader.field("text.vi").get_attribute("value") == "Đã chủ trì ít nhất chín chương trình."
    assert reader.field("role_kinds.project-chief-engineer").is_selected()
    reader.type("checks", CHECK)
    reader.press("Lưu dự thảo")
    assert "Ai bị ảnh hưởng" in reader.text()
    return reader.path()
