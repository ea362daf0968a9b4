"""The optional language model: read by path, refused with a reason, kept with the index, off by default."""

import json
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone

from matching import ALGORITHM, Evidence, Kind, PeopleIndex, Profile, features, storing
from matching.embedding import EncoderRefused, Fault, load
from matching.remembering import Remembering
from matching.storing import SnapshotRefused
from registry.errors import ModelRefused
from registry.ranking import embedding
from tests.small_model import TOKENS, written, written_onnx

ON = date(2026, 11, 21)


def person(id: str, *titles: str) -> Profile:
    return Profile(id, tuple(Evidence(f"{id}-{n}", Kind.LED, title) for n, title in enumerate(titles)))


PEOPLE = [
    person("wind", "offshore wind turbine", "wind power grid"),
    person("rice", "rice in the delta", "soil of the delta"),
    person("rail", "rail bridge of steel", "steel and concrete"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("model"))


@pytest.fixture
def model(folder: Path) -> Remembering:
    return Remembering(load(folder))


def values(index: PeopleIndex, text: str) -> dict[str, float]:
    ranked = index.rank(text, k=9, on=ON, among={one.id for one in PEOPLE})
    return {one.id: part.value for one in ranked for part in one.parts if part.feature == "embedding"}


def test_a_vector_has_length_one_and_does_not_depend_on_what_is_read_beside_it(folder: Path) -> None:
    model = load(folder)
    texts = ["wind", "offshore wind turbine power grid battery storage", "", "rice delta", "bridge"]
    together = model.works(texts).astype(np.float64)
    assert together.shape == (5, model.width)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(5), abs=1e-2)
    for text, vector in zip(texts, together, strict=True):
        assert vector == pytest.approx(model.question(text).astype(np.float64), abs=2e-3)


def test_a_clone_of_an_index_reads_by_the_same_model(model: Remembering) -> None:
    assert clone(PeopleIndex(encoder=model)).encoder is model


def test_a_text_longer_than_the_model_reads_is_read_up_to_there(folder: Path) -> None:
    model = load(folder)
    long = " ".join(["wind"] * 10_000)
    assert model.question(long) == pytest.approx(model.question(" ".join(["wind"] * TOKENS)), abs=1e-5)


def test_positions_of_a_roberta_are_counted_from_behind_the_padding(tmp_path: Path, folder: Path) -> None:
    other = load(written(tmp_path, kind="xlm-roberta"))
    assert other.question("wind power") != pytest.approx(load(folder).question("wind power"), abs=1e-3)


def test_a_model_as_a_graph_is_read_too(tmp_path: Path) -> None:
    model = load(written_onnx(tmp_path))
    wind, both = model.question("wind"), model.question("wind rice")
    assert model.width == len(wind)
    assert np.linalg.norm(both) == pytest.approx(1, abs=1e-5)
    assert model.works(["wind", "wind rice"])[0].astype(np.float64) == pytest.approx(wind.astype(np.float64), abs=2e-3)
    assert float(wind @ both) < 1


def test_the_same_files_have_the_same_digest_and_others_another(tmp_path: Path, folder: Path) -> None:
    assert load(written(tmp_path / "same")).digest == load(folder).digest
    assert load(written(tmp_path / "other", seed=58)).digest != load(folder).digest


def test_what_cannot_be_used_is_refused_with_the_reason(tmp_path: Path) -> None:
    def fault(change: str) -> Fault:
        made = written(tmp_path / change)
        _CHANGES[change](made)
        with pytest.raises(EncoderRefused) as refused:
            load(made)
        return refused.value.fault

    assert {change: fault(change) for change in _CHANGES} == {
        "no weights": Fault.NO_FILE,
        "no tokenizer": Fault.NO_FILE,
        "weights cut off": Fault.DAMAGED,
        "tokenizer damaged": Fault.DAMAGED,
        "settings damaged": Fault.DAMAGED,
        "an onnx that is none": Fault.DAMAGED,
        "a layer missing": Fault.DAMAGED,
        "another kind": Fault.OTHER_KIND,
        "another module": Fault.OTHER_KIND,
        "another pooling": Fault.OTHER_KIND,
    }
    with pytest.raises(EncoderRefused, match="no_folder"):
        load(tmp_path / "nowhere")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def _config(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


_CHANGES: dict[str, Callable[[Path], object]] = {
    "no weights": lambda folder: (folder / "model.safetensors").unlink(),
    "no tokenizer": lambda folder: (folder / "tokenizer.json").unlink(),
    "weights cut off": lambda folder: _cut(folder / "model.safetensors"),
    "tokenizer damaged": lambda folder: _cut(folder / "tokenizer.json"),
    "settings damaged": lambda folder: _cut(folder / "config.json"),
    "an onnx that is none": lambda folder: (folder / "model.onnx").write_bytes(b"nothing of the kind"),
    "a layer missing": lambda folder: _config(folder, num_hidden_layers=9),
    "another kind": lambda folder: _config(folder, model_type="mpnet"),
    "another module": lambda folder: (folder / "modules.json").write_text(json.dumps([{"type": "models.Dense"}])),
    "another pooling": lambda folder: (folder / "1_Pooling" / "config.json").write_text(
        json.dumps({"pooling_mode_max_tokens": True})
    ),
}


def test_the_refusal_says_why_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused) as refused:
        embedding.opened(tmp_path / "nowhere")
    assert "REGISTRY_EMBEDDING_MODEL: không có thư mục" in refused.value.vi
    assert "nowhere" in refused.value.en
    assert refused.value.fault == "no_folder"


