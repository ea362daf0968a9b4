"""Whether a role told in Vietnamese finds people whose works are told in English only, with concepts and without.

python -m benchmarks.cross_language [--people 4000] [--seeds 57 58 59] [--first 20]

A constructed check on the generated network: every work, programme, invention and product keeps its English words only,
every role of the generated missions its Vietnamese words only. A person is right for a role if they name one of the
fields or strategic technologies of its mission as their own, which no ranking sees. Told are the share of right people
among the first, how many roles find nobody at all, and the same of the role told in English as the ceiling; with 95 %
intervals of a bootstrap over missions.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching import Concepts, Evidence, Kind, PeopleIndex, Profile
from registry.generator.network import Network, network
from registry.models.claims import Claim, ClaimKind, Part
from registry.models.experts import Expert
from registry.models.missions import Mission, Role
from registry.profiles import last_day
from registry.ranking import vocabulary

DRAWS = 1000
_KINDS = {
    ClaimKind.WORK: Kind.AUTHORED,
    ClaimKind.INVENTION: Kind.INVENTED,
    ClaimKind.PRODUCT: Kind.BUILT,
    ClaimKind.PROGRAMME: Kind.LED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A role in both languages, its mission, and who is right for it."""

    mission: str
    vi: str
    en: str
    right: frozenset[str]


def evidence(claim: Claim) -> Evidence:
    """Give a claim with its English words only."""
    kind = Kind.TOOK_PART if claim.part is Part.TOOK_PART else _KINDS[claim.kind]
    text = claim.summary.en if claim.summary else None
    return Evidence(claim.evidence_id, kind, claim.title.en or "", text or "", last_day(claim.on))


def profile(expert: Expert) -> Profile:
    """Give a person as the index would know them, in English only."""
    told = (claim for claim in expert.claims if claim.kind in _KINDS and claim.title.en)
    return Profile(expert.id, tuple(evidence(claim) for claim in told))


def questions(people: list[Expert], missions: Iterator[Mission]) -> Iterator[Asked]:
    """Give every role with who is right for it."""
    for mission in missions:
        wanted = {*mission.fields, *mission.technologies}
        right = frozenset(one.id for one in people if not wanted.isdisjoint((*one.fields, *one.technologies)))
        for role in mission.roles:
            yield Asked(mission.id, _text(mission, role, "vi"), _text(mission, role, "en"), right)


def _text(mission: Mission, role: Role, language: str) -> str:
    parts = (role.title, role.text, mission.title, mission.summary)
    return "\n".join(found for part in parts if (found := getattr(part, language)))


def measured(net: Network, concepts: Concepts | None, language: str, first: int) -> list[tuple[str, float, bool]]:
    """Give for each role its mission, the share of right people among the first, and whether anybody was found."""
    people = list(net.experts())
    index = PeopleIndex(concepts=concepts).fit(map(profile, people))
    found = []
    for asked in questions(people, net.missions()):
        hits = index.rank(getattr(asked, language), k=first, on=net.today)
        found.append((f"{net.seed} {asked.mission}", sum(hit.id in asked.right for hit in hits) / first, bool(hits)))
    return found


def interval(found: list[tuple[str, float, bool]]) -> tuple[float, float]:
    """Give the 95 % interval of the mean share, by a bootstrap over missions."""
    by_mission: dict[str, list[float]] = {}
    for mission, share, _ in found:
        by_mission.setdefault(mission, []).append(share)
    groups = [(sum(shares), len(shares)) for shares in by_mission.values()]
    draw = np.random.default_rng(20261121)
    chosen = np.array(groups)[draw.integers(len(groups), size=(DRAWS, len(groups)))]
    low, high = np.quantile(chosen[:, :, 0].sum(axis=1) / chosen[:, :, 1].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=4000, help="people of each network")
    parser.add_argument("--seeds", type=int, nargs="+", default=[57, 58, 59], help="one network for each seed")
    parser.add_argument("--first", type=int, default=20, help="how many people are looked at")
    given = parser.parse_args()
    table = vocabulary.concepts()
    networks = [network(given.people, seed=seed) for seed in given.seeds]
    rows: list[tuple[str, str, Concepts | None]] = [
        ("Vietnamese role, no concepts", "vi", None),
        ("Vietnamese role, concepts", "vi", table),
        ("English role, no concepts", "en", None),
        ("English role, concepts", "en", table),
    ]
    sys.stdout.write(f"| English-only works | right among the first {given.first} | 95 % | roles that find nobody |\n")
    sys.stdout.write("|---|---|---|---|\n")
    for name, language, concepts in rows:
        found = [one for net in networks for one in measured(net, concepts, language, given.first)]
        low, high = interval(found)
        share = sum(one[1] for one in found) / len(found)
        nobody = sum(not one[2] for one in found)
        sys.stdout.write(f"| {name} | {share:.3f} | {low:.3f} - {high:.3f} | {nobody} of {len(found)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
