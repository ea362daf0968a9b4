"""Trials: an order by other weights, saved with a reason beside the list that it was made of, never in its place."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from graph.database import Database, Row
from registry import audit, contrasts, justification, matches
from registry.access import Actor, Permission, require
from registry.canonical import canonical
from registry.errors import Conflict, FieldError, Invalid
from registry.identity import new_id
from registry.models.contrasts import Moved, Trial
from registry.models.matches import Candidate, FeatureReason, MatchRun, Tried
from registry.models.values import now

MARK = "what-if"
"""What stands behind the name of the weights of a trial."""


def save(db: Database, actor: Actor, run_id: str, factors: Mapping[str, float], reason: str) -> MatchRun:
    """Record the people of a run in the order that other weights give, marked as tried; the run stays as it is.

    It holds whom `contrasts.what_if` tells, with every part multiplied. What a score has meant and how firm a place is
    were said of the weights of the run and are left out. No standing weights change, and it never counts as the newest
    list of its role: neither for a decision nor for what is learned from decisions.

    Raises:
        NotFound: there is no such run.
        NotAllowed: the mission is run by another institute.
        Conflict: the run was not ranked by features, is a trial itself, or its role is no longer open.
        Invalid: a factor is wrong, none changes anything, or the reason is missing or too long.
    """
    kept = matches.kept(db, actor, run_id)
    require(actor, Permission.MATCH_RUN, of=kept.institute_id)
    if kept.tried is not None:
        raise _a_trial_itself()
    given = justification.required(reason, vi="Hãy ghi lý do lưu thứ tự này.", en="Say why this order is saved.")
    told = contrasts.reordered(*matches.as_seen(db, actor, kept), factors)
    changed = {name: factor for name, factor in factors.items() if factor != 1}
    if not changed:
        vi, en = "Hãy thay đổi ít nhất một trọng số.", "Change at least one weight."
        raise Invalid(FieldError("/factors", "factors-unchanged", vi, en))
    made = _made(kept, actor, Tried(of=run_id, factors=changed, reason=given), _placed(kept, told.people, changed))
    detail = {"role": kept.role_id, "of": run_id, "factors": changed, "candidates": len(made.candidates)}
    matches.store(db, made, audit.event(actor, audit.Tag.MATCH_TRIED, made.id, detail=detail))
    return made


def of_run(db: Database, actor: Actor, run_id: str) -> tuple[Trial, ...]:
    """The trials that were saved of a run, the newest first.

    Raises:
        NotFound: there is no such run.
        NotAllowed: the mission is run by another institute.
    """
    matches.get(db, actor, run_id)
    return tuple(_trial(row) for row in db.read("runs/tried", id=run_id))


def _made(run: MatchRun, actor: Actor, tried: Tried, candidates: tuple[Candidate, ...]) -> MatchRun:
    # By what the run was weighed by, and what was changed of it.
    hashed = hashlib.sha256(canonical([run.weights_hash, tried.factors])).hexdigest()
    return run.model_copy(
        update={
            "id": new_id(),
            "at": now(),
            "by": actor.signature,
            "weights": f"{run.weights} {MARK}",
            "weights_hash": hashed,
            "seed": None,
            "tried": tried,
            "candidates": candidates,
            "milliseconds": 0.0,
            "nobody": None,
        }
    )


def _placed(run: MatchRun, people: Sequence[Moved], factors: Mapping[str, float]) -> tuple[Candidate, ...]:
    """The people in their new places, out of what the run itself kept, which is more than a reader sees."""
    kept = {each.expert_id: each for each in run.candidates}
    scores = sorted({one.score for one in people}, reverse=True)
    return tuple(
        kept[one.expert_id].model_copy(
            update={
                "rank": one.rank,
                "score": one.score,
                "tie_group": scores.index(one.score) + 1,
                "reasons": kept[one.expert_id].reasons.model_copy(
                    update={
                        "features": tuple(_scaled(part, factors) for part in kept[one.expert_id].reasons.features),
                        "stability": None,
                        "meant": None,
                    }
                ),
            }
        )
        for one in people
    )


def _scaled(part: FeatureReason, factors: Mapping[str, float]) -> FeatureReason:
    factor = factors.get(part.feature, 1.0)
    changed = {"weight": round(part.weight * factor, 6), "contribution": round(part.contribution * factor, 6)}
    return part.model_copy(update=changed)


def _trial(row: Row) -> Trial:
    return Trial(run_id=row["id"], at=row["at"], by=row["by"], factors=json.loads(row["factors"]), reason=row["reason"])


def _a_trial_itself() -> Conflict:
    return Conflict(
        "trial-of-trial",
        vi="Danh sách này đã là một thứ tự thử trọng số. Hãy thử trọng số trên danh sách gốc.",
        en="This list is an order by other weights itself. Try weights on the list that it was made of.",
    )
