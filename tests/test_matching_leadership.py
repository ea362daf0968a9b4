"""The door for outside measurement: what counts for a question and what a broken file gets."""

import json
from pathlib import Path

import pytest

from benchmarks import leadership

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


@pytest.mark.parametrize("line", ['{"id": "x"', '{"id": "x"}', "[]", '{"id": "x", "title": "t", "date": "2010-13-40"}'])
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
