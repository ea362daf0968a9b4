"""The page of departures: by criterion of the law, month by month, with the cases behind every number."""

from pathlib import Path

from graph.database import Database
from registry import cases, matches
from registry.access import Actor, Office, system
from registry.models.case_entries import DecisionDraft, Departure, FileCheckDraft, JudgementDraft
from registry.models.values import today
from tests import page_checks, page_world
from tests.builders import of_institute
from tests.page_world import Site

CENTRAL = Actor("central", Office.COMMITTEE, "")


def departed(db: Database, folder: Path) -> Site:
    """A registry in which the person of the case was chosen although others stood before them."""
    site = page_world.site(db, folder)
    host, case_id = of_institute(site.world.institute_id), site.world.case_id
    for criterion, verdict in (("231-5-2-ethics", "met"), ("231-pce-years", "not_met")):
        given = {"criterion_id": criterion, "verdict": verdict, "reason": "Đã xác minh với đơn vị cũ."}
        cases.judge(db, host, case_id, JudgementDraft.model_validate(given))
    cases.check(db, host, case_id, FileCheckDraft(accepted=True, reason="Đủ thành phần."))
    run, _ = matches.get(db, system("tests"), site.world.run_id)
    assert run.candidates[0].expert_id != site.world.expert_id
    why = Departure(code="judgement", text="Hội đồng đánh giá kinh nghiệm thực tế cao hơn.")
    cases.decide(db, CENTRAL, case_id, DecisionDraft(chosen=True, reason="Phù hợp nhất.", departure=why))
    return site


def test_the_page_tells_the_criteria_and_opens_to_the_cases(db: Database, tmp_path: Path) -> None:
    site = departed(db, tmp_path)
    month = f"{today():%Y-%m}"
    with page_world.reader(site, "committee", "en") as browser:
        whole = browser.get("/reports/departures").text
        opened = browser.get(f"/reports/departures?month={month}&criterion=231-pce-years&of=judgements").text
        table = browser.get("/reports/departures-by-criterion.csv").text
    assert page_checks.faults(whole) == page_checks.faults(opened) == []
    assert "By which criteria of the law they disagree" in whole
    assert "231-pce-years" in whole
    assert 'aria-labelledby="chart-criteria-title' in whole
    assert f"/cases/{site.world.case_id}" in opened
    [line] = [row for row in table.splitlines() if row.startswith(f"{month},231-pce-years")]
    assert line.endswith(",1,1,0,1,0,1,0")


def test_a_month_shows_its_own_criteria_in_the_words_of_the_reader(db: Database, tmp_path: Path) -> None:
    site = departed(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        whole = browser.get(f"/reports/departures?month={today():%Y-%m}").text
        earlier = browser.get("/reports/departures?on=2026-01-01").text
    assert "Con người và máy khác nhau ở tiêu chí pháp luật nào" in whole
    assert "Máy để con người kết luận" in whole
    assert "Có lưu kết luận của mọi lần chọn khác thứ tự." in whole
    assert "người được chọn:" in whole
    assert "con số có liên kết mở ra các hồ sơ bạn được xem" in whole
    assert "231-pce-years" not in earlier
