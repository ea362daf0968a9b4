"""Decision memos: what a decision in a case rests on, for the offices that have a part in it, sealed with a hash."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Final

from graph.database import Database
from registry import case_law, case_views, cases, eligible, lists, matches, memo_arguments, rules
from registry.access import Actor, Permission
from registry.canonical import canonical
from registry.errors import Merged, NotAllowed, NotFound
from registry.finding import get_many
from registry.models.case_entries import Decision, Step
from registry.models.cases import Case, CaseLine
from registry.models.eligibility import CriterionVerdict, Eligibility
from registry.models.experts import ExpertView
from registry.models.matches import Candidate, MatchRun
from registry.models.memos import (
    Memo,
    MemoCandidate,
    MemoCriterion,
    MemoDecision,
    MemoDeparture,
    MemoLaw,
    MemoRules,
    MemoRun,
    MemoStep,
    MemoSubject,
    SealedMemo,
)
from registry.models.rules import Rules
from registry.models.values import Bilingual, today

_OFFICES: Final = frozenset({"institute", "committee", "administrator", "decider"})
_PAGE: Final = 200


def of_case(db: Database, actor: Actor, id: str) -> SealedMemo:
    """The memo of a case as the actor may see it, with the hash of its canonical JSON.

    The run is the one that the decision was held against, the newest of the role where none stands: nothing was
    decided, or a human looked again and the case goes on. Of an erased case nobody is named who was considered.

    Raises:
        NotFound: there is no such case.
        NotAllowed: the case is somebody else's or out of the actor's scope, or the actor is its person or no more than
            a member of its council: a memo names everybody who was considered.
    """
    case = cases.get(db, actor, id)
    if not may_read(actor, case):
        raise NotAllowed(Permission.CASE_READ.value)
    made = sorted(case.decisions, key=lambda decision: decision.at)
    decided = _standing(case, made)
    on = date.fromisoformat(decided.on) if decided else today()
    used = _rules(db, actor, decided)
    run, views = _run(db, actor, case, decided)
    candidates, names = _candidates(db, actor, case, run, views), cases.signers(db, case)
    memo = Memo(
        case_id=case.id,
        case_version=case.version,
        on=on.isoformat(),
        reader=actor.office.value,
        generated=bool(case.person and case.person.generated) or any(each.generated for each in candidates),
        subject=_subject(case),
        rules=MemoRules(id=used.id, number=used.edition, digest=used.digest),
        law=_law(db, actor, case, used, on),
        run=MemoRun(**{name: getattr(run, name) for name in MemoRun.model_fields}) if run else None,
        candidates=candidates,
        arguments=memo_arguments.of_case(case, used, names, decided),
        council=memo_arguments.council(case, names),
        checks=memo_arguments.checks(case),
        decisions=tuple(_decision(each, _decider(case), sent_back=each is not decided) for each in made),
        reviews=tuple(memo_arguments.review(db, case, each) for each in case.reviews),
        steps=tuple(_step(case, each) for each in case.steps),
    )
    return SealedMemo(memo=memo, sha256=hash_of(memo))


def may_read(actor: Actor, case: Case) -> bool:
    """Whether somebody who reads a case has a part in it that its memo is for."""
    return not case_views.movers(actor, case).isdisjoint(_OFFICES)


def hash_of(memo: Memo) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of a memo, in hexadecimal digits."""
    return hashlib.sha256(canonical(memo.model_dump(mode="json"))).hexdigest()


def _standing(case: Case, made: Sequence[Decision]) -> Decision | None:
    """The newest decision, unless a human looked again and the case went on after it."""
    newest = made[-1] if made else None
    return None if newest and not newest.chosen and case.closed_on is None else newest


def _step(case: Case, step: Step) -> MemoStep:
    move, stage = lists.case_move(case.regime, step.move), lists.case_stage(step.to_stage)
    return MemoStep(
        on=step.on,
        name=Bilingual(vi=move.name_vi, en=move.name_en),
        stage=Bilingual(vi=stage.name_vi, en=stage.name_en),
    )


def _subject(case: Case) -> MemoSubject:
    kind = lists.role_kind(case.role_kind)
    nominator = case.nominator
    return MemoSubject(
        role_title=case.role_title,
        role_kind=Bilingual(vi=kind.name_vi, en=kind.name_en),
        mission_title=case.mission_title,
        institute=case.institute_name,
        regime=case.regime,
        instrument=kind.instrument,
        kind_verified=kind.verified,
        decider=_decider(case),
        decider_verified=kind.decider_verified,
        stage=case.wording,
        expert_id=case.expert_id,
        person=_name(case.person),
        closed_on=case.closed_on,
        erased_at=case.erased_at,
        nominator=nominator.model_copy(update={"account_id": None}) if nominator else None,
    )


