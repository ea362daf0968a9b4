"""The words of the pages: every one of them is said in Vietnamese, none is left over, none was guessed."""

import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from jinja2 import Environment, FileSystemLoader, nodes

from api.language import catalogue
from matching import ALGORITHM
from registry.audit import Tag

API = Path(__file__).parent.parent / "api"
TEMPLATES = API / "templates"
KEYWORDS: dict[str, object] = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
_PLACE = re.compile(r"%\(\w+\)s")
# Words in a template that are the same in both languages, or that no reader sees.
_SAME = re.compile(r"[\W\d_]*|ORCID|ROR|lang|English|Tiếng Việt|( ?[a-z-]+=\"\w*\")+")


def _messages() -> list[Message]:
    return [message for message in catalogue("vi") if message.id]


def _extracted() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(
        API,
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": {"trimmed": "true", "silent": "false"}},
        keywords=KEYWORDS,  # type: ignore[arg-type]
    )
    return {message for _, _, message, _, _ in found}


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _sentence(message: Message) -> str:
    """What the code says, of two forms the second."""
    return message.id if isinstance(message.id, str) else message.id[1]


def test_every_message_of_the_pages_has_its_vietnamese_words() -> None:
    kept = {message.id: message for message in _messages()}
    missing = [text for text in _extracted() if text not in kept or not all(_strings(kept[text]))]
    assert missing == []


def test_no_translation_is_fuzzy_or_belongs_to_nothing() -> None:
    assert [message.id for message in _messages() if message.fuzzy] == []
    assert {message.id for message in _messages()} - _extracted() == set()


def test_every_translation_keeps_the_places_of_its_message() -> None:
    differing = [
        message.id
        for message in _messages()
        for string in _strings(message)
        if set(_PLACE.findall(string)) != set(_PLACE.findall(_sentence(message)))
    ]
    assert differing == []


def test_no_template_says_anything_that_is_not_in_the_catalogue() -> None:
    loader = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True
    )
    loose = {}
    for name in loader.list_templates(extensions=["html"]):
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        data = "".join(node.data for node in _data(loader, source))
        texts = re.sub(r"<!doctype html>|<(script|style)\b.*?</\1>|<[^>]*>", "\n", data, flags=re.DOTALL)
        found = [text.strip() for text in texts.splitlines() if not _SAME.fullmatch(text.strip())]
        if found:
            loose[name] = found
    assert loose == {}


def _data(loader: Environment, source: str) -> list[nodes.TemplateData]:
    """The text of a template outside its expressions, each of which leaves a mark inside tags."""
    return list(loader.parse(source).find_all(nodes.TemplateData))


def test_every_tag_of_the_audit_and_every_step_of_the_ranking_is_said_in_words() -> None:
    audit = (TEMPLATES / "audit.html").read_text(encoding="utf-8")
    assert [tag.value for tag in Tag if f'"{tag.value}":' not in audit] == []
    decides = (TEMPLATES / "decides.html").read_text(encoding="utf-8")
    assert [step.name for step in ALGORITHM.steps if f'"{step.name}":' not in decides] == []
