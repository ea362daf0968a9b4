"""Missions on the pages: opened, corrected and closed by their institute, and candidates asked for and taken along."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

from graph.database import Database
from registry import matches, missions
from registry.access import system
from registry.models.missions import MissionStatus
from tests import builders, mission_builders, page_checks, page_world

GIVEN = {
    "title.vi": "Chế tạo pin natri",
    "summary.vi": "Từ vật liệu đến sản phẩm.",
    "system": "2",
    "phase": "2",
    "agency": "most",
    "deadline": "31/12/2031",
    "technologies.0": "S26-P18",
    "fields.0": "",
    "outputs.0.text.vi": "Dây chuyền",
    "outputs.0.due": "06/2030",
    "outputs.1.text.vi": "",
    "outputs.1.due": "",
    "criteria.0.text.en": "It works",
    "budget.amount": "2.500.000.000,5",
    "budget.currency": "VND",
    "roles.0.kind": "project-chief-engineer",
    "roles.0.title.vi": "Tổng công trình sư",
    "roles.0.text.vi": "Chủ trì chế tạo pin natri.",
}


def test_an_institute_opens_a_mission_and_asks_for_candidates(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        opened = browser.post("/missions/new", data=GIVEN)
        assert opened.status_code == 303, opened.text
        page = browser.get(opened.headers["location"]).text
        for text in ("Chế tạo pin natri", "31/12/2031", "06/2030", "2,5 tỷ đồng", "Bộ Khoa học và Công nghệ"):
            assert text in page
        [action] = re.findall(r'action="(/roles/[^"]+/candidates)"', page)
        run = browser.post(action)
        assert run.status_code == 303
        assert "Trần Đình Ái" in browser.get(run.headers["location"]).text
    mission = missions.get(db, system("tests"), opened.headers["location"].rpartition("/")[2])
    assert (mission.deadline, mission.budget and mission.budget.amount) == ("2031-12-31", 2_500_000_000.5)
    assert (len(mission.outputs), mission.institute_id) == (1, site.world.institute_id)


def test_what_is_missing_is_named_and_everything_typed_stays(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    wrong = GIVEN | {
        "summary.vi": "",
        "deadline": "hè 2031",
        "outputs.0.text.vi": "",
        "outputs.0.due": "",
        "agency": "",
    }
    with page_world.reader(site, "institute") as browser:
        answer = browser.post("/missions/new", data=wrong)
    assert answer.status_code == 422
    assert page_checks.faults(answer.text) == []
    linked = set(re.findall(r'<li><a href="#([^"]+)">', answer.text))
    assert linked == {"summary", "deadline", "outputs", "agency"}
    assert 'value="hè 2031"' in answer.text
    assert "Hãy ghi ngày như 2019, 05/2019 hoặc 17/05/2019." in answer.text
    assert "Chủ trì chế tạo pin natri." in answer.text


def test_a_correction_keeps_roles_and_refuses_an_old_version(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    path = f"/missions/{site.world.mission_id}/edit"
    kept = missions.get(db, system("tests"), site.world.mission_id)
    fields = GIVEN | {"roles.0.id": site.world.role_id, "if_match": kept.digest}
    with page_world.reader(site, "institute") as browser:
        assert browser.post(path, data=fields).status_code == 303
        again = browser.post(path, data=fields | {"title.vi": "Chế tạo pin natri lần hai"})
        assert again.status_code == 412
        assert "Chế tạo pin natri lần hai" in again.text
    after = missions.get(db, system("tests"), site.world.mission_id)
    assert [role.id for role in after.roles] == [site.world.role_id]
    assert after.title.vi == "Chế tạo pin natri"


def test_closing_a_mission_ends_its_search(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    path = f"/missions/{site.world.mission_id}"
    digest = missions.get(db, system("tests"), site.world.mission_id).digest
    with page_world.reader(site, "institute") as browser:
        assert browser.post(f"{path}/close", data={"if_match": digest}).status_code == 303
        page = browser.get(path).text
        refused = browser.post(f"/roles/{site.world.role_id}/candidates")
    assert f"/roles/{site.world.role_id}/candidates" not in page
    assert (refused.status_code, page_checks.faults(refused.text)) == (409, [])
    assert missions.get(db, system("tests"), site.world.mission_id).status is MissionStatus.CLOSED


def test_another_institute_neither_corrects_nor_reads_candidates(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "expert") as browser:
        for path in (f"/missions/{site.world.mission_id}/edit", f"/candidates/{site.world.run_id}"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"/roles/{site.world.role_id}/candidates").status_code == 403


def test_the_numbers_of_the_page_are_those_of_the_run(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    run, _ = matches.get(db, builders.of_institute(site.world.institute_id), site.world.run_id)
    with page_world.reader(site, "institute") as browser:
        page = page_checks.visible(browser.get(f"/candidates/{run.id}").text)
    assert f"{run.pool} người đã đồng ý được gợi ý" in page
    assert run.algorithm in page
    for candidate in run.candidates:
        assert page.count(f"{Decimal(str(candidate.score)):.4f}".replace(".", ",")) >= 2
        reasons = candidate.reasons
        assert sum(part.contribution for part in reasons.features) == page_world.about(candidate.score)
        assert sum(reason.contribution for reason in reasons.terms) + reasons.other_terms == (
            page_world.about(reasons.relevance or 0)
        )
    assert "Ngang điểm." in page
    assert "Minh chứng mỏng." in page


def test_the_list_is_sorted_by_its_address(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        by_name = browser.get(f"/candidates/{site.world.run_id}?sort=name").text
        falling = browser.get(f"/candidates/{site.world.run_id}?sort=-led").text
    assert 'aria-sort="ascending"' in by_name
    names = ["Đỗ Thị Ước", "Nguyễn Thị Minh Khai", "Lê Ánh Dương", "Phạm Mô Phỏng", "Trần Đình Ái"]
    order = re.findall(r'<th scope="row"><a href="#candidate-[^"]+">([^<]+)</a>', by_name)
    assert order == names
    assert 'aria-sort="descending"' in falling
    assert re.findall(r'<th scope="row"><a href="#candidate-[^"]+">([^<]+)</a>', falling)[0] == "Trần Đình Ái"


def test_the_list_is_taken_along_as_a_table(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        answer = browser.get(f"/candidates/{site.world.run_id}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Thứ hạng"
    assert {"Nguyễn Thị Minh Khai", "Phạm Mô Phỏng (mô phỏng)"} <= {row[2] for row in rows[1:]}


def test_missions_are_found_by_words_system_and_state(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    actor = builders.of_institute(site.world.institute_id)
    other = mission_builders.mission(site.world.institute_id, title={"vi": "Mạng 6G"}, system=4, deadline="2029")
    missions.open(db, actor, other)
    with page_world.reader(site, "public") as browser:
        assert "Mạng 6G" not in browser.get("/missions?text=pin+the+ran").text
        assert "Làm chủ pin" not in browser.get("/missions?system=4").text
        assert "Không nhiệm vụ nào khớp" in browser.get("/missions?status=closed").text
        falling = browser.get("/missions?sort=-deadline").text
    assert falling.index("Làm chủ pin thể rắn") < falling.index("Mạng 6G")


def test_a_system_that_there_cannot_be_narrows_nothing(db: Database, tmp_path: Path) -> None:
    with page_world.reader(page_world.empty(db, tmp_path), "public") as browser:
        for system in ("9" * 23, "9" * 5_000, "٣٤"):
            assert browser.get("/missions", params={"system": system}).status_code == 200


def test_people_are_sought_by_words_and_not_by_a_book(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        assert browser.get("/experts", params={"text": "a" * 200}).status_code == 200
        answer = browser.get("/experts", params={"text": "a " * 150, "field": "1" * 201})
    assert answer.status_code == 422
    assert 'href="#text"' in answer.text
    assert 'href="#field"' in answer.text