def _decider(case: Case) -> Bilingual:
    kind = lists.role_kind(case.role_kind)
    return Bilingual(vi=kind.decider_vi, en=kind.decider_en)


def _rules(db: Database, actor: Actor, decided: Decision | None) -> Rules:
    """The edition that held when it was decided, so that a later one does not rewrite what a decision rested on."""
    if decided is None:
        return rules.current(db)
    if decided.law is not None:
        return rules.edition(db, actor, decided.law.rules_edition)
    held = [each for each in rules.editions(db, actor) if each.at <= decided.at]
    return rules.edition(db, actor, max(held, key=lambda each: each.edition).id) if held else rules.current(db)


def _run(
    db: Database, actor: Actor, case: Case, decided: Decision | None
) -> tuple[MatchRun | None, dict[str, ExpertView]]:
    if case.erased_at is not None:
        return None, {}
    id = decided.run_id if decided else matches.latest(db, actor, case.role_id)
    return matches.get(db, actor, id) if id else (None, {})


def _candidates(
    db: Database, actor: Actor, case: Case, run: MatchRun | None, views: dict[str, ExpertView]
) -> tuple[MemoCandidate, ...]:
    """Who was ranked, in the machine's order, then who was nominated without having been ranked.

    Of an erased case nobody: whoever is missing among all the others would be the one.
    """
    if case.erased_at is not None:
        return ()
    opened = _lines(db, actor, case.role_id)
    stages = {line.expert_id: line.wording for line in opened if line.expert_id}
    ranked = [_ranked(each, views, stages, case) for each in (run.candidates if run else ())]
    known = {each.expert_id for each in ranked}
    others = [id for id in stages if id not in known]
    seen = get_many(db, actor, others)
    nominated = [
        MemoCandidate(
            expert_id=id,
            name=_name(seen.get(id)),
            generated=id in seen and seen[id].generated,
            of_this_case=id == case.expert_id,
            stage=stages[id],
        )
        for id in sorted(others)
    ]
    return (*ranked, *nominated)


def _ranked(
    candidate: Candidate, views: dict[str, ExpertView], stages: dict[str, Bilingual], case: Case
) -> MemoCandidate:
    id = candidate.expert_id
    if id is None or id not in views:
        return MemoCandidate(place=candidate.rank, withdrawn=True)
    return MemoCandidate(
        place=candidate.rank,
        score=candidate.score,
        expert_id=id,
        name=_name(views[id]),
        generated=views[id].generated,
        of_this_case=id == case.expert_id,
        stage=stages.get(id),
    )


def _lines(db: Database, actor: Actor, role_id: str) -> list[CaseLine]:
    found: list[CaseLine] = []
    cursor: str | None = None
    while True:
        page = cases.find(db, actor, role=role_id, limit=_PAGE, cursor=cursor)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return found


def _law(db: Database, actor: Actor, case: Case, used: Rules, on: date) -> MemoLaw | None:
    if case.expert_id is None:
        return None
    judged = case_law.judgements(case.judgements, lambda each: each.office)
    try:
        found = eligible.check(db, actor, case.role_id, case.expert_id, on=on, judgements=judged, edition=used.id)
    except (Merged, NotFound):
        # The profile was closed or went into another one; the memo says that nobody was measured.
        return None
    return _measured(found, used, on)


def _measured(found: Eligibility, used: Rules, on: date) -> MemoLaw:
    return MemoLaw(
        outcome=found.outcome.value,
        by_exception=found.by_exception,
        hidden=found.hidden,
        criteria=tuple(_criterion(each, used, on) for each in found.verdicts),
    )


def _criterion(each: CriterionVerdict, used: Rules, on: date) -> MemoCriterion:
    versions = rules.criterion(used, each.criterion_id)
    rule = next((version for version in versions if lists.in_force(version, on)), versions[0])
    return MemoCriterion(
        id=rule.id,
        part=each.part,
        group=each.group,
        text=rule.text,
        instrument=rule.instrument,
        article=rule.article,
        source=rule.source,
        wording=rule.wording.value,
        verified=rule.verified,
        verdict=each.verdict.value,
        computed=each.computed.value,
        declared_only=each.declared_only,
        missing=each.missing,
        explained=each.explained,
    )


def _decision(made: Decision, office: Bilingual, *, sent_back: bool) -> MemoDecision:
    departure = None
    if made.departure_code is not None:
        entry = lists.departure(made.departure_code)
        name = Bilingual(vi=entry.name_vi, en=entry.name_en)
        departure = MemoDeparture(code=entry.code, name=name, text=made.departure_text)
    shared = {name: getattr(made, name) for name in ("on", "chosen", "reason", "number", "rank", "passed_over")}
    return MemoDecision(**shared, office=office, sent_back=sent_back, departure=departure)


def _name(view: ExpertView | None) -> str | None:
    return view.name.as_written if view and view.name else None
