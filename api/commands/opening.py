"""The one place where a command opens the database, the one named or the one that comes along, and the index."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.settings import Settings, index_folder
from graph import local
from graph.address import DATABASE
from graph.database import Database, connect
from registry import setup
from registry.access import Actor, system
from registry.pool import Pool, forget
from registry.ranking import embedding

# Whoever may start a program on the machine may do what an administrator may; the audit says that it was done here.
OPERATOR: Actor = system("command-line")


@contextmanager
def database(settings: Settings) -> Iterator[Database]:
    """The database of this installation, whatever its state; the default engine is started, or attached to.

    Raises:
        EngineFailed: the default engine does not start.
        GraphUnavailable: nothing answers.
        GraphRefused: the user name or the password is refused.
    """
    if settings.graph_uri is not None:
        password = settings.graph_password.get_secret_value() if settings.graph_password else ""
        with _answering(settings.graph_uri, settings.graph_user, password, settings.graph_name) as db:
            yield db
        return
    with (
        local.engine(settings.data_folder / "graph", heap=settings.graph_heap) as address,
        _answering(address.uri, address.user, address.password, DATABASE) as db,
    ):
        yield db


@contextmanager
def ready_database(settings: Settings) -> Iterator[Database]:
    """The same, refused (NotReady) where a migration is missing."""
    with database(settings) as db:
        setup.ensure_ready(db)
        yield db


def pool(settings: Settings) -> Pool:
    """The index of the people who agreed to be matched, as the settings say; it reads nobody yet.

    One that was kept before it was not to be kept is deleted: nobody would follow withdrawals in it any more.

    Raises:
        ModelRefused: the language model that is set cannot be used.
    """
    folder = index_folder(settings) if settings.keep_index else None
    if folder is None:
        forget(index_folder(settings))
    model = settings.embedding_model
    return Pool(folder, encoder=embedding.opened(model, folder) if model is not None else None)


@contextmanager
def _answering(uri: str, user: str, password: str, name: str | None) -> Iterator[Database]:
    db = connect(uri, user, password, name=name)
    try:
        db.ping()
        yield db
    finally:
        db.close()
