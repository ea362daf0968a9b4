"""What merging refuses, and the words for it."""

from registry import justification
from registry.errors import Conflict
from registry.merge_records import Record
from registry.models.experts import Status


def checked_reason(reason: str) -> str:
    """The reason without the blanks around it; raises Invalid for none or one that is too long."""
    return justification.required(
        reason,
        vi="Hãy ghi lý do: người khác sẽ đọc lại khi cần kiểm tra hoặc tách hồ sơ.",
        en="Give a reason: others will read it when they check or undo this.",
    )


def require_mergeable(survivor: Record, other: Record) -> None:
    """Refuse to merge a record with itself, a merged or closed one, or two that hold different ORCIDs."""
    if survivor.id == other.id:
        raise Conflict(
            "merge-self",
            vi="Không thể gộp một hồ sơ vào chính nó.",
            en="A record cannot be merged into itself.",
        )
    for record in (survivor, other):
        _require_active(record)
    if survivor.orcid and other.orcid:
        raise Conflict(
            "merge-orcid",
            vi=f"Hai hồ sơ có hai mã ORCID khác nhau ({survivor.orcid} và {other.orcid}), tức là hai người khác nhau, "
            "trừ khi một mã được ghi nhầm. Hãy xoá mã sai trước khi gộp.",
            en=f"The two records hold different ORCIDs ({survivor.orcid} and {other.orcid}), so they are two people, "
            "unless one was given by mistake. Take the wrong one out before you merge.",
        )


def require_merged(id: str, into: str | None) -> str:
    """The record into which this one went directly; raises Conflict for one that is not merged."""
    if into is None:
        raise Conflict(
            "not-merged",
            vi=f"Hồ sơ {id} không bị gộp vào hồ sơ nào nên không có gì để tách.",
            en=f"The record {id} was not merged into another one, so there is nothing to part.",
        )
    return into


def require_parting(survivor: Record) -> None:
    """Refuse to part a record from a survivor that was itself merged into another one since."""
    if survivor.status is Status.MERGED:
        into = survivor.merge["into"] if survivor.merge else survivor.expert["merged_into"]
        raise Conflict(
            "survivor-merged",
            vi=f"Hồ sơ {survivor.id} sau đó đã được gộp tiếp vào {into}. Hãy tách {survivor.id} ra trước.",
            en=f"The record {survivor.id} was itself merged into {into} since. Part {survivor.id} first.",
        )


def orcid_given_away(orcid: str | None) -> Conflict:
    """The refusal to part a record whose ORCID somebody else holds by now."""
    return Conflict(
        "parting-orcid",
        vi=f"Mã ORCID {orcid} của hồ sơ này nay đã có trong một hồ sơ khác. Hãy xoá mã ở hồ sơ đó trước khi tách.",
        en=f"The ORCID {orcid} of this record stands in another record by now. Take it out there before you part them.",
    )


def _require_active(record: Record) -> None:
    if record.status is Status.MERGED:
        into = record.expert["merged_into"]
        raise Conflict(
            "merge-merged",
            vi=f"Hồ sơ {record.id} đã được gộp vào hồ sơ {into}. Hãy dùng hồ sơ {into}.",
            en=f"The record {record.id} was merged into {into} before. Use the record {into}.",
        )
    if record.status is Status.CLOSED:
        raise Conflict(
            "merge-closed",
            vi=f"Hồ sơ {record.id} đã đóng nên không gộp được.",
            en=f"The record {record.id} is closed and cannot be merged.",
        )
