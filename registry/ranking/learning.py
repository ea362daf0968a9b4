"""Learned rankers as the graph keeps them: their figures, their files, and which of them weighs a kind of role."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from graph.database import Database
from matching import Weights, WeightsRefused
from matching.learned import Learned, read
from registry.errors import Conflict
from registry.models.rankers import Ranker

SIMULATED: Final = " (mô phỏng)"
"""What stands behind the name of weights that were learned from simulated cases, in whichever language it is read."""
_NAMED: Final = 8


def cards(db: Database, id: str | None = None) -> list[Ranker]:
    """The rankers, or the one with this id, the newest first."""
    return [
        Ranker.model_validate(json.loads(row["card"]) | {"digest": row["digest"], "in_use": row["in_use"]})
        for row in db.read("rankers/all", id=id)
    ]


def all_in_use(db: Database) -> Mapping[str, str]:
    """The id of the ranker that weighs each kind of role which is weighed by one."""
    rows = db.read("rankers/in_use", role_kind=None)
    return {row["role_kind"]: row["ranker_id"] for row in rows if row["ranker_id"]}


def in_use(db: Database, role_kind: str) -> str | None:
    """The id of the ranker that weighs a kind of role; None where the published weights do."""
    rows = db.read("rankers/in_use", role_kind=role_kind)
    return rows[0]["ranker_id"] if rows else None


def load(db: Database, id: str) -> tuple[Learned, str]:
    """A ranker out of its kept file, with the digest of that file.

    Raises:
        WeightsRefused: the file is not what was kept, or was made for other features than this version has.
    """
    [row] = db.read("rankers/file", id=id)
    return _read(row["file"], row["digest"]), str(row["digest"])


def file_of(db: Database, id: str) -> bytes:
    """The file of a ranker as it is kept."""
    [row] = db.read("rankers/file", id=id)
    return base64.b64decode(row["file"])


def require_usable(db: Database, ranker: Ranker) -> None:
    """Refuse a ranker that this version cannot use.

    Raises:
        Conflict: its file is not what was kept, or was made for other features.
    """
    try:
        load(db, ranker.id)
    except WeightsRefused as error:
        raise Conflict(
            "ranker-refused",
            vi=f"Không dùng được bộ xếp hạng {ranker.id}: tệp đã lưu bị hỏng, hoặc bộ này học trên các đặc trưng khác "
            "với phiên bản phần mềm hiện nay. Hãy học lại.",
            en=f"The ranker {ranker.id} cannot be used: {error} Train it again.",
        ) from error


def is_simulated(learned: Learned) -> bool:
    """Whether a ranker was learned from simulated cases; its own file says so."""
    return SIMULATED in learned.fitted


def weights_from(learned: Learned, digest: str) -> Weights:
    """The weights of a ranker under the name that runs carry: part of the digest of its file."""
    given = learned.weights
    name = f"learned-{digest[:_NAMED]}{SIMULATED if is_simulated(learned) else ''}"
    return Weights(name, given.weights, given.spreads, given.fitted)


@lru_cache(maxsize=32)
def _read(file: str, digest: str) -> Learned:
    try:
        content = base64.b64decode(file, validate=True)
    except binascii.Error as error:
        raise WeightsRefused("The kept file of the ranker cannot be read.") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise WeightsRefused("The kept file of the ranker is not the one whose digest was recorded.")
    return read(content, digest[:_NAMED])
