"""An encoder that reads no text twice: it remembers the latest ones, those of an index, and what a file keeps."""

import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from matching.embedding import Encoder
from matching.sentences import number
from matching.transformer import Float32s

MOST = 1 << 16
"""So many of the latest texts are remembered."""
PART = 64
"""After so many texts what was read is written, and told."""

Float16s = NDArray[np.float16]
Numbers = NDArray[np.uint64]


class Remembering:
    """An encoder in front of another.

    With a file, what was read is kept there too, so that whoever is interrupted goes on from there: records of the
    number of a text, its vector and a checksum. The file is readable by its owner only; what was cut off or damaged at
    its end is read again, and whoever deletes it has it begun anew. `told` is called with the number of texts read so
    far.
    """

    def __init__(self, encoder: Encoder, file: Path | None = None, *, most: int = MOST) -> None:
        self._encoder = encoder
        self._file = file
        self._most = most
        self._latest: dict[int, Float16s] = _kept(file, encoder.width) if file is not None else {}
        self._of_index: dict[int, Float16s] = {}
        self._asked: tuple[str, Float32s] | None = None
        self._lock = RLock()
        self._read = 0
        self.told: Callable[[int], None] | None = None

    def __sklearn_clone__(self) -> "Remembering":
        # A copy of an index reads by the same model.
        return self

    @property
    def digest(self) -> str:
        """See `Encoder`."""
        return self._encoder.digest

    @property
    def width(self) -> int:
        """See `Encoder`."""
        return self._encoder.width

    def works(self, texts: Sequence[str]) -> Float16s:
        """See `Encoder`."""
        numbers = [number(text) for text in texts]
        found = {each: vector for each in numbers if (vector := self._known(each)) is not None}
        missing = {each: text for each, text in zip(numbers, texts, strict=True) if each not in found}
        # Long texts are read apart from short ones, which would otherwise cost as much.
        waiting = sorted(missing, key=lambda each: len(missing[each]))
        for begin in range(0, len(waiting), PART):
            part = waiting[begin : begin + PART]
            vectors = self._encoder.works([missing[each] for each in part])
            found.update(zip(part, vectors, strict=True))
            self._remember(part, vectors)
        whole = np.zeros((len(texts), self.width), dtype=np.float16)
        for row, each in enumerate(numbers):
            whole[row] = found[each]
        return whole

    def question(self, text: str) -> Float32s:
        """See `Encoder`. Only the last one is remembered, and nothing of it is written."""
        asked = self._asked
        if asked is None or asked[0] != text:
            self._asked = asked = text, self._encoder.question(text)
        return asked[1]

    def recall(self, parts: Iterable[tuple[Numbers, Float16s]]) -> None:
        """Remember these texts by their numbers, such as those of an index that is made anew, until the next call."""
        self._of_index = {
            each: vectors[row] for numbers, vectors in parts for row, each in enumerate(numbers.ravel().tolist())
        }

    def _known(self, each: int) -> Float16s | None:
        found = self._latest.get(each)
        return self._of_index.get(each) if found is None else found

    def _remember(self, part: Sequence[int], vectors: Float16s) -> None:
        with self._lock:
            self._latest.update(zip(part, vectors, strict=True))
            for oldest in list(self._latest)[: max(0, len(self._latest) - self._most)]:
                del self._latest[oldest]
            if self._file is not None:
                _append(self._file, part, vectors)
            self._read += len(part)
            if self.told is not None:
                self.told(self._read)


def _append(file: Path, part: Sequence[int], vectors: Float16s) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as opened:
        for each, vector in zip(part, vectors, strict=True):
            record = np.uint64(each).tobytes() + vector.tobytes()
            opened.write(record + zlib.crc32(record).to_bytes(4, "little"))


def _kept(file: Path, width: int) -> dict[int, Float16s]:
    """Read what a file keeps, up to the first record that is cut off or damaged; what follows is cut away."""
    size = 8 + 2 * width + 4
    found: dict[int, Float16s] = {}
    whole = 0
    if not file.exists():
        return found
    with file.open("r+b") as opened:
        while len(record := opened.read(size)) == size and zlib.crc32(record[:-4]).to_bytes(4, "little") == record[-4:]:
            found[int(np.frombuffer(record, np.uint64, 1)[0])] = np.frombuffer(record, np.float16, width, 8)
            whole += size
        opened.truncate(whole)
    return found
