"""The pages that read a list of candidates closely: compared, reweighed, narrowed, and the person's own next steps."""

from pathlib import Path

from api.language import number_text
from graph.database import Database
from registry import matches
from tests import builders, page_checks, page_world
from tests.page_world import Site


def _site(db: Database, folder: Path) -> tuple[Site, str]:
    site = page_world.site(db, folder)
    return site, f"/candidates/{site.world.run_id}"


def test_two_candidates_are_compared_by_features_that_add_up(db: Database, tmp_path: Path) -> None:
    site, path = _site(db, tmp_path)
    run, views = matches.get(db, builders.of_institute(site.world.institute_id), site.world.run_id)
    other = run.candidates[-1]
    with page_world.reader(site, "institute") as browser:
        page = browser.get(f"{path}/compare?first={other.expert_id}&second={site.world.expert_id}").text
        same = browser.get(f"{path}/compare?first={site.world.expert_id}&second={site.world.expert_id}")
    seen = page_checks.visible(page)
    assert "Nguyễn Thị Minh Khai đứng trước" in seen
    [mine] = [one for one in run.candidates if one.expert_id == site.world.expert_id]
    distance = mine.score - other.score
    assert number_text(round(distance, 6), "vi", places=4) in seen
    assert views[site.world.expert_id].name
    assert same.status_code == 422
    assert "Hãy chọn hai người khác nhau." in same.text


def test_other_weights_are_tried_by_the_address_and_kept_when_wrong(db: Database, tmp_path: Path) -> None:
    site, path = _site(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        as_it_is = page_checks.visible(browser.get(f"{path}/what-if").text)
        changed = browser.get(f"{path}/what-if?factors.best_works=12,5")
        wrong = browser.get(f"{path}/what-if?factors.best_works=nhiều&factors.regression=-3")
    assert "0 trong 5 người đổi thứ hạng" in as_it_is
    assert 'value="12,5"' in changed.text
    assert wrong.status_code == 422
    assert page_checks.faults(wrong.text) == []
    assert 'value="nhiều"' in wrong.text


def test_the_form_narrows_the_question_and_a_filter_that_leaves_nobody_says_so(db: Database, tmp_path: Path) -> None:
    site, _ = _site(db, tmp_path)
    address = f"/roles/{site.world.role_id}/candidates"
    with page_world.reader(site, "institute") as browser:
        asked = browser.post(address, data={"country": "FR", "field": "205", "available": ""})
        page = page_checks.visible(browser.get(asked.headers["location"]).text)
        nobody = browser.post(address, data={"country": "JP"})
        unknown = browser.post(address, data={"available": "sang năm"})
        endless = browser.post(address, data={"available": f"{'9' * 5000}/2027"})
    assert "nơi cư trú: Pháp" in page
    assert "còn 5 người" in page
    assert nobody.status_code == unknown.status_code == endless.status_code == 422
    assert "không để lại ai" in nobody.text


def test_the_institute_reads_how_many_and_the_person_reads_which(db: Database, tmp_path: Path) -> None:
    site, path = _site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        told = browser.get(f"{path}/people/{site.world.expert_id}").text
    assert "Người này đang ở trong 5 người đầu." in told
    with page_world.reader(site, "expert") as browser:
        own = browser.get(f"/profile/roles/{site.world.role_id}").text
        assert f"/profile/roles/{site.world.role_id}" in browser.get("/profile/roles").text
    assert "Bạn đã ở trong 5 người đầu cho vị trí này." in own
    assert "Trần Đình Ái" not in own


def test_another_order_is_saved_with_a_reason_and_seen_beside_the_list(db: Database, tmp_path: Path) -> None:
    site, path = _site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        without = browser.post(f"{path}/what-if", data={"factors.best_works": "0", "reason": " "})
        saved = browser.post(f"{path}/what-if", data={"factors.best_works": "0", "reason": "Xem công trình."})
        page = browser.get(saved.headers["location"]).text
        beside = browser.get(path).text
    assert without.status_code == 422
    assert "Hãy ghi lý do lưu thứ tự này." in without.text
    assert page_checks.faults(without.text) == page_checks.faults(page) == page_checks.faults(beside) == []
    assert "Thứ tự thử trọng số, lưu để xem xét." in page
    assert "Xem công trình." in page_checks.visible(beside)


def test_the_reason_is_marked_required_and_the_weights_come_back_as_they_were_typed(
    db: Database, tmp_path: Path
) -> None:
    site, path = _site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        form = browser.get(f"{path}/what-if").text
        saved = browser.post(f"{path}/what-if", data={"factors.best_works": "110", "reason": "Xem công trình."})
        page = browser.get(saved.headers["location"]).text
    assert 'name="reason" rows="2" required' in form
    # 1.1 * 100 is 110.00000000000001 in binary.
    assert "factors.best_works=110" in page
    assert "factors.best_works=110.0" not in page


def test_the_form_leaves_out_whom_the_law_does(db: Database, tmp_path: Path) -> None:
    site, _ = _site(db, tmp_path)
    address = f"/roles/{site.world.role_id}/candidates"
    with page_world.reader(site, "institute") as browser:
        asked = browser.post(address, data={"law": "not_excluded"})
        page = browser.get(asked.headers["location"]).text
        unknown = browser.post(address, data={"law": "no"})
    assert page_checks.faults(page) == []
    assert "bỏ người không đáp ứng: đã xét 5 người" in page_checks.visible(page)
    assert unknown.status_code == 422
