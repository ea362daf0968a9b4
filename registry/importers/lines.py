"""The lines of a file that somebody gives, packed with gzip or not, however long one of them claims to be."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import IO, cast

from registry.errors import RegistryError

# No record of a programme needs more; a longer line is read to its end but not kept.
LONGEST = 2**20
_GZIP = b"\x1f\x8b"


class Damaged(RegistryError):
    """The packed file breaks off or holds something else than it says."""


def lines_of(file: BufferedReader) -> Iterator[bytes]:
    """The lines of an open file; whether it is packed is seen from its first bytes, not from its name.

    A line longer than LONGEST is cut to one byte more than that, by which an importer knows it.

    Raises:
        Damaged: the packed file breaks off or fails its checksum; the lines before were handed over.
    """
    packed = file.peek(len(_GZIP)).startswith(_GZIP)
    opened = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
    while True:
        try:
            line = opened.readline(LONGEST + 1)
            rest = line
            while len(rest) > LONGEST and not rest.endswith(b"\n"):
                rest = opened.readline(LONGEST + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise _damaged() from error
        if not line:
            return
        yield line


def _damaged() -> Damaged:
    return Damaged(
        "file-damaged",
        vi="Tệp nén bị cắt cụt hoặc bị hỏng từ đây. Hãy lấy lại tệp rồi nạp lại; những gì đã nạp sẽ không bị lặp.",
        en="The packed file breaks off or is damaged from here on. Fetch it again and import it again; "
        "what is in will not come twice.",
    )
