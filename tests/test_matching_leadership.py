"""The door for outside measurement: what counts for a question and what a broken file gets."""

import json
import random
from pathlib import Path

import pytest

from benchmarks import ending, leadership

PEOPLE = [
    {"id": "a", "works": [{"id": "w1", "title": "wind turbines", "date": "2010-05-01"}, {"id": "w2", "title": "grid"}]},
    {"id": "b", "works": [{"id": "w1", "title": "wind turbines", "date": "2010-05-01", "role": "led", "text": None}]},
    {"id": "c", "works": [{"id": "w3", "title": "wind farms", "date": "2016", "role": "dreamt of it"}]},
    {"id": "d"},
]


def ranked(folder: Path, *options: str, **question: object) -> list[tuple[str, float]]:
    people, questions, out = folder / "people.jsonl", folder / "questions.jsonl", folder / "out.jsonl"
    people.write_text("\n".join(map(json.dumps, PEOPLE)), encoding="utf-8")
    questions.write_text(json.dumps({"id": "q", "title": "wind turbines", **question}), encoding="utf-8")
    arguments = ["--people", str(people), "--questions", str(questions), "--out", str(out), *options]
    assert leadership.main(arguments) == 0
    (answer,) = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert answer["id"] == "q"
    return [(person, score) for person, score in answer["ranking"]]


def ids(ranking: list[tuple[str, float]]) -> list[str]:
    return [person for person, _ in ranking]


def test_everything_but_ids_and_titles_may_be_absent(tmp_path: Path) -> None:
    assert ids(ranked(tmp_path)) == ["b", "a", "c"]


def test_a_hidden_work_counts_for_nobody(tmp_path: Path) -> None:
    assert ids(ranked(tmp_path, hidden=["w1"])) == ["c"]


def test_the_excluded_are_left_out_and_the_whole_pool_is_ranked(tmp_path: Path) -> None:
    assert ids(ranked(tmp_path, exclude=["b"])) == ["a", "c"]
    ranking = ranked(tmp_path, pool=["d", "c", "b"], exclude=["b"])
    assert ids(ranking) == ["c", "d"]
    assert ranking[-1][1] < ranking[0][1]


def test_nothing_dated_on_or_after_a_question_counts_when_asked_so(tmp_path: Path) -> None:
    assert ids(ranked(tmp_path, "--as-of-question", date="2016-06-01")) == ids(ranked(tmp_path, hidden=["w3"]))
    assert ids(ranked(tmp_path, "--as-of-question", date="2010-05-01")) == []
    assert ids(ranked(tmp_path, "--as-of-question")) == ["b", "a", "c"]


def test_each_of_two_questions_of_one_id_has_its_own_day() -> None:
    network = leadership.Network([leadership.Person.model_validate(person) for person in PEOPLE])
    questions = [
        leadership.Question.model_validate({"id": "q", "title": "wind", "date": day}) for day in ("2018", "2011")
    ]
    early, late = leadership.answers(network, questions, as_of_question=True)
    assert [set(dict(one["ranking"])) for one in (early, late)] == [{"a", "b"}, {"a", "b", "c"}]


