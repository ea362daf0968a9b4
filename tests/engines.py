"""The second engine of the tests, a real Neo4j 5.26 assembled from Maven Central; and a question to either engine."""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph import lease
from graph.local import DATABASE, Address

NEO4J_VERSION = "5.26.30"
CACHE = Path.home() / ".cache" / "talent-registry" / f"neo4j-{NEO4J_VERSION}"
START_TIMEOUT_S = 120

_POM = f"""<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vn.gov.registry</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{NEO4J_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.neo4j</groupId><artifactId>neo4j-bootcheck</artifactId><version>{NEO4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""

# The database carries the name that the default engine uses, so that nothing else differs between the two.
_SETTINGS = """initial.dbms.default_database={database}
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.shutdown_transaction_end_timeout=0s
db.transaction.timeout={command_timeout_s}s
dbms.security.allow_csv_import_from_file_urls=false
"""


class _Home(NamedTuple):
    """Where one server lives: its jars, its folder."""

    jars: Path
    folder: Path


def neo4j_available() -> str | None:
    """Return why Neo4j cannot be run here, as a sentence for a skipped test, or None if it can."""
    java = shutil.which("java")
    if java is None:
        return "Neo4j needs Java 17 or later; there is no java on the PATH."
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = answer.partition('"')[2].partition(".")[0]
    if not version.isdigit() or int(version) < 17:
        return f"Neo4j needs Java 17 or later; the java on the PATH says {answer.splitlines()[:1]}."
    if not (CACHE / "complete").exists() and shutil.which("mvn") is None:
        return "Neo4j is fetched with Maven the first time; there is no mvn on the PATH."
    return None


@contextmanager
def neo4j_server(cache: Path, folder: Path, *, command_timeout_s: int = 60) -> Iterator[Address]:
    """Run a Neo4j on an empty folder, on a free loopback port, until the block ends; jars are fetched once into cache.

    Raises RuntimeError with the end of the server's output if it does not answer within START_TIMEOUT_S.
    """
    home = _Home(_fetched(cache), folder)
    # The password is a word of a command line: one that began with a hyphen would be read as an option, -h even without
    # an error.
    address = Address(f"bolt://127.0.0.1:{_free_port()}", "neo4j", secrets.token_hex(24))
    _configure(home, address, command_timeout_s)
    command = [*_java(home, "512m"), "org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"]
    with lease.door(folder), (folder / "console.log").open("ab") as output:
        seat = lease.sit(folder)
        lease.start(folder, command, output)
    try:
        _wait(address, folder)
        yield address
    finally:
        with lease.door(folder):
            lease.rise(folder, seat)


def ask(address: Address, query: str) -> object:
    """Run a query once, on either engine, and return the first value of its first row."""
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session(database=DATABASE) as session,
    ):
        record = session.run(query).single()
        return record[0] if record is not None else None


def _fetched(cache: Path) -> Path:
    """Return the folder of jars; the marker is written last, so a fetch that broke off is repeated."""
    cache.mkdir(parents=True, exist_ok=True)
    jars, complete = cache / "lib", cache / "complete"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if complete.exists():
            return jars
        shutil.rmtree(jars, ignore_errors=True)
        (cache / "pom.xml").write_text(_POM, encoding="utf-8")
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        subprocess.run([*command, "-DincludeScope=runtime"], cwd=cache, check=True)
        complete.write_text(f"{NEO4J_VERSION}\n", encoding="utf-8")
    return jars


def _configure(home: _Home, address: Address, command_timeout_s: int) -> None:
    """Write the settings and the first password, which Neo4j takes before its first start only."""
    conf = home.folder / "conf"
    conf.mkdir(parents=True)
    port = address.uri.rpartition(":")[2]
    settings = _SETTINGS.format(database=DATABASE, port=port, command_timeout_s=command_timeout_s)
    (conf / "neo4j.conf").write_text(settings, encoding="utf-8")
    command = [*_java(home, "128m"), "org.neo4j.server.startup.Neo4jAdminCommand"]
    command += ["dbms", "set-initial-password", address.password]
    environment = {**os.environ, "NEO4J_HOME": str(home.folder), "NEO4J_CONF": str(conf)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _java(home: _Home, heap: str) -> list[str]:
    opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.lang", "sun.nio.ch")]
    java = shutil.which("java") or "java"
    return [java, f"-Xmx{heap}", *opens, f"-Dbasedir={home.folder}", "-cp", f"{home.jars}/*"]


def _wait(address: Address, folder: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    auth = (address.user, address.password)
    while lease.alive(folder) and time.monotonic() < deadline:
        try:
            with GraphDatabase.driver(address.uri, auth=auth, max_transaction_retry_time=0) as driver:
                driver.execute_query("RETURN 1", database_=DATABASE)
                return
        except (DriverError, Neo4jError):
            time.sleep(0.2)
    said = (folder / "console.log").read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"Neo4j does not answer at {address.uri}. It said: {said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
