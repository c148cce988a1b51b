"""Conferences of many countries, languages and layouts, each read to its title, its day, and who says
what; the texts are invented, and stand with what is expected in conferences.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_path
from pressroom.corpus.transcript import Transcript, Turn

CONFERENCES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("conferences.toml").read_text("utf-8")
)


@pytest.mark.parametrize("conference", CONFERENCES.values(), ids=list(CONFERENCES))
def test_a_conference_is_read_to_who_says_what(tmp_path: Path, conference: dict[str, Any]):
    transcript = read(tmp_path, conference)
    assert [told(turn) for turn in transcript.turns] == conference["turns"]
    assert transcript.title == conference.get("title", transcript.title)
    assert transcript.date == conference.get("date")


@pytest.mark.parametrize("conference", CONFERENCES.values(), ids=list(CONFERENCES))
def test_each_answer_goes_back_to_the_last_question(tmp_path: Path, conference: dict[str, Any]):
    asked = None
    for turn in read(tmp_path, conference).turns:
        assert turn.answers == (asked if turn.kind == "answer" else None)
        asked = turn.number if turn.kind == "question" else asked


def read(folder: Path, conference: dict[str, Any]) -> Transcript:
    path = folder / conference["file"]
    path.write_text(conference["text"], encoding="utf-8")
    return parse(next(iter(read_path(path))))


def told(turn: Turn) -> str:
    """`answer | Helen Gu | Mayor`, as conferences.toml has it."""
    speaker = turn.speaker
    who = ("? " if turn.unsure else "") + (speaker.name if speaker else turn.label or "")
    return " | ".join(filter(None, (turn.kind, who, speaker.title if speaker else None)))
