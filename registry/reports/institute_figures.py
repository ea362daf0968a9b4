"""The figures about institutes: of which kind they are, and where."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from registry import lists
from registry.models.values import Bilingual
from registry.reports.breakdowns import Breakdown, both, lines, not_stated, or_not_stated
from registry.reports.subjects import Institute

_INSTITUTES: Final = both("tổ chức", "institutes")


def _defined(vi: str, en: str) -> Bilingual:
    return both(
        f"{vi} Chỉ tính tổ chức đang hoạt động trong hệ thống; không tính tổ chức đã đóng hoặc đã gộp.",
        f"{en} Active institutes only; closed and merged ones are left out.",
    )


def _province(institute: Institute, _on: date) -> Iterable[str]:
    return or_not_stated(institute.province) if institute.country == "VN" else ()


INSTITUTE_FIGURES: Final[tuple[Breakdown[Institute], ...]] = (
    Breakdown(
        id="institutes-by-kind",
        section="institutes",
        subject="institute",
        title=both("Tổ chức theo loại", "Institutes by kind"),
        definition=_defined("Mỗi tổ chức tính một lần.", "Each institute once."),
        unit=_INSTITUTES,
        keys=lambda institute, _on: (institute.kind,),
        headings=lambda _on: lines(lists.vocabulary("institute_kinds")),
        with_zeros=False,
    ),
    Breakdown(
        id="institutes-by-country",
        section="institutes",
        subject="institute",
        title=both("Tổ chức theo nước", "Institutes by country"),
        definition=_defined(
            "Mỗi tổ chức tính một lần, theo nước đặt trụ sở.", "Each institute once, by the country of its seat."
        ),
        unit=_INSTITUTES,
        keys=lambda institute, _on: (institute.country,),
        headings=lambda _on: lines(lists.countries()),
        with_zeros=False,
    ),
    Breakdown(
        id="institutes-by-province",
        section="institutes",
        subject="institute",
        title=both("Tổ chức trong nước theo tỉnh, thành phố", "Institutes in Viet Nam by province"),
        definition=_defined(
            "Chỉ tổ chức có trụ sở tại Việt Nam, theo 34 đơn vị hành chính cấp tỉnh từ ngày 01/07/2025.",
            "Institutes seated in Viet Nam only, by the 34 provincial units since 1 July 2025.",
        ),
        unit=_INSTITUTES,
        keys=_province,
        headings=lambda _on: [*lines(lists.provinces()), not_stated()],
    ),
)
