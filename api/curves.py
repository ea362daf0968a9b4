"""The pictures of waiting: the part of the cases that still waits, day after day, with its interval."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, cast

import altair as alt
import vl_convert

from api import charts
from api.language import number_text, percent_text, translations
from registry.lists import Language
from registry.reports.waiting import Point, Waiting

_WIDTH: Final = 400
_HEIGHT: Final = 180
_INK: Final = "#1c1d1e"
_QUIET: Final = "#55554f"
_LINE: Final = "#8d887b"
_CURVE: Final = "#0b5563"
_FONT: Final = "system-ui, sans-serif"


def curve_svg(waiting: Waiting, title: str, language: Language) -> str:
    """A falling curve of steps with its band; empty where there are too few waits for one."""
    return _drawn(waiting.key, title, waiting.points, language) if waiting.points else ""


@lru_cache(maxsize=128)
def _drawn(key: str, title: str, points: tuple[Point, ...], language: Language) -> str:
    _ = translations(language).gettext
    chart = (
        alt.layer(*_layers(_rows(points), _("Days"), _("Still waiting")))
        .properties(width=_WIDTH, height=_HEIGHT, background="transparent", padding=2)
        .configure(font=_FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(domainColor=_LINE, tickColor=_LINE, gridColor=_LINE, gridOpacity=0.35)
        .configure_axis(
            labelColor=_QUIET, titleColor=_INK, labelFontSize=12, titleFontSize=13, titleFontWeight="normal"
        )
    )
    drawn = str(vl_convert.vegalite_to_svg(cast(dict[str, object], chart.to_dict())))
    said = "; ".join(
        _("after %(days)s days %(share)s still wait")
        % {"days": number_text(point.days, language), "share": percent_text(point.waiting, language)}
        for point in _told(points)
    )
    return charts.named(drawn, "".join(letter if letter.isalnum() else "-" for letter in key), title, said)


def _layers(rows: list[dict[str, float]], days: str, waiting: str) -> list[alt.Chart]:
    data = alt.Chart(alt.InlineData(values=rows))
    x = alt.X("days:Q", title=days, axis=alt.Axis(grid=False, tickMinStep=1, tickCount=8))
    scale = alt.Scale(domain=[0, 1])
    share = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    band = data.mark_area(interpolate="step-after", opacity=0.18, color=_CURVE)
    line = data.mark_line(interpolate="step-after", strokeWidth=2, color=_CURVE)
    return [
        band.encode(x=x, y=alt.Y("low:Q", title=waiting, scale=scale, axis=share), y2="high:Q"),
        line.encode(x=x, y=alt.Y("waiting:Q", title=waiting, scale=scale, axis=share)),
    ]


def _rows(points: Sequence[Point]) -> list[dict[str, float]]:
    """The corners of the curve, from all waiting on day 0; where there is no interval the band has no width."""
    first: dict[str, float] = {"days": 0, "waiting": 1, "low": 1, "high": 1}
    return [first] + [
        {
            "days": point.days,
            "waiting": point.waiting,
            "low": point.waiting if point.low is None else point.low,
            "high": point.waiting if point.high is None else point.high,
        }
        for point in points
    ]


def _told(points: Sequence[Point], most: int = 12) -> Sequence[Point]:
    """Not more points than somebody will listen to, spread over the curve, the last one among them."""
    step = -(-len(points) // most)
    return points[::-1][::step][::-1]
