"""JSON Merge Patch (RFC 7396): what a patch makes of a document."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from fastapi import Body, Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from api.validation import invalid

MEDIA_TYPE = "application/merge-patch+json"
M = TypeVar("M", bound=BaseModel)


def _of_media_type(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise HTTPException(415, headers={"Accept-Patch": MEDIA_TYPE})


def _patch(
    patch: Annotated[
        dict[str, object],
        Body(
            media_type=MEDIA_TYPE,
            description="The values to replace, as RFC 7396 has it; null takes a value away, a list is replaced whole.",
            examples=[{"province": "01"}],
        ),
    ],
) -> dict[str, object]:
    return patch


# Refuses with 415 whatever does not say that it is a merge patch.
RequireMergePatch = Depends(_of_media_type)
MergePatch = Annotated[dict[str, object], Depends(_patch)]


def patched(draft: M, patch: Mapping[str, object]) -> M:
    """The draft after a patch.

    Raises:
        Invalid: names what the patch made wrong.
    """
    document = merged(draft.model_dump(mode="json"), patch)
    try:
        return type(draft).model_validate(document)
    except ValidationError as error:
        raise invalid(error) from None


def merged(target: object, patch: object) -> object:
    """The target after the patch, by the algorithm of RFC 7396, section 2."""
    if not isinstance(patch, Mapping):
        return patch
    kept = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept
