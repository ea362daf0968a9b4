"""Tables for spreadsheets: CSV that opens with its Vietnamese letters and runs no formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from fastapi import Response

from api.language import person_text
from registry import lists
from registry.lists import Language
from registry.models.experts import ExpertView
from registry.models.matches import Candidate, FeatureReason, MatchRun, Reasons
from registry.models.values import Bilingual

# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# A spreadsheet in Vietnamese splits at semicolons, quoted or not, and at the ends of lines: a cell may begin there too.
_WITHIN = re.compile(r"([;\r\n]\s*)(?=[=+\-@])")
_MOST_NAMED = 3
_HEAD: Mapping[Language, tuple[str, ...]] = {
    "vi": (
        "Thứ hạng",
        "Mã chuyên gia",
        "Họ và tên",
        "Diện",
        "Nơi cư trú",
        "Điểm",
        "Nhóm ngang điểm",
        "Chương trình đã chủ trì",
        "Minh chứng gần nhất",
        "Công trình làm căn cứ",
        "Từ khoá trùng",
        "Đặc trưng góp nhiều nhất",
        "Tỷ lệ đứng trong nhóm đầu khi đổi trọng số",
        "Điểm như vậy từng có nghĩa gì",
        "Thử trọng số vì",
    ),
    "en": (
        "Rank",
        "Expert id",
        "Name",
        "Standing",
        "Residence",
        "Score",
        "Tie group",
        "Programmes led",
        "Latest evidence",
        "Works that speak for it",
        "Shared terms",
        "Features that add most",
        "Share of weight draws among the first",
        "What such a score has meant",
        "Other weights tried because",
    ),
}
_WITHDRAWN: Mapping[Language, str] = {"vi": "(đã rút khỏi việc gợi ý)", "en": "(withdrew from being suggested)"}


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it; no cell begins a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def download(content: bytes, name: str) -> Response:
    """A table as a file to be kept by the reader and by nobody on the way."""
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def candidates(run: MatchRun, people: Mapping[str, ExpertView], language: Language) -> bytes:
    """The candidates of a run with their reasons, best first; who withdrew since keeps the place and nothing else."""
    tried = run.tried.reason if run.tried else ""
    rows = [
        [*_candidate(candidate, people.get(candidate.expert_id or ""), language), tried] for candidate in run.candidates
    ]
    return table([_HEAD[language], *rows])


def _candidate(candidate: Candidate, view: ExpertView | None, language: Language) -> Sequence[object]:
    if view is None:
        return (candidate.rank, "", _WITHDRAWN[language], *[""] * (len(_HEAD[language]) - 4))
    reasons = candidate.reasons
    return (
        candidate.rank,
        candidate.expert_id,
        _name(view, language),
        lists.label(lists.term("standings", view.standing), language) if view.standing else "",
        lists.label(lists.country(view.residence), language) if view.residence else "",
        candidate.score,
        candidate.tie_group,
        reasons.led,
        reasons.latest or "",
        "; ".join(_title(work.title, language) for work in reasons.works),
        "; ".join(term.term for term in reasons.terms),
        "; ".join(_title(part.title, language) for part in _adding_most(reasons)),
        reasons.stability.share if reasons.stability else "",
        _title(reasons.meant.sentence, language) if reasons.meant else "",
    )


def _name(view: ExpertView, language: Language) -> str:
    return person_text(view.name.as_written if view.name else "", language, generated=view.generated)


def _adding_most(reasons: Reasons) -> list[FeatureReason]:
    """The features that add most to a score, the strongest first."""
    parts = sorted(reasons.features, key=lambda part: -part.contribution)
    return [part for part in parts[:_MOST_NAMED] if part.contribution > 0]


def _title(title: Bilingual | None, language: Language) -> str:
    return title.in_(language) if title else ""


def _safe(cell: object) -> object:
    """A text that holds what begins like a formula gets an apostrophe before it; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    apart = _WITHIN.sub(r"\1'", cell)
    return f"'{apart}" if apart.startswith(_FORMULA) else apart
