"""What a case may do: its stages, moves and targets under each regime, and the small lists that its forms offer."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field

from registry.lists.roles import Regime
from registry.lists.source import Provenance, Row, find, read

Holder = Literal["institute", "council", "decider", "expert"]
Mover = Literal["institute", "committee", "administrator", "expert", "decider", "system"]
Form = Literal[
    "plain",
    "identification",
    "nomination",
    "check",
    "council",
    "decision",
    "assessment",
    "closing",
    "review",
]
Shows = Literal["private", "neutral", "full"]


class Stage(Row):
    """A state of a case, its name, and the words for whoever may know only that something goes on."""

    code: str
    name_vi: str
    name_en: str
    neutral_vi: str
    neutral_en: str
    final: bool
    outcome: Literal["served", "refused", "not_chosen", "withdrawn"] | None


class StageRule(Row):
    """A stage under a regime: who holds the file in it, its target in days, and what the person sees of it.

    A target whose `target_verified` is false is this registry's own and is never shown as law.
    """

    stage: str
    holder: Holder | None
    target_days: int | None
    shows: Shows
    target_verified: bool


class Move(Row):
    """A move under a regime; `opens` says that a case may begin with it, `verified` that the law was read to ask it.

    `role` says what it does to the role: its person takes it by the move, or leaves it.
    """

    code: str
    name_vi: str
    name_en: str
    opens: bool
    from_stages: tuple[str, ...] = Field(validation_alias="from")
    to: str
    by: tuple[Mover, ...]
    form: Form
    reason: bool
    verified: bool
    note: str | None
    role: Literal["fills", "frees"] | None = None


class CaseRegime(Row):
    """Stages and moves under a decree, and the days after which the data of those not chosen are erased."""

    regime: Regime
    keep_days: int
    review_days: int
    stages: tuple[StageRule, ...]
    moves: tuple[Move, ...]


class Choice(Row):
    """One entry of a small list."""

    code: str
    name_vi: str
    name_en: str


class Grade(Choice):
    """A grade of the yearly assessment; benefits of the law that depend on one name its code."""

    verified: bool


class CaseMovesFile(Provenance):
    """Everything that a case may do."""

    stages: tuple[Stage, ...]
    grades: tuple[Grade, ...]
    departures: tuple[Choice, ...]
    scorecard: tuple[Choice, ...]
    nominators: tuple[Choice, ...]
    became: tuple[Choice, ...]
    regimes: tuple[CaseRegime, ...]


@cache
def case_moves_file() -> CaseMovesFile:
    """The file as a whole, read once."""
    return read(CaseMovesFile, "case_moves.json")


@cache
def _stages_by_code() -> Mapping[str, Stage]:
    return {stage.code: stage for stage in case_moves_file().stages}


@cache
def _regimes() -> Mapping[str, CaseRegime]:
    return {regime.regime: regime for regime in case_moves_file().regimes}


@cache
def _rules(regime: str) -> Mapping[str, StageRule]:
    return {rule.stage: rule for rule in case_regime(regime).stages}


@cache
def _moves(regime: str) -> Mapping[str, Move]:
    return {move.code: move for move in case_regime(regime).moves}


def case_stages() -> tuple[Stage, ...]:
    """Every stage, in the order in which a case passes them, those that end it last."""
    return case_moves_file().stages


def case_stage(code: str) -> Stage:
    """The stage under the code; raises UnknownCode."""
    return find(_stages_by_code(), "case_stages", code)


def case_regime(regime: str) -> CaseRegime:
    """What a case may do under this regime; raises UnknownCode."""
    return find(_regimes(), "case_regimes", regime)


def stage_rule(regime: str, stage: str) -> StageRule:
    """A stage as this regime has it; raises UnknownCode."""
    return find(_rules(regime), "case_stages", stage)


def case_move(regime: str, code: str) -> Move:
    """A move of this regime; raises UnknownCode."""
    return find(_moves(regime), "case_moves", code)


def grade(code: str) -> Grade:
    """The grade under the code; raises UnknownCode."""
    return find({each.code: each for each in case_moves_file().grades}, "grades", code)


def departure(code: str) -> Choice:
    """The reason for departing from the machine's order under the code; raises UnknownCode."""
    return find({each.code: each for each in case_moves_file().departures}, "departures", code)


def became(code: str) -> Choice:
    """What became of a role that its person left, under the code; raises UnknownCode."""
    return find({each.code: each for each in case_moves_file().became}, "became", code)


def scorecard_mark(code: str) -> Choice:
    """What a member of a council marks, under the code; raises UnknownCode."""
    return find({each.code: each for each in case_moves_file().scorecard}, "scorecard", code)
