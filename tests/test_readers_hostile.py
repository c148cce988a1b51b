"""Hostile, damaged and random files: each is read or refused with its reason, soon, and nothing
else escapes.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pressroom.corpus.errors import PressroomError, ReadError
from pressroom.corpus.readers import archives, bounds, child, kinds
from pressroom.corpus.readers.docx.reader import read_docx
from pressroom.corpus.readers.files import read_pasted, read_path, read_upload
from pressroom.corpus.readers.plain.markdown import read_markdown
from pressroom.corpus.readers.plain.text import read_text
from pressroom.corpus.readers.web.page import read_html
from test_readers_formats import CHINESE, as_docx, as_html, as_markdown, as_pdf

TEXT = CHINESE.read_text(encoding="utf-8")
# Seconds of processor time for one file, that of the child included: on a slow machine ten times what
# any takes, while a reader that does not go on in line with a file's length needs minutes.
LONGEST = 20.0
ENDINGS = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "docx": ".docx",
    "pdf": ".pdf",
    "jsonl": ".jsonl",
    "gzip": ".jsonl.gz",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _spent() -> float:
    """Processor seconds of this process and of its ended children."""
    return sum(os.times()[:4])


def _refused(data: bytes, name: str) -> str:
    """The reason for which a file is refused; it comes soon."""
    start = _spent()
    with pytest.raises(ReadError) as caught:
        list(read_upload(data, name=name))
    assert _spent() - start < LONGEST
    assert str(caught.value).startswith(name.rpartition("/")[2])
    assert "\n" not in str(caught.value)
    return str(caught.value)


def _docx(document: str | bytes, *, kind: str = _MAIN, **parts: str | bytes) -> bytes:
    """A Word file made by hand."""
    out = io.BytesIO()
    types = (
        f'<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", document)
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _body(inner: str) -> str:
    return f'<w:document xmlns:w="{_W}"><w:body>{inner}</w:body></w:document>'


# --- Word files and archives


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = _docx(
        _body("<w:p/>"),
        **{"word/media/a.bin": b"\0" * 60_000_000, "word/media/b.bin": b"\0" * 60_000_000},
    )
    assert len(data) < 200_000
    assert "unpack to 120 MB" in _refused(data, "bomb.docx")


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    data = _docx(_body("<w:p><w:r><w:t>" + "a" * 3_000_000 + "</w:t></w:r></w:p>"))
    lying = data.replace(
        (3_000_000 + len(_body("<w:p><w:r><w:t></w:t></w:r></w:p>"))).to_bytes(4, "little"),
        (900_000).to_bytes(4, "little"),
    )
    assert lying != data
    assert "damaged" in _refused(lying, "lie.docx")


def test_an_archive_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ZIP_MEMBERS", 20)
    assert "members" in _refused(
        _docx(_body("<w:p/>"), **{f"word/{n}.xml": "x" for n in range(30)}), "many.docx"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_word_file_are_refused(encoding: str) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
        + _body("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")
    )
    assert "defines entities" in _refused(_docx(bomb.encode(encoding)), "entities.docx")


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("TOP SECRET", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><html><body><p>主持人：&x;大家好</p></body></html>'
    assert "SECRET" not in next(read_upload(page.encode(), name="a.html")).text
    xml = f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + _body(
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    )
    assert "defines entities" in _refused(_docx(xml), "a.docx")


@pytest.mark.parametrize(
    "data",
    [
        _docx(_body("<w:p/>"), **{"word/vbaProject.bin": b"macro"}),
        _docx(_body("<w:p/>"), kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
@pytest.mark.parametrize("name", ["a.docm", "a.docx"])
def test_a_word_file_with_macros_is_refused(data: bytes, name: str) -> None:
    assert "holds macros" in _refused(data, name)


def test_a_word_file_nested_without_end_is_refused() -> None:
    assert "not well-formed" in _refused(
        _docx(_body("<w:sdt>" * 5000 + "</w:sdt>" * 5000)), "deep.docx"
    )


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    styles = f'<w:styles xmlns:w="{_W}">' + "".join(
        f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("a", "b"), ("b", "a"))
    )
    data = _docx(
        _body('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>主持人：好</w:t></w:r></w:p>'),
        **{"word/styles.xml": styles + "</w:styles>"},
    )
    assert read_docx(data, origin="a.docx").text == "主持人：好"


def test_an_encrypted_office_file_and_an_old_one_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "encrypted with a password" in _refused(
        ole + "EncryptedPackage".encode("utf-16-le"), "a.docx"
    )
    assert "Word 97-2003" in _refused(ole, "a.doc")


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(_docx(_body("<w:p/>")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert "encrypted" in _refused(bytes(data), "a.docx")


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_a_word_file_that_is_cut_off_is_refused(keep: float) -> None:
    data = as_docx(TEXT)
    assert "damaged" in _refused(data[: int(len(data) * keep)], "a.docx")


# --- PDFs


def _pdf(objects: list[str], *, root: int = 1, extra: str = "") -> bytes:
    """A PDF made by hand; object numbers count from 1."""
    out, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{words}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer <</Size {len(objects) + 1}/Root {root} 0 R{extra}>>\n"
    return out + tail.encode() + f"startxref\n{len(out)}\n%%EOF".encode()


CYCLES = {
    "pages that contain themselves": _pdf(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]
    ),
    "a million pages that are one": _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1000000>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    ),
    "a form that draws itself": _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
            "<</Length 5>>stream\n/X Do\nendstream",
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream",
        ]
    ),
    "a cross-reference that points at itself": b"%PDF-1.4\n"
    b"xref\n0 1\n0000000000 65535 f \ntrailer <</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    "a length that refers to itself": _pdf(["<</Type/Catalog/Pages 2 0 R>>", "2 0 R"]),
}


@pytest.mark.parametrize("data", CYCLES.values(), ids=CYCLES)
def test_an_endless_pdf_is_refused(data: bytes) -> None:
    _refused(data, "cycle.pdf")


def test_a_scan_without_text_layer_is_refused_with_advice() -> None:
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
    data = _pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page])
    assert "Run OCR first" in _refused(data, "scan.pdf")


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", canCopy=0))
    canvas.drawString(72, 700, "Moderator: good morning")
    canvas.save()
    assert "encrypted" in _refused(out.getvalue(), "locked.pdf")


@pytest.mark.parametrize("keep", [0.05, 0.3])
def test_a_pdf_that_is_cut_off_early_is_refused(keep: float) -> None:
    data = as_pdf(TEXT)
    _refused(data[: int(len(data) * keep)], "cut.pdf")


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ReadError, match=r"a\.pdf: not read after 0\.01 seconds"):
        child.read_apart("pdf", as_pdf(TEXT), origin="a.pdf", seconds=0.01)


def test_a_reader_that_crashes_or_eats_memory_is_an_error_about_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The child gets a stand-in for lxml that does what a broken parser may do."""
    (tmp_path / "lxml").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(child, "_ROOT", tmp_path)
    (tmp_path / "corpus").symlink_to(Path(child.__file__).parents[1])
    for code, reason in (
        ("import os; os.kill(os.getpid(), 11)", "broke its reader"),
        ("x = bytearray(9_000_000_000)", "more memory than 1000 MB"),
    ):
        (tmp_path / "lxml" / "__init__.py").write_text(code, encoding="utf-8")
        with pytest.raises(ReadError, match=reason):
            child.read_apart("html", b"<html><body>x</body></html>", origin="a.html")


