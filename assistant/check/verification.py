"""Drafts -> the sentences that hold, each with its citations, and what was rejected and why.

What holds is shown as drafted; a sentence that does not, but whose quotes do, is repaired: shown as
the official's own words. So the worst that a chat model can do is to choose official words badly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pressroom.assistant.check.citations import Citation, Quote, Rejected, verify
from pressroom.assistant.check.translating import translation_fault
from pressroom.assistant.check.wording import grounds_of, judge
from pressroom.corpus import language
from pressroom.corpus.facts import tokens
from pressroom.corpus.transcript import Span

# of an altered quote's words, for the sentence that was meant to be shown in its place
_LEAST_SHARED = 0.6
_MOSTLY_OTHER_WORDS = 0.3  # of the words of a translation, as many may be those of the original
_LOOSE = " \n,，;；:："  # after words that are cut out of their sentence
Nearness = Callable[[str, str], float]
# translations of sentences in the samples have 0.66 and more, most other sentences less than 0.5
MIN_TRANSLATION_NEARNESS = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as shown, with the checked words that carry it. `translation` is a chat model's,
    never an official's.
    """

    text: str
    citations: tuple[Citation, ...]
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A sentence before verification."""

    text: str
    quotes: tuple[Quote, ...]


def check(
    drafts: Sequence[Unchecked], passages: Sequence[Span]
) -> tuple[list[Sentence], list[Rejected]]:
    """The built-in answer: words that stand as they are in a quote of theirs. The rest comes back
    with the reason.
    """
    kept: list[Sentence] = []
    rejected: list[Rejected] = []
    for draft in drafts:
        citations, failed = verify(draft.quotes, passages)
        rejected += failed
        if not failed and draft.text and any(draft.text in citation.text for citation in citations):
            kept.append(Sentence(draft.text, tuple(citations)))
        else:
            rejected.append(Rejected(draft.text, "it is not its quotes, word for word"))
    return kept, rejected


def check_written(
    drafts: Iterable[Unchecked],
    passages: Sequence[Span],
    *,
    into: str = "en",
    nearness: Nearness | None = None,
) -> Iterator[tuple[Sentence | None, list[Rejected]]]:
    """For each sentence of a chat model, as it comes: what is shown of it, if anything, and what
    was wrong.

    `into` is the language of the question, in which translations are; `nearness` tells how near two
    texts of different languages are in meaning, 0 to 1: without it no translation is shown.
    """
    shown: set[Citation] = set()
    for draft in drafts:
        sentence, failed = _checked(draft, passages, into, nearness)
        if sentence and set(sentence.citations) <= shown:
            sentence = None  # said before
        shown |= set(sentence.citations) if sentence else set()
        yield sentence, failed


def _checked(
    draft: Unchecked, passages: Sequence[Span], into: str, nearness: Nearness | None
) -> tuple[Sentence | None, list[Rejected]]:
    citations, rejected = verify(draft.quotes, passages)
    quoted = [*(citation.span for citation in citations), *_meant(rejected, draft, passages)]
    if not quoted:
        why = "none of its quotes holds" if draft.quotes else "it has no quote"
        return None, [*rejected, Rejected(draft.text, why)]
    grounds = list(dict.fromkeys(ground for span in quoted for ground in grounds_of(span)))
    own = _in_own_words(grounds)
    if _is_translation(draft.text, own.text):
        fault = _translation_fault(draft.text, own, into, nearness)
        shown = None if fault else draft.text
        return Sentence(own.text, own.citations, shown), rejected + _noted(draft, fault)
    worded = judge(draft.text, grounds)
    fault = _stranger(draft.text, own.citations, passages) or worded.fault
    if fault or rejected:
        return own, [*rejected, *_noted(draft, fault)]
    return Sentence(draft.text, _cited(worded.used)), []


def _noted(draft: Unchecked, fault: str | None) -> list[Rejected]:
    return [Rejected(draft.text, fault)] if fault else []


def _meant(rejected: Sequence[Rejected], draft: Unchecked, passages: Sequence[Span]) -> list[Span]:
    """For quotes that were altered: the sentence of the named passage that shares most words with
    them, if that is most of them.
    """
    by_id = {passage.id: passage for passage in passages}
    failed = {reject.words for reject in rejected}
    altered = [quote for quote in draft.quotes if quote.words in failed]
    named = [(quote.words, by_id.get(quote.passage_id)) for quote in altered]
    found = (_most_alike(words, passage) for words, passage in named if passage)
    return [span for span in found if span]


def _most_alike(words: str, passage: Span) -> Span | None:
    wanted = _keys(words, passage)
    headings = {(p.start, p.end) for p in passage.turn.paragraphs if p.heading}
    said = [one for one in passage.sentences() if (one.start, one.end) not in headings]
    shares = [len(wanted & _keys(one.text, passage)) / max(1, len(wanted)) for one in said]
    most = max(shares, default=0.0)
    return said[shares.index(most)] if most >= _LEAST_SHARED else None


def _keys(words: str, passage: Span) -> set[str]:
    return {token.key for token in tokens(words, day=passage.transcript.date)}


def _in_own_words(grounds: Sequence[Span]) -> Sentence:
    """The whole sentences that hold the quotes, as the official said them."""
    citations = _cited([(ground, ground) for ground in grounds])
    return Sentence(" ".join(citation.text for citation in citations), citations)


def _cited(used: Sequence[tuple[Span, Span]]) -> tuple[Citation, ...]:
    """A citation for each ground, of the words used, without the punctuation after them."""
    found = []
    for ground, words in used:
        loose = _LOOSE if words.end < ground.end else None
        kept = words.text.rstrip(loose)
        found.append(Citation(words.cut(words.start, words.start + len(kept))))
    return tuple(found)


def _stranger(text: str, citations: Sequence[Citation], passages: Sequence[Span]) -> str | None:
    """A sentence names no speaker but those whom it quotes, or of whom they speak."""
    quoted = " ".join(citation.text for citation in citations)
    turns = (turn for passage in passages for turn in passage.transcript.turns)
    names = {turn.speaker.name for turn in turns if turn.speaker}
    wrong = names - {c.speaker.name for c in citations if c.speaker}
    found = sorted(name for name in wrong if name in text and name not in quoted)
    return f"it names a speaker whom it does not quote: {', '.join(found)}" if found else None


def _is_translation(text: str, original: str) -> bool:
    """In another language, and not the same words: the language of a short sentence is easily
    mistaken.

    Simplified and traditional Chinese are one language.
    """
    mine, theirs = (
        {token.key for token in tokens(words) if not token.figure} for words in (text, original)
    )
    other = language.detect(text).split("-")[0] != language.detect(original).split("-")[0]
    return other and len(mine & theirs) < _MOSTLY_OTHER_WORDS * len(mine)


def _translation_fault(
    text: str, own: Sentence, into: str, nearness: Nearness | None
) -> str | None:
    if nearness is None or nearness(text, own.text) < MIN_TRANSLATION_NEARNESS:
        return "it does not mean what the original says"
    return translation_fault(text, own.text, into=into, day=own.citations[0].date)
