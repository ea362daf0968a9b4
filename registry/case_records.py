"""Cases as the graph keeps them: the node of a case, and everything that hangs on it, taken apart by its label."""

from collections import defaultdict
from collections.abc import Sequence

import orjson
from pydantic import BaseModel

from graph.database import Database, Row
from graph.database import Step as Write
from registry import lists
from registry.errors import NotFound
from registry.models.case_entries import (
    Assessment,
    Council,
    CouncilSession,
    Decision,
    FileCheck,
    Judgement,
    Member,
    Nominator,
    Promise,
    Review,
    Scorecard,
    Step,
)
from registry.models.case_law import LawThen
from registry.models.cases import Case
from registry.models.values import Bilingual

_PLAIN = ("id", "regime", "role_kind", "stage", "since", "opened_at", "closed_on", "erased_at", "version")


def kept(db: Database, id: str) -> Case:
    """The whole case, whoever asks.

    Raises:
        NotFound: there is none with this id.
    """
    found = some(db, [id])
    if not found:
        raise NotFound("hồ sơ tuyển chọn", "case", id)
    return found[0]


def some(db: Database, ids: Sequence[str]) -> list[Case]:
    """Those of these cases that are there, whole, in the order of the ids."""
    found = {row["dossier"]["id"]: case_from(row) for row in db.read("cases/get", ids=list(ids))}
    return [found[id] for id in ids if id in found]


def case_from(row: Row) -> Case:
    """A whole case out of a row of `cases/get`; it says nothing yet of who may see what."""
    own, role, mission, institute = row["dossier"], row["role"], row["mission"], row["institute"]
    entries = _by_label(row["entries"])
    stage = lists.case_stage(own["stage"])
    return Case(
        **{name: own.get(name) for name in _PLAIN},
        role_id=role["id"],
        role_title=_text(role, "title"),
        role_status=role["status"],
        mission_id=mission["id"],
        mission_title=_text(mission, "title"),
        institute_id=institute["id"],
        institute_name=_text(institute, "name"),
        agency=mission.get("agency"),
        province=institute.get("province"),
        expert_id=row["expert_id"],
        wording=Bilingual(vi=stage.name_vi, en=stage.name_en),
        nominator=_nominator(own),
        steps=tuple(Step(**each) for each in _in_order(entries["CaseStep"])),
        checks=tuple(FileCheck(**each) for each in _in_order(entries["FileCheck"])),
        judgements=tuple(Judgement(**each) for each in _in_order(entries["Judgement"])),
        council=_council(own, row["members"], entries["Scorecard"]),
        decisions=tuple(map(decision_from, _in_order(entries["Decision"]))),
        promises=tuple(_promise(each) for each in _in_order(entries["Promise"])),
        assessments=tuple(Assessment(**_without(each, "office")) for each in _in_order(entries["Assessment"])),
        reviews=tuple(Review(**_without(each, "at", "by", "office")) for each in _in_order(entries["Review"])),
    )


def entry_of(query: str, case_id: str, entry: BaseModel | Row) -> Write:
    """The write that keeps an entry with its case; what is None is no property."""
    dumped = entry.model_dump(mode="json") if isinstance(entry, BaseModel) else entry
    return Write(query, {"id": case_id, "entry": {name: value for name, value in dumped.items() if value is not None}})


def scorecard_row(card: Scorecard) -> Row:
    """A scorecard as its node keeps it: the marks as JSON text."""
    dumped = card.model_dump(mode="json")
    return dumped | {"marks": orjson.dumps(card.marks, option=orjson.OPT_SORT_KEYS).decode()}


def decision_row(decision: Decision) -> Row:
    """A decision as its node keeps it: the verdicts of the law as JSON text."""
    dumped = decision.model_dump(mode="json")
    return dumped | {"law": decision.law.model_dump_json() if decision.law else None}


def decision_from(row: Row) -> Decision:
    """A decision out of the properties of its node."""
    law = row.get("law")
    return Decision(**_without(row, "law"), law=LawThen.model_validate_json(law) if law else None)


def promise_row(promise: Promise) -> Row:
    """A promise as its node keeps it: the title taken apart by language."""
    dumped = promise.model_dump(mode="json", exclude={"title"})
    return dumped | {"title_vi": promise.title.vi, "title_en": promise.title.en}


def _nominator(own: Row) -> Nominator | None:
    if own.get("nominator_kind") is None:
        return None
    return Nominator(
        kind=own["nominator_kind"],
        name=own.get("nominator_name"),
        account_id=own.get("nominator_account"),
        conflict=own.get("nominator_conflict"),
        statement=own.get("nominator_statement"),
    )


def _council(own: Row, members: list[Row], cards: list[Row]) -> Council | None:
    if not members and not cards:
        return None
    numbers = {each.get("session") or 1 for each in (*members, *cards)}
    *earlier, newest = [_session(number, members, cards) for number in sorted(numbers)]
    return Council(**dict(newest), open=bool(own.get("council_open")), earlier=tuple(earlier))


def _session(number: int, members: list[Row], cards: list[Row]) -> CouncilSession:
    """A council as it was convened for the time of this number; the first was kept without a number once."""
    of_session = [card for card in _in_order(cards) if (card.get("session") or 1) == number]
    sent = {card["by"] for card in of_session}
    asked = [member for member in members if (member.get("session") or 1) == number]
    return CouncilSession(
        session=number,
        members=tuple(
            Member(**_without(member, "session"), sent=member["account_id"] in sent)
            for member in sorted(asked, key=lambda each: str(each["account_id"]))
        ),
        scorecards=tuple(
            Scorecard(**_without(card, "marks", "office"), marks=orjson.loads(card["marks"])) for card in of_session
        ),
    )


def _promise(row: Row) -> Promise:
    title = Bilingual(vi=row.get("title_vi"), en=row.get("title_en"))
    return Promise(**_without(row, "title_vi", "title_en", "by", "office"), title=title)


def _by_label(entries: list[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for each in entries:
        found[each["kind"]].append(each["entry"])
    return found


def _in_order(rows: list[Row]) -> list[Row]:
    """By id, which sorts by the time of its making."""
    return sorted(rows, key=lambda row: str(row["id"]))


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _text(row: Row, name: str) -> Bilingual:
    return Bilingual(vi=row.get(f"{name}_vi"), en=row.get(f"{name}_en"))
