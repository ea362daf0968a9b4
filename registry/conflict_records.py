"""What conflicts of interest are found by, as the graph has it: every record of some people, confirmed or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.database import Database, Row
from matching.text import fold
from registry import visibility
from registry.access import Actor
from registry.conflict_ties import TITLE_WORDS, Entry, Known
from registry.models.experts import Status
from registry.models.values import Audience, Verification
from registry.names import words

_OF_WORKS = frozenset({"AUTHORED", "INVENTED", "MADE", "LED", "TOOK_PART"})
_DOI = ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/")


def known(db: Database, actor: Actor | None, ids: Sequence[str]) -> dict[str, Known]:
    """What is known of these people, by their ids, with what this actor may read marked; without one, all is.

    The ids are of records that are not merged. A record that shares an address or an ORCID with one of a person's
    counts as the person's, as far as that is not confirmed.
    """
    records = _records(db, ids)
    shared = _sharing(db, records)
    others = _records(db, sorted({id for found in shared.values() for id in found} - records.keys()))
    everybody = records | others
    return {id: _known(actor, id, everybody, shared.get(id, set())) for id in ids if id in records}


def _records(db: Database, ids: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in db.read("conflicts/records", ids=list(ids)) if ids else []:
        found.setdefault(row["person"], []).append(row)
    return found


def _sharing(db: Database, records: Mapping[str, list[Row]]) -> dict[str, set[str]]:
    """For each person, the other ones with a record that holds an address or an ORCID of theirs."""
    holders: dict[str, set[str]] = {}
    for person, rows in records.items():
        for held in _held(rows):
            holders.setdefault(held, set()).add(person)
    emails = sorted(held for held in holders if "@" in held)
    orcids = sorted(holders.keys() - set(emails))
    shared: dict[str, set[str]] = {}
    for row in db.read("conflicts/namesakes", emails=emails, orcids=orcids) if holders else []:
        for person in holders[row["email"] or row["orcid"]] - {row["id"]}:
            shared.setdefault(person, set()).add(row["id"])
    return shared


def _held(rows: Iterable[Row]) -> set[str]:
    return {held for row in rows for held in (row["email"], *row["orcids"]) if held}


def _known(actor: Actor | None, id: str, records: Mapping[str, list[Row]], shared: set[str]) -> Known:
    own = records[id]
    also = [row for other in sorted(shared) for row in records.get(other, ())]
    whole = actor is None or visibility.reads_as(actor, id) is Audience.SELF
    entries = [_entry(claim, shown=_shown(actor, row, claim)) for row in own for claim in row["claims"]]
    entries += [
        replace(_entry(claim, shown=whole and _shown(actor, row, claim)), unconfirmed=True)
        for row in also
        for claim in row["claims"]
    ]
    names = {" ".join(words(fold(name))) for row in (*own, *also) for name in row["names"]}
    return Known(
        id=id,
        records=frozenset(row["id"] for row in own),
        unconfirmed=frozenset(row["id"] for row in also),
        entries=tuple(entries),
        names=tuple(sorted(name for name in names if " " in name)),
        closed=any(row["id"] == id and row["status"] == Status.CLOSED for row in own),
        told=whole,
    )


def _shown(actor: Actor | None, record: Row, claim: Row) -> bool:
    """Whether the reader may read a claim where it stands; what waits in a merged record is for no reader but two."""
    if actor is None:
        return True
    reader = visibility.reads_as(actor, record["person"])
    if reader is Audience.SELF:
        return True
    standing = record["status"] == Status.ACTIVE and claim["verification"] != Verification.REJECTED
    return standing and visibility.open_to(reader, Audience(claim["audience"]))


def _entry(claim: Row, *, shown: bool) -> Entry:
    evidence, relation = claim["evidence"], claim["relation"]
    external = _external(evidence["external_id"])
    place = claim["institute_id"] or " ".join(words(fold(evidence["organisation"] or "")))
    told = " ".join(evidence[name] or "" for name in ("title_vi", "title_en", "summary_vi", "summary_en"))
    return Entry(
        claim_id=claim["id"],
        relation=relation,
        keys=frozenset({evidence["id"], external} - {""}),
        titles=frozenset(_titles(evidence)) if relation in _OF_WORKS else frozenset(),
        places=frozenset({place} - {""}),
        start=evidence["start_on"],
        end=evidence["end_on"],
        text=f" {' '.join(words(fold(told)))} " if relation == "EARNED" else "",
        shown=shown,
        doubtful=claim["verification"] == Verification.REJECTED,
    )


def _external(written: str | None) -> str:
    """An outside id in one spelling: `doi:10.…` and the address of it are the same."""
    told = (written or "").strip().lower()
    for start in _DOI:
        told = f"doi:{told.removeprefix(start)}" if told.startswith(start) else told
    return told


def _titles(evidence: Row) -> Iterable[str]:
    year = (evidence["end_on"] or evidence["start_on"] or "")[:4]
    for name in ("title_vi", "title_en"):
        title = words(fold(evidence[name] or ""))
        if year and len(title) >= TITLE_WORDS:
            yield f"{year} {' '.join(title)}"
