"""The figures about what experts know: fields, branches, and groups of strategic technologies."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from registry import lists
from registry.reports.breakdowns import Breakdown, both, lines, not_stated, or_not_stated
from registry.reports.expert_figures import defined, shows
from registry.reports.models import Heading
from registry.reports.strategic import NO_GROUP, groups_of_all
from registry.reports.subjects import Expert

CROSSWALK_VI = (
    "Tính theo danh mục công nghệ chiến lược có hiệu lực vào ngày báo cáo. Mã của danh mục khác được quy đổi qua bảng "
    "đối chiếu của hệ thống (chưa được kiểm chứng); nhóm bị tách thì tính vào mọi nhóm mới."
)
CROSSWALK_EN = (
    "By the list of strategic technologies in force on the day of the report. A code of another list is carried over "
    "by the registry's own crosswalk (not verified); a group that was split counts under each of its parts."
)


def _fields(expert: Expert, _on: date) -> Iterable[str]:
    return {code[:1] for code in expert.fields} or or_not_stated(None)


def _branches(expert: Expert, _on: date) -> Iterable[str]:
    return {code[:3] for code in expert.fields} or or_not_stated(None)


def _technologies(expert: Expert, on: date) -> Iterable[str]:
    return groups_of_all(expert.technologies, on) or or_not_stated(None)


def _agreed_technologies(expert: Expert, on: date) -> Iterable[str]:
    return _technologies(expert, on) if expert.agreed else ()


def _branch_lines(_on: date) -> list[Heading]:
    # Some people name a field and no branch of it.
    fields = lines(lists.fields(1))
    only = [
        Heading(
            key=field.key,
            label=both(f"{field.label.in_('vi')} (không nêu ngành)", f"{field.label.in_('en')} (no branch named)"),
            verified=field.verified,
        )
        for field in fields
    ]
    return [*lines(lists.fields(2)), *only, not_stated()]


def _verified(entry: object) -> bool:
    return bool(getattr(entry, "verified", True))


def technology_lines(on: date) -> list[Heading]:
    """The groups of the list in force, and a line for what has no group in it."""
    return [
        *lines(lists.technology_groups(on), verified=_verified),
        Heading(key=NO_GROUP, label=both("Không thuộc nhóm nào của danh mục", "In no group of the list"), stated=False),
        not_stated(),
    ]


EXPERTISE_FIGURES: Final[tuple[Breakdown[Expert], ...]] = (
    Breakdown(
        id="experts-by-field",
        section="expertise",
        subject="expert",
        title=both("Chuyên gia theo lĩnh vực", "Experts by field"),
        definition=defined(
            "Theo 6 lĩnh vực của Quyết định 12/2008/QĐ-BKHCN. Một người có nhiều lĩnh vực thì tính ở từng lĩnh vực: "
            "tổng là số cặp người – lĩnh vực, lớn hơn số người.",
            "By the 6 fields of Decision 12/2008/QĐ-BKHCN. Somebody with several fields counts under each: the sum is "
            "pairs of person and field, which is more than people. The English names are translations of this "
            "registry.",
        ),
        unit=both("cặp người – lĩnh vực", "pairs of person and field"),
        keys=_fields,
        headings=lambda _on: [*lines(lists.fields(1)), not_stated()],
        opens=shows("fields"),
        several=True,
    ),
    Breakdown(
        id="experts-by-branch",
        section="expertise",
        subject="expert",
        title=both("Chuyên gia theo ngành", "Experts by branch"),
        definition=defined(
            "Theo 46 ngành của Quyết định 12/2008/QĐ-BKHCN; chuyên ngành tính vào ngành của nó. Một người có nhiều "
            "ngành thì tính ở từng ngành: tổng là số cặp người – ngành.",
            "By the 46 branches of Decision 12/2008/QĐ-BKHCN; a speciality counts under its branch. Somebody with "
            "several branches counts under each: the sum is pairs of person and branch. The English names are "
            "translations of this registry.",
        ),
        unit=both("cặp người – ngành", "pairs of person and branch"),
        keys=_branches,
        headings=_branch_lines,
        opens=shows("fields"),
        several=True,
        with_zeros=False,
    ),
    Breakdown(
        id="experts-by-technology",
        section="expertise",
        subject="expert",
        title=both("Chuyên gia theo nhóm công nghệ chiến lược", "Experts by group of strategic technologies"),
        definition=defined(
            f"{CROSSWALK_VI} Một người có nhiều nhóm thì tính ở từng nhóm: tổng là số cặp người – nhóm.",
            f"{CROSSWALK_EN} Somebody with several groups counts under each: the sum is pairs of person and group.",
        ),
        unit=both("cặp người – nhóm", "pairs of person and group"),
        keys=_technologies,
        headings=technology_lines,
        opens=shows("fields"),
        several=True,
    ),
    Breakdown(
        id="agreed-experts-by-technology",
        section="coverage",
        subject="expert",
        title=both(
            "Nguồn cung: chuyên gia đồng ý được gợi ý theo nhóm công nghệ",
            "Supply: experts who agreed to be matched, by technology group",
        ),
        definition=defined(
            f"Chỉ người đồng ý được gợi ý. {CROSSWALK_VI} Một người có nhiều nhóm thì tính ở từng nhóm.",
            f"Only people who agreed to be matched. {CROSSWALK_EN} Somebody with several groups counts under each.",
        ),
        unit=both("cặp người – nhóm", "pairs of person and group"),
        keys=_agreed_technologies,
        headings=technology_lines,
        opens=shows("fields"),
        several=True,
    ),
)
