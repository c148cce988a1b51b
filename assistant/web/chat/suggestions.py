"""Library and answer -> questions that can be asked next, each looked up before it is shown, in the
conversation and within the limits in which a click asks it: what has no answer there is not
suggested.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import chain, islice
from threading import Lock
from typing import TypeVar

from pressroom.assistant.answer import Answering
from pressroom.assistant.ask.followup.leaning import leans
from pressroom.assistant.asking import Asking
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.record.asked import most_asked
from pressroom.assistant.record.records import Record, Records
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.language import detect
from pressroom.corpus.library.catalogue import Catalogue, DocumentCard, Wanted
from pressroom.corpus.library.library import Library
from pressroom.corpus.sentences import trimmed
from pressroom.corpus.transcript import Transcript, Turn

Item = TypeVar("Item")
Candidate = tuple[str, DocumentCard]  # a question, and the document that should answer it
EVERYTHING = Wanted()
_DOCUMENTS = 30
_SHORTEST, _LONGEST = 8, 40  # characters; of a language with spaces three times as many
_EXAMPLES = 6
_TRIED = 24  # candidates for examples that are looked up of one kind: a look-up is a question
_RECORDS = 2_000  # the newest, of which the most asked are taken
_NEXT = 3
_ANOTHER = 2  # how far one language is from another
_LOOKED_UP = 8  # candidates for what to ask next
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_POINTS = re.compile(
    r"\b(?:them|they|it|its|these|those|that|this|he|she|his|her)\b|[这那這]|它|他们|他們|上述",
    re.I,
)
# What reporters say before they ask, and whose question they bring: 您好，请问…, 请问…, 有市民问，…
_GREETING = re.compile(
    r"^(?:[^，,。：:]{0,12}(?:您好|你好|请问|請問|想问|想請問|市民问|市民問|网友问|網友問|群众问|群眾問)[^，,：:]{0,4}[，,：:]|(?:我)?(?:想)?[请請][问問]一?下?)"
)
_NARROW = re.compile(
    r"(?<=[\u3400-\u9fff”’》）])[,?!;:]"
)  # points of Latin width after Chinese characters, as some press offices type them
_WIDE = dict(zip(",?!;:", "，？！；：", strict=True))


class Suggestions:
    """Questions to begin with and to go on with. Found anew when the library changes. Threads may
    share it.
    """

    def __init__(
        self,
        assistant: Answering,
        library: Library,
        catalogue: Catalogue,
        records: Records | None = None,
        *,
        is_idle: Callable[[], bool] = lambda: True,
    ) -> None:
        """What to ask next is looked up while it `is_idle`: no citizen's answer waits for that."""
        reading = assistant.reading()
        self._asking = Asking(reading, library, catalogue)
        self._is_idle = is_idle
        self._library = library
        self._catalogue = catalogue
        self._records = records
        self._at = lru_cache(maxsize=64)(lambda *wanted: _Once(partial(self._find, *wanted)))
        self._after = lru_cache(maxsize=512)(self._find_next)

    def examples(self, language: str, wanted: Wanted = EVERYTHING) -> tuple[str, ...]:
        """At most six that are answered within the limits: what citizens ask most, then what
        reporters asked, of every document in the reader's language its first question, then the
        next ones, then what the documents are about, those in other languages first; or all from
        the one document that the limits name. Of a library whose reporters ask what it does not
        answer only so many are looked up that a reader need not wait for them.
        """
        today = datetime.now(UTC).date().isoformat()  # what is asked most is looked up once a day
        return self._at(language, wanted, self._library.revision(), today)()

    def next(
        self, record: Record, history: Sequence[str] = (), wanted: Wanted = EVERYTHING
    ) -> tuple[str, ...]:
        """At most three after this answer: the same of another year, and what reporters asked
        beside it. `history` is the conversation with the answer, `wanted` its limits.
        """
        return self._after(_Kept(record), tuple(history), wanted, self._library.revision())

    def _find(self, language: str, wanted: Wanted, _revision: int, _day: str) -> tuple[str, ...]:
        shelf = self._catalogue.shelf()
        if wanted.document is not None:
            card = shelf.card(wanted.document)
            found = self._answered(self._questions(card), wanted) if card else ()
            return tuple(islice(found, _EXAMPLES))
        cards = shelf.find(wanted)[:_DOCUMENTS]
        near = sorted(cards, key=lambda card: _distance(card.language, language))
        read = [card for card in near if _distance(card.language, language) < _ANOTHER]
        asked = self._most_asked(language, wanted)
        reporters = self._answered(_in_turns(map(self._questions, read)), wanted)
        titles = ((about(card.title, language), card) for card in [*near[len(read) :], *read])
        found = chain(asked, reporters, self._answered(titles, wanted))
        return tuple(islice(_each_once(found), _EXAMPLES))

    def _most_asked(self, language: str, wanted: Wanted) -> list[str]:
        """As long as they are answered; once where two ask for the same words."""
        if self._records is None:
            return []
        told: dict[str, str] = {}
        records = self._records.answered(language=language, limit=_RECORDS)
        for words in islice(most_asked(records), _LOOKED_UP):
            answer = self._asking.look_up(words, wanted=wanted)
            if answer is not None and answer.status == "answered":
                told.setdefault(answer.text, words)
        return list(told.values())

    def _questions(self, card: DocumentCard) -> Iterator[Candidate]:
        """The questions of a document that stand alone."""
        transcript = self._library.get(card.id, card.version)
        return ((words, card) for words in _asked(transcript))

    def _answered(self, candidates: Iterable[Candidate], wanted: Wanted) -> Iterator[str]:
        """Those of the first ones that their documents answer themselves."""
        tried = islice(candidates, _TRIED)
        return (words for words, card in tried if self._answers(words, card, wanted))

    def _answers(self, words: str, card: DocumentCard, wanted: Wanted) -> bool:
        answer = self._asking.look_up(words, wanted=wanted)
        if answer is None or answer.status != "answered":
            return False
        return answer.citations[0].transcript_id == card.id

    def _find_next(
        self, kept: _Kept, history: Sequence[str], wanted: Wanted, _revision: int
    ) -> tuple[str, ...]:
        record = kept.record
        known = {row["text"] for row in record.content["citations"]}
        candidates = dict.fromkeys([*self._other_years(record), *self._beside(record)])
        candidates.pop(record.content["question"], None)
        found: list[str] = []
        for words in islice(candidates, _LOOKED_UP):
            if not self._is_idle():
                break
            answer = self._asking.look_up(words, history, wanted)
            if answer is None or answer.status != "answered":
                continue
            told = {citation.text for citation in answer.citations}
            if not told & known:
                known |= told
                found.append(words)
            if len(found) == _NEXT:
                break
        return tuple(found)

    def _other_years(self, record: Record) -> Iterator[str]:
        words = record.content["understood"]
        years = set(_YEAR.findall(words))
        if record.content["citations"] and len(years) == 1:
            (year,) = years
            for other in self._catalogue.shelf().years:
                if other != year:
                    yield words.replace(year, other)

    def _beside(self, record: Record) -> Iterator[str]:
        """What was asked in the documents that were found, the nearest passages' own questions
        first; what those in another language than the question's are about.
        """
        language = detect(record.content["question"])
        for document_id in dict.fromkeys(row["doc"] for row in record.content["citations"]):
            cited = self._current(document_id)
            if cited and _distance(cited.language, language) == _ANOTHER:
                yield about(cited.title, language)
        for hit in record.content["hits"]:
            transcript = self._current(hit["doc"], hit["version"])
            place = transcript.paragraph_at(hit["start"]) if transcript else None
            asked = transcript.question_of(place[0]) if transcript and place else None
            if transcript and asked and _distance(transcript.language, language) < _ANOTHER:
                yield from _sentences_of(transcript, [asked])
        for document_id in dict.fromkeys(row["doc"] for row in record.content["citations"]):
            transcript = self._current(document_id)
            yield from (
                _asked(transcript)
                if transcript and _distance(transcript.language, language) < _ANOTHER
                else ()
            )

    def _current(self, document_id: str, version: int | None = None) -> Transcript | None:
        """The document, unless it is withdrawn or another version than this."""
        current = self._library.versions([document_id]).get(document_id)
        if current is None or version not in (None, current):
            return None
        try:
            return self._library.get(document_id, current)
        except LibraryError:
            return None


