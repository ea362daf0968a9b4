"""How long cases wait, estimated so that those still waiting count: Kaplan–Meier by step, by holder and for the way."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from math import exp, log, sqrt
from typing import Final, Literal

from scipy.stats import CensoredData, ecdf

from graph.database import Database
from registry import lists
from registry.access import Actor
from registry.models.values import Bilingual, Model, now
from registry.reports import histories
from registry.reports.histories import History, Spell

FEWEST: Final = 5
"""Of fewer waits no curve is drawn and no median told: one case would move it by weeks."""
FROM_STAGE: Final = "nominated"
TO_STAGE: Final = "started"
_NORMAL: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution, for an interval of 95 %."""
_HOLDERS: Final[dict[str, Bilingual]] = {
    "institute": Bilingual(vi="Cơ quan chủ trì", en="The institute that runs the mission"),
    "council": Bilingual(vi="Hội đồng tư vấn", en="The advisory council"),
    "decider": Bilingual(vi="Cơ quan có thẩm quyền quyết định", en="The office that decides"),
    "expert": Bilingual(vi="Người được đề cử", en="The person put forward"),
}


class Point(Model):
    """A step of a curve: after so many days this part still waits, with the 95 % interval of it, each from 0 to 1.

    `at_risk` are the waits that had lasted as long without an answer just before, `answered` those answered that day.
    """

    days: int
    waiting: float
    low: float | None
    high: float | None
    at_risk: int
    answered: int


class Waiting(Model):
    """The waits of one kind: how many, how they ended, and how long they last.

    `median` is the day by which half were answered, `naive_median` the middle of the answered ones alone, which is too
    short as long as many still wait. None stands for a median that the data do not reach, or for fewer waits than
    `FEWEST`. `cases` are the ids behind the numbers, in their order.
    """

    key: str
    label: Bilingual
    regime: str | None
    waits: int
    answered: int
    open: int
    dropped: int
    median: int | None
    naive_median: float | None
    target_days: int | None = None
    target_verified: bool = False
    points: tuple[Point, ...] = ()
    cases: tuple[str, ...] = ()


class WaitingReport(Model):
    """Waiting times as of a day: `way` from the nomination to the start, then by stage, then by who holds the file."""

    on: date
    at: str
    cases: int
    generated: int
    fewest: int = FEWEST
    ways: tuple[Waiting, ...]
    stages: tuple[Waiting, ...]
    holders: tuple[Waiting, ...]


def facts(db: Database, actor: Actor, *, on: date) -> WaitingReport:
    """The waiting times of the cases that the actor may read.

    Raises:
        NotAllowed: as `histories.read`.
    """
    return report(histories.read(db, actor), on=on)


def report(found: Sequence[History], *, on: date) -> WaitingReport:
    """The waiting times that these histories make; their order does not matter."""
    spells = list(histories.spells(found, on=on))
    seen = [history for history in found if any(turn.on <= on for turn in history.turns)]
    return WaitingReport(
        on=on,
        at=now(),
        cases=len(seen),
        generated=sum(history.generated for history in seen),
        ways=tuple(_grouped(_ways(seen, on), "way")),
        stages=tuple(_grouped(spells, "stage")),
        holders=tuple(_grouped(spells, "holder")),
    )


def estimate(spells: Sequence[Spell]) -> tuple[Point, ...]:
    """The part of the waits that lasts longer than each day on which one was answered.

    The product-limit estimator of Kaplan and Meier (1958). The interval is Greenwood's variance on the log-log scale,
    which stays within 0 and 1. A wait without an answer is at risk up to its last day and then leaves. No points for no
    answers.
    """
    answered = [spell.days for spell in spells if spell.answered]
    censored = [spell.days for spell in spells if not spell.answered]
    if not answered:
        return ()
    days, ends = sorted(answered + censored), Counter(answered)
    left = ecdf(CensoredData(uncensored=answered, right=censored)).sf.evaluate(sorted(ends))
    points = []
    spread = 0.0
    for day, waiting in zip(sorted(ends), map(float, left), strict=True):
        at_risk = len(days) - bisect_left(days, day)
        spread += ends[day] / (at_risk * (at_risk - ends[day])) if at_risk > ends[day] else 0.0
        low, high = _interval(waiting, spread)
        points.append(Point(days=day, waiting=waiting, low=low, high=high, at_risk=at_risk, answered=ends[day]))
    return tuple(points)


