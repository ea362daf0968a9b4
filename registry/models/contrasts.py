"""Two candidates beside each other, and one list under other weights."""

from registry.models.values import Bilingual, Model


class Difference(Model):
    """What one feature does to the distance of two people: `difference` is what it adds to the first one's lead."""

    feature: str
    title: Bilingual
    first_value: float
    second_value: float
    weight: float
    difference: float
    sentence: Bilingual


class Contrast(Model):
    """Why the first stands before the second: the differences add up to the distance of their scores."""

    run_id: str
    first: str
    second: str
    first_rank: int
    second_rank: int
    distance: float
    differences: tuple[Difference, ...]
    sentence: Bilingual


class Moved(Model):
    """A person of a list under other weights."""

    expert_id: str
    rank_before: int
    rank: int
    score_before: float
    score: float


class Trial(Model):
    """An order by other weights that was saved: the run that holds it, who saved it, what was changed, and why."""

    run_id: str
    at: str
    by: str
    factors: dict[str, float]
    reason: str


class WhatIf(Model):
    """The people of a run in the order that other weights give; nothing of it is kept and the run stays as it is.

    `factors` multiply the weights of the run; `tau` is Kendall's tau-b between the two orders, 1 where they agree.
    """

    run_id: str
    factors: dict[str, float]
    tau: float
    people: tuple[Moved, ...]
    sentence: Bilingual
