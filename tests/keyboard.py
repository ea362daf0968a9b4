"""Somebody who has no mouse: Tab, Enter, Space, arrows and letters, and a focus that is to be seen at every stop."""

from collections.abc import Callable
from typing import Final

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser import Browser
from tests.page_world import PASSWORD, Site, account_of

_MOST_STOPS: Final = 150
_MOST_CHOICES: Final = 60
# What shows where the keyboard is: an outline that is drawn around something that is on the screen.
_SHOWN: Final = """
const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  && box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
  && box.top < innerHeight && box.left < innerWidth;
"""
_TURNED: Final = "return document.readyState === 'complete' && !document.documentElement.dataset.old"


class Keyboard:
    """The keys of a browser."""

    def __init__(self, reader: Browser) -> None:
        self.reader = reader

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        ActionChains(self.reader.driver).send_keys(*keys).perform()

    def at(self, name: str) -> str:
        """A property of the element that has the focus, empty where it has none such."""
        return str(self.reader.driver.execute_script(f"return document.activeElement.{name} || ''"))

    def tab_to(self, arrived: Callable[[], bool]) -> None:
        """Press Tab until the focus is there; at every stop on the way it must be seen where it is."""
        for _ in range(_MOST_STOPS):
            self.press(Keys.TAB)
            stop = f"{self.at('tagName')} “{self.at('textContent').strip()[:40]}” {self.at('id')}"
            assert self.reader.driver.execute_script(_SHOWN), f"No focus is to be seen at {stop}."
            if arrived():
                return
        raise AssertionError(f"Tab never comes there on {self.reader.path()}.")

    def field(self, id: str) -> None:
        """Go on to the field with this id."""
        self.tab_to(lambda: self.at("id") == id)

    def fill(self, id: str, text: str) -> None:
        """Go on to a field and type over what it holds."""
        self.field(id)
        self.write(text)

    def write(self, text: str) -> None:
        """Type over what the field with the focus holds; nothing empties it."""
        ActionChains(self.reader.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.press(text or Keys.DELETE)

    def choose(self, value: str) -> None:
        """Take the choice with this value in the list that has the focus."""
        self.press(Keys.HOME)
        for _ in range(_MOST_CHOICES):
            if self.at("value") == value:
                return
            self.press(Keys.ARROW_DOWN)
        raise AssertionError(f"The list {self.at('id')} has no {value}.")

    def follow(self, held: Callable[[str], bool]) -> None:
        """Go on to the link whose address fits, press Enter, and wait for its page."""
        self.tab_to(lambda: self.at("tagName") == "A" and held(self.at("pathname") + self.at("search")))
        self._turn(Keys.ENTER)

    def push(self, text: str) -> None:
        """Go on to the button with this text, press Space, and wait for the page that follows."""
        self.tab_to(lambda: self.at("tagName") == "BUTTON" and self.at("textContent").strip() == text)
        self._turn(Keys.SPACE)

    def skip(self) -> None:
        """Jump over the head of the page: the first stop of every page leads to its content."""
        self.tab_to(lambda: True)
        assert self.at("className") == "skip"
        self.press(Keys.ENTER)
        self.reader.wait(lambda: self.at("id") == "content")

    def mend(self, id: str) -> None:
        """From the summary of what was wrong, which has the focus, follow the link to the field."""
        self.reader.wait(lambda: self.at("id") == "wrong")
        self.tab_to(lambda: self.at("hash") == f"#{id}")
        self.press(Keys.ENTER)
        self.reader.wait(lambda: self.at("id") == id)

    def sign_in(self, site: Site, office: str) -> None:
        """Sign in as somebody of this office."""
        account_of(site, office)
        self.reader.driver.delete_all_cookies()
        self.reader.go("/sign-in")
        self.fill("login", f"{office}@example.org")
        self.fill("password", PASSWORD)
        self._turn(Keys.ENTER)

    def _turn(self, key: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        driver = self.reader.driver
        driver.execute_script("document.documentElement.dataset.old = '1'")
        self.press(key)
        self.reader.wait(
            lambda: driver.execute_script(
                "return document.readyState === 'complete' && !document.documentElement.dataset.old"
            )
        )
