"""What would bring a person further for a role: their own steps for themselves, and how many are missing for others."""

from enum import StrEnum

from registry.models.values import Bilingual, Model


class StepKind(StrEnum):
    """What a person can do about the own profile. Nothing else about them is ever proposed to be otherwise."""

    SHOW = "show"
    """Let institutes see an entry."""
    CONFIRM = "confirm"
    """Say that the profile is still true."""
    AVAILABLE = "available"
    """Say from when they can take part, and let institutes see it."""
    RENEW = "renew"
    """Say until when a programme ran that names no end."""
    LEAD = "lead"
    """Lead one more programme of like topic."""


class Step(Model):
    """One step, in words; `claim_id` is the entry that it is about."""

    kind: StepKind
    claim_id: str | None = None
    sentence: Bilingual


class NextSteps(Model):
    """What would bring a person among the `first` for a role, as of now; only the person reads it.

    `from_place` to `to_place` is the band of places in which they stand now, `to_place` None below all bands; both are
    None where they are not ranked at all. `options` are the smallest sets of steps that were found to be enough: one
    empty set where they stand there already, none where no set of up to three steps is. `agreed` tells whether they
    agreed to be matched, without which no institute sees any of it.
    """

    role_id: str
    expert_id: str
    first: int
    from_place: int | None
    to_place: int | None
    agreed: bool
    considered: tuple[Step, ...]
    options: tuple[tuple[Step, ...], ...]
    sentence: Bilingual


class Shortfall(Model):
    """How many steps a suggested person is short of the first, as their institute may know it: never which ones.

    0 where they stand there already, None where no one, two or three documents or confirmations would do.
    """

    run_id: str
    expert_id: str
    first: int
    steps: int | None
    sentence: Bilingual
