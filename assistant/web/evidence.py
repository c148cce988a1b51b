"""A row of a citation -> the card that stands beside the answer: the words, who said them, when, in answer to whom, and the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from assistant.rows import document_url
from assistant.tongue import Tongue
from assistant.web.html import close_up, isolated
from corpus.bodies import body_of
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.transcript import Speaker
from index.search import Hit

_NEAR_CHARACTERS = 120
_QUESTION_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Card:
    """`words` is empty and `url` None where the document was withdrawn. `body` is given where the title does not say it."""

    number: int
    words: str
    speaker: str | None
    title: str | None
    body: str | None
    event: str
    date: str | None
    kind: str
    asker: str | None
    question: str | None
    paragraph: int
    url: str | None
    times: tuple[str, ...] = ()
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near, marked as not an answer."""

    words: str
    speaker: str | None
    event: str
    date: str | None
    paragraph: int
    url: str


def card_of(number: int, row: Mapping[str, Any], library: Library, tongue: Tongue, *, change: str | None = None) -> Card:
    """`row` is a citation as a record keeps it; `change` says what became of its document since."""
    speaker, title = row["speaker"], row["speaker_title"]
    asker, issuer = _around(row, library)
    body = (body_of(Speaker(speaker, title)) or issuer) if speaker else issuer
    question = row["question"]
    return Card(
        number=number,
        words=row["text"],
        speaker=speaker,
        title=title,
        body=body if body and body not in (title or "") and body != speaker else None,
        event=row["title"],
        date=row["date"],
        kind=row["kind"],
        asker=asker if question else None,
        question=_short(question, _QUESTION_CHARACTERS) if question else None,
        paragraph=row["paragraph"],
        url=None if change == "withdrawn" else version_url(row["url"], row["version"] if change else None),
        times=tuple(dict.fromkeys(_meant(time["words"], time["time"], tongue) for time in row["times"])),
        change=change,
    )


def near_of(hit: Hit) -> Near:
    place = hit.transcript.paragraph_at(hit.start)
    number = place[1].number if place else 1
    url = f"{document_url(hit.transcript.id)}?cite={hit.start}-{hit.end}#p{number}"
    speaker = hit.turn.speaker.name if hit.turn.speaker else None
    return Near(_short(close_up(hit.text), _NEAR_CHARACTERS), speaker, hit.transcript.title, hit.transcript.date, number, url)


def version_url(url: str, version: int | None) -> str:
    """The address of a place in an older version of its document."""
    return url if version is None else url.replace("?", f"?v={version}&", 1)


def speaker_url(name: str) -> str:
    return f"/speakers/{quote(name, safe='')}"


def _around(row: Mapping[str, Any], library: Library) -> tuple[str | None, str | None]:
    """Who asked what the words answer, and the body that issued the document."""
    try:
        transcript = library.get(row["doc"], row["version"])
    except LibraryError:
        return None, None
    place = transcript.paragraph_at(row["start"])
    asked = transcript.question_of(place[0]) if place else None
    return (asked.speaker.name if asked and asked.speaker else None), transcript.body


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def _meant(words: str, time: str, tongue: Tongue) -> str:
    """`“last year” means 2024`."""
    return tongue.say("means", words=isolated(words, tongue.direction), time=_time(time, tongue))


def _time(written: str, tongue: Tongue) -> str:
    """An ISO time of a year, a month, a day or two months."""
    if "/" in written:
        return " – ".join(_time(part, tongue) for part in written.split("/"))
    return {4: lambda: tongue.year(written), 7: lambda: tongue.month(written)}.get(len(written), lambda: tongue.day(written))()
