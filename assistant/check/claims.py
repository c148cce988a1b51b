"""A text about what officials said -> each of its sentences found, misattributed, altered or not
found in the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pressroom.assistant.check.attributed import QUOTED, attribution_of, parts_of
from pressroom.assistant.check.citations import Citation
from pressroom.assistant.check.comparing import Difference, differences, letters, shared
from pressroom.assistant.check.wording import grounds_of, judge
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.facts import day_figures, tokens
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.parted import bare_name
from pressroom.corpus.parse.words.roles import is_asking
from pressroom.corpus.sentences import sentences, trimmed
from pressroom.corpus.transcript import Span, Speaker, Transcript
from pressroom.index.filters import Filter
from pressroom.index.hit import Searcher

ClaimStatus = Literal["found", "misattributed", "altered", "not_found"]
MAX_CHARACTERS = 20_000
MAX_SENTENCES = 300
_LONGEST = 1000  # characters: a longer sentence is found word for word or not at all
_HITS = 20
# of a sentence's words in the nearest official one, for it to count as altered and not as made up
_MIN_SHARED = 0.55
_TIMES = ("年", "月", "日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence `text[start:end]` of what was checked. `citation` is the place found or the
    nearest one; `attributed` is whom the text names; `speaker` who really spoke; `shortened`
    whether whole clauses of the official sentence are left out.
    """

    text: str
    start: int
    end: int
    verdict: ClaimStatus
    citation: Citation | None = None
    attributed: str | None = None
    speaker: Speaker | None = None
    differences: tuple[Difference, ...] = ()
    shortened: bool = False


def check_text(text: str, searcher: Searcher, *, where: Filter | None = None) -> list[Claim]:
    """A claim for each sentence, in order. Raises QuestionError for an empty or too long text."""
    if not any(char.isalnum() for char in text):
        raise QuestionError(
            "the text is empty; expected sentences that officials are said to have said"
        )
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} were expected. "
            f"Check it in parts"
        )
    spans = [trimmed(text, *span) for span in sentences(text)]
    spoken = [
        (start, end) for start, end in spans if any(char.isalnum() for char in text[start:end])
    ]
    if len(spoken) > MAX_SENTENCES:
        raise QuestionError(
            f"the text has {len(spoken)} sentences; at most {MAX_SENTENCES} were expected. Check "
            f"it in parts"
        )
    return [_checked(text[start:end], start, searcher, where) for start, end in spoken]


def _checked(sentence: str, start: int, searcher: Searcher, where: Filter | None) -> Claim:
    attribution = attribution_of(sentence)
    quoted = QUOTED.search(sentence)
    sought = quoted[1] if quoted else attribution.words if attribution else sentence
    found = [hit.span for hit in searcher.search(sought, limit=_HITS, where=where)]
    attributed = _known(attribution.who, found) if attribution else None
    parts = parts_of(sentence, quoted, attribution)
    base = Claim(sentence, start, start + len(sentence), "not_found", attributed=attributed)
    claim = _Sought(base, parts[0], parts[1], found)
    return claim.verbatim() or (
        base if len(parts[0]) > _LONGEST else claim.shortened() or claim.nearest()
    )


