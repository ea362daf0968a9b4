"""Rules: the released editions that the registry decides by, each kept for ever under its number and digest."""

import hashlib
import json
from functools import lru_cache
from typing import Final

from graph.database import Database, Row
from registry import audit, lists
from registry.access import Actor, Permission, require
from registry.canonical import canonical
from registry.errors import NotFound, NotReady
from registry.models.rules import Criterion, Rules, RulesEdition
from registry.models.values import Bilingual, now

FIRST: Final = "edition-1"
_SHIPPED: Final = Bilingual(
    vi="Bộ tiêu chí ban đầu, theo các nguồn ghi ở từng tiêu chí.",
    en="The first set of rules, after the sources that each of them names.",
)


def current(db: Database) -> Rules:
    """The rules of the edition that holds; they are parsed once for each edition.

    Raises:
        NotReady: there is no edition yet.
    """
    rows = db.read("rules/head")
    if not rows:
        raise _missing()
    return _rules(db, rows[0]["id"], rows[0]["digest"])


def edition(db: Database, actor: Actor, id: str) -> Rules:
    """The rules of a past or present edition, by its id (`edition-3`).

    Raises:
        NotFound: there is no such edition.
    """
    require(actor, Permission.RULE_READ)
    return _rules_from(_kept(db, id))


def editions(db: Database, actor: Actor) -> list[RulesEdition]:
    """Every edition, the newest first, without what it says."""
    require(actor, Permission.RULE_READ)
    return [edition_from(row) for row in db.read("rules/editions")]


def criterion(rules: Rules, id: str) -> tuple[Criterion, ...]:
    """The versions of a criterion in an edition, the newest first.

    Raises:
        NotFound: the edition has no such criterion.
    """
    found = sorted((each for each in rules.criteria if each.id == id), key=lambda each: each.valid_from, reverse=True)
    if not found:
        raise NotFound("tiêu chí", "criterion", id)
    return tuple(found)


def seeded(db: Database) -> bool:
    """Whether there is an edition."""
    return bool(db.read("rules/head"))


def seed(db: Database, actor: Actor) -> None:
    """Keep the rules that the project carries as the first edition; where there is one, nothing changes."""
    if seeded(db):
        return
    rules = Rules(id=FIRST, edition=1, digest="", instruments=lists.instruments(), criteria=lists.criteria())
    properties = properties_of(rules, actor=actor, drafted_by=(), reason=_SHIPPED, draft_id=None)
    detail = {"edition": 1, "criteria": len(rules.criteria)}
    event = audit.event(actor, audit.Tag.RULES_SEEDED, FIRST, after=str(properties["digest"]), detail=detail)
    db.write("rules/seed", id=FIRST, properties=properties, event=event)


def ensure_seeded(db: Database) -> None:
    """Refuse a database without rules.

    Raises:
        NotReady: `registry migrate` has to be run first.
    """
    if not seeded(db):
        raise _missing()


def digest_of(rules: Rules) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of what the rules say, whatever their number."""
    return hashlib.sha256(canonical(_content(rules))).hexdigest()


def properties_of(
    rules: Rules, *, actor: Actor, drafted_by: tuple[str, ...], reason: Bilingual, draft_id: str | None
) -> Row:
    """The properties of the node of an edition that is released now."""
    return {
        "id": rules.id,
        "edition": rules.edition,
        "digest": digest_of(rules),
        "at": now(),
        "released_by": actor.signature,
        "drafted_by": list(drafted_by),
        "reason_vi": reason.vi,
        "reason_en": reason.en,
        "draft_id": draft_id,
        "content": canonical(_content(rules)).decode(),
    }


def edition_from(row: Row) -> RulesEdition:
    """An edition out of a row with its properties."""
    return RulesEdition(
        id=row["id"],
        edition=row["edition"],
        digest=row["digest"],
        at=row["at"],
        released_by=row["released_by"],
        drafted_by=tuple(row["drafted_by"] or ()),
        reason=Bilingual(vi=row["reason_vi"], en=row["reason_en"]),
        draft_id=row["draft_id"],
    )


def _content(rules: Rules) -> Row:
    return rules.model_dump(mode="json", include={"instruments", "criteria"})


# An edition never changes, so what was parsed stays right; the digest keeps databases apart that one process opens.
_PARSED: Final = 16


def _rules(db: Database, id: str, digest: str) -> Rules:
    known = _remembered(id, digest)
    if not known:
        known.append(_rules_from(_kept(db, id)))
    return known[0]


@lru_cache(maxsize=_PARSED)
def _remembered(id: str, digest: str) -> list[Rules]:
    """The place where the rules of an edition are kept once they were read."""
    return []


def _kept(db: Database, id: str) -> Row:
    rows = db.read("rules/get", id=id)
    if not rows:
        raise NotFound("bộ tiêu chí", "edition of the rules", id)
    kept: Row = rows[0]["edition"]
    return kept


def _rules_from(row: Row) -> Rules:
    content = json.loads(row["content"])
    return Rules(id=row["id"], edition=row["edition"], digest=row["digest"], **content)


def _missing() -> NotReady:
    return NotReady(
        "rules-missing",
        vi="Cơ sở dữ liệu chưa có bộ tiêu chí nào. Hãy chạy: registry migrate",
        en="The database has no rules yet. Run: registry migrate",
    )
