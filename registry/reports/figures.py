"""The figures: how counts become entries with labels, in the order in which they are read."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from registry.models.values import Bilingual
from registry.reports import findings
from registry.reports.breakdowns import Breakdown, both
from registry.reports.counting import QUERIES, Counted, Members, Tally
from registry.reports.expert_figures import EXPERT_FIGURES
from registry.reports.expertise_figures import EXPERTISE_FIGURES
from registry.reports.institute_figures import INSTITUTE_FIGURES
from registry.reports.mission_figures import MISSION_FIGURES, ROLE_FIGURES
from registry.reports.models import Count, Coverage, Entry, Figure, Gap, Heading
from registry.reports.subjects import Expert, Institute, Mission, Role

AnyBreakdown = Breakdown[Expert] | Breakdown[Institute] | Breakdown[Mission] | Breakdown[Role]
BREAKDOWNS: Final[tuple[AnyBreakdown, ...]] = (
    *EXPERT_FIGURES,
    *INSTITUTE_FIGURES,
    *MISSION_FIGURES,
    *ROLE_FIGURES,
    *EXPERTISE_FIGURES,
)


def keys_of(breakdown: AnyBreakdown, on: date) -> set[str]:
    """Every key that the lists of that day give a figure, also where nobody stands under it."""
    lines = [heading.key for heading in breakdown.headings(on)]
    columns = [column.key for column in breakdown.columns(on)]
    return {f"{line}:{column}" for line in lines for column in columns} if columns else set(lines)


def drawn(breakdown: AnyBreakdown, counted: Counted) -> Figure:
    """A figure out of the counts."""
    tally = counted.tallies[breakdown.id]
    on = counted.on
    lines, columns = _completed(breakdown, tally, on), tuple(breakdown.columns(on))
    entries = _crossed(lines, columns, tally) if columns else _listed(breakdown, lines, tally)
    total = summed(entries)
    return Figure(
        id=breakdown.id,
        section=breakdown.section,
        subject=breakdown.subject,
        title=breakdown.title,
        definition=breakdown.definition,
        unit=breakdown.unit,
        finding=breakdown.finding(entries),
        several=breakdown.several,
        value=total.value,
        generated=total.generated,
        subjects=tally.subjects,
        whole=total.value if breakdown.repeated else tally.subjects,
        entries=tuple(entries),
        lines=tuple(lines) if columns else (),
        columns=columns,
        query=QUERIES[breakdown.subject],
        parameters={"on": on.isoformat()},
        as_of=counted.seq,
    )


def _completed(breakdown: AnyBreakdown, tally: Tally, on: date) -> list[Heading]:
    """The lines of the list, and one for each code that is kept and that the list does not have."""
    headings = list(breakdown.headings(on))
    known = {heading.key for heading in headings}
    strays = sorted({key.split(":")[0] if breakdown.columns(on) else key for key in tally.members} - known)
    return headings + [Heading(key=code, label=both(code, code), verified=False) for code in strays]


def _listed(breakdown: AnyBreakdown, lines: Sequence[Heading], tally: Tally) -> list[Entry]:
    entries = [_entry(tally, line.key, line) for line in lines]
    # Nobody is missed where nobody failed to say something, or where the list is the whole world.
    entries = [entry for entry in entries if entry.value or (breakdown.with_zeros and entry.stated)]
    if breakdown.ordered:
        return entries
    return sorted(entries, key=lambda entry: (not entry.stated, -entry.value))


def _crossed(lines: Sequence[Heading], columns: Sequence[Heading], tally: Tally) -> list[Entry]:
    return [_entry(tally, f"{line.key}:{column.key}", line, column) for line in lines for column in columns]


def _entry(tally: Tally, key: str, line: Heading, column: Heading | None = None) -> Entry:
    members = tally.members.get(key) or Members()
    label = line.label
    if column is not None:
        label = Bilingual(
            vi=f"{line.label.in_('vi')}: {column.label.in_('vi')}",
            en=f"{line.label.in_('en')}: {column.label.in_('en')}",
        )
    return Entry(
        key=key,
        label=label,
        verified=line.verified,
        stated=line.stated,
        line=line.key if column else None,
        column=column.key if column else None,
        value=members.value,
        generated=members.generated,
    )


def coverage(roles: Figure, experts: Figure) -> Coverage:
    """Demand beside supply, out of the two figures that hold them."""
    demand = {entry.key: entry for entry in roles.entries if entry.stated}
    supply = {entry.key: entry for entry in experts.entries if entry.stated}
    gaps = [
        Gap(
            key=key,
            label=entry.label,
            verified=entry.verified,
            roles=Count(value=entry.value, generated=entry.generated),
            experts=Count(value=supply[key].value, generated=supply[key].generated),
        )
        for key, entry in demand.items()
    ]
    return Coverage(
        title=both(
            "Cung và cầu theo nhóm công nghệ chiến lược", "Supply and demand by group of strategic technologies"
        ),
        definition=both(
            "Bên cầu là vị trí đang mở theo nhóm công nghệ mà nhiệm vụ phục vụ; bên cung là chuyên gia đồng ý "
            "được gợi ý đã khai nhóm đó. Hai con số đặt cạnh nhau, không trừ cho nhau: một người có thể được tính "
            "cho nhiều nhóm và nhiều vị trí; số này chưa nói lên điều kiện pháp lý, mức độ phù hợp hay thời gian của "
            "từng người.",
            "Demand is the open roles by the groups that their missions serve; supply is the experts who agreed to be "
            "matched and stated the group. The two stand side by side and are not subtracted: one person may count for "
            "several groups and roles, and nothing is said about legal eligibility, fit or availability.",
        ),
        finding=findings.uncovered(gaps),
        roles_figure=roles.id,
        experts_figure=experts.id,
        gaps=tuple(gaps),
    )


def summed(entries: Sequence[Count]) -> Count:
    """All of them together."""
    return Count(value=sum(entry.value for entry in entries), generated=sum(entry.generated for entry in entries))
