"""Bad questions over JSON, on the command line and on pages: each gets a clear answer in both languages."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import Result

from api.commands.exits import Exit
from api.routes.examples import MISSION_DRAFT
from graph.database import Database
from matching.storing import FILE, MAGIC
from registry import experts, institutes, missions
from registry.access import NOBODY, Actor, Office, system
from registry.pool import Pool
from tests import builders, callers, mission_builders, page_checks, page_world

Call = Callable[..., Result]
MILLION_WORDS = "battery " * 1_000_000
NOTHING_SAID = {"title": {"en": "…"}, "text": {"en": "- / - ?"}}
THAI = {"title": {"vi": "หัวหน้าวิศวกร"}, "text": {"vi": "ผู้นำโครงการเซลล์แสงอาทิตย์"}}


def asking(db: Database, role: Mapping[str, object], *, people: int = 1) -> tuple[Actor, str]:
    """An institute and its role, whose mission says no more than the role does; some people agreed."""
    institute = institutes.register(db, system("tests"), mission_builders.institute())
    host = builders.of_institute(institute.id)
    silent = {"title": role["title"], "summary": role["text"], "technologies": [], "fields": []}
    draft = mission_builders.mission(institute.id, roles=[mission_builders.role(**role)], **silent)
    for _ in range(people):
        experts.register(db, NOBODY, builders.expert(), agree=True)
    return host, missions.open(db, host, draft).roles[0].id


def told_by(db: Database, folder: Path, role: Mapping[str, object]) -> dict[str, str]:
    """Why a run for a role has nobody, as JSON says it."""
    _, role_id = asking(db, role)
    client = callers.interface(db, folder)
    curator = callers.caller(db, Office.ADMINISTRATOR, "curator")
    made = client.post(f"/api/v1/roles/{role_id}/matches", headers=curator.headers)
    assert made.status_code == 201, made.text
    run = client.get(made.headers["location"], headers=curator.headers).json()["run"]
    assert run["candidates"] == []
    told: dict[str, str] = run["nobody"]
    return told


def test_a_role_that_says_nothing_is_told_so(db: Database, tmp_path: Path) -> None:
    told = told_by(db, tmp_path, NOTHING_SAID)
    assert told["en"].startswith("The role has no word to search by")
    assert told["vi"].startswith("Vị trí không có từ nào để tìm")


def test_a_role_in_a_language_nobody_writes_is_told_so(db: Database, tmp_path: Path) -> None:
    told = told_by(db, tmp_path, THAI)
    assert "shares a term with the role" in told["en"]
    assert "bằng cả tiếng Việt và tiếng Anh" in told["vi"]


def test_the_terminal_and_the_page_say_why_there_is_nobody(db: Database, call: Call, tmp_path: Path) -> None:
    host, role_id = asking(db, NOTHING_SAID)
    for language, said in (("en", "The role has no word to search by"), ("vi", "Vị trí không có từ nào để tìm")):
        done = call("match", role_id, language=language)
        assert done.exit_code == Exit.OK, done.output
        assert said in done.stdout
    kept = json.loads(call("match", role_id, "--latest", "--format", "json").stdout)["run"]
    site = page_world.empty(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        page = page_checks.visible(browser.get(f"/candidates/{kept['id']}").text)
    assert "Vị trí không có từ nào để tìm" in page
    assert host.institute_id == kept["institute_id"]


def test_who_has_no_works_is_told_what_to_add(db: Database, tmp_path: Path) -> None:
    asking(db, {"title": {"en": "Head of batteries"}, "text": {"en": "Leads battery cells."}})
    expert = experts.register(db, NOBODY, builders.expert(claims=[]), agree=True)
    person = callers.caller(db, Office.EXPERT, "khai", speaks_for=expert.id)
    client = callers.interface(db, tmp_path)
    told = client.get(f"/api/v1/experts/{expert.id}/roles", headers=person.headers).json()
    assert told["data"] == []
    assert "Add works" in told["why_none"]["en"]
    assert "Hãy thêm công trình" in told["why_none"]["vi"]


def test_a_text_of_a_million_words_is_refused_with_the_limit(db: Database, tmp_path: Path) -> None:
    institute = callers.an_institute(db)
    host = callers.caller(db, Office.INSTITUTE, "host", speaks_for=institute.id)
    client = callers.interface(db, tmp_path)

    def opened(text: str, language: str) -> tuple[int, str]:
        draft = MISSION_DRAFT | {"institute_id": institute.id, "summary": {"en": text}}
        answer = client.post("/api/v1/missions", json=draft, headers=host.headers | {"Accept-Language": language})
        return answer.status_code, answer.text

    for language, limit in (("en", "larger than 1 MB"), ("vi", "1 MB")):
        status, said = opened(MILLION_WORDS, language)
        assert status == 413
        assert limit in said
    for language, limit in (("en", "10000"), ("vi", "10000")):
        status, said = opened("battery " * 2000, language)
        assert status == 422
        assert limit in said.replace(".", "").replace(",", "")


@pytest.mark.parametrize("factor", ["NaN", "Infinity", "-1", "1e9", '"a"'])
def test_a_weight_that_is_no_number_is_refused(db: Database, tmp_path: Path, factor: str) -> None:
    site = page_world.site(db, tmp_path)
    client = TestClient(site.app, raise_server_exceptions=False)
    curator = callers.caller(db, Office.ADMINISTRATOR, "curator")
    headers = curator.headers | {"Content-Type": "application/json"}
    address = f"/api/v1/matches/{site.world.run_id}/what-if"
    answer = client.post(address, content=f'{{"factors": {{"best_works": {factor}}}}}', headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"].startswith("application/problem+json")
    with page_world.reader(site, "committee") as browser:
        page = browser.get(f"/candidates/{site.world.run_id}/what-if", params={"factors.best_works": factor})
    assert page.status_code == 422


def test_the_doctor_says_why_a_kept_index_is_not_used(db: Database, call: Call, tmp_path: Path) -> None:
    call("migrate")
    experts.register(db, NOBODY, builders.expert(), agree=True)
    folder = tmp_path / "var" / "index"

    def doctor(language: str = "en") -> str:
        return str(call("doctor", language=language).stdout)

    assert "Kept index: none yet" in doctor()
    pool = Pool(folder)
    pool.now(db)
    pool.settle(db)
    assert "Kept index: can be used" in doctor()
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[:-70])
    assert "Kept index: damaged or cut off" in doctor()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    (folder / FILE).write_bytes(flipped)
    assert "Chỉ mục đã lưu: bị hỏng hoặc bị cắt cụt" in doctor("vi")
    (folder / FILE).write_bytes(whole.replace(MAGIC, b"people of an index, 0\n", 1))
    assert "Kept index: made by another version" in doctor()
