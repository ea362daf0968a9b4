"""The matcher's answers to leadership questions with known answers: the door for outside measurement.

python -m benchmarks.leadership --people P.jsonl --questions Q.jsonl --out A.jsonl [--as-of-question]
    [--weights in_charge|led|appointed | --learned MODEL] [--embedding FOLDER [--vectors FILE]]

people     {"id", "works": [{"id", "title", "text", "date", "role", "institution", "amount"}]}
questions  {"id", "title", "text", "date", "hidden": [work ids], "exclude": [person ids], "pool": [person ids]}
answers    {"id", "ranking": [[person id, score], ...]}  best first

Every field but the ids and the titles may be absent. A ranking holds the whole pool where one is given, else the first
1,000: the nearest 400, and 200 whom one work or an institution brings, by features; the others below them in centroid
order. Without --weights the product's default weights count. Works hidden for a question count for nothing in the
people's vectors and features; the term weights, the boilerplate and the words of institutions' names of the whole
index, which no single work moves, are not taken anew for each question. With --as-of-question nothing dated on or
after the question is in the index when it is asked, term weights included; a work without a date always counts. Each
question is answered by itself: nothing is learned from the others. With --embedding, the folder of a
sentence-transformers model, meanings are compared too: some seven abstracts a second and core are read, and what was
read is kept in the file of --vectors, from which an interrupted run goes on.
"""

import argparse
import codecs
import math
import re
import sys
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, TypedDict, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from rich.console import Console
from rich.progress import track

from benchmarks.ending import Malformed, ended
from matching import Evidence, Kind, PeopleIndex, Profile, Weights, WeightsRefused, learned, ranking
from matching.counting import MOST_WORKS
from matching.embedding import Encoder, EncoderRefused, load
from matching.remembering import Remembering

FIRST = 1000


_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?", re.ASCII)


def _day(written: object, *, last: bool) -> date | None:
    """Read a day, month or year: of a month or year its first or its last day. None where none is written."""
    told = str(written or "").strip()
    if not told:
        return None
    found = _DATE.fullmatch(told)
    if found is None:
        raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD, and not {told[:40]}")
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    days = monthrange(year, month)[1] if year and 1 <= month <= 12 else 1  # Other months are refused below.
    return date(year, month, int(found[3] or (days if last else 1)))


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Many = BeforeValidator(lambda value: [] if value is None else value)
Ids = Annotated[list[str], _Many]


class Work(BaseModel):
    """A line's work; what else it says is not used."""

    id: str
    title: str
    text: Text = ""
    on: Annotated[date | None, BeforeValidator(partial(_day, last=True))] = Field(default=None, alias="date")
    role: Text = ""
    amount: float | None = None
    institution: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None


class Person(BaseModel):
    """A line of the people."""

    id: str
    works: Annotated[list[Work], _Many] = Field(default_factory=list)


class Question(BaseModel):
    """A line of the questions."""

    id: str
    title: str
    text: Text = ""
    on: Annotated[date | None, BeforeValidator(partial(_day, last=False))] = Field(default=None, alias="date")
    hidden: Ids = Field(default_factory=list)
    exclude: Ids = Field(default_factory=list)
    pool: Ids = Field(default_factory=list)


class Answer(TypedDict):
    """A line of the answers."""

    id: str
    ranking: list[tuple[str, float]]


Line = TypeVar("Line", bound=BaseModel)


def read(path: Path, model: type[Line]) -> list[Line]:
    """Read a file of lines, each an object.

    Raises Malformed with the name of the file and the number of the line.
    """
    lines: list[Line] = []
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                lines.append(model.model_validate_json(text.removeprefix(codecs.BOM_UTF8)))
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = ".".join(map(str, first["loc"])) or "the line"
                raise Malformed(f"{path}, line {number}: {where}: {first['msg']}.") from error
    return lines


def evidence(work: Work) -> Evidence:
    """Give a work as the matcher knows it; a role that it does not know is having taken part."""
    kind = Kind(work.role) if work.role in set(Kind) else Kind.TOOK_PART
    return Evidence(work.id, kind, work.title, work.text, work.on, work.amount, work.institution)


class Network:
    """The people with all their works, and who has which work."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.works: dict[str, tuple[Evidence, ...]] = {}
        for person in people:
            # Who stands on several lines has the works of all of them, and one that is told twice counts once.
            told = dict.fromkeys([*self.works.get(person.id, ()), *map(evidence, person.works)])
            self.works[person.id] = tuple(told)
            if len(told) > MOST_WORKS:
                raise Malformed(f"{person.id} has {len(told)} works; {MOST_WORKS} is the most.")
        days = [work.on for works in self.works.values() for work in works if work.on is not None]
        self.last_day = max(days, default=date.min)
        """The day of the latest work: when a question without a date is asked."""
        self.owners: dict[str, set[str]] = defaultdict(set)
        for id, works in self.works.items():
            for work in works:
                self.owners[work.id].add(id)

    def profile(self, person: str, before: date | None, hidden: frozenset[str] = frozenset()) -> Profile:
        """Give a person's profile without the hidden works and without those dated on or after a day."""
        works = self.works[person]
        return Profile(person, tuple(work for work in works if work.id not in hidden and _is_before(work, before)))

    def profiles(self, before: date | None) -> Iterator[Profile]:
        """Give everybody's profile as of a day."""
        return (self.profile(person, before) for person in self.works)

    def with_works_from(self, start: date, end: date | None) -> list[str]:
        """List the people with works dated from one day to before another."""
        return [
            person
            for person, works in self.works.items()
            if any(work.on is not None and work.on >= start and _is_before(work, end) for work in works)
        ]


