"""What must hold of every page: one heading, a language, a label for every field, and ids that are there and unique."""

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

_UNLABELLED = frozenset({"hidden", "submit", "button"})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_OPTIONAL_END = frozenset({"p", "li", "option", "tr", "td", "th", "dt", "dd"})


class Reading(HTMLParser):
    """A page taken apart; what stands in a template is not part of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        if self._open:
            self.faults.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        if tag not in _EMPTY and tag not in {"rect"}:
            self._open.append(tag)
        if "template" not in self._open[:-1]:
            self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag, which must be the one that was opened last."""
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-3:]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note what a reader sees."""
        if data.strip() and "template" not in self._open and self._open[-1:] not in (["script"], ["style"]):
            self.texts.append(" ".join(data.split()))

    def all(self, *names: str) -> list[dict[str, str]]:
        """The attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


def faults(page: str) -> list[str]:
    """What is wrong with a page, in words; nothing for one that is right."""
    reading = Reading(page)
    ids = Counter(attributes["id"] for _, attributes in reading.tags if "id" in attributes)
    return [
        *reading.faults,
        *(f"the id {id} stands {count} times" for id, count in ids.items() if count > 1),
        *_frame(reading),
        *_fields(reading),
        *_references(reading, set(ids)),
        *_loose(reading),
    ]


def _frame(reading: Reading) -> list[str]:
    found = []
    if [tag for tag, _ in reading.tags].count("h1") != 1:
        found.append("not exactly one h1")
    if not reading.all("html")[0].get("lang"):
        found.append("no language")
    if len(reading.all("main")) != 1:
        found.append("not exactly one main")
    if not any(attributes.get("href") == "#content" for attributes in reading.all("a")):
        found.append("no way to skip to the content")
    levels = [int(tag[1]) for tag, _ in reading.tags if tag in {"h1", "h2", "h3", "h4"}]
    found += [f"h{before} is followed by h{after}" for before, after in pairwise(levels) if after > before + 1]
    return found


def _fields(reading: Reading) -> list[str]:
    labelled = {attributes.get("for") for attributes in reading.all("label")}
    return [
        f"the field {attributes.get('name')} has no label"
        for attributes in reading.all("input", "select", "textarea")
        if attributes.get("type") not in _UNLABELLED and attributes.get("id") not in labelled
    ]


def _references(reading: Reading, ids: set[str]) -> list[str]:
    named = [
        (name, part)
        for _, attributes in reading.tags
        for name in ("aria-describedby", "aria-labelledby", "for")
        for part in attributes.get(name, "").split()
    ]
    links = [
        ("href", href[1:]) for attributes in reading.all("a") if (href := attributes.get("href", "")).startswith("#")
    ]
    return [f"{name} points to {target}, which is not there" for name, target in [*named, *links] if target not in ids]


def _loose(reading: Reading) -> list[str]:
    found = [f"an inline style at <{tag}>" for tag, attributes in reading.tags if "style" in attributes]
    found += [
        f"an inline script at <{tag}>"
        for tag, attributes in reading.tags
        if any(n.startswith("on") for n in attributes)
    ]
    found += ["an inline script" for attributes in reading.all("script") if not attributes.get("src")]
    return found


def visible(page: str) -> str:
    """The words that a reader sees."""
    return "\n".join(Reading(page).texts)
