"""The web application, put together by one function; importing this does nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import auth, chores, document, errors, pages, routes
from api.settings import Settings, session_secret
from api.surroundings import Surroundings
from api.throttle import Throttle
from graph.database import Database
from registry import setup
from registry.pool import Pool
from registry.rule_weighings import Weighings


def create_app(settings: Settings, db: Database, pool: Pool) -> FastAPI:
    """The application over a database that is ready and the pool of people who agreed to be matched.

    Starting it refuses a database that lacks a migration (NotReady); its owner closes `db`.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        setup.ensure_ready(db)
        with chores.running(db):
            yield

    app = FastAPI(
        title="National Registry of Talent and Experts",
        description=routes.DESCRIPTION,
        version="1",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=routes.operation_id,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.db = db
    app.state.pool = pool
    app.state.weighings = Weighings()
    app.state.secret = session_secret(settings).encode()
    app.state.signer = auth.signer(app.state.secret)
    app.state.throttle = Throttle(proxies=settings.trusted_proxies)
    errors.install(app)
    document.install(app)
    app.include_router(routes.router)
    pages.install(app)
    app.add_middleware(Surroundings)
    return app
