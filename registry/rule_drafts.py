"""Drafts of the rules: opened, changed and withdrawn by an administrator, released by another one."""

import json
from typing import Final

from graph.database import Database, Row
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, rule_changes, rules
from registry.access import Actor, Permission, require
from registry.canonical import canonical
from registry.errors import Conflict, NotFound, Stale
from registry.identity import new_id
from registry.models.rule_drafts import DraftStatus, RuleChanges, RuleDraft
from registry.models.rules import Rules, RulesEdition
from registry.models.values import digest_of, now, today

_KIND: Final = "rule_draft"


def open(db: Database, actor: Actor, changes: RuleChanges) -> RuleDraft:
    """Keep a set of changes to the edition that holds, as a draft; nothing is decided by it.

    Raises:
        NotAllowed: the actor may not edit rules.
        Invalid: the changes contradict each other or the edition; every reason is named.
    """
    require(actor, Permission.RULE_EDIT)
    base, id, moment = rules.current(db), new_id(), now()
    rule_changes.applied(base, changes, draft_id=id, today=today())
    draft = _sealed(
        RuleDraft(
            id=id,
            status=DraftStatus.OPEN,
            base=base.id,
            changes=changes,
            created_at=moment,
            updated_at=moment,
            edited_by=(actor.signature,),
        )
    )
    event = audit.event(actor, audit.Tag.RULE_DRAFT_OPENED, id, after=draft.digest, detail=_told(draft))
    db.write("rules/open_draft", properties=_properties(draft), event=event)
    return draft


def get(db: Database, actor: Actor, id: str) -> RuleDraft:
    """A draft.

    Raises:
        NotAllowed: the actor may not edit rules.
        NotFound: there is no such draft.
    """
    require(actor, Permission.RULE_EDIT)
    rows = db.read("rules/draft", id=id)
    if not rows:
        raise NotFound("bản dự thảo tiêu chí", "draft of the rules", id)
    return _draft_from(rows[0]["draft"])


def find(db: Database, actor: Actor) -> list[RuleDraft]:
    """Every draft, the newest first.

    Raises:
        NotAllowed: the actor may not edit rules.
    """
    require(actor, Permission.RULE_EDIT)
    return [_draft_from(row["draft"]) for row in db.read("rules/drafts")]


def change(db: Database, actor: Actor, id: str, changes: RuleChanges, *, if_match: str) -> RuleDraft:
    """Replace the changes of an open draft, now to be made on the edition that holds.

    Raises:
        NotAllowed, NotFound: as `get`.
        Stale: somebody changed it since it was the version `if_match`.
        Conflict: it was released or withdrawn.
        Invalid: as `open`.
    """
    before = _open(get(db, actor, id), if_match)
    base = rules.current(db)
    rule_changes.applied(base, changes, draft_id=id, today=today())
    edited_by = tuple(dict.fromkeys((*before.edited_by, actor.signature)))
    after = {"base": base.id, "changes": changes, "edited_by": edited_by, "updated_at": now()}
    return _written(db, actor, before, _sealed(before.model_copy(update=after)), audit.Tag.RULE_DRAFT_CHANGED)


def withdraw(db: Database, actor: Actor, id: str, *, if_match: str) -> RuleDraft:
    """Give an open draft up.

    Raises:
        NotAllowed, NotFound, Stale, Conflict: as `change`.
    """
    before = _open(get(db, actor, id), if_match)
    after = {"status": DraftStatus.WITHDRAWN, "updated_at": now()}
    return _written(db, actor, before, _sealed(before.model_copy(update=after)), audit.Tag.RULE_DRAFT_WITHDRAWN)


def result(db: Database, draft: RuleDraft) -> Rules:
    """The rules as an open draft would leave the edition that holds.

    Raises:
        Invalid: the edition changed so that the draft no longer fits.
    """
    return rule_changes.applied(rules.current(db), draft.changes, draft_id=draft.id, today=today())


