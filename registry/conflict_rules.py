"""The judgement of ties: which of them count as conflicts of interest today, and what a reader is told of them."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

from registry.conflict_ties import Found, Known, between, earliest, latest, with_institute
from registry.lists import ConflictRule
from registry.lists.conflicts import Party
from registry.models.conflicts import Conflicts, Doubt, Pair, State, Tie
from registry.models.values import Bilingual

_NO, _PERHAPS, _YES = range(3)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force on a day."""

    on: date
    listed: tuple[ConflictRule, ...]

    def against(self, party: str) -> dict[str, ConflictRule]:
        """The rules that count against a person or an institute, by their codes, the gravest first."""
        return {rule.code: rule for rule in self.listed if party in rule.against}


def with_person(one: Known, other: Known, rules: Rules) -> Pair:
    """What ties two people."""
    return _pair(
        other.id,
        "person",
        between(one, other, on=rules.on),
        rules,
        comparable=bool(one.entries) and bool(other.entries),
        all_shown=_all_shown(one, other),
    )


def with_place(one: Known, institute: str, rules: Rules) -> Pair:
    """What ties a person to an institute; of whom no position is known, it is unknown."""
    return _pair(
        institute,
        "institute",
        with_institute(one, institute, on=rules.on),
        rules,
        comparable=any(entry.relation == "HELD" for entry in one.entries),
        all_shown=_all_shown(one),
    )


def with_nobody() -> Pair:
    """An account that speaks for no expert and no institute: nothing is known of who is behind it."""
    return Pair(id="", party="person", state=State.UNKNOWN, doubt=Doubt.NOTHING_TO_COMPARE)


def together(expert_id: str, mission_id: str | None, pairs: Sequence[Pair], *, reader: Set[str], on: date) -> Conflicts:
    """All pairs of a person; `reader` holds the ids under which the reader is among those compared.

    A reader who is not clear of the person is told only of their own pair: what ties the person to others, or that
    nothing does, would tell them who else has a say.
    """
    own = [pair for pair in pairs if pair.id in reader]
    recused = any(pair.state is not State.CLEAR for pair in own)
    told = own if recused else pairs
    return Conflicts(
        expert_id=expert_id,
        mission_id=mission_id,
        rules_on=on,
        state=gravest(pair.state for pair in told),
        pairs=tuple(told),
        recused=recused,
    )


def gravest(states: Iterable[State]) -> State:
    """A conflict before what is unknown before what is clear; of nothing, it is unknown."""
    found = set(states)
    for state in (State.CONFLICT, State.UNKNOWN, State.CLEAR):
        if state in found:
            return state
    return State.UNKNOWN


def _pair(id: str, party: Party, found: list[Found], rules: Rules, *, comparable: bool, all_shown: bool) -> Pair:
    by_code = rules.against(party)
    order = list(by_code)
    counted = [(tie, _counts(tie, by_code[tie.kind], rules.on)) for tie in found if tie.kind in by_code]
    standing = sorted(
        ((tie, how) for tie, how in counted if how != _NO), key=lambda pair: (order.index(pair[0].kind), -pair[1])
    )
    ties = tuple(dict.fromkeys(_tie(tie, by_code[tie.kind], sure=how == _YES) for tie, how in standing if tie.shown))
    state, doubt = State.CLEAR, None
    if any(tie.certain for tie in ties):
        state = State.CONFLICT
    elif standing:
        state, doubt = State.UNKNOWN, Doubt.POSSIBLE if ties else Doubt.NOT_TOLD
    elif not comparable:
        state, doubt = State.UNKNOWN, Doubt.NOTHING_TO_COMPARE if all_shown else Doubt.NOT_TOLD
    return Pair(id=id, party=party, state=state, doubt=doubt, ties=ties)


def _all_shown(*people: Known) -> bool:
    return all(entry.shown for one in people for entry in one.entries)


def _counts(tie: Found, rule: ConflictRule, on: date) -> int:
    """Whether a tie lies within the years of its rule, as far as its dates tell."""
    sure = _YES if tie.certain and not any(entry.doubtful for entry in tie.entries) else _PERHAPS
    if rule.window_years is None or tie.lasting:
        return sure
    when = tie.ends or tie.starts
    if not when:
        return _PERHAPS
    begin = _years_before(on, rule.window_years)
    latest_of = min if tie.kind == "same_unit" else max
    if latest_of(map(latest, when)) < begin:
        return _NO
    return sure if min(map(earliest, when)) >= begin else _PERHAPS


def _years_before(on: date, years: int) -> date:
    """The same day so many years before; the 29th of February becomes the 28th."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(on.year - years, on.month, day)


def _tie(tie: Found, rule: ConflictRule, *, sure: bool) -> Tie:
    return Tie(
        kind=tie.kind,
        label=Bilingual(vi=rule.name_vi, en=rule.name_en),
        claims=tuple(sorted(entry.claim_id for entry in tie.entries)),
        since=max(tie.starts, default=None),
        until=min(tie.ends, default=None),
        certain=sure,
        unconfirmed=tie.unconfirmed or any(entry.unconfirmed for entry in tie.entries),
    )
