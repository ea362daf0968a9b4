"""The check of a person against the rules of a kind of role: regime first, then criterion by criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from registry.eligibility import predicates, words
from registry.eligibility.predicates import STANDING, Answer, Words
from registry.models.eligibility import CriterionVerdict, Eligibility, Facts, GroupVerdict, Judgement, Verdict
from registry.models.rules import Criterion, Human, Instrument, RulePart, Rules
from registry.models.values import Bilingual, Verification

# All that is required must hold, so the first of these that occurs decides; of alternatives the last.
_ALL: Final = (Verdict.NOT_MET, Verdict.NOT_EVIDENCED, Verdict.NEEDS_HUMAN, Verdict.MET)
_ANY: Final = (Verdict.MET, Verdict.NEEDS_HUMAN, Verdict.NOT_EVIDENCED, Verdict.NOT_MET)
_FOR_A_HUMAN: Final = Answer(Verdict.NEEDS_HUMAN)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a kind of role asks on a day, ready to be asked of many people."""

    rules: Rules
    role_kind: str
    on: date
    regime: Instrument | None
    criteria: tuple[Criterion, ...]
    for_humans: frozenset[str]
    """The criteria that are a human's to judge, whatever the facts."""
    specific_groups: frozenset[str]
    """The groups of alternatives that the kind of role itself asks for."""


def check(rules: Rules, role_kind: str, facts: Facts, on: date, judgements: Sequence[Judgement] = ()) -> Eligibility:
    """A person measured against a kind of role on a day.

    The decree that rules the kind is taken first; where it is not for people of this standing, its criteria do not
    apply. A judgement counts only for a criterion that the facts leave to a human. The exception clause, once a human
    has applied it, stands for the criteria of the role that are not met; it never stands for a general one.
    """
    return decide(plan(rules, role_kind, on), facts, judgements)


