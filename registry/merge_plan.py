"""Who has which claim after a merge: people recorded twice have evidence twice, and it must show once and come back.

A survivor and the records merged into it are a group. Every claim has a home, the record that it belongs to, and a
place, the record that it is tied to now. Of several claims to the same evidence one shows, at the survivor; the others
wait where the survivor's readers do not look: at home, or with the one that shows where home is the survivor. A claim
away from home remembers it in `moved_from`, whose last entry is its home; the entries before it are of earlier merges.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

# More than any weight: what the survivor rejected as "not mine" is shown by no merge.
_SETTLED = 100


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation of a record: a claim to its evidence, or the tie to a field or a technology.

    `relation` is the lower-case name of the relation, `id` the claim's id or the code, `key` what it points to,
    `at` the record it is tied to, `moved_from` see above; the heavier of two claims to the same evidence shows.
    """

    relation: str
    id: str
    key: str
    at: str
    moved_from: tuple[str, ...] = ()
    weight: int = 0
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A tie that passes from one record to another, and what it remembers then."""

    tie: Tie
    taker: str
    moved_from: tuple[str, ...]

    @property
    def moved(self) -> Tie:
        """The tie as it is after the move."""
        return replace(self.tie, at=self.taker, moved_from=self.moved_from)


@dataclass(frozen=True, slots=True)
class Group:
    """A survivor, the records that compete with it in the order of their merges, and the one that leaves if any."""

    survivor: str
    members: tuple[str, ...]
    leaving: str | None = None

    def home_of(self, tie: Tie) -> str:
        """The record of this group that a tie belongs to."""
        last = tie.moved_from[-1] if tie.moved_from else None
        if tie.at == self.survivor:
            return last if last is not None and (last in self.members or last == self.leaving) else self.survivor
        return self.survivor if last == self.survivor else tie.at


def claims(group: Group, ties: Iterable[Tie], touched: Iterable[str]) -> list[Move]:
    """The moves after which, for each piece of evidence in `touched`, one claim shows at the survivor.

    A claim of the survivor shows unless another one says more: it is verified, or names a greater part in the same
    programme. A claim that the survivor rejected stays as it is. Whatever is the leaving record's goes back to it.
    """
    by_key: dict[str, list[Tie]] = {}
    for tie in ties:
        by_key.setdefault(tie.key, []).append(tie)
    moves: list[Move] = []
    for key in sorted(set(touched)):
        shown = _shown(group, by_key.get(key, ()))
        for tie in by_key.get(key, ()):
            moves += _move(group, tie, shown)
    return moves


def places(
    group: Group, ties: Sequence[Tie], touched: Iterable[str], *, room: dict[str, int], open_to: Callable[[str], bool]
) -> list[Move]:
    """The moves after which the survivor has each field and technology in `touched` that a member has.

    Only records whose fields are at least as open as the survivor's give theirs (`open_to`), and only as many as a
    profile may have (`room`, by relation); the others keep them. The leaving record's go back to it.
    """
    wanted = set(touched)
    back = [tie for tie in ties if tie.at == group.survivor and group.home_of(tie) == group.leaving]
    moves = [Move(tie, group.home_of(tie), tie.moved_from[:-1]) for tie in back]
    held = {tie.key for tie in ties if tie.at == group.survivor and tie not in back}
    staying = [tie.relation for tie in ties if tie.at == group.survivor and tie not in back]
    left = {relation: most - staying.count(relation) for relation, most in room.items()}
    for member in filter(open_to, group.members):
        for tie in sorted((tie for tie in ties if tie.at == member), key=lambda tie: tie.key):
            if tie.key in wanted - held and left[tie.relation] > 0:
                moves.append(Move(tie, group.survivor, (*tie.moved_from, member)))
                held.add(tie.key)
                left[tie.relation] -= 1
    return moves


def after(ties: Iterable[Tie], moves: Iterable[Move]) -> list[Tie]:
    """The ties as they are after the moves."""
    moved = {(move.tie.relation, move.tie.id, move.tie.at): move.moved for move in moves}
    return [moved.get((tie.relation, tie.id, tie.at), tie) for tie in ties]


def _shown(group: Group, ties: Iterable[Tie]) -> str | None:
    """The record whose claims to one piece of evidence show."""
    weights: dict[str, int] = {}
    for tie in ties:
        home = group.home_of(tie)
        weight = -1 if tie.rejected else tie.weight
        if home == group.survivor and tie.rejected:
            weight = _SETTLED
        weights[home] = max(weight, weights.get(home, -1))
    shown = None
    for home in (group.survivor, *group.members):
        if home in weights and (shown is None or weights[home] > weights[shown]):
            shown = home
    return shown


def _move(group: Group, tie: Tie, shown: str | None) -> list[Move]:
    home = group.home_of(tie)
    if home == group.leaving:
        taker = home
    elif home == shown:
        taker = group.survivor
    else:
        taker = shown if home == group.survivor and shown is not None else home
    if taker == tie.at:
        return []
    if tie.at == home:
        return [Move(tie, taker, (*tie.moved_from, home))]
    return [Move(tie, taker, tie.moved_from[:-1] if taker == home else tie.moved_from)]
