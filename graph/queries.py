"""The named queries: one file each, read once, with a header that says what it takes and returns."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "cypher"


@cache
def text_of(name: str) -> str:
    """The Cypher of a query such as `experts/get`.

    Raises:
        LookupError: there is no such query file.
    """
    path = FOLDER / f"{name}.cypher"
    if not path.is_file():
        raise LookupError(f"There is no query {name}.")
    return path.read_text(encoding="utf-8")


def names() -> list[str]:
    """Every query, sorted by name."""
    return sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.cypher"))
