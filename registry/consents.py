"""Consents: a person agrees to a purpose or withdraws, at once, without a reason; each decision leaves a receipt."""

from graph.database import Database
from graph.errors import NothingWritten
from registry import audit, experts, receipts
from registry.access import Actor, Permission, require
from registry.errors import FieldError, Invalid
from registry.receipts import MATCHING, POOL, PURPOSES, Receipt


def decide(
    db: Database,
    actor: Actor,
    expert_id: str,
    purpose: str,
    agreed: bool,
    *,
    language: str,
    method: str = "form",
) -> Receipt:
    """Agree to a purpose or withdraw from it; whoever withdraws from matching is in no match from now on.

    Whoever agrees to stay in the pool is not erased from the cases of roles that went to others, until they withdraw.

    Raises:
        NotAllowed: only the person decides.
        Invalid: there is no such purpose, or institutes may not see the name of who wants to be matched.
        NotFound, Merged, Conflict: the profile is not there or not active.
    """
    require(actor, Permission.CONSENT_GIVE, of=expert_id)
    if purpose not in PURPOSES:
        raise Invalid(
            FieldError("/purpose", "purpose", f"Không có mục đích {purpose}.", f"There is no purpose called {purpose}.")
        )
    expert = experts.own(db, actor, expert_id)
    hindrances = receipts.hindrances(expert, agree=agreed and purpose == MATCHING)
    if hindrances:
        raise Invalid(*hindrances)
    receipt = receipts.made(purpose, agreed=agreed, language=language, method=method)
    tag = audit.Tag.CONSENT_GIVEN if agreed else audit.Tag.CONSENT_WITHDRAWN
    event = audit.event(actor, tag, expert_id, kind="expert", detail={"purpose": purpose, "receipt": receipt.id})
    step = receipts.step(expert_id, receipt)
    try:
        if purpose == MATCHING:
            db.write("consents/decide", id=expert_id, agreed=agreed, at=receipt.at, then=[step], event=event)
        else:
            db.write("consents/receive", id=expert_id, then=[step], event=event)
    except NothingWritten:
        hindrances = receipts.hindrances(experts.own(db, actor, expert_id), agree=agreed and purpose == MATCHING)
        if hindrances:
            raise Invalid(*hindrances) from None
        experts.raise_refused(db, expert_id)
    return receipt


def stays_in_pool(db: Database, actor: Actor, expert_id: str) -> bool:
    """Whether the person agreed to stay in the cases of roles that went to others; for whom `history` is."""
    newest = next((each for each in history(db, actor, expert_id) if each.purpose == POOL), None)
    return newest is not None and newest.decision == "given"


def history(db: Database, actor: Actor, expert_id: str) -> list[Receipt]:
    """All decisions of a person, newest first, for the person and for administrators."""
    require(actor, Permission.EXPERT_UPDATE, of=expert_id)
    return [Receipt.model_validate(row["receipt"]) for row in db.read("consents/history", expert_id=expert_id)]