# --- web pages, text, lines


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul><li", "font"])
def test_a_page_nested_without_end_is_refused(tag: str) -> None:
    assert "nested deeper" in _refused(
        b"<html><body>" + f"<{tag}>".encode() * 100_000 + b"x", "deep.html"
    )


def test_a_page_of_pathological_markup_is_stopped_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    attributes = b" ".join(b"a%d=1" % n for n in range(100_000))
    monkeypatch.setattr(bounds, "SECONDS_PER_MEGABYTE", 0)
    assert "not read after 1 seconds" in _refused(
        b"<html><body><p " + attributes + b">x</p></body></html>", "slow.html"
    )


@pytest.mark.parametrize(
    "data",
    [b"<html><body><script>render()</script></body></html>", b"<html></html>", b"<html><!-- x -->"],
)
def test_a_page_without_text_is_refused(data: bytes) -> None:
    assert "no text found" in _refused(data, "empty.html")


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "![",
        "[a](",
        "**a",
        "_a ",
        "`",
        "> ",
        "# ",
        "<b ",
        "* ",
        "\\",
        "- ",
        "=",
        "](",
        "    ",
        "[[",
        "<!-- x\n",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_repeated_markup_is_read_in_time(unit: str, name: str) -> None:
    start = _spent()
    list(read_upload(b"words " + unit.encode() * (1_000_000 // len(unit)) + b" end", name=name))
    assert _spent() - start < LONGEST


def test_a_line_of_jsonl_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from pressroom.corpus.readers.plain import jsonl

    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1000)
    assert "more than expected" in _refused(
        gzip.compress(b'{"id": "a", "text": "' + b"x" * 5000 + b'"}'), "a.jsonl.gz"
    )
    monkeypatch.setattr(jsonl, "MAX_JSONL_BYTES", 5000)
    assert "more than expected" in _refused(
        gzip.compress(b'{"id": "a", "text": "x"}\n' * 1000), "a.jsonl.gz"
    )


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"id": "a", "text": "\\ud800"}',
        b'{"id": "a", "text": "a\\u0000"}',
        b"1" * 10_000,
    ],
)
def test_a_hostile_line_of_jsonl_is_refused(line: bytes) -> None:
    assert "line 1" in _refused(line, "a.jsonl")


