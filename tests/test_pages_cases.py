"""Cases on the pages: nominated, checked, decided and followed, each reader with what is theirs to see and to do."""

import re
from pathlib import Path

from starlette.testclient import TestClient

from graph.database import Database
from registry import cases
from registry.access import system
from registry.models.case_entries import ReviewAnswer
from tests import builders, page_checks, page_world
from tests.page_world import Site

ACCEPT = {"check.accepted": "true", "check.reason": "Đủ thành phần."}
CHOOSE = {
    "decision.chosen": "true",
    "decision.reason": "Phù hợp nhất.",
    "decision.number": "12/QĐ",
    "decision.departure.code": "evidence",
    "decision.departure.text": "Có thêm bằng sáng chế.",
}


def sent(browser: TestClient, site: Site, form: str, fields: dict[str, str] | None = None, *, status: int = 303) -> str:
    """A form of the case sent; the page of the case afterwards, or the page that came back."""
    address = f"/cases/{site.world.case_id}"
    answer = browser.post(f"{address}/{form}", data=fields or {})
    assert answer.status_code == status, page_checks.visible(answer.text)
    page = browser.get(address).text if status == 303 else answer.text
    assert page_checks.faults(page) == []
    return page


def test_a_case_is_followed_from_the_check_to_the_start_by_three_readers(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as institute:
        assert "Hồ sơ đạt yêu cầu" in sent(institute, site, "check", ACCEPT)
        page = page_checks.visible(institute.get(f"/cases/{site.world.case_id}").text)
        assert "Thủ tướng Chính phủ" in page
        assert "Ghi quyết định" not in page
    with page_world.reader(site, "committee") as committee:
        page = sent(committee, site, "decision", CHOOSE)
        for said in ("được chọn", "số 12/QĐ", "Có minh chứng mà hệ thống chưa có", "Có thêm bằng sáng chế."):
            assert said in page
    with page_world.reader(site, "expert") as expert:
        assert "Hồ sơ đang được xem xét." in page_checks.visible(expert.get(f"/cases/{site.world.case_id}").text)
        with page_world.reader(site, "institute") as institute:
            sent(institute, site, "moves/invite")
        page = page_checks.visible(expert.get(f"/cases/{site.world.case_id}").text)
        for said in ("Nhận lời mời", "Từ chối lời mời", "Phù hợp nhất.", "Các bước đã qua"):
            assert said in page
        for unsaid in ("Có thêm bằng sáng chế.", "Văn phòng Ban Chỉ đạo", "Đủ thành phần."):
            assert unsaid not in page.replace("Chấp nhận hồ sơ", "")
        sent(expert, site, "moves/accept")
    with page_world.reader(site, "institute") as institute:
        for code in ("sign", "apply_permits", "arrive", "start"):
            page = sent(institute, site, f"moves/{code}")
        assert "Đã bắt đầu công việc" in page
        fields = {"promise.title.vi": "Phòng thí nghiệm", "promise.owner": "Ban Quản lý", "promise.due": "01/02/2027"}
        assert "01/02/2027" in sent(institute, site, "promises", fields)
        [kept] = cases.get(db, system("tests"), site.world.case_id).promises
        assert "đã thực hiện ngày" in sent(institute, site, f"promises/{kept.id}", {"done": "true"})


def test_what_is_wrong_in_a_form_is_named_and_what_was_typed_stays(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    fields = {"check.accepted": "", "check.reason": "Đã đọc kỹ.", "check.on": "2026"}
    with page_world.reader(site, "institute") as browser:
        page = sent(browser, site, "check", fields, status=422)
        assert set(re.findall(r'<li><a href="#([^"]+)">', page)) == {"check.accepted", "check.on"}
        assert "Đã đọc kỹ." in page
        assert "Hãy ghi đủ ngày, tháng, năm như 17/05/2026." in page
        page = sent(browser, site, "check", ACCEPT | {"check.on": "01/01/2000"}, status=422)
        assert "Ngày này trước ngày của bước trước" in page
        assert 'value="01/01/2000"' in page
    assert cases.get(db, system("tests"), site.world.case_id).checks == ()


def test_a_wrong_move_says_why_and_changes_nothing(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        assert "nên chưa làm được bước “Ký hợp đồng”" in sent(browser, site, "moves/sign", status=409)
        sent(browser, site, "check", ACCEPT)
        page = sent(browser, site, "decision", CHOOSE, status=403)
        assert "Việc này thuộc thẩm quyền của" in page
        assert "Phù hợp nhất." in page
    assert cases.get(db, system("tests"), site.world.case_id).stage == "checked"


def test_somebody_is_nominated_from_the_list_of_candidates_or_puts_themselves_forward(
    db: Database, tmp_path: Path
) -> None:
    site = page_world.site(db, tmp_path)
    role = site.world.role_id
    with page_world.reader(site, "institute") as browser:
        page = browser.get(f"/candidates/{site.world.run_id}").text
        assert f"/cases/new?role={role}&amp;expert_id={site.world.generated_id}" in page
        fields = {
            "role": role,
            "expert_id": site.world.generated_id,
            "kind": "representation",
            "conflict": "Đồng hương",
        }
        refused = browser.post("/cases/new", data=fields)
        assert refused.status_code == 422
        assert page_checks.faults(refused.text) == []
        assert "Hãy ghi tên cơ quan, tổ chức đề cử." in refused.text
        assert "Đồng hương" in refused.text
        opened = browser.post("/cases/new", data=fields | {"name": "Đại sứ quán tại Pháp"})
        assert opened.status_code == 303
        page = browser.get(opened.headers["location"]).text
        assert "Đại sứ quán tại Pháp" in page
        assert "Đồng hương" in page
        again = browser.post("/cases/new", data=fields | {"name": "Đại sứ quán tại Pháp"})
        assert again.status_code == 409
        assert "Người này đã có một hồ sơ đang mở cho vị trí này." in again.text
    with page_world.reader(site, "expert") as browser:
        assert f"/cases/new?role={role}" in browser.get("/profile/roles").text
        sent(browser, site, "moves/withdraw")
        assert "Tự ứng cử" in browser.get(f"/cases/new?role={role}").text
        opened = browser.post("/cases/new", data={"role": role})
        assert opened.status_code == 303
        assert "Hồ sơ đang được xem xét." in page_checks.visible(browser.get(opened.headers["location"]).text)


def test_the_board_says_what_is_due_and_who_holds_it(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "committee") as browser:
        page = page_checks.visible(browser.get("/cases/due").text)
        for said in ("1 hồ sơ đang mở", "còn 15 ngày", "đã ở đây 0 ngày", "Nguyễn Thị Minh Khai"):
            assert said in page
        assert "Không hồ sơ đang mở nào khớp" in browser.get("/cases/due?overdue=on").text
        assert "Không hồ sơ đang mở nào khớp" in browser.get("/cases/due?scope=province:79").text
        assert "Nguyễn Thị Minh Khai" in browser.get("/cases/due?sort=-since&holder=institute").text
        assert browser.get("/cases/due?scope=ministry:none").status_code == 422
        assert "Nguyễn Thị Minh Khai" in browser.get(f"/cases?stage=nominated&role={site.world.role_id}").text
        assert "Không hồ sơ tuyển chọn nào khớp" in browser.get("/cases?stage=ended").text


def test_members_of_a_council_read_other_scorecards_after_sending_their_own(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    page_world.account_of(site, "administrator")
    page_world.account_of(site, "committee")
    card = {f"scorecard.marks.{mark}": "4" for mark in ("expertise", "record", "coordination", "breakthrough")}
    card |= {"scorecard.advice": "choose", "scorecard.comment": "Rất phù hợp."}
    with page_world.reader(site, "institute") as host:
        sent(host, site, "check", ACCEPT)
        page = sent(host, site, "council", {"convene.members.0": "khong@example.org"}, status=422)
        assert "Không có tài khoản nào dùng địa chỉ khong@example.org." in page
        more = host.post(
            f"/cases/{site.world.case_id}/council", data={"add": "convene.members", "convene.members.0": ""}
        )
        assert 'name="convene.members.1"' in more.text
        members = {"convene.members.0": "administrator@example.org", "convene.members.1": "Committee@example.org"}
        sent(host, site, "council", members)
    with page_world.reader(site, "administrator") as member:
        assert "Bạn được mời cho ý kiến" in member.get("/cases").text
        page = sent(member, site, "declaration", {"declaration.conflict": "false"})
        assert "Gửi phiếu đánh giá" in page
        page = sent(member, site, "scorecard", card, status=422)
        assert 'href="#scorecard.marks.network"' in page
        sent(member, site, "scorecard", card | {"scorecard.marks.network": "5"})
    with page_world.reader(site, "committee") as member:
        page = page_checks.visible(member.get(f"/cases/{site.world.case_id}").text)
        assert "Đã có 1 phiếu được gửi, bạn chưa được xem." in page
        assert "Rất phù hợp." not in page
        fields = {"declaration.conflict": "true", "declaration.text": "Cùng nhóm nghiên cứu."}
        done = member.post(f"/cases/{site.world.case_id}/declaration", data=fields)
        assert done.headers["location"] == "/cases"
    with page_world.reader(site, "institute") as host:
        page = sent(host, site, "moves/close_council")
        assert "Rất phù hợp." in page
        assert "đã khai có: không tham gia" in page


def test_a_human_judges_what_no_machine_does(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as browser:
        page = browser.get(f"/cases/{site.world.case_id}").text
        assert "chưa đối chiếu Công báo" in page
        judged = {"judgement.verdict": "met", "judgement.reason": "Lý lịch rõ ràng."}
        [criterion, *_] = re.findall(r'<option value="(231-[^"]+)"', page)
        page = sent(browser, site, "judgement", judged | {"judgement.criterion_id": criterion})
        assert "Phòng Khoa học" in page
        assert "Lý lịch rõ ràng." in page


def test_who_was_refused_asks_for_a_human_review_which_another_account_answers(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "institute") as host:
        refusal = {"check.accepted": "false", "check.reason": "Thiếu đề cương."}
        assert "dữ liệu cá nhân được xoá sau ngày" in sent(host, site, "check", refusal)
    with page_world.reader(site, "expert") as expert:
        page = expert.get(f"/cases/{site.world.case_id}").text
        assert "Đề nghị con người xem xét lại" in page
        assert "checked" not in page.partition('<main id="content"')[2]
        sent(expert, site, "reviews", {"review.text": ""}, status=422)
        page = sent(expert, site, "reviews", {"review.text": "Đề cương đã gửi kèm."})
        assert "còn 15 ngày" in page
    with page_world.reader(site, "institute") as host:
        [review] = cases.get(db, system("tests"), site.world.case_id).reviews
        answer = {"answer.upheld": "false", "answer.reason": "Đúng là đã gửi."}
        assert "không tự xem xét lại" in sent(host, site, f"reviews/{review.id}", answer, status=409)
    with page_world.reader(site, "committee") as other:
        assert "hồ sơ được tiếp tục xem xét" in sent(other, site, f"reviews/{review.id}", answer)


def test_nobody_reads_the_case_of_others_or_beyond_their_scope(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    with page_world.reader(site, "imported") as browser:
        assert browser.get(f"/cases/{site.world.case_id}").status_code == 403
        assert "Tổng công trình sư" not in page_checks.visible(browser.get("/cases").text)
        assert browser.post(f"/cases/{site.world.case_id}/moves/withdraw").status_code == 403
    assert cases.get(db, system("tests"), site.world.case_id).stage == "nominated"


def test_a_decision_that_a_human_took_back_says_that_it_stands_no_more(db: Database, tmp_path: Path) -> None:
    site = page_world.site(db, tmp_path)
    refused = {"decision.chosen": "false", "decision.reason": "Chưa đủ kinh nghiệm."}
    with page_world.reader(site, "institute") as institute:
        sent(institute, site, "check", ACCEPT)
    with page_world.reader(site, "committee") as committee:
        assert "không còn hiệu lực" not in sent(committee, site, "decision", refused)
    with page_world.reader(site, "expert") as expert:
        sent(expert, site, "reviews", {"review.text": "Xin xem lại."})
    [review] = cases.get(db, system("tests"), site.world.case_id).reviews
    answer = ReviewAnswer(upheld=False, reason="Có minh chứng mới.")
    cases.answer_review(db, builders.of_institute(site.world.institute_id), site.world.case_id, review.id, answer)
    with page_world.reader(site, "institute") as institute:
        page = page_checks.visible(institute.get(f"/cases/{site.world.case_id}").text)
    assert "(không còn hiệu lực: con người đã xem xét lại, hồ sơ được tiếp tục)" in page