def _is_before(work: Evidence, day: date | None) -> bool:
    return day is None or work.on is None or work.on < day


def asked(
    network: Network, questions: list[Question], *, as_of_question: bool, encoder: Encoder | None = None
) -> Iterator[tuple[Question, PeopleIndex]]:
    """Give each question with the index as it may be seen by it, without what is hidden for it.

    With `as_of_question` they come in the order of their days, as the index grows with time.
    """
    dated = [(question.on if as_of_question else None, question) for question in questions]
    dated.sort(key=lambda each: (each[0] or date.max, each[1].id))
    now = dated[0][0] if dated else None
    index = PeopleIndex(compact_share=math.inf, encoder=encoder).fit(network.profiles(now))
    for then, question in dated:
        if now is not None and then != now:
            arrived = network.with_works_from(now, then)
            if arrived:
                # Compacted, so that the term weights are those of the day, whatever was asked before.
                index.put(*(network.profile(person, then) for person in arrived)).compact()
            now = then
        hidden = frozenset(question.hidden)
        concerned = sorted(set().union(*(network.owners.get(work, set()) for work in hidden)))
        yield question, index.as_if(*(network.profile(person, now, hidden) for person in concerned))


def text_of(question: Question) -> str:
    """Give the text that people are compared with."""
    return f"{question.title}. {question.text}"


def answers(
    network: Network,
    questions: list[Question],
    *,
    as_of_question: bool,
    by: Weights | None = None,
    encoder: Encoder | None = None,
) -> Iterator[Answer]:
    """Answer each question by the index it may see."""
    for question, index in asked(network, questions, as_of_question=as_of_question, encoder=encoder):
        yield answer(index, question, question.on or network.last_day, by)


def answer(index: PeopleIndex, question: Question, on: date, by: Weights | None = None) -> Answer:
    """Answer one question."""
    pool, excluded = set(question.pool), set(question.exclude)
    ranked = index.rank(text_of(question), k=len(pool) or FIRST, on=on, by=by, among=pool or None, without=excluded)
    found = [(one.id, one.score) for one in ranked]
    unfound = pool - excluded - {one.id for one in ranked}
    below = min((score for _, score in found), default=0.0) - 1
    return {"id": question.id, "ranking": found + [(person, below) for person in sorted(unfound)]}


def weights_of(name: str | None, model: Path | None) -> Weights | None:
    """Give the weights that the options name; None for the default.

    Raises Malformed where there are none of that name, or the file of a learned ranker cannot be used.
    """
    try:
        if model is not None:
            return learned.load(model).weights
        return None if name is None else ranking.weights(name)
    except WeightsRefused as error:
        raise Malformed(str(error)) from error


def encoder_of(folder: Path | None, kept: Path | None, terminal: Console) -> Encoder | None:
    """Load the model that the options name, which tells how many texts it has read; None for none.

    Raises Malformed where it cannot be used.
    """
    if folder is None:
        return None
    try:
        made = Remembering(load(folder), kept)
    except EncoderRefused as error:
        raise Malformed(str(error)) from error
    made.told = lambda count: terminal.print(f"{count} texts read", end="\r") if terminal.is_terminal else None
    return made


def written(answered: Iterable[Answer], path: Path) -> list[str]:
    """Write the answers as they come, and give the ids of the questions for which nobody is ranked."""
    nobody = []
    with path.open("wb") as file:
        for row in answered:
            file.write(orjson.dumps(row) + b"\n")
            if not row["ranking"]:
                nobody.append(row["id"])
    return nobody


def main(arguments: list[str] | None = None) -> int:
    """Read people and questions, write the answers. Gives 0, or 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leadership", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--people", type=Path, required=True, help="people.jsonl")
    parser.add_argument("--questions", type=Path, required=True, help="questions.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="where the answers are written")
    parser.add_argument("--as-of-question", action="store_true", help="only what is dated before a question counts")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--weights", choices=["in_charge", "led", "appointed"], help="the kind of role asked for")
    chosen.add_argument("--learned", type=Path, metavar="MODEL", help="a ranker fitted by benchmarks.train")
    parser.add_argument("--embedding", type=Path, metavar="FOLDER", help="a sentence-transformers model")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="where what that model reads is kept")
    given = parser.parse_args(arguments)

    def work(terminal: Console) -> None:
        by = weights_of(given.weights, given.learned)
        network = Network(read(given.people, Person))
        questions = read(given.questions, Question)
        encoder = encoder_of(given.embedding, given.vectors, terminal)
        found = answers(network, questions, as_of_question=given.as_of_question, by=by, encoder=encoder)
        shown = track(found, "Questions", total=len(questions), console=terminal, disable=not terminal.is_terminal)
        nobody = written(shown, given.out)
        if nobody:
            why = "no work that counts has a word of theirs, or whoever has one is excluded"
            said = f"Questions for which nobody is ranked: {len(nobody)} ({why}): {', '.join(nobody)}"
            terminal.print(said, markup=False, soft_wrap=True)

    return ended(work)


if __name__ == "__main__":
    sys.exit(main())