def _known(who: str, found: Sequence[Span]) -> str:
    """The speaker's name, or the words that are meant to be one."""
    turns = (turn for passage in found for turn in passage.transcript.turns)
    names = {turn.speaker.name for turn in turns if turn.speaker}
    return next(
        (name for name in sorted(names, key=len, reverse=True) if fold(name) in fold(who)),
        bare_name(who),
    )


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was said, in search of its place; each method judges it, or gives None where it finds
    none.
    """

    base: Claim
    said: str
    around: str
    found: Sequence[Span]

    def verbatim(self) -> Claim | None:
        """Where the words stand as they are, punctuation and width aside; with the person named, if
        anyone said them there.
        """
        places = [place for place in self._places() if _whole(place)]
        if not places:
            return None
        best = min(places, key=lambda at: (not self._is_named(at), bool(self._frame_differs(at))))
        return self._judged(best, shortened=False)

    def shortened(self) -> Claim | None:
        """Whole clauses of one official's sentences, and no other word."""
        for passage in self._by_the_named():
            for ground in _grounds(passage):
                worded = judge(self.said, [ground])
                if not worded.fault:
                    [(_, words)] = worded.used
                    return self._judged(words.stripped(), shortened=True)
        return None

    def nearest(self) -> Claim:
        """The official sentence that shares most words, and what differs; nothing if it shares too
        few.
        """
        best: tuple[tuple[float, int, float], Span] | None = None
        for passage in [*self._by_the_named(), *self._questions()]:
            day = passage.transcript.date
            mine = tokens(self.said, day=day)
            for ground in _grounds(passage):
                share = shared(mine, tokens(ground.text, day=day))
                if best is None or share > best[0]:
                    best = (share, ground)
        if best is None or best[0][0] < _MIN_SHARED:
            return self.base
        return self._altered(best[1])

    def _altered(self, ground: Span) -> Claim:
        differ = differences(ground.text, self.said) + self._frame_differs(ground)
        if ground.turn.kind == "question" and not differ:
            return self._judged(ground, shortened=True)
        return replace(self._at(ground), verdict="altered", differences=differ)

    def _judged(self, place: Span, *, shortened: bool) -> Claim:
        claim = replace(self._at(place), shortened=shortened)
        unasked = place.turn.kind == "question" and self.base.attributed is None
        if unasked or not self._is_named(place):
            return replace(claim, verdict="misattributed")
        differ = self._frame_differs(place)
        return replace(claim, verdict="altered" if differ else "found", differences=differ)

    def _at(self, place: Span) -> Claim:
        return replace(self.base, citation=Citation(place), speaker=place.turn.speaker)

    def _is_named(self, place: Span) -> bool:
        named, turn = self.base.attributed, place.turn
        if named is None:
            return True
        if is_asking(named):
            return turn.kind == "question"
        said = turn.speaker if turn.kind != "question" else None
        return said is not None and fold(said.name) == fold(named)

    def _by_the_named(self) -> list[Span]:
        return sorted(self.found, key=lambda passage: not self._is_named(passage))

    def _documents(self) -> list[Transcript]:
        """Those found, each once, the last found first."""
        by_version = {(one.transcript.id, one.transcript.version): one for one in self.found[::-1]}
        return [passage.transcript for passage in by_version.values()]

    def _questions(self) -> Iterator[Span]:
        """The reporters' questions of the documents found: they are indexed with their answers,
        never as passages.
        """
        for document in self._documents():
            for turn in document.turns:
                if turn.kind == "question":
                    yield document.span_of(turn)

    def _places(self) -> Iterator[Span]:
        """Where the words stand first in each paragraph of the documents that were found, in
        reporters' questions too.
        """
        wanted, _ = letters(self.said)
        for document in self._documents() if wanted else ():
            for turn in document.turns:
                for paragraph in turn.paragraphs:
                    written, at = letters(document.words(paragraph))
                    first = written.find(wanted)
                    if first >= 0:
                        start, end = at[first], at[first + len(wanted) - 1] + 1
                        yield Span(document, turn, paragraph.start + start, paragraph.start + end)

    def _frame_differs(self, place: Span) -> tuple[Difference, ...]:
        """A year or day in the words around the quotation that is not that of the document."""
        document = place.transcript
        years = {f"{year}年" for year in _YEAR.findall(fold(document.title))}
        known = day_figures(document.date) | years
        times = [one for one in tokens(self.around) if one.figure and one.key.endswith(_TIMES)]
        strange = [self.around[one.start : one.end] for one in times if one.key not in known]
        return tuple(Difference(document.date or "", words) for words in strange)


def _grounds(passage: Span) -> Iterator[Span]:
    """The sentences of the passage, whole, without headings."""
    for paragraph in passage.turn.paragraphs:
        if paragraph.heading or paragraph.end <= passage.start or passage.end <= paragraph.start:
            continue
        start, end = max(passage.start, paragraph.start), min(passage.end, paragraph.end)
        yield from grounds_of(passage.cut(start, end))


def _whole(words: Span) -> bool:
    """Whether the words are not cut out of a clause that says something else: no word of their
    clause is missing before or after.
    """
    for ground in grounds_of(words):
        if words.start <= ground.start and ground.end <= words.end + 2:
            continue
        held = words.cut(max(words.start, ground.start), min(words.end, ground.end))
        if judge(held.text, [ground]).fault:
            return False
    return True
