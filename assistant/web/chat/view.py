"""Answer or record -> View: what is shown of it. Its lines with the numbers of their cards, the
cards, notes, what can be asked next; no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressroom.assistant.check.answer import Answer
from pressroom.assistant.languages.notes import Choice, choices_of, note_of, said
from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.record.records import Record, SourceChange, content_of
from pressroom.assistant.say.cut import Cut, dots
from pressroom.assistant.say.replies import Reply, reply_to, ways_on
from pressroom.assistant.say.rows import answer_url
from pressroom.assistant.web.chat.cards import Card, Near, card_of, near_of, who_says
from pressroom.corpus.library.catalogue import Wanted
from pressroom.corpus.library.library import Library

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the answer; `cards` are the numbers of those that carry it, `brief` the words
    of it that answer, `by` who says it, where that is not who said the one before, `cut` whether it
    begins, and whether it ends, within an official's sentence.
    """

    text: str
    translation: str | None
    cards: tuple[int, ...]
    date: str | None
    brief: str | None = None
    by: str = ""
    cut: Cut = (False, False)

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the words that answer, these, and what stands after; 3% is not marked
        in 13%.
        """
        whole = (
            rf"(?<![\d.]){re.escape(self.brief)}(?!\d)"
            if self.brief and self.brief != self.text
            else None
        )
        match = re.search(whole, self.text) if whole else None
        return (
            (self.text[: match.start()], match[0], self.text[match.end() :])
            if match
            else (self.text, "", "")
        )

    @property
    def dots(self) -> tuple[str, str]:
        """What stands before the words and after them."""
        return dots(self.cut)


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of an answer. `turn` makes the anchors of several replies on one page
    differ.
    """

    turn: str
    status: str
    verbatim: bool
    lines: tuple[Line, ...]
    cards: tuple[Card, ...]
    understood: str | None
    reply: Reply
    nearest: tuple[Near, ...] = ()
    within: tuple[str, ...] = ()
    id: str | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.reply.choices

    def is_told(self, card: Card) -> bool:
        """Whether a card's words stand in the answer as they are."""
        return any(card.words in line.text for line in self.lines)

    @property
    def permalink(self) -> str | None:
        return answer_url(self.id) if self.id else None

    @property
    def is_timeline(self) -> bool:
        """Whether the documents disagree, so that the day of each sentence comes first."""
        return _is_timeline(self.status, self.lines)


def view_of(
    answer: Answer, library: Library, tongue: Tongue, *, turn: str, within: Sequence[str] = ()
) -> View:
    """`within` says what the documents were kept to."""
    content = content_of(answer)
    cards = tuple(
        card_of(number, row, library, tongue) for number, row in enumerate(content["citations"], 1)
    )
    return View(
        turn=turn,
        status=answer.status,
        verbatim=_is_verbatim(content),
        lines=_as_said(_lines(content, answer.status), answer.status, cards, tongue, content),
        cards=cards,
        understood=_understood(content),
        reply=reply_to(answer, library, tongue.code),
        nearest=_nearest(answer) if answer.status == "not_found" else (),
        within=tuple(within),
        id=answer.id,
    )


def view_of_record(
    record: Record, changed: Mapping[str, SourceChange], library: Library, tongue: Tongue
) -> View:
    """The same words as then; a cited document that was replaced or withdrawn since is said
    first.
    """
    content = record.content
    notices = tuple(
        note
        for document_id, change in changed.items()
        for note in _notices(record, document_id, change, library, tongue)
    )
    cards = tuple(
        card_of(number, row, library, tongue, change=changed.get(row["doc"]))
        for number, row in enumerate(content["citations"], 1)
    )
    lines = _as_said(_lines(content, record.status), record.status, cards, tongue, content)
    lead = (
        said(note_of(content["note"]), tongue) if content.get("note") and not changed else None
    )  # older records have none
    words = None if lines or changed else lead or tongue.t.get(content["reply"] or record.status)
    return View(
        turn="a",
        status=record.status,
        verbatim=_is_verbatim(content),
        lines=lines,
        cards=cards,
        understood=_understood(content),
        reply=Reply(
            words,
            notes=notices,
            lead=lead if lines else None,
            choices=choices_of(content.get("choices", ())),
            contact=ways_on(record.status, library, tongue, record.id),
        ),
        id=record.id,
    )


def within_words(wanted: Wanted, title: str | None, tongue: Tongue) -> tuple[str, ...]:
    """What an answer is kept to, for people; `title` is that of the document."""
    when = wanted.year and (tongue.month(wanted.year) if "-" in wanted.year else wanted.year)
    return tuple(
        filter(None, (title if wanted.document else None, when, wanted.body, wanted.speaker))
    )


def _nearest(answer: Answer) -> tuple[Near, ...]:
    """What a moderator says to open and to close tells nothing, however near it is."""
    return tuple(near_of(hit) for hit in answer.hits if hit.turn.kind != "moderation")[:_NEAREST]


def _notices(
    record: Record, document_id: str, change: SourceChange, library: Library, tongue: Tongue
) -> Iterator[str]:
    """What became of a cited document since, and why, as staff said it."""
    yield tongue.say(
        change,
        title=next(
            row["title"] for row in record.content["citations"] if row["doc"] == document_id
        ),
    )
    history = library.history(document_id)
    if change == "withdrawn":
        last = next((step for step in reversed(history) if step.action == "withdraw"), None)
        if last and last.reason:
            yield tongue.say("withdrawn_because", reason=last.reason)
    else:
        cited = record.documents()[document_id]
        yield from (
            tongue.correction(step)
            for step in history
            if step.version > cited and step.is_correction
        )


def _lines(content: Mapping[str, Any], status: str) -> tuple[Line, ...]:
    rows = content["citations"]
    lines = [
        Line(
            s["text"],
            s["translation"],
            tuple(at + 1 for at in s["citations"]),
            rows[s["citations"][0]]["date"] if s["citations"] else None,
            s.get("brief"),
        )
        for s in content["sentences"]
    ]
    if status == "contradicted":
        lines.sort(key=lambda line: line.date or "", reverse=True)
    return tuple(lines)


def _as_said(
    lines: tuple[Line, ...],
    status: str,
    cards: tuple[Card, ...],
    tongue: Tongue,
    content: Mapping[str, Any],
) -> tuple[Line, ...]:
    """Says who says each line, once for those that follow each other, and where it is cut; of a
    model's words nobody is said to have said them.
    """
    if not _is_verbatim(content):
        return lines
    is_dated = not _is_timeline(status, lines)
    last, told = "", list[Line]()
    for line in lines:
        card = cards[line.cards[0] - 1] if line.cards else None
        by = who_says(card, tongue, dated=is_dated) if card else ""
        cut = card.cut if card and card.words == line.text else (False, False)
        told.append(replace(line, by=by if by != last else "", cut=cut))
        last = by
    return tuple(told)


def _is_timeline(status: str, lines: Sequence[Line]) -> bool:
    return status == "contradicted" and len(lines) > 1


def _is_verbatim(content: Mapping[str, Any]) -> bool:
    texts = [row["text"] for row in content["citations"]]
    return all(s["text"] in texts[at] for s in content["sentences"] for at in s["citations"])


def _understood(content: Mapping[str, Any]) -> str | None:
    return content["understood"] if content["understood"] != content["question"] else None
