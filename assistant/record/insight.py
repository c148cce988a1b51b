"""Records of answers -> what citizens ask, and how well they are served: counts alone, nothing
about who asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np
from pressroom.assistant.record.records import Record
from pressroom.assistant.record.topics import Topics

_SHOWN = ("answered", "partly", "contradicted")
_MOST = 15  # lines of a list


@dataclass(frozen=True, slots=True)
class Count:
    """So many of what `name` names."""

    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A cited place, and in how many answers it was cited; `start` and `end` are those of the words
    cited most.
    """

    document: str
    title: str
    paragraph: int
    start: int
    end: int
    times: int


@dataclass(frozen=True, slots=True)
class Day:
    """`answered` of the `asked` questions of an ISO day found an answer."""

    day: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Insight:
    """Figures of some days. `share` is the answered share of what can be answered: small talk and
    what was declined are left out.

    `p50` and `p95` are milliseconds from question to answer, None without any. `documents` and
    `questions` tell the topics.
    """

    asked: int
    share: float | None
    p50: float | None
    p95: float | None
    days: tuple[Day, ...]
    statuses: tuple[Count, ...]
    languages: tuple[Count, ...]
    documents: tuple[Count, ...]
    questions: tuple[Count, ...]
    paragraphs: tuple[Paragraph, ...]


def insight(
    records: Sequence[Record], zone: tzinfo | None = None, *, topics: Topics | None = None
) -> Insight:
    """Of the records given, by the days on which they were asked, in the office's zone (None: the
    machine's).

    With `topics` the same question in other words counts once; without, each wording by itself.
    """
    wanted = [record for record in records if record.status in (*_SHOWN, "not_found")]
    times = [sum(record.content["ms"].values()) for record in wanted if record.content.get("ms")]
    citations = [citation for record in records for citation in record.content["citations"]]
    return Insight(
        asked=len(records),
        share=sum(record.status in _SHOWN for record in wanted) / len(wanted) if wanted else None,
        p50=float(np.percentile(times, 50)) if times else None,
        p95=float(np.percentile(times, 95)) if times else None,
        days=tuple(_days(records, zone)),
        statuses=_counts(record.status for record in records),
        languages=_counts(record.language for record in records),
        documents=_counts(
            title
            for record in records
            for title in {c["title"] for c in record.content["citations"]}
        ),
        questions=_topics([record.content["understood"] for record in wanted], topics),
        paragraphs=tuple(_paragraphs(citations)),
    )


def _days(records: Sequence[Record], zone: tzinfo | None) -> Iterable[Day]:
    days = [
        datetime.fromisoformat(record.asked_at).astimezone(zone).date().isoformat()
        for record in records
    ]
    asked = Counter(days)
    answered = Counter(
        day for day, record in zip(days, records, strict=True) if record.status in _SHOWN
    )
    return (Day(day, asked[day], answered[day]) for day in sorted(asked))


def _counts(names: Iterable[str]) -> tuple[Count, ...]:
    return tuple(Count(name, times) for name, times in Counter(names).most_common(_MOST))


def _topics(questions: Sequence[str], topics: Topics | None) -> tuple[Count, ...]:
    found = topics.of(questions) if topics else Counter(questions).most_common()
    return tuple(Count(words, times) for words, times in found[:_MOST])


def _paragraphs(citations: Sequence[dict[str, object]]) -> Iterable[Paragraph]:
    cited = Counter((str(c["doc"]), int(str(c["paragraph"]))) for c in citations)
    spans: dict[tuple[str, int], Counter[tuple[str, int, int]]] = {}
    for c in citations:
        place = (str(c["doc"]), int(str(c["paragraph"])))
        spans.setdefault(place, Counter())[
            (str(c["title"]), int(str(c["start"])), int(str(c["end"])))
        ] += 1
    for place, times in cited.most_common(_MOST):
        (title, start, end), _ = spans[place].most_common(1)[0]
        yield Paragraph(place[0], title, place[1], start, end, times)
