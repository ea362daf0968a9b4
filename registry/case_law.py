"""The law in a case: what humans judged of a person, and the verdicts that are kept with a decision."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from graph.database import Database
from registry import eligible, rules
from registry.models.case_entries import Judgement as Recorded
from registry.models.case_law import CriterionThen, LawThen
from registry.models.cases import Case
from registry.models.eligibility import CriterionVerdict, Judgement, Verdict


def judgements(recorded: Sequence[Recorded], signed: Callable[[Recorded], str]) -> list[Judgement]:
    """Verdicts recorded in a case as the check of the law takes them; `signed` says by which words each is signed."""
    return [
        Judgement.model_construct(
            criterion_id=each.criterion_id,
            verdict=Verdict.MET if each.verdict == "met" else Verdict.NOT_MET,
            reason=each.reason,
            by=signed(each),
            at=each.at,
        )
        for each in recorded
    ]


def computed(db: Database, case: Case, criterion_id: str, on: date) -> tuple[str | None, str]:
    """What the facts alone say on a criterion of a case, None where nothing can be said, and the edition asked."""
    used = rules.current(db)
    found = eligible.as_ranked(db, used, case.role_kind, [str(case.expert_id)], on=on)
    told = {each.criterion_id: each.computed for one in found.values() for each in one.verdicts}
    said = told.get(criterion_id)
    return said.value if said else None, used.id


def at_decision(db: Database, case: Case, passed_over: Sequence[str], on: date) -> LawThen | None:
    """The verdicts on the person of a case and on those passed over; None where the person has no profile any more.

    All are measured on the entries that institutes may see, as the ranking is, so that the ledger tells no reader more.
    """
    if case.expert_id is None:
        return None
    used = rules.current(db)
    judged = {case.expert_id: judgements(case.judgements, _office)} | _judged(db, case.role_id, passed_over)
    found = eligible.as_ranked(db, used, case.role_kind, [case.expert_id, *passed_over], on=on, judgements=judged)
    mine = found.pop(case.expert_id, None)
    if mine is None:
        return None
    others = [{each.criterion_id: each for each in one.verdicts} for one in found.values()]
    criteria = tuple(_then(each, others) for each in mine.verdicts)
    return LawThen(rules_edition=used.id, rules_digest=used.digest, criteria=criteria)


def _then(mine: CriterionVerdict, others: Iterable[Mapping[str, CriterionVerdict]]) -> CriterionThen:
    counted = Counter(theirs[mine.criterion_id].verdict.value for theirs in others)
    return CriterionThen(
        criterion_id=mine.criterion_id,
        chosen=mine.verdict.value,
        computed=mine.computed.value,
        passed_over=dict(sorted(counted.items())),
    )


def _judged(db: Database, role_id: str, expert_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """What humans judged of these people in their own cases for the role."""
    found: defaultdict[str, list[Recorded]] = defaultdict(list)
    for row in db.read("cases/judged_of", role_id=role_id, expert_ids=list(expert_ids)):
        found[row["expert_id"]].append(Recorded(**row["judgement"]))
    return {id: judgements(recorded, _office) for id, recorded in found.items()}


def _office(recorded: Recorded) -> str:
    return recorded.office
