"""Examples of what is sent about a case, in the interface's document; a test holds each against its model."""

from typing import Final

from pydantic.config import JsonDict

from api.routes.examples import ID

NOMINATION: Final[JsonDict] = {
    "expert_id": ID,
    "kind": "representation",
    "name": "Đại sứ quán Việt Nam tại Cộng hòa Pháp",
    "conflict": None,
    "statement": "Đã chủ trì hai chương trình về pin thể rắn.",
    "on": "2026-11-20",
}
MOVE: Final[JsonDict] = {"move": "invite", "on": "2026-11-20"}
FILE_CHECK: Final[JsonDict] = {"accepted": True, "reason": "Đủ thành phần hồ sơ.", "run_id": None}
JUDGEMENT: Final[JsonDict] = {
    "criterion_id": "231-5-2-record",
    "verdict": "met",
    "reason": "Lý lịch rõ ràng, đã đối chiếu.",
}
COUNCIL: Final[JsonDict] = {"members": [ID]}
DECLARATION: Final[JsonDict] = {"conflict": True, "text": "Đồng tác giả một công trình năm 2025."}
SCORECARD: Final[JsonDict] = {
    "marks": {"expertise": 5, "record": 4, "coordination": 4, "breakthrough": 3, "network": 4},
    "advice": "choose",
    "comment": "Đã chủ trì hai chương trình cùng lĩnh vực.",
}
DECISION: Final[JsonDict] = {
    "chosen": True,
    "reason": "Đáp ứng tốt nhất yêu cầu của vị trí.",
    "number": "12/QĐ",
    "departure": {"code": "availability", "text": "Người xếp trước chỉ nhận việc từ năm sau."},
}
PROMISE: Final[JsonDict] = {
    "title": {"vi": "Nhà ở công vụ", "en": "Official housing"},
    "benefit": None,
    "owner": "Văn phòng Bộ",
    "due": "2027-03-31",
}
ASSESSMENT: Final[JsonDict] = {"year": 2026, "grade": "good", "bonus_months": 3, "reason": "Đúng tiến độ."}
IDENTIFICATION: Final[JsonDict] = {"expert_id": ID}
REVIEW: Final[JsonDict] = {"text": "Đề cương đã gửi kèm thư ngày 12/11."}
ANSWER: Final[JsonDict] = {"upheld": False, "reason": "Đề cương có trong thư gửi kèm."}
KEEPING: Final[JsonDict] = {"regime": "231/2025", "days": 30}
SETTING: Final[JsonDict] = {"regime": "231/2025", "stage": "nominated", "target_days": 10, "shows": "neutral"}
