"""The changes of a draft applied to an edition: what they make of it, or every reason why they make nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from registry import codes, lists
from registry.eligibility.testing import failing
from registry.errors import FieldError, Invalid
from registry.models.rule_drafts import RuleChanges, RuleVersion
from registry.models.rules import Criterion, Instrument, Rules

_Key = tuple[str, date]


def applied(base: Rules, changes: RuleChanges, *, draft_id: str, today: date) -> Rules:
    """The rules as the changes leave them, not released.

    Raises:
        Invalid: the changes contradict each other or the edition, two versions of a criterion would hold at once,
            dates do not fit, a role kind or instrument is unknown, or a criterion fails its own test cases.
    """
    errors = [*_contradictions(changes), *_misplaced(base, changes, today)]
    if errors:
        raise Invalid(*errors)
    instruments = {each.id: each for each in (*base.instruments, *changes.instruments)}
    ended = {(each.id, each.valid_from): each.valid_to for each in changes.end}
    dropped = {(each.id, each.valid_from) for each in changes.drop}
    criteria: dict[_Key, Criterion] = {_key(each): each for each in base.criteria if _key(each) not in dropped}
    for key, last in ended.items():
        criteria[key] = criteria[key].model_copy(update={"valid_to": last})
    criteria |= {_key(each): each for each in changes.put}
    after = Rules(
        id=draft_id, edition=0, digest="", instruments=tuple(instruments.values()), criteria=tuple(criteria.values())
    )
    errors = [*_overlaps(after), *_regimes(after.instruments), *_groups(after), *_of_each(after, changes)]
    if errors:
        raise Invalid(*errors)
    return after


def _key(version: Criterion | RuleVersion) -> _Key:
    return version.id, version.valid_from


def _contradictions(changes: RuleChanges) -> list[FieldError]:
    """What a draft says twice or against itself."""
    if not (changes.put or changes.end or changes.drop or changes.instruments):
        return [_error("", "rule-no-change", "Bản dự thảo chưa thay đổi gì.", "The draft changes nothing.")]
    named: list[tuple[str, _Key]] = []
    for field, versions in (("put", changes.put), ("end", changes.end), ("drop", changes.drop)):
        named += [(f"/{field}/{position}", _key(each)) for position, each in enumerate(versions)]  # type: ignore[arg-type]
    times = Counter(key for _, key in named)
    errors = [
        _error(
            pointer,
            "rule-contradiction",
            f"Dự thảo mâu thuẫn: tiêu chí {key[0]} từ ngày {_vi(key[1])} bị thay đổi {times[key]} lần.",
            f"The draft contradicts itself: {key[0]} from {key[1]} is changed {times[key]} times.",
        )
        for pointer, key in named
        if times[key] > 1
    ]
    doubled = [id for id, count in Counter(each.id for each in changes.instruments).items() if count > 1]
    return errors + [
        _error("/instruments", "rule-contradiction", f"Văn bản {id} được ghi hai lần.", f"{id} is given twice.")
        for id in doubled
    ]


def _misplaced(base: Rules, changes: RuleChanges, today: date) -> list[FieldError]:
    """Endings and droppings of versions that are not there, or on days that do not fit."""
    known = {_key(each) for each in base.criteria}
    errors = []
    for field, versions in (("end", changes.end), ("drop", changes.drop)):
        for position, each in enumerate(versions):
            if _key(each) not in known:
                errors.append(_unknown(f"/{field}/{position}", each))
    for position, ending in enumerate(changes.end):
        if ending.valid_to < ending.valid_from:
            errors.append(
                _error(
                    f"/end/{position}/valid_to",
                    "rule-dates",
                    "Ngày kết thúc trước ngày bắt đầu.",
                    "A rule ends before it begins.",
                )
            )
    for position, version in enumerate(changes.drop):
        if version.valid_from <= today:
            errors.append(
                _error(
                    f"/drop/{position}",
                    "rule-in-force",
                    f"Tiêu chí {version.id} đã có hiệu lực nên không xoá được; hãy ghi ngày kết thúc.",
                    f"{version.id} is in force already and cannot be dropped; give the day on which it ends.",
                )
            )
    return errors


def _overlaps(rules: Rules) -> list[FieldError]:
    """Two versions of a criterion that hold on the same day."""
    versions: dict[str, list[Criterion]] = {}
    for each in rules.criteria:
        versions.setdefault(each.id, []).append(each)
    return [
        _error(
            "/put",
            "rules-overlap",
            f"Hai phiên bản của tiêu chí {id} cùng có hiệu lực (từ {_vi(one.valid_from)} "
            f"và từ {_vi(other.valid_from)}); hãy ghi ngày kết thúc cho bản trước.",
            f"Two versions of {id} hold at once (from {one.valid_from} and from {other.valid_from}); "
            "give the earlier one its last day.",
        )
        for id, of_id in versions.items()
        for one, other in combinations(sorted(of_id, key=lambda each: each.valid_from), 2)
        if one.valid_to is None or other.valid_from <= one.valid_to
    ]


def _regimes(instruments: Sequence[Instrument]) -> list[FieldError]:
    """Two decrees that would be the regime of one kind of role on the same day."""
    return [
        _error(
            "/instruments",
            "regimes-overlap",
            f"{one.number} và {other.number} cùng điều chỉnh vị trí {kind}; hai chế độ loại trừ nhau.",
            f"{one.number} and {other.number} would both rule {kind}; regimes exclude each other.",
        )
        for one, other in combinations(instruments, 2)
        for kind in sorted(set(one.role_kinds) & set(other.role_kinds))
        if _meet(one, other)
    ]


def _meet(one: Instrument, other: Instrument) -> bool:
    first, second = sorted((one, other), key=lambda each: each.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def _groups(rules: Rules) -> list[FieldError]:
    """Alternatives that are not of one kind: then one of them could not stand for another."""
    members: dict[str, set[tuple[str, str, tuple[str, ...]]]] = {}
    for each in rules.criteria:
        if each.group:
            members.setdefault(each.group, set()).add((each.instrument, each.part.value, each.role_kinds))
    return [
        _error(
            "/put",
            "rule-group",
            f"Các tiêu chí của nhóm {group} phải cùng văn bản, cùng phần và cùng loại vị trí.",
            f"The criteria of the group {group} must share instrument, part and kinds of roles.",
        )
        for group, kinds in members.items()
        if len(kinds) > 1
    ]


def _of_each(rules: Rules, changes: RuleChanges) -> list[FieldError]:
    """What is wrong with each criterion that is put, and with each instrument."""
    instruments = {each.id: each for each in rules.instruments}
    errors: list[FieldError] = []
    for position, instrument in enumerate(changes.instruments):
        errors += codes.wrong(f"/instruments/{position}/role_kinds/-", instrument.role_kinds, lists.role_kind)
    for position, each in enumerate(changes.put):
        pointer = f"/put/{position}"
        errors += codes.wrong(f"{pointer}/role_kinds/-", each.role_kinds, lists.role_kind)
        errors += _of_instrument(pointer, each, instruments)
        errors += _cases(pointer, each)
    return errors


def _of_instrument(pointer: str, criterion: Criterion, instruments: Mapping[str, Instrument]) -> Iterable[FieldError]:
    instrument = instruments.get(criterion.instrument)
    if instrument is None:
        yield _error(
            f"{pointer}/instrument",
            "instrument-unknown",
            f"Không có văn bản {criterion.instrument}.",
            f"There is no instrument {criterion.instrument}.",
        )
        return
    if criterion.valid_from < instrument.valid_from or _outlives(criterion, instrument):
        yield _error(
            f"{pointer}/valid_from",
            "rule-outside-instrument",
            f"Tiêu chí có hiệu lực ngoài thời gian hiệu lực của {instrument.number}.",
            f"The criterion would hold when {instrument.number} does not.",
        )
    elsewhere = sorted(set(criterion.role_kinds) - set(instrument.role_kinds))
    if instrument.role_kinds and elsewhere:
        yield _error(
            f"{pointer}/role_kinds",
            "rule-other-regime",
            f"{instrument.number} không điều chỉnh vị trí {', '.join(elsewhere)}.",
            f"{instrument.number} does not rule {', '.join(elsewhere)}.",
        )


def _outlives(criterion: Criterion, instrument: Instrument) -> bool:
    if instrument.valid_to is None:
        return False
    return criterion.valid_to is None or criterion.valid_to > instrument.valid_to


def _cases(pointer: str, criterion: Criterion) -> Iterable[FieldError]:
    if not criterion.cases:
        yield _error(
            f"{pointer}/cases",
            "rule-case-missing",
            f"Tiêu chí {criterion.id} chưa có trường hợp kiểm tra nào.",
            f"{criterion.id} has no test case.",
        )
    for position, case, found in failing(criterion):
        yield _error(
            f"{pointer}/cases/{position}",
            "rule-case-fails",
            f"Trường hợp “{case.says.in_('vi')}” cho kết quả {found}, không phải {case.expected}.",
            f"The case “{case.says.in_('en')}” gives {found}, not {case.expected}.",
        )


def _unknown(pointer: str, version: RuleVersion) -> FieldError:
    return _error(
        pointer,
        "rule-unknown",
        f"Không có tiêu chí {version.id} bắt đầu từ ngày {_vi(version.valid_from)}.",
        f"There is no criterion {version.id} from {version.valid_from}.",
    )


def _vi(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _error(pointer: str, code: str, vi: str, en: str) -> FieldError:
    return FieldError(pointer, code, vi, en)
