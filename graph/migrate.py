"""The migrations: numbered files of constraints and indexes, applied on request and remembered in the graph."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.database import Database, Event

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file; its digest tells whether the file still is what was applied."""

    number: int
    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def statements(self) -> list[str]:
        """The statements of the file, without its comments."""
        lines = (line for line in self.text.splitlines() if not line.strip().startswith("//"))
        return [statement.strip() for statement in "\n".join(lines).split(";") if statement.strip()]


def known(folder: Path = FOLDER) -> list[Migration]:
    """All migrations of this version of the product, by number."""
    found = []
    for path in sorted(folder.glob("*.cypher")):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    return found


def missing(db: Database) -> list[Migration]:
    """The migrations that this database has not had yet, or not as the file has it now."""
    applied = {(row["number"], row["digest"]) for row in db.read("migrations/applied")}
    return [migration for migration in known() if (migration.number, migration.digest) not in applied]


def apply(db: Database, *, actor: str) -> list[Migration]:
    """Apply what is missing, in order, and record each.

    Every statement says IF NOT EXISTS or MERGE, so a migration that was interrupted is simply applied again.

    Returns:
        The migrations that were applied, none when the database was up to date.
    """
    done = missing(db)
    for migration in done:
        for statement in migration.statements:
            db.run_schema(statement)
        db.write(
            "migrations/record",
            number=migration.number,
            name=migration.name,
            digest=migration.digest,
            at=datetime.now(UTC).isoformat(),
            event=Event(actor, "migration.applied", "migration", str(migration.number), after=migration.digest),
        )
    return done
