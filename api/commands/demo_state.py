"""What the demonstration remembers between two runs, so that the second is quick and changes nothing."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

_FILE = "demo.json"


class Remembered(BaseModel):
    """Which network was loaded, and which role was matched in which run; empty where there is none yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    seed: int
    institute: str = ""
    mission: str = ""
    role: str = ""
    run: str = ""
    expert: str = ""

    def same_network(self, size: int, seed: int) -> bool:
        """Whether this is the network of that size and seed."""
        return (self.size, self.seed) == (size, seed)


def recall(folder: Path) -> Remembered | None:
    """What the last run remembered, None where there was none or its file is not what was written."""
    try:
        return Remembered.model_validate_json((folder / _FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def remember(folder: Path, known: Remembered) -> None:
    """Keep it for the next run, in one step."""
    half = folder / f"{_FILE}.new"
    half.write_text(known.model_dump_json(indent=2), encoding="utf-8")
    half.replace(folder / _FILE)
