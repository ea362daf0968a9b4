"""Institutes as the graph keeps them: flat properties, and the texts they are found and sorted by."""

from graph.database import Row
from registry.models.institutes import Institute
from registry.names import collation_key
from registry.search_text import key_of

_PLAIN = (
    "id",
    "abbreviation",
    "kind",
    "ror",
    "country",
    "province",
    "city",
    "parent",
    "status",
    "merged_into",
    "generated",
    "source",
    "source_key",
    "created_at",
    "updated_at",
    "digest",
)


def properties_of(institute: Institute) -> Row:
    """The properties of an institute's node; None removes a property."""
    return institute.model_dump(mode="json", include=set(_PLAIN)) | {
        "name_vi": institute.name.vi,
        "name_en": institute.name.en,
        "name_key": key_of((institute.name.vi, institute.name.en, institute.abbreviation)),
        "sort_key": collation_key(institute.name.in_("vi")),
    }


def institute_from(kept: Row) -> Institute:
    """An institute out of the properties of its node."""
    return Institute.model_validate(
        {name: kept[name] for name in _PLAIN if kept.get(name) is not None}
        | {"name": {"vi": kept.get("name_vi"), "en": kept.get("name_en")}}
    )
