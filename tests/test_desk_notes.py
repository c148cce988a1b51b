"""What a reader notes of a file is said in the language of the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pressroom.assistant.web.desk.drafts.noted import note_text, reason_text
from pressroom.assistant.web.desk.wording import spoken, texts
from pressroom.corpus.readers.files import read_bytes
from pressroom.corpus.readers.sheet import notes_of
from pressroom.corpus.source import LeftOut

READERS = Path(__file__).resolve().parent.parent / "corpus" / "readers"
NOTES = (
    "left out, numbers of lines: 12",
    "left out, page head: City of Yunpu · 3 · and 7 more",
    "no text on page 2, 4: perhaps a scan or a picture",
    "named minutes.txt, but the content is a web page: read as that",
    "encoding: GB18030 (detected)",
    "3 characters were lost before the file was added (\ufffd); check it against the original",
    "title set above the text from the page's metadata",
    "from front matter: title, date",
    "pasted",
    "date left out: 'soon' is not a date",
    "date 2025-06-20 read from '20 June 2025'",
)


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_in_the_language_of_the_desk(note: str, language: str) -> None:
    t = texts(language)
    said = note_text(note, t)
    assert "{" not in said
    assert all(number in said for number in re.findall(r"\d+", note))
    assert language == "en" or said != note
    assert language == "en" or "left out" not in said
    assert "and 7 more" not in said or language == "en"


def _reasons() -> set[str]:
    """What the readers say that they leave out, as it stands in their code."""
    code = "\n".join(path.read_text("utf-8") for path in READERS.rglob("*.py"))
    found = re.findall(r"\.leave\([^()]*(?:\([^()]*\))?[^()]*, \"([a-z][a-z ]+)\"\)", code)
    return {*found, "page head", "page foot", "hidden sheet Old"}


@pytest.mark.parametrize("why", sorted(_reasons()))
def test_every_reason_of_the_readers_has_its_words(why: str) -> None:
    assert len(_reasons()) > 5
    for language in spoken():
        assert reason_text(why, texts(language)) != why


def test_what_a_real_file_notes_is_known() -> None:
    written = "第一场发布会\n\n局长张三：各位记者朋友，大家好，地铁三号线九月开通。\n"
    _, found = read_bytes(written.encode("gb18030"), name="a.txt", origin="a.txt")
    notes = [*found.notes, *notes_of([LeftOut("Page 3", "page foot")])]
    assert len(notes) == 2
    t = texts("zh")
    assert all(note_text(note, t) != note for note in notes)
