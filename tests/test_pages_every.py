"""Every page, read by everybody who may and refused to everybody who may not, in both languages."""

import re
from pathlib import Path

from api.language import catalogue
from graph.database import Database
from registry import experts
from registry.access import NOBODY
from tests import builders, page_checks, page_world
from tests.page_world import OFFICES, Site

# The offices that may read each page; the others are asked to sign in (the public) or refused.
ALL = frozenset(OFFICES)
SIGNED_IN = ALL - {"public"}
PAGES: dict[str, frozenset[str]] = {
    "/": ALL,
    "/sign-in": ALL,
    "/register": ALL,
    "/how-it-decides": ALL,
    "/ai-record": ALL,
    "/law": ALL,
    "/law?edition=edition-1": ALL,
    "/law/kinds/system-chief-engineer": ALL,
    "/law/kinds/institute-head": ALL,
    "/law/criteria/231-pce-years": ALL,
    "/law/criteria/249-3-phd-top200": ALL,
    "/law/drafts": frozenset({"administrator"}),
    "/law/drafts/new?criterion=231-pce-years": frozenset({"administrator"}),
    "/roles/{role_id}/eligibility/{expert_id}": frozenset({"institute", "expert", "committee", "administrator"}),
    "/profile/law": frozenset({"expert"}),
    "/missions": ALL,
    "/missions?text=khong+co": ALL,
    "/missions/{mission_id}": ALL,
    "/missions/new": frozenset({"institute", "administrator"}),
    "/missions/{mission_id}/edit": frozenset({"institute", "administrator"}),
    "/institutes": ALL,
    "/institutes?text=khong+co": ALL,
    "/institutes/{institute_id}": ALL,
    "/institutes/new": frozenset({"administrator"}),
    "/institutes/{institute_id}/edit": frozenset({"administrator"}),
    "/experts": frozenset({"institute", "committee", "administrator"}),
    "/experts?text=tran+dinh": frozenset({"institute", "committee", "administrator"}),
    "/experts?text=khong+co": frozenset({"institute", "committee", "administrator"}),
    "/experts/{expert_id}": ALL,
    "/experts/{generated_id}": ALL,
    "/missions/{mission_id}/team": frozenset({"institute", "administrator"}),
    "/teams/{team_id}": frozenset({"institute", "committee", "administrator"}),
    "/teams/{no_team_id}": frozenset({"institute", "committee", "administrator"}),
    "/assignments": frozenset({"committee", "administrator"}),
    "/assignments/{assignment_id}": frozenset({"committee", "administrator"}),
    "/candidates/{run_id}": frozenset({"institute", "committee", "administrator"}),
    "/candidates/{run_id}/compare": frozenset({"institute", "committee", "administrator"}),
    "/candidates/{run_id}/compare?first={expert_id}&second={generated_id}": frozenset(
        {"institute", "committee", "administrator"}
    ),
    "/candidates/{run_id}/what-if?factors.best_works=150": frozenset({"institute", "committee", "administrator"}),
    "/candidates/{run_id}/people/{expert_id}": frozenset({"institute", "committee", "administrator"}),
    "/cases": SIGNED_IN,
    "/cases?stage=started&scope=ministry:most": SIGNED_IN,
    "/cases/due": SIGNED_IN,
    "/cases/due?holder=council": SIGNED_IN,
    "/cases/new?role={role_id}&expert_id={expert_id}": SIGNED_IN,
    "/cases/{case_id}": SIGNED_IN,
    "/profile": frozenset({"expert"}),
    "/profile/edit": frozenset({"expert"}),
    "/profile/preview?as=public": frozenset({"expert"}),
    "/profile/preview?as=institutes": frozenset({"expert"}),
    "/profile/consents": frozenset({"expert"}),
    "/profile/roles": frozenset({"expert"}),
    "/profile/roles/{role_id}": frozenset({"expert"}),
    "/profile/close": frozenset({"expert"}),
    "/profile/claims/new?kind=programme": frozenset({"expert"}),
    "/profile/claims/{claim_id}": frozenset({"expert"}),
    "/accounts": frozenset({"administrator"}),
    "/accounts/new": frozenset({"administrator"}),
    "/account": SIGNED_IN,
    "/reports/network": frozenset({"committee", "administrator"}),
    "/reports/waiting": frozenset({"institute", "committee", "administrator"}),
    "/reports/funnel": frozenset({"institute", "committee", "administrator"}),
    "/reports/departures": frozenset({"institute", "committee", "administrator"}),
    "/audit": frozenset({"committee", "administrator"}),
}
# What may stay in the other language: names, codes and what people wrote themselves.
_FOREIGN = re.compile(r"English|Tiếng Việt|ORCID|ROR|VND, USD, EUR")


