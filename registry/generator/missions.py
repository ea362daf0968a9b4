"""Twenty missions after the tasks of Decision 808: bodies and products of the list, everything else made up."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from registry import lists
from registry.generator import people
from registry.generator.chance import Stream, day_before, ids, pick, some, stream
from registry.generator.evidence import TEAM
from registry.generator.institutes import GENERATED, employers
from registry.generator.material import Speciality, by_code, careers, phrases, read, rows, table
from registry.generator.phrases import Pattern, Phrase, bilingual, fill, pattern, phrase, words
from registry.lists import Task
from registry.models.claims import Part
from registry.models.missions import Budget, Criterion, Mission, Output, Role, RoleStatus
from registry.models.values import digest_of

_ROOM = 3
# Of every so many missions, one has its first role filled already, by somebody of the first people of the network.
_FILLED, _AMONG = 5, 300


class Opening(NamedTuple):
    """A role as the file says it: its kind, the topic of the speciality, and what the person must do."""

    kind: str
    topic: int
    focus: Phrase


class Plan(NamedTuple):
    """A mission as the file says it; money in thousand millions of dong."""

    task: str
    speciality: Speciality
    institute: str
    system: int
    months: int
    billions: float
    title: Phrase
    summary: Phrase
    outputs: tuple[Phrase, ...]
    criteria: tuple[Phrase, ...]
    roles: tuple[Opening, ...]


class Forms(NamedTuple):
    """The sentences of roles, and what the law asks of each kind."""

    title: Pattern
    text: Pattern
    laws: Mapping[str, Phrase]


def missions(seed: int, today: date) -> Iterator[Mission]:
    """The missions, with deadlines after `today`."""
    for plan in _plans():
        yield _mission(plan, seed, today)


def _mission(plan: Plan, seed: int, today: date) -> Mission:
    task, numbers = lists.task(plan.task), stream(seed, _ROOM, lists.task(plan.task).number)
    own = ids(seed, "mission", task.number, 8)
    id, opened = next(own), f"{day_before(numbers, today, 120)}T02:00:00+00:00"
    made = Mission(
        id=id,
        institute_id=employers().by_key[plan.institute].id,
        title=bilingual(plan.title),
        summary=bilingual(plan.summary),
        system=plan.system,
        phase=lists.phase_on(today).number,
        technologies=_technologies(task),
        fields=tuple(sorted(plan.speciality.fields[:3])),
        agency=task.body,
        deadline=_month_end(today, plan.months),
        outputs=tuple(
            Output(text=bilingual(text), due=_month_end(today, plan.months * (place + 1) // len(plan.outputs)))
            for place, text in enumerate(plan.outputs)
        ),
        criteria=tuple(Criterion(text=bilingual(each)) for each in plan.criteria),
        budget=Budget(amount=plan.billions * 1e9, currency="VND"),
        roles=_roles(plan, numbers, id, list(own), _leader(plan, task, seed, today)),
        generated=True,
        source=GENERATED,
        source_key=f"{GENERATED}:{seed}:{task.code}",
        created_at=opened,
        updated_at=opened,
    )
    return made.model_copy(update={"digest": digest_of(made)})


def _roles(plan: Plan, numbers: Stream, mission_id: str, own: list[str], leader: str | None) -> tuple[Role, ...]:
    """The roles in the order of the plan; the first one is filled where there is a leader for it."""
    roles = []
    for place, opening in enumerate(plan.roles):
        title, text = _told(numbers, plan.speciality, opening)
        filled = leader if place == 0 else None
        roles.append(
            Role(
                id=own[place],
                mission_id=mission_id,
                kind=opening.kind,
                title=bilingual(title),
                text=bilingual(text),
                status=RoleStatus.FILLED if filled else RoleStatus.OPEN,
                filled_by=filled,
            )
        )
    return tuple(roles)


def _told(numbers: Stream, speciality: Speciality, opening: Opening) -> tuple[Phrase, Phrase]:
    """The title of a role, and what the person must be able to do, in the words of the topic."""
    forms, topic, kind = _forms(), speciality.topics[opening.topic], lists.role_kind(opening.kind)
    first, second = some(numbers, topic.subjects, 2)
    method = pick(numbers, first.methods)
    method2 = pick(numbers, [each for each in second.methods if each != method])
    filling = words(
        kind=Phrase(kind.name_vi, kind.name_en),
        focus=opening.focus,
        topic=topic.name,
        object=first.name,
        object2=second.name,
        method=method,
        method2=method2,
        law=forms.laws[opening.kind],
        use=pick(numbers, topic.uses),
    )
    return fill(forms.title, filling, numbers), fill(forms.text, filling, numbers)


def _leader(plan: Plan, task: Task, seed: int, today: date) -> str | None:
    """Who holds the first role already: an experienced leader of a team of the speciality, or nobody."""
    if task.number % _FILLED:
        return None
    for number in range(0, _AMONG, TEAM):
        if people.speciality_of(seed, number).code == plan.speciality.code:
            found = people.expert(seed, number, today)
            if found.agreed_to_matching and any(claim.part is Part.LED for claim in found.claims):
                return found.id
    return None


def _technologies(task: Task) -> tuple[str, ...]:
    """The product that the list guesses for the task, and its group."""
    product = lists.technology(task.product)
    group = product.group if product.kind == "product" else None
    return tuple(sorted({product.code, *([group] if group else [])}))


def _month_end(today: date, months: int) -> str:
    """The last day of the month so many months after `today`."""
    year, month = divmod(today.year * 12 + today.month + months, 12)
    return (date(year, month + 1, 1) - timedelta(days=1)).isoformat()


@cache
def _forms() -> Forms:
    file = table(careers()["roles"])
    laws = {kind: phrase(str(line)) for kind, line in table(file["texts"]).items()}
    return Forms(pattern(str(file["title"])), pattern(str(file["text"])), laws)


@cache
def _plans() -> tuple[Plan, ...]:
    return tuple(_plan(row) for row in rows(read("missions")))


def _plan(row: dict[str, object]) -> Plan:
    return Plan(
        task=f"qd808-{int(str(row['task'])):02}",
        speciality=by_code()[str(row["speciality"])],
        institute=str(row["institute"]),
        system=int(str(row["system"])),
        months=int(str(row["months"])),
        billions=float(str(row["billions"])),
        title=phrase(str(row["title"])),
        summary=phrase(str(row["summary"])),
        outputs=phrases(row["outputs"]),
        criteria=phrases(row["criteria"]),
        roles=tuple(
            Opening(str(role["kind"]), int(str(role["topic"])), phrase(str(role["focus"])))
            for role in rows(row["roles"])
        ),
    )
