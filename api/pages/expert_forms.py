"""What the forms of an expert share: their rows, their choices, and the drafts that they make."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import Request

from api.negotiation import language_of
from api.pages import offers
from api.pages.claim_forms import KINDS, missing, without_incomplete
from api.pages.forms import Filled, drafted, without_empty_rows
from registry.errors import FieldError, Invalid
from registry.models.experts import ExpertDraft

_GROUPS: Final = ("fields", "technologies", "languages", "engagement", "other_names", "claims")
# What a form holds that is not part of the expert.
_OTHER: Final = ("credentials.", "agree", "request", "if_match")


def choices_of(request: Request) -> dict[str, object]:
    """The long lists that the questions offer."""
    language = language_of(request)
    return {
        "countries": offers.countries(language),
        "fields": offers.fields(language),
        "technologies": offers.technologies(language, date.today()),
        "kinds": KINDS,
        "empty": Filled(),
    }


def compact(values: Mapping[str, str]) -> dict[str, str]:
    """The form without its empty rows."""
    return without_empty_rows(values, _GROUPS)


def draft_from(request: Request, values: Mapping[str, str]) -> tuple[ExpertDraft | None, list[FieldError]]:
    """The expert that a form without empty rows describes, or everything that is wrong with it."""
    own = {name: value for name, value in values.items() if not name.startswith(_OTHER)}
    form = Filled(own)
    errors = missing(form, [f"claims.{position}" for position in form.rows("claims")])
    try:
        draft = drafted(ExpertDraft, own, language_of(request))
    except Invalid as invalid:
        return None, errors + without_incomplete(invalid.errors)
    return (None, errors) if errors else (draft, [])
