"""The colours of the pages: text on its ground has the contrast that WCAG asks for at level AA, light and dark."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parent.parent / "api" / "static" / "style.css").read_text(encoding="utf-8")
TEXT_ON_GROUND = (
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "wash"),
    ("quiet", "paper"),
    ("quiet", "raised"),
    ("accent", "paper"),
    ("accent", "raised"),
    ("accent", "wash"),
    ("accent-ink", "accent"),
    ("wrong", "paper"),
    ("wrong", "wrong-wash"),
)
# What marks the border of a field needs less: 3 to 1.
LINES_ON_GROUND = (("strong-line", "paper"), ("accent", "raised"))
TEXT, LINE = 4.5, 3.0


def _palette(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    return light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1])) if dark else light


def _luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_and_every_field_stands_out_from_its_ground(dark: bool) -> None:
    palette = _palette(dark)
    pairs = [(pair, TEXT) for pair in TEXT_ON_GROUND] + [(pair, LINE) for pair in LINES_ON_GROUND]
    weak = {
        pair: round(contrast, 2)
        for pair, least in pairs
        if (contrast := _contrast(palette[pair[0]], palette[pair[1]])) < least
    }
    assert weak == {}


def test_the_stylesheet_takes_nothing_from_elsewhere() -> None:
    assert "@import" not in STYLE
    assert "url(" not in STYLE
