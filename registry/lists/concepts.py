"""Concepts that texts are about, under their names in both languages, with the strategic technology they belong to."""

from datetime import date
from functools import cache

from registry.lists.source import Provenance, Row, read


class Concept(Row):
    """A concept: its names in each language, the usual ones first; `under` is a code of a strategic technology."""

    code: str
    under: str | None
    vi: tuple[str, ...]
    en: tuple[str, ...]


class ConceptsFile(Provenance):
    """The concepts of one edition."""

    edition: str
    valid_from: date
    valid_to: date | None
    concepts: tuple[Concept, ...]


@cache
def concepts_file() -> ConceptsFile:
    """The file as a whole, read once."""
    return read(ConceptsFile, "concepts.json")
