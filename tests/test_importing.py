"""The importer of led programmes: what is right comes in once, what is wrong is told with its line."""

import gzip
import io
import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import lease, local
from graph.database import Database, connect
from registry import audit, experts, institutes, merging, setup
from registry.access import Actor, Office, system
from registry.errors import Invalid, NotAllowed
from registry.importers import programmes
from registry.importers.lines import LONGEST, Damaged, lines_of
from registry.importers.outcomes import Interrupted, Outcome, Result, Summary
from registry.importers.programme_records import read
from registry.models.claims import ClaimDraft, ClaimKind, Part
from registry.models.experts import Expert, Standing
from registry.models.values import Audience, Bilingual, Verification, digest_of
from tests.builders import speaking_for

SOURCE = "awards"
AWARDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "nsf-awards-2017" / "awards.jsonl.gz"
ADMINISTRATOR = system("tests")


def row(**changes: object) -> bytes:
    """A record of a programme that two people led."""
    given: dict[str, object] = {
        "id": "1700003",
        "title": "Solid-state batteries",
        "abstract": "Sulfide electrolytes and lithium metal anodes.",
        "signed": "2017-04-13",
        "start": "06/01/2017",
        "end": "05/31/2020",
        "amount": 128822,
        "programs": ["MATERIALS"],
        "institution": "University of Notre Dame",
        "city": "NOTRE DAME",
        "state": "Indiana",
        "country": "United States",
        "lead": "p1",
        "co": ["p2"],
    }
    kept = {name: value for name, value in (given | changes).items() if value is not ...}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def rows(count: int) -> list[bytes]:
    """Programmes of as many leads, each with a co-lead who is the lead of the next."""
    return [
        row(id=str(n), title=f"Programme {n}", lead=f"p{n}", co=[f"p{n + 1}"], institution=f"Institute {n % 7}")
        for n in range(count)
    ]


def run(db: Database, lines: list[bytes], **options: object) -> Summary:
    return programmes.run(db, ADMINISTRATOR, lines, source=SOURCE, **options)  # type: ignore[arg-type]


def told(db: Database, lines: list[bytes], **options: object) -> list[Outcome]:
    outcomes: list[Outcome] = []
    run(db, lines, listener=outcomes.append, **options)
    return outcomes


def person(db: Database, code: str) -> Expert:
    [found] = db.read("importing/people", keys=[f"{SOURCE}:{code}"])
    return experts.own(db, ADMINISTRATOR, found["id"])


def batches(db: Database) -> list[dict[str, object]]:
    return [event for event in audit.events(db, ADMINISTRATOR, limit=1000) if event["subject_kind"] == "batch"]


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.created, summary.updated, summary.unchanged, summary.rejected


def packed(file: bytes) -> Iterator[bytes]:
    return lines_of(io.BufferedReader(io.BytesIO(file)))


def test_a_record_becomes_its_people_with_their_claims_and_their_institute(db: Database) -> None:
    summary = run(db, [row()])
    assert counts(summary) == (1, 0, 0, 0)
    assert (summary.people, summary.institutes, summary.programmes, summary.claims) == (2, 1, 1, 2)
    lead, co = person(db, "p1"), person(db, "p2")
    assert lead.name.as_written == "p1"
    assert (lead.standing, lead.residence, lead.source) == (Standing.FOREIGN, "US", SOURCE)
    assert lead.audience_of("name") is Audience.INSTITUTES
    assert not lead.agreed_to_matching
    [claim], [shared] = lead.claims, co.claims
    assert (claim.part, shared.part) == (Part.LED, Part.CO_LED)
    assert claim.evidence_id == shared.evidence_id
    assert claim.title == Bilingual(en="Solid-state batteries")
    assert claim.summary == Bilingual(en="Sulfide electrolytes and lithium metal anodes.")
    assert (claim.start, claim.end, claim.as_of) == ("2017-06-01", "2020-05-31", "2017-04-13")
    assert (claim.amount, claim.currency, claim.programmes) == (128822, "USD", ("MATERIALS",))
    assert (claim.source, claim.verification, claim.audience) == (SOURCE, Verification.IMPORTED, Audience.INSTITUTES)
    assert claim.institute_id
    home = institutes.get(db, ADMINISTRATOR, claim.institute_id)
    assert (home.name.en, home.country, home.kind) == ("University of Notre Dame", "US", "university")
    assert all(digest_of(expert) == expert.digest for expert in (lead, co))


