"""Conflicts of interest: who is tied to those who decide, nominate or hold a role, under every known identity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.database import Database, Row
from registry import conflict_records, conflict_rules, experts, lists, mission_finding
from registry.access import Actor, Permission, require
from registry.conflict_rules import Rules
from registry.conflict_ties import Known
from registry.errors import FieldError, Invalid, NotFound
from registry.models.conflicts import Conflicts, Pair, State
from registry.models.values import today

MOST = 200
"""So many candidates, and so many others, at a time."""
_PAGE = 500
_Nominators = Mapping[str, Sequence[str]]


def between(
    db: Database,
    actor: Actor,
    expert_id: str,
    *,
    others: Sequence[str] = (),
    mission_id: str | None = None,
    nominators: Sequence[str] = (),
) -> Conflicts:
    """What ties a person to others and to a mission: the institute that runs it and whoever fills its roles.

    `others` are ids of experts, of institutes, or of accounts, which stand for whom they speak for; `nominators` are
    ids of the same kinds. What a tie rests on is told only where the reader may see all of it; where not, the state is
    unknown, as it is where nothing can be compared, and for an account that speaks for nobody.

    Raises:
        NotFound: there is no such person, mission, or one of the others.
        NotAllowed: the mission is run by another institute, or an institute names none.
        Invalid: more than 200 others.
    """
    given = {expert_id: nominators}
    found = of_many(db, actor, [expert_id], others=others, mission_id=mission_id, nominators=given)
    if expert_id not in found:
        raise experts.not_found(expert_id)
    return found[expert_id]


def of_many(
    db: Database,
    actor: Actor,
    expert_ids: Sequence[str],
    *,
    others: Sequence[str] = (),
    mission_id: str | None = None,
    nominators: _Nominators | None = None,
) -> dict[str, Conflicts]:
    """As `between` for at most 200 people, by the ids asked for, with as many queries as for one.

    Whoever is not there, or whose profile is closed, is left out.
    """
    question = _question(db, actor, expert_ids, (*others, *_flat(nominators)), mission_id)
    return _answered(actor, question, _known(db, actor, [question]), others, nominators or {})


def states(
    db: Database,
    expert_ids: Sequence[str],
    *,
    others: Sequence[str] = (),
    mission_id: str | None = None,
    nominators: _Nominators | None = None,
) -> dict[str, State]:
    """The states as they are, whoever may read what they rest on: for what chooses or refuses by itself.

    No reader is shown them: an answer that leaves somebody out says so without a reason. Whoever is not there is left
    out of the answer and is as good as unknown.
    """
    question = _question(db, None, expert_ids, (*others, *_flat(nominators)), mission_id)
    found = _answered(None, question, _known(db, None, [question]), others, nominators or {})
    return {id: conflicts.state for id, conflicts in found.items()}


def states_by_mission(db: Database, asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, State]]:
    """As `states` for the candidates of many missions, by mission; everybody is read once, in pages.

    Raises:
        NotFound: there is no such mission.
    """
    found = {row["id"]: row for row in db.read("conflicts/missions", ids=sorted(asked))}
    missing = sorted(asked.keys() - found.keys())
    if missing:
        raise mission_finding.not_found(missing[0])
    parties = _parties(db, sorted({id for ids in asked.values() for id in ids}))
    questions = {
        mission: _Question(_candidates(ids, parties), parties, mission, tuple(_in_mission(found[mission])))
        for mission, ids in asked.items()
    }
    people = _known(db, None, questions.values())
    return {
        mission: {id: each.state for id, each in _answered(None, question, people, (), {}).items()}
        for mission, question in questions.items()
    }


@dataclass(frozen=True, slots=True)
class _Party:
    """Whom an id stands for: an expert, an institute, or nobody."""

    asked: str
    expert_id: str | None = None
    institute_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """Who is asked about, whom the ids of the question stand for, and who has a part in the mission."""

    candidates: Mapping[str, _Party]
    parties: Mapping[str, _Party]
    mission_id: str | None
    in_mission: tuple[_Party, ...]


def _flat(nominators: _Nominators | None) -> Iterable[str]:
    return (id for given in (nominators or {}).values() for id in given)


def _question(
    db: Database, actor: Actor | None, expert_ids: Sequence[str], others: Sequence[str], mission_id: str | None
) -> _Question:
    """The question with every id looked up.

    Raises:
        NotAllowed, NotFound, Invalid: see `between`.
    """
    if max(len(expert_ids), len(others)) > MOST:
        raise Invalid(FieldError("/others", "too-many", f"Mỗi lần nhiều nhất {MOST} mã.", f"At most {MOST} ids."))
    rows = db.read("conflicts/missions", ids=[mission_id]) if mission_id else []
    if actor is not None:
        require(actor, Permission.CONFLICT_READ, of=rows[0]["institute_id"] if rows else None)
    if mission_id and not rows:
        raise mission_finding.not_found(mission_id)
    found = _parties(db, sorted({*expert_ids, *others}))
    missing = [id for id in others if id not in found]
    if missing:
        raise NotFound("người, đơn vị hoặc tài khoản", "person, institute or account", missing[0])
    return _Question(
        candidates=_candidates(expert_ids, found),
        parties=found,
        mission_id=mission_id,
        in_mission=tuple(party for row in rows for party in _in_mission(row)),
    )


def _parties(db: Database, ids: Sequence[str]) -> dict[str, _Party]:
    """Whom the ids stand for, those of them that stand for anybody."""
    rows = (row for page in _pages(ids) for row in db.read("conflicts/parties", ids=page))
    return {row["id"]: _Party(row["id"], row["expert_id"], row["institute_id"]) for row in rows}


def _candidates(ids: Sequence[str], parties: Mapping[str, _Party]) -> dict[str, _Party]:
    return {id: parties[id] for id in ids if id in parties and parties[id].expert_id}


def _known(db: Database, actor: Actor | None, questions: Iterable[_Question]) -> dict[str, Known]:
    """What is known of everybody whom the questions name."""
    involved = {
        party.expert_id
        for question in questions
        for party in (*question.candidates.values(), *question.parties.values(), *question.in_mission)
        if party.expert_id
    }
    people: dict[str, Known] = {}
    for page in _pages(sorted(involved)):
        people |= conflict_records.known(db, actor, page)
    return people


def _pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE))


def _in_mission(row: Row) -> list[_Party]:
    holders = [_Party(id, expert_id=id) for id in dict.fromkeys(row["holders"])]
    return [_Party(row["institute_id"], institute_id=row["institute_id"]), *holders]


def _answered(
    actor: Actor | None,
    question: _Question,
    people: Mapping[str, Known],
    others: Sequence[str],
    nominators: _Nominators,
) -> dict[str, Conflicts]:
    day = today()
    rules = Rules(day, lists.conflict_rules(day))
    answers = {}
    for asked, candidate in question.candidates.items():
        one = people[candidate.expert_id or ""]
        if one.closed and not one.told:
            continue
        gave = [question.parties[id] for id in nominators.get(asked, ())]
        named = frozenset(id for party in gave for id in (party.expert_id, party.institute_id) if id)
        given = [question.parties[id] for id in others]
        present = [party for party in question.in_mission if party.expert_id != one.id]
        parties = {party.asked: party for party in (*given, *gave, *present)}
        pairs = [_pair(replace(one, nominators=named), party, people, rules) for party in parties.values()]
        reader = {party.asked for party in parties.values() if actor and _speaks_for(actor, party)}
        answers[asked] = conflict_rules.together(asked, question.mission_id, pairs, reader=reader, on=day)
    return answers


def _pair(one: Known, party: _Party, people: Mapping[str, Known], rules: Rules) -> Pair:
    if party.expert_id:
        pair = conflict_rules.with_person(one, people[party.expert_id], rules)
    elif party.institute_id:
        pair = conflict_rules.with_place(one, party.institute_id, rules)
    else:
        pair = conflict_rules.with_nobody()
    return pair.model_copy(update={"id": party.asked})


def _speaks_for(actor: Actor, party: _Party) -> bool:
    return actor.account_id == party.asked or (actor.expert_id is not None and actor.expert_id == party.expert_id)
