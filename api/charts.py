"""The pictures of a report: bars that Altair describes and vl-convert draws, the same in the page and in the PDF."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Final, TypedDict, cast

import altair as alt
import vl_convert

from api.language import number_text
from registry.lists import Language
from registry.reports.models import Coverage, Entry, Figure

# The look of every picture, in one place. What exists is a full bar, what was generated an outline of dashes: the two
# differ without any colour, and there is no colour but one.
_INK: Final = "#1c1d1e"
_QUIET: Final = "#55554f"
_LINE: Final = "#8d887b"
_BAR: Final = "#0b5563"
_NONE: Final = "none"
_FONT: Final = "system-ui, sans-serif"
_PRINTED_FONT: Final = "Libertinus Serif"
# What each colour is called in the stylesheet, so that a page in the dark has dark pictures.
_VARIABLES: Final = {_INK: "--ink", _QUIET: "--quiet", _LINE: "--strong-line", _BAR: "--accent"}
# In pixels; narrow enough for a telephone and for half a page of paper.
_WIDTH: Final = 400
_LETTERS: Final = 54
_SIZE: Final = 13
_LINE_HEIGHT: Final = 17
_BAR_HEIGHT: Final = 13
_GAP: Final = 7
_BETWEEN_PANELS: Final = 14
_MOST_BARS: Final = 16

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "vi": {
        "others": "{count} mục khác",
        "generated": "Nét đứt: dữ liệu mô phỏng",
        "roles": "Vị trí đang mở",
        "experts": "Chuyên gia đồng ý",
        "chart": "Biểu đồ thanh ngang. {panels}.",
    },
    "en": {
        "others": "{count} other lines",
        "generated": "Dashed outline: simulated data",
        "roles": "Open roles",
        "experts": "Experts who agreed",
        "chart": "Horizontal bars. {panels}.",
    },
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many, how many of them generated, and whether it stands for what is not a line of the list."""

    label: str
    value: int
    generated: int
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under a heading; the panels of one picture have the same lines."""

    heading: str
    bars: tuple[Bar, ...]


class _Box(TypedDict):
    """A bar as it is drawn, in pixels."""

    x: float
    x2: float
    y: float
    y2: float
    fill: str
    stroke: str


class _Words(TypedDict):
    """A text as it is drawn; `y` is the middle of its line."""

    x: float
    y: float
    text: str
    fill: str
    bold: bool


def figure_svg(figure: Figure, language: Language) -> str:
    """A figure as bars, the longest first unless its lines have an order; what is beyond sixteen lines is one bar."""
    if figure.columns:
        panels = [
            Panel(
                column.label.in_(language),
                tuple(
                    _bar(entry, line.label.in_(language))
                    for line in figure.lines
                    for entry in figure.entries
                    if (entry.line, entry.column) == (line.key, column.key)
                ),
            )
            for column in figure.columns
        ]
    else:
        panels = [Panel("", _shortened([_bar(entry, entry.label.in_(language)) for entry in figure.entries], language))]
    return _svg(figure.id, figure.finding.in_(language), tuple(panels), language, one_scale=True)


def coverage_svg(coverage: Coverage, language: Language) -> str:
    """Demand beside supply, one line for each group; each side has its own scale."""
    words = _WORDS[language]
    roles = [Bar(gap.label.in_(language), gap.roles.value, gap.roles.generated) for gap in coverage.gaps]
    experts = [Bar(gap.label.in_(language), gap.experts.value, gap.experts.generated) for gap in coverage.gaps]
    sides = (Panel(words["roles"], tuple(roles)), Panel(words["experts"], tuple(experts)))
    return _svg("coverage", coverage.finding.in_(language), sides, language, one_scale=False)


def bars_svg(id: str, title: str, bars: Sequence[Bar], language: Language) -> str:
    """Bars in the order given, under a title that says what they say."""
    return _svg(id, title, (Panel("", tuple(bars)),), language, one_scale=True)


def panels_svg(id: str, title: str, panels: Sequence[Panel], language: Language) -> str:
    """Panels of bars over the same lines, all by one scale."""
    return _svg(id, title, tuple(panels), language, one_scale=True)


def for_page(svg: str) -> str:
    """The picture in the colours of the page, light or dark."""
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(f'"{colour}"', f'"var({variable})"')
    return svg


def for_print(svg: str) -> str:
    """The picture in the letters of the PDF."""
    return svg.replace(_FONT, _PRINTED_FONT)


def _bar(entry: Entry, label: str) -> Bar:
    return Bar(label, entry.value, entry.generated, quiet=not entry.stated)


def _shortened(bars: list[Bar], language: Language) -> tuple[Bar, ...]:
    """The bars that fit, what is left of the list as one, and at the end what stands outside the list."""
    listed = [bar for bar in bars if not bar.quiet]
    outside = [bar for bar in bars if bar.quiet]
    if len(listed) <= _MOST_BARS:
        return (*listed, *outside)
    # In a long list the lines with nothing are told as one; in a short one each of them is a gap to be seen.
    kept = [bar for bar in listed if bar.value][: _MOST_BARS - 1]
    rest = listed[len(kept) :]
    label = _WORDS[language]["others"].format(count=len(rest))
    others = Bar(label, sum(bar.value for bar in rest), sum(bar.generated for bar in rest), quiet=True)
    return (*kept, others, *outside)


@lru_cache(maxsize=512)
def _svg(id: str, title: str, panels: tuple[Panel, ...], language: Language, *, one_scale: bool) -> str:
    """The picture with its name and its numbers in words for who cannot see it; it is drawn once."""
    boxes, words, height = _placed(panels, language, one_scale=one_scale)
    specification = _drawing() | {"datasets": {"boxes": boxes, "words": words}, "height": height}
    drawn = str(vl_convert.vegalite_to_svg(specification))
    said = _WORDS[language]["chart"].format(panels="; ".join(_said(panel, language) for panel in panels))
    return named(drawn, id, title, said)


def named(drawn: str, id: str, title: str, said: str) -> str:
    """A drawn picture with its title, and with what it shows in words for who cannot see it."""
    opening, rest = drawn.split(">", 1)
    return (
        f'{opening} role="img" aria-labelledby="chart-{id}-title chart-{id}-desc">'
        f'<title id="chart-{id}-title">{escape(title)}</title><desc id="chart-{id}-desc">{escape(said)}</desc>{rest}'
    )


@cache
def _drawing() -> dict[str, object]:
    """How boxes and words are drawn; they come placed in pixels, so that all pictures of a report line up."""
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    fill = alt.Fill("fill:N", scale=None)
    boxes = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(strokeWidth=1.2, strokeDash=[3, 2])
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", fill=fill, stroke=alt.Stroke("stroke:N", scale=None))
    )
    layers: list[alt.Chart] = [boxes]
    for bold in (False, True):
        written = alt.Chart(alt.NamedData("words")).transform_filter(alt.datum.bold == bold)
        mark = written.mark_text(
            align="left",
            baseline="middle",
            fontSize=_SIZE,
            fontWeight="bold" if bold else "normal",
            lineHeight=_LINE_HEIGHT,
            lineBreak="\n",
        )
        layers.append(mark.encode(x=x, y=y, text="text:N", fill=fill))
    chart = alt.layer(*layers).properties(width=_WIDTH, background="transparent", padding=2)
    return cast(dict[str, object], chart.configure(font=_FONT, aria=False).configure_view(stroke=None).to_dict())


def _said(panel: Panel, language: Language) -> str:
    bars = ", ".join(f"{bar.label} {number_text(bar.value, language)}" for bar in panel.bars)
    return f"{panel.heading}: {bars}" if panel.heading else bars


def _placed(panels: Sequence[Panel], language: Language, *, one_scale: bool) -> tuple[list[_Box], list[_Words], float]:
    """Where every bar and every text stands, and how high the picture is."""
    boxes: list[_Box] = []
    words: list[_Words] = []
    width = (_WIDTH - _BETWEEN_PANELS * (len(panels) - 1)) / len(panels)
    everything = [bar.value for panel in panels for bar in panel.bars]
    top = _GAP / 2
    if any(panel.heading for panel in panels):
        words += [
            _words(n * (width + _BETWEEN_PANELS), top + _LINE_HEIGHT / 2, panel.heading, _INK, bold=True)
            for n, panel in enumerate(panels)
        ]
        top += _LINE_HEIGHT + _GAP
    for line in zip(*(panel.bars for panel in panels), strict=True):
        label = textwrap.wrap(line[0].label, _LETTERS)
        faint = line[0].quiet or not any(bar.value for bar in line)
        words.append(_words(0, top + _LINE_HEIGHT / 2, "\n".join(label), _QUIET if faint else _INK))
        top += _LINE_HEIGHT * max(len(label), 1)
        for n, bar in enumerate(line):
            largest = max(everything if one_scale else [each.value for each in panels[n].bars]) or 1
            left = n * (width + _BETWEEN_PANELS)
            number = number_text(bar.value, language)
            room = width - len(number_text(largest, language)) * _SIZE * 0.62 - 6
            boxes += _boxes(bar, left, top, room / largest)
            words.append(
                _words(
                    left + bar.value * room / largest + 5, top + _BAR_HEIGHT / 2 + 1, number, _QUIET if faint else _INK
                )
            )
        top += _BAR_HEIGHT + _GAP
    if any(bar.generated for panel in panels for bar in panel.bars):
        words.append(_words(0, top + _LINE_HEIGHT / 2, _WORDS[language]["generated"], _QUIET))
        top += _LINE_HEIGHT
    return boxes, words, top


def _boxes(bar: Bar, left: float, top: float, unit: float) -> Iterator[_Box]:
    """A full box for what exists, and an outline behind it for what was generated."""
    colour = _LINE if bar.quiet else _BAR
    real = left + (bar.value - bar.generated) * unit
    if bar.value > bar.generated:
        yield {"x": left, "x2": real, "y": top, "y2": top + _BAR_HEIGHT, "fill": colour, "stroke": _NONE}
    if bar.generated:
        end = left + bar.value * unit
        yield {"x": real, "x2": end, "y": top, "y2": top + _BAR_HEIGHT, "fill": _NONE, "stroke": colour}


def _words(x: float, y: float, text: str, fill: str, *, bold: bool = False) -> _Words:
    return {"x": x, "y": y, "text": text, "fill": fill, "bold": bold}
