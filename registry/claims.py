"""Claims in an edit: what is new, what stays, what was rejected, and what a source said and nobody may rewrite."""

from collections.abc import Sequence

from graph.database import Database
from registry import codes, lists
from registry.errors import FieldError
from registry.identity import new_id
from registry.models.claims import Claim, ClaimContent, ClaimDraft
from registry.models.values import Verification

_CONTENT = frozenset(ClaimContent.model_fields)
SELF = "self"


def draft_of(claim: Claim) -> ClaimDraft:
    """The draft that would leave a claim as it is."""
    content = {name: getattr(claim, name) for name in _CONTENT}
    rejected = claim.verification is Verification.REJECTED
    return ClaimDraft(**content, id=claim.id, audience=claim.audience, rejected=rejected)


def made(drafts: Sequence[ClaimDraft], *, kept: Sequence[Claim], on: str) -> tuple[tuple[Claim, ...], list[FieldError]]:
    """The claims that an edit leaves, and what is wrong with it.

    A claim of the person's own that the edit omits is gone; one of a source that it omits is kept as rejected,
    so that the next import does not bring it back.
    """
    known = {claim.id: claim for claim in kept}
    after: list[Claim] = []
    errors: list[FieldError] = []
    for position, draft in enumerate(drafts):
        errors += codes.wrong(f"/claims/{position}/country", [draft.country], lists.country)
        before = known.pop(draft.id, None) if draft.id else None
        if draft.id and before is None:
            errors.append(_unknown(position, draft.id))
        elif before is None:
            after.append(_new(draft, on))
        elif before.source == SELF:
            after.append(_changed(before, draft, on))
        elif all(getattr(before, name) == getattr(draft, name) for name in _CONTENT):
            after.append(_judged(before, draft, on))
        else:
            errors.append(_foreign(position, before))
    after += [_rejected(claim, on) for claim in known.values() if claim.source != SELF]
    return tuple(after), errors


def wrong_institutes(db: Database, drafts: Sequence[ClaimDraft]) -> list[FieldError]:
    """An error for every claim that names an institute which the registry does not have, closed ones with them."""
    ids = sorted({draft.institute_id for draft in drafts if draft.institute_id is not None})
    known = {row["id"] for row in db.read("institutes/known", ids=ids)} if ids else set()
    return [
        _no_institute(position, draft.institute_id)
        for position, draft in enumerate(drafts)
        if draft.institute_id is not None and draft.institute_id not in known
    ]


def _new(draft: ClaimDraft, on: str) -> Claim:
    content = {name: getattr(draft, name) for name in _CONTENT}
    return Claim(**content, id=new_id(), evidence_id=new_id(), source=SELF, as_of=on[:10], audience=draft.audience)


def _changed(before: Claim, draft: ClaimDraft, on: str) -> Claim:
    """A claim of the person's own after an edit; new content is a new statement, which nobody has verified yet."""
    if all(getattr(before, name) == getattr(draft, name) for name in _CONTENT):
        return before.model_copy(update={"audience": draft.audience})
    content = {name: getattr(draft, name) for name in _CONTENT}
    renewed = {"verification": Verification.DECLARED, "verified_by": None, "verified_on": None, "as_of": on[:10]}
    return before.model_copy(update=content | renewed | {"audience": draft.audience})


def _judged(before: Claim, draft: ClaimDraft, on: str) -> Claim:
    if draft.rejected and before.verification is not Verification.REJECTED:
        return _rejected(before, on)
    if not draft.rejected and before.verification is Verification.REJECTED:
        return before.model_copy(
            update={"verification": Verification.IMPORTED, "as_of": on[:10], "audience": draft.audience}
        )
    return before.model_copy(update={"audience": draft.audience})


def _rejected(claim: Claim, on: str) -> Claim:
    return claim.model_copy(update={"verification": Verification.REJECTED, "as_of": on[:10]})


def _unknown(position: int, id: str) -> FieldError:
    return FieldError(
        f"/claims/{position}/id",
        "claim-unknown",
        f"Hồ sơ này không có mục nào mang mã {id}.",
        f"This profile has no claim with the id {id}.",
    )


def _no_institute(position: int, id: str) -> FieldError:
    return FieldError(
        f"/claims/{position}/institute_id",
        "institute-unknown",
        f"Không có tổ chức nào mang mã {id}. Hãy chọn tổ chức trong danh sách, hoặc chỉ ghi tên.",
        f"There is no institute with the id {id}. Choose one of the list, or give its name alone.",
    )


def _foreign(position: int, claim: Claim) -> FieldError:
    return FieldError(
        f"/claims/{position}",
        "claim-of-a-source",
        f"Mục này do nguồn {claim.source} cung cấp nên không sửa nội dung được; "
        "hãy đánh dấu “không phải của tôi” rồi thêm mục đúng.",
        f"This claim comes from {claim.source} and its content cannot be rewritten; "
        "mark it as not yours and add the right one.",
    )
