"""The default engine as a process: started, shared, killed, recovered, refused; always the real one."""

import errno
import fcntl
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import ClientError, ServiceUnavailable

from graph import engine_process, keeper, lease
from graph.failures import MESSAGES, last_line, of_folder, of_log
from graph.local import DATABASE, Address, EngineFailed, engine
from tests.engines import CACHE, neo4j_available, neo4j_server

HEAP = "256m"
ROOT = Path(__file__).parent.parent

# A user of the engine in a process of its own: says where it is served, then stays until its input ends.
USER = """
import sys
from pathlib import Path
from graph.local import engine
with engine(Path(sys.argv[1]), heap="256m") as address:
    print(address.uri, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine") / "data folder #1"


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Address]:
    with engine(folder, heap=HEAP, command_timeout_s=2) as address:
        yield address


@contextmanager
def connected(address: Address) -> Iterator[Driver]:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        yield driver


def ask(address: Address, query: str) -> object:
    """Run a query once and return the first value of its first row."""
    with connected(address) as driver, driver.session(database=DATABASE) as session:
        record = session.run(query).single()
        return record[0] if record is not None else None


@contextmanager
def user(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Use the folder's engine from another process, which may be ended in the block."""
    command = [sys.executable, "-c", USER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def wait_for_end(folder: Path) -> None:
    """Wait until neither keeper nor engine of the folder runs: the kernel hands over their lock."""
    descriptor = keeper.open_lock(folder, keeper.ENGINE)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    os.close(descriptor)


def kill_engine(folder: Path) -> None:
    os.kill(lease.processes(folder)[1], signal.SIGKILL)
    wait_for_end(folder)


def refused(folder: Path, **how: object) -> EngineFailed:
    """Return why no engine could be had, having checked that none was left behind."""
    arguments = {"heap": HEAP, **how}
    with pytest.raises(EngineFailed) as failure, engine(folder, **arguments):  # type: ignore[arg-type]
        pass
    assert not folder.is_dir() or not lease.alive(folder)
    assert str(failure.value) == failure.value.en != failure.value.vi
    return failure.value


# --- One engine for a folder ---------------------------------------------------------------------------------------


def test_an_engine_answers(served: Address) -> None:
    assert ask(served, "RETURN 'Nguyễn Thị Đào' AS name") == "Nguyễn Thị Đào"


def test_a_second_user_attaches_and_leaves_it_running(served: Address, folder: Path) -> None:
    before = lease.processes(folder)
    with engine(folder, wheel=folder / "no wheel is needed to attach") as address:
        assert address == served
    assert lease.processes(folder) == before
    assert ask(served, "RETURN 1") == 1


def test_two_processes_that_start_at_once_share_one_engine(tmp_path: Path) -> None:
    with user(tmp_path) as first, user(tmp_path) as second:
        addresses = {said(first), said(second)}
        first.communicate()
        assert len(addresses) == 1
        with engine(tmp_path) as address:
            assert {address.uri} == addresses
            second.communicate()
            assert ask(address, "RETURN 1") == 1
    assert not lease.alive(tmp_path)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_engine_ends_with_its_last_user_however_that_ended(tmp_path: Path, how: signal.Signals) -> None:
    with user(tmp_path) as process:
        assert said(process).startswith("bolt://127.0.0.1:")
        process.send_signal(how)
        wait_for_end(tmp_path)
        process.wait()


def test_an_engine_does_not_outlive_its_killed_keeper(tmp_path: Path) -> None:
    with engine(tmp_path, heap=HEAP) as address:
        os.kill(lease.processes(tmp_path)[0], signal.SIGKILL)
        if sys.platform != "linux":
            pytest.skip("Only Linux ends a process with its parent; elsewhere the last user stops the engine itself.")
        wait_for_end(tmp_path)
        with pytest.raises(ServiceUnavailable):
            ask(address, "RETURN 1")


# --- What is written stays written ---------------------------------------------------------------------------------


def test_an_acknowledged_write_survives_the_kill_of_the_engine(tmp_path: Path) -> None:
    with engine(tmp_path, heap=HEAP) as address:
        ask(address, "CREATE (:Paper {title: 'Đập thuỷ điện'})")
        kill_engine(tmp_path)
        with engine(tmp_path, heap=HEAP) as again:
            assert ask(again, "MATCH (paper:Paper) RETURN paper.title") == "Đập thuỷ điện"
            assert again == address, "old clients find the engine where it was"


def test_a_restart_keeps_data_and_password_and_few_logs(tmp_path: Path) -> None:
    passwords = set()
    for turn in range(3):
        with engine(tmp_path, heap=HEAP) as address:
            ask(address, f"CREATE (:Turn {{n: {turn}}})")
            assert ask(address, "MATCH (turn:Turn) RETURN count(turn)") == turn + 1
            passwords.add(address.password)
    logs = {path.name for path in (tmp_path / "log").iterdir() if not path.name.startswith("server-event")}
    assert len(passwords) == 1
    assert logs <= {"console.log", "console.log.previous", "engine.log.0", "engine.log.0.previous", "engine.log.1"}


# --- Nothing is shown --------------------------------------------------------------------------------------------


def test_files_are_for_their_owner_only(served: Address, folder: Path) -> None:
    assert served
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_password_is_in_one_file_and_nowhere_else(served: Address, folder: Path) -> None:
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert any(b"engine.options" in line for line in lines)
    assert not any(served.password.encode() in line for line in lines)
    holders = [path for path in folder.rglob("*") if path.is_file() and served.password.encode() in path.read_bytes()]
    assert holders == [folder / "password"]
    assert served.password not in repr(served)


def test_an_engine_listens_on_loopback_only(served: Address, folder: Path) -> None:
    inodes = set()
    for link in Path(f"/proc/{lease.processes(folder)[1]}/fd").iterdir():
        inodes.add(os.readlink(link))
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            fields = row.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                listening.append(fields[1].split(":"))
    assert int(served.uri.rpartition(":")[2]) in {int(port, 16) for _, port in listening}
    assert {host for host, _ in listening} <= {"0100007F", "0000000000000000FFFF00000100007F"}


def test_options_of_the_surroundings_do_not_reach_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_JAVA_OPTIONS", "-Xmx1k")
    monkeypatch.setenv("REGISTRY_SECRET", "for our own process only")
    with engine(tmp_path, heap=HEAP) as address:
        assert ask(address, "RETURN 1") == 1
        for process in lease.processes(tmp_path):
            assert b"REGISTRY_SECRET" not in Path(f"/proc/{process}/environ").read_bytes()


# --- Limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["file:///etc/hostname", "http://127.0.0.1:1/hostname"])
def test_a_query_reads_neither_files_nor_addresses(served: Address, source: str) -> None:
    with pytest.raises(ClientError) as failure:
        ask(served, f"LOAD CSV FROM '{source}' AS line RETURN line")
    assert failure.value.code == "Neo.ClientError.Security.Forbidden"


def test_an_endless_query_is_ended_by_the_time_limit(served: Address) -> None:
    ask(served, "UNWIND range(1, 2000) AS n CREATE (:Number {n: n})")
    with pytest.raises(ClientError) as failure:
        ask(served, "MATCH (a:Number), (b:Number), (c:Number) WHERE a.n + b.n * c.n = -1 RETURN count(*)")
    assert failure.value.code == "Neo.ClientError.Transaction.TransactionTimedOut"


# --- Refusals, each with a code and two sentences ----------------------------------------------------------------


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    failure = refused(tmp_path / "file" / "data")
    assert failure.code == "engine_folder_not_writable"
    assert str(tmp_path) in failure.vi


def test_a_wheel_that_is_not_there(tmp_path: Path) -> None:
    failure = refused(tmp_path, wheel=tmp_path / "nothing")
    assert failure.code == "engine_not_installed"
    assert "REGISTRY_GRAPH_URI" in failure.en
    assert "REGISTRY_GRAPH_URI" in failure.vi


def test_a_wheel_without_its_engine_tells_the_line_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "wheel" / "jars").mkdir(parents=True)
    (tmp_path / "wheel" / "jre").symlink_to(engine_process.find_wheel() / "jre")
    failure = refused(tmp_path / "data", wheel=tmp_path / "wheel")
    assert failure.code == "engine_exited"
    assert "com.arcadedb.server.ArcadeDBServer" in failure.vi


