"""The figures about national missions and about the roles that they need."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from registry import lists
from registry.reports import findings
from registry.reports.breakdowns import Breakdown, both, lines, or_not_stated
from registry.reports.expertise_figures import CROSSWALK_EN, CROSSWALK_VI, technology_lines
from registry.reports.models import Heading
from registry.reports.strategic import groups_of_all
from registry.reports.subjects import Mission, Role

_MISSIONS: Final = both("nhiệm vụ", "missions")
_ALL_VI = "Mỗi nhiệm vụ tính một lần, đang mở hay đã đóng."
_ALL_EN = "Each mission once, open or closed."


def _name_verified(entry: object) -> bool:
    return bool(getattr(entry, "name_vi_verified", True)) and bool(getattr(entry, "verified", True))


def _open_technologies(role: Role, on: date) -> Iterable[str]:
    if role.status != "open":
        return ()
    return groups_of_all(role.technologies, on) or or_not_stated(None)


def _role_states(_on: date) -> Sequence[Heading]:
    return (
        Heading(key="open", label=both("Đang mở", "Open")),
        Heading(key="filled", label=both("Đã có người", "Filled")),
        Heading(key="closed", label=both("Đã đóng", "Closed")),
    )


def _mission_states(_on: date) -> Sequence[Heading]:
    return (
        Heading(key="open", label=both("Đang mở", "Open")),
        Heading(key="closed", label=both("Đã đóng", "Closed")),
    )


MISSION_FIGURES: Final[tuple[Breakdown[Mission], ...]] = (
    Breakdown(
        id="missions-by-status",
        section="missions",
        subject="mission",
        title=both("Nhiệm vụ theo tình trạng", "Missions by status"),
        definition=both("Mỗi nhiệm vụ tính một lần.", "Each mission once."),
        unit=_MISSIONS,
        keys=lambda mission, _on: (mission.status,),
        headings=_mission_states,
        finding=findings.share_of(
            "open",
            vi="{part} trên {total} nhiệm vụ đang mở ({share} %).",
            en="{part} of {total} missions are open ({share}%).",
        ),
        ordered=True,
    ),
    Breakdown(
        id="missions-by-system",
        section="missions",
        subject="mission",
        title=both("Nhiệm vụ theo sáu hệ thống của Kế hoạch", "Missions by the six systems of the plan"),
        definition=both(
            f"{_ALL_VI} Tên các hệ thống ghi theo báo chí, chưa đối chiếu với văn bản.",
            f"{_ALL_EN} The systems are named after press reports; the document itself was not found.",
        ),
        unit=_MISSIONS,
        keys=lambda mission, _on: (mission.system,),
        headings=lambda _on: lines(lists.systems(), verified=_name_verified),
    ),
    Breakdown(
        id="missions-by-phase",
        section="missions",
        subject="mission",
        title=both("Nhiệm vụ theo giai đoạn của Kế hoạch", "Missions by phase of the plan"),
        definition=both(
            f"{_ALL_VI} Ba giai đoạn: 2025–2026, 2026–2030, 2030–2045; tên ghi theo báo chí, chưa đối chiếu.",
            f"{_ALL_EN} Three phases: 2025–2026, 2026–2030, 2030–2045; named after press reports, not verified.",
        ),
        unit=_MISSIONS,
        keys=lambda mission, _on: (mission.phase,),
        headings=lambda _on: lines(lists.phases(), verified=_name_verified),
        ordered=True,
    ),
    Breakdown(
        id="missions-by-agency",
        section="missions",
        subject="mission",
        title=both("Nhiệm vụ theo cơ quan chịu trách nhiệm", "Missions by responsible agency"),
        definition=both(_ALL_VI, _ALL_EN),
        unit=_MISSIONS,
        keys=lambda mission, _on: (mission.agency,),
        headings=lambda _on: lines(lists.bodies(), verified=_name_verified),
        with_zeros=False,
    ),
)
ROLE_FIGURES: Final[tuple[Breakdown[Role], ...]] = (
    Breakdown(
        id="roles-by-kind",
        section="missions",
        subject="role",
        title=both("Vị trí chủ trì theo loại và tình trạng", "Leading roles by kind and state"),
        definition=both(
            "Mỗi vị trí tính một lần; vị trí còn mở của nhiệm vụ đã đóng tính là đã đóng. Loại vị trí theo Nghị định "
            "231/2025/NĐ-CP và các nghị định về tổ chức khoa học và công nghệ công lập.",
            "Each role once; one left open in a closed mission counts as closed. The kinds are those of Decree "
            "231/2025 and of the decrees on public science and technology organisations.",
        ),
        unit=both("vị trí", "roles"),
        keys=lambda role, _on: (f"{role.kind}:{role.status}",),
        headings=lambda _on: lines(lists.role_kinds(), verified=_name_verified),
        columns=_role_states,
        finding=findings.share_of(
            "open",
            vi="{part} trên {total} vị trí còn đang mở ({share} %).",
            en="{part} of {total} roles are still open ({share}%).",
        ),
        ordered=True,
    ),
    Breakdown(
        id="open-roles-by-technology",
        section="coverage",
        subject="role",
        title=both("Nhu cầu: vị trí đang mở theo nhóm công nghệ", "Demand: open roles by technology group"),
        definition=both(
            f"Vị trí đang mở, theo công nghệ mà nhiệm vụ của nó phục vụ. {CROSSWALK_VI} Vị trí của nhiệm vụ phục vụ "
            "nhiều nhóm thì tính ở từng nhóm: tổng là số cặp vị trí – nhóm.",
            f"Open roles, by the technologies that their mission serves. {CROSSWALK_EN} A role whose mission serves "
            "several groups counts under each: the sum is pairs of role and group.",
        ),
        unit=both("cặp vị trí – nhóm", "pairs of role and group"),
        keys=_open_technologies,
        headings=technology_lines,
        several=True,
    ),
)
