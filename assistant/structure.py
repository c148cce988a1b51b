"""Inquiry and documents -> what answers it by their structure: turns, speakers, days and places of words, all in the documents' words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.document_lists import LISTS
from assistant.finding import MOST_PLACES, Finding, people
from assistant.inquiry import Inquiry, inquiry_of, titles_in, without_names, without_titles
from assistant.later import with_later
from assistant.meant import Documents, documents_meant
from assistant.notes import Choice, Note
from assistant.question import Question, content
from assistant.turns import (
    Place,
    askings,
    attendance,
    convened,
    holds,
    mentions,
    nearest,
    official_turns,
    openings,
    outline,
    telling,
    who_of,
)
from corpus.names import TITLE_NOUN, is_called, is_named
from corpus.normalise import fold
from corpus.transcript import Transcript, Turn
from index.filters import Filter
from index.search import Searcher
from index.terms import terms

_CHOICES = 5
_HITS = 20
_LEAST_ASKED = 0.5  # share of a topic's terms in a reporter's question for it to be the one that is meant
_LEAST_TITLED = 0.6  # share of a quoted name's terms in a title for it to name that document
_LEAST_SAID = 0.5  # share of the best sentence's terms of the topic with which another official's counts as saying it too
_SHORTEST_QUOTE, _LEAST_TOPIC, _LEAST_NAME = 4, 2, 2  # characters
_PAPER = re.compile(r"\w{0,6}(?:晚报|日报|电视台|广播电台|周刊|网|报|社)(?:的)?|记者|媒体")
_QUESTION = re.compile(r"(?:这个|那个)?(?:的)?问题|(?<!\w)questions?(?!\w)|记者")
_ANSWERED = re.compile(r"[回解作]答|答了|答复|回应|(?<!\w)(?:answer|repl|respond)", re.I)

Evidence = Callable[[Question, Filter | None], Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Structure:
    """Finds by structure. `evidence` gives the places that say what a question asks, best first, within a filter."""

    searcher: Searcher
    documents: Documents
    evidence: Evidence

    def find(self, question: Question, where: Filter | None) -> Finding | None:
        """None for a question that sentences answer, and where the structure does not."""
        inquiry = inquiry_of(question)
        if inquiry is None:
            return None
        if titled := self._titled(question.text, where):
            inquiry, where = without_titles(inquiry, titled.values()), replace(where or Filter(), documents=tuple(titled))
        elif inquiry.asked == "outline" and (quoted := titles_in(question.text)) and not self._are_titles(quoted, where):
            return None  # what is quoted is no document: sentences tell of it
        found = _Asked(self, inquiry, question, where).find()
        return found if found and (found.places or found.choices or found.nothing) else None

    def _are_titles(self, names: Iterable[str], where: Filter | None) -> bool:
        """Whether most of a quoted name stands in the title of a document that is found for it."""
        found = ((set(terms(name)), hit.transcript) for name in names for hit in self.searcher.search(name, limit=_HITS, where=where))
        return any(len(wanted & set(terms(document.title))) >= _LEAST_TITLED * len(wanted) for wanted, document in found)

    def _titled(self, words: str, where: Filter | None) -> dict[str, str]:
        """The documents whose whole titles stand in the question in 《》 or quotation marks, as they are written or nearly: id -> title."""
        titles = titles_in(words)
        if not titles:
            return {}
        ids = where.documents if where else ()
        if exact := self.documents.newest(MOST_PLACES, titles=titles, ids=ids):
            return {entry.id: entry.title for entry in exact}
        found = [hit.transcript for title in titles for hit in self.searcher.search(title, limit=_HITS, where=where)]
        wanted = {fold(title) for title in titles}
        return {document.id: document.title for document in found if fold(document.title) in wanted}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question. Each method answers one kind."""

    by: Structure
    inquiry: Inquiry
    question: Question
    where: Filter | None

    def find(self) -> Finding | None:
        kinds = {
            "chaired": self.chaired,
            "asked_by": self.asked_by,
            "in_office": self.in_office,
            "said_by": self.said,
            "said_on": self.said,
            "held_on": self.held_on,
            "mentions": self.mentioned,
            "spoke": self.spoke,
            "said_about": self.said_about,
        }
        return kinds.get(self.inquiry.asked, self.of_one)()

    def chaired(self) -> Finding:
        first: dict[str, Place] = {}
        for document in self.meant(self.inquiry)[:_CHOICES]:
            for turn in document.turns:
                if turn.kind == "moderation" and turn.speaker and (found := openings(document, [turn])):
                    first.setdefault(document.id, found[0])
            turns = [turn for turn in official_turns(document) if turn.speaker and is_named(turn.speaker.name, document.title)]
            if turns and document.id not in first:  # `2022年11月25日外交部发言人毛宁主持例行记者会`
                first[document.id] = telling(document, turns)[0]
        return Finding(tuple(first.values()), Note("chaired_by", names=people(place.turn for place in first.values())))

    def asked_by(self) -> Finding:
        places = [place for document, turn in self._asking() for place in askings(document, [turn])][:3]
        return Finding(tuple(places), Note("asked_by_whom", names=people(place.turn for place in places)))

    def _asking(self) -> list[tuple[Transcript, Turn]]:
        """The reporters' questions that say most of the topic, if they say enough of it."""
        wanted = set(terms(content(_QUESTION.sub(" ", self.inquiry.subject))))
        asked = [
            (len(wanted & set(terms(_words(document, turn)))) / max(1, len(wanted)), document, turn)
            for document in self.documents_of(self.inquiry.topic, self.where)
            for turn in document.turns
            if turn.kind == "question" and self.inquiry.is_of(document.date)
        ]
        least = max(_LEAST_ASKED, 0.9 * max((share for share, _, _ in asked), default=0.0))
        return [(document, turn) for share, document, turn in asked if share >= least]

    def said(self) -> Finding:
        """Who said it, and on what day: who answered the question named, where the very words stand, else the sentences that say it."""
        answering = self._answering() if _ANSWERED.search(self.question.text) else []
        places = answering or self._verbatim() or self._saying()
        days = tuple(dict.fromkeys(place.document.date for place in places if place.document.date))
        if self.inquiry.asked == "said_on":
            return Finding(tuple(places), Note("said_on", days=days))
        return Finding(tuple(places), Note("said_by", names=people(place.turn for place in places), days=days))

    def _answering(self) -> list[Place]:
        return [
            nearest(Place(document, turn, turn.paragraphs[0].start, turn.paragraphs[-1].end), self.inquiry.topic)
            for document, asked in self._asking()
            for turn in document.turns
            if turn.answers == asked.number
        ]

    def _verbatim(self) -> list[Place]:
        phrase = self.inquiry.phrase
        if len(phrase) < _SHORTEST_QUOTE:
            return []
        documents = self.documents_of(self.inquiry.topic, self.where)
        return [place for document in documents for place in mentions(document, phrase) if place.turn.speaker][:3]

    def _saying(self) -> list[Place]:
        topic = self.inquiry.topic
        about = replace(self.question, text=topic, own=0, content=content(fold(topic)), asks="other")
        found = [nearest(place, topic) for place in self.by.evidence(about, self.where) if place.turn.speaker] if topic else []
        wanted = set(terms(about.content))
        shares = [len(wanted & set(terms(place.text))) for place in found]
        first: dict[tuple[str, str], Place] = {}
        for place, share in zip(found, shares, strict=True):
            if not first or share > _LEAST_SAID * max(shares):
                first.setdefault((place.document.id, who_of(place.turn)), place)
        return list(first.values())

    def in_office(self) -> Finding | None:
        """Who holds an office: whom the newest document names with it, and the words that introduce them there."""
        documents = _newest(document for document in self.documents_of(self.inquiry.topic, self.where) if self.inquiry.is_of(document.date))
        for document in documents:
            turns = [turn for turn in official_turns(document) if holds(turn, self.inquiry.topic)]
            names = {turn.speaker.name for turn in turns if turn.speaker}
            places = attendance(document, names) or telling(document, turns)
            if names and places:
                return Finding(tuple(places[:1]), Note("officials_n", n=len(names), names=people(turns)))
        return None

    def held_on(self) -> Finding:
        places = [place for document in _newest(self.meant(self.inquiry)[:_CHOICES]) for place in convened(document)[:2]]
        days = dict.fromkeys(place.document.date for place in places if place.document.date)
        return Finding(tuple(places), Note("held_on", days=tuple(days)))

    def mentioned(self) -> Finding | None:
        """Every sentence that has the words; in the documents of a day or event if one is named, else in all that were found."""
        speakers, phrase = self.speakers(), self.inquiry.phrase
        for name in speakers:
            phrase = phrase.replace(name, "").strip(" 在对,，")
        if not phrase:
            return None
        named = self._named_beside(phrase)
        documents = self.documents_of(phrase, self.where) if named is None else named
        places = [
            place
            for document in _newest(documents)
            for place in mentions(document, phrase)
            if not speakers or (place.turn.speaker and place.turn.speaker.name in speakers)
        ]
        count = sum(fold(place.text).count(fold(phrase)) for place in places)
        return Finding(tuple(places[:MOST_PLACES]), Note("mentions_n", n=count, words=phrase))

    def _named_beside(self, phrase: str) -> list[Transcript] | None:
        """The documents named beside the words whose mentions are counted; None if none is."""
        rest = self.inquiry.subject.replace(fold(phrase), " ").strip()
        if not rest and not self.inquiry.days and not self.inquiry.years:
            return None
        return self.meant(replace(self.inquiry, subject=rest))

    def spoke(self) -> Finding | None:
        names = self.speakers()
        if not names:
            return None
        about = replace(self.inquiry, subject=without_names(self.inquiry.subject, names))
        named = about.subject or about.days or about.years
        answers = bool(_ANSWERED.search(self.question.text))
        turns = [
            (document, turn)
            for document in _newest(self.meant(about) if named else self.documents_of(names[0], self.where))
            for turn in document.turns
            if turn.speaker and turn.speaker.name in names and not (answers and turn.kind != "answer")
        ]
        places = [place for document, turn in turns for place in openings(document, [turn])]
        return Finding(tuple(places[:MOST_PLACES]), Note("answers_n" if answers else "spoke_n", n=len(turns), names=names))

    def said_about(self) -> Finding | None:
        """What officials said about something: the sentences of theirs that say it; without a topic, what they spoke of."""
        names = self.speakers()
        if not names:
            return None
        within = replace(self.where or Filter(), speakers=names)
        subject = content(fold(without_names(self.inquiry.subject, names)))
        if sum(char.isalnum() for char in subject) >= _LEAST_TOPIC:
            found = self.by.evidence(self.question, within)
            documents = self.documents_of(subject, within) if found else []
            places = with_later(found, subject, documents, lambda one: self.by.evidence(self.question, replace(within, documents=(one,))))
            # Without the whole name in the question nothing else keeps it from being answered with another's words.
            return Finding(tuple(places), nothing=not places and not any(is_named(name, self.question.text) for name in names))
        documents = [document for document in self.documents_of(names[0], within) if self.inquiry.is_of(document.date)]
        if len(documents) > 1:
            return self.which(documents)
        turns = [turn for document in documents for turn in official_turns(document) if turn.speaker and turn.speaker.name in names]
        return Finding(tuple(outline(documents[0], turns)), Note("spoke_of", names=names)) if turns else None

    def of_one(self) -> Finding | None:
        """Lists of what one document has: its questions, officials, headings, measures."""
        asked = self.inquiry.asked
        if asked == "outline" and (title := TITLE_NOUN.search(self.inquiry.subject)):  # of somebody whom the documents do not know
            return Finding(nothing=True) if len(self.inquiry.subject[: title.start()].strip()) >= _LEAST_NAME else None
        subject = _PAPER.sub(" ", self.inquiry.subject).strip() if asked == "questions" else self.inquiry.subject
        documents = self.meant(replace(self.inquiry, subject=subject))
        if len(documents) > 1:
            return self.which(documents)
        return LISTS[asked](documents[0], fold(self.question.text)) if documents else None

    def which(self, documents: Sequence[Transcript]) -> Finding:
        """Asked back: which of these documents?"""
        titles = [document.title for document in documents]
        choices = [
            Choice(document.title, _in_title(document, self.question.text, titles.count(document.title) > 1), document.date)
            for document in _newest(documents)[:_CHOICES]
        ]
        years = {(document.date or "")[:4] for document in documents}
        return Finding(note=Note("which_year" if len(years) == len(documents) else "which_document"), choices=tuple(choices))

    def meant(self, inquiry: Inquiry) -> list[Transcript]:
        return documents_meant(inquiry, self.by.searcher, self.by.documents, self.where)

    def documents_of(self, words: str, where: Filter | None) -> list[Transcript]:
        """The documents of the passages that are found for these words, best first."""
        hits = self.by.searcher.search(words, limit=_HITS, where=where)
        return list({hit.transcript.id: hit.transcript for hit in reversed(hits)}.values())[::-1]

    def speakers(self) -> tuple[str, ...]:
        """The officials of the documents found whom the question names."""
        words = self.question.text
        documents = self.documents_of(words, self.where)
        known = {turn.speaker for document in documents for turn in official_turns(document) if turn.speaker}
        named = {one.name for one in known if is_named(one.name, words)}
        called = {one.name for one in known if is_called(one.name, one.title, self.inquiry.who or words)}
        return tuple(sorted(named or called))


def _in_title(document: Transcript, words: str, dated: bool) -> str:
    """The question with the title, and the day if titles do not tell documents apart."""
    return f"《{document.title}》{document.date if dated and document.date else ''} {words}"


def _words(document: Transcript, turn: Turn) -> str:
    return "\n".join(document.words(paragraph) for paragraph in turn.paragraphs)


def _newest(documents: Iterable[Transcript]) -> list[Transcript]:
    return sorted(documents, key=lambda document: document.date or "", reverse=True)
