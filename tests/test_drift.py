"""Texts drift: a sentence that ends many works, or words that nobody knows, move hardly anybody in the order."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matching import Evidence, Kind, PeopleIndex, Profile

ON = date(2026, 11, 21)
PEOPLE, TOPICS, TOPIC_WORDS, WORKS, WORDS_OF_A_WORK = 90, 15, 14, 4, 24
TOPICAL = 4
"""So many words of a text are of its topic."""
PUBLISHED = "This award reflects the statutory mission of the agency and has been deemed worthy of support."
INVENTED = "zorblax quentiform ablurity"
MOST_LOST = 0.01
"""Mean reciprocal rank that a drift may cost; where such sentences count, they cost 0.014 to 0.017."""
WORDIER_LOST = 0.06
"""What twenty words beside the subject may cost, which no ranking by words can tell from it."""
Change = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


def ended(text: str) -> str:
    return f"{text} {PUBLISHED}"


def network(seed: int = 57) -> tuple[list[Profile], list[tuple[str, str]]]:
    """People who each have a topic and words of their own, and for each an unseen question like what they do."""
    drawn = np.random.default_rng(seed)
    common = 1 / np.arange(1, 201)
    people, questions = [], []
    for number in range(PEOPLE):
        own = drawn.choice(TOPIC_WORDS, size=8, replace=False)

        def text(topic: int = number % TOPICS, own: np.ndarray[tuple[int], np.dtype[np.int64]] = own) -> str:
            said = [f"topic{topic}x{word}" for word in drawn.choice(own, size=TOPICAL)]
            said += [f"word{word}" for word in drawn.choice(200, size=WORDS_OF_A_WORK, p=common / common.sum())]
            return f"{' '.join(said[:3])}. {' '.join(drawn.permutation(said[3:]))}."

        id = f"p{number:03}"
        evidence = tuple(
            Evidence(f"{id}-{place}", Kind.LED, text(), on=ON - timedelta(days=200 * place + number))
            for place in range(WORKS)
        )
        people.append(Profile(id, evidence))
        questions.append((id, text()))
    return people, questions


def changed(people: Iterable[Profile], change: Change, since: date = date.min) -> list[Profile]:
    """The same people, the titles of whose works since a day are changed."""
    return [
        replace(
            one,
            evidence=tuple(
                replace(item, title=change(item.title)) if item.on and item.on >= since else item
                for item in one.evidence
            ),
        )
        for one in people
    ]


def reached(people: list[Profile], questions: list[tuple[str, str]], change: Change = as_it_is) -> float:
    """The mean reciprocal rank of those whom the questions are about."""
    index = PeopleIndex().fit(people)
    found = []
    for id, text in questions:
        order = [one.id for one in index.rank(change(text), k=PEOPLE, on=ON)]
        found.append(1 / (order.index(id) + 1) if id in order else 0.0)
    return float(np.mean(found))


@pytest.fixture(scope="module")
def plain() -> float:
    people, questions = network()
    mean = reached(people, questions)
    assert 0.3 < mean < 0.9, "a network on which nothing can be lost or won shows nothing"
    return mean


@pytest.mark.parametrize(
    ("in_works_since", "in_questions"),
    [(date.min, True), (date.min, False), (date(2025, 6, 1), True), (date(2025, 6, 1), False), (date.max, True)],
    ids=["everywhere", "all works", "late works and questions", "late works", "questions only"],
)
def test_a_sentence_that_ends_many_texts_moves_hardly_anybody(
    plain: float, in_works_since: date, in_questions: bool
) -> None:
    people, questions = network()
    drifted = reached(changed(people, ended, in_works_since), questions, ended if in_questions else as_it_is)
    assert drifted > plain - MOST_LOST


def test_words_that_nobody_knows_move_hardly_anybody(plain: float) -> None:
    people, questions = network()
    assert reached(people, questions, lambda text: f"{INVENTED} {text}") > plain - MOST_LOST


def test_words_that_are_new_to_the_index_do_not_outweigh_the_topic() -> None:
    people, questions = network()
    stray = Profile("stray", (Evidence("s", Kind.LED, f"{INVENTED}. word1 word2 word3", on=ON),))
    index = PeopleIndex(compact_share=1).fit(people).put(stray)
    for id, text in questions[:TOPICS]:
        order = [one.id for one in index.rank(f"{text} {INVENTED.split()[0]}", k=PEOPLE, on=ON)]
        assert order.index(id) < order.index("stray")


def test_a_longer_and_wordier_question_keeps_its_answer(plain: float) -> None:
    people, questions = network()
    drawn = np.random.default_rng(58)

    def wordier(text: str) -> str:
        return f"{text} The institute seeks a leader. {' '.join(f'word{word}' for word in drawn.choice(200, size=20))}."

    assert reached(people, questions, wordier) > plain - WORDIER_LOST
