"""One short conference, made into a file of every kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

import docx
import openpyxl
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

SAID = (
    ("REPORTER", "What will a ticket cost?"),
    ("MAYOR LINDQVIST", "Two euros and forty cents, as on the buses."),
    ("REPORTER", "And in winter?"),
    ("MAYOR LINDQVIST", "The same, because the boats run on power."),
)
LINES = [f"{name}: {words}" for name, words in SAID]
TEXT = "\n\n".join(LINES)


def as_zip(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return out.getvalue()


def as_odt(mimetype: str = "application/vnd.oasis.opendocument.text") -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    spaces = 'xmlns:office="urn:office" xmlns:text="urn:text"'
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _docx_table() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for name, words in SAID:
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = name, words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (("Speaker", "Text"), *SAID):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _srt() -> str:
    times = (
        "00:12:20,000 --> 00:12:24,000",
        "00:12:31,000 --> 00:12:34,000",
        "00:12:40,000 --> 00:12:41,000",
        "00:12:42,000 --> 00:12:50,000",
    )
    cues = []
    for number, (clock, (name, words)) in enumerate(zip(times, SAID, strict=True), 1):
        first, _, rest = words.partition(", ")
        if number == 2:
            cues.append(f"{number}\n{clock}\n>> {name}: {first},")
            cues.append(f"{number}\n00:12:35,000 --> 00:12:39,000\n{rest}")
        else:
            cues.append(f"{number}\n{clock}\n>> {name}: {words}")
    return "\n\n".join(cues)


def _vtt() -> str:
    cues = [
        f"00:0{at}.000 --> 00:0{at + 1}.000\n<v {name}>{words}"
        for at, (name, words) in enumerate(SAID)
    ]
    return "WEBVTT\n\nNOTE made by hand\n\n" + "\n\n".join(cues)


def _akoma() -> str:
    speeches = "".join(
        f'<speech by="#p{at % 2}"><from>{name}</from><p>{words}</p></speech>'
        for at, (name, words) in enumerate(SAID)
    )
    return (
        '<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta><identification>'
        '<FRBRWork><FRBRdate date="2025-05-21" name="sitting"/></FRBRWork></identification></meta>'
        "<preface><p><docTitle>Council of Port Lanting</docTitle></p></preface>"
        f"<debateBody><debateSection><heading>Fares</heading>{speeches}</debateSection></debateBody></debate></akomaNtoso>"
    )


def _tei() -> str:
    speeches = "".join(
        f'<u who="#p{at % 2}"><seg>{words}</seg></u>' for at, (_, words) in enumerate(SAID)
    )
    people = "".join(
        f'<person xml:id="p{at}"><persName>{SAID[at][0]}</persName></person>' for at in (0, 1)
    )
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Council</title></titleStmt></fileDesc>'
        f"<profileDesc><particDesc><listPerson>{people}</listPerson></particDesc></profileDesc></teiHeader>"
        f"<text><body><div>{speeches}</div></body></text></TEI>"
    )


def _mail(kind: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Port Office <port@example.org>", "Briefing"
    message["Date"] = "Wed, 21 May 2025 10:00:00 +0000"
    message.set_content(TEXT + "\n")
    if kind == "html":
        message.add_alternative("".join(f"<p>{line}</p>" for line in LINES), subtype="html")
    return message.as_bytes()


def _pptx() -> bytes:
    shape = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in LINES)
    slide = (
        f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><p:sp><p:txBody>{shape}</p:txBody></p:sp></p:sld>'
    )
    return as_zip({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": slide})


def _epub() -> bytes:
    container = (
        '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    book = '<package><manifest><item id="a" href="one.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>"
    return as_zip(
        {"META-INF/container.xml": container, "OEBPS/book.opf": book, "OEBPS/one.xhtml": page}
    )


def _hwpx() -> bytes:
    body = "".join(f"<hp:p><hp:run><hp:t>{line}</hp:t></hp:run></hp:p>" for line in LINES)
    return as_zip(
        {"Contents/section0.xml": f'<hs:sec xmlns:hs="urn:s" xmlns:hp="urn:p">{body}</hs:sec>'}
    )


def _ofd() -> bytes:
    lines = "".join(
        f'<o:TextObject Boundary="20 {30 + 12 * at} 150 5" Size="4"><o:TextCode X="0" Y="4">{line}</o:TextCode></o:TextObject>'
        for at, line in enumerate(LINES)
    )
    page = f'<o:Page xmlns:o="http://www.ofdspec.org/2016"><o:Content><o:Layer>{lines}</o:Layer></o:Content></o:Page>'
    return as_zip({"OFD.xml": "<OFD/>", "Doc_0/Pages/Page_0/Content.xml": page})


def _pdf() -> bytes:
    out = io.BytesIO()
    document = SimpleDocTemplate(out, title="Briefing", pageCompression=0)
    style = ParagraphStyle("body", fontSize=12, leading=16, spaceAfter=12)
    document.build([Paragraph(line, style) for line in LINES])
    return out.getvalue()


def _mht() -> bytes:
    page = f"<html><head><title>Briefing</title></head><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>"
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", "Briefing"
    message["Snapshot-Content-Location"] = "https://port.example/briefing"
    message["Date"] = "Wed, 21 May 2025 10:00:00 +0000"
    message.set_content(page, subtype="html")
    message.make_related()
    return message.as_bytes()


def _html_table() -> str:
    rows = "".join(f"<tr><td>{name}</td><td>{words}</td></tr>" for name, words in SAID)
    return f"<html><body><table>{rows}</table></body></html>"


FILES: dict[str, bytes] = {
    "talk.txt": TEXT.encode(),
    "talk.md": TEXT.encode(),
    "talk.html": f"<html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>".encode(),
    "table.html": _html_table().encode(),
    "table.docx": _docx_table(),
    "talk.rtf": ("{\\rtf1\\ansi " + "".join(f"{line}\\par\n" for line in LINES) + "}").encode(),
    "talk.odt": as_odt(),
    "talk.srt": _srt().encode(),
    "talk.vtt": _vtt().encode(),
    "debate.xml": _akoma().encode(),
    "tei.xml": _tei().encode(),
    "talk.pdf": _pdf(),
    "page.mht": _mht(),
    "talk.eml": _mail("plain"),
    "page.eml": _mail("html"),
    "talk.pptx": _pptx(),
    "table.xlsx": _xlsx(),
    "table.csv": (
        "speaker,text\n" + "".join(f'{name},"{words}"\n' for name, words in SAID)
    ).encode(),
    "talk.epub": _epub(),
    "talk.hwpx": _hwpx(),
    "talk.ofd": _ofd(),
}
