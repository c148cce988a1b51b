"""Question -> the Inquiry in it: what of the structure of documents it asks, such as who said it,
when, how many times, all of a kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal, cast

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.wordlists import event_words, structure
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.words.offices import TITLE_NOUN

Inquired = Literal[
    "chaired",
    "asked_by",
    "in_office",
    "said_by",
    "said_on",
    "held_on",
    "mentions",
    "spoke",
    "questions",
    "officials",
    "outline",
    "said_about",
    "measures",
]

_DAY = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})[日号]|((?:19|20)\d\d)-(\d\d)-(\d\d)")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_LATIN_DAY = re.compile(
    rf"(?<!\w)({'|'.join(_MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? ((?:19|20)\d\d))?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|年度)?(?!\d)")
_MARKS = re.compile(r"[“”‘’「」『』\"]")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,80})[”」』\"]")
_TITLED = re.compile(
    r"《([^》\n]{2,120})》|“([^”\n]{2,120})”|«\s?([^»\n]{2,120}?)\s?»|„([^“\n]{2,120})“|"
    r"「([^」\n]{2,120})」"
)
_EDGES = " ,，。?？!！.;；:：、的了吗呢那在"
_IN_EVENT = re.compile(
    r"^.*(?:发布会|记者会|解读会|通气会|吹风会|说明会|专场)(?:上|里|中)?|^(?:the|a) |"
    r" (?:at|in|during) the .*(?:conference|briefing).*$"
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`topic` is what it is about, `who` a person by pattern alone, both as they are written;
    `subject` is the topic without words that only name an event; `days` are `MM-DD` or
    `YYYY-MM-DD`, `years` four digits, that the question names.
    """

    asked: Inquired
    topic: str
    who: str
    subject: str
    days: tuple[str, ...]
    years: tuple[str, ...]

    def is_of(self, date: str | None) -> bool:
        """Whether a document of this ISO date is of a day that is named, or of a year; any is, if
        none is named.
        """
        days = not self.days or any((date or "").endswith(day) for day in self.days)
        return days and (bool(self.days) or not self.years or (date or "")[:4] in self.years)

    @property
    def phrase(self) -> str:
        """The words whose mentions are counted: what stands in quotation marks, else the topic
        without the event's name.
        """
        quoted = _QUOTED.search(self.topic)
        return quoted[1] if quoted else _MARKS.sub("", _cut(self.topic)).strip(_EDGES)


def inquiry_of(question: Question) -> Inquiry | None:
    """None for a question whose answer stands in sentences, as most do."""
    text, folded = question.text, fold(question.text)
    for asked, patterns in structure().items():
        match = next((found for pattern in patterns if (found := pattern.search(folded))), None)
        if match:
            return _inquiry(cast("Inquired", asked), text, match)
    return None


def into_who_said(question: Question) -> Inquiry:
    """The inquiry of a question that asks who said what the whole of it tells of."""
    return _inquiry("said_by", question.text)


def titles_in(words: str) -> list[str]:
    """What stands in 《》 or in quotation marks, as the language of the question has them."""
    return [found[found.lastindex or 0] for found in _TITLED.finditer(words)]


def without_titles(inquiry: Inquiry, titles: Collection[str]) -> Inquiry:
    """The same where the documents are known by these titles: neither they nor what else names
    their event are a subject.
    """
    known = {fold(title) for title in titles}

    def rest(found: re.Match[str]) -> str:
        return " " if found[1] or fold(found[found.lastindex or 0]) in known else found[0]

    topic = " ".join(_TITLED.sub(rest, inquiry.topic).split()).strip(_EDGES)
    return replace(inquiry, topic=topic, subject="", days=(), years=())


def without_names(subject: str, names: Iterable[str]) -> str:
    """The subject without these names, whole or as their bearers are called for short, and without
    titles.
    """
    for name in names:
        subject = subject.replace(fold(name), " ")
        if not is_dense_script(name[0]):
            parts = "|".join(map(re.escape, fold(name).split()))
            subject = re.sub(rf"(?<![\w-])(?:{parts})(?![\w-])", " ", subject)
    return TITLE_NOUN.sub(" ", subject).strip()


def _inquiry(asked: Inquired, text: str, match: re.Match[str] | None = None) -> Inquiry:
    """`match` are the words that only ask; without it the whole text is the topic."""
    named, rest = {}, text
    if match:
        held = (name for name, words in match.groupdict().items() if words)
        named = {name: text[slice(*match.span(name))] for name in held}
        rest = f"{text[: match.start()]} {text[match.end() :]}"
    topic = " ".join((named.get("topic") or rest).split()).strip(_EDGES)
    about = f"{rest} {named.get('topic', '')}"
    days, years = tuple(_days(fold(text))), tuple(_YEAR.findall(_timeless(fold(text))))
    subject = event_words().sub(" ", _YEAR.sub(" ", _timeless(fold(about))))
    return Inquiry(
        asked,
        topic,
        named.get("who", "").strip(),
        " ".join(_MARKS.sub(" ", subject).split()).strip(_EDGES),
        days,
        years,
    )


def _timeless(folded: str) -> str:
    return _LATIN_DAY.sub(" ", _DAY.sub(" ", folded))


def _days(folded: str) -> list[str]:
    found = []
    for year, month, day, *iso in _DAY.findall(folded):
        found.append(
            "-".join(iso) if iso[0] else f"{year}-" * bool(year) + f"{int(month):02}-{int(day):02}"
        )
    for name, day, year in _LATIN_DAY.findall(folded):
        found.append(f"{year}-" * bool(year) + f"{_MONTHS.index(name) + 1:02}-{int(day):02}")
    return found


def _cut(topic: str) -> str:
    """The topic without the event it is looked for in."""
    folded = fold(topic)
    for match in _IN_EVENT.finditer(folded):
        topic = (
            topic.replace(topic[match.start() : match.end()], " ", 1)
            if len(topic) == len(folded)
            else topic
        )
    return topic
