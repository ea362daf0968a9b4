"""Who may read the claims that a merge moves: nobody who could not have read the name that they stood under.

A claim that is open to all, under a name that is not, says something of somebody unknown; under a survivor's open name
it would say whose it is. So it is shown to those alone who may read both, until it goes home. A claim away from home
remembers in `moved_audience` what it was before, one entry for each of `moved_from`.
"""

from collections.abc import Iterable, Mapping

from graph.database import Row
from registry.merge_plan import Move
from registry.models.values import Audience

_OPENNESS = list(Audience)


def at_least_as_open(audience: Audience, than: Audience) -> bool:
    """Whether whoever is of the other audience is of this one too."""
    return _OPENNESS.index(audience) >= _OPENNESS.index(than)


def after(
    rows: Mapping[str, Row], moves: Iterable[Move], *, survivor: str, names: Mapping[str, Audience]
) -> dict[str, Row]:
    """The claims by their ids as they are after the moves; `names` says who may read the name of each record."""
    changed = dict(rows)
    for move in moves:
        row = rows[move.tie.id]
        changed[move.tie.id] = row | {"relation": row["relation"] | _moved(row["relation"], move, survivor, names)}
    return changed


def _moved(relation: Row, move: Move, survivor: str, names: Mapping[str, Audience]) -> Row:
    audience = Audience(relation["audience"])
    earlier = [Audience(each) for each in relation.get("moved_audience") or ()]
    steps = len(move.moved_from) - len(move.tie.moved_from)
    if steps > 0:
        shown = _both(audience, names[move.tie.at]) if move.taker == survivor else audience
        return _kept(shown, [*earlier, audience])
    if steps < 0 and earlier:
        own = earlier[-1]
        untouched = _both(own, names[move.taker]) if move.tie.at == survivor else own
        # What the person chose for the claim since stays chosen.
        return _kept(own if audience is untouched else audience, earlier[:-1])
    return _kept(audience, earlier)


def _both(one: Audience, other: Audience) -> Audience:
    """The audience of what only those may read who may read both."""
    return min(one, other, key=_OPENNESS.index)


def _kept(audience: Audience, earlier: list[Audience]) -> Row:
    return {"audience": audience.value, "moved_audience": [each.value for each in earlier] or None}