def test_a_file_above_the_size_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 10)
    (tmp_path / "big.txt").write_text("x" * 20, encoding="utf-8")
    with pytest.raises(ReadError, match="at most"):
        list(read_path(tmp_path / "big.txt"))
    assert "at most" in _refused(b"x" * 20, "big.txt")


def test_utf8_with_a_few_broken_bytes_is_not_taken_for_another_encoding() -> None:
    data = TEXT.encode()
    assert "is not UTF-8" in _refused(data[:3000] + b"\xff" + data[3000:], "a.txt")
    assert "is not UTF-8" in _refused(data.rstrip()[:-1], "a.txt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "picture"),
        (b"\xff\xd8\xff\xe0" + b"x" * 99, "picture"),
        (gzip.compress(b"x" * 99, mtime=0), "archive"),
        (b"\x7fELF" + b"\0" * 99, "program"),
        (b"\0" * 500, "binary"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_other_kinds_under_the_name_of_a_text_are_refused_for_what_they_are(
    data: bytes, reason: str, name: str
) -> None:
    assert reason in _refused(data, name)


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("content.xml", "not well-formed"),
        ("word/document.xml", "is missing"),
        ("a.txt", "archive"),
    ],
)
def test_other_archives_are_refused_for_what_they_are(member: str, reason: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    assert reason in _refused(out.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\x\\a.txt", "a\x00b.txt", "x" * 400 + ".txt"]
)
def test_an_uploads_name_is_only_a_name(name: str) -> None:
    found = next(read_upload("主持人：好".encode(), name=name))
    assert not set("/\\\x00") & set(found.id + found.origin)


def test_the_bounds_hold_together() -> None:
    assert bounds.MAX_XML_BYTES <= bounds.MAX_ZIP_BYTES
    assert bounds.MAX_BYTES <= bounds.MAX_LINE_BYTES


# --- random and mutated bytes


def _seeds() -> dict[str, list[bytes]]:
    """Whole files of each kind, to be mutated."""
    short = TEXT[:1500]
    row = json.dumps(
        {"id": "a", "title": "t", "date": "2024-08-05", "text": short}, ensure_ascii=False
    ).encode()
    return {
        "text": [
            short.encode(),
            short.encode("gb18030"),
            short.encode("utf-16"),
            b"The caf\xe9 \x93opens\x94 again",
        ],
        "markdown": [
            as_markdown(short).encode(),
            b"---\ntitle: x\n---\n# T\n\n**A:** *b* [c](d) <!-- e -->\n",
        ],
        "html": [as_html(short).encode(), as_html(short).encode("gb18030")],
        "docx": [as_docx(short[:300])],
        "pdf": [as_pdf(short), CYCLES["a form that draws itself"]],
        "jsonl": [row + b"\n" + row],
        "gzip": [gzip.compress(row)],
    }


def _mutated(data: bytes, rng: random.Random) -> bytes:
    """One to eight changes: bytes flipped, inserted, cut out, doubled, cut off, or taken from
    another place.
    """
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at, size = rng.randrange(len(out) + 1), rng.choice((1, 2, 4, 16, 200))
        kind = rng.randrange(6)
        if kind == 0 and at < len(out):
            out[at] = rng.randrange(256)
        elif kind == 1:
            out[at:at] = rng.randbytes(size)
        elif kind == 2:
            del out[at : at + size]
        elif kind == 3:
            out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))
        elif kind == 4 and rng.random() < 0.2:
            del out[at:]
        else:
            source = rng.randrange(len(out) + 1)
            out[at : at + size] = out[source : source + size]
    return bytes(out)


