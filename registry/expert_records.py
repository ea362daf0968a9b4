"""Experts as the graph keeps them: flat properties, and claims as relations to their evidence."""

from collections.abc import Iterable

from graph.database import Row, Step
from registry.models.claims import Claim, ClaimKind, Part
from registry.models.experts import Expert
from registry.names import name_key, sort_key

# The relation that a claim is, by its kind; what somebody did in a programme decides between two.
_RELATIONS = {
    ClaimKind.POSITION: "held",
    ClaimKind.DEGREE: "earned",
    ClaimKind.WORK: "authored",
    ClaimKind.INVENTION: "invented",
    ClaimKind.PRODUCT: "made",
    ClaimKind.AWARD: "won",
}
_ON_RELATION = ("id", "source", "as_of", "verification", "verified_by", "verified_on", "audience", "note", "part")
_ON_EVIDENCE = ("organisation", "country", "external_id", "level", "state", "share", "amount", "currency")
_PLAIN = (
    "id",
    "status",
    "digest",
    "salt",
    "created_at",
    "updated_at",
    "confirmed_at",
    "source",
    "source_key",
    "generated",
    "merged_into",
    "agreed_to_matching",
    "standing",
    "residence",
    "province",
    "available_from",
    "availability_note",
    "orcid",
    "email",
)


def properties_of(expert: Expert) -> Row:
    """The properties of an expert's node; None removes a property."""
    plain = expert.model_dump(mode="json", include=set(_PLAIN))
    return plain | {
        "name": expert.name.as_written,
        "family_name": expert.name.family,
        "given_name": expert.name.given,
        "latin_name": expert.name.latin,
        "other_names": list(expert.other_names),
        "name_key": name_key(expert.name, expert.other_names),
        "sort_key": sort_key(expert.name),
        "headline_vi": expert.headline.vi if expert.headline else None,
        "headline_en": expert.headline.en if expert.headline else None,
        "languages": [f"{skill.code}:{skill.level}" for skill in expert.languages],
        "engagement": [form.value for form in expert.engagement],
        "audiences": [f"{part}={audience}" for part, audience in sorted(expert.audiences.items())],
    }


def relation_of(claim: Claim) -> str:
    """The relation that a claim is, in lower case as the query files are named: `held`, `led`, `took_part` …"""
    if claim.kind is ClaimKind.PROGRAMME:
        return "took_part" if claim.part is Part.TOOK_PART else "led"
    return _RELATIONS[claim.kind]


def claim_row(expert_id: str, claim: Claim, position: int) -> Row:
    """A claim as the queries `claims/<relation>` take it; `position` keeps the person's own order."""
    return {
        "expert_id": expert_id,
        "id": claim.id,
        "evidence_id": claim.evidence_id,
        "institute_id": claim.institute_id,
        "content": evidence_properties(claim),
        "relation": relation_properties(claim, position),
    }


def evidence_properties(claim: Claim) -> Row:
    """The properties of the evidence that a claim points to; None removes a property."""
    content = claim.model_dump(mode="json", include=set(_ON_EVIDENCE))
    content |= {"start_on": claim.start, "end_on": claim.end, "programmes": list(claim.programmes)}
    for name, text in (("title", claim.title), ("summary", claim.summary)):
        content |= {f"{name}_vi": text.vi if text else None, f"{name}_en": text.en if text else None}
    return content


def relation_properties(claim: Claim, position: int) -> Row:
    """The properties of the relation that a claim is; None removes a property."""
    return claim.model_dump(mode="json", include=set(_ON_RELATION)) | {"position": position}


def claim_steps(experts: Iterable[Expert]) -> list[Step]:
    """The steps that write all claims of these experts: one per relation in use."""
    rows: dict[str, list[Row]] = {}
    for expert in experts:
        for position, claim in enumerate(expert.claims):
            rows.setdefault(relation_of(claim), []).append(claim_row(expert.id, claim, position))
    return [Step(f"claims/{relation}", {"rows": of_relation}) for relation, of_relation in sorted(rows.items())]


def expert_from(row: Row) -> Expert:
    """An expert out of a row with `expert` (properties), `fields`, `technologies` (codes) and `claims`.

    A claim in the row has `relation`, `evidence` (properties), `kind` (the label) and `institute_id`.
    """
    kept = row["expert"]
    claims = sorted(row["claims"], key=lambda claim: (claim["relation"].get("position") or 0, claim["relation"]["id"]))
    return Expert.model_validate(
        {name: kept[name] for name in _PLAIN if kept.get(name) is not None}
        | {
            "name": {
                "as_written": kept["name"],
                "family": kept.get("family_name"),
                "given": kept.get("given_name"),
                "latin": kept.get("latin_name"),
            },
            "other_names": kept.get("other_names") or (),
            "headline": _bilingual(kept, "headline"),
            "languages": [_pair(text, ":", "code", "level") for text in kept.get("languages") or ()],
            "engagement": kept.get("engagement") or (),
            "audiences": dict(text.split("=", 1) for text in kept.get("audiences") or ()),
            "fields": sorted(row["fields"]),
            "technologies": sorted(row["technologies"]),
            "claims": [claim_from(claim) for claim in claims],
        }
    )


def claim_from(row: Row) -> Row:
    """What a claim model takes, out of a row with `relation`, `evidence`, `kind` and `institute_id`."""
    relation, evidence = row["relation"], row["evidence"]
    kept = {name: relation[name] for name in _ON_RELATION if relation.get(name) is not None}
    kept |= {name: evidence[name] for name in _ON_EVIDENCE if evidence.get(name) is not None}
    return kept | {
        "kind": row["kind"].lower(),
        "evidence_id": evidence["id"],
        "institute_id": row["institute_id"],
        "title": _bilingual(evidence, "title"),
        "summary": _bilingual(evidence, "summary"),
        "start": evidence.get("start_on"),
        "end": evidence.get("end_on"),
        "programmes": evidence.get("programmes") or (),
    }


def _bilingual(kept: Row, name: str) -> Row | None:
    texts = {"vi": kept.get(f"{name}_vi"), "en": kept.get(f"{name}_en")}
    return texts if any(texts.values()) else None


def _pair(text: str, sign: str, first: str, second: str) -> Row:
    left, _, right = text.partition(sign)
    return {first: left, second: right}
