"""The report as a paper: it is a PDF with everything that the page says, in both languages, the same every time."""

import json
import re
from importlib.resources import files

import pytest
import typst

from api import pdf
from registry.lists import Language
from registry.reports.models import NetworkReport
from tests.report_builders import report


def headings(made: NetworkReport, language: Language) -> list[str]:
    """The headings of the paper, as typst sets them."""
    found = typst.query(
        files("api").joinpath("report_template.typ").read_bytes(),
        "heading",
        field="body",
        sys_inputs={"report": json.dumps(pdf.content_of(made, language))},
        ignore_system_fonts=True,
    )
    return re.findall(r'"text":\s*"([^"]+)"', found)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_is_a_tagged_paper_of_several_pages_in_its_language(language: Language) -> None:
    made = pdf.network_report(report(generated=True), language)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert b"pdfuaid:part" in made
    pages = re.search(rb"/Type/Pages/Count (\d+)", made)
    assert pages is not None
    assert int(pages[1]) >= 5
    assert f"/Lang({language})".encode() in made


def test_every_figure_of_the_report_stands_in_the_paper() -> None:
    made = report()
    written = headings(made, "vi")
    for figure in made.figures:
        assert figure.title.in_("vi") in written
    assert "Phương pháp và giới hạn" in written


def test_vietnamese_has_all_its_letters_in_the_font_that_travels_along() -> None:
    # With no font to fall back to, a missing letter would be a warning; warnings are errors here.
    letters = "ăâđêôơưẦẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵ ĐÀẢÃẠ"
    _, warnings = typst.compile_with_warnings(
        f'#set text(font: "Libertinus Serif", fallback: false)\n{letters}'.encode(),
        format="pdf",
        ignore_system_fonts=True,
    )
    assert not warnings


def test_the_same_report_gives_the_same_bytes() -> None:
    made = report()
    assert pdf.network_report(made, "vi") == pdf.network_report(made, "vi")


def test_simulated_data_are_announced_on_the_first_page_and_on_every_other() -> None:
    said = pdf.content_of(report(generated=True), "vi")
    assert said["generated"] == {
        "mark": "Dữ liệu mô phỏng.",
        "sentence": "20 chuyên gia, 0 tổ chức và 0 nhiệm vụ được dựng lên để trình diễn, không có thật. Bảng đếm riêng "
        "các bản ghi này, biểu đồ vẽ chúng bằng nét đứt.",
    }
    assert pdf.content_of(report(), "vi")["generated"] is None


def test_the_paper_names_the_audit_event_and_its_hash() -> None:
    made = report().model_copy(update={"as_of": 1234, "head": "ab" * 32, "at": "2026-11-21T20:30:00+00:00"})
    about = dict(pdf.content_of(made, "vi")["about"])  # type: ignore[call-overload]
    assert about["Trạng thái sổ đăng ký"] == "sự kiện số 1.234 của chuỗi kiểm toán"
    assert about["Mã băm của sự kiện đó"].replace(" ", "") == "ab" * 32
    assert about["Thời điểm đếm"] == "22/11/2026 03:30 (Asia/Ho_Chi_Minh)"
    assert "Quyết định 21/2026/QĐ-TTg" in about["Danh mục công nghệ"]


def test_a_name_that_was_not_verified_carries_its_mark() -> None:
    content = json.dumps(pdf.content_of(report(), "vi"), ensure_ascii=False)
    assert "Khởi động †" in content
    assert "† Tên gọi chưa được đối chiếu với nguồn chính thức." in content


def test_an_empty_network_has_a_paper() -> None:
    assert pdf.network_report(report(experts=0), "vi").startswith(b"%PDF-")
