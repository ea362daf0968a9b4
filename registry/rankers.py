"""Rankers: learned from decided cases, kept with what they are worth, and put to use by a named person with a reason.

The file of a ranker is kept in the database beside its figures, not in a folder: every process of every machine reads
which one counts, and the file itself, from the one place that also holds the decision to use it.
"""

from typing import Final

from graph.database import Database
from registry import audit, justification, lists
from registry.access import Actor, Permission, require
from registry.errors import Conflict, NotFound
from registry.identity import new_id
from registry.models.rankers import Choice, Ranker
from registry.models.values import now
from registry.ranker_training import FEWEST as FEWEST
from registry.ranker_training import store as store
from registry.ranker_training import train as train
from registry.ranking import learning


def find(db: Database, actor: Actor) -> list[Ranker]:
    """Every learned ranker, the newest first.

    Raises:
        NotAllowed: the actor may not manage rankers.
    """
    require(actor, Permission.RANKER_MANAGE)
    return learning.cards(db)


def get(db: Database, actor: Actor, id: str) -> Ranker:
    """A learned ranker.

    Raises:
        NotAllowed: the actor may not manage rankers.
        NotFound: there is none with this id.
    """
    require(actor, Permission.RANKER_MANAGE)
    found = learning.cards(db, id)
    if not found:
        raise NotFound("bộ xếp hạng đã học", "learned ranker", id)
    return found[0]


def file_of(db: Database, actor: Actor, id: str) -> bytes:
    """The skops file of a learned ranker.

    Raises:
        NotAllowed, NotFound: as `get`.
    """
    get(db, actor, id)
    return learning.file_of(db, id)


def use(
    db: Database, actor: Actor, id: str, *, reason: str | None = None, anyway: bool = False, simulated: bool = False
) -> Choice:
    """Have a learned ranker weigh the roles of its kind from now on; the choice is kept with its reason.

    Raises:
        NotAllowed: the actor may not manage rankers.
        NotFound: there is none with this id.
        Conflict: it was made for other features, its file is not what was kept, it does worse than the published
            weights and is not taken `anyway`, or it was learned from simulated cases and that is not said.
        Invalid: it is taken anyway without a reason, or the reason is too long.
    """
    made = get(db, actor, id)
    learning.require_usable(db, made)
    if made.simulated and not simulated:
        raise _learned_from_simulated(made)
    if made.worse and not anyway:
        raise _worse(made)
    given = justification.optional(reason)
    if made.worse:
        given = justification.required(given, vi="Hãy ghi lý do.", en="Give a reason.")
    return _choose(db, actor, made.role_kind, made, given)


def reset(db: Database, actor: Actor, role_kind: str, *, reason: str | None = None) -> Choice:
    """Have the published weights of a kind of role count again.

    Raises:
        NotAllowed: the actor may not manage rankers.
        UnknownCode: there is no such kind of role.
        Conflict: they count already.
        Invalid: the reason is too long.
    """
    require(actor, Permission.RANKER_MANAGE)
    lists.role_kind(role_kind)
    if learning.in_use(db, role_kind) is None:
        raise Conflict(
            "ranker-not-in-use",
            vi=f"Loại vị trí {role_kind} đang dùng bộ trọng số đã công bố, không có gì để bỏ.",
            en=f"The published weights already count for the kind of role {role_kind}; there is nothing to reset.",
        )
    return _choose(db, actor, role_kind, None, justification.optional(reason))


def choices(db: Database, actor: Actor, role_kind: str | None = None) -> list[Choice]:
    """Every choice so far, the newest first.

    Raises:
        NotAllowed: the actor may not manage rankers.
    """
    require(actor, Permission.RANKER_MANAGE)
    found = [
        Choice(role_kind=row["role_kind"], **{name: entry.get(name) for name in Choice.model_fields if name in _KEPT})
        for row in db.read("rankers/in_use", role_kind=role_kind)
        for entry in row["uses"]
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


_KEPT: Final = frozenset({"ranker_id", "at", "by", "reason"})


def _choose(db: Database, actor: Actor, role_kind: str, made: Ranker | None, reason: str | None) -> Choice:
    chosen = Choice(
        role_kind=role_kind, ranker_id=made.id if made else None, at=now(), by=actor.signature, reason=reason
    )
    entry = chosen.model_dump(exclude={"role_kind"}) | {"id": new_id()}
    before = learning.in_use(db, role_kind)
    told = {"ranker": chosen.ranker_id, "before": before, "worse": bool(made and made.worse)}
    event = audit.event(
        actor, audit.Tag.RANKER_CHOSEN, role_kind, after=made.digest if made else None, detail=told | {"reason": reason}
    )
    db.write("rankers/choose", role_kind=role_kind, ranker_id=chosen.ranker_id, entry=entry, event=event)
    return chosen


def _worse(made: Ranker) -> Conflict:
    reached, published = made.held_out.mean, made.published.mean
    return Conflict(
        "ranker-worse",
        vi=f"Trên {made.held_out.roles} quyết định mới hơn mà bộ này chưa học, nó đạt {_decimal(reached)}, kém bộ "
        f"trọng số đã công bố ({_decimal(published)}). Nếu vẫn muốn dùng, hãy thêm --anyway và ghi lý do.",
        en=f"On the {made.held_out.roles} newer decisions that it was not fitted on it reaches {reached:.3f}, less "
        f"than the published weights ({published:.3f}). To use it all the same, say --anyway and give a reason.",
    )


def _decimal(figure: float) -> str:
    return f"{figure:.3f}".replace(".", ",")


def _learned_from_simulated(made: Ranker) -> Conflict:
    return Conflict(
        "ranker-simulated",
        vi=f"Bộ xếp hạng {made.id} học từ hồ sơ mô phỏng. Nếu vẫn muốn dùng, hãy thêm --simulated; khi đó mọi danh "
        "sách đều ghi “(mô phỏng)”.",
        en=f"The ranker {made.id} was learned from simulated cases. To use it all the same, say --simulated; every "
        "list then says “(mô phỏng)”, simulated.",
    )
