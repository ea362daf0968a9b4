"""How fast people are indexed, found and changed, beside the way that tutorials teach.

python -m benchmarks.search_speed [--people 100000] [--works 5] [--words 60] [--asked 200] [--queries 50]

The people are synthetic: the words of their works are drawn from a Zipf distribution over 200,000 words, a tenth of
each work from a field of its person's own. A question is a text of so many words of one field. Both ways answer the
same questions from the same vectors in the same process, one thread each: the tutorial way is the product of the matrix
of people (CSR) with the question and a full sort, and the best 50 of both are compared.
"""

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matching import Evidence, Kind, PeopleIndex, Profile
from matching.searching import weigh

WORDS_KNOWN = 200_000
FIELDS = 500
FIELD_WORDS = 300
OWN_SHARE = 0.1
BEST = 50


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int
    works: int
    words: int
    asked: int
    queries: int


class Synthetic:
    """People and questions drawn from one seeded generator."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._draw = np.random.default_rng(20261101)
        shares = 1 / np.arange(1, WORDS_KNOWN + 1) ** 1.05
        self._until = np.cumsum(shares / shares.sum())
        self._fields = self._draw.integers(200, WORDS_KNOWN, (FIELDS, FIELD_WORDS))

    def profiles(self) -> Iterator[Profile]:
        """Draw all people, one after the other."""
        for number in range(self._size.people):
            yield self.profile(f"p{number:07}")

    def profile(self, id: str) -> Profile:
        """Draw one person."""
        field = int(self._draw.integers(FIELDS))
        texts = [self._text(field, self._size.words) for _ in range(self._size.works)]
        return Profile(id, tuple(Evidence(f"{id}-{n}", Kind.AUTHORED, text) for n, text in enumerate(texts)))

    def question(self) -> str:
        """Draw one question."""
        return self._text(int(self._draw.integers(FIELDS)), self._size.asked)

    def _text(self, field: int, length: int) -> str:
        words = np.searchsorted(self._until, self._draw.random(length))
        own = self._draw.random(length) < OWN_SHARE
        words[own] = self._draw.choice(self._fields[field], int(own.sum()))
        return " ".join(f"w{word}" for word in words.tolist())


def people_matrix(index: PeopleIndex) -> csr_array:
    """Give the vectors of a freshly fitted index as a matrix of people by terms."""
    postings = index.snapshot_.segments[0].postings
    shape = (len(index.snapshot_.segments[0].ids), len(postings.keys))
    by_term = csr_array((postings.weights, postings.people, postings.starts), shape=shape[::-1])
    return by_term.T.tocsr()


def tutorial(matrix: csr_array, index: PeopleIndex, text: str) -> list[tuple[str, float]]:
    """Answer as tutorials do: multiply everything with the question, sort everything."""
    keys, weights = weigh(index.snapshot_, text)
    segment = index.snapshot_.segments[0]
    columns = np.searchsorted(segment.postings.keys, keys)
    query = csr_array(
        (weights.astype(np.float32), columns, [0, len(columns)]), shape=(1, matrix.shape[1]), dtype=np.float32
    )
    scores = (matrix @ query.T).toarray().ravel()
    best = np.argsort(-scores, kind="stable")[:BEST]
    return [(segment.ids[row], float(scores[row])) for row in best.tolist()]


def timed(work: Callable[[str], object], texts: list[str]) -> np.ndarray:
    """Give the milliseconds that each text took, after one that does not count."""
    work(texts[0])
    taken = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - start) * 1000)
    return np.array(taken)


def peak_mebibytes() -> float:
    """Give the most memory that the process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: Size) -> None:
    """Measure and print."""
    synthetic = Synthetic(size)
    profiles = list(synthetic.profiles())
    texts = [synthetic.question() for _ in range(size.queries)]
    gc.collect()
    before = peak_mebibytes()
    start = time.perf_counter(), time.process_time()
    index = PeopleIndex().fit(profiles)
    wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
    works = size.people * size.works
    print(f"{size.people:,} people, {works:,} works of {size.words} words, questions of {size.asked} words")
    print(f"build      {works / wall:,.0f} works/s by the clock, {works / cpu:,.0f} of processor time")
    print(
        f"memory     index {index.nbytes / 2**20:,.0f} MiB, peak of the build {peak_mebibytes() - before:,.0f} MiB more"
    )
    print(
        f"terms      {len(index.snapshot_.terms.keys):,}; postings {len(index.snapshot_.segments[0].postings.people):,}"
    )
    del profiles
    report_search(index, texts)
    report_changes(index, synthetic, texts)


def report_search(index: PeopleIndex, texts: list[str]) -> None:
    """Time the search beside the tutorial way, and compare the answers."""
    matrix = people_matrix(index)
    ours = timed(lambda text: index.search(text, k=BEST), texts)
    theirs = timed(lambda text: tutorial(matrix, index, text), texts[: max(5, len(texts) // 5)])
    for name, taken in (("search", ours), ("tutorial", theirs)):
        print(f"{name:10} p50 {np.percentile(taken, 50):.1f} ms, p95 {np.percentile(taken, 95):.1f} ms")
    print(f"ratio      {np.median(ours) / np.median(theirs):.3f} of the tutorial way")
    worst = max(
        abs(hit.score - score)
        for text in texts[:5]
        for hit, (_, score) in zip(index.search(text, k=BEST), tutorial(matrix, index, text), strict=True)
    )
    print(f"agreement  scores of the best {BEST} differ by at most {worst:.1e}")


def report_changes(index: PeopleIndex, synthetic: Synthetic, texts: list[str]) -> None:
    """Time single changes, and the search after them."""
    taken = []
    for number in range(1000):
        profile = synthetic.profile(f"n{number:07}")
        start = time.perf_counter()
        index.put(profile)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"put        p50 {np.percentile(taken, 50):.2f} ms, p95 {np.percentile(taken, 95):.2f} ms")
    after = timed(lambda text: index.search(text, k=BEST), texts)
    print(
        f"changed    search p50 {np.percentile(after, 50):.1f} ms after 1,000 changes in "
        f"{len(index.snapshot_.segments)} segments"
    )
    start = time.perf_counter()
    index.compact()
    print(f"compact    {time.perf_counter() - start:.1f} s")


def main(arguments: list[str] | None = None) -> int:
    """Read the sizes and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search_speed", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--works", type=int, default=5, help="works of each person")
    parser.add_argument("--words", type=int, default=60, help="words of each work")
    parser.add_argument("--asked", type=int, default=200, help="words of each question")
    parser.add_argument("--queries", type=int, default=50)
    measure(Size(**vars(parser.parse_args(arguments))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