def test_every_page_is_there_for_whom_it_is_and_sound_in_both_languages(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    wrong = [fault for office in OFFICES for language in ("vi", "en") for fault in _faults(site, office, language)]
    assert wrong == []


def _faults(site: Site, office: str, language: str) -> list[str]:
    found = []
    ids = {name: getattr(site.world, name) for name in site.world.__dataclass_fields__}
    with page_world.reader(site, office, language) as browser:
        for path, readers in PAGES.items():
            answer = browser.get(path.format(**ids))
            expected = 200 if office in readers else 401 if office == "public" else 403
            if answer.status_code != expected:
                found.append(f"{path} answers {answer.status_code} to {office}, not {expected}")
            found += [f"{path} for {office} in {language}: {fault}" for fault in page_checks.faults(answer.text)]
            found += [f"{path} in {language} says “{text}”" for text in _untranslated(answer.text, language)]
            if f'<html lang="{language}">' not in answer.text:
                found.append(f"{path} is not in {language}")
    return found


def _untranslated(page: str, language: str) -> list[str]:
    """Texts of a Vietnamese page that are a whole English message of the catalogue, or the other way round."""
    foreign = set()
    for message in catalogue("vi"):
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id != message.string:
            foreign.add(message.id if language == "vi" else message.string)
    own = {message.string if language == "vi" else message.id for message in catalogue("vi")}
    return [
        text
        for text in page_checks.visible(page).splitlines()
        if text in foreign and text not in own and not _FOREIGN.search(text)
    ]


def test_the_switch_keeps_the_page_and_what_it_says_and_is_remembered(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "committee", "vi") as browser:
        page = browser.get("/experts?text=tr%E1%BA%A7n&country=FR")
        assert 'href="/experts?text=tr%E1%BA%A7n&amp;country=FR&amp;lang=en"' in page.text
        english = browser.get("/experts?text=tr%E1%BA%A7n&country=FR&lang=en")
        assert '<html lang="en">' in english.text
        assert english.headers["content-language"] == "en"
        assert '<html lang="en">' in browser.get("/experts").text


def test_who_chose_nothing_reads_what_the_browser_prefers_else_vietnamese(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    with page_world.reader(site, "public") as browser:
        browser.cookies.clear()
        assert '<html lang="vi">' in browser.get("/").text
        assert '<html lang="en">' in browser.get("/", headers={"accept-language": "en-GB, vi;q=0.5"}).text
        assert '<html lang="vi">' in browser.get("/", headers={"accept-language": "fr"}).text


def test_generated_people_are_marked_wherever_they_are_shown(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        for path in ("/experts", f"/experts/{site.world.generated_id}", f"/candidates/{site.world.run_id}"):
            assert "dữ liệu mô phỏng" in browser.get(path).text, path


def test_a_reader_is_told_openly_what_is_not_shown(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        page = page_checks.visible(browser.get(f"/experts/{site.world.expert_id}").text)
    assert "Còn 1 mục bạn không được xem." in page
    assert page.splitlines().count("không hiển thị với bạn") == 4
    assert "khai@example.org" not in page


def test_a_page_that_is_not_there_says_so_and_shows_a_way_on(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "public") as browser:
        for path in ("/nothing", "/experts/x", "/missions/x", "/institutes/x"):
            # What the reader chose counts for more than what the browser prefers.
            answer = browser.get(path, headers={"accept-language": "en-US"})
            assert _untranslated(answer.text, "vi") == []
            assert "There is" not in answer.text
            assert answer.status_code == 404
            assert page_checks.faults(answer.text) == []
            assert "Hãy kiểm tra lại địa chỉ" in answer.text


def test_the_stylesheet_is_kept_until_it_changes_and_comes_from_here(db: Database, tmp_path: Path) -> None:
    site = page_world.empty(db, tmp_path)
    with page_world.reader(site, "public") as browser:
        page = browser.get("/").text
        sources = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert len(sources) == 3
        for source in sources:
            assert "immutable" in browser.get(source).headers["cache-control"]
        assert "immutable" not in browser.get("/static/style.css").headers["cache-control"]
    assert re.findall(r'(?:src|href)="https?://', page) == []


def test_what_people_write_is_shown_as_text_and_never_run(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    hostile = "<script>alert(1)</script>"
    experts.register(db, NOBODY, builders.expert(name={"as_written": hostile}, claims=[builders.claim()]), agree=True)
    with page_world.reader(site, "institute") as browser:
        run = browser.post(f"/roles/{site.world.role_id}/candidates").headers["location"]
        for path in (f"/experts?text={hostile}", run, f"/missions?text={hostile}"):
            page = browser.get(path).text
            assert "<script>alert" not in page
            assert page_checks.faults(page) == []
        assert "&lt;script&gt;" in browser.get(run).text
