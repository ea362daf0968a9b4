"""The figures about experts: who they are, where they live, and how fresh and how sure it is what they say."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from registry import lists
from registry.models.values import Bilingual
from registry.reports import findings, freshness
from registry.reports.breakdowns import Breakdown, both, lines, not_stated, or_not_stated
from registry.reports.models import Heading
from registry.reports.subjects import Expert

PEOPLE: Final = both("người", "people")
_ACTIVE_VI = (
    "Chỉ tính hồ sơ đang hoạt động; không tính hồ sơ đã đóng (người đó đã rút) và hồ sơ đã gộp (đã được tính ở hồ sơ "
    "còn lại)."
)
_ACTIVE_EN = (
    "Active profiles only: closed ones are left out because the person withdrew, merged ones because they count in "
    "the profile that they went into."
)
_HIGHEST: Final = ("phd", "master", "bachelor", "other")


def defined(vi: str, en: str) -> Bilingual:
    """What a figure counts, and which experts are in none of them."""
    return both(f"{vi} {_ACTIVE_VI}", f"{en} {_ACTIVE_EN}")


def shows(part: str) -> Callable[[Expert, str], bool]:
    """For facts that the person shows to the committee or not."""
    return lambda expert, _key: part in expert.shown


def _province(expert: Expert, _on: date) -> Iterable[str]:
    return or_not_stated(expert.province) if expert.residence == "VN" else ()


def _degree(expert: Expert, _on: date) -> Iterable[str]:
    levels = {level for level, _ in expert.degrees}
    return or_not_stated(next((level for level in _HIGHEST if level in levels), None))


def _degree_opens(expert: Expert, key: str) -> bool:
    return not expert.degrees or (key, True) in expert.degrees


def _languages(expert: Expert, _on: date) -> Iterable[str]:
    return set(expert.languages) or or_not_stated(None)


def _claims_open(expert: Expert, key: str) -> bool:
    return (key, False) not in expert.claims


EXPERT_FIGURES: Final[tuple[Breakdown[Expert], ...]] = (
    Breakdown(
        id="experts-by-standing",
        section="experts",
        subject="expert",
        title=both("Chuyên gia theo diện", "Experts by standing"),
        definition=defined("Mỗi người tính một lần, theo diện tự khai.", "Each person once, by the standing stated."),
        unit=PEOPLE,
        keys=lambda expert, _on: (expert.standing,),
        headings=lambda _on: lines(lists.vocabulary("standings")),
        opens=shows("standing"),
    ),
    Breakdown(
        id="experts-by-country",
        section="experts",
        subject="expert",
        title=both("Chuyên gia theo nước cư trú", "Experts by country of residence"),
        definition=defined(
            "Mỗi người tính một lần, theo nước cư trú tự khai.", "Each person once, by the country of residence stated."
        ),
        unit=PEOPLE,
        keys=lambda expert, _on: (expert.residence,),
        headings=lambda _on: lines(lists.countries()),
        opens=shows("residence"),
        with_zeros=False,
    ),
    Breakdown(
        id="experts-by-province",
        section="experts",
        subject="expert",
        title=both("Chuyên gia trong nước theo tỉnh, thành phố", "Experts in Viet Nam by province"),
        definition=defined(
            "Chỉ người cư trú tại Việt Nam, theo 34 đơn vị hành chính cấp tỉnh từ ngày 01/07/2025.",
            "Residents of Viet Nam only, by the 34 provincial units since 1 July 2025.",
        ),
        unit=PEOPLE,
        keys=_province,
        headings=lambda _on: [*lines(lists.provinces()), not_stated()],
        opens=shows("residence"),
    ),
    Breakdown(
        id="experts-by-agreement",
        section="experts",
        subject="expert",
        title=both("Chuyên gia đồng ý được gợi ý", "Experts who agreed to be matched"),
        definition=defined(
            "Theo quyết định đồng ý gần nhất cho mục đích được gợi ý; ai không đồng ý thì không bao giờ được gợi ý.",
            "By the newest receipt for the purpose of matching; whoever did not agree is never suggested.",
        ),
        unit=PEOPLE,
        keys=lambda expert, _on: ("agreed" if expert.agreed else "not-agreed",),
        headings=lambda _on: [
            Heading(key="agreed", label=both("Đồng ý được gợi ý", "Agreed to be matched")),
            Heading(key="not-agreed", label=both("Không đồng ý hoặc đã rút", "Did not agree, or withdrew")),
        ],
        finding=findings.share_of(
            "agreed",
            vi="{part} trên {total} chuyên gia đồng ý được gợi ý ({share} %).",
            en="{part} of {total} experts agreed to be matched ({share}%).",
        ),
        ordered=True,
    ),
    Breakdown(
        id="experts-by-degree",
        section="experts",
        subject="expert",
        title=both("Chuyên gia theo học vị cao nhất", "Experts by highest degree"),
        definition=defined(
            "Mỗi người tính một lần, theo học vị cao nhất trong hồ sơ, dù đã được xác minh hay chưa; bỏ qua học vị mà "
            "người đó đã từ chối.",
            "Each person once, by the highest degree in the profile, verified or not; degrees that the person rejected "
            "as not theirs are left out.",
        ),
        unit=PEOPLE,
        keys=_degree,
        headings=lambda _on: [*lines(lists.vocabulary("degree_levels")), not_stated()],
        opens=_degree_opens,
        ordered=True,
    ),
    Breakdown(
        id="experts-by-language",
        section="experts",
        subject="expert",
        title=both("Chuyên gia theo ngôn ngữ làm việc", "Experts by working language"),
        definition=defined(
            "Một người biết nhiều ngôn ngữ thì tính ở từng ngôn ngữ, ở mọi mức độ: tổng là số cặp người – ngôn ngữ.",
            "Somebody with several languages counts under each, at any level: the sum is pairs of person and language.",
        ),
        unit=both("cặp người – ngôn ngữ", "pairs of person and language"),
        keys=_languages,
        headings=lambda _on: [*lines(lists.languages()), not_stated()],
        opens=shows("languages"),
        several=True,
        with_zeros=False,
    ),
    Breakdown(
        id="experts-by-freshness",
        section="freshness",
        subject="expert",
        title=both("Chuyên gia theo lần xác nhận hồ sơ gần nhất", "Experts by age of the last confirmation"),
        definition=defined(
            "Mỗi người tính một lần, theo số tháng từ lần gần nhất chính người đó xác nhận hoặc sửa hồ sơ đến ngày báo "
            "cáo. Các mốc tháng do hệ thống đặt ra, không phải quy định pháp luật.",
            "Each person once, by the months between the last time the profile was confirmed or corrected and the day "
            "of the report. The limits are this registry's choice, not law.",
        ),
        unit=PEOPLE,
        keys=lambda expert, on: (freshness.band(expert.confirmed_on, on),),
        headings=freshness.headings,
        finding=lambda entries: findings.share_of(
            entries[0].key,
            vi="{part} trên {total} chuyên gia ({share} %) đã xác nhận hồ sơ trong khoảng mới nhất: "
            f"{entries[0].label.in_('vi').lower()}.",
            en="{part} of {total} experts ({share}%) confirmed their profile in the freshest band: "
            f"{entries[0].label.in_('en').lower()}.",
        )(entries),
        ordered=True,
    ),
    Breakdown(
        id="claims-by-verification",
        section="freshness",
        subject="expert",
        title=both("Minh chứng theo mức độ kiểm chứng", "Claims by verification"),
        definition=defined(
            "Mỗi minh chứng (chức vụ, học vị, công trình, chương trình, sáng chế, sản phẩm, giải thưởng) tính một lần "
            "cho mỗi người khai; không tính minh chứng mà người đó đã từ chối. Mỗi dòng mở ra là một người cùng số "
            "minh chứng của người đó.",
            "Each claim (post, degree, work, programme, invention, product, award) once for each person who makes it; "
            "claims rejected as not theirs are left out. Each row that opens is a person with the number of claims.",
        ),
        unit=both("minh chứng", "claims"),
        keys=lambda expert, _on: [verification for verification, _ in expert.claims],
        headings=lambda _on: [
            Heading(key="verified", label=both("Đã xác minh", "Verified")),
            Heading(key="imported", label=both("Nhập từ nguồn ngoài", "Imported from a source")),
            Heading(key="declared", label=both("Tự khai", "Declared by the person")),
        ],
        opens=_claims_open,
        finding=findings.share_of(
            "verified",
            vi="{part} trên {total} minh chứng đã được xác minh ({share} %).",
            en="{part} of {total} claims are verified ({share}%).",
        ),
        several=True,
        repeated=True,
        ordered=True,
    ),
)
