"""Examples in the interface's document; a test holds each against its model and against the official lists."""

from typing import Final

from pydantic.config import JsonDict

ID: Final = "01998c1e-7c7a-7d3a-9c7e-0f8f6a1b2c3d"
OTHER_ID: Final = "01998c20-11d4-7b52-8f2e-5a7d3c9b1e40"

EXPERT_DRAFT: Final[JsonDict] = {
    "name": {"as_written": "Trần Thị Bưởi", "family": "Trần", "given": "Bưởi", "latin": "Buoi Tran"},
    "standing": "overseas_vietnamese",
    "residence": "DE",
    "headline": {"vi": "Vật liệu bán dẫn công suất", "en": "Power semiconductor materials"},
    "fields": ["202"],
    "languages": [{"code": "vi", "level": "native"}, {"code": "de", "level": "fluent"}],
    "engagement": ["remote", "lead"],
    "orcid": "0000-0002-1825-0097",
    "audiences": {"name": "institutes", "fields": "public"},
    "claims": [
        {
            "kind": "programme",
            "title": {"vi": "Linh kiện GaN hiệu suất cao", "en": "High-efficiency GaN devices"},
            "part": "led",
            "start": "2019-04",
            "end": "2023",
            "audience": "institutes",
        }
    ],
}
REGISTRATION: Final[JsonDict] = {
    "expert": EXPERT_DRAFT,
    "account": {"login": "buoi.tran@example.org", "password": "correct horse battery staple"},
    "agree_to_matching": True,
    "language": "vi",
}
ACCOUNT_DRAFT: Final[JsonDict] = {
    "login": "vien@example.vn",
    "password": "correct horse battery staple",
    "name": "Viện Khoa học vật liệu",
    "office": "institute",
    "institute_id": ID,
    "language": "vi",
}
INSTITUTE_DRAFT: Final[JsonDict] = {
    "name": {"vi": "Viện Khoa học vật liệu", "en": "Institute of Materials Science"},
    "abbreviation": "IMS",
    "kind": "research_institute",
    "country": "VN",
    "province": "01",
}
MISSION_DRAFT: Final[JsonDict] = {
    "institute_id": ID,
    "title": {"vi": "Chip điều khiển công suất cho xe điện", "en": "Power control chips for electric vehicles"},
    "summary": {
        "vi": "Thiết kế, chế tạo thử và kiểm định chip điều khiển công suất.",
        "en": "Design, trial production and certification of a power control chip.",
    },
    "system": 1,
    "phase": 1,
    "technologies": [],
    "fields": ["202"],
    "agency": "most",
    "deadline": "2029-12",
    "outputs": [{"text": {"vi": "Mẫu chip đã kiểm định", "en": "A certified chip"}, "due": "2029-06"}],
    "criteria": [{"text": {"vi": "Hiệu suất trên 97%", "en": "Efficiency above 97 per cent"}}],
    "budget": {"amount": 120000000000, "currency": "VND"},
    "roles": [
        {
            "kind": "project-chief-engineer",
            "title": {"vi": "Tổng công trình sư dự án", "en": "Project chief engineer"},
            "text": {
                "vi": "Đã chủ trì chương trình về linh kiện bán dẫn công suất GaN hoặc SiC.",
                "en": "Has led programmes on GaN or SiC power semiconductor devices.",
            },
        }
    ],
}
RULE_CHANGES: Final[JsonDict] = {
    "reason": {"vi": "Đối chiếu với Công báo.", "en": "Compared with the gazette."},
    "put": [
        {
            "id": "231-pja-rest",
            "instrument": "231/2025",
            "part": "specific",
            "role_kinds": ["project-chief-architect"],
            "text": {"vi": "Đã chủ trì ít nhất 1 dự án.", "en": "Led at least 1 project."},
            "checks": [{"predicate": "count", "kinds": ["programme"], "at_least": 1, "parts": ["led", "co_led"]}],
            "evidence": ["programme"],
            "valid_from": "2025-08-26",
            "source": "Official gazette",
            "wording": "gazette",
            "cases": [
                {
                    "says": {"vi": "Chủ trì một dự án", "en": "One project led"},
                    "on": "2026-11-22",
                    "claims": [{"id": "a", "kind": "programme", "part": "led"}],
                    "expected": "met",
                }
            ],
        }
    ],
}
