"""The index on disk: one file of arrays that a restart maps into memory instead of reading everybody again.

The file: a magic line, the length and the checksum of a header, the header as JSON, then the arrays, each at a multiple
of 64 bytes. The header says by which code the arrays were made, and the place, shape and checksum of each.
"""

import hashlib
import inspect
import json
import mmap
import os
import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from matching import concepts as concept_tables
from matching import (
    counting,
    embedding,
    facts,
    kernel,
    packing,
    postings,
    profiles,
    scanning,
    segments,
    sentences,
    snapshots,
    stopwords,
    tags,
    text,
    transformer,
    vocabulary,
)
from matching.concepts import Concepts
from matching.counting import Block
from matching.embedding import Encoder
from matching.exact import Works, works_of
from matching.index import PeopleIndex
from matching.kernel import Lists
from matching.packing import Packed
from matching.postings import Float32s, Postings, TermWeights
from matching.segments import Segment
from matching.sentences import Hashes
from matching.snapshots import Snapshot
from matching.vocabulary import Vocabulary

FILE = "people.index"
MAGIC = b"people of an index, 2\n"
ALIGNED = 64
MADE_BY = (
    concept_tables,
    counting,
    embedding,
    facts,
    kernel,
    packing,
    postings,
    profiles,
    scanning,
    segments,
    sentences,
    snapshots,
    stopwords,
    tags,
    text,
    transformer,
    vocabulary,
)

GIVEN = ("concepts", "encoder")
"""The parameters of an index that are not in the file: whoever loads it gives the same."""

Array = NDArray[np.generic]
Made = TypeVar("Made")


class Fault(StrEnum):
    """Why a stored index cannot be used."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    OTHER = "other"
    """Made by another version, in another format, or of other data."""
    DAMAGED = "damaged"


class SnapshotRefused(ValueError):
    """A stored index that cannot be used; it has to be built."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


@cache
def code() -> str:
    """Give the SHA-256 of the code that decides what is in an index: another version makes its own."""
    return hashlib.sha256("".join(inspect.getsource(module) for module in MADE_BY).encode()).hexdigest()


def _origin(of: str, concepts: Concepts | None, encoder: Encoder | None) -> list[str]:
    return [code(), of, concepts.digest if concepts else "", encoder.digest if encoder else ""]


