"""The exact search among many people, beside bm25s with its compiled backend on the same words in the same run.

python -m benchmarks.retrieval_speed [--people 1000000] [--dropped 0 100] [--pairs] [--ranked]

The people are synthetic: each has one work of so many words, drawn from a Zipf distribution over 200,000 words, with
the commonest kept (--dropped 0) or left out. A question is a text of words drawn alike. Both sides index single words,
so that they read the same postings; --pairs gives ours its pairs of neighbouring words too, as in the product. Builds
out of numbers of words begin with the numbers on both sides, those out of texts with the same texts in memory; bm25s
cuts them with its own tokeniser, without stop words or a stemmer. Builds and single questions are timed by the
processor, one thread, both sides in turn; ours begins with the words' numbers, as that of bm25s does ("kernel"), and
with the text ("search"). Everything needs the development extra (bm25s).
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import bm25s
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from matching import Evidence, Kind, PeopleIndex, Profile
from matching.postings import Float64s, vectors
from matching.searching import nearest, weigh
from matching.snapshots import Snapshot
from matching.vocabulary import Int64s

WORDS_KNOWN = 200_000
EXPONENT = 1.05
BEST = 50
SHORTLIST = 20
MIB = 2**20
AT_A_TIME = 10_000
ON = date(2026, 11, 1)

console = Console()


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int
    words: int
    asked: int
    queries: int
    batch: int
    pairs: bool
    ranked: bool


class Words:
    """Works and questions as numbers of words, drawn from one seeded generator."""

    def __init__(self, size: Size, dropped: int) -> None:
        self._draw = np.random.default_rng(20261122)
        shares = 1 / np.arange(1 + dropped, WORDS_KNOWN + 1) ** EXPONENT
        self._until = np.cumsum(shares / shares.sum())
        self.works = np.concatenate(
            [self.drawn(min(AT_A_TIME, size.people - at), size.words) for at in range(0, size.people, AT_A_TIME)]
        )
        self.questions = self.drawn(size.queries, size.asked)

    def drawn(self, texts: int, words: int) -> NDArray[np.int32]:
        """Draw texts of so many words, one a row."""
        return np.searchsorted(self._until, self._draw.random((texts, words))).astype(np.int32)

    def texts(self) -> list[str]:
        """Write each work as a text."""
        return [text_of(work) for work in self.works]


def text_of(words: NDArray[np.int32]) -> str:
    """Write numbers of words as a text of words."""
    return " ".join(f"w{word}" for word in words.tolist())


def profile(id: str, text: str) -> Profile:
    """Give a person with one work of this text."""
    return Profile(id, (Evidence(f"{id}-1", Kind.AUTHORED, text, on=ON),))


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds by the clock that something took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Give the seconds of the processor that something took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def milliseconds(ways: dict[str, Callable[[int], object]], questions: int) -> dict[str, NDArray[np.float64]]:
    """Give the milliseconds of the processor that each way took for each question, all ways in turn."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(0)
    for question in range(questions):
        for name, way in ways.items():
            start = time.thread_time()
            way(question)
            taken[name].append((time.thread_time() - start) * 1000)
    return {name: np.array(each) for name, each in taken.items()}


class Peer:
    """The published search: the same words as numbers, scored by BM25."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._model = bm25s.BM25(method="lucene", backend="numba")
        listed = words.works.tolist()
        gc.collect()
        known = {str(number): number for number in range(WORDS_KNOWN)}
        self.build = processor_seconds(lambda: self._model.index((listed, known), show_progress=False))
        self.questions = [np.unique(question).tolist() for question in words.questions]

    @staticmethod
    def of_texts(texts: list[str]) -> None:
        """Build the search out of texts, and forget it."""
        cut = bm25s.tokenize(texts, stopwords=None, stemmer=None, show_progress=False)
        bm25s.BM25(method="lucene", backend="numba").index(cut, show_progress=False)

    def ask(self, question: int) -> object:
        """Answer one question on this thread."""
        return self._model.retrieve([self.questions[question]], k=BEST, show_progress=False, n_threads=0)

    def batch(self, questions: list[int], threads: int) -> object:
        """Answer many questions on so many threads."""
        asked = [self.questions[question] for question in questions]
        return self._model.retrieve(asked, k=BEST, show_progress=False, n_threads=threads)

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes."""
        return sum(part.nbytes for part in self._model.scores.values() if isinstance(part, np.ndarray))


def measure(size: Size, dropped: int) -> None:
    """Measure one corpus and print the table."""
    told = f"{size.people:,} people of {size.words} words, questions of {size.asked}, the {dropped} commonest dropped"
    console.rule(told)
    words = Words(size, dropped)
    console.print("indexing with bm25s …")
    peer = Peer(words)
    gc.collect()
    texts = words.texts()
    console.print("indexing the texts with bm25s …")
    peers_whole = processor_seconds(lambda: peer.of_texts(texts))
    gc.collect()
    console.print("indexing the texts of the people …")
    index = PeopleIndex() if size.pairs else PeopleIndex(fewest_works_of_a_pair=10**9, small_network=0)
    whole = processor_seconds(lambda: index.fit(profile(f"p{number:07}", text) for number, text in enumerate(texts)))
    texts.clear()
    console.print("taking the weights anew …")
    numbers = processor_seconds(index.compact)
    table = Table("", "ours", "bm25s", "ratio", title=told)
    main = index.snapshot_.segments[0]
    row(table, "build out of numbers of words, processor s", numbers, peer.build)
    row(table, "build out of texts, processor s", whole, peers_whole)
    row(table, "memory of the search, MiB", main.postings.nbytes / MIB, peer.nbytes / MIB)
    works = main.block.nbytes + main.starts.nbytes
    row(table, "memory of the works kept for the ranking, MiB", works / MIB)
    console.print("asking …")
    questions(table, index, peer, words, ranked=size.ranked)
    batch(table, index, peer, words, size.batch)
    changes(table, index, words)
    console.print(table)


