"""The screening of a question by the law: whom a verdict keeps out is left out of the search, not of its answer.

People are looked at in the order in which the search finds them, until as many remain as are ranked by features, so
that nobody further away is measured for nothing and the answer is the one that a search among the others alone gives.
Where the law leaves next to nobody, the looking stops at the nearest some thousand, and the answer says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.database import Database
from matching import Ranked
from matching.choosing import CANDIDATES
from registry import eligible, lists
from registry.access import Actor
from registry.eligibility import Plan
from registry.eligibility.obstacles import obstacles
from registry.errors import FieldError, Invalid
from registry.models.eligibility import Verdict
from registry.models.matches import KeptBy, LawScreen
from registry.pool import State
from registry.ranking import suggesting
from registry.ranking.suggesting import Question

# The search goes on among so many times as many people where the law leaves too few of the nearest.
_FURTHER: Final = 4
# With so many looked at it goes no further: nobody waits for the law over a whole network.
_MOST_LOOKED_AT: Final = 16 * CANDIDATES
_MOST_NAMED: Final = 8
_OUT: Final[Mapping[KeptBy, frozenset[Verdict]]] = {
    KeptBy.NOT_EXCLUDED: frozenset({Verdict.NOT_MET}),
    KeptBy.NO_GAP: frozenset({Verdict.NOT_MET, Verdict.NOT_EVIDENCED}),
}


@dataclass(slots=True)
class _Looked:
    """Whom the law was asked about so far, as the asker may see them, and what it said."""

    db: Database
    actor: Actor
    asked: Plan
    out: frozenset[Verdict]
    seen: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    obstacles: Counter[str] = field(default_factory=Counter)

    def at(self, ids: Sequence[str]) -> bool:
        """Look at those who were not looked at yet; False where there were none."""
        new = [id for id in ids if id not in self.seen]
        self.seen.update(new)
        for id, weighed in eligible.weighed(self.db, self.actor, self.asked, new):
            if weighed.outcome in self.out:
                self.excluded.add(id)
                self.obstacles.update(obstacles(self.asked, weighed, self.out))
        return bool(new)


def screened(
    db: Database, actor: Actor, state: State, asked: Question, *, by: Plan, kept_by: KeptBy, limit: int
) -> tuple[Question, list[Ranked], LawScreen]:
    """The question without those whom the law keeps out, on the entries that the actor may see, its order, what it did.

    `by` is what the law asks of the kind of role on the day of the question.

    The exception clause, which a human applies, is not reckoned with.

    Raises:
        Invalid: no decree rules the kind of role today.
    """
    if by.regime is None:
        raise Invalid(_no_rule(by.role_kind))
    looked = _Looked(db, actor, by, _OUT[kept_by])
    stopped = not _nearest(looked, state, asked)
    if stopped:
        asked = replace(asked, among=frozenset(looked.seen - looked.excluded))
    narrowed, ranked = _stable(looked, state, asked, limit)
    told = LawScreen(
        kept_by=kept_by,
        looked_at=len(looked.seen),
        excluded=len(looked.excluded),
        by_criterion=dict(sorted(looked.obstacles.items(), key=lambda pair: (-pair[1], pair[0]))),
        stopped=stopped,
    )
    return narrowed, ranked, told


def nobody(by: Plan, told: LawScreen) -> Invalid:
    """That the law left nobody, with how many each criterion kept out."""
    texts = {criterion.id: criterion.text for criterion in by.criteria}
    named = [(texts[id], count) for id, count in list(told.by_criterion.items())[:_MOST_NAMED] if id in texts]
    vi = "; ".join(f"“{text.in_('vi')}”: {count} người" for text, count in named)
    en = "; ".join(f"“{text.in_('en')}”: {count}" for text, count in named)
    end_vi, end_en = f"{vi}.", f"{en}."
    if told.stopped:
        end_vi += " Chỉ xét những người gần vị trí nhất; những người còn lại chưa được xét."
        end_en += " Only those nearest to the role were looked at, nobody further away."
    return Invalid(
        FieldError(
            "/law",
            "law-leaves-nobody",
            f"Lọc theo luật không để lại ai trong {told.excluded} người phù hợp với vị trí. Số người bị loại theo từng "
            f"tiêu chí (một người có thể vướng nhiều tiêu chí): {end_vi}",
            f"The law leaves nobody of the {told.excluded} people who suit the role. Left out by each criterion (one "
            f"person may be by several): {end_en}",
        )
    )


def _nearest(looked: _Looked, state: State, asked: Question) -> bool:
    """Look at the nearest until enough of them remain to be ranked by features, or there is nobody else.

    False where neither holds, and so many were looked at that it stops.
    """
    most = CANDIDATES
    while True:
        hits = state.index.search(asked.text, k=most, where=asked.where)
        looked.at([hit.id for hit in hits])
        if len(hits) < most or len(looked.seen) - len(looked.excluded) >= CANDIDATES:
            return True
        if most >= _MOST_LOOKED_AT:
            return False
        most *= _FURTHER


def _stable(looked: _Looked, state: State, asked: Question, limit: int) -> tuple[Question, list[Ranked]]:
    """The question without the excluded and its order, once everybody whom it ranks was looked at."""
    while True:
        narrowed = replace(asked, without=frozenset(looked.excluded))
        ranked = suggesting.order(state, narrowed, limit)
        if not looked.at([one.id for one in ranked]) or looked.excluded == narrowed.without:
            return narrowed, ranked


def _no_rule(role_kind: str) -> FieldError:
    kind = lists.role_kind(role_kind)
    return FieldError(
        "/law",
        "no-rule",
        f"Hôm nay không có nghị định nào quy định về {kind.name_vi}, nên không lọc theo luật được.",
        f"No decree rules the kind of role {kind.name_en} today, so nobody can be left out by the law.",
    )