def release(db: Database, actor: Actor, id: str, *, if_match: str) -> RulesEdition:
    """Make an open draft the edition that holds from now on; earlier ones stay under their numbers.

    Raises:
        NotAllowed, NotFound, Stale: as `change`.
        Conflict: the actor wrote in the draft, another edition was released since, or the draft is not open.
        Invalid: as `open`.
    """
    require(actor, Permission.RULE_RELEASE)
    draft = _open(get(db, actor, id), if_match)
    if actor.signature in draft.edited_by:
        raise Conflict(
            "rule-release-own",
            vi="Người đã soạn bản dự thảo không được tự ban hành; cần một quản trị viên khác.",
            en="Whoever wrote in a draft cannot release it; another administrator must.",
        )
    base = rules.current(db)
    if base.id != draft.base:
        raise _outdated()
    after = rule_changes.applied(base, draft.changes, draft_id=id, today=today())
    number = base.edition + 1
    released = after.model_copy(update={"id": f"edition-{number}", "edition": number})
    properties = rules.properties_of(
        released, actor=actor, drafted_by=draft.edited_by, reason=draft.changes.reason, draft_id=id
    )
    detail = {"edition": number, "draft": id, **_told(draft)}
    event = audit.event(
        actor, audit.Tag.RULES_RELEASED, released.id, before=base.digest, after=properties["digest"], detail=detail
    )
    try:
        db.write(
            "rules/release",
            base=base.id,
            draft_id=id,
            before=draft.digest,
            id=released.id,
            properties=properties,
            released_by=actor.signature,
            at=properties["at"],
            event=event,
        )
    except (NothingWritten, AlreadyThere):
        # The draft is not what was read, or somebody else released the edition of this number at the same moment.
        _open(get(db, actor, id), if_match)
        raise _outdated() from None
    return rules.edition_from(properties)


def _written(db: Database, actor: Actor, before: RuleDraft, after: RuleDraft, tag: audit.Tag) -> RuleDraft:
    event = audit.event(actor, tag, before.id, before=before.digest, after=after.digest, detail=_told(after))
    try:
        db.write("rules/change_draft", id=before.id, before=before.digest, properties=_properties(after), event=event)
    except NothingWritten:
        _open(get(db, actor, before.id), before.digest)
        raise Stale from None
    return after


def _open(draft: RuleDraft, if_match: str) -> RuleDraft:
    if draft.status is not DraftStatus.OPEN:
        raise Conflict(
            "rule-draft-closed",
            vi="Bản dự thảo này đã được ban hành hoặc đã rút.",
            en="This draft was released or withdrawn.",
        )
    if draft.digest != if_match:
        raise Stale
    return draft


def _outdated() -> Conflict:
    return Conflict(
        "rule-draft-outdated",
        vi="Bộ tiêu chí đã có bản mới sau khi soạn dự thảo. Hãy mở dự thảo, xem lại ảnh hưởng và lưu lại.",
        en="The rules have a newer edition than the draft was made on. Open the draft, look at its effect, save again.",
    )


def _sealed(draft: RuleDraft) -> RuleDraft:
    return draft.model_copy(update={"digest": digest_of(draft)})


def _told(draft: RuleDraft) -> Row:
    """Codes and counts for the audit; the words of a rule are no personal data, yet long."""
    changes = draft.changes
    named = [each.id for each in changes.put] + [each.id for each in (*changes.end, *changes.drop)]
    return {"base": draft.base, "criteria": sorted(set(named)), "changes": len(named) + len(changes.instruments)}


def _properties(draft: RuleDraft) -> Row:
    kept = draft.model_dump(mode="json", exclude={"changes", "edited_by"})
    content = draft.changes.model_dump(mode="json")
    return kept | {"edited_by": list(draft.edited_by), "content": canonical(content).decode()}


def _draft_from(row: Row) -> RuleDraft:
    kept = {name: row.get(name) for name in ("released_by", "edition_id")}
    plain = {name: row[name] for name in ("id", "status", "base", "created_at", "updated_at", "digest")}
    changes = RuleChanges.model_validate(json.loads(row["content"]))
    return RuleDraft(**plain, **kept, edited_by=tuple(row["edited_by"]), changes=changes)
