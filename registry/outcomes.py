"""Outcomes: who was chosen for a role out of the candidates of the list that was recorded before the decision.

Only what the list itself recorded of a candidate is learned from: the values of the features of that day, which no
protected fact enters. Nobody is learned from who does not agree to be suggested today, and no case whose personal data
were erased.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.database import Database, Row
from matching.features import FEATURES
from matching.lessons import Lesson
from registry.canonical import canonical
from registry.models.rankers import Outcomes

_RUNS_AT_ONCE: Final = 100
_FEWEST_CANDIDATES: Final = 2
_Values = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided role: the day, the list's candidates with the values of their features, and who was chosen."""

    case_id: str
    on: str
    run_id: str
    chosen: str
    values: Mapping[str, _Values]

    @property
    def lesson(self) -> Lesson:
        """The same for the engine, in the order of the ids."""
        ids = sorted(self.values)
        right = np.array([id == self.chosen for id in ids], dtype=np.bool_)
        return Lesson(np.array([self.values[id] for id in ids], dtype=np.float64), right)


def read(db: Database, role_kind: str, *, simulated: bool = False) -> tuple[list[Decided], Outcomes]:
    """The decided roles of a kind that can be learned from, the oldest first, and what was left out and why.

    Of a role that was decided more than once the newest decision counts. Simulated cases and people are taken only
    where that is asked for.
    """
    rows = _newest_of_each_role(db.read("rankers/outcomes", role_kind=role_kind))
    left = Counter[str]()
    kept = []
    for row in rows:
        why = _left_out(row, simulated=simulated)
        left[why] += 1
        if not why:
            kept.append(row)
    candidates = _candidates(db, [row["run_id"] for row in kept], simulated=simulated)
    found = []
    for row in kept:
        values = candidates.get(row["run_id"], {})
        why = _not_usable(row["expert_id"], values)
        left[why] += bool(why)
        if not why:
            found.append(_decided(row, values))
    counts = {name: left[name] for name in Outcomes.model_fields if name not in {"decided", "usable"}}
    found.sort(key=lambda each: (each.on, each.case_id))
    return found, Outcomes(decided=len(rows), usable=len(found), **counts)


def digest_of(decided: Sequence[Decided]) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of what is learned from, in hexadecimal."""
    content = [[each.case_id, each.on, each.run_id, each.chosen, dict(each.values)] for each in decided]
    return hashlib.sha256(canonical([list(FEATURES), content])).hexdigest()


def _newest_of_each_role(rows: Sequence[Row]) -> list[Row]:
    newest = {row["role_id"]: row for row in sorted(rows, key=lambda row: (row["on"], row["decision_id"]))}
    return list(newest.values())


def _left_out(row: Row, *, simulated: bool) -> str:
    """Why nothing can be learned from a decision, as `Outcomes` names it; empty where something can."""
    if row["generated"] and not simulated:
        return "simulated"
    if not row["agrees"]:
        return "without_consent"
    return "" if row["run_id"] else "without_run"


def _not_usable(chosen: str, values: Mapping[str, _Values | None]) -> str:
    if chosen not in values:
        return "not_among"
    if any(each is None for each in values.values()):
        return "other_features"
    return "" if len(values) >= _FEWEST_CANDIDATES else "not_among"


def _decided(row: Row, values: Mapping[str, _Values | None]) -> Decided:
    told = {id: each for id, each in values.items() if each is not None}
    return Decided(row["case_id"], row["on"], row["run_id"], row["expert_id"], told)


def _candidates(db: Database, runs: Sequence[str], *, simulated: bool) -> dict[str, dict[str, _Values | None]]:
    """The values of the candidates of each list; None where it was made by other features."""
    found: dict[str, dict[str, _Values | None]] = {run: {} for run in runs}
    for row in _rows(db, sorted(found)):
        if simulated or not row["generated"]:
            found[row["run_id"]][row["expert_id"]] = _values(row["reasons"])
    return found


def _rows(db: Database, runs: Sequence[str]) -> Iterator[Row]:
    for first in range(0, len(runs), _RUNS_AT_ONCE):
        yield from db.stream("rankers/candidates", runs=list(runs[first : first + _RUNS_AT_ONCE]))


def _values(reasons: str) -> _Values | None:
    told = {part["feature"]: float(part["value"]) for part in json.loads(reasons).get("features", ())}
    return tuple(told[name] for name in FEATURES) if set(told) == set(FEATURES) else None
