"""A row of a citation -> the card that stands beside the answer: the words, who said them, when, in
answer to whom, and the link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.say.cut import Cut, cut_of
from pressroom.assistant.say.rows import document_url
from pressroom.assistant.web.html import close_up, isolated
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.words.bodies import body_of
from pressroom.corpus.transcript import Speaker, Turn
from pressroom.index.hit import Hit

_NEAR_CHARACTERS = 120
_QUESTION_CHARACTERS = 140
_LONGEST_SHOWN, _SHOWN_CHARACTERS = 400, 200  # of the words on a card
_AROUND_CHARACTERS = 200  # of the words before, and of those after
_INITIALS = 3  # letters that may be initials, and stay as they are


@dataclass(frozen=True, slots=True)
class Card:
    """`words` is empty and `url` None where the document was withdrawn. `body` is given where the
    title does not say it; `before` and `after` stand around the words in their paragraph; `name` is
    the speaker as the document has it; `cut` says whether the words begin, and whether they end,
    within a sentence.
    """

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
    printed: str | None = None  # the label of a turn of which it is not determined who speaks
    before: str = ""
    after: str = ""
    moment: str | None = None  # of a recording
    name: str | None = None
    cut: Cut = (False, False)

    @property
    def beginning(self) -> str | None:
        """What is shown of words that are too long for a card until they are unfolded."""
        return _short(self.words, _SHOWN_CHARACTERS) if len(self.words) > _LONGEST_SHOWN else None

    @property
    def face(self) -> str:
        """The letter that stands for who says it."""
        return (self.speaker or self.body or "")[:1]


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near, marked as not an answer."""

    words: str
    speaker: str | None
    event: str
    date: str | None
    paragraph: int
    url: str


def card_of(
    number: int,
    row: Mapping[str, Any],
    library: Library,
    tongue: Tongue,
    *,
    change: str | None = None,
) -> Card:
    """`row` is a citation as a record keeps it; `change` says what became of its document since."""
    speaker, title = row["speaker"], row["speaker_title"]
    turn, asker, issuer, before, after, cut = _around(row, library)
    printed = turn.label if turn and turn.unsure else None
    if printed is not None:  # what nobody is known to have said is not the body's either
        issuer = None
    body = (body_of(Speaker(speaker, title)) or issuer) if speaker else issuer
    question = row["question"]
    return Card(
        number=number,
        words=row["text"],
        speaker=cased(speaker) if speaker else None,
        title=title,
        body=body if body and body not in (title or "") and body != speaker else None,
        event=row["title"],
        date=row["date"],
        kind=row["kind"],
        asker=asker if question else None,
        question=_short(question, _QUESTION_CHARACTERS) if question else None,
        paragraph=row["paragraph"],
        url=None
        if change == "withdrawn"
        else version_url(row["url"], row["version"] if change else None),
        times=tuple(
            dict.fromkeys(_meant(time["words"], time["time"], tongue) for time in row["times"])
        ),
        change=change,
        printed=printed,
        moment=row.get("moment"),
        before=before,
        after=after,
        name=speaker,
        cut=cut,
    )


def who_says(card: Card, tongue: Tongue, *, dated: bool = True) -> str:
    """`Anna Weber (Minister) said on 20 June 2026:`, and nothing where nobody says it; not `dated`
    where the day stands before it.
    """
    if card.printed is not None or not (name := card.speaker or card.body):
        return ""
    title = (card.title or card.body) if card.speaker else None
    who = isolated(name, tongue.direction)
    if title:
        who = tongue.say("who_titled", name=who, title=isolated(title, tongue.direction))
    if card.date and dated:
        return tongue.say("says_on", who=who, date=tongue.day(card.date))
    return tongue.say("says", who=who)


def cased(name: str) -> str:
    """JOHN O'NEILL -> John O'Neill: a name is not shouted."""
    letters = [char for char in name if char.isalpha()]
    shouted = len(letters) > _INITIALS and name.isupper()
    return name.title() if shouted else name


def near_of(hit: Hit) -> Near:
    place = hit.transcript.paragraph_at(hit.start)
    number = place[1].number if place else 1
    url = f"{document_url(hit.transcript.id)}?cite={hit.start}-{hit.end}#p{number}"
    speaker = hit.speaker.name if hit.speaker else None
    return Near(
        _short(close_up(hit.text), _NEAR_CHARACTERS),
        speaker,
        hit.transcript.title,
        hit.transcript.date,
        number,
        url,
    )


def version_url(url: str, version: int | None) -> str:
    """The address of a place in an older version of its document."""
    return url if version is None else url.replace("?", f"?v={version}&", 1)


def speaker_url(name: str) -> str:
    return f"/speakers/{quote(name, safe='')}"


def _around(
    row: Mapping[str, Any], library: Library
) -> tuple[Turn | None, str | None, str | None, str, str, Cut]:
    """The turn of the words, who asked what they answer, the body that issued the document, what
    stands before and after the words in their paragraph, and whether they are cut.
    """
    try:
        transcript = library.get(row["doc"], row["version"])
    except LibraryError:
        return None, None, None, "", "", (False, False)
    place = transcript.paragraph_at(row["start"])
    if place is None:
        return None, None, transcript.body, "", "", (False, False)
    turn, paragraph = place
    asked = transcript.question_of(turn)
    asker = asked.speaker.name if asked and asked.speaker else None
    before = _end(transcript.text[paragraph.start : row["start"]])
    after = _short(transcript.text[row["end"] : paragraph.end], _AROUND_CHARACTERS)
    return turn, asker, transcript.body, before, after, cut_of(transcript, row["start"], row["end"])


def _end(text: str) -> str:
    return text if len(text) <= _AROUND_CHARACTERS else "…" + text[-_AROUND_CHARACTERS:].lstrip()


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def _meant(words: str, time: str, tongue: Tongue) -> str:
    """`“last year” means 2024`."""
    return tongue.say("means", words=isolated(words, tongue.direction), time=_time(time, tongue))


def _time(written: str, tongue: Tongue) -> str:
    """An ISO time of a year, a month, a day or two months."""
    if "/" in written:
        return " – ".join(_time(part, tongue) for part in written.split("/"))
    return {4: lambda: tongue.year(written), 7: lambda: tongue.month(written)}.get(
        len(written), lambda: tongue.day(written)
    )()
