"""Drafts of institutes, missions and roles with which tests begin: each complete, changed by what matters."""

from registry.models.institutes import InstituteDraft
from registry.models.missions import MissionDraft, RoleDraft


def institute(**changes: object) -> InstituteDraft:
    """A university in Hà Nội."""
    given: dict[str, object] = {
        "name": {"vi": "Đại học Bách khoa Hà Nội", "en": "Hanoi University of Science and Technology"},
        "kind": "university",
        "country": "VN",
        "province": "01",
    }
    return InstituteDraft.model_validate(given | changes)


def role(**changes: object) -> RoleDraft:
    """The chief engineer of a project on battery cells."""
    given: dict[str, object] = {
        "kind": "project-chief-engineer",
        "title": {"vi": "Tổng công trình sư dự án pin", "en": "Chief engineer of the battery project"},
        "text": {
            "vi": "Chủ trì thiết kế và chế thử pin thể rắn.",
            "en": "Leads design and pilot of solid cells.",
        },
    }
    return RoleDraft.model_validate(given | changes)


def mission(institute_id: str, **changes: object) -> MissionDraft:
    """A mission on batteries of the list in force, with one role, due in years."""
    given: dict[str, object] = {
        "institute_id": institute_id,
        "title": {"vi": "Làm chủ pin thể rắn", "en": "Mastering solid-state batteries"},
        "summary": {"vi": "Từ vật liệu đến dây chuyền thử nghiệm.", "en": "From materials to a pilot line."},
        "system": 1,
        "phase": 1,
        "technologies": ["S26-P18"],
        "fields": ["20501"],
        "agency": "most",
        "deadline": "2030-12",
        "outputs": [{"text": {"vi": "Dây chuyền thử nghiệm", "en": "A pilot line"}, "due": "2029"}],
        "criteria": [{"text": {"vi": "Mật độ năng lượng trên 400 Wh/kg"}}],
        "budget": {"amount": 120_000_000_000.0, "currency": "VND"},
        "roles": [role()],
    }
    return MissionDraft.model_validate(given | changes)
