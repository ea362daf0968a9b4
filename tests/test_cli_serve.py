"""The program that serves, as it is started and stopped by people."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from api.commands.exits import Exit
from graph.address import DATABASE, Address
from graph.database import Database

_PATIENCE_S = 90


@pytest.fixture
def surroundings(db: Database, address: Address, tmp_path: Path) -> Mapping[str, str]:
    """The environment of a program that serves what the tests' engine holds."""
    assert db.ping()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    return kept | {
        "REGISTRY_GRAPH_URI": address.uri,
        "REGISTRY_GRAPH_USER": address.user,
        "REGISTRY_GRAPH_PASSWORD": address.password,
        "REGISTRY_GRAPH_NAME": DATABASE,
        "REGISTRY_DATA_FOLDER": str(tmp_path / "var"),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(environment: Mapping[str, str], *words: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", "from api.cli import main; main()", "--language", "en", *words]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        try:
            yield program
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)


def ready(port: int, program: "subprocess.Popen[str]") -> httpx2.Response:
    """The answer of a server that has come up."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return httpx2.get(f"http://127.0.0.1:{port}/api/v1/ready", timeout=_PATIENCE_S)
        except httpx2.TransportError:
            assert program.poll() is None, program.communicate()[1]
            assert time.monotonic() < deadline, "The server does not answer."
            # The server says by answering that it is there; nothing else can be waited for.
            time.sleep(0.1)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_server_answers_until_it_is_interrupted(surroundings: Mapping[str, str], workers: str) -> None:
    port = free_port()
    with started(surroundings, "serve", "--port", str(port), "--workers", workers) as program:
        assert ready(port, program).status_code == 200
        assert "text/html" in httpx2.get(f"http://127.0.0.1:{port}/").headers["content-type"]
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=_PATIENCE_S)
    assert program.returncode == Exit.OK
    assert f"Serving at http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_told_in_one_sentence(surroundings: Mapping[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with started(surroundings, "serve", "--port", str(port)) as program:
            _, said = program.communicate(timeout=_PATIENCE_S)
    assert program.returncode == Exit.WRONG_USAGE
    assert f"127.0.0.1:{port} cannot be opened" in said
    assert "Traceback" not in said
