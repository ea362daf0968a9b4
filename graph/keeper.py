"""The keeper of an engine: a small process of its own that runs it for as long as somebody uses its data folder.

It is started by path with the bare interpreter (`python -I -S graph/keeper.py FOLDER COMMAND…`), so it imports nothing
of ours. Three lock files in the folder say all there is to know, and the kernel gives a lock back when a process ends,
however it ends:

    door.lock     held while somebody comes in or goes out; one at a time
    users.lock    held shared by every user of the engine
    engine.lock   held by the keeper and by the engine itself, so it is free only when both have ended

The engine is stopped when the keeper is asked (SIGTERM) or when it finds the door and users.lock free: then every user
has left, was killed, or crashed.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

DOOR, USERS, ENGINE = "door.lock", "users.lock", "engine.lock"
LOOK_EVERY_S = 0.2
GRACE_S = 30
_PR_SET_PDEATHSIG = 1


def open_lock(folder: Path, name: str) -> int:
    """Open one of the lock files, for its owner only, and return the descriptor; closing it gives the lock back."""
    return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int) -> bool:
    """Take the lock for oneself alone if nobody holds it; never waits."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep(folder: Path, command: list[str]) -> int:
    """Run the command until it ends, is asked to end, or has no user left; return its exit status."""
    wake, asked = threading.Event(), threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        wake.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGCHLD, lambda *_: wake.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    engine_lock = open_lock(folder, ENGINE)
    if not try_lock(engine_lock):
        return os.EX_TEMPFAIL
    if os.fork():
        # Whoever starts a keeper waits for this exit only; the lock lives on in the child.
        os._exit(os.EX_OK)
    os.setsid()
    os.umask(0o077)
    process = subprocess.Popen(  # noqa: S603 - the command is ours, from the options of the engine.
        command, cwd=folder, stdin=subprocess.DEVNULL, pass_fds=(engine_lock,), preexec_fn=_die_with_parent
    )
    os.pwrite(engine_lock, f"{os.getpid()} {process.pid}\n".encode().ljust(32), 0)
    while process.poll() is None:
        wake.wait(LOOK_EVERY_S)
        wake.clear()
        if asked.is_set() or _deserted(folder):
            return _end(process)
    return process.returncode


def _deserted(folder: Path) -> bool:
    """Say whether no user is left; if so, both locks stay taken until this process ends, so newcomers wait outside."""
    door, users = open_lock(folder, DOOR), open_lock(folder, USERS)
    if try_lock(door) and try_lock(users):
        return True
    os.close(users)
    os.close(door)
    return False


def _end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        return process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        # Nothing acknowledged is lost: the engine writes its log through to the disk at every commit.
        process.kill()
        return process.wait()


def _die_with_parent() -> None:
    """Let the kernel end the engine if the keeper itself is killed; elsewhere than on Linux it stays, and is found."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), sys.argv[2:]))