def plan(rules: Rules, role_kind: str, on: date) -> Plan:
    """The regime and the criteria of a kind of role in force on a day; the first and the last day count."""
    regimes = [each for each in rules.instruments if role_kind in each.role_kinds and _in_force(each, on)]
    criteria = [each for each in rules.criteria if role_kind in each.role_kinds and _in_force(each, on)]
    first = {RulePart.SCOPE: 0}
    specific = (each.group for each in criteria if each.part is RulePart.SPECIFIC)
    return Plan(
        rules=rules,
        role_kind=role_kind,
        on=on,
        regime=regimes[0] if regimes else None,
        criteria=tuple(sorted(criteria, key=lambda criterion: first.get(criterion.part, 1))) if regimes else (),
        for_humans=frozenset(each.id for each in criteria if all(isinstance(check, Human) for check in each.checks)),
        specific_groups=frozenset(group for group in specific if group is not None),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the facts alone say: the verdict of each criterion of the plan, in its order, and the outcome."""

    outcome: Verdict
    verdicts: tuple[Verdict, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing on record rules the person out, as `Eligibility.possible` says of the whole answer."""
        return self.outcome not in (Verdict.NOT_MET, Verdict.NOT_APPLICABLE)


def weigh(asked: Plan, facts: Facts) -> Weighed:
    """The verdicts without their sentences and without judgements: what a sweep over everybody needs."""
    verdicts = tuple(said.verdict for said in _answers(asked, facts, whole=False))
    return Weighed(_outcome(asked, verdicts)[0], verdicts)


def decide(asked: Plan, facts: Facts, judgements: Sequence[Judgement] = ()) -> Eligibility:
    """What `check` says, by a plan that was made once."""
    newest = _newest(judgements)
    checked = frozenset(fact.id for fact in facts.claims if fact.verification is Verification.VERIFIED)
    verdicts = tuple(
        _verdict(criterion, said, newest.get(criterion.id), checked)
        for criterion, said in zip(asked.criteria, _answers(asked, facts), strict=True)
    )
    outcome, by_exception = _outcome(asked, tuple(each.verdict for each in verdicts))
    return Eligibility.model_construct(
        role_kind=asked.role_kind,
        on=asked.on,
        regime=asked.regime.id if asked.regime else None,
        rules_edition=asked.rules.id,
        rules_number=asked.rules.edition,
        rules_digest=asked.rules.digest,
        outcome=outcome,
        by_exception=by_exception,
        verdicts=verdicts,
        groups=_groups(verdicts),
        hidden=facts.hidden,
    )


def _answers(asked: Plan, facts: Facts, *, whole: bool = True) -> list[Answer]:
    """The answer to each criterion; once the decree turns out not to be for this person, none of its own applies.

    Where verdicts alone are wanted, what facts never answer is not asked of them.
    """
    answers: list[Answer] = []
    beyond: Answer | None = None
    for criterion in asked.criteria:
        if beyond is not None and asked.regime and criterion.instrument == asked.regime.id:
            answers.append(beyond)
            continue
        if not whole and criterion.id in asked.for_humans:
            answers.append(_FOR_A_HUMAN)
            continue
        said = _answer(criterion, facts, asked.on)
        answers.append(said)
        if criterion.part is RulePart.SCOPE and said.verdict is Verdict.NOT_MET and asked.regime:
            told = partial(words.outside, asked.regime.number)
            beyond = Answer(Verdict.NOT_APPLICABLE, (STANDING,), told)
    return answers


def verdict_on(criterion: Criterion, facts: Facts, on: date) -> Verdict:
    """What one criterion alone says of the facts; the regime and other criteria are not asked."""
    return _answer(criterion, facts, on).verdict


def _answer(criterion: Criterion, facts: Facts, on: date) -> Answer:
    """All checks of a criterion together: the one that stands most in the way says the verdict."""
    if len(criterion.checks) == 1:
        return predicates.answer(criterion.checks[0], facts, on)
    answers = [predicates.answer(each, facts, on) for each in criterion.checks]
    return Answer(
        _first(_ALL, [each.verdict for each in answers]),
        tuple(dict.fromkeys(id for each in answers for id in each.facts)),
        lambda: _joined([each.missing for each in answers]),
        lambda: _joined([each.explained for each in answers]),
    )


def _joined(told: Sequence[Words | None]) -> Bilingual | None:
    joined: Bilingual | None = None
    for each in told:
        joined = words.both(joined, each() if each else None)
    return joined


def _verdict(
    criterion: Criterion, said: Answer, judgement: Judgement | None, verified: frozenset[str]
) -> CriterionVerdict:
    judged = judgement is not None and said.verdict is Verdict.NEEDS_HUMAN
    claims = [id for id in said.facts if id != STANDING]
    return CriterionVerdict.model_construct(
        criterion_id=criterion.id,
        part=criterion.part.value,
        group=criterion.group,
        verdict=judgement.verdict if judged and judgement else said.verdict,
        computed=said.verdict,
        verified=criterion.verified,
        facts=said.facts,
        declared_only=bool(claims) and verified.isdisjoint(claims),
        missing=said.missing() if said.missing else None,
        explained=said.explained() if said.explained else None,
        judgement=judgement,
    )


def _newest(judgements: Sequence[Judgement]) -> Mapping[str, Judgement]:
    ordered = sorted(judgements, key=lambda each: (each.at, each.by, each.verdict, each.reason))
    return {each.criterion_id: each for each in ordered}


def _groups(verdicts: Sequence[CriterionVerdict]) -> tuple[GroupVerdict, ...]:
    members: dict[str, list[CriterionVerdict]] = {}
    for each in verdicts:
        if each.group is not None:
            members.setdefault(each.group, []).append(each)
    return tuple(
        GroupVerdict.model_construct(
            group=group,
            verdict=_first(_ANY, [each.verdict for each in of_group]),
            criteria=tuple(each.criterion_id for each in of_group),
        )
        for group, of_group in members.items()
    )


def _outcome(asked: Plan, verdicts: Sequence[Verdict]) -> tuple[Verdict, bool]:
    """The verdict over all that is required, and whether it rests on the exception clause."""
    specific: list[Verdict] = []
    others: list[Verdict] = []
    groups: dict[str, list[Verdict]] = {}
    excepted = False
    for criterion, verdict in zip(asked.criteria, verdicts, strict=True):
        if criterion.part is RulePart.EXCEPTION:
            excepted = excepted or verdict is Verdict.MET
        elif criterion.part is not RulePart.PRIORITY:
            own = specific if criterion.part is RulePart.SPECIFIC else others
            if criterion.group is None:
                own.append(verdict)
            else:
                groups.setdefault(criterion.group, []).append(verdict)
    for group, members in groups.items():
        (specific if group in asked.specific_groups else others).append(_first(_ANY, members))
    if not (specific or others):
        return Verdict.NOT_APPLICABLE, False
    if excepted and any(each is not Verdict.MET for each in specific):
        return _first(_ALL, [*others, Verdict.MET]), True
    return _first(_ALL, [*specific, *others]), False


def _first(order: Sequence[Verdict], verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that comes first in the order; not applicable where there is none else."""
    return next((each for each in order if each in verdicts), Verdict.NOT_APPLICABLE)


def _in_force(entry: Instrument | Criterion, on: date) -> bool:
    return entry.valid_from <= on and (entry.valid_to is None or on <= entry.valid_to)
