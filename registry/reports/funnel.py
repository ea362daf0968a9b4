"""How far cases come: a funnel from the suggestion to the start of the work, every number with the cases behind it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from graph.database import Database
from registry import lists
from registry.access import Actor
from registry.models.values import Bilingual, Model, now
from registry.reports import histories
from registry.reports.histories import History

MILESTONES: Final = ("identified", "nominated", "checked", "decided", "invited", "contracted", "arrived", "started")
"""Stages in the order in which every case comes by them; council and permits are not asked of everybody."""
_AFTER_THE_START: Final = frozenset({"assessed", "renewed", "ended"})
_OUTCOMES: Final = ("open", "refused", "not_chosen", "withdrawn")


class Milestone(Model):
    """A milestone: how many came so far, what became of those who came no further, and the ids of all who came.

    `share` is the part of the milestone before, from 0 to 1, None for the first one and where nobody came so far.
    `open` are on the way still, so that the next share can only grow.
    """

    stage: str
    label: Bilingual
    reached: int
    generated: int
    share: float | None
    open: int
    refused: int
    not_chosen: int
    withdrawn: int
    cases: tuple[str, ...]


class Funnel(Model):
    """The funnel as of a day."""

    on: date
    at: str
    cases: int
    milestones: tuple[Milestone, ...]


def facts(db: Database, actor: Actor, *, on: date) -> Funnel:
    """The funnel of the cases that the actor may read.

    Raises:
        NotAllowed: as `histories.read`.
    """
    return report(histories.read(db, actor), on=on)


def report(found: Sequence[History], *, on: date) -> Funnel:
    """The funnel that these histories make as of a day.

    Who came to a milestone came to all before it: a nomination without an identification has identified the person.
    """
    come = {history.id: _furthest(history, on) for history in found}
    seen = sorted((history for history in found if come[history.id] is not None), key=lambda history: history.id)
    milestones: list[Milestone] = []
    for place, stage in enumerate(MILESTONES):
        there = [history for history in seen if (come[history.id] or 0) >= place]
        stayed = [_outcome(history, on) for history in there if come[history.id] == place and stage != MILESTONES[-1]]
        before = milestones[-1].reached if milestones else 0
        milestones.append(_milestone(stage, there, stayed, before))
    return Funnel(on=on, at=now(), cases=len(seen), milestones=tuple(milestones))


def _milestone(stage: str, there: Sequence[History], stayed: Iterable[str], before: int) -> Milestone:
    ends = list(stayed)
    named = lists.case_stage(stage)
    return Milestone(
        stage=stage,
        label=Bilingual(vi=named.name_vi, en=named.name_en),
        reached=len(there),
        generated=sum(history.generated for history in there),
        share=len(there) / before if before else None,
        cases=tuple(history.id for history in there),
        **{outcome: ends.count(outcome) for outcome in _OUTCOMES},
    )


def _furthest(history: History, on: date) -> int | None:
    """The place of the furthest milestone that a case came to by a day, None where it had not begun."""
    stages = {turn.to_stage for turn in history.turns if turn.on <= on}
    if not stages:
        return None
    if stages & _AFTER_THE_START:
        return len(MILESTONES) - 1
    return max((place for place, stage in enumerate(MILESTONES) if stage in stages), default=0)


def _outcome(history: History, on: date) -> str:
    """What became of a case that did not come further: the outcome of its last stage, or that it is open."""
    last = [turn for turn in history.turns if turn.on <= on][-1]
    return lists.case_stage(last.to_stage).outcome or "open"
