"""The statements of a bulk write: rows cut so that no message grows too large, evidence once however many share it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.database import Row, Step
from registry.expert_records import evidence_properties, properties_of, relation_of, relation_properties
from registry.models.claims import Claim
from registry.models.experts import Expert

# Rows of one statement, and characters of text in them: an engine takes messages of at most 16 MB.
ROWS = 2000
CHARACTERS = 4_000_000


def sliced(query: str, rows: Iterable[Row]) -> Iterator[Step]:
    """The steps that run a query over these rows; none where there are none."""
    part: list[Row] = []
    characters = 0
    for row in rows:
        size = _characters(row)
        if part and (len(part) == ROWS or characters + size > CHARACTERS):
            yield Step(query, {"rows": part})
            part, characters = [], 0
        part.append(row)
        characters += size
    if part:
        yield Step(query, {"rows": part})


def present(properties: Mapping[str, object]) -> Row:
    """The properties that a new node has: those without a value are left out of the message."""
    return {name: value for name, value in properties.items() if value is not None}


def expert_rows(experts: Iterable[Expert]) -> list[Row]:
    """The nodes of new experts as `bulk/experts` takes them."""
    return [present(properties_of(expert)) for expert in experts]


def expert_steps(experts: Sequence[Expert]) -> list[Step]:
    """The steps that give new experts, whose nodes are there, their fields, technologies and claims."""
    return [
        *sliced("bulk/fields", _places((expert.id, expert.fields) for expert in experts)),
        *sliced("bulk/technologies", _places((expert.id, expert.technologies) for expert in experts)),
        *_claim_steps(experts),
    ]


def _claim_steps(experts: Iterable[Expert]) -> Iterator[Step]:
    evidence: dict[str, dict[str, Row]] = {}
    relations: dict[str, list[Row]] = {}
    for expert in experts:
        for position, claim in enumerate(expert.claims):
            relations.setdefault(relation_of(claim), []).append(relation_row(expert.id, claim, position))
            shared = evidence.setdefault(f"{claim.kind}s", {})
            if claim.evidence_id not in shared:
                shared[claim.evidence_id] = _evidence_row(claim)
    for kind, rows in sorted(evidence.items()):
        yield from sliced(f"bulk/{kind}", rows.values())
    for relation, of_relation in sorted(relations.items()):
        yield from sliced(f"bulk/{relation}", of_relation)


def relation_row(expert_id: str, claim: Claim, position: int) -> Row:
    """A claim as `bulk/<relation>` takes it; `position` keeps the person's own order."""
    relation = present(relation_properties(claim, position))
    return {"expert_id": expert_id, "evidence_id": claim.evidence_id, "relation": relation}


def _evidence_row(claim: Claim) -> Row:
    content = present(evidence_properties(claim))
    return {"evidence_id": claim.evidence_id, "institute_id": claim.institute_id, "content": content}


def _places(placed: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Row]:
    return ({"expert_id": id, "code": code} for id, codes in placed for code in dict.fromkeys(codes))


def _characters(row: Mapping[str, object]) -> int:
    size = 0
    for value in row.values():
        if isinstance(value, str):
            size += len(value)
        elif isinstance(value, dict):
            size += _characters(value)
        elif isinstance(value, list):
            size += sum(len(text) for text in value if isinstance(text, str))
    return size
