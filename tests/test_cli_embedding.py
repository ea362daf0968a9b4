"""The language model that a setting names: used by matches, named by runs and pages, refused at the start and told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import Result

from api.app import create_app
from api.commands.exits import Exit
from api.settings import Settings
from graph.database import Database
from registry import experts, institutes, matches, missions, setup
from registry.access import NOBODY, Actor, system
from registry.pool import Pool
from registry.ranking import embedding
from tests import builders, mission_builders
from tests.small_model import written

Call = Callable[..., Result]


@pytest.fixture
def modelled(call: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command in English with a model at a path."""

    def run(model: Path, *words: str, language: str = "en") -> Result:
        monkeypatch.setenv("REGISTRY_EMBEDDING_MODEL", str(model))
        return call(*words, language=language)

    return run


@pytest.mark.parametrize("words", [("match", "no-such-role"), ("serve", "--port", "1"), ("serve", "--workers", "2")])
def test_a_model_that_is_not_there_is_told_at_the_start(modelled: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    setup_is_ready(modelled, tmp_path)
    nowhere = tmp_path / "nowhere"
    done = modelled(nowhere, *words)
    assert done.exit_code == Exit.WRONG_USAGE
    assert f"REGISTRY_EMBEDDING_MODEL cannot be used: there is no folder {nowhere}." in done.stderr
    assert f"không có thư mục {nowhere}." in modelled(nowhere, *words, language="vi").stderr


def setup_is_ready(modelled: Call, folder: Path) -> None:
    assert modelled(folder, "migrate").exit_code == Exit.OK


def test_the_doctor_tells_the_model_and_its_fault(modelled: Call, tmp_path: Path) -> None:
    setup_is_ready(modelled, tmp_path)
    model = written(tmp_path / "model")
    done = modelled(model, "doctor")
    assert done.exit_code == Exit.OK, done.stdout
    assert "[good]  Language model: SHA-256" in done.stdout
    assert "texts/s" in done.stdout
    (model / "model.safetensors").write_bytes(b"cut off")
    done = modelled(model, "doctor", language="vi")
    assert done.exit_code == Exit.CHECK_FAILED
    assert "[lỗi]   Mô hình ngôn ngữ: " in done.stdout
    assert "bị hỏng, bị cắt cụt" in done.stdout


def test_a_run_by_a_model_has_its_feature_and_another_hash(db: Database, tmp_path: Path) -> None:
    institute, role_id = a_role(db)
    off, on = Pool(), Pool(encoder=embedding.opened(written(tmp_path)))
    ids = [matches.run(db, pool, institute, role_id).id for pool in (off, on)]
    plain, meant = (matches.get(db, institute, id)[0] for id in ids)
    assert plain.weights_hash != meant.weights_hash
    assert "embedding" not in {each.feature for each in plain.candidates[0].reasons.features}
    told = {each.feature: each for each in meant.candidates[0].reasons.features}["embedding"]
    assert told.value > 0
    assert told.contribution == pytest.approx(told.value * told.weight, abs=1e-5)


def a_role(db: Database) -> tuple[Actor, str]:
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    host = builders.of_institute(institute.id)
    mission = missions.open(db, host, mission_builders.mission(institute.id))
    experts.register(db, NOBODY, builders.expert(), agree=True)
    return host, mission.roles[0].id


def test_how_it_decides_says_whether_the_feature_is_on_and_by_which_model(db: Database, tmp_path: Path) -> None:
    setup.prepare(db, system("tests"))
    encoder = embedding.opened(written(tmp_path / "model"))
    settings = Settings(data_folder=tmp_path / "var")
    for pool, page, card in (
        (Pool(), "No language model is set", None),
        (Pool(encoder=encoder), encoder.digest, encoder.digest),
    ):
        client = TestClient(create_app(settings, db, pool), headers={"Accept-Language": "en"})
        assert page in client.get("/how-it-decides").text
        [told] = client.get("/api/v1/algorithms").json()["data"]
        assert told["embedding_model"] == card
        assert {each["name"]: each["on"] for each in told["features"]}["embedding"] is (card is not None)
        assert client.get("/api/v1/ai-record").json()["embedding_model"] == card


def test_an_index_made_anew_reads_only_what_it_does_not_know(db: Database, tmp_path: Path) -> None:
    a_role(db)
    kept = tmp_path / "index"
    pool = Pool(kept, encoder=embedding.opened(written(tmp_path / "model"), kept))
    read: list[int] = []
    pool.now(db, progress=read.append)
    assert read
    assert list(kept.glob("*.vectors"))
    pool.settle(db)
    assert list(kept.glob("*.vectors")) == []
    fresh = Pool(kept, encoder=embedding.opened(tmp_path / "model", kept))
    again: list[int] = []
    fresh.now(db, progress=again.append)
    assert again == []