def about(title: str, language: str) -> str:
    """The question what a document is about, in a language."""
    return tongue(language).say("outline_of", words=title)


def _in_turns(rows: Iterable[Iterator[Item]]) -> Iterator[Item]:
    """The first of each row, then the second of each, and so on, as far as they are asked for."""
    waiting = deque(rows)
    while waiting:
        row = waiting.popleft()
        for head in islice(row, 1):
            yield head
            waiting.append(row)


def _each_once(words: Iterable[str]) -> Iterator[str]:
    told: set[str] = set()
    for one in words:
        if one not in told:
            told.add(one)
            yield one


def _distance(one: str, other: str) -> int:
    """0 for one language, 1 for another way to write it, 2 for another language."""
    return 0 if one == other else 1 if one.split("-")[0] == other.split("-")[0] else 2


class _Once:
    """Examples that the first who asks for them finds; who comes meanwhile waits for them."""

    def __init__(self, find: Callable[[], tuple[str, ...]]) -> None:
        self._find, self._finding = find, Lock()
        self._found: tuple[str, ...] | None = None

    def __call__(self) -> tuple[str, ...]:
        with self._finding:
            if self._found is None:
                self._found = self._find()
            return self._found


class _Kept:
    """A record, told apart by its id."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __hash__(self) -> int:
        return hash(self.record.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.record.id == self.record.id


def _asked(transcript: Transcript) -> Iterator[str]:
    yield from _sentences_of(
        transcript, [turn for turn in transcript.turns if turn.kind == "question"]
    )


def _sentences_of(transcript: Transcript, turns: Iterable[Turn]) -> Iterator[str]:
    """The first sentence of each with a question mark, if it is short and stands alone; without the
    greeting before it.
    """
    dense = transcript.language.split("-")[0] in ("zh", "ja", "ko")
    for turn in turns:
        said = (
            transcript.text[slice(*trimmed(transcript.text, *span))]
            for paragraph in turn.paragraphs
            for span in transcript.sentences(paragraph.start, paragraph.end)
        )
        words = next((_neat(words) for words in said if words and words[-1] in "?？"), "")
        if (
            _SHORTEST <= len(words) <= _LONGEST * (1 if dense else 3)
            and not leans(words)
            and not _POINTS.search(words)
        ):
            yield words


def _neat(words: str) -> str:
    return _NARROW.sub(lambda point: _WIDE[point[0]], _GREETING.sub("", words).strip())
