"""Files of every kind, damaged at random: each is read or refused with a reason, by its own reader,
without the child around it, so that nothing is caught on the way.
"""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from made_files import FILES
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.child import reader_of
from pressroom.corpus.readers.kinds import kind_of
from pressroom.corpus.readers.plain.markdown import read_markdown, read_plain
from pressroom.corpus.source import SourceText
from test_readers_hostile import _mutated

IN_PROCESS = {"text": read_plain, "markdown": read_markdown}


def repacked(data: bytes, rng: random.Random) -> bytes:
    """An archive of which one part is damaged and packed again, so that it gets past checksums."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _mutated(part, rng) if name == chosen and part else part)
    return out.getvalue()


def damaged(data: bytes, rng: random.Random) -> bytes:
    if zipfile.is_zipfile(io.BytesIO(data)) and rng.random() < 0.8:
        return repacked(data, rng)
    return _mutated(data, rng)


def try_damaged(name: str, count: int, seed: int) -> None:
    rng, reasons = random.Random(seed), list[str]()
    for _ in range(count):
        data = damaged(FILES[name], rng)
        try:
            kind, _ = kind_of(data, name=name, origin=name)
            read = IN_PROCESS.get(kind) or reader_of(kind)
            found = read(data, origin=name)
            parse(SourceText(name, found.text, name, marks=found.marks, moments=found.moments))
        except ReadError as error:
            reasons.append(str(error))
    assert all(reason.startswith(name) and "\n" not in reason for reason in reasons)


@pytest.mark.parametrize("name", FILES)
def test_twenty_damaged_files_are_read_or_refused(name: str):
    try_damaged(name, 20, seed=5)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", FILES)
def test_two_thousand_damaged_files_are_read_or_refused(name: str):
    try_damaged(name, 2000, seed=55)
