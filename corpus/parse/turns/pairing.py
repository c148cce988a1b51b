"""Turns -> neighbours of one speaker joined, each answer paired with its question, follow-ups with
the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.corpus.parse.words.roles import is_follow_up, role_of
from pressroom.corpus.transcript import Turn

_OPENING = 60  # characters: a follow-up says so at once


def joined(turns: Sequence[Turn]) -> list[Turn]:
    """Neighbouring turns of one label and kind are one turn; the others are numbered anew."""
    out: list[Turn] = []
    for turn in turns:
        if out and turn.label and out[-1].label == turn.label and out[-1].kind == turn.kind:
            before = out[-1]
            out[-1] = replace(
                before,
                paragraphs=before.paragraphs + turn.paragraphs,
                remarks=before.remarks + turn.remarks,
                unsure=before.unsure or turn.unsure,
            )
        else:
            number = len(out) + 1
            out.append(turn if turn.number == number else replace(turn, number=number))
    return out


def paired(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Each answer gets the number of the last question before it; a follow-up, that of the question
    it goes back to.
    """
    out: list[Turn] = []
    questions: list[Turn] = []
    answered = False
    for turn in turns:
        if turn.kind == "question":
            first = _first_of(text, turn, questions) if answered else None
            turn = replace(turn, follows=first) if first else turn
            questions.append(turn)
            answered = False
        elif turn.kind == "answer" and questions:
            turn = replace(turn, answers=questions[-1].number)
            answered = True
        out.append(turn)
    return out


def _first_of(text: str, turn: Turn, questions: Sequence[Turn]) -> int | None:
    """The first question of the exchange that this one, asked right after an answer, carries on."""
    start = turn.paragraphs[0].start
    says_so = role_of(turn.label or "") == "follow_up" or (
        turn.label and is_follow_up(text[start : min(start + _OPENING, turn.paragraphs[0].end)])
    )
    if not says_so:
        return None
    before = questions[-1]
    outlet, other = _outlet(turn), _outlet(before)
    if outlet and other and outlet != other:
        return None
    return before.follows or before.number


def _outlet(turn: Turn) -> str | None:
    return turn.speaker.body if turn.speaker else None
