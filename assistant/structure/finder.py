"""Question and documents -> what answers it by their structure: turns, speakers, days and places of
words, all in the documents' words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pressroom.assistant.ask.inquiry import (
    Inquired,
    Inquiry,
    inquiry_of,
    into_who_said,
    titles_in,
    without_titles,
)
from pressroom.assistant.ask.meant import Holdings
from pressroom.assistant.ask.question import Question
from pressroom.assistant.structure.document_lists import held_on, of_one
from pressroom.assistant.structure.saying import asked_by, mentioned, said
from pressroom.assistant.structure.sources import Answering, Sources
from pressroom.assistant.structure.speaking import chaired, in_office, said_about, spoke
from pressroom.assistant.structure.told import MOST_SPANS, Told
from pressroom.corpus.normalise import fold
from pressroom.index.filters import Filter
from pressroom.index.hit import Searcher
from pressroom.index.terms import terms

_HITS = 20
_LEAST_TITLED = 0.6  # share of a quoted name's terms in a title for it to name that document

_KINDS: Mapping[Inquired, Callable[[Sources], Told | None]] = {
    "chaired": chaired,
    "asked_by": asked_by,
    "in_office": in_office,
    "said_by": said,
    "said_on": said,
    "held_on": held_on,
    "mentions": mentioned,
    "spoke": spoke,
    "said_about": said_about,
}


@dataclass(frozen=True, slots=True)
class Structure:
    """Finds by structure. `answering` gives the spans that say what a question asks, best first,
    within a filter; `asks_who` tells whether one asks who said it, beside those whose form does.
    """

    searcher: Searcher
    holdings: Holdings
    answering: Answering
    asks_who: Callable[[str], bool] | None = None

    def find(self, question: Question, where: Filter | None) -> Told | None:
        """None for a question that sentences answer, and where the structure does not."""
        inquiry = inquiry_of(question)
        if inquiry is None and self.asks_who and self.asks_who(question.text):
            inquiry = into_who_said(question)
        if inquiry is None:
            return None
        titled = self._titled(question.text, where)
        if titled:
            inquiry = without_titles(inquiry, titled.values())
            where = replace(where or Filter(), documents=tuple(titled))
        elif self._is_of_no_document(inquiry, question, where):
            return None  # sentences tell of what is quoted
        sources = Sources(self.searcher, self.holdings, self.answering, inquiry, question, where)
        told = _KINDS.get(inquiry.asked, of_one)(sources)
        return told if told and (told.spans or told.choices or told.nothing) else None

    def _is_of_no_document(
        self, inquiry: Inquiry, question: Question, where: Filter | None
    ) -> bool:
        """Whether the outline is asked for of something quoted that is no document."""
        quoted = titles_in(question.text) if inquiry.asked == "outline" else []
        return bool(quoted) and not self._are_titles(quoted, where)

    def _are_titles(self, names: Iterable[str], where: Filter | None) -> bool:
        """Whether most of a quoted name stands in the title of a document that is found for it."""
        return any(
            _is_mostly_in(name, hit.transcript.title)
            for name in names
            for hit in self.searcher.search(name, limit=_HITS, where=where)
        )

    def _titled(self, words: str, where: Filter | None) -> dict[str, str]:
        """The documents whose whole titles stand in the question in 《》 or quotation marks, as
        they are written or nearly: id -> title.
        """
        titles = titles_in(words)
        if not titles:
            return {}
        ids = where.documents if where else ()
        if exact := self.holdings.newest(MOST_SPANS, titles=titles, ids=ids):
            return {entry.id: entry.title for entry in exact}
        wanted = {fold(title) for title in titles}
        found = [
            hit.transcript
            for title in titles
            for hit in self.searcher.search(title, limit=_HITS, where=where)
        ]
        return {document.id: document.title for document in found if fold(document.title) in wanted}


def _is_mostly_in(name: str, title: str) -> bool:
    wanted = set(terms(name))
    return len(wanted & set(terms(title))) >= _LEAST_TITLED * len(wanted)
