"""The same press conference in every format is read to the same turns, and what each format adds is
left out.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.docx.numbers import numeral
from pressroom.corpus.readers.docx.reader import read_docx
from pressroom.corpus.readers.files import read_pasted, read_path, read_upload
from pressroom.corpus.readers.pdf.reader import read_pdf
from pressroom.corpus.readers.plain.markdown import read_markdown
from pressroom.corpus.readers.plain.text import read_text
from pressroom.corpus.readers.web.page import read_html
from pressroom.corpus.source import SourceText
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus import Paragraph as PdfParagraph

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
CHINESE = SAMPLES / "云浦市防汛救灾发布会-2024-08-05.txt"
ENGLISH = SAMPLES / "yunpu-harbour-briefing-2025-05-06.txt"
TRADITIONAL = SAMPLES / "雲浦市文化遺產保護記者會-2025-09-02.txt"
EVERY = pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _turns(source: SourceText) -> list[tuple[str, str, list[str]]]:
    transcript = parse(source)
    return [
        (_squeezed(t.label or ""), t.kind, [_squeezed(transcript.words(p)) for p in t.paragraphs])
        for t in transcript.turns
    ]


def _read(data: bytes, name: str) -> SourceText:
    return next(read_upload(data, name=name))


def _same(sample: Path, data: bytes, ending: str) -> SourceText:
    """Reads `data` under the sample's name and compares its turns with those of the sample."""
    found = _read(data, sample.stem + ending)
    assert _turns(found) == _turns(next(read_path(sample)))
    return found


# --- the formats, made from a sample


def as_html(text: str) -> str:
    title, *rest = _lines(text)
    body = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in rest)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}_云浦新闻网</title>
