"""The lease on a data folder: who uses its engine, whether one is alive, and the end of it with its last user."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from graph import keeper
from graph.failures import EngineFailed

STOP_TIMEOUT_S = keeper.GRACE_S + 15
_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")


@contextmanager
def door(folder: Path) -> Iterator[None]:
    """Wait until nobody else comes in or goes out, and keep it so."""
    descriptor = keeper.open_lock(folder, keeper.DOOR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sit(folder: Path) -> int:
    """Count as a user of the engine from now on; inside the door, before asking whether one is alive."""
    seat = keeper.open_lock(folder, keeper.USERS)
    fcntl.flock(seat, fcntl.LOCK_SH)
    return seat


def rise(folder: Path, seat: int) -> None:
    """Count as a user no longer, and end the engine if no other is left; inside the door."""
    # Turned into a lock for oneself alone, which also frees the copies of the descriptor in forked children.
    try:
        if keeper.try_lock(seat):
            stop(folder)
    finally:
        fcntl.flock(seat, fcntl.LOCK_UN)
        os.close(seat)


def start(folder: Path, command: Sequence[str], output: IO[bytes]) -> None:
    """Give the command a keeper; returns as soon as the keeper holds the engine's lock.

    Raises CalledProcessError if the keeper cannot start; what it printed is in output.
    """
    arguments = [sys.executable, "-I", "-S", str(Path(keeper.__file__)), str(folder), *command]
    # Java reads options from its environment, which would undo ours, and secrets of ours do not belong there.
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    subprocess.run(  # noqa: S603 - the command is ours, from the options of the engine.
        arguments, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=True
    )


def alive(folder: Path) -> bool:
    """Say whether a keeper or an engine of this folder still runs."""
    descriptor = keeper.open_lock(folder, keeper.ENGINE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def stop(folder: Path) -> None:
    """Ask the keeper to end the engine and wait until both have ended.

    Raises EngineFailed (engine_not_stopped) if the engine outlives STOP_TIMEOUT_S.
    """
    deadline = time.monotonic() + STOP_TIMEOUT_S
    asked = False
    while alive(folder):
        asked = asked or _ask(folder)
        if time.monotonic() > deadline:
            raise EngineFailed.because("engine_not_stopped", folder=folder)
        time.sleep(0.02)


def processes(folder: Path) -> list[int]:
    """Return the process ids of the keeper and of its engine; meaningful only while they are alive."""
    return [int(word) for word in (folder / keeper.ENGINE).read_text(encoding="ascii").split()]


def _ask(folder: Path) -> bool:
    """Send the request to end to the keeper, or to an engine that outlived its keeper; False if it is too early."""
    for process in processes(folder):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
            return True
    return False
