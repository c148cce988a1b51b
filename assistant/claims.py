"""A text about what officials said -> each of its sentences found, misattributed, altered or not found in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.citations import Citation, cite
from assistant.comparing import Difference, differences, letters, shared
from assistant.facts import day_figures, tokens
from assistant.wording import Ground, grounds_of, judge
from corpus.errors import QuestionError
from corpus.names import bare_name, is_reporter
from corpus.normalise import fold
from corpus.sentences import sentences, trimmed
from corpus.transcript import Speaker, Transcript
from index.filters import Filter
from index.search import Hit, Searcher

Verdict = Literal["found", "misattributed", "altered", "not_found"]
MAX_CHARACTERS = 20_000
MAX_SENTENCES = 300
_LONGEST = 1000  # characters: a longer sentence is found word for word or not at all
_HITS = 20
_MIN_SHARED = 0.55  # of a sentence's words in the nearest official one, for it to count as altered and not as made up
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{6,})[”」』\"]")
_SAYING = "介绍|表示|指出|回答|透露|强调|通报|宣布|提到|解释|回应|说|称|讲"
_SAID = "said|says|told reporters|announced|explained|added|noted|stated"
_ATTRIBUTIONS = (
    re.compile(
        rf"^(?:[^,，。:：“”「」]{{2,24}}[,，])?(?:据|根据)?(?P<who>[^,，。:：“”「」]{{2,60}}?)(?:{_SAYING})(?:说|道|称|时|了)?\s*[,，:：]?\s*(?=[,，:：“「\"])[,，:：]?(?P<words>.+)",
        re.S,
    ),
    re.compile(r"^(?P<who>[^,，。:：“”「」]{2,40})[:：](?P<words>.+)", re.S),
    re.compile(rf"^(?P<who>[A-Z][^,:“”\"]{{2,60}}?)\s(?:{_SAID})(?: that)?[,:]?\s(?P<words>.+)", re.S),
    re.compile(r"^(?:According to|据|根据)\s?(?P<who>[^,，]{2,60}?)(?:介绍)?[,，]\s*(?P<words>.+)", re.S),
    re.compile(r"^(?P<words>.{6,}?)[,，”\"]+\s*according to (?P<who>[^,]{2,60}?)\.?$", re.S),
    re.compile(rf"^(?P<words>.{{6,}}?)[,”\"]+\s*(?P<who>[^,]{{2,60}}?)\s(?:{_SAID})\.?$", re.S),
    re.compile(rf"^(?P<words>.{{4,}}?)[,，”\"]+\s*(?P<who>[\u4e00-\u9fff]{{2,20}}?)(?:{_SAYING})[。.]?$", re.S),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence `text[start:end]` of what was checked. `citation` is the place found or the nearest one; `attributed` is
    whom the text names; `speaker` who really spoke; `shortened` whether whole clauses of the official sentence are left out."""

    text: str
    start: int
    end: int
    verdict: Verdict
    citation: Citation | None = None
    attributed: str | None = None
    speaker: Speaker | None = None
    differences: tuple[Difference, ...] = ()
    shortened: bool = False


def check_text(text: str, searcher: Searcher, *, where: Filter | None = None) -> list[Claim]:
    """A claim for each sentence, in order. Raises QuestionError for an empty or too long text."""
    if not any(char.isalnum() for char in text):
        raise QuestionError("the text is empty; expected sentences that officials are said to have said")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} were expected. Check it in parts")
    spans = [trimmed(text, *span) for span in sentences(text)]
    spoken = [(start, end) for start, end in spans if any(char.isalnum() for char in text[start:end])]
    if len(spoken) > MAX_SENTENCES:
        raise QuestionError(f"the text has {len(spoken)} sentences; at most {MAX_SENTENCES} were expected. Check it in parts")
    return [_checked(text[start:end], start, searcher, where) for start, end in spoken]


def _checked(sentence: str, start: int, searcher: Searcher, where: Filter | None) -> Claim:
    attribution = _attribution(sentence)
    quoted = _QUOTED.search(sentence)
    sought = quoted[1] if quoted else attribution.words if attribution else sentence
    hits = list(searcher.search(sought, limit=_HITS, where=where))
    attributed = _known(attribution.who, hits) if attribution else None
    parts = _parts(sentence, quoted, attribution)
    base = Claim(sentence, start, start + len(sentence), "not_found", attributed=attributed)
    claim = _Sought(base, parts[0], parts[1], hits)
    return claim.verbatim() or (base if len(parts[0]) > _LONGEST else claim.shortened() or claim.nearest())


@dataclass(frozen=True, slots=True)
class _Attribution:
    who: str
    words: str
    around: str


def _attribution(sentence: str) -> _Attribution | None:
    """Whom a sentence names as speaking, what it says they said, and the rest of it."""
    for pattern in _ATTRIBUTIONS:
        if match := pattern.search(sentence):
            around = sentence[: match.start("words")] + sentence[match.end("words") :]
            return _Attribution(match["who"], match["words"], around)
    return None


def _known(who: str, hits: Sequence[Hit]) -> str:
    """The speaker's name, or the words that are meant to be one."""
    names = {turn.speaker.name for hit in hits for turn in hit.transcript.turns if turn.speaker}
    return next((name for name in sorted(names, key=len, reverse=True) if fold(name) in fold(who)), bare_name(who))