def save(index: PeopleIndex, folder: Path, *, seq: int, of: str = "") -> None:
    """Write the index as of a number of the audit sequence; whoever loads it must name the same `of`.

    What is written is compacted: nobody who was removed, and no older text of anybody, is in the file, though single
    words of theirs may stay in the list of words. It is readable by its owner only and replaces an older one whole.
    """
    now = snapshots.settled(index.snapshot_, index.pairs)
    parameters = {name: value for name, value in index.get_params().items() if name not in GIVEN}
    origin = _origin(of, index.concepts, index.encoder)
    arrays = _arrays(now)
    header, at = [], 0
    for name, array in arrays.items():
        header.append([name, array.dtype.descr, array.shape, at, zlib.crc32(_bytes(array))])
        at += -(-array.nbytes // ALIGNED) * ALIGNED
    told = json.dumps({"of": origin, "seq": seq, "parameters": parameters, "arrays": header}).encode()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f"{FILE}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + f"{len(told):16d}{zlib.crc32(told):16d}\n".encode())
            file.write(told + b" " * (-(len(MAGIC) + 33 + len(told)) % ALIGNED))
            for array in arrays.values():
                file.write(_bytes(array))
                file.write(b" " * (-array.nbytes % ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / FILE)
    finally:
        draft.unlink(missing_ok=True)


def drop(folder: Path) -> None:
    """Delete a stored index, because somebody in it withdrew or changed; no error where there is none."""
    (folder / FILE).unlink(missing_ok=True)


def seq_of(folder: Path) -> int:
    """Give the number of the audit sequence that a stored index is of.

    Raises SnapshotRefused where there is none or its header cannot be read.
    """
    return int(str(_opened(folder)[1]["seq"]))


def load(
    folder: Path, *, of: str = "", concepts: Concepts | None = None, encoder: Encoder | None = None
) -> tuple[PeopleIndex, int]:
    """Give the stored index, its arrays mapped out of the file, and the number of the audit sequence it is of.

    The concepts and the model are those of the index that was stored; they are not in the file.

    Raises SnapshotRefused, with the reason as a sentence, where it cannot be used; then it has to be built.
    """
    content, told, begin = _opened(folder)
    if told["of"] != _origin(of, concepts, encoder):
        raise SnapshotRefused(Fault.OTHER, "The stored index was made by another version, or of other data.")
    arrays = {}
    for name, kind, shape, at, checksum in cast(
        "list[tuple[str, list[list[str]], list[int], int, int]]", told["arrays"]
    ):
        dtype = np.dtype([tuple(field) for field in kind]) if kind[0][0] else np.dtype(kind[0][1])
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        part = content[begin + at : begin + at + size]
        if len(part) != size or zlib.crc32(part) != checksum:
            raise SnapshotRefused(
                Fault.DAMAGED, f"The stored index is cut off or damaged: {name} does not have its checksum."
            )
        arrays[name] = np.ndarray(shape, dtype, part)
    given = {"concepts": concepts, "encoder": encoder}
    index = _made(PeopleIndex, {**cast("dict[str, object]", told["parameters"]), **given}).of(
        _snapshot(arrays, Vocabulary(concepts, encoder))
    )
    return index, int(str(told["seq"]))


def _opened(folder: Path) -> tuple[memoryview, Mapping[str, object], int]:
    """Map the file: all of it, its header, and where the arrays begin."""
    try:
        with (folder / FILE).open("rb") as file:
            # Nobody writes to it; but the compiled search would be compiled a second time for arrays that refuse it.
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    except FileNotFoundError:
        raise SnapshotRefused(Fault.ABSENT, "There is no stored index.") from None
    except (OSError, ValueError) as error:
        raise SnapshotRefused(Fault.UNREADABLE, f"The stored index cannot be read: {error}.") from error
    begin = len(MAGIC) + 33
    if bytes(content[: len(MAGIC)]) != MAGIC:
        raise SnapshotRefused(Fault.OTHER, "The stored index has another format than this version reads.")
    try:
        size, checksum = (int(part) for part in bytes(content[len(MAGIC) : begin]).split())
    except ValueError:
        raise SnapshotRefused(Fault.DAMAGED, "The stored index is damaged in its first line.") from None
    written = bytes(content[begin : begin + size])
    if len(written) != size or zlib.crc32(written) != checksum:
        raise SnapshotRefused(Fault.DAMAGED, "The stored index is cut off or damaged in its header.")
    told: Mapping[str, object] = json.loads(written)
    return content, told, -(-(begin + size) // ALIGNED) * ALIGNED


def _arrays(now: Snapshot) -> dict[str, Array]:
    """Give everything that a settled snapshot holds as arrays by name."""
    segment, words = now.segments[0], now.vocabulary
    whole: dict[str, Array] = {
        "ids": _written(segment.ids),
        "without_evidence": _written(sorted(now.without_evidence)),
        "words": _written(words.listed()),
        "folded": words.all_folded(),
        "institutions": _written(words.institutions.listed()),
        "tags": _written(words.tags.listed()),
        "boilerplate": now.boilerplate,
        "terms.keys": now.terms.keys,
        "terms.values": now.terms.values,
        "terms.new": np.array([now.terms.new_word, now.terms.new_pair]),
    }
    if isinstance(segment.postings, Packed):
        whole |= {f"lists.{name}": getattr(segment.postings.lists, name) for name in Lists._fields[:-1]}
        whole["scales"] = segment.postings.works.scales
    else:
        whole |= {f"postings.{field.name}": getattr(segment.postings, field.name) for field in fields(Postings)}
    for field in fields(Block):
        whole[f"block.{field.name}"] = getattr(segment.block, field.name)
    return {name: np.ascontiguousarray(array) for name, array in whole.items()}


def _snapshot(arrays: Mapping[str, Array], words: Vocabulary) -> Snapshot:
    """Make the snapshot out of the arrays of `_arrays`, its words in a vocabulary that is empty yet."""
    ids = _read(arrays["ids"])
    words.fill(_read(arrays["words"]), arrays["folded"].tolist())
    words.name(_read(arrays["institutions"]), _read(arrays["tags"]))
    new_word, new_pair = arrays["terms.new"].tolist()
    values = {"keys": arrays["terms.keys"], "values": arrays["terms.values"]}
    terms = _made(TermWeights, {**values, "new_word": new_word, "new_pair": new_pair})
    block = _made(Block, _under("block.", arrays))
    starts = block.starts
    works = works_of(block, starts, words, cast(Hashes, arrays["boilerplate"]))
    segment = Segment.of(ids, _postings(arrays, terms, works), block, starts)
    state = {
        "segments": (segment,),
        "alive": (np.ones(len(ids), dtype=np.bool_),),
        "terms": terms,
        "vocabulary": words,
        "without_evidence": frozenset(_read(arrays["without_evidence"])),
        "changed": 0,
        "boilerplate": arrays["boilerplate"],
    }
    return _made(Snapshot, state)


def _postings(arrays: Mapping[str, Array], terms: TermWeights, works: Works) -> Packed | Postings:
    if "scales" not in arrays:
        return _made(Postings, _under("postings.", arrays))
    lists = _made(Lists, {**_under("lists.", arrays), "people": len(works.firsts)})
    return Packed(terms.keys, terms.values, lists, works._replace(scales=cast(Float32s, arrays["scales"])))


def _under(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _made(kind: Callable[..., Made], values: Mapping[str, object]) -> Made:
    """Make what the checksums of its arrays, and the code it was stored by, say that it is."""
    return kind(**values)


def _bytes(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _written(texts: Sequence[str]) -> Array:
    return np.frombuffer(json.dumps(list(texts)).encode(), dtype=np.uint8)


def _read(array: Array) -> list[str]:
    return cast("list[str]", json.loads(array.tobytes()))
