"""The default engine as a process: started, shared, killed, recovered, refused; always the real one."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from neo4j.exceptions import ClientError, ServiceUnavailable

from graph import keeper, lease
from graph.local import Address, engine
from tests.engines import CACHE, ask, neo4j_available, neo4j_server

HEAP = "256m"
ROOT = Path(__file__).parent.parent

# A user of the engine in a process of its own: says where it is served, then stays until its input ends. An interrupt
# ends it also where the tests run in the background of a shell, whose children begin deaf to it.
USER = """
import signal
import sys
from pathlib import Path
from graph.local import engine
signal.signal(signal.SIGINT, signal.default_int_handler)
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


# --- The other engine --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(neo4j_available() is not None, reason=str(neo4j_available()))
def test_the_other_engine_of_the_tests_is_a_real_neo4j(tmp_path: Path) -> None:
    with neo4j_server(CACHE, tmp_path / "neo4j") as address:
        assert ask(address, "CALL dbms.components() YIELD versions RETURN versions[0]") == "5.26.30"
    assert not lease.alive(tmp_path / "neo4j")
