"""The default engine as a process: where its wheel is, how it is set, and its start up to the first answer."""

import importlib.util
import json
import os
import platform
import random
import re
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph import lease
from graph.address import DATABASE, USER, Address
from graph.failures import EngineFailed, last_line, of_log

TRIES = 5
_LOOK_EVERY_S = 0.05
_ANSWER_S = 5.0
_UNITS = {"m": 2**20, "g": 2**30}

# The engine's own words. They are awaited before the password is sent, so that it never goes to a stranger that took
# the port between its choice and its use.
_READY = "ArcadeDB Server started in"
_PORT_TAKEN = re.compile(r"Unable to listen (for BOLT connections|to a HTTP port)")

_JAVA = """-Xmx{heap}
-XX:+UseCompactObjectHeaders
-XX:-UsePerfData
-XX:-CreateCoredumpOnCrash
-XX:+ErrorFileToStdout
-XX:+ExitOnOutOfMemoryError
--enable-native-access=ALL-UNNAMED
--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED
--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED
--add-opens=java.base/java.lang=ALL-UNNAMED
-Djava.awt.headless=true
-Dfile.encoding=UTF-8
"""
_LOGGING = """handlers = java.util.logging.FileHandler
.level = INFO
io.undertow.level = WARNING
org.xnio.level = WARNING
org.jboss.level = WARNING
java.util.logging.FileHandler.pattern = log/engine.log
java.util.logging.FileHandler.limit = 5000000
java.util.logging.FileHandler.count = 3
java.util.logging.FileHandler.formatter = com.arcadedb.utility.AnsiLogFormatter
"""


@dataclass(frozen=True)
class Plan:
    """How an engine is to be started: its wheel, its memory (such as 512m), its limits in seconds."""

    wheel: Path
    heap: str
    command_timeout_s: float
    start_timeout_s: float


def find_wheel() -> Path:
    """Return the folder of the installed engine without importing it, which would load Java into this process.

    Raises EngineFailed (engine_not_installed).
    """
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or found.origin is None:
        raise EngineFailed.because("engine_not_installed", platform=_platform())
    return Path(found.origin).parent


def start(folder: Path, plan: Plan, password: str, ports: Iterable[tuple[int, int]]) -> Address:
    """Start an engine on the folder and return where it answers; inside the door, when none is alive.

    The pairs of ports (Bolt, HTTP) are tried in turn: a port may be taken between its choice and its use.
    Raises EngineFailed: engine_not_installed, engine_heap_invalid, engine_ports_taken, engine_start_timeout,
    engine_password_damaged, or what the engine's own log tells.
    """
    java = plan.wheel / "jre" / "bin" / "java"
    if not java.is_file() or not (plan.wheel / "jars").is_dir():
        raise EngineFailed.because("engine_not_installed", platform=_platform())
    memory = heap_bytes(plan.heap)
    deadline = time.monotonic() + plan.start_timeout_s
    tries = 0
    for tries, (bolt, http) in enumerate(ports, start=1):  # noqa: B007 - the count is told if all fail.
        address = Address(f"bolt://127.0.0.1:{bolt}", USER, password)
        write_private(folder / "address.json", json.dumps({"uri": address.uri, "user": USER}))
        write_private(folder / "logging.properties", _LOGGING)
        write_private(folder / "engine.options", options(folder, plan, memory, (bolt, http)))
        _turn_logs(folder)
        _launch(folder, java)
        if _wait(folder, plan, address, deadline):
            return address
        lease.stop(folder)
    raise EngineFailed.because("engine_ports_taken", tries=tries)


