"""A drafted sentence and what it rests on -> why it must not be shown, if it must not.

A sentence may string together whole clauses of officials' sentences, each with the subject of an
earlier clause, and say who said it and when. It may add no word, leave no clause half said, and
take none out of a condition or a rumour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressroom.assistant.check.clauses import Clause, clauses_of, pieces_of
from pressroom.corpus.facts import Token, day_figures, guards, tokens
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span

# Who takes a clause out of such a sentence may turn its meaning round: it is kept whole.
_WHOLE = re.compile(
    r"(?<!没)有人(?!员)|有的人|网传|传言|谣|所谓|不实|误[解读传]|听说|"
    r"(?<![a-z])(?:if|unless|rumou?rs?|provided|alleged|claims?|although|while|except)(?![a-z])"
)
# What follows such a clause holds only with it.
_CONDITION = re.compile(
    r"如果|假如|倘若|若(?!干)|只有|只要|除非|凡|除.{1,20}外|情况下|前提|虽然|尽管|^[^是]*的[,，]?$"
)
_LEADING_YEAR = re.compile(r"^(?:截,至,|到,|至,)?(\d{4}年)")
_SAYS = re.compile(
    r"(?:介绍|表示|指出|回答|透露|强调|通报|宣布|提到|解释|回应|[说称讲])(?:说|道|称|时|"
    r"了)?[,，:：“\"\s]*|"
    r"(?<![a-z])(?:said|says|told reporters|announced|explained|added|noted|stated)(?![a-z])"
    r"(?: that)?[,:“\"\s]*|"
    r"^according to [^,]{2,60},\s*",
    re.I,
)
_FRAME = tokens(
    "根据 据 会上 发布会上 记者 提问 新闻发言人 介绍 回答 according to in response at the press "
    "conference on mr ms"
)
MAX_SENTENCE = 400
_LONGEST_FRAME = 90
_PLAIN_SIGNS = "，。、；：,.;:“”‘’「」『』\"'%％"


@dataclass(frozen=True, slots=True)
class Worded:
    """What a sentence is made of: of each ground that it uses, in order, the words from the first
    to the last clause; or the fault that it has.
    """

    used: tuple[tuple[Span, Span], ...] = ()
    fault: str | None = None


def grounds_of(span: Span) -> Iterator[Span]:
    """The whole sentences, of the paragraph where it begins, that hold any of the span."""
    place = span.transcript.paragraph_at(span.start)
    if place is None:
        return
    for start, end in span.transcript.sentences(place[1].start, place[1].end):
        if start < span.end and span.start < end:
            yield span.cut(start, end).stripped()


def judge(text: str, grounds: Sequence[Span]) -> Worded:
    """Whether the sentence says no more and nothing else than the grounds do."""
    if len(text) > MAX_SENTENCE:
        return Worded(fault=f"it has more than {MAX_SENTENCE} characters")
    who, said = _attribution(text, grounds)
    day = grounds[0].transcript.date if grounds else None
    keys = [token.key for token in tokens(said, day=day)]
    if not keys:
        return Worded(fault="it says nothing")
    if signs := _strange_signs(text, grounds):
        return Worded(fault=f"signs that stand in none of its quotes: {signs}")
    parts = [clauses_of(number, ground) for number, ground in enumerate(grounds)]
    pieces = pieces_of(tuple(keys), [clause for part in parts for clause in part])
    if pieces is None:
        return Worded(fault=_what_is_strange(said, day, grounds))
    if len(set(pieces)) < len(pieces):
        return Worded(fault="it says the same twice")
    used = [grounds[number] for number in dict.fromkeys(piece.ground for piece in pieces)]
    fault = _occasions_fault(used) or _attribution_fault(who, used)
    if fault:
        return Worded(fault=fault)
    return _whole_where_bound(pieces, parts, grounds) or Worded(_used(pieces, grounds))


def _used(pieces: Sequence[Clause], grounds: Sequence[Span]) -> tuple[tuple[Span, Span], ...]:
    """Each ground with the words from its first to its last clause."""
    used = []
    for number in dict.fromkeys(piece.ground for piece in pieces):
        own = [piece for piece in pieces if piece.ground == number]
        start, end = min(piece.start for piece in own), max(piece.end for piece in own)
        used.append((grounds[number], grounds[number].cut(start, end)))
    return tuple(used)


def _attribution(text: str, grounds: Sequence[Span]) -> tuple[str, str]:
    """`据周启明局长介绍，` and the rest of the sentence; nothing and the whole where the verb of
    saying is the official's own.
    """
    match = _SAYS.search(text[:_LONGEST_FRAME])
    before = fold(text[: match.end()]).strip(' ,:“"') if match else ""
    if not match or any(before in fold(ground.text) for ground in grounds):
        return "", text
    return (text[: match.start()] or text[: match.end()]), text[match.end() :]


def _attribution_fault(who: str, used: Sequence[Span]) -> str | None:
    """It may name but those whose words are used, their document and its day."""
    said = {token.key for token in tokens(who)}
    for ground in used:
        strange = said - {token.key for token in _FRAME} - _frame_of(ground)
        if strange or ("记者" in who and "答" not in who):
            return f"it says who said it, or when, in words that do not hold: {who.strip()}"
    return None


def _occasions_fault(used: Sequence[Span]) -> str | None:
    """What was said on different days or by different people is not one sentence."""
    occasions = {(ground.transcript.id, _who_says(ground)) for ground in used}
    return (
        "it joins what different people said, or the same on different days"
        if len(occasions) > 1
        else None
    )


def _strange_signs(text: str, grounds: Sequence[Span]) -> str:
    """Whatever is neither a letter nor plain punctuation, such as a minus sign, a question mark or
    a picture, must be the official's.
    """
    held = {char for ground in grounds for char in ground.text} | set(_PLAIN_SIGNS)
    return "".join(
        dict.fromkeys(
            char for char in text if not char.isalnum() and not char.isspace() and char not in held
        )
    )


def _frame_of(ground: Span) -> set[str]:
    document = ground.transcript
    named = tokens(f"{_who_says(ground)} {document.title} {document.body or ''}")
    return {token.key for token in named} | day_figures(ground.transcript.date)


def _who_says(span: Span) -> str:
    """Name, title and body of whoever says it."""
    speaker = span.turn.speaker
    return " ".join(filter(None, (speaker.name, speaker.title, speaker.body))) if speaker else ""


def _whole_where_bound(
    pieces: Sequence[Clause], parts: Sequence[Sequence[Clause]], grounds: Sequence[Span]
) -> Worded | None:
    """A fault if a clause was taken out of a sentence that only holds whole, from under its
    condition, or from under another year.
    """
    for number in dict.fromkeys(piece.ground for piece in pieces):
        ground, kept = grounds[number], {piece.place for piece in pieces if piece.ground == number}
        left = [clause for clause in parts[number] if clause.place not in kept]
        if left and _WHOLE.search(fold(ground.text)):
            return Worded(fault="it takes a part out of a sentence that only holds as a whole")
        if any(_is_split(clause, parts[number], kept, ground) for clause in parts[number]):
            return Worded(fault="it takes words from under their condition")
        years = {
            year[1]
            for clause in left
            if clause.place < min(kept) and (year := _LEADING_YEAR.match(",".join(clause.keys)))
        }
        if years - day_figures(ground.transcript.date):
            return Worded(fault="it leaves out the year of which its quote speaks")
    return None


def _is_split(clause: Clause, parts: Sequence[Clause], kept: set[int], ground: Span) -> bool:
    """Whether a condition is left out of which something kept depends, or kept without what depends
    on it.
    """
    if (
        not _CONDITION.search(fold(ground.transcript.text[clause.start : clause.end].strip()))
        or clause is parts[-1]
    ):
        return False
    after = {other.place for other in parts if other.place > clause.place}
    return bool(kept & after) if clause.place not in kept else not kept & after


def _what_is_strange(said: str, day: str | None, grounds: Sequence[Span]) -> str:
    """The first reason a person would understand: a figure, a negation, words."""
    source = [tokens(ground.text, day=ground.transcript.date) for ground in grounds]
    held = {token.key for known in source for token in known}
    mine = tokens(said, day=day)
    strange = [token for token in mine if token.key not in held]
    if figures := [token.key for token in strange if token.figure]:
        return f"figures that stand in none of its quotes: {', '.join(sorted(set(figures)))}"
    if words := _joined(strange, said):
        return f"words that stand in none of its quotes: {', '.join(words)}"
    if [token.key for token in mine if token.guard] != [
        key for ground in grounds for key in guards(ground.text)
    ]:
        return (
            "it leaves out or moves a negation or reservation, or joins words that were not said "
            "together"
        )
    return "it joins words that were not said together"


def _joined(strange: Sequence[Token], said: str) -> list[str]:
    """Runs of neighbouring tokens as they stand in the sentence."""
    runs: list[list[int]] = []
    for token in strange:
        if runs and token.start - runs[-1][1] <= 1:
            runs[-1][1] = token.end
        else:
            runs.append([token.start, token.end])
    return [said[start:end] for start, end in runs]
