"""Drafts -> the sentences that hold, each with its citations, and what was rejected and why.

What holds is shown as drafted; a sentence that does not, but whose quotes do, is repaired: shown as the official's own
words. So the worst that a chat model can do is to choose official words badly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.citations import Citation, Quote, Rejected, cite, verify
from assistant.facts import tokens
from assistant.wording import Ground, grounds_of, judge, translation_fault
from corpus import language
from corpus.sentences import trimmed
from index.search import Hit

_LEAST_SHARED = 0.6  # of an altered quote's words, for the sentence that was meant to be shown in its place
_MOSTLY_OTHER_WORDS = 0.3  # of the words of a translation, as many may be those of the original
Nearness = Callable[[str, str], float]
MIN_TRANSLATION_NEARNESS = 0.6  # translations of sentences in the samples have 0.66 and more, most other sentences less than 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as shown, with the checked words that carry it. `translation` is a chat model's, never an official's."""

    text: str
    citations: tuple[Citation, ...]
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before verification."""

    text: str
    quotes: tuple[Quote, ...]


def check(drafts: Sequence[Draft], hits: Sequence[Hit]) -> tuple[list[Sentence], list[Rejected]]:
    """The built-in answer: words that stand as they are in a quote of theirs. The rest comes back with the reason."""
    kept: list[Sentence] = []
    rejected: list[Rejected] = []
    for draft in drafts:
        citations, failed = verify(draft.quotes, hits)
        rejected += failed
        if not failed and draft.text and any(draft.text in citation.text for citation in citations):
            kept.append(Sentence(draft.text, tuple(citations)))
        else:
            rejected.append(Rejected(draft.text, "it is not its quotes, word for word"))
    return kept, rejected


def check_written(
    drafts: Iterable[Draft], hits: Sequence[Hit], *, into: str = "en", nearness: Nearness | None = None
) -> Iterator[tuple[Sentence | None, list[Rejected]]]:
    """For each sentence of a chat model, as it comes: what is shown of it, if anything, and what was wrong.

    `into` is the language of the question, in which translations are; `nearness` tells how near two texts of different
    languages are in meaning, 0 to 1: without it no translation is shown.
    """
    shown: set[Citation] = set()
    for draft in drafts:
        sentence, failed = _checked(draft, hits, into, nearness)
        if sentence and set(sentence.citations) <= shown:
            sentence = None  # said before
        shown |= set(sentence.citations) if sentence else set()
        yield sentence, failed


def _checked(draft: Draft, hits: Sequence[Hit], into: str, nearness: Nearness | None) -> tuple[Sentence | None, list[Rejected]]:
    citations, rejected = verify(draft.quotes, hits)
    repaired = _meant(rejected, draft, hits)
    if not citations and not repaired:
        return None, [*rejected, Rejected(draft.text, "it has no quote" if not draft.quotes else "none of its quotes holds")]
    by_id = {(hit.transcript.id, hit.start): hit for hit in hits}
    places = [(_hit_of(citation, by_id), citation) for citation in [*citations, *repaired]]
    grounds = list(dict.fromkeys(g for hit, c in places for g in grounds_of(hit.transcript, c.start, c.end, _who(c))))
    own = _in_own_words(grounds, places)
    if _is_translation(draft.text, own.text):
        fault = _translation_fault(draft.text, own, into, nearness)
        return Sentence(own.text, own.citations, None if fault else draft.text), rejected + _noted(draft, fault)
    fault = _stranger(draft.text, own.citations, hits)
    worded = judge(draft.text, grounds)
    if fault or worded.fault or rejected:
        return own, [*rejected, *_noted(draft, fault or worded.fault)]
    spans = [(grounds[number], start, end) for number, start, end in worded.spans]
    return Sentence(draft.text, _cited(spans, places)), []


def _noted(draft: Draft, fault: str | None) -> list[Rejected]:
    return [Rejected(draft.text, fault)] if fault else []


def _meant(rejected: Sequence[Rejected], draft: Draft, hits: Sequence[Hit]) -> list[Citation]:
    """For quotes that were altered: the sentence of the named passage that shares most words with them, if that is most of them."""
    by_id = {hit.passage_id: hit for hit in hits}
    failed = {reject.words for reject in rejected}
    found = []
    for quote in draft.quotes:
        hit = by_id.get(quote.passage_id)
        if quote.words in failed and hit and (span := _most_alike(quote.words, hit)):
            found.append(cite(hit, *span))
    return found


def _most_alike(words: str, hit: Hit) -> tuple[int, int] | None:
    wanted = {token.key for token in tokens(words, day=hit.transcript.date)}
    best: tuple[float, tuple[int, int]] = (0.0, (0, 0))
    headings = {(p.start, p.end) for p in hit.turn.paragraphs if p.heading}
    for start, end in hit.transcript.sentences(hit.start, hit.end):
        span = trimmed(hit.transcript.text, start, end)
        held = {token.key for token in tokens(hit.transcript.text[slice(*span)], day=hit.transcript.date)}
        if span not in headings:
            best = max(best, (len(wanted & held) / max(1, len(wanted)), span), key=lambda pair: pair[0])
    return best[1] if best[0] >= _LEAST_SHARED else None


def _hit_of(citation: Citation, by_id: dict[tuple[str, int], Hit]) -> Hit:
    return next(hit for (document, _), hit in by_id.items() if document == citation.transcript_id and hit.start <= citation.start < hit.end)


def _who(citation: Citation) -> str:
    speaker = citation.speaker
    return " ".join(filter(None, (speaker.name, speaker.title, speaker.body))) if speaker else ""


def _in_own_words(grounds: Sequence[Ground], places: Sequence[tuple[Hit, Citation]]) -> Sentence:
    """The whole sentences that hold the quotes, as the official said them."""
    citations = _cited([(ground, ground.start, ground.end) for ground in grounds], places)
    return Sentence(" ".join(citation.text for citation in citations), citations)


def _cited(spans: Sequence[tuple[Ground, int, int]], places: Sequence[tuple[Hit, Citation]]) -> tuple[Citation, ...]:
    """A citation for each ground, from its first to its last span, without the punctuation after it."""
    found = []
    for ground in dict.fromkeys(ground for ground, _, _ in spans):
        start = min(first for other, first, _ in spans if other == ground)
        end = max(last for other, _, last in spans if other == ground)
        hit = next(hit for hit, c in places if hit.transcript.id == ground.transcript.id and c.start < ground.end and ground.start < c.end)
        text = ground.transcript.text
        found.append(cite(hit, start, start + len(text[start:end].rstrip(" \n,，;；:：" if end < ground.end else None))))
    return tuple(found)


def _stranger(text: str, citations: Sequence[Citation], hits: Sequence[Hit]) -> str | None:
    """A sentence names no speaker but those whom it quotes, or of whom they speak."""
    quoted = " ".join(citation.text for citation in citations)
    names = {turn.speaker.name for hit in hits for turn in hit.transcript.turns if turn.speaker}
    wrong = names - {c.speaker.name for c in citations if c.speaker}
    found = sorted(name for name in wrong if name in text and name not in quoted)
    return f"it names a speaker whom it does not quote: {', '.join(found)}" if found else None


def _is_translation(text: str, original: str) -> bool:
    """In another language, and not the same words: the language of a short sentence is easily mistaken.

    Simplified and traditional Chinese are one language.
    """
    mine, theirs = ({token.key for token in tokens(words) if not token.figure} for words in (text, original))
    other = language.detect(text).split("-")[0] != language.detect(original).split("-")[0]
    return other and len(mine & theirs) < _MOSTLY_OTHER_WORDS * len(mine)


def _translation_fault(text: str, own: Sentence, into: str, nearness: Nearness | None) -> str | None:
    if nearness is None or nearness(text, own.text) < MIN_TRANSLATION_NEARNESS:
        return "it does not mean what the original says"
    return translation_fault(text, own.text, into=into, day=own.citations[0].date)