def test_the_same_file_again_changes_nothing(db: Database) -> None:
    lines = rows(20)
    run(db, lines)
    before, events = person(db, "p5"), batches(db)
    again = run(db, lines)
    assert counts(again) == (0, 0, 20, 0)
    assert (again.people, again.institutes, again.programmes, again.claims) == (0, 0, 0, 0)
    assert person(db, "p5") == before
    assert batches(db) == events


def test_a_dry_run_says_what_a_run_would_do_and_writes_nothing(db: Database) -> None:
    # More than a batch, so that what is planned later builds on what was only planned before.
    lines = [*rows(1100), row(id="5", title="Otherwise"), b"{", row(id="6", title="Programme 6", lead="p6", co=["new"])]
    dry = run(db, lines, dry_run=True)
    assert batches(db) == []
    assert db.read("importing/people", keys=[f"{SOURCE}:p1"]) == []
    real = run(db, lines)
    assert dry.dry_run
    assert counts(dry) == counts(real) == (1100, 2, 0, 1)
    assert (dry.people, dry.institutes, dry.claims) == (real.people, real.institutes, real.claims)


def test_people_and_programmes_of_several_batches_are_joined(db: Database) -> None:
    lines = [*rows(1050), row(id="3", title="Renamed", lead="p3", co=["p4", "late"], institution="Institute 3")]
    summary = run(db, lines)
    assert counts(summary) == (1050, 1, 0, 0)
    assert (summary.people, summary.institutes, summary.programmes, summary.claims) == (1052, 7, 1050, 2101)
    assert len(batches(db)) == 2
    middle = person(db, "p1000")
    assert [(claim.title.en, claim.part) for claim in middle.claims] == [
        ("Programme 999", Part.CO_LED),
        ("Programme 1000", Part.LED),
    ]
    assert "Renamed" in {claim.title.en for claim in person(db, "p4").claims}
    for code in ("p3", "p4", "p1000", "late"):
        expert = person(db, code)
        assert digest_of(expert) == expert.digest
    assert audit.verify(db, ADMINISTRATOR).broken is None


