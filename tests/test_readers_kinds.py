"""Every kind of file that a press office may have -> the same short conference."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from made_files import FILES, as_odt, as_zip
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.docx.reader import read_docx
from pressroom.corpus.readers.files import read_upload
from pressroom.corpus.readers.office.old import converter
from pressroom.corpus.readers.raised import raised
from pressroom.corpus.readers.tables import seconds_of, speeches_of
from pressroom.corpus.readers.web.page import read_html


def read(data, name):
    [source] = read_upload(data, name=name)
    return source


@pytest.mark.parametrize("name", FILES)
def test_a_conference_is_read_from_every_kind_of_file(name):
    transcript = parse(read(FILES[name], name))
    said = [
        (turn.label, transcript.words(turn.paragraphs[0]))
        for turn in transcript.turns
        if turn.label
    ]
    assert said == [
        ("REPORTER", "What will a ticket cost?"),
        ("MAYOR LINDQVIST", "Two euros and forty cents, as on the buses."),
        ("REPORTER", "And in winter?"),
        ("MAYOR LINDQVIST", "The same, because the boats run on power."),
    ]


def test_the_times_of_subtitles_are_kept_so_that_a_citation_can_say_when():
    transcript = parse(read(FILES["talk.srt"], "talk.srt"))
    answer = transcript.turns[1].paragraphs[0]
    assert transcript.seconds_at(answer.start) == 751
    assert transcript.seconds_at(answer.end - 1) == 755
    assert "-->" not in transcript.text


def test_a_debate_in_xml_says_its_title_and_day():
    source = read(FILES["debate.xml"], "debate.xml")
    assert (source.title, source.date) == ("Council of Port Lanting", "2025-05-21")


def test_an_e_mail_hints_at_its_subject_and_day_and_lists_what_is_attached():
    message = EmailMessage()
    message["From"], message["Subject"] = "Port Office <p@example.org>", "Fwd: The quay opens"
    message["Date"] = "Mon, 27 Jun 2022 10:00:00 +0200"
    message.set_content("The quay of the town has twelve berths and a crane for boats.\n")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    source = read(message.as_bytes(), "a.eml")
    assert (source.hints.title, source.hints.date) == ("The quay opens", "2022-06-27")
    assert "left out, attachment: plan.pdf" in source.notes


@pytest.mark.parametrize(
    "head",
    [
        f"Date: Wed, 21 May 2{'0' * 60}25 10:00:00 +0000",
        "Date: no day at all",
        'From: "=?utf-8?q?" <@@',
        "Content-Type: text/plain; charset*=x'y",
    ],
)
def test_over_the_damaged_head_of_an_e_mail_its_words_are_not_lost(head: str):
    data = f"{head}\n\nThe quay of the town has twelve berths.\n".encode()
    assert "twelve berths" in read(data, "a.eml").text


def test_an_old_word_file_is_converted_or_the_advice_says_how():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(ReadError, match=r"save it as \.docx"):
        read(old, "speech.doc")
    assert converter() is None or Path(converter()).exists()


def test_a_text_may_begin_with_front_matter():
    source = read(b"---\ntitle: The quay\ndate: Mon, 27 Jun 2022\n---\n\nIt opens soon.\n", "a.txt")
    assert (source.title, source.date, source.text) == (
        "The quay",
        "2022-06-27",
        "\nIt opens soon.\n",
    )


def test_what_stands_beside_the_text_of_a_word_file_is_listed():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Council of Port Lanting, 21 May 2025"
    paragraph = document.add_paragraph("The fare is 2 crowns")
    mark = paragraph.add_run("1")
    mark.font.superscript = True
    struck = paragraph.add_run(" or three")
    struck.font.strike = True
    paragraph.add_run(" for 12 m")
    square = paragraph.add_run("2")
    square.font.superscript = True
    out = io.BytesIO()
    document.save(out)
    found = read_docx(out.getvalue(), origin="a.docx")
    assert found.text == "The fare is 2 crowns for 12 m²"
    assert {item.why for item in found.left_out} == {
        "page head",
        "mark of a footnote",
        "struck through",
    }
    assert any("or three" in note for note in found.notes)


def test_what_stands_beside_the_text_of_a_web_page_is_listed():
    page = "<body><nav>Home</nav><p>The fare is 2 crowns<sup>1</sup>, <s>not three</s> from May on.</p></body>"
    found = read_html(page.encode(), origin="a.html")
    assert found.text == "The fare is 2 crowns, from May on."
    assert {item.why for item in found.left_out} >= {
        "mark of a footnote",
        "struck through",
        "furniture of the page",
    }


def test_the_start_of_a_paragraph_in_bold_is_marked_as_such():
    document = docx.Document()
    document.add_paragraph("").add_run("Ada Lindqvist").bold = True
    document.paragraphs[0].add_run(" The quay opens.")
    out = io.BytesIO()
    document.save(out)
    [mark] = read_docx(out.getvalue(), origin="a.docx").marks
    assert (mark.kind, mark.start, mark.end) == ("bold", 0, len("Ada Lindqvist"))


def test_a_table_is_of_speeches_if_its_labels_recur_beside_sentences_or_its_head_says_so():
    left = []
    leave = lambda words, why: left.append((words, why))  # noqa: E731
    said = [
        ["Mayor", "The quay opens in May this year."],
        ["Press", "When exactly does it open?"],
        ["Mayor", "It opens on the third of May."],
    ]
    assert [speech.label for speech in speeches_of(said, leave)] == ["Mayor", "Press", "Mayor"]
    assert speeches_of([["Speaker", "Text"], ["Mayor", "Yes."]], leave)[0].words == "Yes."
    terms = [
        ["Berth", "A place for one boat at the quay."],
        ["Fare", "What one pays for a ride."],
        ["Crane", "It lifts boats out."],
    ]
    assert speeches_of(terms, leave) is None
    assert speeches_of([["Gold", "11,041"], ["Notes", "9,281"]], leave) is None


def test_raised_characters_are_units_parts_of_words_or_marks_of_notes():
    assert raised("2", after="12 m") == "²"
    assert raised("er", after="1") == "er"
    assert raised("1", after="2 crowns") is None
    assert raised("[3]", after="crowns") is None


def test_times_of_recordings_are_told_from_other_numbers():
    assert seconds_of("00:12:31,500") == 751.5
    assert seconds_of("1:02") == 62
    assert seconds_of("12") is None


@pytest.mark.parametrize("name", ["a.odt", "a.pptx", "a.xlsx", "a.epub", "a.hwpx", "a.ofd"])
def test_entities_in_an_office_file_are_refused(name):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    parts = {
        "a.odt": {"content.xml": bomb},
        "a.pptx": {"[Content_Types].xml": "<x/>", "ppt/slides/slide1.xml": bomb},
        "a.xlsx": {"[Content_Types].xml": "<x/>", "xl/workbook.xml": bomb},
        "a.epub": {"META-INF/container.xml": bomb},
        "a.hwpx": {"Contents/section0.xml": bomb},
        "a.ofd": {"OFD.xml": "<x/>", "Doc_0/Pages/Page_0/Content.xml": bomb},
    }
    with pytest.raises(ReadError, match="defines entities"):
        read(as_zip(parts[name]), name)


def test_a_file_that_is_none_of_its_kind_says_so():
    for name in ("a.odt", "a.rtf", "a.pptx", "a.doc", "a.ofd"):
        with pytest.raises(ReadError, match="the content is something else"):
            read(b"just words", name)
    with pytest.raises(ReadError, match="XML of another kind"):
        read(b"<?xml version='1.0'?><rss><channel/></rss>", "a.xml")
    with pytest.raises(ReadError, match=r"presentation; save it as \.pptx"):
        read(as_odt("application/vnd.oasis.opendocument.presentation"), "a.odt")


def test_damaged_files_of_every_kind_are_refused_and_never_crash():
    for name, data in FILES.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            with pytest.raises(ReadError):
                read(data[: len(data) // 2], name)


def test_hidden_sheets_of_a_workbook_are_listed_and_not_read():
    book = openpyxl.Workbook()
    book.active.append(["Speaker", "Text"])
    book.active.append(["Mayor", "The quay opens."])
    hidden = book.create_sheet("draft")
    hidden.append(["Mayor", "The quay never opens."])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    source = read(out.getvalue(), "a.xlsx")
    assert "never" not in source.text
    assert any("never" in note for note in source.notes)