def options(folder: Path, plan: Plan, memory: int, ports: tuple[int, int]) -> str:
    """Return the Java options file: every setting whose default is wrong for a registry, and why."""
    settings: dict[str, object] = {
        "server.rootPath": folder,
        # The password itself stays in its own file: neither in the process list nor copied here.
        "server.rootPasswordPath": folder / "password",
        "server.logsDirectory": folder / "log",
        # In the other mode the engine writes violating values, which are personal data, to its log instead of telling
        # us; what that mode secures beside is set below.
        "server.mode": "development",
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.defaultDatabases": f"{DATABASE}[{USER}]",
        "bolt.host": "127.0.0.1",
        "bolt.port": ports[0],
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": ports[1],
        # A commit is acknowledged when the disk has it.
        "txWalFlush": 2,
        # The engine does not honour the driver's transaction timeout.
        "command.timeout": round(plan.command_timeout_s * 1000),
        # One sort or grouping over a million people must fit; half of the memory for all queries stays the bound.
        "queryMaxHeapElementsAllowedPerOp": max(500_000, memory // 256),
        # By default four slow queries on two cores hold up everybody else.
        "queryMaxConcurrent": 64,
        # A query must not read files or fetch addresses.
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
        "polyglotEngineEnabled": "false",
        # Nothing is told to anybody outside.
        "support.autoRegister": "false",
        "serverMetrics": "false",
    }
    lines = [_JAVA.format(heap=plan.heap), f"-Djava.util.logging.config.file={folder / 'logging.properties'}"]
    lines += ["-cp", f"{plan.wheel / 'jars'}/*"]
    lines += [f"-Darcadedb.{name}={value}" for name, value in settings.items()]
    lines += ["com.arcadedb.server.ArcadeDBServer"]
    return "".join(_quoted(line) + "\n" for text in lines for line in text.splitlines())


def heap_bytes(heap: str) -> int:
    """Return the bytes that an amount such as 512m or 2g means; raises EngineFailed (engine_heap_invalid)."""
    parts = re.fullmatch(r"([1-9][0-9]{0,6})([mgMG])", heap)
    if parts is None:
        raise EngineFailed.because("engine_heap_invalid", heap=heap)
    return int(parts[1]) * _UNITS[parts[2].lower()]


def free_ports(preferred: int | None) -> Iterator[tuple[int, int]]:
    """Yield TRIES pairs of loopback ports that are free now; first the port of last time, where old clients look."""
    for attempt in range(TRIES):
        with socket.socket() as bolt, socket.socket() as http:
            first = [preferred] if preferred and attempt == 0 else []
            pair = (_bound(bolt, [*first, *_drawn()]), _bound(http, _drawn()))
        yield pair


def _drawn() -> list[int]:
    """Ports below those that the system gives to outgoing connections, which would take one while its engine is down;
    the last is 0, any port that is free."""
    return [*random.sample(range(20_000, 32_768), 8), 0]


def _bound(door: socket.socket, ports: Sequence[int]) -> int:
    # Connections that ended a moment ago keep a port from being bound again, unless one says that this is no matter.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for port in ports[:-1]:
        with suppress(OSError):
            door.bind(("127.0.0.1", port))
            return port
    door.bind(("127.0.0.1", ports[-1]))
    number: int = door.getsockname()[1]
    return number


def answers(address: Address, folder: Path) -> bool:
    """Say whether an engine answers a query there; raises EngineFailed if it refuses the password."""
    auth = (address.user, address.password)
    try:
        with GraphDatabase.driver(
            address.uri,
            auth=auth,
            connection_timeout=_ANSWER_S,
            connection_acquisition_timeout=_ANSWER_S,
            max_transaction_retry_time=0,
        ) as driver:
            driver.execute_query("RETURN 1", database_=DATABASE)
    except AuthError as refused:
        raise EngineFailed.because("engine_password_damaged", folder=folder) from refused
    except (DriverError, Neo4jError):
        return False
    return True


def write_private(path: Path, text: str) -> None:
    """Write a whole file that only its owner may read, in one step and through to the disk."""
    half = path.with_name(path.name + ".new")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _launch(folder: Path, java: Path) -> None:
    console = os.open(folder / "log" / "console.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    # A keeper that cannot start leaves the engine's lock free, and its last words are found where the engine's are.
    with os.fdopen(console, "wb") as output, suppress(subprocess.CalledProcessError):
        lease.start(folder, [str(java), "@engine.options"], output)


def _wait(folder: Path, plan: Plan, address: Address, deadline: float) -> bool:
    """Wait for the first answer; False if a port was taken."""
    while time.monotonic() < deadline:
        # Asked before reading: what an engine says last is then surely read.
        lives, said = lease.alive(folder), _said(folder)
        if _PORT_TAKEN.search(said):
            return False
        if not lives:
            raise of_log(said, folder=folder, heap=plan.heap, log=folder / "log")
        if _READY in said and answers(address, folder):
            return True
        time.sleep(_LOOK_EVERY_S)
    line, log = last_line(_said(folder)), folder / "log"
    raise EngineFailed.because("engine_start_timeout", seconds=plan.start_timeout_s, line=line, log=log)


def _turn_logs(folder: Path) -> None:
    """Keep the logs of the last start beside those of this one, and no older ones."""
    log = folder / "log"
    log.mkdir(mode=0o700, exist_ok=True)
    for name in ("console.log", "engine.log.0"):
        if (log / name).exists():
            (log / name).replace(log / f"{name}.previous")


def _said(folder: Path) -> str:
    """Return what the engine has printed and logged since its start."""
    files = (folder / "log" / "engine.log.0", folder / "log" / "console.log")
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists())


def _quoted(line: str) -> str:
    """Quote a line of a Java options file, where blanks and number signs would end an argument."""
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _platform() -> str:
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
