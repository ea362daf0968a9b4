"""The sentences of eligibility in both languages: what is missing, what a human must judge, how years were counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from registry.eligibility import years
from registry.models.claims import ClaimKind, DegreeLevel
from registry.models.experts import Standing
from registry.models.rules import Matter
from registry.models.values import Bilingual

_KINDS: Final[Mapping[ClaimKind, tuple[str, str]]] = {
    ClaimKind.POSITION: ("vị trí công tác", "post"),
    ClaimKind.DEGREE: ("văn bằng", "degree"),
    ClaimKind.WORK: ("công trình", "work"),
    ClaimKind.PROGRAMME: ("chương trình, nhiệm vụ", "programme"),
    ClaimKind.INVENTION: ("sáng chế", "invention"),
    ClaimKind.PRODUCT: ("sản phẩm", "product"),
    ClaimKind.AWARD: ("giải thưởng", "award"),
}
_LEVELS: Final[Mapping[DegreeLevel, tuple[str, str]]] = {
    DegreeLevel.PHD: ("tiến sĩ", "doctorate"),
    DegreeLevel.MASTER: ("thạc sĩ", "master's degree"),
    DegreeLevel.BACHELOR: ("đại học", "bachelor's degree"),
    DegreeLevel.OTHER: ("văn bằng khác", "other degree"),
}
_STANDINGS: Final[Mapping[Standing, tuple[str, str]]] = {
    Standing.CITIZEN_AT_HOME: ("công dân Việt Nam ở trong nước", "citizens at home"),
    Standing.OVERSEAS_VIETNAMESE: ("người Việt Nam định cư ở nước ngoài", "overseas Vietnamese"),
    Standing.FOREIGN: ("người nước ngoài", "foreigners"),
}
_MATTERS: Final[Mapping[Matter, tuple[str, str]]] = {
    Matter.WISH: (
        "Nguyện vọng đóng góp do người có trách nhiệm xem xét, máy không đánh giá.",
        "The wish to contribute is judged by a person, never by the machine.",
    ),
    Matter.RECORD: (
        "Lý lịch do người có trách nhiệm xác minh, máy không đánh giá.",
        "The personal record is verified by a person, never judged by the machine.",
    ),
    Matter.ETHICS: (
        "Phẩm chất đạo đức do người có trách nhiệm xem xét, máy không đánh giá.",
        "Ethics are judged by a person, never by the machine.",
    ),
    Matter.HEALTH: (
        "Sức khoẻ do người có trách nhiệm xem xét; hệ thống không lưu dữ liệu sức khoẻ.",
        "Health is judged by a person; the registry keeps no health data.",
    ),
    Matter.ABILITY: (
        "Năng lực này do người thẩm định hồ sơ đánh giá, dựa trên các mục nêu kèm nếu có.",
        "This ability is judged in the file check, on the entries named here where there are any.",
    ),
    Matter.CONTRIBUTION: (
        "Mức đóng góp thực tiễn do người thẩm định hồ sơ đánh giá, dựa trên các mục nêu kèm nếu có.",
        "The practical contribution is judged in the file check, on the entries named here where there are any.",
    ),
    Matter.NETWORK: (
        "Khả năng kết nối, hợp tác do người thẩm định hồ sơ đánh giá, dựa trên các mục nêu kèm nếu có.",
        "The ability to connect and cooperate is judged in the file check, on the entries named here where there "
        "are any.",
    ),
    Matter.PRIORITY: (
        "Có được ưu tiên hay không do người thẩm định hồ sơ xem xét; không phải điều kiện bắt buộc.",
        "Whether this gives priority is judged in the file check; it is no requirement.",
    ),
    Matter.EXCEPTION: (
        "Trường hợp ngoại lệ do cấp có thẩm quyền quyết định, phải ghi rõ lý do; không bao giờ là điểm số.",
        "The exception is decided by the competent level with its reason in writing; it is never a score.",
    ),
    Matter.NOT_READ: (
        "Hệ thống chưa đọc được nguyên văn phần này; người thẩm định phải đối chiếu với Công báo.",
        "The wording of this part was not read; whoever checks the file must compare it with the gazette.",
    ),
}
_GAPS_TOLD = 3


def for_a_human(matter: Matter) -> Bilingual:
    """Why a matter is for a human."""
    return _FOR_A_HUMAN[matter]


def no_posts(needed: int, *, abroad: bool = False) -> Bilingual:
    """No dated post is on record."""
    where_vi, where_en = (" ở nước ngoài", " abroad") if abroad else ("", "")
    return said(
        f"Chưa có vị trí công tác{where_vi} nào ghi ngày tháng; cần đủ {needed} năm.",
        f"There is no dated post{where_en} on record; {needed} years are needed.",
    )


def too_short(needed: int, found: int, on: date) -> Bilingual:
    """All that is on record is shorter than what is asked."""
    lacking = max(1, years.days_of(needed, on) - found)
    (vi, en), (has_vi, has_en) = length(lacking, on), length(found, on)
    return said(
        f"Mới có {has_vi}; còn thiếu {vi} để đủ {needed} năm.", f"{has_en} so far; {en} short of {needed} years."
    )


def doubtful_years(needed: int) -> Bilingual:
    """Whether the years suffice depends on dates without a day, on part time, or on a post without its country."""
    return said(
        f"Có đủ {needed} năm hay không tuỳ ngày tháng chính xác, thời gian bán phần hoặc nơi làm việc; "
        "cần người xem xét.",
        f"Whether {needed} years are reached depends on exact dates, part time or places; a person must look.",
    )


def interrupted(needed: int) -> Bilingual:
    """The posts suffice together, and an interruption lies between them."""
    return said(
        f"Tổng thời gian đủ {needed} năm nhưng có gián đoạn; thế nào là “liên tục” do người thẩm định xác định.",
        f"All posts together reach {needed} years, with an interruption; what counts as continuous is for a person.",
    )


def doubtful_post() -> Bilingual:
    """Whether a post is held on the day, or abroad, cannot be told."""
    return said(
        "Chưa rõ vị trí này còn giữ vào ngày xét hoặc có ở nước ngoài hay không; cần người xem xét.",
        "Whether this post is held on the day, or is abroad, is not clear; a person must look.",
    )


def no_post_now(*, abroad: bool) -> Bilingual:
    """No post is held on the day."""
    where_vi, where_en = (" ở nước ngoài", " abroad") if abroad else ("", "")
    return said(f"Chưa có vị trí đang giữ{where_vi}.", f"There is no post held now{where_en}.")


def counted(found: int) -> Bilingual:
    """How many entries fit."""
    return said(f"Có {found} mục phù hợp.", f"{found} {'entry fits' if found == 1 else 'entries fit'}.")


def counted_years(found: int, on: date, *, abroad: bool) -> Bilingual:
    """How long posts were held in all."""
    vi, en = length(found, on)
    where_vi, where_en = (" ở nước ngoài", " abroad") if abroad else ("", "")
    return said(f"Tổng cộng {vi} công tác{where_vi}.", f"{en} in posts{where_en} in all.")


def too_few(kinds: Sequence[ClaimKind], found: int, needed: int) -> Bilingual:
    """Fewer entries than asked for."""
    vi = " hoặc ".join(_KINDS[kind][0] for kind in kinds)
    en = " or ".join(_KINDS[kind][1] for kind in kinds)
    return said(
        f"Có {found} trên {needed} {vi} đúng yêu cầu; còn thiếu {needed - found}.",
        f"{found} of {needed} of the kind asked for ({en}); {needed - found} missing.",
    )


def no_degree(levels: Sequence[DegreeLevel]) -> Bilingual:
    """No degree of the levels asked for."""
    vi = " hoặc ".join(_LEVELS[level][0] for level in levels)
    en = " or ".join(_LEVELS[level][1] for level in levels)
    return said(f"Chưa có bằng {vi}.", f"There is no {en} on record.")


def no_standing() -> Bilingual:
    """The standing is not open to the reader."""
    return said(
        "Người này chưa cho bạn xem mình thuộc diện nào đối với Việt Nam.",
        "How this person stands to Viet Nam is not open to you.",
    )


def other_standing(any_of: Sequence[Standing]) -> Bilingual:
    """The standing is none of those that the rule is for."""
    vi = " và ".join(_STANDINGS[each][0] for each in any_of)
    en = " and ".join(_STANDINGS[each][1] for each in any_of)
    return said(f"Quy định này chỉ dành cho {vi}.", f"This is for {en} only.")


def outside(regime: str) -> Bilingual:
    """The decree is not for this person, so its criteria do not apply."""
    return said(
        f"Không áp dụng vì Nghị định {regime} không dành cho diện của người này.",
        f"It does not apply: Decree {regime} is not for people of this standing.",
    )


def hidden(missing: Bilingual | None, count: int) -> Bilingual:
    """What is missing, and that entries are not open to the reader."""
    vi, en = (missing.vi, missing.en) if missing else ("", "")
    note_vi = f"Có {count} mục không mở cho bạn xem nên chưa kết luận là không đạt."
    opened = "entry is" if count == 1 else "entries are"
    note_en = f"{count} {opened} not shown to you, so this is not held against the person."
    return said(f"{vi} {note_vi}".strip(), f"{en} {note_en}".strip())


def both(first: Bilingual | None, second: Bilingual | None) -> Bilingual | None:
    """Two sentences one after the other."""
    if first is None or second is None or first == second:
        return first or second
    return said(f"{first.vi} {second.vi}", f"{first.en} {second.en}")


def reckoned(found: years.Reckoning, on: date) -> Bilingual:
    """How continuous years were counted: since when, what interrupts them, what was counted once or in part."""
    (sure_vi, sure_en), (most_vi, most_en) = length(found.certain, on), length(found.possible, on)
    vi, en = [f"Liên tục đến {day_vi(on)}: {sure_vi}"], [f"Continuous up to {on.isoformat()}: {sure_en}"]
    if found.possible > found.certain:
        vi.append(f"nhiều nhất {most_vi}")
        en.append(f"at most {most_en}")
    if found.since:
        vi.append(f"từ {day_vi(found.since)}")
        en.append(f"since {found.since.isoformat()}")
    told_vi, told_en = [", ".join(vi) + "."], [", ".join(en) + "."]
    if found.gaps:
        gaps = found.gaps[-_GAPS_TOLD:]
        told_vi.append("Gián đoạn: " + "; ".join(f"{day_vi(a)}–{day_vi(b)}" for a, b in gaps) + ".")
        told_en.append("Interrupted: " + "; ".join(f"{a.isoformat()} to {b.isoformat()}" for a, b in gaps) + ".")
    for ids, text_vi, text_en in (
        (found.overlapping, "vị trí trùng thời gian, chỉ tính một lần", "held at the same time, counted once"),
        (found.part_time, "vị trí bán thời gian, tính theo tỷ lệ", "part time, counted by the share"),
        (
            found.imprecise,
            "vị trí thiếu ngày hoặc tháng, tính theo cả hai mốc",
            "with a partial date, counted both ways",
        ),
    ):
        if ids:
            told_vi.append(f"{len(ids)} {text_vi}.")
            told_en.append(f"{len(ids)} {'post' if len(ids) == 1 else 'posts'} {text_en}.")
    return said(" ".join(told_vi), " ".join(told_en))


def length(days: int, on: date) -> tuple[str, str]:
    """So many days before the day, as years and months in both languages, or as days where it is less than a month."""
    begin = date.fromordinal(max(1, on.toordinal() - days))
    months = (on.year - begin.year) * 12 + on.month - begin.month - (1 if on.day < begin.day else 0)
    whole, rest = divmod(months, 12)
    if not months:
        return f"{days} ngày", f"{days} day{'' if days == 1 else 's'}"
    vi = [f"{whole} năm"] * bool(whole) + [f"{rest} tháng"] * bool(rest)
    en = [f"{whole} year{'' if whole == 1 else 's'}"] * bool(whole)
    en += [f"{rest} month{'' if rest == 1 else 's'}"] * bool(rest)
    return " ".join(vi), " ".join(en)


def day_vi(day: date) -> str:
    """A day as it is written in Vietnamese."""
    return day.strftime("%d/%m/%Y")


def said(vi: str, en: str) -> Bilingual:
    """A sentence of ours in both languages; it needs no checks."""
    return Bilingual.model_construct(vi=vi, en=en)


_FOR_A_HUMAN: Final = {matter: said(vi, en) for matter, (vi, en) in _MATTERS.items()}
