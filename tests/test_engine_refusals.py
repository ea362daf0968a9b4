"""What an engine refuses, and how it says so: damaged, taken or missing things, each with a code and two sentences."""

import errno
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

import pytest

from graph import engine_process, lease
from graph.failures import MESSAGES, last_line, of_folder, of_log
from graph.local import Address, EngineFailed, engine
from tests.engines import ask

HEAP = "256m"


def refused(folder: Path, **how: object) -> EngineFailed:
    """Return why no engine could be had, having checked that none was left behind."""
    arguments = {"heap": HEAP, **how}
    with pytest.raises(EngineFailed) as failure, engine(folder, **arguments):  # type: ignore[arg-type]
        pass
    assert not folder.is_dir() or not lease.alive(folder)
    assert str(failure.value) == failure.value.en != failure.value.vi
    return failure.value


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