@pytest.mark.parametrize(
    ("line", "code", "pointer"),
    [
        (b"{", "not-json", ""),
        (b"[1, 2]\n", "not-object", ""),
        (b'{"title": "\xff"}\n', "not-utf8", ""),
        (b'{"title": NaN}\n', "not-json", ""),
        (row(lead=...), "field-missing", "/lead"),
        (row(lead="  "), "field-missing", "/lead"),
        (row(lead=17), "not-text", "/lead"),
        (row(lead="n" * 10_000_000), "line-too-long", ""),
        (row(lead="n" * 300), "text-too-long", "/lead"),
        (row(co=["p2", "n" * 300]), "text-too-long", "/co/1"),
        (row(co=[f"p{n}" for n in range(501)]), "list-too-long", "/co"),
        (row(title=...), "field-missing", "/title"),
        (row(title="a\x07b"), "control-character", "/title"),
        (row(abstract="a" * 20_001), "text-too-long", "/text"),
        (row(start="13/40/2017"), "date-impossible", "/start"),
        (row(start="2017-02-30"), "date-impossible", "/start"),
        (row(end="next year"), "date-form", "/end"),
        (row(signed="0217-04-13"), "year-range", "/signed"),
        (row(end="2016"), "date-order", "/end"),
        (row(amount=-1), "amount-range", "/amount"),
        (row(amount=True), "value-wrong", "/amount"),
        (row(amount="much"), "value-wrong", "/amount"),
        (row(country="Atlantis"), "country-unknown", "/country"),
        (row(country=...), "country-missing", "/country"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(line: bytes, code: str, pointer: str) -> None:
    found = read(7, line)
    assert (found.line, found.record) == (7, None)
    [reason] = found.reasons
    assert (reason.code, reason.pointer) == (code, pointer)
    assert reason.vi
    assert reason.en
    assert "{" not in reason.vi + reason.en


def test_rejected_rows_are_told_with_their_lines_and_the_rest_goes_on(db: Database) -> None:
    good = rows(3)
    outcomes = told(db, [good[0], b"{\n", b"\n", row(lead=...), good[1], b"\xff\xfe\n", good[2]])
    assert [(outcome.line, outcome.result.value) for outcome in outcomes] == [
        (1, "created"),
        (2, "rejected"),
        (4, "rejected"),
        (5, "created"),
        (6, "rejected"),
        (7, "created"),
    ]
    assert person(db, "p2").claims


def test_every_wrong_value_of_a_row_is_named(db: Database) -> None:
    [outcome] = told(db, [row(lead="", start="x", amount=-1)])
    assert {reason.pointer for reason in outcome.reasons} == {"/lead", "/start", "/amount"}


def test_an_outcome_is_written_as_one_line_of_json(db: Database) -> None:
    outcomes = told(db, [row(), b"{"])
    first, second = (orjson.loads(outcome.as_json()) for outcome in outcomes)
    assert first == {"line": 1, "result": "created", "key": "1700003", "reasons": []}
    assert second["reasons"][0]["code"] == "not-json"
    assert outcomes[0].as_json().endswith(b"\n")


def test_an_import_stops_at_the_first_rejected_row_if_asked(db: Database) -> None:
    good = rows(3)
    summary = run(db, [good[0], good[1], b"{", good[2]], stop_at_error=True)
    assert counts(summary) == (2, 0, 0, 1)
    assert summary.stopped_at == 3
    assert db.read("importing/people", keys=[f"{SOURCE}:p3"]) == []
    assert run(db, good).created == 1


def test_fields_that_are_not_kept_are_told_once(db: Database) -> None:
    summary = run(db, [row(id=str(n), officer="o1", division="Mathematics", colour="red") for n in range(5)])
    assert {(warning.pointer, warning.code) for warning in summary.warnings} == {
        ("/officer", "field-ignored"),
        ("/division", "field-not-kept"),
        ("/colour", "field-unknown"),
    }
    assert summary.created == 5


def test_progress_tells_the_rows_that_are_in_and_how_many_there_are(db: Database) -> None:
    seen: list[tuple[int, int | None]] = []
    run(db, rows(1001), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1000, 1001), (1001, 1001)]


def test_other_names_of_fields_and_forms_of_dates_are_understood() -> None:
    line = row(abstract=..., text="T", co=..., co_leads="p9", programs=..., programmes=["A", ""], id=5, start="2017-06")
    record = read(1, line).record
    assert record
    assert (record.text, record.co, record.programs, record.id, record.start) == ("T", ("p9",), ("A",), "5", "2017-06")


def test_a_country_is_found_by_any_of_its_names() -> None:
    for name in ("United States", "us", "USA", "Hoa Kỳ"):
        record = read(1, row(country=name)).record
        assert record
        assert record.country == "US"
    given = read(1, row(country=...), country="VN").record
    assert given
    assert given.country == "VN"


def test_letters_that_were_taken_for_control_characters_are_put_right() -> None:
    for line in (row(title="Bats \x97 pathogens"), b'{"title":"Bats \\u0097 pathogens","lead":"p","country":"US"}'):
        record = read(1, line).record
        assert record
        assert record.title == "Bats — pathogens"


def test_a_programme_without_an_id_is_found_again_by_title_lead_and_start(db: Database) -> None:
    assert run(db, [row(id=...)]).created == 1
    assert run(db, [row(id=..., amount=5)]).updated == 1
    assert run(db, [row(id=..., title="Another")]).created == 1


def test_vietnamese_records_keep_their_language_and_currency(db: Database) -> None:
    line = row(
        title="Pin thể rắn", abstract="Vật liệu mới.", institution="Đại học Bách khoa Hà Nội", country="Việt Nam"
    )
    run(db, [line], language="vi", currency="VND", standing=Standing.CITIZEN_AT_HOME)
    lead = person(db, "p1")
    [claim] = lead.claims
    assert (claim.title, claim.currency) == (Bilingual(vi="Pin thể rắn"), "VND")
    assert (lead.standing, lead.residence) == (Standing.CITIZEN_AT_HOME, "VN")
    assert claim.institute_id
    assert institutes.get(db, ADMINISTRATOR, claim.institute_id).name.vi == "Đại học Bách khoa Hà Nội"


def test_a_programme_that_was_rejected_as_not_mine_stays_rejected(db: Database) -> None:
    run(db, [row()])
    before = person(db, "p1")
    draft = experts.draft_of(before)
    rejected = draft.model_copy(update={"claims": (draft.claims[0].model_copy(update={"rejected": True}),)})
    experts.update(db, speaking_for(before.id), before.id, rejected, if_match=before.digest)
    assert counts(run(db, [row()])) == (0, 0, 1, 0)
    assert counts(run(db, [row(amount=7)])) == (0, 1, 0, 0)
    [claim] = person(db, "p1").claims
    assert claim.verification is Verification.REJECTED
    assert claim.amount == 7


def test_what_a_person_wrote_stays_and_only_new_programmes_are_added(db: Database) -> None:
    run(db, [row()])
    before = person(db, "p1")
    draft = experts.draft_of(before).model_copy(update={"residence": "FR", "email": "x@example.org"})
    draft = draft.model_copy(update={"claims": (draft.claims[0].model_copy(update={"audience": Audience.SELF}),)})
    experts.update(db, speaking_for(before.id), before.id, draft, if_match=before.digest)
    [outcome, other] = told(db, [row(), row(id="2", title="Another")])
    assert (outcome.result, other.result) == (Result.UNCHANGED, Result.CREATED)
    after = person(db, "p1")
    assert (after.residence, after.email) == ("FR", "x@example.org")
    assert [(claim.title.en, claim.audience) for claim in after.claims] == [
        ("Solid-state batteries", Audience.SELF),
        ("Another", Audience.INSTITUTES),
    ]
    assert after.digest == digest_of(after)


def test_nothing_is_added_to_a_closed_profile(db: Database) -> None:
    run(db, [row()])
    before = person(db, "p1")
    experts.close(db, speaking_for(before.id), before.id, if_match=before.digest)
    [alone, together] = told(db, [row(id="2", co=[]), row(id="3")])
    assert (alone.result, together.result) == (Result.UNCHANGED, Result.CREATED)
    assert {reason.code for outcome in (alone, together) for reason in outcome.reasons} == {"profile-closed"}
    assert len(person(db, "p1").claims) == 1
    assert len(person(db, "p2").claims) == 2
    assert db.read("importing/programmes", keys=[f"{SOURCE}:2"]) == []


def test_programmes_of_somebody_who_was_merged_go_to_the_survivor(db: Database, administrator: Actor) -> None:
    run(db, [row(co=[]), row(id="2", lead="p2", co=[])])
    survivor, other = person(db, "p1"), person(db, "p2")
    merging.merge(db, administrator, survivor.id, other.id, reason="Một người")
    assert counts(run(db, [row(co=[]), row(id="2", lead="p2", co=[]), row(id="3", lead="p2", co=["p1"])])) == (
        1,
        0,
        2,
        0,
    )
    claims = person(db, "p1").claims
    assert len(claims) == 3
    assert claims[-1].part is Part.LED


def test_what_the_source_now_says_otherwise_is_taken_over_for_everybody(db: Database) -> None:
    run(db, [row()])
    before = person(db, "p2")
    assert counts(run(db, [row(abstract=..., amount=5, institution="Elsewhere", end="2021-01")])) == (0, 1, 0, 0)
    for code in ("p1", "p2"):
        expert = person(db, code)
        [claim] = expert.claims
        assert (claim.summary, claim.amount, claim.organisation, claim.end) == (None, 5, "Elsewhere", "2021-01")
        assert claim.institute_id
        assert institutes.get(db, ADMINISTRATOR, claim.institute_id).name.en == "Elsewhere"
        assert expert.digest == digest_of(expert)
    assert person(db, "p2").digest != before.digest


def test_a_batch_leaves_one_event_without_the_names_of_people(db: Database) -> None:
    run(db, rows(30), agree=True)
    [event] = batches(db)
    assert (event["tag"], event["actor"]) == ("experts.imported", "administrator:tests")
    assert len(str(event["after"])) == 64
    assert '"agreed":true' in str(event["detail"])
    assert "Programme" not in str(event["detail"])
    assert audit.verify(db, ADMINISTRATOR).broken is None


def test_people_count_as_having_agreed_only_if_the_caller_says_so(db: Database) -> None:
    run(db, [row(co=[])])
    run(db, [row(id="2", lead="p1", co=["p2"])], agree=True)
    assert not person(db, "p1").agreed_to_matching
    assert person(db, "p2").agreed_to_matching


def test_two_imports_of_one_file_at_once_make_nothing_twice(db: Database) -> None:
    lines = rows(150)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: run(db, lines), range(2))
    assert first.created + second.created >= 150
    assert first.rejected + second.rejected == 0
    for code in ("p0", "p77", "p150"):
        assert len({claim.evidence_id for claim in person(db, code).claims}) == len(person(db, code).claims)
    assert sum(len(person(db, f"p{n}").claims) for n in range(151)) == 300
    assert counts(run(db, lines)) == (0, 0, 150, 0)


def test_a_profile_that_changes_between_plan_and_write_keeps_the_change(db: Database) -> None:
    lines = [*rows(1000), row(id="x", title="Another", lead="p1", co=[])]
    outcomes: list[Outcome] = []

    def edit_after_the_first_batch(outcome: Outcome) -> None:
        # The second batch is planned by now and not written yet.
        if not outcomes:
            before = person(db, "p1")
            draft = experts.draft_of(before).model_copy(update={"residence": "FR"})
            experts.update(db, speaking_for(before.id), before.id, draft, if_match=before.digest)
        outcomes.append(outcome)

    run(db, lines, listener=edit_after_the_first_batch)
    after = person(db, "p1")
    assert after.residence == "FR"
    assert [claim.title.en for claim in after.claims] == ["Programme 0", "Programme 1", "Another"]
    assert after.digest == digest_of(after)
    assert len(outcomes) == len(lines)


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"source": "Có dấu"}, "/source"),
        ({"source": "self"}, "/source"),
        ({"language": "fr"}, "/language"),
        ({"currency": "dollars"}, "/currency"),
        ({"country": "XX"}, "/country"),
    ],
)
def test_an_import_on_terms_that_cannot_be_used_is_refused(
    db: Database, options: dict[str, object], pointer: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        programmes.run(db, ADMINISTRATOR, [row()], **({"source": SOURCE} | options))  # type: ignore[arg-type]
    assert [error.pointer for error in refusal.value.errors] == [pointer]


@pytest.mark.parametrize("office", [Office.EXPERT, Office.INSTITUTE, Office.COMMITTEE, Office.PUBLIC])
def test_only_administrators_import(db: Database, office: Office) -> None:
    with pytest.raises(NotAllowed):
        programmes.run(db, Actor("a", office, "x"), [row()], source=SOURCE)


def test_a_packed_file_is_known_by_its_content() -> None:
    lines = rows(50)
    assert list(packed(b"".join(lines))) == lines
    assert list(packed(gzip.compress(b"".join(lines)))) == lines
    assert list(packed(b"")) == []


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    endless = b'{"lead": "' + b"n" * 10_000_000 + b'"}\n'
    first, second = packed(gzip.compress(endless + row()))
    assert len(first) == LONGEST + 1
    assert second == row()


def test_a_packed_file_that_breaks_off_is_told_after_the_rows_before(db: Database) -> None:
    whole = gzip.compress(b"".join(rows(3000)))
    outcomes: list[Outcome] = []
    summary = programmes.run(
        db, ADMINISTRATOR, packed(whole[: len(whole) // 2]), source=SOURCE, listener=outcomes.append
    )
    assert outcomes[-1].reasons[0].code == "file-damaged"
    assert summary.stopped_at == outcomes[-1].line
    assert summary.created == outcomes[-1].line - 1 > 100
    with pytest.raises(Damaged):
        list(packed(whole[:-4]))


@given(st.binary() | st.text().map(str.encode))
def test_no_line_is_too_strange_to_be_told_of(line: bytes) -> None:
    found = read(1, line)
    assert (found.record is None) == bool(found.reasons)


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "text", "lead", "co", "institution", "country", "start", "end", "amount"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text() | st.integers()),
    )
)
def test_no_value_is_too_strange_to_be_told_of(given: dict[str, object]) -> None:
    found = read(1, json.dumps(given).encode(errors="surrogatepass"))
    assert (found.record is None) == bool(found.reasons)
    if found.record:
        assert found.record.people[0] == found.record.lead
        assert len(set(found.record.people)) == len(found.record.people)


@contextmanager
def own_engine(folder: Path) -> Iterator[Database]:
    with local.engine(folder, heap="512m") as address:
        db = connect(address.uri, address.user, address.password)
        setup.prepare(db, ADMINISTRATOR)
        yield db
        db.close()


def killing(folder: Path, lines: list[bytes], at: int) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if number == at:
            for process in lease.processes(folder):
                os.kill(process, signal.SIGKILL)
        yield line


@pytest.mark.slow
def test_an_import_whose_engine_dies_says_what_is_in_and_goes_on_when_run_again(tmp_path: Path) -> None:
    lines = rows(3500)
    outcomes: list[Outcome] = []
    with own_engine(tmp_path) as db, pytest.raises(Interrupted) as interruption:
        programmes.run(db, ADMINISTRATOR, killing(tmp_path, lines, at=2500), source=SOURCE, listener=outcomes.append)
    told = interruption.value
    assert told.rows_in == len(outcomes) >= 1000
    assert str(told.rows_in) in told.vi
    assert str(told.rows_in) in told.en
    with own_engine(tmp_path) as db:
        summary = run(db, lines)
        assert summary.unchanged >= told.rows_in
        assert summary.created + summary.unchanged == 3500
        assert summary.updated == summary.rejected == 0
        for code in ("p0", "p999", "p1000", "p2500", "p3500"):
            expert = person(db, code)
            assert len(expert.claims) == (1 if code in ("p0", "p3500") else 2)
            assert expert.digest == digest_of(expert)
        assert counts(run(db, lines)) == (0, 0, 3500, 0)
        assert audit.verify(db, ADMINISTRATOR).broken is None


