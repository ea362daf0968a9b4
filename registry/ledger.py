"""The ledger of departures from the machine's order, and by which features and criteria people and machine disagree."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Final

from graph.database import Database, Row
from registry import ledger_law, lists
from registry.access import Actor
from registry.ledger_law import LawLedger
from registry.models.case_law import LawThen
from registry.models.departures import (
    DepartureEntry,
    DepartureLedger,
    Disagreement,
    MonthOfDepartures,
    ReasonCount,
)
from registry.models.values import Bilingual, now
from registry.ranking import catalogue
from registry.reports import histories

FEWEST: Final = 5
"""Of fewer departures that can be compared no difference by feature is told."""

Contributions = Mapping[str, float]


def read(db: Database, actor: Actor, *, on: date) -> DepartureLedger:
    """The ledger of the cases that the actor may read: an institute its own, the committee those of its scope.

    Raises:
        NotAllowed: the actor is neither, or speaks for nobody.
    """
    found = db.read("cases/departures", **histories.limits(actor))
    rows = [row for row in found if str(row["decision"]["on"]) <= on.isoformat()]
    entries = sorted((_entry(row) for row in rows if _belongs(row)), key=lambda entry: (entry.on, entry.decision_id))
    compared = _compared(db, rows)
    law = ledger_law.read(db, actor, entries, on=on)
    return DepartureLedger(
        on=on,
        at=now(),
        chosen=len(rows),
        departed=sum(entry.passed_over > 0 for entry in entries),
        generated=sum(entry.generated for entry in entries),
        months=_months(rows, entries, law),
        reasons=_reasons(entries),
        compared=len(compared),
        fewest=FEWEST,
        features=disagreements(compared) if len(compared) >= FEWEST else (),
        weighed=_weighed(entries),
        criteria=law.over(None),
        entries=tuple(reversed(entries)),
    )


def of_month(ledger: DepartureLedger, month: str) -> DepartureLedger:
    """The ledger narrowed to a month such as 2026-11; by features nothing is told of a single month."""
    found = [each for each in ledger.months if each.month == month]
    entries = tuple(entry for entry in ledger.entries if entry.month == month)
    narrowed = {
        "chosen": sum(each.chosen for each in found),
        "departed": sum(each.departed for each in found),
        "generated": sum(entry.generated for entry in entries),
        "months": tuple(found),
        "reasons": tuple(reason for each in found for reason in each.reasons),
        "compared": 0,
        "features": (),
        "weighed": _weighed(entries),
        "criteria": tuple(rule for each in found for rule in each.criteria),
        "entries": entries,
    }
    return ledger.model_copy(update=narrowed)


def _weighed(entries: Iterable[DepartureEntry]) -> int:
    """Of how many departures the verdicts are kept."""
    return sum(entry.passed_over > 0 and entry.criteria is not None for entry in entries)


def disagreements(compared: Sequence[Contributions]) -> tuple[Disagreement, ...]:
    """The features over departures, those that speak most for the people passed over first.

    Each departure is given by what every feature added to those passed over, on average, less what it added to the
    chosen.
    """
    told = [_disagreement(name, compared) for name in {name for each in compared for name in each}]
    return tuple(sorted(told, key=lambda each: (-each.mean, each.feature)))


def _disagreement(feature: str, compared: Sequence[Contributions]) -> Disagreement:
    differences = [each.get(feature, 0.0) for each in compared]
    return Disagreement(
        feature=feature,
        title=catalogue.title(feature),
        for_passed_over=sum(value > 0 for value in differences),
        for_chosen=sum(value < 0 for value in differences),
        mean=round(fmean(differences), 6),
    )


def _belongs(row: Row) -> bool:
    return row["decision"].get("departure_code") is not None or (row["decision"].get("passed_over") or 0) > 0


def _entry(row: Row) -> DepartureEntry:
    kept = row["decision"]
    code, law = kept.get("departure_code"), _law(kept)
    return DepartureEntry(
        case_id=row["case_id"],
        decision_id=kept["id"],
        month=kept["on"][:7],
        on=date.fromisoformat(kept["on"]),
        role_kind=row["role_kind"],
        regime=row["regime"],
        office=kept["office"],
        scope=kept.get("scope"),
        run_id=kept.get("run_id"),
        rank=kept.get("rank"),
        passed_over=kept.get("passed_over") or 0,
        code=code,
        reason=_label(code) if code else None,
        text=kept.get("departure_text"),
        generated=row["generated"],
        rules_edition=law.rules_edition if law else None,
        criteria=tuple(each for each in law.criteria if each.differing) if law else None,
    )


def _law(kept: Row) -> LawThen | None:
    text = kept.get("law")
    return LawThen.model_validate_json(text) if text else None


def _label(code: str) -> Bilingual:
    named = lists.departure(code)
    return Bilingual(vi=named.name_vi, en=named.name_en)


def _months(rows: Iterable[Row], entries: Sequence[DepartureEntry], law: LawLedger) -> tuple[MonthOfDepartures, ...]:
    """The months in which somebody was chosen or a human recorded a verdict, the newest first."""
    chosen = Counter(str(row["decision"]["on"])[:7] for row in rows)
    return tuple(
        _month(month, chosen[month], [entry for entry in entries if entry.month == month], law)
        for month in sorted(chosen.keys() | law.months(), reverse=True)
    )


def _month(month: str, chosen: int, entries: Sequence[DepartureEntry], law: LawLedger) -> MonthOfDepartures:
    departed = [entry for entry in entries if entry.passed_over > 0]
    return MonthOfDepartures(
        month=month,
        chosen=chosen,
        departed=len(departed),
        share=len(departed) / chosen if chosen else 0.0,
        reasons=_reasons(departed),
        criteria=law.over(month),
    )


def _reasons(entries: Iterable[DepartureEntry]) -> tuple[ReasonCount, ...]:
    """The reasons of those who departed, the most frequent first."""
    counts = Counter(entry.code for entry in entries if entry.code and entry.passed_over > 0)
    told = [ReasonCount(code=code, label=_label(code), count=count) for code, count in counts.items()]
    return tuple(sorted(told, key=lambda each: (-each.count, each.code)))


def _compared(db: Database, rows: Iterable[Row]) -> list[Contributions]:
    """Of every departure that can be compared, what each feature gave those passed over more than the chosen."""
    ranked = [
        row for row in rows if row["expert_id"] and row["decision"].get("rank") and row["decision"]["passed_over"] > 0
    ]
    asked: dict[str, int] = {}
    for row in ranked:
        run = row["decision"]["run_id"]
        asked[run] = max(row["decision"]["rank"], asked.get(run, 0))
    standing: dict[str, list[Row]] = defaultdict(list)
    for place in db.read("cases/passed_over", runs=[{"run_id": run, "rank": rank} for run, rank in asked.items()]):
        standing[place["run_id"]].append(place)
    told = (_difference(row["expert_id"], standing[row["decision"]["run_id"]]) for row in ranked)
    return [each for each in told if each]


def _difference(chosen: str, standing: Sequence[Row]) -> Contributions:
    mine = next((place for place in standing if place["expert_id"] == chosen), None)
    if mine is None:
        return {}
    before = [
        _contributions(place)
        for place in standing
        if place["rank"] < mine["rank"] and place["tie_group"] != mine["tie_group"]
    ]
    if not before:
        return {}
    own = _contributions(mine)
    return {
        name: fmean(each.get(name, 0.0) for each in before) - own.get(name, 0.0)
        for name in {*own, *(name for each in before for name in each)}
    }


def _contributions(place: Row) -> Contributions:
    kept = json.loads(place["reasons"])
    return {each["feature"]: float(each["contribution"]) for each in kept.get("features", ())}
