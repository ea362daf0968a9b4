"""The algorithm over JSON: what it is made of and how it weighs, as the code itself says it, for everybody."""

from fastapi import APIRouter

from api.dependencies import Db, People
from api.routes.shapes import Listing, whole
from registry import ai_record
from registry.ai_record import AiRecord
from registry.ranking import algorithms
from registry.ranking.algorithms import AlgorithmCard

router = APIRouter(tags=["algorithms"])


@router.get("/algorithms")
def list_algorithms(db: Db, people: People) -> Listing[AlgorithmCard]:
    """The ways of ranking that new runs are made by: features with range and missing value, weights, steps."""
    return whole([algorithms.current(db, people.model)])


@router.get("/algorithms/{name}/{version}")
def read_algorithm(db: Db, people: People, name: str, version: str) -> AlgorithmCard:
    """The algorithm that a run names, such as `weighted-features/3`."""
    return algorithms.get(db, f"{name}/{version}", people.model)


@router.get("/ai-record")
def read_ai_record(db: Db, people: People) -> AiRecord:
    """The classification record that the law on artificial intelligence asks for, of what runs now."""
    return ai_record.current(db, people.model)
