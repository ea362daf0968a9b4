"""Teams on the pages: asked for with limits, read as a matrix, and changed by the button of a proposal."""

import html
import re
from pathlib import Path

from graph.database import Database
from registry import teams
from registry.access import system
from registry.models.teams import TeamLimits, TeamOutcome
from registry.pool import Pool
from tests import page_checks, page_world, team_builders
from tests.page_world import Site


def _site(db: Database, folder: Path) -> tuple[Site, str]:
    """The application, and a mission for two of the administrator's with four people who could take it."""
    site = page_world.site(db, folder)
    mission = team_builders.a_mission_for_two(db)
    team_builders.four_people(db)
    return site, mission.id


def test_a_team_is_asked_for_and_read_in_both_languages(db: Database, tmp_path: Path) -> None:
    site, mission_id = _site(db, tmp_path)
    for language, said in (("vi", "Nếu thiếu người này"), ("en", "Without this person")):
        with page_world.reader(site, "administrator", language) as browser:
            assert page_checks.faults(browser.get(f"/missions/{mission_id}/team").text) == []
            answer = browser.post(f"/missions/{mission_id}/team", data={"most_load": "3", "home": "1", "seed": "7"})
            assert answer.status_code == 303
            page = browser.get(answer.headers["location"])
            assert page_checks.faults(page.text) == []
            assert said in page.text
            assert f'href="{answer.headers["location"]}"' in browser.get(f"/missions/{mission_id}").text


def test_what_was_typed_stays_in_the_form_with_what_is_wrong(db: Database, tmp_path: Path) -> None:
    site, mission_id = _site(db, tmp_path)
    typed = {"most_load": "99", "home": "x", "languages.0": "zz", "languages.1": "vi", "led": "on"}
    with page_world.reader(site, "administrator") as browser:
        answer = browser.post(f"/missions/{mission_id}/team", data=typed)
        more = browser.post(f"/missions/{mission_id}/team", data={"home": "1", "add": "languages"})
    assert answer.status_code == 422
    assert page_checks.faults(answer.text) == []
    for name, text in (("most_load", "99"), ("home", "x")):
        assert re.search(rf'name="{name}" type="text" value="{text}"', answer.text)
        assert f'href="#{name}"' in answer.text
    assert 'id="led" name="led" value="on" checked' in answer.text
    assert more.status_code == 200
    assert re.search(r'name="home" type="text" value="1"', more.text)


def test_an_unknown_role_left_out_is_refused_at_its_tick(db: Database, tmp_path: Path) -> None:
    site, mission_id = _site(db, tmp_path)
    with page_world.reader(site, "administrator", "en") as browser:
        answer = browser.post(f"/missions/{mission_id}/team", data={"left_out.1": "no-such-role"})
    assert answer.status_code == 422
    assert "no open role with the id no-such-role" in html.unescape(answer.text)


def test_the_button_of_a_proposal_fills_the_form_and_what_it_fills_in_makes_a_team(
    db: Database, tmp_path: Path
) -> None:
    site, mission_id = _site(db, tmp_path)
    limits = TeamLimits(home=2, overseas=1, languages=("ja",))
    made = teams.propose(db, Pool(), system("tests"), mission_id, limits)
    assert made.outcome is TeamOutcome.NONE
    with page_world.reader(site, "administrator") as browser:
        page = browser.get(f"/teams/{made.id}").text
        assert page_checks.faults(page) == []
        assert "Chỉ cần" in html.unescape(page)
        assert "không đòi hỏi có người nói tiếng Nhật" in html.unescape(page).replace("Tiếng Nhật", "tiếng Nhật")
        forms = re.findall(rf'<form method="get" action="/missions/{mission_id}/team">(.*?)</form>', page, re.DOTALL)
        assert forms
        for form in forms:
            fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
            filled = browser.get(f"/missions/{mission_id}/team", params=fields)
            assert page_checks.faults(filled.text) == []
            assert re.search(rf'name="home" type="text" value="{fields["home"]}"', filled.text)
            asked = browser.post(f"/missions/{mission_id}/team", data=fields)
            made = teams.get(db, system("tests"), asked.headers["location"].rpartition("/")[2])[0]
            assert made.outcome is TeamOutcome.TEAM


def test_the_run_of_somebody_who_withdrew_shows_the_place_without_the_name(db: Database, tmp_path: Path) -> None:
    site, mission_id = _site(db, tmp_path)
    person = team_builders.somebody(db, "Hoàng Rút Lui", "Fire safety testing of vehicles on the road, at length")
    made = teams.propose(db, Pool(), system("tests"), mission_id, TeamLimits())
    team_builders.withdraw(db, person.id)
    with page_world.reader(site, "administrator") as browser:
        page = browser.get(f"/teams/{made.id}").text
    assert page_checks.faults(page) == []
    assert "Hoàng Rút Lui" not in page


def test_an_assignment_is_asked_for_again_in_words_of_its_own(db: Database, tmp_path: Path) -> None:
    site, _ = _site(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        page = browser.get(f"/assignments/{site.world.assignment_id}").text
    assert "Phân công thử lại" in page
    assert "Lập lại danh sách" not in page
    assert "bộ tiêu chí: edition-1" in page
