"""Bytes of a .srt or .vtt file -> what is said, a paragraph a turn, and when each part was said."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.plain.text import decoded_text, tidy
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.tables import seconds_of

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
_TIMES = re.compile(rf"^\s*(?P<start>{_CLOCK})\s*-->\s*(?P<end>{_CLOCK})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>\n]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|<[\d:.]{5,14}>|\{\\[^{}\n]{0,40}\}")
_CHANGE = re.compile(r"^\s*(?:>>+|&gt;&gt;)\s*")
_DASH = re.compile(r"^\s*[-–—]\s?(?=[^\W\d_]|[¿¡\"“«„])")  # somebody else speaks, without a name
_LABEL = re.compile(r"^(?P<name>[^\s:：.。!?？！][^:：.。!?？！\n]{0,60})[:：](?!\d|//)\s*")
_CAPITALS = re.compile(r"[^a-zß-ÿ]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]$")
_ENDS = re.compile(r"[.。!！?？…؟।][”’」』）)\"]*$")
_PAUSE = 2.0  # seconds after the end of a sentence: a paragraph ends
_LONG = 600  # characters after which the next sentence begins a paragraph
_UNNAMED = "New speaker"  # what `>>` means where no name follows


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from `start` to `end`, in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a cue; `label`: who begins to speak with them, `` if nobody does; `other`: somebody
    does, whoever it is.
    """

    words: str
    label: str
    start: float
    end: float
    other: bool = False


def read_subtitles(data: bytes, *, origin: str) -> Extract:
    """Numbers and times of cues are left out, the lines of a sentence joined; `>>`, `<v Name>`,
    `NAME:` and a dash open a turn. The times are kept as moments. Raises ReadError as read_text
    does.
    """
    decoded = decoded_text(data, origin=origin)
    sheet = Sheet()
    cues = list(_cues(tidy(decoded.text, origin=origin), sheet))
    if not cues:
        raise ReadError(
            f"{origin}: no subtitle in this file; expected times such as 00:00:01,000 --> 00:00:"
            "04,200"
        )
    said = list(_spoken(cues))
    if any(piece.label for piece in said):
        said = [replace(p, label=_UNNAMED) if p.other and not p.label else p for p in said]
    for part in _paragraphs(said):
        _write(part, sheet)
    return sheet.extract(origin=origin, notes=decoded.notes)


def _cues(text: str, sheet: Sheet) -> Iterator[_Cue]:
    last: tuple[str, ...] = ()
    for block in re.split(r"\n\s*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((at for at, line in enumerate(lines[:3]) if _TIMES.match(line)), None)
        times = None if at is None else _TIMES.match(lines[at])
        if at is None or times is None:
            if not lines[0].startswith("WEBVTT"):
                sheet.leave(" ".join(lines), "note in the subtitles")
            continue
        said = tuple(line for line in lines[at + 1 :] if line.strip())
        # captions that roll show the line before once more
        new = said[1:] if last and said and said[0] == last[-1] else said
        last = said
        if new:
            yield _Cue(seconds_of(times["start"]) or 0.0, seconds_of(times["end"]) or 0.0, new)


def _spoken(cues: list[_Cue]) -> Iterator[_Said]:
    for cue in cues:
        for line in cue.lines:
            voice = _VOICE.search(line)
            change = _CHANGE.match(line)
            words = html.unescape(_TAG.sub("", _VOICE.sub("", _CHANGE.sub("", line)))).strip()
            label = voice["name"].strip() if voice else _UNNAMED if change else ""
            named = _LABEL.match(words)
            if named and (change or _CAPITALS.fullmatch(named["name"])):
                label, words = named["name"], words[named.end() :]
            if words or label:
                other = bool(_DASH.match(words))
                yield _Said(words, label, cue.start, cue.end, other)


def _paragraphs(said: list[_Said]) -> Iterator[list[_Said]]:
    """Runs of one speaker; long ones are parted at sentences, where there is a pause if there
    is.
    """
    run: list[_Said] = []
    speaker, length = "", 0
    for piece in said:
        named = bool(piece.label) and (piece.label == _UNNAMED or piece.label != speaker)
        other = named or piece.other
        if run and (other or _is_pause(run[-1], piece, length)):
            yield run
            run, length = [], 0
        speaker = piece.label or speaker
        length += len(piece.words)
        run.append(piece if named else replace(piece, label=""))
    if run:
        yield run


def _is_pause(last: _Said, piece: _Said, length: int) -> bool:
    ended = bool(_ENDS.search(last.words))
    return ended and (piece.start - last.end > _PAUSE or length > _LONG)


def _write(part: list[_Said], sheet: Sheet) -> None:
    """One paragraph, with a moment for each of its cues."""
    words, offsets = "", []
    for piece in part:
        gap = "" if not words or (_WIDE.search(words) and _WIDE.search(piece.words[:1])) else " "
        offsets.append((len(words) + len(gap), piece.start))
        words += gap + piece.words
    sheet.add(words, label=part[0].label, moments=offsets)
