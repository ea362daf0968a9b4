"""The ledger of departures: every choice that was not the machine's first, with its reason, month by month."""

from datetime import date

from registry.models.case_law import CriterionThen
from registry.models.values import Bilingual, Model


class DepartureEntry(Model):
    """A choice that passed over people whom the machine had put before, or for which such a reason was given.

    `rank` is the place of the chosen in the run, None where the run had no place for them; `passed_over` counts who
    stood clearly before, 0 where a reason was given although nobody did. `text` is None once the case was erased.
    `criteria` are those on which somebody passed over had another verdict than the chosen, None where no verdicts were
    kept with the decision or they were erased with the case.
    """

    case_id: str
    decision_id: str
    month: str
    on: date
    role_kind: str
    regime: str
    office: str
    scope: str | None
    run_id: str | None
    rank: int | None
    passed_over: int
    code: str | None
    reason: Bilingual | None
    text: str | None
    generated: bool
    rules_edition: str | None = None
    criteria: tuple[CriterionThen, ...] | None = None


class ReasonCount(Model):
    """How often a reason was given."""

    code: str
    label: Bilingual
    count: int


class CriterionDisagreement(Model):
    """A criterion of the law over some months: where people and machine disagree about it, with the cases behind it.

    `differed` departures chose somebody on whom the verdict was another one than on somebody passed over; in
    `for_chosen` of them more of those passed over stood worse than better, in `for_passed_over` more stood better.
    Humans recorded `judged` verdicts beside one of the machine; in `left` of them the machine had left the criterion to
    a human, in `overturned` the human said something else than the machine. Of `differed` and of `overturned` some were
    made up: `generated` and `overturned_generated`. Text and source are those of the newest edition that was used.
    """

    criterion_id: str
    text: Bilingual
    instrument: str
    article: str | None
    wording: str
    verified: bool
    rules_edition: str
    differed: int
    for_chosen: int
    for_passed_over: int
    judged: int
    left: int
    overturned: int
    generated: int
    overturned_generated: int
    departures: tuple[str, ...]
    judgements: tuple[str, ...]


class MonthOfDepartures(Model):
    """A month: how many were chosen, how many of them by departing from the order, the reasons, and by which criteria.

    `share` is the part of the chosen, from 0 to 1.
    """

    month: str
    chosen: int
    departed: int
    share: float
    reasons: tuple[ReasonCount, ...]
    criteria: tuple[CriterionDisagreement, ...] = ()


class Disagreement(Model):
    """A feature over the departures: how much more it gave to those passed over than to the chosen, in points of score.

    `for_passed_over` and `for_chosen` count the departures in which it spoke for the one or the other; `mean` is the
    mean difference, above 0 where the machine weighs the feature more than people did.
    """

    feature: str
    title: Bilingual
    for_passed_over: int
    for_chosen: int
    mean: float


class DepartureLedger(Model):
    """The ledger as of a day.

    `compared` departures could be laid beside the reasons of their run: the chosen stood in it, and they and somebody
    who was passed over agree still. Of fewer than `fewest` of them no difference by feature is told, because it would
    tell of single people. By criterion all is told, as counts: of `weighed` departures the verdicts were kept, and
    whoever reads the ledger reads the same criteria beside the list of candidates.
    """

    on: date
    at: str
    chosen: int
    departed: int
    generated: int
    months: tuple[MonthOfDepartures, ...]
    reasons: tuple[ReasonCount, ...]
    compared: int
    fewest: int
    features: tuple[Disagreement, ...]
    weighed: int
    criteria: tuple[CriterionDisagreement, ...]
    entries: tuple[DepartureEntry, ...]