def test_a_line_or_a_work_that_stands_twice_counts_once() -> None:
    people = [leadership.Person.model_validate(person) for person in PEOPLE]
    once, twice = leadership.Network(people), leadership.Network([*people, *people])
    assert once.works == twice.works
    parts = [{"id": "w", "title": "wind", "role": role} for role in ("led", "took_part", "led")]
    both = leadership.Network([leadership.Person.model_validate({"id": "a", "works": parts})])
    assert [work.kind for work in both.works["a"]] == ["led", "took_part"]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-2-9", "2016-02-09", "2016-02-09"),
        ("2016-02-09T23:00:00+07:00", "2016-02-09", "2016-02-09"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_of_a_month_or_a_year_a_question_has_the_first_day_and_a_work_the_last(
    written: str, first: str, last: str
) -> None:
    work = leadership.Work.model_validate({"id": "w", "title": "t", "date": written})
    question = leadership.Question.model_validate({"id": "q", "title": "t", "date": written})
    assert (str(question.on), str(work.on)) == (first, last)


def test_lines_as_windows_writes_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n".join(map(json.dumps, PEOPLE)).encode() + b"\r\n \r\n")
    assert [person.id for person in leadership.read(path, leadership.Person)] == ["a", "b", "c", "d"]


def test_what_nobody_knows_is_left_out_of_a_ranking_or_stands_last_in_its_pool(tmp_path: Path) -> None:
    assert ids(ranked(tmp_path, hidden=["none"], exclude=["nobody"])) == ["b", "a", "c"]
    ranking = ranked(tmp_path, pool=["stranger", "a", "a"])
    assert ids(ranking) == ["a", "stranger"]
    assert ranking[1][1] < ranking[0][1]
    assert ranked(tmp_path, pool=["a"], exclude=["a"]) == []


@pytest.mark.parametrize("title", ["", "w", "🙂", "風力", "ថាមពល"])
def test_a_question_that_nobody_answers_is_named_with_the_reason(
    tmp_path: Path, title: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ranked(tmp_path, title=title) == []
    assert "Questions for which nobody is ranked: 1 (no work that counts has a word of theirs" in capfd.readouterr().err


def test_an_index_that_grew_with_time_answers_like_one_made_for_the_day() -> None:
    people = [leadership.Person.model_validate(person) for person in PEOPLE]
    days = ["2009-01-01", "2011-01-01", "2018-01-01", ""]
    questions = [
        leadership.Question.model_validate({"id": f"q{n}", "title": "wind grid", "date": day})
        for n, day in enumerate(days)
    ]
    network = leadership.Network(people)
    single = [next(leadership.answers(network, [question], as_of_question=True)) for question in questions]
    for one, other in zip(leadership.answers(network, questions, as_of_question=True), single, strict=True):
        assert one["id"] == other["id"]
        assert dict(one["ranking"]) == pytest.approx(dict(other["ranking"]))


BROKEN = [
    json.dumps({"id": "x", "title": "t", "date": day}) for day in ("2010-13-40", "0000", "9" * 30, "1/2/2010", 20100501)
]


def test_an_answer_does_not_depend_on_what_else_is_asked() -> None:
    draw = random.Random(7)
    words = [f"word{number}" for number in range(40)]

    def works(of: int) -> list[dict[str, str]]:
        return [
            {"id": f"w{of}-{year}", "title": " ".join(draw.choices(words, k=6)), "date": f"{year}-06-01"}
            for year in range(2000, 2000 + 1 + of % 12)
        ]

    network = leadership.Network(
        [leadership.Person.model_validate({"id": f"p{of}", "works": works(of)}) for of in range(60)]
    )
    questions = [
        leadership.Question.model_validate({"id": f"q{year}", "title": "word1 word2 word3", "date": f"{year}-01-01"})
        for year in range(2002, 2013)
    ]
    for answered in leadership.answers(network, questions, as_of_question=True):
        [question] = [one for one in questions if one.id == answered["id"]]
        [alone] = leadership.answers(network, [question], as_of_question=True)
        assert dict(answered["ranking"]) == pytest.approx(dict(alone["ranking"]), abs=1e-4)


@pytest.mark.parametrize("line", ['{"id": "x"', '{"id": "x"}', "[]", *BROKEN])
def test_a_malformed_line_is_named(tmp_path: Path, line: str, capfd: pytest.CaptureFixture[str]) -> None:
    people, questions = tmp_path / "people.jsonl", tmp_path / "questions.jsonl"
    people.write_text("", encoding="utf-8")
    questions.write_text('{"id": "q", "title": "t"}\n' + line, encoding="utf-8")
    out = str(tmp_path / "out.jsonl")
    assert leadership.main(["--people", str(people), "--questions", str(questions), "--out", out]) == 2
    assert "questions.jsonl, line 2:" in capfd.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.jsonl")
    assert leadership.main(["--people", missing, "--questions", missing, "--out", str(tmp_path / "out")]) == 2
    assert "none.jsonl" in capfd.readouterr().err


def test_an_answer_that_cannot_be_written_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    for out in (tmp_path, tmp_path / "none" / "out.jsonl"):
        assert leadership.main(["--people", str(empty), "--questions", str(empty), "--out", str(out)]) == 2
        assert str(out) in capfd.readouterr().err


def test_nobody_and_nothing_asked_is_an_empty_answer(tmp_path: Path) -> None:
    empty, out = tmp_path / "empty.jsonl", tmp_path / "out.jsonl"
    empty.write_bytes(b"\n")
    assert leadership.main(["--people", str(empty), "--questions", str(empty), "--out", str(out)]) == 0
    assert out.read_bytes() == b""


def test_more_works_than_can_be_numbered_are_refused_with_whose_they_are() -> None:
    works = [{"id": f"w{number}", "title": "wind"} for number in range(16_384)]
    with pytest.raises(ending.Malformed, match="p has 16384 works; 16383 is the most"):
        leadership.Network([leadership.Person.model_validate({"id": "p", "works": works})])