def test_without_a_model_the_feature_is_0_and_nothing_is_kept(model: Remembering) -> None:
    off, on = PeopleIndex().fit(PEOPLE), PeopleIndex(encoder=model).fit(PEOPLE)
    assert set(values(off, "wind power").values()) == {0.0}
    kept = off.snapshot_.segments[0].block
    assert kept.meanings.nbytes + kept.texts.nbytes == 0
    assert (off.model, on.model) == ("", model.digest)


def test_with_a_model_the_feature_is_the_mean_likeness_of_the_three_nearest(model: Remembering) -> None:
    index = PeopleIndex(encoder=model).fit(PEOPLE)
    found = values(index, "wind turbine grid")
    asked = model.question("wind turbine grid")
    for one in PEOPLE:
        near = np.maximum(model.works([item.words for item in one.evidence]).astype(np.float32) @ asked, 0)
        counted = zip(sorted(near.tolist(), reverse=True), features.BEST_WORKS, strict=False)
        assert found[one.id] == pytest.approx(sum(value * share for value, share in counted), abs=1e-3)


def test_every_other_feature_stays_what_it_is(model: Remembering) -> None:
    def others(index: PeopleIndex) -> dict[str, list[float]]:
        ranked = index.rank("wind power", k=3, on=ON)
        return {one.id: [part.value for part in one.parts if part.feature != "embedding"] for one in ranked}

    assert others(PeopleIndex(encoder=model).fit(PEOPLE)) == others(PeopleIndex().fit(PEOPLE))


def test_whoever_changes_is_read_anew_and_the_rest_is_not(model: Remembering) -> None:
    index = PeopleIndex(encoder=model).fit(PEOPLE)
    read: list[int] = []
    model.told = read.append
    changed = person("rice", "rice in the delta", "battery storage")
    index.put(changed)
    assert read == [7]
    before = values(index, "battery")
    assert values(index.compact(), "battery") == pytest.approx(before)
    assert values(PeopleIndex(encoder=model).fit([PEOPLE[0], changed, PEOPLE[2]]), "battery") == pytest.approx(before)
    assert read == [7]


def test_vectors_are_kept_with_the_index_and_only_for_the_same_model(
    tmp_path: Path, folder: Path, model: Remembering
) -> None:
    index = PeopleIndex(encoder=model).fit(PEOPLE)
    storing.save(index, tmp_path, seq=1)
    fresh = Remembering(load(folder))
    fresh.told = lambda count: pytest.fail(f"{count} texts were read again")
    again, _ = storing.load(tmp_path, encoder=fresh)
    assert values(again, "rail bridge") == values(index, "rail bridge")
    for other in (None, Remembering(load(written(tmp_path / "other", seed=58)))):
        with pytest.raises(SnapshotRefused, match="another version, or of other data"):
            storing.load(tmp_path, encoder=other)


def test_who_is_interrupted_goes_on_from_what_was_read(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "kept" / "texts.vectors"
    first = Remembering(load(folder), file)
    kept = first.works(["wind", "rice", "rail"])
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(file.read_bytes()[:-5])
    again = Remembering(load(folder), file)
    read: list[int] = []
    again.told = read.append
    assert np.array_equal(again.works(["wind", "rice", "rail"]), kept)
    assert read == [1]
    assert np.array_equal(Remembering(load(folder), file).works(["rail"]), kept[2:])


def test_only_so_many_texts_are_remembered_and_all_are_given(folder: Path) -> None:
    small = Remembering(load(folder), most=2)
    whole = small.works(["wind", "rice", "rail", "steel"])
    assert np.array_equal(whole, load(folder).works(["wind", "rice", "rail", "steel"]))


def test_several_threads_read_at_once(folder: Path) -> None:
    shared, found = Remembering(load(folder)), {}
    texts = [["wind", "rice"], ["rail", "steel"], ["virus", "wind"]]

    def read(place: int) -> None:
        found[place] = shared.works(texts[place])

    threads = [threading.Thread(target=read, args=(place,)) for place in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place, listed in enumerate(texts):
        assert found[place] == pytest.approx(load(folder).works(listed), abs=2e-3)


def test_the_model_is_part_of_what_a_run_names(model: Remembering) -> None:
    assert ALGORITHM.weights_hash(model=model.digest) != ALGORITHM.weights_hash()


def test_a_package_that_is_missing_is_named_with_what_to_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(ModelRefused) as refused:
        embedding.opened(folder)
    assert 'the package tokenizers is not installed; run in the folder of the source: pip install -e ".' in (
        refused.value.en
    )
    assert "chưa cài gói tokenizers" in refused.value.vi
