"""Conflicts of interest on the ways in: the candidates page in both languages, and the JSON interface."""

from pathlib import Path

from graph.database import Database
from tests import page_world


def test_the_candidates_page_says_who_is_tied_to_the_mission_in_both_languages(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        page = browser.get(f"/candidates/{site.world.run_id}").text
        assert "Xung đột lợi ích" in page
        assert "chưa rõ" in page
        assert "không phải quy định pháp luật" in page
    with page_world.reader(site, "institute", "en") as browser:
        english = browser.get(f"/candidates/{site.world.run_id}").text
        assert "Conflicts of interest" in english


def test_the_interface_tells_the_same(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        listed = browser.get(f"/api/v1/matches/{site.world.run_id}/conflicts").json()["data"]
        asked = f"/api/v1/experts/{site.world.expert_id}/conflicts?mission={site.world.mission_id}"
        one = browser.get(asked).json()
        assert one in listed
        assert [pair["id"] for pair in one["pairs"]] == [site.world.institute_id]
        assert one["state"] in ("clear", "conflict", "unknown")
