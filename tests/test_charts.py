"""The pictures of the report: valid, in Vietnamese, readable without colour and without eyes, and drawn once."""

from xml.etree import ElementTree

import pytest

from api import charts
from registry.lists import Language
from registry.reports.counting import count_rows
from registry.reports.models import Figure
from registry.reports.network import report_of
from tests.report_builders import ON, mission_row, report

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    """What is written in a picture, line by line."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn here, nothing from outside
    return [node.text or "" for node in root.iter() if node.tag in {f"{SVG}text", f"{SVG}tspan"} and node.text]


def figure(id: str, *, generated: bool = False) -> Figure:
    found = report(generated=generated).figure(id)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_has_a_valid_picture_that_is_also_told_in_words(language: Language) -> None:
    made = report(generated=True)
    pictures = [(each.id, each.finding, charts.figure_svg(each, language)) for each in made.figures]
    pictures.append(("coverage", made.coverage.finding, charts.coverage_svg(made.coverage, language)))
    for id, finding, svg in pictures:
        root = ElementTree.fromstring(svg)  # noqa: S314 - drawn here, nothing from outside
        assert root.attrib["role"] == "img"
        title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text == finding.in_(language)
        assert told is not None
        assert told.text
        assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {told.attrib['id']}"
        assert id in title.attrib["id"]
        # The policy of the pages lets no style in a picture through.
        assert "style=" not in svg


def test_a_picture_says_its_numbers_beside_its_vietnamese_labels() -> None:
    written = texts(charts.figure_svg(figure("experts-by-country"), "vi"))
    assert {"Hoa Kỳ", "Đức", "Nhật Bản", "7", "6"} <= set(written)


def test_a_long_label_is_broken_and_not_cut() -> None:
    written = " ".join(texts(charts.figure_svg(figure("experts-by-technology"), "vi")))
    assert "Internet vạn vật và chuỗi khối" in written
    assert "…" not in written


def test_what_was_generated_is_drawn_as_an_outline_and_said_so() -> None:
    real = charts.figure_svg(figure("experts-by-country"), "vi")
    generated = charts.figure_svg(figure("experts-by-country", generated=True), "vi")
    assert "Nét đứt: dữ liệu mô phỏng" in texts(generated)
    assert "Nét đứt: dữ liệu mô phỏng" not in texts(real)
    assert 'fill="none" stroke="#0b5563"' in generated.replace('fill-opacity="1" ', "")
    assert 'stroke="#0b5563"' not in real


def test_a_long_list_ends_in_one_bar_that_holds_the_rest() -> None:
    made = report()
    provinces = made.figure("experts-by-province")
    assert provinces is not None
    written = texts(charts.figure_svg(provinces, "vi"))
    assert any(text.endswith("mục khác") for text in written)
    assert len(written) <= 2 * 17


def test_a_table_of_two_dimensions_is_drawn_in_panels() -> None:
    written = texts(charts.figure_svg(figure("roles-by-kind"), "vi"))
    assert {"Đang mở", "Đã có người", "Đã đóng", "12"} <= set(written)


def test_a_label_cannot_break_the_picture() -> None:
    nasty = '<script>&"'
    made = report_of(count_rows([], [], [mission_row(agency=nasty)], on=ON)).figure("missions-by-agency")
    assert made is not None
    svg = charts.figure_svg(made, "vi")
    assert nasty in texts(svg)
    assert "<script>" not in svg


def test_a_network_without_anybody_has_pictures() -> None:
    made = report(experts=0)
    for each in made.figures:
        ElementTree.fromstring(charts.figure_svg(each, "vi"))  # noqa: S314 - drawn here, nothing from outside


def test_a_page_gets_the_colours_of_its_stylesheet_and_a_paper_the_letters_of_typst() -> None:
    svg = charts.figure_svg(figure("experts-by-country"), "vi")
    assert 'fill="var(--accent)"' in charts.for_page(svg)
    assert "#0b5563" not in charts.for_page(svg)
    assert "Libertinus Serif" in charts.for_print(svg)
    assert "system-ui" not in charts.for_print(svg)


def test_the_same_figure_is_drawn_once() -> None:
    made = figure("experts-by-country")
    assert charts.figure_svg(made, "vi") is charts.figure_svg(made, "vi")
