"""The classification record that the law on artificial intelligence asks for, made of the configuration that runs."""

import hashlib
from datetime import date

from graph.database import Database
from registry import lists, rules
from registry.canonical import canonical
from registry.lists.ai_rules import AiInstrument, Classification, Statement
from registry.models.rules import Rules
from registry.models.values import Bilingual, Model
from registry.ranking import algorithms, vocabulary
from registry.ranking.algorithms import AlgorithmCard


class FeatureNamed(Model):
    """A feature that a score is made of."""

    name: str
    title: Bilingual


class WeightsNamed(Model):
    """A set of weights with the hash that runs carry, and the kinds of roles that it serves.

    `learned_from` is the digest of the decided cases that it was learned from, None for a published set; `simulated`
    tells that they were simulated.
    """

    name: str
    hash: str
    role_kinds: tuple[str, ...]
    learned_from: str | None = None
    simulated: bool = False


class ReviewClock(Model):
    """Within how many days a human review is to be answered under a decree: a target of our own, no limit of the law.

    `verified` is False as long as no limit was read in the law.
    """

    regime: str
    days: int
    verified: bool = False


class AiRecord(Model):
    """The record. `classified_now` is False where another algorithm runs than the one that was classified.

    `digest` is the SHA-256 over the RFC 8785 canonical JSON of everything else.
    """

    as_of: date
    algorithm: str
    features: tuple[FeatureNamed, ...]
    weights: tuple[WeightsNamed, ...]
    concepts: str
    rules_edition: int
    rules_digest: str
    classification: Classification
    classified_now: bool
    statements: tuple[Statement, ...]
    review: tuple[ReviewClock, ...]
    instruments: tuple[AiInstrument, ...]
    notes: tuple[str, ...]
    embedding_model: str | None = None
    digest: str = ""


def current(db: Database, model: str = "") -> AiRecord:
    """The record of what runs now, with the language model of this digest, or none; everybody may read it.

    Raises:
        NotReady: there is no edition of the rules yet.
    """
    return of(algorithms.current(db, model), rules.current(db))


def of(running: AlgorithmCard, held: Rules) -> AiRecord:
    """The record of an algorithm and an edition of the rules."""
    written = lists.ai_record_file()
    made = AiRecord(
        as_of=written.as_of,
        algorithm=running.id,
        features=tuple(FeatureNamed(name=each.name, title=each.title) for each in running.features),
        weights=tuple(
            WeightsNamed(
                name=each.name,
                hash=each.hash,
                role_kinds=each.role_kinds,
                learned_from=each.ranker.data if each.ranker else None,
                simulated=bool(each.ranker and each.ranker.simulated),
            )
            for each in running.weights
        ),
        concepts=vocabulary.concepts().edition,
        rules_edition=held.edition,
        rules_digest=held.digest,
        classification=written.classification,
        classified_now=written.classification.algorithm == running.id,
        statements=written.statements,
        review=tuple(
            ReviewClock(regime=each.regime, days=each.review_days) for each in lists.case_moves_file().regimes
        ),
        instruments=written.ai_instruments,
        notes=written.notes,
        embedding_model=running.embedding_model,
    )
    return made.model_copy(update={"digest": digest_of(made)})


def digest_of(record: AiRecord) -> str:
    """SHA-256 over the RFC 8785 canonical JSON of the record without its digest, in hexadecimal."""
    return hashlib.sha256(canonical(record.model_dump(mode="json", exclude={"digest"}))).hexdigest()
