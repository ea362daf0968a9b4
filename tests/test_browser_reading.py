"""What every reader needs of the pages: the keyboard alone is enough, and nothing runs out of a narrow window."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from graph.database import Database
from tests import browser, page_world
from tests.browser import Browser
from tests.test_pages_every import PAGES

pytestmark = pytest.mark.browser

# Vietnamese is tried where words break, English where tables are tight.
# What runs out of its cell is cut off at the edge of a table, or covers the next cell.
CUT = """
return [...document.querySelectorAll("td, th")]
  .filter(cell => cell.checkVisibility() && !cell.closest("thead") && cell.scrollWidth > cell.clientWidth + 1)
  .map(cell => cell.innerText.slice(0, 40))
"""
WINDOWS = ((360, "vi"), (360, "en"), (768, "en"), (1280, "vi"))


def test_signing_in_and_searching_need_nothing_but_the_keyboard(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    page_world.account_of(site, "committee")
    with browser.opened(site, tmp_path) as reader:
        reader.go("/")
        first = _tab(reader)
        assert first.text == "Đến thẳng nội dung"
        assert first.rect["x"] >= 0
        first.send_keys(Keys.ENTER)
        assert reader.path() == "/#content"
        _tab_to(reader, "Đăng nhập").send_keys(Keys.ENTER)
        reader.wait(lambda: reader.path() == "/sign-in")
        _tab_to_field(reader, "login").send_keys("committee@example.org", Keys.TAB)
        reader.driver.switch_to.active_element.send_keys(page_world.PASSWORD, Keys.ENTER)
        reader.wait(lambda: "Đăng xuất" in reader.text())
        _tab_to(reader, "Chuyên gia").send_keys(Keys.ENTER)
        reader.wait(lambda: reader.path() == "/experts")
        _tab_to_field(reader, "text").send_keys("minh khai")
        country = _tab_to_field(reader, "country")
        country.send_keys("phap")
        reader.wait(lambda: country.get_attribute("aria-expanded") == "true")
        country.send_keys(Keys.ARROW_DOWN)
        assert country.get_attribute("aria-activedescendant")
        country.send_keys(Keys.ENTER)
        assert country.get_attribute("value") == "Pháp"
        _tab_to(reader, "Tìm").send_keys(Keys.ENTER)
        reader.wait(lambda: "country=FR" in reader.path())
        _tab_to(reader, "Nguyễn Thị Minh Khai").send_keys(Keys.ENTER)
        reader.wait(lambda: reader.path() == f"/experts/{site.world.expert_id}")


def _tab(reader: Browser) -> WebElement:
    """Go to the next place that the keyboard reaches, which must show that it is there."""
    reader.driver.switch_to.active_element.send_keys(Keys.TAB)
    reached = reader.driver.switch_to.active_element
    outline = reached.value_of_css_property("outline-style")
    assert outline != "none", f"{reached.tag_name} “{reached.text}” shows no focus"
    return reached


def _tab_to(reader: Browser, text: str) -> WebElement:
    for _ in range(60):
        reached = _tab(reader)
        if reached.text == text:
            return reached
    raise AssertionError(f"The keyboard does not reach “{text}” on {reader.path()}.")


def _tab_to_field(reader: Browser, name: str) -> WebElement:
    for _ in range(60):
        reached = _tab(reader)
        if reached.get_attribute("id") == name:
            return reached
    raise AssertionError(f"The keyboard does not reach the field {name} on {reader.path()}.")


def test_no_page_runs_out_of_its_window_and_none_is_refused_what_it_needs(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    ids = {name: getattr(site.world, name) for name in site.world.__dataclass_fields__}
    wrong: list[str] = []
    with browser.opened(site, tmp_path) as reader:
        for office in ("administrator", "expert", "public"):
            if office != "public":
                reader.sign_in(site, office)
            for path, readers in PAGES.items():
                if office in readers and not (office == "public" and "administrator" in readers):
                    wrong += _overflows(reader, path.format(**ids))
            reader.driver.delete_all_cookies()
        wrong += reader.complaints()
    assert wrong == []


def _overflows(reader: Browser, path: str) -> list[str]:
    found = []
    for width, language in WINDOWS:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        reader.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        reader.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
        wide = reader.driver.execute_script("return document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{path} is {wide} wide in a window of {width} in {language}")
        cut = reader.driver.execute_script(CUT)
        if cut:
            found.append(f"{path} in a window of {width} in {language}: {cut} run out of their cells")
    reader.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert reader.driver.find_elements(By.TAG_NAME, "h1")
    return found
