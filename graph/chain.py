"""The audit chain: every event carries the hash of the one before it, so that a later change shows.

The hash of an event is SHA-256 over the RFC 8785 canonical JSON of its fields and the previous hash.
A chain shows that something was altered after the fact; it cannot show a forger who rewrites all of it,
which is why the head is printed in reports that are kept elsewhere.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rfc8785

START = "0" * 64
FIELDS = ("seq", "at", "actor", "tag", "subject_kind", "subject_id", "before", "after", "detail")


@dataclass(frozen=True, slots=True)
class Break:
    """The first event that does not follow from the one before it."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: how many events, the last hash, and the first break if any."""

    events: int
    head: str
    broken: Break | None


def hash_of(event: dict[str, object], previous: str) -> str:
    """The hash of an event that follows `previous`: 64 hexadecimal digits."""
    fields: dict[str, Any] = {name: event.get(name) for name in FIELDS}
    return hashlib.sha256(rfc8785.dumps({**fields, "previous": previous})).hexdigest()


def verify(events: Iterable[dict[str, object]], *, head_seq: int, head_hash: str) -> Verdict:
    """Walk the events in the order of their numbers and compare the end with the head of the chain.

    Args:
        events: every event, ordered by `seq`.
        head_seq: the number of events that the head knows of.
        head_hash: the hash that the head holds.
    """
    previous, count = START, 0
    for event in events:
        count += 1
        if event["seq"] != count:
            return Verdict(count - 1, previous, Break(count, "missing" if _number(event) > count else "doubled"))
        if event["previous"] != previous:
            return Verdict(count - 1, previous, Break(count, "unlinked"))
        if event["hash"] != hash_of(event, previous):
            return Verdict(count - 1, previous, Break(count, "altered"))
        previous = str(event["hash"])
    if count < head_seq:
        return Verdict(count, previous, Break(count + 1, "missing"))
    if count > head_seq or previous != head_hash:
        return Verdict(count, previous, Break(count, "head"))
    return Verdict(count, previous, None)


def _number(event: dict[str, object]) -> int:
    value = event["seq"]
    return value if isinstance(value, int) else 0
