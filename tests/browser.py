"""A real browser for the tests: headless Chromium, and the application served to it on this machine.

Where Chromium or its driver is missing the tests that need it are skipped with the reason, or fail if
`REGISTRY_REQUIRE_BROWSER` is set.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.page_world import PASSWORD, Site, account_of

_PATIENCE_S: Final = 20
_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--window-size=1280,900",
    "--accept-lang=vi",
)


class Browser:
    """A browser that reads the pages of one site."""

    def __init__(self, driver: webdriver.Chrome, address: str, downloads: Path) -> None:
        self.driver = driver
        self.address = address
        self.downloads = downloads

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.driver.get(self.address + path)

    def sign_in(self, site: Site, office: str) -> None:
        """Sign in as somebody of this office, on the page for it."""
        account_of(site, office)
        self.go("/sign-in")
        self.type("login", f"{office}@example.org")
        self.type("password", PASSWORD)
        self.press("Đăng nhập", within="form.sheet")

    def field(self, name: str) -> WebElement:
        """The field that a reader knows under this id."""
        return self.driver.find_element(By.ID, name)

    def type(self, name: str, text: str) -> None:
        """Type into a field that may hold something."""
        field = self.field(name)
        field.clear()
        field.send_keys(text)

    def choose(self, name: str, value: str) -> None:
        """Choose a value of a select."""
        Select(self.field(name)).select_by_value(value)

    def tick(self, name: str) -> None:
        """Tick a box, or untick it."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", self.field(name))
        self.field(name).click()

    def press(self, text: str, *, within: str = "main") -> None:
        """Press the button with this text and wait for the page that follows."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self._click(f"{within} button", text)
        self.wait(lambda: before.id != self.driver.find_element(By.TAG_NAME, "html").id)

    def add(self, text: str) -> None:
        """Press a button that adds a row to the form."""
        self._click("main button[name=add]", text)

    def follow(self, text: str, *, within: str = "main") -> None:
        """Follow the link with this text."""
        self._click(f"{within} a", text)

    def text(self) -> str:
        """What a reader sees."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def complaints(self) -> list[str]:
        """What the browser was refused: scripts that failed, files that were not there, what the policy forbids."""
        entries: list[dict[str, str]] = self.driver.execute("getLog", {"type": "browser"})["value"]
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def path(self) -> str:
        """Where the browser is, without the site."""
        return self.driver.current_url.removeprefix(self.address)

    def wait(self, happened: Callable[[], object]) -> None:
        """Wait until something holds."""
        WebDriverWait(self.driver, _PATIENCE_S, poll_frequency=0.05).until(lambda _: happened())

    def _click(self, selector: str, text: str) -> None:
        for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
            if element.text.strip() == text and element.is_displayed():
                self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
                return
        raise AssertionError(f"There is no {selector} saying “{text}” on {self.path()}.")


def hindrance() -> str | None:
    """Why no browser can be used here, None where one can."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"Not installed here: {' and '.join(missing)}." if missing else None


@contextmanager
def opened(site: Site, folder: Path) -> Iterator[Browser]:
    """A browser with an empty profile on the site, which is served meanwhile."""
    why = hindrance()
    if why and os.environ.get("REGISTRY_REQUIRE_BROWSER"):
        pytest.fail(f"This run requires a browser. {why}")
    if why:
        pytest.skip(why)
    downloads = folder / "downloads"
    downloads.mkdir()
    with _served(site) as address, _driver(folder / "profile", downloads) as driver:
        yield Browser(driver, address, downloads)


@contextmanager
def _driver(profile: Path, downloads: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    try:
        yield driver
    finally:
        driver.quit()


@contextmanager
def _served(site: Site) -> Iterator[str]:
    """The site on a free port of this machine; every request ends with the thread that serves."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(site.app, log_level="error", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            deadline = time.monotonic() + _PATIENCE_S
            while not server.started and thread.is_alive() and time.monotonic() < deadline:
                thread.join(timeout=0.05)
            assert server.started, "The server did not start."
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
