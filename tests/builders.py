"""Drafts with which tests begin: each complete, each changed by the words that matter to the test."""

from registry.access import Actor, Office
from registry.models.claims import ClaimDraft
from registry.models.experts import ExpertDraft

OPEN = {"name": "institutes", "standing": "institutes", "residence": "institutes", "fields": "institutes"}


def claim(**changes: object) -> ClaimDraft:
    """A work that institutes may see."""
    given: dict[str, object] = {
        "kind": "work",
        "title": {"vi": "Pin thể rắn cho xe điện", "en": "Solid-state batteries for electric vehicles"},
        "summary": {"en": "Sulfide electrolytes and interfaces of lithium metal anodes in solid-state batteries."},
        "end": "2024-03",
        "audience": "institutes",
    }
    return ClaimDraft.model_validate(given | changes)


def expert(**changes: object) -> ExpertDraft:
    """An overseas expert on batteries in Lyon whom institutes may see."""
    given: dict[str, object] = {
        "name": {"as_written": "Nguyễn Thị Minh Khai", "family": "Nguyễn", "given": "Khai"},
        "standing": "overseas_vietnamese",
        "residence": "FR",
        "fields": ["20501"],
        "technologies": ["S26-P18"],
        "languages": [{"code": "vi", "level": "native"}, {"code": "fr", "level": "fluent"}],
        "engagement": ["remote", "visits"],
        "email": "khai@example.org",
        "audiences": OPEN,
        "claims": [claim()],
    }
    return ExpertDraft.model_validate(given | changes)


def speaking_for(expert_id: str) -> Actor:
    """The person of this profile, signed in."""
    return Actor("a-9", Office.EXPERT, "Chuyên gia", expert_id=expert_id)


def of_institute(institute_id: str) -> Actor:
    """Somebody of this institute, signed in."""
    return Actor("a-8", Office.INSTITUTE, "Viện", institute_id=institute_id)
