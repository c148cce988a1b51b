"""The documents of a set -> where the right words stand, and what an answer's row comes to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from pressroom.corpus.transcript import Transcript
from pressroom.eval.questions import wording
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Gold, Outcome, RankedPassage, ShownPassage, Stretch

_WORDS = 40  # characters: a longer answer says where the right words stand, not what they are
_SHARED = 20  # characters: an answer so long is right in every document that has it
_DATE_AT_END = re.compile(r"(\d{4}-\d\d-\d\d)(?:-\d+)?$")


class SetDocuments:
    """The documents of a set: their texts, and where paragraphs and dates are."""

    def __init__(
        self, transcripts: Sequence[Transcript], *, dates: Mapping[str, str] | None = None
    ) -> None:
        """`dates` are those that came with the documents; else the one at the end of an id counts,
        not what was parsed.
        """
        self.texts = {transcript.id: transcript.text for transcript in transcripts}
        self.speakers = {
            t.id: frozenset(turn.speaker.name for turn in t.turns if turn.speaker)
            for t in transcripts
        }
        self._dates = dict(dates or {})
        self._gold: dict[Case, Gold] = {}
        self._starts = {
            t.id: [p.start for turn in t.turns for p in turn.paragraphs] for t in transcripts
        }
        self._ends = {
            t.id: [p.end for turn in t.turns for p in turn.paragraphs] for t in transcripts
        }

    def date(self, document: str | None) -> str | None:
        """The day of a document, from outside the parser."""
        at_end = _DATE_AT_END.search(document or "")
        return self._dates.get(document or "") or (at_end[1] if at_end else None)

    def paragraphs(self, place: Stretch) -> list[Stretch]:
        """The paragraphs that a place touches."""
        starts, ends = self._starts.get(place.doc, []), self._ends.get(place.doc, [])
        first, last = max(0, bisect_right(starts, place.start) - 1), bisect_left(starts, place.end)
        return [
            Stretch(place.doc, starts[at], ends[at])
            for at in range(first, last)
            if ends[at] > place.start
        ]

    def gold(self, case: Case) -> Gold:
        """Where the answers of a case stand: in its spans, else wherever they occur in its
        document; a long one in any.
        """
        if case not in self._gold:
            self._gold[case] = self._find_gold(case)
        return self._gold[case]

    def _find_gold(self, case: Case) -> Gold:
        if case.unanswerable or case.document not in self.texts:
            return Gold()
        document = case.document
        if case.spans:
            nuggets = [tuple(Stretch(document, start, end) for start, end in case.spans)]
        else:
            groups = [
                [p for answer in group for p in self._occurrences(answer, document)]
                for group in _alike(case.answers)
            ]
            nuggets = [tuple(group) for group in groups if group]
        paragraphs = tuple(
            tuple(dict.fromkeys(p for place in nugget for p in self.paragraphs(place)))
            for nugget in nuggets
        )
        words = () if case.spans else self._shortest(case, nuggets)
        return Gold(tuple(nuggets), paragraphs, self.date(document), words)

    def _shortest(
        self, case: Case, nuggets: Sequence[Sequence[Stretch]]
    ) -> tuple[tuple[Stretch, str], ...]:
        """The words that answer; an answer so long that nobody reads it first is only a place."""
        places = [place for nugget in nuggets for place in nugget]
        if case.brief:
            brief = self._occurrences(case.brief, case.document or "")
            places = [part for part in brief if any(_overlap(part, place) for place in places)]
        return tuple((p, self.words(p)) for p in places if p.end - p.start <= _WORDS)

    def _occurrences(self, answer: str, document: str) -> tuple[Stretch, ...]:
        others = (
            [name for name, text in self.texts.items() if name != document and answer in text]
            if len(answer) >= _SHARED
            else []
        )
        return tuple(
            Stretch(name, match.start(), match.start() + len(answer))
            for name in (document, *others)
            for match in re.finditer(re.escape(answer), self.texts[name])
        )

    def outcome(
        self,
        case: Case,
        row: Mapping[str, Any],
        *,
        hits: Sequence[RankedPassage] | None = None,
        confidence: float | None = None,
    ) -> Outcome:
        """The outcome of an answer row (`pressroom ask --batch` writes such). `hits` say more than
        the row's own, if given.
        """
        cited = tuple(
            ShownPassage(
                Stretch(c["doc"], c["start"], c["end"]),
                c.get("text") or "",
                c.get("speaker"),
                c.get("date"),
            )
            for c in row.get("citations") or ()
        )
        found = (
            tuple(hits)
            if hits is not None
            else tuple(
                RankedPassage(Stretch(h["doc"], h["start"], h["end"]))
                for h in row.get("hits") or ()
            )
        )
        return Outcome(
            case=case,
            gold=self.gold(case),
            status=row["status"],
            answer=row.get("answer") or "",
            cited=cited,
            hits=found,
            ms=row.get("ms"),
            confidence=confidence,
            verbatim=tuple(bool(c.text) and self.words(c.place) == c.text for c in cited),
            cited_paragraphs=tuple(
                dict.fromkeys(p for c in cited for p in self.paragraphs(c.place))
            ),
            marked=_marked(row.get("answer") or "", cited),
            error=row.get("error"),
        )

    def words(self, place: Stretch) -> str:
        return self.texts.get(place.doc, "")[place.start : place.end]


def _alike(answers: Sequence[str]) -> list[list[str]]:
    """Answers of which one stands in the other are one: `98%` and `a rate of 98%`."""
    groups: list[list[str]] = []
    for answer in sorted(set(filter(None, answers)), key=len):
        near = [group for group in groups if any(shorter in answer for shorter in group)]
        groups = [group for group in groups if group not in near] + [
            [*(a for group in near for a in group), answer]
        ]
    return groups


def _marked(answer: str, cited: Sequence[ShownPassage]) -> tuple[tuple[Stretch, str], ...]:
    """Where the words that an answer leads with stand in its citations; none where it is all that
    is cited.
    """
    if wording.norm(answer) == wording.norm("".join(one.text for one in cited)):
        return ()
    found = ((one.place, wording.whole(answer, one.text)) for one in cited)
    return tuple(
        (Stretch(place.doc, place.start + at, place.start + at + len(answer)), answer)
        for place, at in found
        if at is not None
    )


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.doc == other.doc and one.start < other.end and other.start < one.end


def covers(place: Stretch, gold: Sequence[Stretch]) -> bool:
    """Whether a span holds a right place: all of it up to 12 characters, else half of it or 20,
    whichever is less.
    """
    for right in gold:
        length = right.end - right.start
        need = length if length <= 12 else min(length / 2, 20)
        if (
            place.doc == right.doc
            and min(place.end, right.end) - max(place.start, right.start) >= need
        ):
            return True
    return False
