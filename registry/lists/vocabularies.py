"""The small vocabularies that forms offer: languages, kinds of institutes, and the labels of the models' choices."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from registry.lists.source import Provenance, Row, find, read

VocabularyName = Literal[
    "languages",
    "institute_kinds",
    "standings",
    "engagement_forms",
    "claim_kinds",
    "degree_levels",
    "programme_parts",
    "invention_states",
    "language_levels",
]


class Term(Row):
    """One choice of a vocabulary."""

    code: str
    name_vi: str
    name_en: str


class VocabulariesFile(Provenance):
    """Every small vocabulary, in the order in which forms offer its terms."""

    languages: tuple[Term, ...]
    institute_kinds: tuple[Term, ...]
    standings: tuple[Term, ...]
    engagement_forms: tuple[Term, ...]
    claim_kinds: tuple[Term, ...]
    degree_levels: tuple[Term, ...]
    programme_parts: tuple[Term, ...]
    invention_states: tuple[Term, ...]
    language_levels: tuple[Term, ...]


@cache
def vocabularies_file() -> VocabulariesFile:
    """The file as a whole, read once."""
    return read(VocabulariesFile, "vocabularies.json")


@cache
def _by_code(name: VocabularyName) -> Mapping[str, Term]:
    return {entry.code: entry for entry in vocabulary(name)}


def vocabulary(name: VocabularyName) -> tuple[Term, ...]:
    """The terms of a vocabulary in the order of its form."""
    file = vocabularies_file()
    terms: Mapping[VocabularyName, tuple[Term, ...]] = {
        "languages": file.languages,
        "institute_kinds": file.institute_kinds,
        "standings": file.standings,
        "engagement_forms": file.engagement_forms,
        "claim_kinds": file.claim_kinds,
        "degree_levels": file.degree_levels,
        "programme_parts": file.programme_parts,
        "invention_states": file.invention_states,
        "language_levels": file.language_levels,
    }
    return terms[name]


def term(name: VocabularyName, code: str) -> Term:
    """The term under the code; raises UnknownCode."""
    return find(_by_code(name), name, code)


def languages() -> tuple[Term, ...]:
    """The languages, Vietnamese and English first."""
    return vocabulary("languages")