@pytest.mark.parametrize("heap", ["", "lots", "1", "-1g", "1g -XX:+HeapDumpOnOutOfMemoryError", "0m"])
def test_an_amount_of_memory_that_is_none(tmp_path: Path, heap: str) -> None:
    assert refused(tmp_path, heap=heap).code == "engine_heap_invalid"


@pytest.mark.parametrize("heap", ["9000000g", "1m"])
def test_more_memory_than_there_is_or_less_than_needed(tmp_path: Path, heap: str) -> None:
    failure = refused(tmp_path, heap=heap)
    assert failure.code == "engine_out_of_memory"
    assert heap in failure.vi


def test_an_engine_that_is_not_ready_in_time_is_not_left_behind(tmp_path: Path) -> None:
    assert refused(tmp_path, start_timeout_s=0.2).code == "engine_start_timeout"
    with engine(tmp_path, heap=HEAP) as address:
        assert ask(address, "RETURN 1") == 1


def test_an_engine_that_holds_the_folder_but_does_not_answer(tmp_path: Path) -> None:
    with engine(tmp_path, heap=HEAP) as address:
        process = lease.processes(tmp_path)[1]
        os.kill(process, signal.SIGSTOP)
        try:
            with pytest.raises(EngineFailed) as failure, engine(tmp_path, start_timeout_s=0.5):
                pass
        finally:
            os.kill(process, signal.SIGCONT)
        assert failure.value.code == "engine_not_answering"
        assert str(process) in failure.value.vi
        assert ask(address, "RETURN 1") == 1