def _parts(sentence: str, quoted: re.Match[str] | None, attribution: _Attribution | None) -> tuple[str, str]:
    """(what was said, what stands around it): quotation marks tell, else the verb of saying."""
    if quoted and (attribution or len(quoted[1]) * 2 > len(sentence)):
        return quoted[1], sentence[: quoted.start()] + sentence[quoted.end() :]
    return (attribution.words, attribution.around) if attribution else (sentence, "")


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was said, in search of its place; each method judges it, or gives None where it finds none."""

    base: Claim
    said: str
    around: str
    hits: Sequence[Hit]

    def verbatim(self) -> Claim | None:
        """Where the words stand as they are, punctuation and width aside; with the person named, if anyone said them there."""
        places = [(hit, span) for hit, span in self._places() if _whole(hit.transcript, span)]
        if not places:
            return None
        hit, span = min(places, key=lambda place: (not self._is_named(place[0]), bool(self._frame_differs(place[0]))))
        return self._judged(hit, cite(hit, *span), shortened=False)

    def shortened(self) -> Claim | None:
        """Whole clauses of one official's sentences, and no other word."""
        for hit in self._by_the_named():
            for ground in _grounds(hit):
                worded = judge(self.said, [ground])
                if not worded.fault:
                    start, end = min(s for _, s, _ in worded.spans), max(e for _, _, e in worded.spans)
                    return self._judged(hit, cite(hit, *trimmed(hit.transcript.text, start, end)), shortened=True)
        return None

    def nearest(self) -> Claim:
        """The official sentence that shares most words, and what differs; nothing if it shares too few."""
        best: tuple[tuple[float, int, float], Hit, Ground] | None = None
        for hit in [*self._by_the_named(), *self._questions()]:
            mine = tokens(self.said, day=hit.transcript.date)
            for ground in _grounds(hit):
                share = shared(mine, tokens(ground.text, day=hit.transcript.date))
                if best is None or share > best[0]:
                    best = (share, hit, ground)
        if best is None or best[0][0] < _MIN_SHARED:
            return self.base
        _, hit, ground = best
        differ = differences(ground.text, self.said) + self._frame_differs(hit)
        if hit.turn.kind == "question" and not differ:
            return self._judged(hit, cite(hit, ground.start, ground.end), shortened=True)
        found = cite(hit, ground.start, ground.end)
        return replace(self.base, verdict="altered", citation=found, speaker=hit.turn.speaker, differences=differ)

    def _judged(self, hit: Hit, citation: Citation, *, shortened: bool) -> Claim:
        claim = replace(self.base, citation=citation, speaker=hit.turn.speaker, shortened=shortened)
        if not self._is_named(hit) or (hit.turn.kind == "question" and self.base.attributed is None):
            return replace(claim, verdict="misattributed")
        differences = self._frame_differs(hit)
        return replace(claim, verdict="altered" if differences else "found", differences=differences)

    def _is_named(self, hit: Hit) -> bool:
        named = self.base.attributed
        if named is None:
            return True
        if is_reporter(named):
            return hit.turn.kind == "question"
        return hit.turn.kind != "question" and hit.turn.speaker is not None and fold(hit.turn.speaker.name) == fold(named)

    def _by_the_named(self) -> list[Hit]:
        return sorted(self.hits, key=lambda hit: not self._is_named(hit))

    def _questions(self) -> Iterator[Hit]:
        """The reporters' questions of the documents found: they are indexed with their answers, never as passages."""
        for hit in {(hit.transcript.id, hit.transcript.version): hit for hit in reversed(self.hits)}.values():
            for turn in hit.transcript.turns:
                if turn.kind == "question":
                    yield replace(hit, turn=turn, start=turn.paragraphs[0].start, end=turn.paragraphs[-1].end)

    def _places(self) -> Iterator[tuple[Hit, tuple[int, int]]]:
        """Every turn of the documents that were found, reporters' questions too, that holds the words."""
        wanted, _ = letters(self.said)
        for hit in {(hit.transcript.id, hit.transcript.version): hit for hit in reversed(self.hits)}.values() if wanted else ():
            for turn in hit.transcript.turns:
                for paragraph in turn.paragraphs:
                    written, at = letters(hit.transcript.words(paragraph))
                    found = written.find(wanted)
                    if found >= 0:
                        span = (paragraph.start + at[found], paragraph.start + at[found + len(wanted) - 1] + 1)
                        yield replace(hit, turn=turn, start=paragraph.start, end=paragraph.end), span

    def _frame_differs(self, hit: Hit) -> tuple[Difference, ...]:
        """A year or day in the words around the quotation that is not that of the document."""
        transcript = hit.transcript
        known = day_figures(transcript.date) | {f"{year}年" for year in _YEAR.findall(fold(transcript.title))}
        strange = [
            token for token in tokens(self.around) if token.figure and token.key.endswith(("年", "月", "日")) and token.key not in known
        ]
        return tuple(Difference(transcript.date or "", self.around[token.start : token.end]) for token in strange)


def _grounds(hit: Hit) -> Iterator[Ground]:
    speaker = hit.turn.speaker
    who = " ".join(filter(None, (speaker.name, speaker.title, speaker.body))) if speaker else ""
    for paragraph in hit.turn.paragraphs:
        if paragraph.start < hit.end and hit.start < paragraph.end and not paragraph.heading:
            start, end = max(hit.start, paragraph.start), min(hit.end, paragraph.end)
            yield from grounds_of(hit.transcript, start, end, who)


def _whole(transcript: Transcript, span: tuple[int, int]) -> bool:
    """Whether the words are not cut out of a clause that says something else: no word of their clause is missing before or after."""
    for ground in grounds_of(transcript, *span, ""):
        if span[0] <= ground.start and ground.end <= span[1] + 2:
            continue
        if judge(transcript.text[max(span[0], ground.start) : min(span[1], ground.end)], [ground]).fault:
            return False
    return True
