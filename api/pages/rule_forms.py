"""The form of one criterion in a draft of the rules: filled from a version, and read back as changes."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from pydantic import ValidationError

from api.validation import invalid
from registry.errors import FieldError, Invalid
from registry.models.rule_drafts import RuleChanges, RuleEnding
from registry.models.rules import Criterion, Rules
from registry.models.values import Bilingual

_JSON = ("checks", "cases")
_PLAIN = ("article", "source", "wording", "valid_from", "valid_to")
_PAIRS = ("text", "note", "reading")


def filled(criterion: Criterion, reason: Bilingual | None = None) -> dict[str, str]:
    """The fields of the form as a version of a criterion fills them."""
    kept = criterion.model_dump(mode="json")
    values = {name: str(kept[name] or "") for name in _PLAIN}
    for name in _PAIRS:
        values |= {f"{name}.{language}": (kept[name] or {}).get(language) or "" for language in ("vi", "en")}
    shown = criterion.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    # The name of a predicate is a default of its model, and yet what the form is about.
    shown["checks"] = [each.model_dump(mode="json", exclude_none=True) for each in criterion.checks]
    values |= {name: json.dumps(shown.get(name, []), ensure_ascii=False, indent=1) for name in _JSON}
    if reason is not None:
        values |= {"reason.vi": reason.vi or "", "reason.en": reason.en or ""}
    return values


def changed(base: Rules, before: Criterion, values: Mapping[str, str], kept: RuleChanges | None) -> RuleChanges:
    """The changes of a draft with this criterion as the form has it now.

    A version that begins later closes the one before on the day before; one that begins on the same day replaces it.

    Raises:
        Invalid: something is wrong; the pointers are those of the form.
    """
    criterion = _criterion(before, values)
    reason = _reason(values)
    earlier = [
        each
        for each in base.criteria
        if each.id == criterion.id and each.valid_from < criterion.valid_from and _reaches(each, criterion.valid_from)
    ]
    ends = [
        RuleEnding(id=each.id, valid_from=each.valid_from, valid_to=criterion.valid_from - timedelta(days=1))
        for each in earlier
    ]
    others = kept or RuleChanges(reason=reason)
    return RuleChanges(
        reason=reason,
        put=(*(each for each in others.put if each.id != criterion.id), criterion),
        end=(*(each for each in others.end if each.id != criterion.id), *ends),
        drop=tuple(each for each in others.drop if each.id != criterion.id),
        instruments=others.instruments,
    )


def of_form(errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """Errors of a draft or of a criterion, each pointing to the field of the form that it speaks of."""
    return tuple(FieldError(_pointer(error.pointer), error.code, error.vi, error.en) for error in errors)


def _pointer(pointer: str) -> str:
    parts = pointer.strip("/").split("/")
    if parts[0] in {"put", "end", "drop"}:
        parts = parts[2:] or ["valid_from"]
    if parts[0] in _JSON:
        return f"/{parts[0]}"
    return "/" + "/".join(parts) if parts[0] in {*_PLAIN, *_PAIRS, "reason"} else ""


def _reaches(criterion: Criterion, day: date) -> bool:
    return criterion.valid_to is None or criterion.valid_to >= day


def _criterion(before: Criterion, values: Mapping[str, str]) -> Criterion:
    given = before.model_dump(mode="json") | {name: values.get(name, "").strip() or None for name in _PLAIN}
    for name in _PAIRS:
        pair = {language: values.get(f"{name}.{language}", "").strip() or None for language in ("vi", "en")}
        given[name] = pair if any(pair.values()) else None
    errors = []
    for name in _JSON:
        try:
            given[name] = json.loads(values.get(name, "") or "[]")
        except json.JSONDecodeError as error:
            vi = f"Phần này không phải JSON đúng (dòng {error.lineno})."
            errors.append(FieldError(f"/{name}", "json-invalid", vi, f"This is not valid JSON (line {error.lineno})."))
    if errors:
        raise Invalid(*errors)
    try:
        return Criterion.model_validate(given)
    except ValidationError as error:
        raise Invalid(*of_form(invalid(error).errors)) from None


def _reason(values: Mapping[str, str]) -> Bilingual:
    try:
        return Bilingual(vi=values.get("reason.vi"), en=values.get("reason.en"))
    except ValidationError as error:
        raise Invalid(*invalid(error, under="/reason").errors) from None