@pytest.mark.slow
@pytest.mark.skipif(not AWARDS.is_file(), reason=f"The awards are not at {AWARDS}.")
def test_the_awards_of_2017_come_in_whole(tmp_path: Path) -> None:
    summaries: list[Summary] = []
    with own_engine(tmp_path) as db:
        for _ in range(2):
            with AWARDS.open("rb") as file:
                summaries.append(programmes.run(db, ADMINISTRATOR, lines_of(file), source="nsf-awards-2017"))
        verdict = audit.verify(db, ADMINISTRATOR)
    first, second = summaries
    # Three records come twice, under the same number.
    assert (first.rows, first.created, first.unchanged, first.rejected) == (7933, 7930, 3, 0)
    assert (first.people, first.institutes, first.programmes) == (11_929, 1209, 7930)
    assert (second.unchanged, second.people, second.claims) == (7933, 0, 0)
    assert verdict.broken is None


def test_a_claim_of_another_kind_is_left_alone(db: Database) -> None:
    run(db, [row()])
    before = person(db, "p1")
    draft = experts.draft_of(before)
    award = ClaimDraft(kind=ClaimKind.AWARD, title=Bilingual(vi="Giải thưởng"))
    added = draft.model_copy(update={"claims": (*draft.claims, award)})
    experts.update(db, speaking_for(before.id), before.id, added, if_match=before.digest)
    run(db, [row(amount=9)])
    assert [claim.kind for claim in person(db, "p1").claims] == [ClaimKind.PROGRAMME, ClaimKind.AWARD]
