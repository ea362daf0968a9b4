"""The paths of an institute and of an expert, from beginning to end, in a real browser."""

import csv
import io
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from graph.database import Database
from registry import finding
from registry.access import system
from tests import browser, page_world
from tests.browser import Browser

pytestmark = pytest.mark.browser


def test_an_institute_opens_a_mission_reads_candidates_and_takes_them_along(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with browser.opened(site, tmp_path) as reader:
        reader.sign_in(site, "institute")
        assert reader.path() == f"/institutes/{site.world.institute_id}"
        reader.follow("Mở nhiệm vụ")
        _fill_mission(reader)
        reader.press("Mở nhiệm vụ")
        assert "Có 1 chỗ cần sửa" in reader.text()
        assert reader.driver.switch_to.active_element.get_attribute("id") == "wrong"
        reader.follow("Mục này là bắt buộc.")
        reader.type("deadline", "12/2031")
        reader.press("Mở nhiệm vụ")
        assert "Chế tạo pin natri" in reader.text()
        reader.press("Tìm ứng viên")
        shown = reader.text()
        for said in (
            "Hệ thống gợi ý.",
            "Trần Đình Ái",
            "Điểm gồm những gì",
            "độ gần với vị trí",
            "Từ khoá: trọng số trong vị trí",
            "dữ liệu mô phỏng",
        ):
            assert said in shown
        run = reader.path()
        reader.follow("Tải danh sách (CSV)")
        reader.wait(lambda: list(reader.downloads.glob("*.csv")))
        [file] = reader.downloads.glob("*.csv")
        names = {row[2] for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))}
        assert {"Trần Đình Ái", "Nguyễn Thị Minh Khai"} <= names
        assert reader.path() == run
        reader.follow("Trần Đình Ái", within=".candidate")
        assert "Chương trình pin thể rắn quốc gia" in reader.text()


def _fill_mission(reader: Browser) -> None:
    reader.type("title.vi", "Chế tạo pin natri")
    reader.type("summary.vi", "Pin thể rắn và pin natri cho xe điện.")
    reader.choose("system", "2")
    reader.choose("phase", "2")
    _find(reader, "agency", "bo khoa hoc", "Bộ Khoa học và Công nghệ")
    _find(reader, "technologies.0", "pin", "Pin, ắc quy tiên tiến và hệ thống tích trữ năng lượng tích hợp (BESS)")
    reader.add("Thêm lĩnh vực")
    _find(reader, "fields.1", "vat lieu", None)
    reader.type("outputs.0.text.vi", "Dây chuyền thử nghiệm")
    reader.choose("roles.0.kind", "project-chief-engineer")
    reader.type("roles.0.title.vi", "Tổng công trình sư")
    reader.type("roles.0.text.en", "Solid-state batteries with sulfide electrolytes for electric vehicles.")


def _find(reader: Browser, name: str, typed: str, expected: str | None) -> None:
    """Find a choice by typing, with the keyboard alone."""
    field = reader.field(name)
    field.send_keys(typed)
    reader.wait(lambda: field.get_attribute("aria-expanded") == "true")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert field.get_attribute("aria-expanded") == "false"
    chosen = field.get_attribute("value")
    assert chosen == (expected or chosen)
    assert chosen != typed


def test_an_expert_registers_corrects_looks_at_roles_and_withdraws(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with browser.opened(site, tmp_path) as reader:
        reader.go("/")
        reader.follow("Đăng ký làm chuyên gia")
        _register(reader)
        assert reader.path() == "/profile?new=1"
        assert "Bạn đã đăng ký xong." in reader.text()
        reader.follow("Xem như người khác thấy")
        seen = reader.text()
        assert "Võ Sáu Mai" in seen
        assert "không hiển thị với bạn" in seen
        reader.go("/profile/edit")
        reader.type("headline.vi", "Mười năm làm pin thể rắn")
        reader.press("Lưu")
        assert "Mười năm làm pin thể rắn" in reader.text()
        reader.follow("Vị trí phù hợp với tôi", within="nav")
        assert "Tổng công trình sư dự án pin" in reader.text()
        assert "Võ Sáu Mai" in _asked_for(site)
        reader.go("/profile/consents")
        reader.press("Rút lại sự đồng ý")
        assert "Bạn chưa đồng ý." in reader.text()
        assert "Võ Sáu Mai" not in _asked_for(site)


def _register(reader: Browser) -> None:
    reader.type("credentials.login", "mai@example.org")
    reader.type("credentials.password", "mật khẩu của Mai 2026")
    reader.type("name.as_written", "Võ Sáu Mai")
    reader.choose("audiences.name", "institutes")
    reader.choose("standing", "overseas_vietnamese")
    _find(reader, "residence", "nhat ban", "Nhật Bản")
    reader.add("Công trình khoa học")
    assert reader.driver.switch_to.active_element.get_attribute("id") == "claims.0.title.vi"
    reader.type("claims.0.title.vi", "Pin thể rắn cho xe điện")
    reader.type("claims.0.end", "2024")
    reader.choose("claims.0.audience", "institutes")
    reader.add("Giải thưởng")
    reader.driver.find_element("css selector", "[id='claims.1'] button[name=remove]").click()
    assert reader.driver.find_elements("id", "claims.1") == []
    assert not reader.field("agree").is_selected()
    reader.tick("agree")
    reader.press("Đăng ký")


def _asked_for(site: page_world.Site) -> str:
    """The list that an institute gets now."""
    with page_world.reader(site, "institute") as institute:
        asked = institute.post(f"/roles/{site.world.role_id}/candidates")
        return institute.get(asked.headers["location"]).text


def test_leaving_a_form_with_changes_is_asked_about_and_an_error_keeps_them(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    asks = "const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented"
    with browser.opened(site, tmp_path) as reader:
        reader.go("/register")
        assert reader.driver.execute_script(asks) is False
        reader.type("name.as_written", "Võ Sáu Mai")
        assert reader.driver.execute_script(asks) is True
        reader.press("Đăng ký")
        assert reader.field("name.as_written").get_attribute("value") == "Võ Sáu Mai"
    assert finding.find(db, system("tests"), "Mai").rows == ()
