"""`registry ledger` and `registry ai-record`: the same content as over JSON and in the pages."""

import csv
import io
import json
from collections.abc import Callable

from typer.testing import Result

from api.commands.exits import Exit
from graph.database import Database
from registry import ai_record, ledger
from registry.access import system
from registry.models.departures import DepartureLedger
from registry.models.values import today
from tests.case_builders import PASSWORD
from tests.test_ledger import WHY, chosen_against_the_order

Call = Callable[..., Result]


def done(result: Result) -> Result:
    assert result.exit_code == Exit.OK, result.output
    return result


def test_the_ledger_is_told_as_json_as_a_table_and_in_words(db: Database, call: Call) -> None:
    chosen_against_the_order(db)
    expected = ledger.read(db, system("tests"), on=today())
    told = DepartureLedger.model_validate_json(done(call("ledger", "--json")).stdout)
    assert told.model_copy(update={"at": expected.at}) == expected
    sheet = done(call("ledger", "--csv")).stdout_bytes.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(sheet))
    assert (head[0], row[1], row[6]) == ("Decided on", expected.entries[0].case_id, "1")
    words = done(call("ledger")).stdout
    for said in ("Chosen: 1;", f"{today():%Y-%m}", WHY.text, expected.entries[0].case_id):
        assert said in words
    assert "Số người được chọn: 1;" in done(call("ledger", language="vi")).stdout


def test_the_ledger_of_a_month_holds_what_was_decided_in_it(db: Database, call: Call) -> None:
    chosen_against_the_order(db)
    now = json.loads(done(call("ledger", "--month", f"{today():%Y-%m}", "--json")).stdout)
    assert (now["chosen"], now["departed"], len(now["entries"])) == (1, 1, 1)
    assert now["criteria"] == now["months"][0]["criteria"]
    # Of a month nothing is told by feature, which does not mean that nothing could be compared.
    assert "can be compared" in done(call("ledger")).stderr
    assert "can be compared" not in done(call("ledger", "--month", f"{today():%Y-%m}")).stderr
    empty = json.loads(done(call("ledger", "--month", "2024-01", "--json")).stdout)
    assert (empty["chosen"], empty["months"], empty["entries"], empty["reasons"]) == (0, [], [], [])
    for words in (("--month", "2026-13"), ("--month", "nov"), ("--json", "--csv")):
        assert call("ledger", *words).exit_code == Exit.WRONG_USAGE


def test_an_account_reads_its_own_part_of_the_ledger(db: Database, call: Call) -> None:
    chosen_against_the_order(db)
    named = ("--as", "host@example.vn", "--password-stdin")
    assert json.loads(done(call("ledger", "--json", *named, given=f"{PASSWORD}\n")).stdout)["departed"] == 1
    assert call("ledger", *named, given="another pass phrase\n").exit_code == Exit.REFUSED


def test_the_record_is_told_as_json_and_in_words(db: Database, call: Call) -> None:
    record = ai_record.current(db)
    assert json.loads(done(call("ai-record", "--json")).stdout) == record.model_dump(mode="json")
    for language in ("vi", "en"):
        words = " ".join(done(call("ai-record", language=language)).stdout.split())
        assert record.digest in words
        assert all(each.text.in_(language) in words for each in record.statements)
    assert f"Level of risk: {record.classification.level} risk" in done(call("ai-record")).stdout