def row(table: Table, title: str, ours: float, peers: float | None = None) -> None:
    """Add a row to the table."""
    beside = ("", "") if peers is None else (f"{peers:,.2f}", f"{ours / peers:.2f}")
    table.add_row(title, f"{ours:,.2f}", *beside)


def questions(table: Table, index: PeopleIndex, peer: Peer, words: Words, *, ranked: bool) -> None:
    """Time single questions, and hold some answers against the plain sum of all products."""
    now = index.snapshot_
    texts = [text_of(question) for question in words.questions]
    weighed = [weigh(now, text) for text in texts]
    ways: dict[str, Callable[[int], object]] = {
        "bm25s": peer.ask,
        "kernel": lambda question: nearest(now, *weighed[question], BEST),
        "search": lambda question: index.search(texts[question], k=BEST),
    }
    if ranked:
        ways["rank"] = lambda question: index.rank(texts[question], k=SHORTLIST, on=ON)
    taken = milliseconds(ways, len(texts))
    for name in list(ways)[1:]:
        for percent in (50, 99):
            ours, peers = (float(np.percentile(taken[way], percent)) for way in (name, "bm25s"))
            row(table, f"{name}, p{percent}, ms", ours, peers)
    if ranked:
        relation = float(np.median(taken["rank"]) / np.median(taken["search"]))
        row(table, "an explained shortlist of 20, in searches", relation)
    table.add_row("largest difference from the plain sum", f"{difference(now, weighed[:20]):.1e}", "", "")


def difference(now: Snapshot, weighed: list[tuple[Int64s, Float64s]]) -> float:
    """Hold the best scores for some questions against those by vectors made anew, and give the largest difference."""
    every = [np.zeros(0)] * len(weighed)
    for part in now.segments[0].block.parts():
        anew = vectors(part.without(now.boilerplate), now.vocabulary, now.terms)
        scores = [anew.postings.scores(keys, weights, anew.people) for keys, weights in weighed]
        every = [np.sort(np.append(*both))[-BEST:] for both in zip(every, scores, strict=True)]
    found = [np.sort(nearest(now, keys, weights, BEST)[1])[-BEST:] for keys, weights in weighed]
    return max(float(np.abs(one - other).max()) for one, other in zip(found, every, strict=True))


def batch(table: Table, index: PeopleIndex, peer: Peer, words: Words, size: int) -> None:
    """Time many questions on two threads by the clock, the best of three rounds each."""
    asked = [number % len(words.questions) for number in range(size)]
    now = index.snapshot_
    weighed = [weigh(now, text_of(question)) for question in words.questions]

    def ours() -> None:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda number: nearest(now, *weighed[number], BEST), asked))

    peer.batch(asked[:4], 2)
    taken = [(seconds(ours), seconds(lambda: peer.batch(asked, 2))) for _ in range(3)]
    row(table, f"{size:,} questions on two threads, s", *(min(each) for each in zip(*taken, strict=True)))


def changes(table: Table, index: PeopleIndex, words: Words) -> None:
    """Time a person put and found, by the clock."""
    taken = []
    for number, work in enumerate(words.drawn(200, words.works.shape[1])):
        person = profile(f"n{number:07}", text_of(work))
        start = time.perf_counter()
        index.put(person)
        found = [hit.id for hit in index.search(person.evidence[0].title, k=1)]
        taken.append((time.perf_counter() - start) * 1000)
        if found != [person.id]:
            raise SystemExit(f"{person.id} was put and is not found first.")
    for percent in (50, 99):
        row(table, f"a person changed and found, p{percent}, ms", float(np.percentile(taken, percent)))


def main(arguments: list[str] | None = None) -> int:
    """Read the sizes and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=1_000_000, help="a million takes about 6 GiB and ten minutes")
    parser.add_argument("--words", type=int, default=60, help="words of each work")
    parser.add_argument("--asked", type=int, default=30, help="words of each question")
    parser.add_argument("--queries", type=int, default=200, help="questions timed one by one")
    parser.add_argument("--batch", type=int, default=1000, help="questions asked together")
    parser.add_argument("--dropped", type=int, nargs="+", default=[0, 100], help="commonest words left out; a run each")
    parser.add_argument("--pairs", action="store_true", help="let ours have pairs of words, as in the product")
    parser.add_argument("--ranked", action="store_true", help="time the explained shortlist of 20 as well")
    given = vars(parser.parse_args(arguments))
    for dropped in given.pop("dropped"):
        measure(Size(**given), dropped)
        gc.collect()
    return 0


if __name__ == "__main__":
    sys.exit(main())
