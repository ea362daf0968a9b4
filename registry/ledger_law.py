"""The ledger by criterion of the law: where a choice or a human's verdict goes another way than the machine's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.database import Database
from registry import lists, rules
from registry.access import Actor
from registry.errors import NotFound
from registry.models.case_entries import Judgement
from registry.models.case_law import CriterionThen
from registry.models.departures import CriterionDisagreement, DepartureEntry
from registry.models.eligibility import Verdict
from registry.models.rules import Criterion
from registry.models.values import day_of
from registry.reports import histories

# From what speaks most for somebody to what speaks most against; what does not apply speaks for nobody.
_ORDER: Final = (Verdict.MET, Verdict.NEEDS_HUMAN, Verdict.NOT_EVIDENCED, Verdict.NOT_MET)
_PLACE: Final[Mapping[str, int]] = {verdict.value: place for place, verdict in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Said:
    """One disagreement or agreement on a criterion: by a departure, where `then` is given, or by a human's verdict."""

    criterion_id: str
    month: str
    case_id: str
    generated: bool
    edition: str
    then: CriterionThen | None = None
    judged: Judgement | None = None


@dataclass(frozen=True, slots=True)
class LawLedger:
    """All that was said on criteria, and the newest text of each."""

    said: Sequence[Said]
    texts: Mapping[str, tuple[str, Criterion]]

    def months(self) -> set[str]:
        """The months in which something was said."""
        return {each.month for each in self.said}

    def over(self, month: str | None) -> tuple[CriterionDisagreement, ...]:
        """The criteria of a month, or of all, those on which most was said otherwise first."""
        of_month = [each for each in self.said if month is None or each.month == month]
        found: dict[str, list[Said]] = {}
        for each in of_month:
            found.setdefault(each.criterion_id, []).append(each)
        told = [_told(said, *self.texts[id]) for id, said in found.items() if id in self.texts]
        return tuple(sorted(told, key=lambda each: (-each.differed - each.overturned, each.criterion_id)))


def read(db: Database, actor: Actor, entries: Sequence[DepartureEntry], *, on: date) -> LawLedger:
    """The departures `entries` and the verdicts of humans up to a day in the cases that the actor may read."""
    said = [*_departed(entries), *_judged(db, actor, on)]
    return LawLedger(said, _texts(db, actor, said, on))


def speaks(then: CriterionThen) -> int:
    """Above 0 where more of those passed over stood worse on a criterion than the chosen, below 0 where better."""
    if then.chosen not in _PLACE:
        return 0
    mine = _PLACE[then.chosen]
    known = [(_PLACE[verdict], count) for verdict, count in then.differing.items() if verdict in _PLACE]
    return sum(count * ((place > mine) - (place < mine)) for place, count in known)


def _departed(entries: Iterable[DepartureEntry]) -> Iterator[Said]:
    for entry in entries:
        for then in entry.criteria or ():
            yield Said(then.criterion_id, entry.month, entry.case_id, entry.generated, entry.rules_edition or "", then)


def _judged(db: Database, actor: Actor, on: date) -> Iterator[Said]:
    """The verdicts of humans that were kept beside what the machine said."""
    for row in db.read("cases/judged", **histories.limits(actor)):
        kept = Judgement(**row["judgement"])
        day = day_of(kept.at)
        if kept.computed is not None and day <= on:
            edition = kept.rules_edition or ""
            yield Said(kept.criterion_id, f"{day:%Y-%m}", row["case_id"], row["generated"], edition, judged=kept)


def _told(said: Sequence[Said], edition: str, rule: Criterion) -> CriterionDisagreement:
    thens = [(each, each.then) for each in said if each.then is not None]
    judged = [(each, each.judged) for each in said if each.judged is not None]
    left = [pair for pair in judged if pair[1].computed == Verdict.NEEDS_HUMAN]
    overturned = [pair for pair in judged if pair[1].computed not in {Verdict.NEEDS_HUMAN, pair[1].verdict}]
    return CriterionDisagreement(
        criterion_id=rule.id,
        text=rule.text,
        instrument=rule.instrument,
        article=rule.article,
        wording=rule.wording.value,
        verified=rule.verified,
        rules_edition=edition,
        differed=len(thens),
        for_chosen=sum(speaks(then) > 0 for _, then in thens),
        for_passed_over=sum(speaks(then) < 0 for _, then in thens),
        judged=len(judged),
        left=len(left),
        overturned=len(overturned),
        generated=sum(each.generated for each, _ in thens),
        overturned_generated=sum(each.generated for each, _ in overturned),
        departures=_cases(each for each, _ in thens),
        judgements=_cases(each for each, _ in judged),
    )


def _cases(said: Iterable[Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.case_id for each in said))


def _texts(db: Database, actor: Actor, said: Iterable[Said], on: date) -> dict[str, tuple[str, Criterion]]:
    """Each criterion as the newest of the editions has it that were used, with that edition."""
    known = {each.id: each.edition for each in rules.editions(db, actor)}
    used = sorted({each.edition for each in said} & known.keys(), key=lambda id: known[id])
    asked = {each.criterion_id for each in said}
    found: dict[str, tuple[str, Criterion]] = {}
    for id in used:
        edition = rules.edition(db, actor, id)
        for criterion_id in asked:
            try:
                versions = rules.criterion(edition, criterion_id)
            except NotFound:
                continue
            rule = next((each for each in versions if lists.in_force(each, on)), versions[0])
            found[criterion_id] = (id, rule)
    return found
