"""Turns of a document -> who asks, although no word says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pressroom.corpus.parse.turns.said import Said, asks, ends_in_question, is_numbered

_LONG_SPEECH = 800  # characters that somebody who asks seldom speaks at once
_THANKS = 30  # characters of what is said after an answer and tells nothing of who says it
_FEW = 4  # turns
_MOSTLY = 0.6


def who_asks(said: Sequence[Said]) -> set[str]:
    """Who asks although no word says so: legislators where others answer; whoever asked by number;
    and, where nobody else asks or the host calls on them, people without office whose turns are
    questions, or to whose questions officials reply.
    """
    named = [turn for turn in said if turn.label and turn.who]
    legislators = {
        turn.who
        for before, turn in zip([None, *said], said, strict=False)
        if turn.label and turn.label.role == "legislator" and not _answers(before, turn)
    }
    others = {turn.who for turn in named if turn.label and turn.label.role is None}
    speeches: dict[str, list[str]] = defaultdict(list)
    thanks: dict[str, list[str]] = defaultdict(list)
    for before, turn in zip([None, *said], said, strict=False):
        if turn.who and turn.label and turn.label.role is None:
            (thanks if _is_thanks(before, turn) else speeches)[turn.who].append(turn.words)
    found = {who for who, words in speeches.items() if _mostly_asks(words, thanks[who])}
    found |= _asking_officials(said)
    numbered = {turn.who for turn in named if _asks_by_number(turn)}
    every = (legislators if others else set()) | (found if others - found else set()) | numbered
    return {who for who in every if who}


def _asks_by_number(turn: Said) -> bool:
    """Whether a label has the number of a question, and beside it no office, as `Q13 Chair` has."""
    return not turn.is_official and is_numbered(turn)


def _asking_officials(said: Sequence[Said]) -> set[str]:
    """Who has no office, begins by asking what somebody in office replies to, and replies to no
    question: of such people what is no question is said to be answered, too (`I ask the Minister to
    publish it.`).
    """
    first: dict[str, bool] = {}
    for before, turn, after in zip([None, *said], said, [*said[1:], None], strict=False):
        if turn.who is None or turn.label is None or turn.label.role or turn.is_official:
            continue
        is_asked = after is not None and after.is_official and after.who != turn.who
        is_reply = before is not None and before.who is not None and ends_in_question(before.words)
        is_long = len(turn.words) >= _LONG_SPEECH
        asked = first.get(turn.who, asks(turn.words) and is_asked)
        first[turn.who] = asked and not (is_long or (is_reply and not asks(turn.words)))
    return {who for who, asked in first.items() if asked}


def _answers(before: Said | None, turn: Said) -> bool:
    """Whether somebody asks nothing right after a reporter."""
    role = before.label.role if before and before.label else None
    asked = role in ("question", "reporter", "press", "audience") or (
        before is not None and asks(before.words.rstrip()[-3:])
    )
    return asked and not asks(turn.words)


def _is_thanks(before: Said | None, turn: Said) -> bool:
    """Whether a few words follow what was no question: they tell nothing of who says them."""
    follows = before is not None and not ends_in_question(before.words)
    return follows and len(turn.words) < _THANKS and not ends_in_question(turn.words)


def _mostly_asks(speeches: Sequence[str], thanks: Sequence[str]) -> bool:
    """Whether the turns of somebody end in questions, and are short; `thanks`: those that count
    for nothing where there are few turns.
    """
    if len(speeches) + len(thanks) > _FEW:
        speeches = [*speeches, *thanks]
    asked = sum(map(ends_in_question, speeches))
    return asked >= max(1.0, len(speeches) * _MOSTLY) and all(
        len(words) < _LONG_SPEECH for words in speeches
    )
