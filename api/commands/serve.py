"""`registry serve`: the pages and the JSON interface."""

import atexit
import logging
import sys
import threading
from contextlib import ExitStack, suppress
from typing import Annotated

import structlog
import typer
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.commands import opening, terminal
from api.commands.exits import Exit, Refused
from api.commands.opening import ready_database
from api.commands.terminal import Terminal
from api.settings import Settings
from graph.database import Database
from graph.errors import GraphError
from registry.pool import Pool

NAME = "serve"
# Readers are given this long to get their answers when the server is told to stop.
_FAREWELL_S = 10


def run(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Địa chỉ phục vụ. · Address; REGISTRY_HOST otherwise.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Cổng phục vụ. · Port; REGISTRY_PORT otherwise.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Số tiến trình. · Processes, each with an index of its own.")
    ] = 1,
) -> None:
    """Phục vụ các trang và giao diện JSON cho đến khi bị ngắt.

    Serve the pages and the JSON interface until interrupted. A database that lacks a migration is refused (code 3).
    Each worker holds its own index and follows the audit, so what one registers the others find; sign-in attempts are
    counted by each worker for itself.

    Ví dụ · Example: **registry serve --port 8080 --workers 2**
    """
    reader = terminal.of(context)
    settings = settled(reader.settings, host=host, port=port)
    with ready_database(settings) as db:
        serve(Terminal(settings, reader.language), db, workers=workers)


def settled(settings: Settings, *, host: str | None = None, port: int | None = None) -> Settings:
    """The settings with another address; links follow it unless they were given an address of their own."""
    changes: dict[str, object] = {"host": host or settings.host, "port": port or settings.port}
    if "base_url" not in settings.model_fields_set:
        changes["base_url"] = f"http://{changes['host']}:{changes['port']}"
    return settings.model_copy(update=changes)


def serve(reader: Terminal, db: Database, *, workers: int = 1, pool: Pool | None = None) -> None:
    """Serve until interrupted; `pool` may already hold an index."""
    settings = reader.settings
    # A language model that cannot be used is told here, not by each worker again and again.
    people = pool or opening.pool(settings)
    log_plainly()
    reader.note(
        f"Phục vụ tại http://{settings.host}:{settings.port} (dừng: Ctrl+C).",
        f"Serving at http://{settings.host}:{settings.port} (stop: Ctrl+C).",
    )
    options: dict[str, object] = {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_graceful_shutdown": _FAREWELL_S,
    }
    if workers > 1:
        # This process keeps the engine alive; each worker attaches to it and opens a database of its own.
        uvicorn.run("api.commands.serve:worker", factory=True, workers=workers, **options)  # type: ignore[arg-type]
        return
    app = create_app(settings, db, warmed(db, people))
    server = uvicorn.Server(uvicorn.Config(app, **options))  # type: ignore[arg-type]
    try:
        # Whoever interrupts it has what they want: the server has ended in order by then.
        with suppress(KeyboardInterrupt):
            server.run()
    except SystemExit:
        # The server says by this that its port is taken; the log line before tells no reader what to do.
        raise _port_taken(settings) from None
    if not server.started:
        raise _port_taken(settings)


def worker() -> FastAPI:
    """The application of one of several workers: its own database and its own index, for as long as it lives."""
    log_plainly()
    settings = Settings()
    stack = ExitStack()
    db = stack.enter_context(ready_database(settings))
    atexit.register(stack.close)
    return create_app(settings, db, warmed(db, opening.pool(settings)))


def warmed(db: Database, pool: Pool) -> Pool:
    """The pool, which begins to build its index while the first pages are already served."""
    if not pool.built:
        threading.Thread(target=_warm, args=(db, pool), name="index", daemon=True).start()
    return pool


def log_plainly() -> None:
    """Log to standard error, as JSON where nobody watches; no line holds an address, a name or a query."""
    watched = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if watched else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _warm(db: Database, pool: Pool) -> None:
    try:
        state = pool.ready(db)
    except GraphError as error:
        # The first reader who asks tries again and is told.
        structlog.get_logger().error("index", kind=type(error).__name__)
    else:
        structlog.get_logger().info("index", people=state.size, audit_seq=state.seq)


def _port_taken(settings: Settings) -> Refused:
    return Refused(
        "port-taken",
        Exit.WRONG_USAGE,
        vi=f"Không mở được {settings.host}:{settings.port}; có thể cổng đang bận. Hãy chọn cổng khác bằng --port.",
        en=f"{settings.host}:{settings.port} cannot be opened; the port may be taken. Choose another one with --port.",
    )