def _remade(data: bytes, rng: random.Random) -> bytes:
    """A Word file of which one part is mutated and packed again, so that the mutation gets past the
    checksums.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = rng.choice([name for name in old.namelist() if name.endswith(".xml")])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name,
                _mutated(part, rng) if name in (chosen, "word/document.xml") and part else part,
            )
    return out.getvalue()


def _fuzzed(kind: str, seeds: list[bytes], rng: random.Random) -> bytes:
    choice = rng.random()
    if choice < 0.1:
        return rng.randbytes(rng.choice((0, 1, 10, 1000)))
    if kind == "docx" and choice < 0.8:
        return _remade(rng.choice(seeds), rng)
    return _mutated(rng.choice(seeds), rng)


def _door(kind: str) -> Callable[[bytes], object]:
    """The way in: for docx and html the reader itself, without the child around it, so that nothing
    is caught on the way.
    """
    if kind == "docx":
        return lambda data: (
            kinds.kind_of(data, name="a.docx", origin="a"),
            read_docx(data, origin="a"),
        )
    if kind == "html":
        return lambda data: read_html(data, origin="a")
    return lambda data: list(read_upload(data, name="a" + ENDINGS[kind]))


def _fuzz(kind: str, count: int, seed: int) -> None:
    rng, seeds, read = random.Random(seed), _seeds()[kind], _door(kind)
    reasons: list[str] = []
    for number in range(count):
        data = _fuzzed(kind, seeds, rng)
        start = _spent()
        try:
            read(data)
        except PressroomError as error:
            reasons.append(str(error))
        assert _spent() - start < LONGEST, (kind, seed, number)
    assert all(reasons)
    assert not any("install Pressroom" in reason or "\n" in reason for reason in reasons)


SHARE = {
    "text": 0.2,
    "markdown": 0.15,
    "html": 0.2,
    "docx": 0.2,
    "pdf": 0.1,
    "jsonl": 0.1,
    "gzip": 0.05,
}


@pytest.mark.parametrize("kind", SHARE)
def test_three_hundred_random_and_mutated_files_are_read_or_refused(kind: str) -> None:
    _fuzz(kind, int(300 * SHARE[kind]), seed=3)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", SHARE)
def test_twenty_thousand_random_and_mutated_files_are_read_or_refused(kind: str) -> None:
    _fuzz(kind, int(20_000 * SHARE[kind]), seed=33)


_TEXTS = st.text(
    st.sampled_from("# *_`[]()<>!-&;:：。Q问a主\n\t\u3000\u2028\x85\x00\x1b\ufeff\ud800é")
    | st.characters(),
    max_size=200,
)


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(_TEXTS)
def test_any_text_is_read_or_refused_in_every_form(text: str) -> None:
    data = text.encode("utf-8", errors="surrogatepass")
    tagged = b"<html><body><p>" + data + b"</p>" + data
    for read, given_ in (
        (read_text, data),
        (read_markdown, data),
        (read_html, data),
        (read_html, tagged),
    ):
        try:
            found = read(given_, origin="a")
        except ReadError:
            continue
        assert found.text.encode("utf-8")
        assert "\r" not in found.text
        assert "\x00" not in found.text
    try:
        assert read_pasted(text, document_id="a").text
    except ReadError:
        assert not any(char.isalnum() for char in text)
