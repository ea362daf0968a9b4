"""The form of one criterion in a draft of the rules: filled from a version or blank, and read back as changes."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from pydantic import ValidationError

from api.pages.form_values import flattened, iso_date, tree_of
from api.pages.forms import Filled, without_empty_rows
from api.validation import invalid
from registry.errors import FieldError, Invalid
from registry.lists import Language
from registry.models.rule_drafts import RuleChanges, RuleEnding
from registry.models.rules import Criterion, Rules
from registry.models.values import Bilingual

_PLAIN: Final = ("article", "source", "wording", "valid_from", "valid_to")
_DATES: Final = frozenset({"valid_from", "valid_to"})
_PAIRS: Final = ("text", "note", "reading")
# What a criterion is, which a later version keeps.
_IDENTITY: Final = ("id", "instrument", "part", "group")
_LISTS: Final = ("role_kinds", "evidence")
# A criterion that nobody has read yet: for a human, and marked so.
_BLANK: Final[dict[str, str]] = {"wording": "unverified", "checks": '[{"predicate": "human", "matter": "not_read"}]'}


def blank(reason: Bilingual | None = None) -> dict[str, str]:
    """The fields of the form of a new criterion."""
    return _BLANK | _said(reason)


def filled(criterion: Criterion, language: Language, reason: Bilingual | None = None) -> dict[str, str]:
    """The fields of the form as a version of a criterion fills them."""
    kept = criterion.model_dump(mode="json")
    values = {name: str(kept[name] or "") for name in (*_PLAIN, *_IDENTITY)}
    for name in _PAIRS:
        values |= {f"{name}.{spoken}": (kept[name] or {}).get(spoken) or "" for spoken in ("vi", "en")}
    values |= {f"{name}.{code}": "on" for name in _LISTS for code in kept[name]}
    # The name of a predicate is a default of its model, and yet what the form is about.
    checks = [each.model_dump(mode="json", exclude_none=True) for each in criterion.checks]
    values["checks"] = json.dumps(checks, ensure_ascii=False, indent=1)
    values |= {name: text for name, text in flattened(criterion, language).items() if name.startswith("cases.")}
    return values | _said(reason)


def _said(reason: Bilingual | None) -> dict[str, str]:
    return {"reason.vi": reason.vi or "", "reason.en": reason.en or ""} if reason else {}


def changed(
    base: Rules, before: Criterion | None, values: Mapping[str, str], kept: RuleChanges | None, language: Language
) -> RuleChanges:
    """The changes of a draft with this criterion as the form has it now; `before` is the version that it began with.

    A version that begins later closes the one before on the day before; one that begins on the same day replaces it.

    Raises:
        Invalid: something is wrong; the pointers are those of the form.
    """
    known = {each.id for each in base.criteria}
    new = before is None or before.id not in known
    criterion = _criterion(None if new else before, values, language)
    put = {each.id for each in kept.put} if kept else set()
    others = put - ({before.id} if before else set())
    if new and criterion.id in known | others:
        vi, en = "Đã có tiêu chí mang mã này; hãy sửa tiêu chí đó.", "There is a criterion of this id; change that one."
        raise Invalid(FieldError("/id", "rule-known", vi, en))
    replaced = {criterion.id} | ({before.id} if before else set())
    return _with(base, criterion, _reason(values), kept, replaced)


def _with(
    base: Rules, criterion: Criterion, reason: Bilingual, kept: RuleChanges | None, replaced: set[str]
) -> RuleChanges:
    ends = [
        RuleEnding(id=each.id, valid_from=each.valid_from, valid_to=criterion.valid_from - timedelta(days=1))
        for each in base.criteria
        if each.id == criterion.id and each.valid_from < criterion.valid_from and _reaches(each, criterion)
    ]
    others = kept or RuleChanges(reason=reason)
    return RuleChanges(
        reason=reason,
        put=(*(each for each in others.put if each.id not in replaced), criterion),
        end=(*(each for each in others.end if each.id not in replaced), *ends),
        drop=tuple(each for each in others.drop if each.id not in replaced),
        instruments=others.instruments,
    )


def of_form(errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """Errors of a draft or of a criterion, each pointing to the field of the form that it speaks of."""
    placed = [FieldError(_pointer(error), error.code, error.vi, error.en) for error in errors]
    wrong = {error.pointer for error in placed if error.code != "too-short"}
    # What is wrong with a row also makes it count as none; that there are too few is then no second fault.
    return tuple(error for error in placed if error.code != "too-short" or error.pointer not in wrong)


def _pointer(error: FieldError) -> str:
    parts = error.pointer.strip("/").split("/")
    if error.code == "rule-group":
        return "/group"
    if parts[0] in {"put", "end", "drop"}:
        parts = parts[2:] or ["valid_from"]
    if parts[0] == "checks" or parts[0] in _LISTS:
        return f"/{parts[0]}"
    return "/" + "/".join(parts) if parts[0] in {*_PLAIN, *_PAIRS, *_IDENTITY, "reason", "cases"} else ""


def _reaches(earlier: Criterion, later: Criterion) -> bool:
    return earlier.valid_to is None or earlier.valid_to >= later.valid_from


def _criterion(before: Criterion | None, values: Mapping[str, str], language: Language) -> Criterion:
    given: dict[str, object] = dict(before.model_dump(mode="json")) if before else _identity(values)
    for name in _PLAIN:
        text = values.get(name, "").strip()
        given[name] = (iso_date(text) if name in _DATES else text) or None
    for name in _PAIRS:
        pair = {spoken: values.get(f"{name}.{spoken}", "").strip() or None for spoken in ("vi", "en")}
        given[name] = pair if any(pair.values()) else None
    given |= {"checks": _checks(values), "cases": _cases(values, language)}
    try:
        return Criterion.model_validate(given)
    except ValidationError as error:
        raise Invalid(*of_form(invalid(error).errors)) from None


def _identity(values: Mapping[str, str]) -> dict[str, object]:
    given: dict[str, object] = {name: values.get(name, "").strip() or None for name in _IDENTITY}
    ticked = Filled(values)
    return given | {name: [code for code, on in ticked.below(name).items() if on] for name in _LISTS}


def _checks(values: Mapping[str, str]) -> object:
    try:
        return json.loads(values.get("checks", "") or "[]")
    except json.JSONDecodeError as error:
        vi = f"Phần này không phải JSON đúng (dòng {error.lineno})."
        en = f"This is not valid JSON (line {error.lineno})."
        raise Invalid(FieldError("/checks", "json-invalid", vi, en)) from None


def _cases(values: Mapping[str, str], language: Language) -> object:
    """The test cases as their rows have them; entries are named by their place, because nothing refers to them."""
    rows = {name: text for name, text in without_empty_rows(values, ("cases",)).items() if name.startswith("cases.")}
    cases = tree_of(rows, language).get("cases") or []
    for case in cases if isinstance(cases, list) else []:
        claims = case.get("claims") if isinstance(case, dict) else None
        for position, claim in enumerate(claims if isinstance(claims, list) else [], 1):
            claim["id"] = f"c{position}"
    return cases


def _reason(values: Mapping[str, str]) -> Bilingual:
    try:
        return Bilingual(vi=values.get("reason.vi"), en=values.get("reason.en"))
    except ValidationError as error:
        raise Invalid(*invalid(error, under="/reason").errors) from None


def examples(rules: Rules) -> dict[str, str]:
    """A check of each predicate as it is written, out of the criteria that there are."""
    found: dict[str, str] = {}
    for criterion in rules.criteria:
        for check in criterion.checks:
            dumped = check.model_dump(mode="json", exclude_none=True, exclude={"then_human"})
            found.setdefault(check.predicate, json.dumps(dumped, ensure_ascii=False))
    return found