<meta name="PubDate" content="2024-08-05 20:15"><meta name="ContentSource" content="云浦日报">
<script>document.write("<p>脚本：不是正文。</p>")</script><style>p {{ color: red }}</style></head>
<body class="page has-sidebar"><div class="topNav"><ul><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li></ul></div>
<form action="/s"><div class="crumbs"><a href="/">首页</a> &gt; <a href="/n">新闻</a></div>
<div class="layout"><h1>{html.escape(title)}</h1><div class="TRS_Editor"><div class="Custom">{body}</div></div>
<div class="xg"><h3>相关阅读</h3><ul><li><a href="1">云浦市发布暴雨红色预警</a></li><li><a href="2">下一场发布会预告</a></li></ul></div>
<div class="news-comments"><h3>网友评论（2）</h3><p>张三：说得好，希望尽快修好路。</p><p>李四：什么时候退水？</p></div></div>
<div class="side"><h3>热门新闻</h3><ul><li><a href="3">轨道交通建设提速</a></li></ul></div></form>
<footer>版权所有：云浦日报社　未经许可不得转载。</footer></body></html>"""


def as_docx(text: str) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "云浦市人民政府新闻办公室 内部资料"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    for line in _lines(text):
        document.add_paragraph(line)
    return _saved(document)


def as_markdown(text: str) -> str:
    title, *rest = _lines(text)
    labels = {turn.label for turn in parse(SourceText("a", text, "a")).turns if turn.label}
    marked = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)) or "(?!)"
    labelled = [re.sub(rf"^(\d+\. )?({marked})\s*([：:])", r"\1**\2\3**", line) for line in rest]
    return "---\nlayout: post\n---\n\n# " + "\n\n".join([title, *labelled]) + "\n"


def as_pdf(
    text: str,
    *,
    columns: int = 1,
    latin: bool = False,
    indent: bool = True,
    gap: float = 0,
    head: str = "云浦市人民政府新闻办公室",
) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out, (width, height), size = io.BytesIO(), A4, 12 if columns == 1 else 10

    def furniture(canvas: object, page: object) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, height - 40, head)
        canvas.drawRightString(width - 72, 30, f"第 {page.page} 页")

    each = (width - 144 - 24 * (columns - 1)) / columns
    frames = [
        Frame(72 + at * (each + 24), 60, each, height - 120, 0, 0, 0, 0) for at in range(columns)
    ]
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        pageTemplates=[PageTemplate(frames=frames, onPage=furniture)],
        pageCompression=0,
    )
    style = ParagraphStyle(
        "body",
        fontName="Times-Roman" if latin else "STSong-Light",
        fontSize=size,
        leading=size * 1.5,
        firstLineIndent=2 * size if indent else 0,
        spaceAfter=gap,
        wordWrap=None if latin else "CJK",
        alignment=4,
    )
    document.build([PdfParagraph(html.escape(line), style) for line in _lines(text)])
    return out.getvalue()


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- the same turns


@EVERY
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_a_text_in_any_encoding_is_read_to_the_same_turns(sample: Path, encoding: str) -> None:
    found = _same(sample, sample.read_text(encoding="utf-8").encode(encoding), ".txt")
    assert found.text == sample.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16 LE (byte order mark)"),
        ("utf-16-be", "UTF-16 BE (detected)"),
        ("gb18030", "GB18030 (detected)"),
    ],
)
def test_an_encoding_other_than_utf8_is_said(encoding: str, name: str) -> None:
    data = CHINESE.read_text(encoding="utf-8").encode(encoding)
    assert read_text(data, origin="a.txt").notes == (f"encoding: {name}",)


def test_a_traditional_text_in_big5_is_read() -> None:
    found = _same(TRADITIONAL, TRADITIONAL.read_text(encoding="utf-8").encode("big5"), ".txt")
    assert found.notes == ("encoding: Big5 (detected)",)


@pytest.mark.parametrize(
    "text",
    [
        "The “second phase” will cost €4.7 million — that’s less than planned. Café owners agree.",
        "Versión estenográfica: ¿Qué se hará mañana? El señor Muñoz habló de la educación y del año próximo.",
        "Die Straße wird für den Verkehr gesperrt; über 300 Bürger fragten nach der Lösung.",
    ],
)
def test_a_western_text_in_windows_1252_is_read(text: str) -> None:
    found = read_text(text.encode("cp1252"), origin="a.txt")
    assert found.text == text
    assert found.notes == ("encoding: Windows-1252 (detected)",)


@EVERY
def test_a_saved_news_page_is_read_to_the_same_turns(sample: Path) -> None:
    found = _same(sample, as_html(sample.read_text(encoding="utf-8")).encode(), ".html")
    for outside in ("首页", "相关阅读", "张三", "热门新闻", "版权所有", "脚本", "color"):
        assert outside not in found.text
    assert found.hints.source == "云浦日报"
    assert found.hints.date == "2024-08-05"
    assert found.title is None  # a hint only: what the text itself says comes first


@EVERY
def test_a_word_file_is_read_to_the_same_turns(sample: Path) -> None:
    found = _same(sample, as_docx(sample.read_text(encoding="utf-8")), ".docx")
    assert "内部资料" not in found.text


@EVERY
def test_a_markdown_file_is_read_to_the_same_turns(sample: Path) -> None:
    _same(sample, as_markdown(sample.read_text(encoding="utf-8")).encode(), ".md")


@EVERY
@pytest.mark.parametrize(
    "layout", [{"indent": True}, {"indent": False, "gap": 10}], ids=["indented", "spaced"]
)
def test_a_pdf_is_read_to_the_same_turns(sample: Path, layout: dict[str, float]) -> None:
    found = _same(
        sample,
        as_pdf(sample.read_text(encoding="utf-8"), latin=sample == ENGLISH, **layout),
        ".pdf",
    )
    assert not re.search(r"第\s*\d\s*页", found.text)
    assert found.notes[0].startswith("left out, page head: ")


@pytest.mark.parametrize(
    "layout", [{"indent": True}, {"indent": False, "gap": 8}], ids=["indented", "spaced"]
)
@pytest.mark.parametrize("sample", [CHINESE, ENGLISH], ids=lambda path: path.stem)
def test_a_pdf_of_two_columns_is_read_column_by_column(
    sample: Path, layout: dict[str, float]
) -> None:
    _same(
        sample,
        as_pdf(sample.read_text(encoding="utf-8"), columns=2, latin=sample == ENGLISH, **layout),
        ".pdf",
    )


@EVERY
def test_a_pdf_keeps_every_character_in_order_even_where_paragraphs_are_not_marked(
    sample: Path,
) -> None:
    text = sample.read_text(encoding="utf-8")
    found = read_pdf(
        as_pdf(text + text, columns=2, latin=sample == ENGLISH, indent=False), origin="a.pdf"
    )
    assert _squeezed(found.text) == _squeezed(text + text)


# --- plain text, pasted text, Markdown


def test_pasted_text_keeps_its_words_and_gets_plain_line_ends() -> None:
    found = read_pasted("标题\r\n\r\n主持人：大家好。\u2028记者：请问？", document_id="Test 1")
    assert found.text == "标题\n\n主持人：大家好。\n记者：请问？"
    assert (found.id, found.notes) == ("Test-1", ("pasted",))


@pytest.mark.parametrize("text", ["", "  \n", "。。。"])
def test_pasted_text_without_letters_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="no letters"):
        read_pasted(text, document_id="a")


def test_front_matter_of_markdown_is_taken_as_what_the_document_declares() -> None:
    data = "---\ntitle: '六月发布会'\ndate: 2024-06-18 10:00\nsource: 云浦日报\ntags:\n  - 医保\n---\n# 六月发布会\n\n**主持人：** 好。\n"
    found = _read(data.encode(), "a.md")
    assert (found.title, found.date, found.source) == ("六月发布会", "2024-06-18", "云浦日报")
    assert found.text == "# 六月发布会\n\n**主持人：** 好。\n"
    assert found.notes == ("from front matter: title, date, source",)


def test_markup_that_readers_do_not_see_is_left_out_and_labels_and_headings_stay() -> None:
    data = (
        "Title\n=====\n\n<!-- **X:** draft -->\n![photo](a.jpg)\n\n**Moderator:** Welcome to *the* [press room](http://x.y).\n\n"
        "> **Q:** Will it **really** open?\n\n- first \\*point\\*\n\n---\n\n## Costs ##\n\nsnake_case_name stays, 2 * 3 * 4 too.\n"
    )
    text = read_markdown(data.encode(), origin="a.md").text
    assert _lines(text) == [
        "# Title",
        "**Moderator:** Welcome to the press room.",
        "**Q:** Will it really open?",
        "first *point*",
        "## Costs",
        "snake_case_name stays, 2 * 3 * 4 too.",
    ]


def test_speech_between_two_rules_is_not_taken_for_front_matter() -> None:
    assert (
        "各位记者朋友"
        in read_markdown("---\n各位记者朋友，大家好\n---\n正文\n".encode(), origin="a.md").text
    )


# --- web pages


def test_a_line_break_ends_a_line_and_a_paragraph_element_a_paragraph() -> None:
    page = "<html><body><div><p>第一行<br>第二行<br/><br/>第三行</p><p>下一段，\n还是这一段。</p></div></body></html>"
    assert (
        read_html(page.encode(), origin="a.html").text
        == "第一行\n第二行\n\n第三行\n\n下一段，还是这一段。"
    )


def test_rows_of_a_table_are_lines_and_ordered_lists_keep_their_numbers() -> None:
    page = "<body><table><tr><th>项目</th><th>金额</th></tr><tr><td><p>房屋</p></td><td><p>63间</p></td></tr></table>"
    page += "<ol start=3><li>三</li><li>四</li></ol></body>"
    assert _lines(read_html(page.encode(), origin="a.html").text) == [
        "项目 | 金额",
        "房屋 | 63间",
        "3. 三",
        "4. 四",
    ]


@pytest.mark.parametrize(
    "declared", ["gb2312", "GBK", "utf-8", "iso-8859-1", "utf-16", "punycode", "nonsense"]
)
def test_a_page_in_gb18030_is_read_whatever_it_declares(declared: str) -> None:
    page = (
        f"<html><head><meta http-equiv=Content-Type content='text/html; charset={declared}'></head>"
    )
    page += "<body><p>主持人：各位记者朋友，大家下午好。</p></body></html>"
    assert "各位记者朋友" in read_html(page.encode("gb18030"), origin="a.html").text


def test_metadata_of_a_page_is_read_from_json_ld() -> None:
    page = """<html><head><title>Site</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
    "headline": "Harbour briefing", "datePublished": "2025-05-06T18:00:00+08:00", "publisher": {"name": "Yunpu News"}}]}</script></head>
    <body><p>Moderator: Good morning, everyone.</p></body></html>"""
    found = read_html(page.encode(), origin="a.html")
    assert (found.title, found.date, found.source) == (
        "Harbour briefing",
        "2025-05-06",
        "Yunpu News",
    )
    assert found.text.startswith("Harbour briefing\n\nModerator:")


def test_answers_in_a_box_named_reply_are_kept() -> None:
    page = "<body><div class=ask><p>网友：什么时候通车？请局长回答一下。</p></div>"
    page += "<div class=reply><p>局长：明年六月全线通车，请放心。</p></div></body>"
    assert len(_lines(read_html(page.encode(), origin="a.html").text)) == 2


def test_text_beside_the_main_text_is_noted() -> None:
    page = f"<body><div>{'<p>局长：这是正文的一段话。</p>' * 200}</div><div>{'<p>这里是旁边的另一段文字，与正文无关。</p>' * 12}</div></body>"
    found = read_html(page.encode(), origin="a.html")
    assert "旁边" not in found.text
    assert found.notes[0].startswith("left out, beside the main text: 这里是旁边")


# --- Word files


def test_tables_numbers_and_tracked_changes_are_read_as_word_shows_them() -> None:
    document = docx.Document()
    _number(document, "chineseCounting", "%1、")
    for words in ("雨情和灾情", "转移和安置"):
        _numbered(document.add_paragraph(words))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "房屋", "63间"
    speech = document.add_table(rows=1, cols=2)
    speech.cell(0, 0).text, speech.cell(0, 1).text = "主持人：", "大家好。"
    paragraph = document.add_paragraph("我们")
    for tag, run in (("ins", "<w:t>已经</w:t>"), ("del", "<w:delText>没有</w:delText>")):
        paragraph._p.append(
            parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r>{run}</w:r></w:{tag}>')
        )
    paragraph.add_run("完成。")
    found = read_docx(_saved(document), origin="a.docx")
    assert _lines(found.text) == [
        "一、雨情和灾情",
        "二、转移和安置",
        "房屋 | 63间",
        "主持人： 大家好。",
        "我们已经完成。",
    ]
    assert found.notes == ("left out, tracked deletion: 没有",)


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (3, "decimal", "3"),
        (12, "chineseCounting", "十二"),
        (105, "chineseCountingThousand", "一百零五"),
        (20, "taiwaneseCountingThousand", "二十"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (3, "decimalEnclosedCircle", "③"),
        (5, "whatever", "5"),
    ],
)
def test_a_number_is_written_as_word_writes_it(number: int, style: str, shown: str) -> None:
    assert numeral(number, style) == shown


def _number(document: object, style: str, pattern: str) -> None:
    numbering = document.part.numbering_part.element
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{level}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>')
    )


def _numbered(paragraph: object) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>')
    )


# --- PDFs


def test_hyphens_at_line_ends_are_joined_unless_the_word_has_one() -> None:
    found = read_pdf(
        _set(
            [
                [
                    "The well-known port handles inter-",
                    "national containers, and a well-",
                    "known crane moves them.",
                ]
            ]
        ),
        origin="a.pdf",
    )
    assert (
        found.text
        == "The well-known port handles international containers, and a well-known crane moves them."
    )


def test_a_speaker_label_at_the_top_of_every_page_is_not_a_running_head() -> None:
    pages = [
        ["Moderator:", *[f"Sentence {number} of page {page} stands here." for number in range(12)]]
        for page in range(4)
    ]
    assert read_pdf(_set(pages), origin="a.pdf").text.count("Moderator:") == 4


def _set(pages: list[list[str]]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in pages:
        for at, line in enumerate(lines):
            canvas.setFont("Times-Roman", 12)
            canvas.drawString(72, 700 - 16 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# --- by content, not by name


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.html"])
def test_a_pdf_under_another_name_is_read_as_pdf_with_a_note(name: str) -> None:
    found = _read(as_pdf("主持人：大家好。\n记者：请问？"), name)
    assert "大家好" in found.text
    assert found.notes[0] == f"named {name}, but the content is a PDF: read as that"


def test_a_word_file_and_a_web_page_under_another_name_are_read_with_a_note() -> None:
    assert "Word" in _read(as_docx("主持人：大家好。"), "a.pdf").notes[0]
    assert "web page" in _read(as_html("题目\n主持人：大家好。").encode(), "a.txt").notes[0]
    assert "plain text" in _read("主持人：大家好。".encode(), "a.html").notes[0]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize("data", [b"<html><body>404 not found</body></html>", b"just words"])
def test_a_web_page_or_text_named_pdf_or_docx_is_refused_as_a_failed_download(
    name: str, data: bytes
) -> None:
    with pytest.raises(ReadError, match="Fetch or save the file again"):
        _read(data, name)


def test_the_readers_import_no_heavy_library_until_they_read() -> None:
    code = "import sys, pressroom.corpus.readers.files; print([m for m in ('lxml', 'pypdfium2', 'docx', 'numpy') if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
