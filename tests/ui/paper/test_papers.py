"""A paper is described once and checks itself; both of its files say the same and depend on nothing else."""

import subprocess
import sys
from dataclasses import replace

import pytest

from gongkai.ui.paper import Cell, Heading, Paragraph, QrCode, Table, Unprintable, cells, docx, pdf
from gongkai.ui.paper.editable import edited
from gongkai.ui.paper.typeset import typeset
from gongkai.ui.paper.wire import heard, told
from tests.papers import ADDRESS, LETTER, PAPERS, REPORT, paper, read_docx, read_pdf

IN_ORDER = (
    "白下区住房和城乡建设局白住建公开〔2026〕17号政府信息公开告知书张三："
    "本机关于2026年11月3日收到您提交的政府信息公开申请。经审查，现答复如下：一、予以公开的信息"
    "您申请的“房屋征收补偿方案”属于已主动公开的信息。获取该政府信息的方式和途径如下：（一）途径"
    "1.到本机关政府信息公开查阅点查阅、复制；2.登录区政府门户网站下载。"
    "登记编号20261103-0007办理部门政府信息公开办公室扫码查看办理进度"
    "附件：1.房屋征收补偿方案（节选）2.关于房屋征收补偿方案的批复"
    "白下区住房和城乡建设局2026年11月26日（联系电话：025-00000000）"
)


def test_a_letter_says_everything_in_its_order_in_both_files():
    assert read_pdf(pdf(LETTER)) == IN_ORDER
    assert read_docx(docx(LETTER)) == IN_ORDER


def test_a_report_says_every_cell_once_in_both_files():
    for text in (read_pdf(pdf(REPORT)), read_docx(docx(REPORT))):
        assert text.startswith("白下区人民政府2026年政府信息公开工作年度报告三、收到")
        for cell in (cell for row in (*REPORT.blocks[1].header, *REPORT.blocks[1].rows) for cell in row):
            assert cell.text in text
        for once in (
            "勾稽关系",
            "三、本年度办理结果",
            "14069",
            "申请情况统计表",
            "注：统计期间为2026年1月1日",
        ):
            assert text.count(once) == 1


@pytest.mark.parametrize("each", PAPERS, ids=["letter", "report"])
def test_the_same_paper_gives_the_same_bytes_here_and_in_the_process_apart(each):
    assert pdf(each) == typeset(each) == typeset(replace(each))
    assert docx(each) == edited(each) == edited(replace(each))


def test_another_day_gives_other_bytes():
    later = replace(LETTER, signed_on=LETTER.signed_on.replace(day=27))
    assert typeset(later) != typeset(LETTER) and edited(later) != edited(LETTER)


@pytest.mark.parametrize("each", [*PAPERS, paper(Paragraph("\ud800\x00\uffff😀"))])
def test_a_paper_comes_back_as_it_was_told(each):
    assert heard(told(each)) == each


def test_what_is_not_a_paper_is_not_heard():
    with pytest.raises(ValueError, match="no paper"):
        heard(b"[]")


def test_nothing_but_a_letter_has_a_masthead():
    plain = replace(LETTER, is_letter=False)
    rest = IN_ORDER.removeprefix("白下区住房和城乡建设局白住建公开〔2026〕17号")
    assert read_pdf(typeset(plain)) == read_docx(edited(plain)) == rest


def test_what_is_left_out_leaves_no_trace():
    short = paper(Paragraph("同意。"))
    assert read_pdf(typeset(short)) == read_docx(edited(short)) == "白下区人民政府答复书同意。2026年11月26日"


def test_the_colon_and_the_brackets_stand_once():
    marked = paper(addressee="张三：", enclosures=("清单",), footer="联系人：政务公开科")
    expected = "白下区人民政府答复书张三：附件：清单2026年11月26日（联系人：政务公开科）"
    assert read_pdf(typeset(marked)) == read_docx(edited(marked)) == expected


def test_a_paper_that_is_too_long_is_refused_with_a_sentence():
    for write in (pdf, docx):
        with pytest.raises(Unprintable, match="文书过长"):
            write(paper(Paragraph("字" * 200_000)))


def test_what_the_typesetter_cannot_set_is_refused_with_a_sentence():
    with pytest.raises(Unprintable, match="文书过于复杂"):
        pdf(paper(Heading("题" * 40_000)))  # a bookmark of a PDF/A file is shorter than that


def test_a_title_of_any_length_is_cut_in_the_metadata_alone():
    assert read_pdf(pdf(paper(title="题" * 40_000))).count("题") == 40_000


def test_whoever_imports_papers_loads_no_typesetter():
    program = (
        "import gongkai.ui.paper, sys; print(sorted({'typst', 'docx', 'lxml', 'segno'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "rows",
    [
        [cells("ab"), cells("a")],
        [cells("ab"), cells("abc")],
        [[Cell("a", down=2), Cell("b")], cells("ab")],
        [[Cell("a"), Cell("b", down=2)], [Cell("a", across=2)]],
        [[Cell("a", down=2), Cell("b")]],
        [cells("ab"), [Cell("a", across=3)]],
        [],
    ],
)
def test_cells_that_do_not_cover_their_rectangle_are_refused(rows):
    with pytest.raises(ValueError, match="cell|column"):
        Table(header=(), rows=tuple(tuple(row) for row in rows))


@pytest.mark.parametrize("widths", [(1,), (1, 0), (1, 2, 3)])
def test_each_column_has_its_share(widths):
    with pytest.raises(ValueError, match="share"):
        Table(header=(), rows=(cells("ab"),), widths=widths)


def test_a_cell_covers_something():
    with pytest.raises(ValueError, match="at least one"):
        Cell("a", across=0)


@pytest.mark.parametrize("level", [0, 4])
def test_headings_have_three_levels(level):
    with pytest.raises(ValueError, match="level"):
        Heading("一", level)


@pytest.mark.parametrize("address", ["", "地址", "https://a.cn/\n", "a" * 1001])
def test_a_qr_code_holds_an_address(address):
    with pytest.raises(ValueError, match="ASCII"):
        QrCode(address, "")


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b\x00"])
def test_a_paper_has_an_organisation_and_a_title(nothing):
    for name in ("organisation", "title"):
        with pytest.raises(ValueError, match="organisation and a title"):
            paper(**{name: nothing})


def test_the_longest_address_still_makes_a_code():
    longest = paper(QrCode(ADDRESS.ljust(1000, "x"), "扫码"))
    assert "扫码" in read_pdf(typeset(longest)) and "扫码" in read_docx(edited(longest))
