"""Missions as the graph keeps them: flat properties, roles as nodes, lists and texts in two languages taken apart."""

from collections.abc import Sequence

import orjson

from graph.database import Row, Step
from registry.models.missions import Mission, Role
from registry.models.values import Bilingual, digest_of
from registry.names import collation_key
from registry.search_text import key_of

_PLAIN = (
    "id",
    "system",
    "phase",
    "agency",
    "deadline",
    "status",
    "generated",
    "source",
    "source_key",
    "created_at",
    "updated_at",
    "digest",
)


def sealed(mission: Mission) -> Mission:
    """The mission with its digest; the name of the institute is the institute's and no part of the version."""
    return mission.model_copy(update={"digest": digest_of(mission.model_copy(update={"institute_name": None}))})


def properties_of(mission: Mission) -> Row:
    """The properties of a mission's node; None removes a property."""
    dumped = mission.model_dump(mode="json", include={*_PLAIN, "outputs", "criteria"})
    plain = {name: dumped[name] for name in _PLAIN}
    return plain | {
        "title_vi": mission.title.vi,
        "title_en": mission.title.en,
        "summary_vi": mission.summary.vi,
        "summary_en": mission.summary.en,
        "outputs": orjson.dumps(dumped["outputs"]).decode(),
        "criteria": orjson.dumps(dumped["criteria"]).decode(),
        "budget_amount": mission.budget.amount if mission.budget else None,
        "budget_currency": mission.budget.currency if mission.budget else None,
        "name_key": key_of((mission.title.vi, mission.title.en)),
        "sort_key": f"{mission.deadline} {collation_key(mission.title.in_('vi'))}",
    }


def role_row(mission_id: str, role: Role, position: int) -> Row:
    """A role as `missions/keep_roles` takes it; `position` keeps the order of the mission."""
    return {
        "mission_id": mission_id,
        "id": role.id,
        "properties": {
            "kind": role.kind,
            "title_vi": role.title.vi,
            "title_en": role.title.en,
            "text_vi": role.text.vi,
            "text_en": role.text.en,
            "status": role.status.value,
            "position": position,
        },
    }


def steps_of(missions: Sequence[Mission]) -> list[Step]:
    """The steps that tie missions, whose nodes are there, to their technologies, fields and roles."""
    places = [
        {"id": mission.id, "technologies": list(mission.technologies), "fields": list(mission.fields)}
        for mission in missions
    ]
    roles = [
        role_row(mission.id, role, position) for mission in missions for position, role in enumerate(mission.roles)
    ]
    return [Step("missions/place", {"rows": places}), Step("missions/keep_roles", {"rows": roles})]


def mission_from(row: Row) -> Mission:
    """A mission out of a row with `mission` (properties), `institute`, `technologies`, `fields` and `roles`.

    `institute` has id, name_vi and name_en; a role has `role` (properties) and `filled_by`.
    """
    kept, institute = row["mission"], row["institute"]
    roles = sorted(row["roles"], key=lambda each: (each["role"]["position"], each["role"]["id"]))
    budget = {"amount": kept.get("budget_amount"), "currency": kept.get("budget_currency")}
    return Mission.model_validate(
        {name: kept[name] for name in _PLAIN if kept.get(name) is not None}
        | {
            "title": _texts(kept, "title"),
            "summary": _texts(kept, "summary"),
            "outputs": orjson.loads(kept["outputs"]),
            "criteria": orjson.loads(kept["criteria"]),
            "budget": budget if budget["amount"] is not None else None,
            "technologies": sorted(row["technologies"]),
            "fields": sorted(row["fields"]),
            "roles": [role_from(each, kept["id"]) for each in roles],
            "institute_id": institute["id"],
            "institute_name": Bilingual(vi=institute.get("name_vi"), en=institute.get("name_en")),
        }
    )


def role_from(row: Row, mission_id: str) -> Role:
    """A role out of a row with `role` (properties) and `filled_by`."""
    kept = row["role"]
    return Role(
        id=kept["id"],
        mission_id=mission_id,
        kind=kept["kind"],
        title=Bilingual(**_texts(kept, "title")),
        text=Bilingual(**_texts(kept, "text")),
        status=kept["status"],
        filled_by=row["filled_by"],
    )


def _texts(kept: Row, name: str) -> dict[str, str | None]:
    return {"vi": kept.get(f"{name}_vi"), "en": kept.get(f"{name}_en")}
