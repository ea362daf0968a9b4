"""What the making of teams answers, in the words and numbers of a run: percent, ids of roles, the form's limits."""

from collections.abc import Mapping

from matching import Weights, relaxations, teams
from matching.teams import WHOLE, Limits
from registry.models.teams import (
    Fall,
    LimitChange,
    LimitKind,
    NoTeam,
    Place,
    Relaxation,
    Seat,
    SetLimit,
    Team,
    TeamLimits,
)
from registry.ranking import weighing
from registry.team_questions import Asked

_PERCENT = WHOLE // 100


def limits_of(given: TeamLimits) -> Limits:
    """The limits of a form as the making of teams takes them."""
    return Limits(
        most_load=given.most_load,
        home=given.home,
        overseas=given.overseas,
        languages=frozenset(given.languages),
        led=given.led,
        floor=given.floor * _PERCENT,
        left_out=frozenset(given.left_out),
    )


def seats(asked: Asked, given: TeamLimits, weights: Mapping[str, Weights], *, model: str) -> tuple[Seat, ...]:
    """Each role sought with how many people there are for it, what keeps out how many, and the weights of its kind.

    `model` is the digest of the language model that ranked them, empty for none.
    """
    limits = limits_of(given)
    found = [relaxations.hindered(asked.question, limits, seat) for seat in range(len(asked.roles))]
    return tuple(
        Seat(
            role_id=role.id,
            title=role.title,
            candidates=each.candidates,
            barred=each.barred,
            kept_out=each.kept_out,
            overloaded=each.overloaded,
            free=each.free,
            weights=weights[role.kind].name,
            weights_hash=weighing.hash_of(weights[role.kind], model),
        )
        for role, each in zip(asked.roles, found, strict=True)
    )


def team(asked: Asked, limits: Limits, found: teams.Team, *, changed: int) -> Team:
    """A team with what each member brings, and what it would lose without them."""
    question = asked.question
    lost = teams.losses(question, limits, found)
    thinnest = teams.thinnest(lost)
    places = [_place(asked, seat, person, lost[seat]) for seat, person in enumerate(found.seated) if person is not None]
    return Team(
        places=tuple(places),
        coverage=_over_all(asked, teams.coverage(question, found.members)),
        weakest=teams.weakest(question, found.members) // _PERCENT,
        ties=teams.ties(question, found.members),
        thinnest=None if thinnest is None else asked.roles[thinnest].id,
        changed=changed,
        proven=found.proven,
    )


def _place(asked: Asked, seat: int, person: int, lost: teams.Loss | None) -> Place:
    role_id, expert_id = asked.roles[seat].id, asked.experts[person]
    candidate = asked.candidates[role_id, expert_id]
    falls = lost.falls if lost else ()
    return Place(
        role_id=role_id,
        expert_id=expert_id,
        rank=candidate.rank,
        score=round(candidate.score, 4),
        covers=_over_all(asked, asked.question.people[person].covers),
        falls=tuple(
            Fall(capability=asked.compared[place], before=before // _PERCENT, after=after // _PERCENT)
            for place, before, after in falls
        ),
        stand_ins=lost.stand_ins if lost else 0,
        then_weakest=None if lost is None or lost.weakest is None else lost.weakest // _PERCENT,
    )


def _over_all(asked: Asked, values: tuple[int, ...]) -> tuple[int, ...]:
    """Percent for every capability of the run; 0 for those that nobody in the pool has."""
    found = dict(zip(asked.compared, values, strict=True))
    return tuple(found.get(place, 0) // _PERCENT for place in range(len(asked.capabilities)))


def none(why: relaxations.NoTeam, given: TeamLimits) -> NoTeam:
    """Why there is no team, with the limits as a form takes them."""
    return NoTeam(
        relaxations=tuple(_relaxation(proposal, given) for proposal in why.proposals),
        excluding=tuple(_limit(limit) for limit in why.excluding),
        minimal=why.minimal,
    )


def _relaxation(proposal: relaxations.Proposal, given: TeamLimits) -> Relaxation:
    changes = tuple(
        LimitChange(
            limit=_limit(change.limit),
            before=change.before // (_PERCENT if change.limit.kind is teams.Kind.FLOOR else 1),
            after=change.after // (_PERCENT if change.limit.kind is teams.Kind.FLOOR else 1),
            people=change.people,
        )
        for change in proposal.changes
    )
    limits = proposal.limits
    changed = given.model_copy(
        update={
            "most_load": limits.most_load,
            "home": limits.home,
            "overseas": limits.overseas,
            "languages": tuple(code for code in given.languages if code in limits.languages),
            "led": limits.led,
            "floor": limits.floor // _PERCENT,
            "left_out": (*given.left_out, *sorted(limits.left_out - set(given.left_out))),
        }
    )
    return Relaxation(changes=changes, limits=changed)


def _limit(limit: teams.Limit) -> SetLimit:
    return SetLimit(kind=LimitKind(limit.kind.value), of=limit.of)