def median(points: Sequence[Point]) -> int | None:
    """The first day after which at most half still wait, None where the curve does not come down so far."""
    return next((point.days for point in points if point.waiting <= 0.5), None)


def _interval(waiting: float, spread: float) -> tuple[float | None, float | None]:
    """The interval around a part that waits, given Greenwood's sum; there is none where nobody is left."""
    if not 0 < waiting < 1:
        return None, None
    reach = _NORMAL * sqrt(spread) / log(waiting)
    return waiting ** exp(-reach), waiting ** exp(reach)


def _ways(found: Iterable[History], on: date) -> list[Spell]:
    """For each case the wait from the nomination to the start of the work; every other end of it is no start."""
    ways = []
    for history in found:
        turns = [turn for turn in history.turns if turn.on <= on]
        begun = next((turn for turn in turns if turn.to_stage == FROM_STAGE), None)
        if begun is None:
            continue
        started = next((turn for turn in turns if turn.to_stage == TO_STAGE), None)
        ended = turns[-1] if lists.case_stage(turns[-1].to_stage).final else None
        last = started or ended
        ways.append(
            Spell(
                case_id=history.id,
                regime=history.regime,
                stage=FROM_STAGE,
                holder="institute",
                days=((last.on if last else on) - begun.on).days,
                answered=started is not None,
                open=last is None,
            )
        )
    return ways


def _grouped(spells: Iterable[Spell], by: Literal["way", "stage", "holder"]) -> list[Waiting]:
    groups: defaultdict[tuple[str, str], list[Spell]] = defaultdict(list)
    for spell in spells:
        groups[spell.regime, {"way": "way", "stage": spell.stage, "holder": spell.holder}[by]].append(spell)
    ordered = sorted(groups, key=lambda group: (group[0], _place(group[1], by)))
    return [_waiting(groups[group], regime=group[0], key=group[1], by=by) for group in ordered]


def _place(key: str, by: str) -> int:
    known = [stage.code for stage in lists.case_moves_file().stages] if by == "stage" else list(_HOLDERS)
    return known.index(key) if key in known else 0


def _waiting(spells: Sequence[Spell], *, regime: str, key: str, by: str) -> Waiting:
    points = estimate(spells) if len(spells) >= FEWEST else ()
    answered = sorted(spell.days for spell in spells if spell.answered)
    rule = lists.stage_rule(regime, key) if by == "stage" else None
    return Waiting(
        key=f"{by}:{regime}:{key}",
        label=_label(key, by),
        regime=regime,
        waits=len(spells),
        answered=len(answered),
        open=sum(spell.open for spell in spells),
        dropped=sum(not spell.open and not spell.answered for spell in spells),
        median=median(points),
        naive_median=_middle(answered) if len(spells) >= FEWEST else None,
        target_days=rule.target_days if rule else None,
        target_verified=rule.target_verified if rule else False,
        points=points,
        cases=tuple(sorted({spell.case_id for spell in spells})),
    )


def _middle(ascending: Sequence[int]) -> float | None:
    if not ascending:
        return None
    half = len(ascending) // 2
    return float(ascending[half]) if len(ascending) % 2 else (ascending[half - 1] + ascending[half]) / 2


def _label(key: str, by: str) -> Bilingual:
    if by == "stage":
        stage = lists.case_stage(key)
        return Bilingual(vi=stage.name_vi, en=stage.name_en)
    if by == "holder":
        return _HOLDERS[key]
    return Bilingual(vi="Từ đề cử đến khi bắt đầu công việc", en="From nomination to the start of the work")