def test_a_damaged_password_and_the_way_out_of_it(tmp_path: Path) -> None:
    password, known = tmp_path / "password", tmp_path / "config" / "server-users.jsonl"
    with engine(tmp_path, heap=HEAP) as address:
        ask(address, "CREATE (:Paper {title: 'kept'})")
    for damaged in ("", "half of it", "A" * 43):
        password.write_text(damaged, encoding="ascii")
        assert refused(tmp_path).code == "engine_password_damaged"
    password.unlink()
    assert refused(tmp_path).code == "engine_password_damaged"
    known.unlink()
    with engine(tmp_path, heap=HEAP) as renewed:
        assert renewed.password != address.password
        assert ask(renewed, "MATCH (paper:Paper) RETURN paper.title") == "kept"


# --- Ports that strangers take -----------------------------------------------------------------------------------


@contextmanager
def stranger() -> Iterator[int]:
    """Listen on a loopback port as another program would."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def start_on(folder: Path, ports: list[tuple[int, int]]) -> Address:
    plan = engine_process.Plan(engine_process.find_wheel(), HEAP, 60, 60)
    password = "A" * 43
    engine_process.write_private(folder / "password", password)
    return engine_process.start(folder, plan, password, ports)


@contextmanager
def seated(folder: Path) -> Iterator[None]:
    with lease.door(folder):
        seat = lease.sit(folder)
        try:
            yield
        finally:
            lease.rise(folder, seat)


def test_a_port_taken_between_choice_and_use_is_replaced(tmp_path: Path) -> None:
    (first, second) = list(engine_process.free_ports(None))[:2]
    with stranger() as taken, seated(tmp_path):
        address = start_on(tmp_path, [(taken, first[1]), (first[0], taken), second])
        assert address.uri == f"bolt://127.0.0.1:{second[0]}"


def test_ports_that_are_all_taken(tmp_path: Path) -> None:
    with stranger() as taken, seated(tmp_path):
        with pytest.raises(EngineFailed) as failure:
            start_on(tmp_path, [(taken, taken)])
        assert failure.value.code == "engine_ports_taken"
        assert not lease.alive(tmp_path)


def test_a_stranger_on_the_port_of_last_time_is_left_alone(tmp_path: Path) -> None:
    with stranger() as taken:
        engine_process.write_private(tmp_path / "address.json", f'{{"uri": "bolt://127.0.0.1:{taken}"}}')
        with engine(tmp_path, heap=HEAP) as address:
            assert address.uri != f"bolt://127.0.0.1:{taken}"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"uri": 7}', '{"uri": "bolt://elsewhere:7687"}'])
def test_an_address_file_that_is_not_whole_is_no_obstacle(tmp_path: Path, text: str) -> None:
    engine_process.write_private(tmp_path / "address.json", text)
    with pytest.raises(EngineFailed, match="no graph engine here"), engine(tmp_path, wheel=tmp_path):
        pass


# --- Sentences ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_state_the_same_facts(code: str) -> None:
    vi, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in MESSAGES[code])
    assert vi == en
    assert re.search(r"[ăâđêôơưạảấầẩậắặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷ]", MESSAGES[code][0])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("java.io.IOException: No space left on device", "engine_disk_full"),
        ("Terminating due to java.lang.OutOfMemoryError: Java heap space", "engine_out_of_memory"),
        ("There is insufficient memory for the Java Runtime Environment to continue.", "engine_out_of_memory"),
        ("LockException: Database 'registry' is locked by another process", "engine_folder_in_use"),
        ("java.nio.file.AccessDeniedException: databases", "engine_folder_not_writable"),
        ("Something else", "engine_exited"),
    ],
)
def test_what_the_engine_prints_is_understood(line: str, code: str) -> None:
    printed = f"{line}\n\tat com.arcadedb.Server.main(Server.java:1)\n\nReceived shutdown signal.\n"
    assert last_line(printed) == line
    assert of_log(printed, folder="data", heap=HEAP, log="log").code == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "engine_disk_full"),
        (errno.EDQUOT, "engine_disk_full"),
        (errno.EROFS, "engine_folder_not_writable"),
    ],
)
def test_a_write_that_fails_is_understood(number: int, code: str) -> None:
    assert of_folder(OSError(number, os.strerror(number)), "data").code == code


# --- The other engine --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(neo4j_available() is not None, reason=str(neo4j_available()))
def test_the_other_engine_of_the_tests_is_a_real_neo4j(tmp_path: Path) -> None:
    with neo4j_server(CACHE, tmp_path / "neo4j") as address:
        assert ask(address, "CALL dbms.components() YIELD versions RETURN versions[0]") == "5.26.30"
    assert not lease.alive(tmp_path / "neo4j")
