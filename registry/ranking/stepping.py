"""Steps that would bring a person further, in sentences of both languages."""

from collections.abc import Mapping, Sequence
from typing import Final

from registry.models.counterfactuals import StepKind
from registry.models.values import Bilingual

_SENTENCES: Final[Mapping[StepKind, tuple[str, str]]] = {
    StepKind.SHOW: (
        "Cho các tổ chức xem mục {entry} (có thể kèm tài liệu chứng minh).",
        "Let institutes see the entry {entry}, with a document that proves it if you have one.",
    ),
    StepKind.CONFIRM: ("Xác nhận rằng hồ sơ vẫn đúng.", "Confirm that your profile is still true."),
    StepKind.AVAILABLE: (
        "Cho biết khi nào có thể tham gia và cho các tổ chức xem điều đó; tính như thể có thể tham gia ngay.",
        "Say from when you can take part and let institutes see it; reckoned as if you could at once.",
    ),
    StepKind.RENEW: (
        "Ghi thời điểm kết thúc của chương trình {entry}; tính như thể chương trình vẫn đang thực hiện.",
        "Say until when the programme {entry} ran; reckoned as if it still does.",
    ),
    StepKind.LEAD: (
        "Chủ trì thêm một chương trình cùng chủ đề với mục {entry}.",
        "Lead one more programme on the subject of {entry}.",
    ),
}


def step(kind: StepKind, entry: Bilingual | None) -> Bilingual:
    """A step, naming the entry that it is about."""
    vi, en = _SENTENCES[kind]
    named_vi, named_en = (f"“{entry.in_('vi')}”", f"“{entry.in_('en')}”") if entry else ("này", "in question")
    return Bilingual(vi=vi.format(entry=named_vi), en=en.format(entry=named_en))


def own(found: Sequence[tuple[int, ...]], first: int) -> Bilingual:
    """What was found, to the person."""
    if not found:
        return Bilingual(
            vi=f"Không có bước nào, kể cả ba bước cùng lúc, đưa bạn vào {first} người đầu cho vị trí này.",
            en=f"No step, nor any three together, would bring you among the first {first} for this role.",
        )
    size = len(found[0])
    if not size:
        return Bilingual(
            vi=f"Bạn đã ở trong {first} người đầu cho vị trí này.",
            en=f"You are among the first {first} for this role already.",
        )
    return Bilingual(
        vi=f"{size} bước sau đây đủ để đưa bạn vào {first} người đầu cho vị trí này, nếu người khác không thay đổi.",
        en=f"{_counted(size)} enough to bring you among the first {first} for this role, if nobody else changes.",
    )


def for_institute(steps: int | None, first: int) -> Bilingual:
    """What was found, to the institute: how many are missing, never which."""
    if steps is None:
        return Bilingual(
            vi=f"Giấy tờ hay lời xác nhận của người này, cho đến ba mục, không đủ để vào {first} người đầu.",
            en=f"Up to three documents or confirmations of theirs would not bring this person among the first {first}.",
        )
    if not steps:
        return Bilingual(
            vi=f"Người này đang ở trong {first} người đầu.", en=f"This person is among the first {first} now."
        )
    return Bilingual(
        vi=f"Người này còn thiếu {steps} giấy tờ hoặc lời xác nhận để vào {first} người đầu; chỉ chính họ biết là gì.",
        en=f"This person is {steps} document{'s' if steps > 1 else ''} or confirmation{'s' if steps > 1 else ''} short "
        f"of the first {first}; only they see which.",
    )


def _counted(size: int) -> str:
    return "One step is" if size == 1 else f"{size} steps together are"
