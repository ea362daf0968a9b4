"""The whole way from an open role to a started person, in a real browser, by institute, deciding office and person."""

from pathlib import Path

import pytest

from graph.database import Database
from registry import cases, missions
from registry.access import system
from registry.models.case_entries import MoveDraft
from registry.models.missions import RoleStatus
from tests import browser, page_world
from tests.browser import Browser
from tests.page_world import Site

pytestmark = pytest.mark.browser


def test_three_readers_bring_a_person_from_an_open_role_to_the_start(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    cases.move(db, page_world.actor_of(site.world), site.world.case_id, MoveDraft(move="withdraw"))
    with browser.opened(site, tmp_path) as reader:
        _enter(reader, site, "institute")
        case = _nominate_and_accept(reader, site)
        _enter(reader, site, "committee")
        _decide(reader, case)
        _enter(reader, site, "institute")
        reader.go(case)
        reader.press("Gửi thư mời")
        _enter(reader, site, "expert")
        _accept_invitation(reader, case)
        _enter(reader, site, "institute")
        reader.go(case)
        for step in ("Ký hợp đồng", "Làm thủ tục thị thực, giấy phép", "Có mặt", "Bắt đầu công việc"):
            reader.press(step)
        assert "Đã bắt đầu công việc" in reader.text()
        # The one form that was sent incomplete on purpose.
        assert [complaint for complaint in reader.complaints() if "422" not in complaint] == []
    assert missions.role(db, system("tests"), site.world.role_id).status is RoleStatus.FILLED
    assert cases.get(db, system("tests"), case.rpartition("/")[2]).stage == "started"


def _enter(reader: Browser, site: Site, office: str) -> None:
    reader.driver.delete_all_cookies()
    reader.sign_in(site, office)


def _nominate_and_accept(reader: Browser, site: Site) -> str:
    """Nominate from the list of candidates and accept the file; the address of the case."""
    reader.go(f"/candidates/{site.world.run_id}")
    reader.driver.find_element("css selector", f'a[href$="expert_id={site.world.expert_id}"]').click()
    reader.type("statement", "Chủ trì nghiên cứu pin thể rắn nhiều năm.")
    reader.press("Đề cử")
    case = reader.path()
    assert case.startswith("/cases/")
    reader.press("Ghi kết quả kiểm tra")
    assert "chỗ cần sửa" in reader.text()
    reader.choose("check.accepted", "true")
    reader.type("check.reason", "Đủ thành phần.")
    reader.press("Ghi kết quả kiểm tra")
    assert "Hồ sơ đạt yêu cầu" in reader.text()
    assert "Ghi quyết định" not in reader.text()
    return case


def _decide(reader: Browser, case: str) -> None:
    """The deciding office finds the case among what is due and chooses the person."""
    reader.go("/cases/due")
    reader.follow("Tổng công trình sư dự án pin")
    assert reader.path() == case
    reader.choose("decision.chosen", "true")
    reader.type("decision.reason", "Phù hợp nhất với nhiệm vụ.")
    reader.choose("decision.departure.code", "evidence")
    reader.type("decision.departure.text", "Có minh chứng chưa nhập vào Hệ thống.")
    reader.press("Ghi quyết định")
    assert "Đã có quyết định chọn" in reader.text()


def _accept_invitation(reader: Browser, case: str) -> None:
    """The person finds the case among their own, reads the invitation and accepts it."""
    reader.follow("Hồ sơ tuyển chọn của tôi", within="nav")
    reader.driver.find_element("css selector", f'a[href="{case}"]').click()
    assert "Phù hợp nhất với nhiệm vụ." in reader.text()
    assert "Có minh chứng chưa nhập vào Hệ thống." not in reader.text()
    reader.press("Nhận lời mời")
    assert "Đã nhận lời mời" in reader.text()
