"""Turns -> their kinds, neighbours of one speaker joined, each answer paired with its question,
follow-ups with the first one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.labels.evidence import is_paper
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.words.names import has_title, is_follow_up, without_address
from pressroom.corpus.parse.words.roles import role_of, uncounted
from pressroom.corpus.parse.words.vocabulary import pattern, vocabulary
from pressroom.corpus.transcript import Kind, Speaker, Turn

_HOSTING = re.compile(
    r"[请請].{0,30}(?:介绍|提问|发布|通报|介紹|提問|發布|說明|局长|局長)|"
    r"(?:发布|發布|记者|記者|新闻|新聞|解读)[会會].{0,12}(?:到此|结束|結束|到这里|到這裡)|"
    r"提[问問].{0,6}(?:到这里|到這裡|到此|结束|結束)|(?:提问|提問)(?:环节|環節)|"
    r"欢迎.{0,6}(?:出席|参加|来到)|歡迎.{0,6}(?:出席|參加|來到)"
)
_ASKS = re.compile(r"[?？؟]|[かの]。?$|니까\.?$")
_FIGURE = re.compile(r"\d(?!\d?[:：.时時点點月日]|\d?\s?(?:am|pm|[ap]\.m\.|Uhr|h\b))", re.I)
_OPENING = 60  # characters: a follow-up says so at once
_SHORT_SPEECH = 400  # characters that a moderator seldom speaks at once
_THANKS = 30  # characters of what is said after an answer and tells nothing of who says it
_FEW = 4  # turns
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Said:
    """What one label opens: its words, who that is, and whether an office is known of them."""

    label: Label | None
    words: str
    who: str | None
    is_official: bool = False


def kinds(
    turns: Sequence[tuple[Label | None, str]],
    people: Mapping[str | None, Speaker],
    *,
    has_labels: bool,
    hosts: frozenset[str] = frozenset(),
) -> list[Kind]:
    """The kind of each turn, given as its label and its words, in order; `hosts`: who leads, as far
    as the head of the document says so.
    """
    said = [_said(label, words, people) for label, words in turns]
    asking = _asking(said)
    leading = _hosts(said, asking) | hosts
    out: list[Kind] = []
    for turn, after in zip(said, [*said[1:], None], strict=True):
        if turn.label is None:
            opens = not out and (None in people or not has_labels)
            out.append("statement" if opens else "narration")
        elif _is_question(turn, asking):
            out.append("question")
        elif turn.who in leading:
            out.append(_kind_of_leader(turn, after, out[-1] if out else None, asking, leading))
        else:
            out.append("answer" if "question" in out else "statement")
    return out


def _said(label: Label | None, words: str, people: Mapping[str | None, Speaker]) -> Said:
    speaker = people.get(label.words) if label else None
    if label is None or speaker is None:
        return Said(label, words, speaker.name if speaker and label else None)
    is_official = speaker.title is not None or has_title(label.words)
    return Said(label, words, without_address(speaker.name), is_official)


def _is_question(turn: Said, asking: set[str]) -> bool:
    assert turn.label is not None
    role = turn.label.role
    if role == "audience":
        return bool(_ASKS.search(turn.words))
    asks = role in ("question", "follow_up", "reporter", "press")
    return asks or is_paper(turn.label.words) or turn.who in asking


def _asking(said: Sequence[Said]) -> set[str]:
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
    return not turn.is_official and _is_numbered(turn)


def _is_numbered(turn: Said) -> bool:
    return turn.label is not None and uncounted(turn.label.words) != turn.label.words


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
        is_reply = before is not None and before.who is not None and _ends_in_question(before.words)
        is_long = len(turn.words) >= _SHORT_SPEECH * 2
        asks = first.get(turn.who, bool(_ASKS.search(turn.words)) and is_asked)
        first[turn.who] = asks and not (is_long or (is_reply and not _ASKS.search(turn.words)))
    return {who for who, asks in first.items() if asks}


def _kind_of_leader(
    turn: Said,
    after: Said | None,
    before: Kind | None,
    asking: set[str],
    leading: AbstractSet[str | None],
) -> Kind:
    """Who leads asks what others reply to, and answers what nobody else does."""
    if _ends_in_question(turn.words) and _is_reply(after, asking, leading):
        return "question"
    is_last = after is None or (after.label is not None and _is_question(after, asking))
    is_official = turn.label is not None and turn.label.role is None
    replies = before == "question" and is_last and not _is_hosting(turn.words)
    return "answer" if replies and is_official else "moderation"


def _ends_in_question(words: str) -> bool:
    return bool(_ASKS.search(words.rstrip("”」』\"' ")[-3:]))


def _is_reply(turn: Said | None, asking: set[str], leading: AbstractSet[str | None]) -> bool:
    """Whether somebody speaks who neither asks nor leads: `HOST: Are fares going up?` is asked."""
    if turn is None or turn.label is None or turn.label.unsure:
        return False
    return turn.who not in leading and not _is_question(turn, asking)


def _answers(before: Said | None, turn: Said) -> bool:
    """Whether somebody asks nothing right after a reporter."""
    role = before.label.role if before and before.label else None
    asked = role in ("question", "reporter", "press", "audience") or (
        before is not None and bool(_ASKS.search(before.words.rstrip()[-3:]))
    )
    return asked and not _ASKS.search(turn.words)


def _is_thanks(before: Said | None, turn: Said) -> bool:
    """Whether a few words follow what was no question: they tell nothing of who says them."""
    follows = before is not None and not _ends_in_question(before.words)
    return follows and len(turn.words) < _THANKS and not _ends_in_question(turn.words)


def _mostly_asks(speeches: Sequence[str], thanks: Sequence[str]) -> bool:
    """Whether the turns of somebody end in questions, and are short; `thanks`: those that count
    for nothing where there are few turns.
    """
    if len(speeches) + len(thanks) > _FEW:
        speeches = [*speeches, *thanks]
    asked = sum(bool(_ASKS.search(words.rstrip("”」』\"' ")[-3:])) for words in speeches)
    return asked >= max(1.0, len(speeches) * _MOSTLY) and all(
        len(words) < _SHORT_SPEECH * 2 for words in speeches
    )


def _hosts(said: Sequence[Said], asking: set[str]) -> set[str]:
    """Who leads the conference: called so; or hands over the word in half of the turns; or speaks
    several times, shortly, and never right after a question.
    """
    spoken = [
        (at, turn)
        for at, turn in enumerate(said)
        if turn.label and turn.who and not _is_question(turn, asking)
    ]
    called = {
        turn.who for _, turn in spoken if turn.label and turn.label.role in ("moderator", "chair")
    } | {turn.who for turn in said if turn.is_official and _is_numbered(turn)}
    hosts = {who for who in called if who}
    places_of: dict[str, list[int]] = defaultdict(list)
    for at, turn in spoken:
        places_of[turn.who or ""].append(at)
    if hosts or len(places_of) < 2:
        return hosts
    at_ends = {spoken[0][1].who, spoken[-1][1].who}
    for who, places in places_of.items():
        answering = sum(_follows_question(said, at, asking) for at in places)
        at_end = who in at_ends
        if (
            answering * 2 <= len(places)
            and (at_end or len(places) > 1)
            and _hands_over(said, places)
        ) or (at_end and not answering and _leads(said, places, asking)):
            hosts.add(who)
    return hosts


def _hands_over(said: Sequence[Said], places: Sequence[int]) -> bool:
    """Whether half of the turns or more call on somebody, or open or close the conference."""
    return sum(_is_hosting(said[at].words) for at in places) * 2 >= len(places)


def _is_hosting(words: str) -> bool:
    return bool(_HOSTING.search(words) or _hosting_phrases().search(fold(words)))


def _follows_question(said: Sequence[Said], at: int, asking: set[str]) -> bool:
    return at > 0 and said[at - 1].label is not None and _is_question(said[at - 1], asking)


def _leads(said: Sequence[Said], places: Sequence[int], asking: set[str]) -> bool:
    """Several short turns without figures, some of them right before a question."""
    return (
        len(places) > 1
        and not any(_FIGURE.search(said[at].words) for at in places)
        and all(len(said[at].words) < _SHORT_SPEECH for at in places)
        and any(_follows_question(said, at + 2, asking) for at in places if at + 2 < len(said))
    )


@cache
def _hosting_phrases() -> re.Pattern[str]:
    return pattern(vocabulary().hosting)


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
