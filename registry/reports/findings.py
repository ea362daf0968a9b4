"""What a figure says in one sentence, computed from its numbers and never written ahead of them."""

from collections.abc import Callable, Sequence

from registry.models.values import Bilingual
from registry.reports.models import Entry, Gap

_NAMED = 3
_EMPTY = Bilingual(vi="Chưa có gì để đếm.", en="There is nothing to count yet.")


def leading(entries: Sequence[Entry]) -> Bilingual:
    """Which line leads, with how much of the whole, and how many lines have nothing."""
    total = sum(entry.value for entry in entries)
    stated = sorted((entry for entry in entries if entry.stated), key=lambda entry: -entry.value)
    if not total or not stated or not stated[0].value:
        return _EMPTY
    first = [entry for entry in stated if entry.value == stated[0].value]
    empty, lines = sum(not entry.value for entry in stated), len(stated)
    if len(first) > 1:
        vi = f"Cùng nhiều nhất, mỗi mục {_vi(first[0].value)}: {_names(first, 'vi')}."
        en = f"{_names(first, 'en')} share the first place with {_en(first[0].value)} each."
    else:
        [top] = first
        vi = f"Nhiều nhất là {top.label.in_('vi')}: {_vi(top.value)} trên {_vi(total)} ({_share(top.value, total)} %)."
        en = f"{top.label.in_('en')} comes first: {_en(top.value)} of {_en(total)} ({_share(top.value, total)}%)."
    if empty:
        vi += f" {empty} trên {lines} mục chưa có gì."
        en += f" {empty} of {lines} lines have none."
    return Bilingual(vi=vi, en=en)


def share_of(*keys: str, vi: str, en: str) -> Callable[[Sequence[Entry]], Bilingual]:
    """How much of the whole stands under these keys; `vi` and `en` take {part}, {total} and {share} (per cent)."""

    def finding(entries: Sequence[Entry]) -> Bilingual:
        total = sum(entry.value for entry in entries)
        part = sum(entry.value for entry in entries if entry.key in keys or entry.column in keys)
        if not total:
            return _EMPTY
        share = _share(part, total)
        return Bilingual(
            vi=vi.format(part=_vi(part), total=_vi(total), share=share),
            en=en.format(part=_en(part), total=_en(total), share=share),
        )

    return finding


def uncovered(gaps: Sequence[Gap]) -> Bilingual:
    """Which groups need people and have nobody who agreed to be matched."""
    wanted = [gap for gap in gaps if gap.roles.value]
    bare = [gap for gap in wanted if not gap.experts.value]
    if not wanted:
        return Bilingual(vi="Hiện không có vị trí nào đang mở.", en="No role is open at the moment.")
    if bare:
        return Bilingual(
            vi=f"{len(bare)} nhóm có vị trí đang mở nhưng chưa có chuyên gia nào đồng ý được gợi ý: "
            f"{_names(bare, 'vi')}.",
            en=f"{len(bare)} of the groups with open roles have no expert who agreed to be matched: "
            f"{_names(bare, 'en')}.",
        )
    thinnest = min(wanted, key=lambda gap: gap.experts.value / gap.roles.value)
    vi, en = thinnest.label.in_("vi"), thinnest.label.in_("en")
    roles, experts = thinnest.roles.value, thinnest.experts.value
    return Bilingual(
        vi=f"Nhóm nào có vị trí đang mở cũng có chuyên gia đồng ý được gợi ý; mỏng nhất là {vi}: "
        f"{_vi(experts)} chuyên gia cho {_vi(roles)} vị trí.",
        en=f"Every group with open roles has experts who agreed to be matched; the thinnest is {en}: "
        f"{_en(experts)} experts for {_en(roles)} roles.",
    )


def _names(entries: Sequence[Entry] | Sequence[Gap], language: str) -> str:
    """The first few names, and how many more there are."""
    named = "; ".join(entry.label.in_(language) for entry in entries[:_NAMED])
    more = len(entries) - _NAMED
    if more <= 0:
        return named
    return f"{named}; và {more} mục khác" if language == "vi" else f"{named}; and {more} more"


def _share(part: int, total: int) -> str:
    """Whole per cent, without making something of nothing or nothing of something."""
    share = 100 * part / total
    if 0 < share < 1:
        return "< 1"
    if 99 < share < 100:
        return "> 99"
    return str(int(share + 0.5))


def _vi(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _en(number: int) -> str:
    return f"{number:,}"
