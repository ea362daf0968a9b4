"""Learned rankers in sentences of both languages: what they learned from, what they are worth, why they are silent."""

from collections.abc import Iterator
from typing import Final

from matching import calibration
from registry.models.rankers import Figure, Ranker
from registry.models.values import Bilingual
from registry.ranking.learning import SIMULATED

FOR_ANY_KIND: Final = Bilingual(
    vi="Loại vị trí này không có bộ riêng, nên dùng bộ chung cho mọi vị trí.",
    en="This kind of role has no set of its own, so the set for a role of any kind counts.",
)


def fitted(ranker: Ranker) -> str:
    """How a ranker was fitted, as the published sets say it: in English, for the record."""
    mark = SIMULATED if ranker.simulated else ""
    return (
        f"listwise softmax over the recorded candidates of {ranker.fitted_on.roles} decided roles{mark}, no weight "
        f"below zero, penalty {ranker.penalty:g}; held out: {ranker.held_out.roles} decided from {ranker.held_from} to "
        f"{ranker.last_decided}"
    )


def about(ranker: Ranker, *, refused: bool) -> Iterator[Bilingual]:
    """What must be known of a ranker that is in use."""
    if refused:
        yield Bilingual(
            vi=f"Bộ {ranker.name} đã được chọn nhưng phiên bản này không đọc được tệp của nó hoặc có đặc trưng khác, "
            "nên bộ đã công bố được dùng.",
            en=f"The set {ranker.name} was chosen, but this version cannot read its file or has other features, so the "
            "published set counts.",
        )
        return
    mark = SIMULATED if ranker.simulated else ""
    yield Bilingual(
        vi=f"Học từ {ranker.fitted_on.roles} quyết định{mark}; trên {ranker.held_out.roles} quyết định mới hơn chưa "
        f"học đạt {_told(ranker.held_out, 'vi')}, bộ đã công bố {_told(ranker.published, 'vi')}, chênh lệch "
        f"{_told(ranker.gained, 'vi')}.",
        en=f"Learned from {ranker.fitted_on.roles} decisions{mark}; on {ranker.held_out.roles} newer ones that it was "
        f"not fitted on it reaches {_told(ranker.held_out, 'en')}, the published set {_told(ranker.published, 'en')}, "
        f"the difference is {_told(ranker.gained, 'en')}.",
    )
    yield Bilingual(
        vi="Con số là trung bình nghịch đảo thứ hạng của người được chọn, kèm khoảng tin cậy 95 %. Các danh sách ấy do "
        "bộ trọng số khi đó lập ra, nên bộ này chỉ học được cách sắp lại những người đã có mặt trong danh sách.",
        en="The figures are the mean reciprocal rank of whoever was chosen, with 95% intervals. The lists were made by "
        "the weights of their day, so it has learned only how to reorder people who stood in them.",
    )


def meaning(ranker: Ranker | None) -> Bilingual:
    """Why it is told what a score has meant, or why not."""
    if ranker is None:
        return Bilingual(
            vi="Không nói một điểm số có nghĩa gì: bộ đã công bố không học từ quyết định nào của loại vị trí này.",
            en="What a score has meant is not said: the published set was learned from no decision of this kind.",
        )
    if not ranker.speaks:
        few, each = calibration.FEWEST_CANDIDATES, calibration.FEWEST_OF_EACH
        return Bilingual(
            vi=f"Không nói một điểm số có nghĩa gì: trong các quyết định chưa học, không khoảng điểm nào có ít nhất "
            f"{few} ứng viên, trong đó ít nhất {each} người được chọn và {each} người không.",
            en=f"What a score has meant is not said: among the decisions that it was not fitted on no range of scores "
            f"was seen on {few} candidates, {each} of them chosen and {each} not.",
        )
    mark = SIMULATED if ranker.simulated else ""
    return Bilingual(
        vi=f"Cạnh một điểm số có ghi bao nhiêu ứng viên như vậy đã được chọn{mark}, ở những khoảng điểm đã thấy đủ "
        "nhiều trong các quyết định chưa học.",
        en=f"Beside a score stands how many such candidates were chosen{mark}, for ranges of scores of which enough "
        "was seen among the decisions that it was not fitted on.",
    )


def _told(figure: Figure, language: str) -> str:
    told = f"{figure.mean:.3f} [{figure.low:.3f}; {figure.high:.3f}]"
    return told.replace(".", ",") if language == "vi" else told
