"""Changes that lose to somebody else's change of the same record: tried again a while, then given up in words."""

import random
import time
from collections.abc import Iterator

from registry.errors import Conflict

# Each try loses only to a change of the same record that succeeded, so as many in a row mean that it never rests.
_TRIES = 40
_LONGEST_PAUSE_S = 0.3


def tries() -> Iterator[int]:
    """Count the tries, with a growing random pause between them.

    Raises:
        Conflict: none of them ended the loop.
    """
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE_S, 0.005 * 2**attempt)))  # noqa: S311 - jitter, no secret
        yield attempt
    raise Conflict(
        "busy",
        vi="Hồ sơ này đang được nhiều người sửa cùng lúc. Hãy thử lại sau ít phút.",
        en="Many people are changing this record at the same time. Try again in a few minutes.",
    )
