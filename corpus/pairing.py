"""Turns -> their kinds, neighbours of one speaker joined, each answer paired with its question, follow-ups with the first one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.labels import Label
from corpus.names import is_follow_up, is_moderator, is_reporter
from corpus.transcript import Kind, Speaker, Turn

_HOSTING = re.compile(
    r"[请請].{0,30}(?:介绍|提问|发布|通报|介紹|提問|發布|說明|局长|局長)|(?:发布|發布|记者|記者|新闻|新聞|解读)[会會].{0,12}(?:到此|结束|結束|到这里|到這裡)|"
    r"提[问問].{0,6}(?:到这里|到這裡|到此|结束|結束)|(?:提问|提問)(?:环节|環節)|欢迎.{0,6}(?:出席|参加|来到)|歡迎.{0,6}(?:出席|參加|來到)|"
    r"(?:first|next) question|take questions|that concludes|that is all|welcome to (?:this|today)",
    re.I,
)
_OPENING = 60  # characters: a follow-up says so at once


def kinds(turns: Sequence[tuple[Label | None, str]], people: Mapping[str | None, Speaker], *, has_labels: bool) -> list[Kind]:
    """The kind of each turn, given as its label and its words, in order."""
    hosts = _hosts(turns, people)
    out: list[Kind] = []
    asked = False
    for label, _ in turns:
        if label is None or not label.words:
            out.append("statement" if not out and (None in people or not has_labels) else "narration")
        elif is_reporter(label.words) or label.form == "outlet":
            out.append("question")
            asked = True
        elif people[label.words].name in hosts:
            out.append("moderation")
        else:
            out.append("answer" if asked else "statement")
    return out


def _hosts(turns: Sequence[tuple[Label | None, str]], people: Mapping[str | None, Speaker]) -> set[str]:
    """Who leads the conference: called so, or opens or closes it and in half of the turns hands over the word."""
    spoken = [(people[label.words].name, label, words) for label, words in turns if label and label.words and not is_reporter(label.words)]
    hosts = {name for name, label, _ in spoken if is_moderator(label.words)}
    if hosts or len({name for name, *_ in spoken}) < 2:
        return hosts
    for name in {spoken[0][0], spoken[-1][0]}:
        speeches = [words for who, _, words in spoken if who == name]
        hosting = sum(bool(_HOSTING.search(speech)) for speech in speeches)
        if hosting * 2 >= len(speeches):
            hosts.add(name)
    return hosts


def joined(turns: Sequence[Turn]) -> list[Turn]:
    """Neighbouring turns of one label and kind are one turn; the others are numbered anew."""
    out: list[Turn] = []
    for turn in turns:
        if out and turn.label and out[-1].label == turn.label and out[-1].kind == turn.kind:
            before = out[-1]
            out[-1] = replace(before, paragraphs=before.paragraphs + turn.paragraphs, remarks=before.remarks + turn.remarks)
        else:
            out.append(replace(turn, number=len(out) + 1))
    return out


def paired(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Each answer gets the number of the last question before it; a follow-up, that of the question it goes back to."""
    out: list[Turn] = []
    questions: list[Turn] = []
    answered = False
    for turn in turns:
        if turn.kind == "question":
            turn = replace(turn, follows=_first_of(text, turn, questions) if answered else None)
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
    says_so = is_follow_up(turn.label or "") or (turn.label and is_follow_up(text[start : min(start + _OPENING, turn.paragraphs[0].end)]))
    if not says_so:
        return None
    before = questions[-1]
    outlet, other = _outlet(turn), _outlet(before)
    if outlet and other and outlet != other:
        return None
    return before.follows or before.number


def _outlet(turn: Turn) -> str | None:
    return turn.speaker.body if turn.speaker else None
