"""The pages of a case by the keyboard alone: list, case, check, decision and nomination, with a wrong input in each."""

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from graph.database import Database
from registry import cases
from registry.access import system
from tests import browser, page_world
from tests.keyboard import Keyboard

pytestmark = pytest.mark.browser


def test_a_case_is_found_checked_and_decided_with_the_keyboard_alone(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    case = f"/cases/{site.world.case_id}"
    with browser.opened(site, tmp_path) as reader:
        keys = Keyboard(reader)
        keys.sign_in(site, "institute")
        keys.follow(lambda address: address == "/cases")
        keys.skip()
        keys.follow(lambda address: address == case)
        keys.skip()
        keys.fill("check.reason", "Đủ thành phần, đã đối chiếu.")
        keys.push("Ghi kết quả kiểm tra")
        keys.mend("check.accepted")
        keys.choose("true")
        assert reader.field("check.reason").get_attribute("value") == "Đủ thành phần, đã đối chiếu."
        keys.push("Ghi kết quả kiểm tra")
        assert "Hồ sơ đạt yêu cầu" in reader.text()

        keys.sign_in(site, "committee")
        reader.go("/cases/due")
        keys.skip()
        keys.follow(lambda address: address == case)
        keys.skip()
        keys.field("decision.chosen")
        keys.choose("true")
        keys.fill("decision.reason", "Phù hợp nhất với nhiệm vụ.")
        keys.fill("decision.on", "31/02/2026")
        keys.push("Ghi quyết định")
        keys.mend("decision.on")
        for kept, value in (("chosen", "true"), ("reason", "Phù hợp nhất với nhiệm vụ."), ("on", "31/02/2026")):
            assert reader.field(f"decision.{kept}").get_attribute("value") == value
        keys.write("")
        keys.push("Ghi quyết định")
        # Somebody stood clearly before: the group of fields asks why the order is departed from.
        keys.mend("decision.departure")
        keys.field("decision.departure.code")
        keys.choose("evidence")
        keys.fill("decision.departure.text", "Có minh chứng chưa nhập vào Hệ thống.")
        keys.push("Ghi quyết định")
        assert "Đã có quyết định chọn" in reader.text()
    assert cases.get(db, system("tests"), site.world.case_id).stage == "decided"


def test_somebody_is_nominated_from_the_list_of_candidates_with_the_keyboard_alone(
    db: Database, tmp_path: Path
) -> None:
    site = page_world.site(db, tmp_path)
    with browser.opened(site, tmp_path) as reader:
        keys = Keyboard(reader)
        keys.sign_in(site, "institute")
        reader.go(f"/candidates/{site.world.run_id}")
        keys.skip()
        keys.follow(lambda address: "/cases/new?" in address and site.world.expert_id not in address)
        keys.skip()
        keys.fill("statement", "Chủ trì nghiên cứu pin thể rắn nhiều năm.")
        keys.fill("on", "hôm qua")
        keys.push("Đề cử")
        keys.mend("on")
        assert reader.field("statement").get_attribute("value") == "Chủ trì nghiên cứu pin thể rắn nhiều năm."
        keys.write("")
        keys.push("Đề cử")
        assert "Đã đề cử" in reader.text()
        keys.skip()
        keys.tab_to(lambda: keys.at("tagName") == "SUMMARY" and keys.at("textContent").strip() == "Rút hồ sơ")
        keys.press(Keys.ENTER)
        keys.fill("withdraw.reason", "Đề cử nhầm người.")
        keys.push("Rút hồ sơ")
        assert "Đã rút" in reader.text()
