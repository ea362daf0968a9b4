"""What each feature of the ranking is called, means and says, in both languages."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from registry.models.values import Bilingual

RestsOn = Literal["nearest", "led", "latest", "institution", "none"]


class FeatureText(BaseModel):
    """A feature in words.

    `description_en` is the docstring of the code, of which `description_vi` is the translation: a test holds the one
    against the other, so that no change of the code leaves its translation behind. `ours` is what the role brings;
    `rests_on` tells which entries a value rests on. A value of `missing` is said by `nothing`, every other by `said`,
    where `{value}` and `{percent}` stand for it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_vi: str
    title_en: str
    description_vi: str
    description_en: str
    ours_vi: str
    ours_en: str
    lowest: float
    highest: float | None
    missing: float
    rests_on: RestsOn
    said_vi: str
    said_en: str
    nothing_vi: str
    nothing_en: str

    @property
    def title(self) -> Bilingual:
        """What it is called."""
        return Bilingual(vi=self.title_vi, en=self.title_en)

    @property
    def description(self) -> Bilingual:
        """What it is."""
        return Bilingual(vi=self.description_vi, en=self.description_en)

    @property
    def ours(self) -> Bilingual:
        """What the role brings to it."""
        return Bilingual(vi=self.ours_vi, en=self.ours_en)


@cache
def features() -> Mapping[str, FeatureText]:
    """Every feature by its name, read once."""
    written = json.loads(files("registry.ranking").joinpath("features.json").read_bytes())
    return TypeAdapter(dict[str, FeatureText]).validate_python(written)


def title(feature: str) -> Bilingual:
    """What a feature is called; its name in the code where it is one of an earlier version."""
    known = features().get(feature)
    return known.title if known else Bilingual(en=feature)
