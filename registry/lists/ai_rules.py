"""What the ranking was classified as, what is said of its limits, and the instruments that ask for saying it."""

from datetime import date
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, read
from registry.models.rules import Wording
from registry.models.values import Bilingual

StatementPart = Literal["does", "does_not", "human_control", "opt_out", "review"]


class Classification(Row):
    """The level of risk that an algorithm was given, when and why; `wording` is how far the law was read for it."""

    algorithm: str
    level: Literal["low", "medium", "high"]
    on: date
    wording: Wording
    why: Bilingual


class Statement(Row):
    """Something that holds for the ranking."""

    part: StatementPart
    text: Bilingual


class AiInstrument(Row):
    """An instrument of law on artificial intelligence or automated processing."""

    number: str
    title: Bilingual
    in_force: date
    about: Bilingual
    source: str
    wording: Wording


class AiRecordFile(Provenance):
    """The part of the classification record that no running configuration can tell."""

    classification: Classification
    statements: tuple[Statement, ...]
    ai_instruments: tuple[AiInstrument, ...]


@cache
def ai_record_file() -> AiRecordFile:
    """The file as a whole, read once."""
    return read(AiRecordFile, "ai_record.json")
