"""Groups -> a batch in tokens: what one step encodes, and what it should find there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pressroom.corpus.sentences import sentences
from pressroom.eval.training.data.rows import Asked, Group, Span, Text
from pressroom.index.e5.cut import Cut, cut_passage, cut_question
from pressroom.index.e5.tokens import Tokens

CHARACTERS = 700  # of a text at most; longer ones are cropped around what is asked


@dataclass(frozen=True)
class Wanted:
    """A question in tokens; which sentences and tokens of passage `at` answer it (none: it does
    not), and which passages answer it, too.
    """

    ids: list[int]
    at: int
    sentences: tuple[int, ...]
    marks: tuple[Span, ...]
    asked: Asked
    name: str
    also: tuple[int, ...] = ()


@dataclass
class Batch:
    passages: list[Cut] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        return sum(len(p.ids) for p in self.passages) + sum(len(w.ids) for w in self.wanted)


class Cutter:
    """Cuts groups; what was cut once is kept. Of the tokens of a question a share is forgotten at
    random, so that the same question is never learned by heart.
    """

    def __init__(
        self, tokens: Tokens, *, forgotten: float = 0.0, rng: random.Random | None = None
    ) -> None:
        self._tokens, self._forgotten = tokens, forgotten
        self._rng = rng or random.Random(0)
        self._kept: dict[tuple[str, str], Cut] = {}

    def passage(self, text: Text) -> Cut:
        key = (text.header, text.text)
        if key not in self._kept:
            found = list(sentences(text.text))
            self._kept[key] = cut_passage(self._tokens, text.header, text.text, found)
        return self._kept[key]

    def question(self, question: str, history: Sequence[str] = ()) -> list[int]:
        first, *words, last = cut_question(self._tokens, question, history)
        kept = [word for word in words if self._rng.random() >= self._forgotten]
        return [first, *(kept or words), last]

    def add(self, batch: Batch, group: Group, *, history: bool = True) -> None:
        """Adds the texts of a group and all its questions to a batch."""
        base = len(batch.passages)
        batch.passages += [self.passage(text) for text in group.texts]
        for one in group.asked:
            cut = batch.passages[base + one.at]
            text = group.texts[one.at].text
            ids = self.question(one.question, one.history if history else ())
            wanted = wanted_sentences(cut, text, one)
            marks = tuple(
                found
                for span in one.answers
                for part in by_sentence(text, span)
                if (found := marked_tokens(cut, text, part))
            )
            if one.sentences and not wanted:
                continue  # what answers was cut off
            also = tuple(base + at for at in one.also)
            batch.wanted.append(Wanted(ids, base + one.at, wanted, marks, one, group.name, also))


def wanted_sentences(cut: Cut, text: str, one: Asked) -> tuple[int, ...]:
    """The sentences in which the answer stands; without an answer, those that are said to
    answer.
    """
    spans = one.answers or one.sentences
    found = []
    for number, (start, end) in enumerate(sentences(text)):
        held = cut.sentences[number][1] > cut.sentences[number][0]
        if held and any(start < b and a < end for a, b in spans):
            found.append(number)
    return tuple(found)


def by_sentence(text: str, span: Span) -> list[Span]:
    """An answer of several sentences -> its part in each of them."""
    start, end = span
    return [(max(a, start), min(b, end)) for a, b in sentences(text) if a < end and start < b]


def marked_tokens(cut: Cut, text: str, span: Span) -> Span | None:
    """First and last token of a span of characters; None where a part of it was cut off."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    inside = [n for n, (a, b) in enumerate(cut.spans) if a < end and b > start and b > a]
    if not inside or cut.spans[inside[-1]][1] < end or inside[-1] - inside[0] > 160:
        return None
    return inside[0], inside[-1]


def cropped(text: Text, asked: Sequence[Asked], rng: random.Random) -> tuple[Text, list[Asked]]:
    """A long text -> whole sentences of it around one of the questions, and the questions that it
    still answers.
    """
    if len(text.text) <= CHARACTERS:
        return text, list(asked)
    kept = [one for one in asked if one.sentences]
    centre = rng.choice(kept).sentences[0][0] if kept else rng.randrange(len(text.text))
    wish = max(0, centre - rng.randrange(CHARACTERS - 150))
    parts = list(sentences(text.text))
    begin = next((s for s, e in parts if s >= wish or (s <= centre < e)), 0)
    end = max((e for s, e in parts if e <= begin + CHARACTERS), default=begin + CHARACTERS)
    end = max(end, begin + 40)
    inside = [one for one in asked if all(begin <= a and b <= end for a, b in one.sentences)]
    moved = [
        replace(one, sentences=_back(one.sentences, begin), answers=_back(one.answers, begin))
        for one in inside
    ]
    return replace(text, text=text.text[begin:end]), moved


def joined(group: Group, rng: random.Random, *, chance: float) -> Group:
    """Neighbouring texts of one speaker are sometimes made one, as passages of a transcript are."""
    made = Group(group.name, [])
    place: dict[int, tuple[int, int]] = {}
    for number, text in enumerate(group.texts):
        last = made.texts[-1] if made.texts else None
        fits = last and last.header == text.header
        if last and fits and len(last.text) + len(text.text) < CHARACTERS and rng.random() < chance:
            place[number] = (len(made.texts) - 1, len(last.text) + 1)
            made.texts[-1] = replace(last, text=last.text + "\n" + text.text)
        else:
            place[number] = (len(made.texts), 0)
            made.texts.append(text)
    for one in group.asked:
        at, shift = place[one.at]
        made.asked.append(
            replace(
                one,
                at=at,
                sentences=_back(one.sentences, -shift),
                answers=_back(one.answers, -shift),
                also=tuple(place[other][0] for other in one.also),
            )
        )
    return made


def _back(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple((a - by, b - by) for a, b in spans)
