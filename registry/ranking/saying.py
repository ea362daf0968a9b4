"""The reasons of a suggestion in sentences of both languages, out of numbers and what the reader may see."""

from collections.abc import Mapping
from typing import Final

from matching.text import analyse
from registry.lists import Language
from registry.models.claims import Claim
from registry.models.matches import FeatureReason, MatchRun, Meant, Stability
from registry.models.values import Bilingual
from registry.ranking import catalogue, embedding

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
# Values that agree to so many decimals are said to be equal.
_DECIMALS = 2


def with_words(feature: FeatureReason, claims: Mapping[str, Claim]) -> FeatureReason:
    """A feature with title, what the role brings and a sentence; entries that are not for the reader are left out."""
    text = catalogue.features().get(feature.feature)
    seen = tuple(id for id in feature.evidence if id in claims)
    if text is None:
        return feature.model_copy(update={"evidence": seen, "title": catalogue.title(feature.feature)})
    sentence = Bilingual(vi=_sentence(feature, text, "vi"), en=_sentence(feature, text, "en"))
    return feature.model_copy(
        update={"evidence": seen, "title": text.title, "ours": text.ours, "sentence": sentence},
    )


def is_off(feature: FeatureReason) -> bool:
    """Whether a feature played no part: that of the language model, where it is 0 also for the middle of all."""
    return feature.feature == embedding.FEATURE and feature.value == feature.typical == 0


def _sentence(feature: FeatureReason, text: catalogue.FeatureText, language: Language) -> str:
    vi = language == "vi"
    if feature.value == text.missing:
        said = text.nothing_vi if vi else text.nothing_en
    else:
        places = {"value": number(feature.value, language), "percent": percent(feature.value, language)}
        said = (text.said_vi if vi else text.said_en).format(**places)
    return f"{said} {_compared(feature, language)}"


def _compared(feature: FeatureReason, language: Language) -> str:
    """How the value stands to the middle one of everybody who was ranked."""
    middle = number(feature.typical, language)
    difference = round(feature.value, _DECIMALS) - round(feature.typical, _DECIMALS)
    if language == "vi":
        how = "Bằng" if not difference else "Cao hơn" if difference > 0 else "Thấp hơn"
        return f"{how} mức giữa của những người được so sánh ({middle})."
    how = "Equal to" if not difference else "Above" if difference > 0 else "Below"
    return f"{how} the middle of those compared ({middle})."


def stability(stands: Stability) -> Bilingual:
    """How firmly somebody stands, in a sentence."""
    spread, share = stands.spread, stands.share
    vi = (
        f"Đứng trong {stands.first} người đầu ở {percent(share, 'vi')} của {stands.draws} lần thay đổi ngẫu nhiên "
        f"các trọng số trong khoảng ±{percent(spread, 'vi')}; ở chín phần mười số lần, thứ hạng nằm từ {stands.best} "
        f"đến {stands.worst}."
    )
    en = (
        f"Among the first {stands.first} in {percent(share, 'en')} of {stands.draws} draws of the weights within "
        f"±{percent(spread, 'en')}; in nine of ten draws the place lies between {stands.best} and {stands.worst}."
    )
    return Bilingual(vi=vi, en=en)


def meant(seen: Meant) -> Bilingual:
    """What such a score has meant, in a sentence."""
    # The fewest of whom more than half a person was chosen: "about 0 of 10" would say that nobody was.
    of = next((of for of in (10, 100, 1000) if seen.chosen * 2 * of > seen.candidates), 10_000)
    about = round(seen.chosen / seen.candidates * of)
    end = " (mô phỏng)." if seen.simulated else "."
    vi = (
        f"Khoảng {about} trong {of} ứng viên có điểm như vậy đã được chọn: {seen.chosen} trong {seen.candidates} người "
        "được gợi ý cho những vị trí đã quyết định mà bộ xếp hạng chưa học"
    )
    en = (
        f"About {about} of {of} such candidates were chosen: {seen.chosen} of the {seen.candidates} suggested with "
        "such a score for decided roles that the ranker was not fitted on"
    )
    return Bilingual(vi=vi + end, en=en + end)


def nobody(run: MatchRun) -> Bilingual:
    """Why a run has no candidates."""
    if not run.pool:
        return Bilingual(
            vi="Chưa có ai đồng ý được gợi ý.",
            en="Nobody has agreed to be matched yet.",
        )
    if run.pool == run.without_evidence:
        return Bilingual(
            vi="Những người đã đồng ý được gợi ý đều chưa có minh chứng mà các tổ chức được xem.",
            en="Nobody who agreed to be matched has evidence that institutes may see.",
        )
    if not analyse(run.query):
        return Bilingual(
            vi="Vị trí không có từ nào để tìm: văn bản chỉ gồm dấu câu, chữ cái lẻ hoặc những từ không nói về nội dung "
            "công việc. Hãy mô tả vị trí bằng vài câu, bằng cả tiếng Việt và tiếng Anh.",
            en="The role has no word to search by: its text is only marks, single letters or words that say nothing of "
            "the work. Describe it in a few sentences, in Vietnamese and in English.",
        )
    return Bilingual(
        vi="Không ai trong số những người được xem xét có minh chứng chung từ nào với vị trí. Hãy mô tả vị trí bằng "
        "nhiều từ hơn, bằng cả tiếng Việt và tiếng Anh.",
        en="Nobody who was looked at has evidence that shares a term with the role. Describe it in more words, in "
        "Vietnamese and in English.",
    )


def no_roles() -> Bilingual:
    """Why no open role is told to a person."""
    return Bilingual(
        vi="Chưa có vị trí đang mở nào trùng từ với minh chứng mà bạn cho các tổ chức xem. Hãy thêm công trình, chương "
        "trình hoặc sáng chế kèm một câu về nội dung, và cho các tổ chức xem.",
        en="No open role shares a term with the evidence that you let institutes see. Add works, programmes or "
        "inventions with a sentence on what they were about, and let institutes see them.",
    )


def number(value: float, language: Language) -> str:
    """A value with two decimals, as the language writes it."""
    written = f"{value:,.{_DECIMALS}f}"
    return written.translate(str.maketrans(",.", ".,")) if language == "vi" else written


def signed(value: float, language: Language) -> str:
    """A difference with its sign."""
    return f"{'−' if value < 0 else '+'}{number(abs(value), language)}"


def percent(share: float, language: Language) -> str:
    """A share as whole per cent, as the language writes it."""
    return f"{share * 100:.0f} %" if language == "vi" else f"{share * 100:.0f}%"
