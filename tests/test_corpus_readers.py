"""Files -> SourceTexts: what can be read is kept, what cannot is named with the way out, and a bad
file changes nothing.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_BYTES
from pressroom.corpus.readers.files import find_files, read_path, safe_id
from pressroom.corpus.source import SourceText


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    return made


def read(path: Path) -> list[SourceText]:
    return list(read_path(path))


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# plain text


def test_a_text_file_is_one_document_named_after_it(folder: Path):
    path = written(folder / "云浦 发布会(一).txt", "局长：九月开通。\n")
    [source] = read(path)
    assert (source.id, source.text, source.origin) == (
        "云浦-发布会-一",
        "局长：九月开通。\n",
        str(path),
    )


def test_an_id_of_ones_own_takes_the_place_of_the_name(folder: Path):
    [source] = read_path(written(folder / "a.txt", "text"), document_id="metro 2025")
    assert source.id == "metro-2025"


def test_byte_order_mark_and_windows_line_ends_are_taken_off(folder: Path):
    [source] = read(written(folder / "a.txt", "\ufeff第一行\r\n第二行\r第三行"))
    assert source.text == "第一行\n第二行\n第三行"


SPOKEN = "各位记者朋友，大家好。今天的新闻发布会现在开始，请局长介绍情况。"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SPOKEN, "gb18030", "GB18030"),
        (SPOKEN, "utf-16", "UTF-16"),
        ("各位記者朋友，大家好。今天的新聞發布會現在開始，請局長說明情況。", "big5", "Big5"),
        ("The mayor’s office said “yes” — the café opens in May.", "cp1252", "Windows-1252"),
    ],
    ids=["GB18030", "UTF-16", "Big5", "Windows-1252"],
)
def test_text_in_another_encoding_is_read_and_noted(folder: Path, text: str, codec: str, name: str):
    [source] = read(written(folder / "a.txt", text.encode(codec)))
    assert source.text == text
    assert any(name in note for note in source.notes)


def test_utf_8_needs_no_note(folder: Path):
    [source] = read(written(folder / "a.txt", SPOKEN))
    assert source.notes == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"a\.txt: the file is empty; expected the text of"),
        (b" \r\n\t ", r"a\.txt: the file is empty; expected the text of"),
        (b"\xef\xbb\xbf", r"a\.txt: the file holds no letters; expected the text of"),
        ("——。。。".encode(), r"a\.txt: the file holds no letters; expected the text of"),
        (
            b"\x07\x01\x90\x00\x03\x00\x00\x00\x04\x00" * 50,
            r"a\.txt: this is a binary file; expected plain text in UTF-8\. Save the document as text",
        ),
        (
            SPOKEN.encode()[:-1],
            r"a\.txt: byte 94 is not UTF-8.*expected plain text in UTF-8\. .* save it with that encoding",
        ),
    ],
    ids=["empty", "white space", "only a mark", "no letters", "binary", "cut off"],
)
def test_what_is_no_text_is_refused_with_file_reason_and_advice(
    folder: Path, data: bytes, message: str
):
    with pytest.raises(ReadError, match=message):
        read(written(folder / "a.txt", data))


def test_a_missing_file_and_an_unknown_ending_are_named(folder: Path):
    with pytest.raises(ReadError, match=r"nothing\.txt: no such file or folder"):
        read(folder / "nothing.txt")
    with pytest.raises(
        ReadError, match=r"a\.xyz: no reader for this kind of file; expected \.txt, .*\.jsonl"
    ):
        read(written(folder / "a.xyz", "x"))


def test_a_file_larger_than_any_transcript_is_refused(folder: Path):
    path = folder / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match=r"large\.txt: 50 MB; .*Split it, or use \.jsonl"):
        read(path)


def test_a_folder_named_like_a_file_is_refused(folder: Path):
    (folder / "old.txt").mkdir()
    with pytest.raises(ReadError, match=r"old\.txt"):
        read(folder / "old.txt")


# JSON lines


def test_each_line_is_a_document_with_its_own_title_and_date(folder: Path):
    rows = [
        {"id": "a", "text": "一。"},
        {"id": "b", "text": "二。", "title": "题", "date": "2024-05-06"},
    ]
    path = written(folder / "many.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n")
    first, second = read(path)
    assert (first.id, first.text, first.origin, first.title, first.date) == (
        "a",
        "一。",
        f"{path}, line 1",
        None,
        None,
    )
    assert (second.id, second.text, second.origin, second.title, second.date) == (
        "b",
        "二。",
        f"{path}, line 2",
        "题",
        "2024-05-06",
    )


@examples(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
        str.strip
    )
)
def test_the_text_of_a_line_is_kept_exactly(folder: Path, text: str):
    [source] = read(written(folder / "one.jsonl", json.dumps({"id": "a", "text": text})))
    assert source.text == text


def test_gzipped_lines_read_the_same(folder: Path):
    line = json.dumps({"id": "a", "text": "\ufeff 一。\r\n "})
    plain, packed = (
        read(written(folder / "a.jsonl", line)),
        read(written(folder / "a.jsonl.gz", gzip.compress(line.encode()))),
    )
    assert (
        [source.text for source in plain]
        == [source.text for source in packed]
        == ["\ufeff 一。\r\n "]
    )


def test_an_ending_in_capitals_is_the_same_ending(folder: Path):
    path = written(folder / "A.JSONL.GZ", gzip.compress(b'{"id": "a", "text": "x"}'))
    assert [source.id for source in read(path)] == ["a"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "not JSON"),
        ("[1, 2]", "id or text is missing or empty"),
        ('{"text": "x"}', "id or text is missing or empty"),
        ('{"id": "", "text": "x"}', "id or text is missing or empty"),
        ('{"id": 7, "text": "x"}', "id or text is missing or empty"),
        ('{"id": "b", "text": " "}', "id or text is missing or empty"),
        ('{"id": "b", "text": "x", "title": 3}', "title is not a text"),
        (
            json.dumps({"id": "b", "text": "发布会"}, ensure_ascii=False).encode("gb18030"),
            "not JSON",
        ),
        ('{"id": "b", "text": "\\ud800"}', "text holds half a character"),
        ("[" * 100_000, "not JSON"),
        ('{"id": "b", "text": "x", "date": 20240618}', "date is not a text"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_bad_line_is_named_by_its_number_with_what_was_expected(
    folder: Path, line: str | bytes, message: str
):
    path = written(
        folder / "many.jsonl",
        b'{"id": "a", "text": "good"}\n'
        + (line if isinstance(line, bytes) else line.encode())
        + b"\n",
    )
    with pytest.raises(
        ReadError, match=rf'many\.jsonl, line 2: .*{message}.*expected {{"id"'
    ) as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("written_date", "day", "note"),
    [
        ("2024-06-18", "2024-06-18", ()),
        ("2024年6月18日 09:30", "2024-06-18", ("date 2024-06-18 read from '2024年6月18日 09:30'",)),
        ("6 May", None, ("date left out: '6 May' is not a date",)),
        ("记者：李平", None, ("date left out: '记者：李平' is not a date",)),
        ("2024-06-18 2024-06-19", None, ("date left out: '2024-06-18 2024-06-19' is not a date",)),
        ("", None, ()),
    ],
)
def test_a_date_field_gives_its_day_or_a_note_and_never_costs_the_document(
    folder: Path, written_date: str, day: str | None, note
):
    line = json.dumps({"id": "a", "text": "今天有雨。", "date": written_date}, ensure_ascii=False)
    [source] = read(written(folder / "a.jsonl", line.encode()))
    assert (source.date, source.notes) == (day, note)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b'{"id": "a", "text": "x"}\n' * 100, mtime=0)[:-9],
        b'{"id": "a", "text": "x"}\n',
    ],
)
def test_a_gzip_file_that_is_cut_off_or_none_is_refused(folder: Path, data: bytes):
    with pytest.raises(
        ReadError, match=r"many\.jsonl\.gz: not a whole gzip file .*; expected gzipped JSON lines"
    ):
        read(written(folder / "many.jsonl.gz", data))


@pytest.mark.parametrize(
    ("name", "data"), [("a.jsonl", b""), ("a.jsonl", b"\n \n"), ("a.jsonl.gz", b"")]
)
def test_a_file_of_lines_without_any_document_is_refused(folder: Path, name: str, data: bytes):
    with pytest.raises(ReadError, match="empty"):
        read(written(folder / name, data))


def test_one_id_for_a_file_of_many_is_refused(folder: Path):
    path = written(folder / "many.jsonl", '{"id": "a", "text": "x"}')
    with pytest.raises(ReadError, match=r"many\.jsonl: --id names one document"):
        list(read_path(path, document_id="x"))


# names and folders


@pytest.mark.parametrize(
    ("name", "document_id"),
    [
        ("云浦市防汛救灾发布会-2024-08-05", "云浦市防汛救灾发布会-2024-08-05"),
        (" a  b ", "a-b"),
        ("../../etc/passwd", "etc-passwd"),
        ("a@1:0-5", "a-1-0-5"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        (".hidden", "hidden"),
        ("x" * 200, "x" * 120),
    ],
)
def test_an_id_has_letters_and_digits_of_any_script(name: str, document_id: str):
    assert safe_id(name, origin="f") == document_id


@pytest.mark.parametrize("name", ["", "...", "（）", "🎉"])
def test_a_name_without_letters_needs_an_id(name: str):
    with pytest.raises(ReadError, match=r"f: no usable letters in the name .*--id"):
        safe_id(name, origin="f")


@given(st.text(max_size=150))
def test_an_id_of_an_id_is_the_same(name: str):
    try:
        once = safe_id(name, origin="f")
    except ReadError:
        return
    assert len(once) <= 120
    assert not set(once) & set("/\\@:?#% \n")


def test_a_folder_gives_its_files_sorted_and_leaves_hidden_ones_out(folder: Path):
    for name in ("b.txt", "a.jsonl", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "notes.xyz"):
        (folder / name).parent.mkdir(exist_ok=True)
        written(folder / name, "x")
    assert [path.relative_to(folder).as_posix() for path in find_files([folder])] == [
        "a.jsonl",
        "b.txt",
        "sub/c.TXT",
    ]


def test_a_folder_without_documents_is_an_error(folder: Path):
    with pytest.raises(
        ReadError, match=r"documents: no document in this folder; expected files ending in"
    ):
        list(find_files([folder]))


# adding


def test_good_files_are_added_and_found(parts: Parts, folder: Path):
    written(folder / "a.txt", "发布会\n\n局长：地铁九月开通。")
    written(
        folder / "b.jsonl",
        '{"id": "b1", "text": "水价三月调整。"}\n{"id": "b2", "text": "学校八月报名。"}\n',
    )
    assert add_paths([folder], parts.library, parts.ingest) == {"added": 3}
    assert {entry.id for entry in parts.library.entries() if entry.indexed} == {"a", "b1", "b2"}
    assert add_paths([folder], parts.library, parts.ingest) == {"unchanged": 3}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("z.txt", b""),
        ("z.txt", SPOKEN.encode()[:-1]),
        ("z.jsonl", b'{"id": "z1", "text": "fine"}\n{"id": "z2"}\n'),
        ("z.jsonl.gz", b"no"),
    ],
)
def test_a_bad_file_among_good_ones_changes_nothing(
    parts: Parts, folder: Path, name: str, data: bytes
):
    written(folder / "a.txt", "发布会\n\n局长：地铁九月开通。")
    written(folder / name, data)
    with pytest.raises(ReadError, match=r"z\."):
        add_paths([folder], parts.library, parts.ingest)
    assert parts.library.is_empty()


def test_two_files_with_one_id_are_an_error_and_nothing_is_added(parts: Parts, folder: Path):
    for name in ("one", "two"):
        (folder / name).mkdir()
        written(folder / name / "a.txt", f"text {name}")
    with pytest.raises(
        ReadError, match=r"two/a\.txt: has the id 'a' of .*one/a\.txt; give one of them another id"
    ):
        add_paths([folder], parts.library, parts.ingest)
    assert parts.library.is_empty()


def test_one_id_for_several_files_is_refused(parts: Parts, folder: Path):
    written(folder / "a.txt", "a")
    written(folder / "b.txt", "b")
    with pytest.raises(ReadError, match="--id x: names one document, but 2 files are given"):
        add_paths([folder], parts.library, parts.ingest, document_id="x")
    assert parts.library.is_empty()
