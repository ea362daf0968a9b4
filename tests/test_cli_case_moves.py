"""`registry case` as the offices use it: a case from an open role to its end, and every refusal with its reason."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
import typer
from typer.testing import Result

from api.cli import app
from api.commands import case_help
from api.commands.case_acts import ACTS
from api.commands.exits import Exit
from graph.database import Database
from registry import accounts, audit, cases, lists, matches, missions
from registry.access import Office, system
from registry.case_next import RECORDS
from registry.models.missions import RoleStatus
from registry.models.values import today
from registry.pool import Pool
from tests import case_builders
from tests.case_builders import PASSWORD, World

Call = Callable[..., Result]
Act = Callable[..., Result]
MARKS = [
    word
    for code in ("expertise", "record", "coordination", "breakthrough", "network")
    for word in ("--mark", f"{code}=4")
]


@pytest.fixture
def world(db: Database) -> World:
    """A role whose decision the central office records, and somebody who sits on councils."""
    made = case_builders.world(db)
    case_builders.account(db, Office.COMMITTEE, "member", scope="ministry:moh")
    return made


@pytest.fixture
def act(call: Call, world: World) -> Act:
    """Run `registry case` as somebody, by the password on standard input."""

    def run(login: str, *words: str, language: str = "en") -> Result:
        named = ["--as", f"{login}@example.vn", "--password-stdin"]
        return call("case", *words, *named, given=f"{PASSWORD}\n", language=language)

    return run


def done(result: Result) -> str:
    """What a command said that did what it was asked for."""
    assert result.exit_code == Exit.OK, result.output
    return result.stdout


def state(result: Result) -> dict[str, object]:
    """The case after a command that was asked for JSON."""
    told: dict[str, object] = json.loads(done(result))
    return told


def head(db: Database) -> object:
    """The last event of the audit: it stays where nothing was written."""
    return audit.events(db, system("tests"), after=0, limit=1_000)[-1]


def test_a_case_is_led_from_an_open_role_to_its_end_on_the_command_line_alone(
    db: Database, call: Call, act: Act, world: World
) -> None:
    person = world.person()
    case_builders.account(db, Office.EXPERT, "person", expert_id=person.id)
    [role] = [json.loads(line)["id"] for line in done(call("role", "list", "--open", "--json")).splitlines()]
    assert "Next: registry match" in done(call("role", "show", role))
    opened = state(act("host", "nominate", role, person.id, "--statement", "Chủ trì tốt.", "--json"))
    case = str(opened["id"])
    assert "Held by Prime Minister" in done(act("host", "check", case, "--accept", "--reason", "Đủ thành phần."))
    done(act("host", "judge", case, "231-5-2-ethics", "--met", "--reason", "Đã xác minh."))
    done(act("host", "convene", case, "--member", "member@example.vn"))
    assert "you" in next(
        line for line in done(act("member", "show", case)).splitlines() if "registry case declare" in line
    )
    assert done(act("member", "declare", case, "--no-conflict")) == "Recorded.\n"
    done(act("member", "score", case, *MARKS, "--advice", "choose", "--comment", "Rất phù hợp."))
    done(act("host", "move", case, "close_council"))
    done(act("central", "decide", case, "--choose", "--reason", "Phù hợp nhất.", "--number", "12/QĐ"))
    done(act("host", "move", case, "invite"))
    assert "registry case move accept" in done(act("person", "show", case))
    done(act("person", "move", case, "accept"))
    promised = ["--title", "Nhà ở công vụ", "--owner", "Văn phòng", "--due", "31/12/2027"]
    kept = state(act("host", "promise", case, *promised, "--json"))["promises"]
    assert isinstance(kept, list)
    for move in ("sign", "apply_permits", "arrive", "start"):
        done(act("host", "move", case, move))
    assert missions.role(db, system("tests"), role).status is RoleStatus.FILLED
    assert "State: filled." in done(call("role", "show", role))
    done(act("host", "tick", case, kept[0]["id"]))
    year = str(today().year)
    done(act("host", "assess", case, "--year", year, "--grade", "good", "--bonus", "1", "--reason", "Đúng tiến độ."))
    done(act("host", "move", case, "renew"))
    assert "Ended." in done(act("host", "move", case, "end", "--reason", "Hết hợp đồng."))
    shown = done(act("host", "show", case))
    for said in ("Rất phù hợp.", "12/QĐ", "Nhà ở công vụ", "Completed well", "Hết hợp đồng.", "Tài khoản member"):
        assert said in shown
    assert audit.verify(db, system("tests")).broken is None


def test_a_result_is_sent_back_for_review_and_the_case_goes_on(db: Database, act: Act, world: World) -> None:
    case = world.nominated()
    case_builders.account(db, Office.EXPERT, "person", expert_id=world.people[0].id)
    case_builders.account(db, Office.INSTITUTE, "other", institute_id=world.mission.institute_id)
    done(act("host", "check", case.id, "--refuse", "--reason", "Thiếu đề cương."))
    asked = state(act("person", "ask-review", case.id, "--text", "Đề cương đã gửi kèm thư.", "--json"))
    reviews = asked["reviews"]
    assert isinstance(reviews, list)
    answer = ["answer-review", case.id, reviews[0]["id"], "--reopen", "--reason", "Có trong thư."]
    mine = [line for line in done(act("host", "show", case.id)).splitlines() if "registry case answer-review" in line]
    assert [" you " in line for line in mine] == [False]
    assert " you " in next(line for line in done(act("other", "show", case.id)).splitlines() if "answer-review" in line)
    same = act("host", *answer)
    assert same.exit_code == Exit.REFUSED
    assert "leave it to another account" in same.stderr
    assert "Nominated" in done(act("other", *answer))


def test_an_expert_puts_themselves_forward_without_naming_themselves(db: Database, act: Act, world: World) -> None:
    person = world.person()
    case_builders.account(db, Office.EXPERT, "person", expert_id=person.id)
    opened = state(act("person", "nominate", world.role_id, "--json"))
    assert cases.get(db, world.host, str(opened["id"])).expert_id == person.id
    assert "Withdrawn" in done(act("person", "move", str(opened["id"]), "withdraw"))


def test_the_wrong_office_a_skipped_step_and_an_earlier_day_are_refused_and_nothing_is_written(
    db: Database, act: Act, world: World
) -> None:
    case = cases.get(db, world.host, world.checked().id)
    before, yesterday = head(db), (today() - timedelta(days=1)).isoformat()
    decision = ["decide", case.id, "--choose", "--reason", "Phù hợp."]
    for words, login, code, said in (
        (decision, "host", Exit.REFUSED, "This is for: the office that decides"),
        (decision, "member", Exit.REFUSED, "Your account may not do this"),
        (["move", case.id, "start"], "host", Exit.REFUSED, "from where “Start” cannot be made"),
        (["move", case.id, "fly"], "host", Exit.REFUSED, "fly"),
        ([*decision, "--on", yesterday], "central", Exit.WRONG_USAGE, "--on: This day lies before"),
        ([*decision, "--on", "31/02/2026"], "central", Exit.WRONG_USAGE, "--on: There is no such day"),
        ([*decision, "--departure", "whim", "--departure-text", "x"], "central", Exit.REFUSED, "whim"),
        ([*decision, "--departure", "team"], "central", Exit.WRONG_USAGE, "--departure-text: This is required"),
        (["convene", case.id, "--member", "nobody@example.vn"], "host", Exit.WRONG_USAGE, "--member: No account"),
        (["nominate", world.role_id], "host", Exit.WRONG_USAGE, "[EXPERT_ID]: This is required"),
        (["declare", case.id, "--no-conflict"], "host", Exit.REFUSED, "may not do this (case:advise)"),
        (["score", case.id, "--mark", "expertise", "--advice", "unsure", "--comment", "-"], "host", 2, "--mark: Write"),
        (
            ["judge", case.id, "no-such", "--met", "--reason", "x"],
            "host",
            Exit.REFUSED,
            "There is no criterion with the id",
        ),
        (["tick", case.id, "none"], "host", Exit.REFUSED, "There is no promise"),
        (["show", "none"], "host", Exit.REFUSED, "There is no case"),
    ):
        refused = act(login, *words)
        assert (refused.exit_code, refused.stdout) == (code, ""), (words, refused.output)
        assert said in refused.stderr, (words, refused.stderr)
    assert head(db) == before
    assert cases.get(db, world.host, case.id) == case
    assert "Việc này thuộc thẩm quyền của: cơ quan có thẩm quyền" in act("host", *decision, language="vi").stderr


def test_nobody_acts_who_is_not_named_and_proved(
    db: Database, call: Call, act: Act, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.nominated()
    check = ["case", "check", case.id, "--accept", "--reason", "Đủ."]
    before = head(db)
    unnamed = call(*check)
    assert (unnamed.exit_code, "--as" in unnamed.stderr) == (Exit.WRONG_USAGE, True)
    unproved = call(*check, "--as", "host@example.vn")
    assert (unproved.exit_code, "--password-stdin" in unproved.stderr) == (Exit.WRONG_USAGE, True)
    for login, password in (("host", "wrong password, long enough"), ("nobody", PASSWORD), ("host", "short")):
        wrong = call(*check, "--as", f"{login}@example.vn", "--password-stdin", given=f"{password}\n")
        assert wrong.exit_code == Exit.REFUSED
        assert "The e-mail address or the password is wrong." in wrong.stderr
        assert password not in wrong.output
    assert head(db) == before
    _, secret = accounts.issue_token(db, system("tests"), world.host.account_id, "tests", 1)
    before = head(db)
    monkeypatch.setenv("REGISTRY_TOKEN", secret)
    other = call(*check, "--as", "central@example.vn")
    assert (other.exit_code, "another account" in other.stderr) == (Exit.WRONG_USAGE, True)
    assert head(db) == before
    assert secret not in other.output
    assert "File accepted" in done(call(*check, "--as", " HOST@example.vn"))
    last = audit.events(db, system("tests"), after=0, limit=1_000)[-1]
    assert last["actor"] == world.host.signature
    monkeypatch.setenv("REGISTRY_TOKEN", "vnr_wrong")
    assert call("case", "list").exit_code == Exit.REFUSED
    monkeypatch.setenv("REGISTRY_TOKEN", "")
    assert call("case", "list").exit_code == Exit.OK


@pytest.mark.usefixtures("call")
def test_at_a_terminal_the_password_is_asked_for_and_never_shown(world: World) -> None:
    case = world.nominated()
    words = ["--language", "en", "case", "check", case.id, "--accept", "--reason", "Enough.", "--as", "host@example.vn"]
    terminal, end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", *words], stdin=end, stdout=end, stderr=end
    ) as program:
        os.close(end)
        shown = read_until(terminal, "Password: ")
        os.write(terminal, f"{PASSWORD}\n".encode())
        shown += read_until(terminal, None)
        assert program.wait() == Exit.OK, shown
    os.close(terminal)
    assert "File accepted." in shown
    assert PASSWORD not in shown


def read_until(terminal: int, sign: str | None) -> str:
    """What a program writes to its terminal up to a sign, or to its end."""
    shown = b""
    while sign is None or sign.encode() not in shown:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            # So Linux says that the other end of a terminal was closed.
            break
        if not part:
            break
        shown += part
    return shown.decode()


def test_a_reader_lists_and_is_shown_what_their_account_may_see(db: Database, act: Act, world: World) -> None:
    case = world.nominated()
    case_builders.account(db, Office.EXPERT, "person", expert_id=world.people[0].id)
    case_builders.account(db, Office.COMMITTEE, "elsewhere", scope="province:79")
    assert case.id in done(act("host", "list"))
    assert case.id not in done(act("elsewhere", "list"))
    assert act("elsewhere", "show", case.id).exit_code == Exit.REFUSED
    assert act("person", "memo", case.id).exit_code == Exit.REFUSED
    neutral = done(act("person", "show", case.id))
    assert "The file is being considered." in neutral
    assert "Held by" not in neutral
    assert "registry case move withdraw" in neutral
    assert "check" not in neutral
    assert case.id in done(act("host", "due"))


def test_a_role_is_shown_to_an_office_whose_scope_ends_before_its_lists(db: Database, call: Call, world: World) -> None:
    case_builders.account(db, Office.COMMITTEE, "elsewhere", scope="province:79")
    matches.run(db, Pool(), world.host, world.role_id)
    named = ("--as", "elsewhere@example.vn", "--password-stdin")
    shown = done(call("role", "show", world.role_id, *named, given=f"{PASSWORD}\n"))
    assert "Kind of role" in shown
    assert "Newest match run" not in shown
    assert "Newest match run" in done(call("role", "show", world.role_id))


def test_whoever_knows_what_is_open_now_is_told_to_whom_and_by_which_command(act: Act, world: World) -> None:
    case = world.checked()
    rows = {
        line.rpartition("registry case ")[2].strip(): line for line in done(act("host", "show", case.id)).splitlines()
    }
    assert {"convene", "decide --choose", "decide --do-not-choose", "judge", "move withdraw"} <= rows.keys()
    assert " you " in rows["convene"]
    assert " you " not in rows["decide --choose"]
    kind = lists.role_kind(case.role_kind)
    assert kind.decider_en[:20] in rows["decide --choose"]


def test_every_move_and_record_of_the_data_has_its_command_and_every_command_its_help() -> None:
    group = typer.main.get_command(app)
    known = {act.name: act for act in ACTS}
    every = {move.code for regime in lists.case_moves_file().regimes for move in regime.moves if move.by != ("system",)}
    for code in [*every, *(each.code for each in RECORDS)]:
        name, _, rest = case_help.words(code).partition(" ")
        assert name in known, code
        if name == "move":
            assert rest in {move.code for move in case_help.moves(known["move"])}
    for name, act in known.items():
        told = group.commands["case"].commands[name].help or ""  # type: ignore[attr-defined]
        assert ("Who may" in told) == (name != "move")
        assert act.en in told


def test_of_an_erased_case_the_steps_are_shown_and_nobody_is_named(
    db: Database, call: Call, act: Act, world: World
) -> None:
    case = world.nominated()
    done(act("host", "check", case.id, "--refuse", "--reason", "Thiếu đề cương của Nguyễn Thị Minh Khai."))
    done(call("case", "keep", "231/2025", "0"))
    done(call("case", "purge"))
    shown = done(act("host", "show", case.id))
    assert "The personal data were erased." in shown
    assert "Refuse the file" in shown
    assert "Minh Khai" not in shown
