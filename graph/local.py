"""The graph engine that needs no installation: found in its wheel, shared by all who use the same data folder.

The rule is short: an engine lives as long as somebody uses its folder. The first to come starts it, later ones attach,
the last to leave stops it; whoever is killed counts as gone. An engine that was killed is recovered by the next start,
from the log that it wrote through to the disk at every commit.
"""

import json
import platform
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.address import DATABASE, USER, Address
from graph.failures import EngineFailed, of_folder

if sys.platform != "win32":
    # Windows has not the locks that an engine is shared by; a Neo4j is named there instead.
    from graph import engine_process, lease

__all__ = ["DATABASE", "Address", "EngineFailed", "engine"]

_LOOK_EVERY_S = 0.05


@contextmanager
def engine(
    folder: Path,
    *,
    heap: str = "1g",
    command_timeout_s: float = 60,
    start_timeout_s: float = 60,
    wheel: Path | None = None,
) -> Iterator[Address]:
    """Yield the address of the engine that serves the folder, started if there is none; its database is DATABASE.

    heap (such as 512m or 2g) and command_timeout_s, after which the engine ends a query, count only for whoever
    starts it. wheel is the folder with jre/ and jars/, where it is not that of the installed package. The folder gets
    mode 700. Raises EngineFailed.
    """
    if sys.platform == "win32":
        raise EngineFailed.because("engine_platform_unsupported", platform=platform.platform())
    folder = _private(folder)
    with lease.door(folder):
        seat = lease.sit(folder)
        try:
            address = _attached(folder, start_timeout_s)
            if address is None:
                plan = engine_process.Plan(
                    wheel or engine_process.find_wheel(), heap, command_timeout_s, start_timeout_s
                )
                address = _started(folder, plan)
        except BaseException:
            lease.rise(folder, seat)
            raise
    try:
        yield address
    finally:
        with lease.door(folder):
            lease.rise(folder, seat)


def _attached(folder: Path, timeout_s: float) -> Address | None:
    """Return the address of the living engine of the folder, or None if there is none."""
    deadline = time.monotonic() + timeout_s
    while lease.alive(folder):
        uri = _last_uri(folder)
        if uri is not None:
            address = Address(uri, USER, _password(folder))
            if engine_process.answers(address, folder):
                return address
        if time.monotonic() > deadline:
            processes = lease.processes(folder)
            raise EngineFailed.because("engine_not_answering", folder=folder, seconds=timeout_s, processes=processes)
        time.sleep(_LOOK_EVERY_S)
    return None


def _started(folder: Path, plan: "engine_process.Plan") -> Address:
    uri = _last_uri(folder)
    preferred = int(uri.rpartition(":")[2]) if uri is not None else None
    try:
        return engine_process.start(folder, plan, _password(folder), engine_process.free_ports(preferred))
    except OSError as error:
        raise of_folder(error, folder) from error


def _private(folder: Path) -> Path:
    """Return the data folder as an absolute path, made if need be, open to its owner only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        # The locks are the first thing that is written: a folder that takes them takes the rest.
        with lease.door(folder):
            return folder.resolve()
    except OSError as error:
        raise of_folder(error, folder) from error


def _password(folder: Path) -> str:
    """Return the password of the folder's engine, made up at the first start.

    Raises EngineFailed (engine_password_damaged) if it is not what was made up, or gone while the engine knows one.
    """
    file = folder / "password"
    known = (folder / "config" / "server-users.jsonl").exists()
    if not file.exists() and not known:
        engine_process.write_private(file, secrets.token_urlsafe(32))
    text = file.read_text(encoding="ascii", errors="replace").strip() if file.exists() else ""
    if re.fullmatch(r"[A-Za-z0-9_-]{43}", text) is None:
        raise EngineFailed.because("engine_password_damaged", folder=folder)
    return text


def _last_uri(folder: Path) -> str | None:
    """Return the address that the last engine of the folder was given, or None if it was not written whole."""
    try:
        found = json.loads((folder / "address.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    uri = found.get("uri") if isinstance(found, dict) else None
    return uri if isinstance(uri, str) and re.fullmatch(r"bolt://127\.0\.0\.1:[0-9]{1,5}", uri) else None
