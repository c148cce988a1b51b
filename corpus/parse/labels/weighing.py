"""The candidates of a text -> points of each one by itself, told by what the whole text says: how
often it recurs, who is introduced, which marks have their partner, what is asked and answered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.labels.evidence import (
    is_known,
    is_letter_mark,
    is_person,
    is_short_mark,
    worth,
)
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.labels.patterns import Form
from pressroom.corpus.parse.labels.styles import of_fields, of_sections
from pressroom.corpus.parse.labels.supporting import Style
from pressroom.corpus.parse.words.beside import beside_office
from pressroom.corpus.parse.words.offices import has_title
from pressroom.corpus.parse.words.parted import bare_name, split_name
from pressroom.corpus.parse.words.roles import ASKING, role_of, short_marks
from pressroom.corpus.parse.words.stated import titled_names
from pressroom.corpus.parse.words.vocabulary import vocabulary

_FORM: dict[Form, float] = {
    "marked": 9.0,
    "stamp": 2.0,
    "square": 1.5,
    "bold": 1.5,
    "heavy": 0.0,
    "bare": 2.0,
    "colon": 0.5,
    "round": -0.5,
    "close": -0.5,
    "tab": 0.0,
    "stop": -0.75,
    "stroke": 0.25,
    "dash": -1.0,
    "line": -1.0,
}
_ODD = 1.5  # points against Han words with a colon that are neither office nor name
_LEAST_WORTH: dict[Form, float] = {
    "stamp": 0.0,
    "line": 0.0,
    "square": -1.25,
    "bold": -1.25,
    "heavy": -1.25,
    "round": -0.75,
    "close": -0.75,
}
_LEAST_RECURRING = 2
_WORTH_OF_NAME = 0.25  # points of who is named beside an office, whatever the name
_ITEM = -9.0  # points of what counts the items of a list, or names one field among others
_BESIDE_NUMBERED = 1.5  # points of a numbered question where other labels are numbered, too
_LEAST_MARKS = 3.0
_HEAD = 3000  # characters in which people are introduced
# A line of a list of who takes part: `Lucy Hart, Harbour News`.
LISTED = re.compile(
    r"^[•·*–—-]?\s*(?P<name>[^\W\d_][^\n,，:：;()（）]{2,40}?)\s?(?:,|，|\s[–—-]\s|[(（])[^\n.。?？!！:：]{2,80}$",
    re.M,
)
_QUESTION_MARKS = "?？؟"
_CLOSING = "”」』\"')）*_ "


@dataclass(frozen=True, slots=True)
class Document:
    """What a whole text says for its candidates; `asked`: the blocks that end as questions do."""

    counts: Counter[str]
    introduced: set[str]
    set_off: set[str]
    printed: set[str]
    partnered: tuple[frozenset[str], frozenset[str]]
    asks: bool
    asked: frozenset[int]
    numbers_labels: bool
    of_fields: frozenset[Style]
    sections: frozenset[Style]
    names_are_usual: bool
    is_dialogue: bool
    is_labelled_throughout: bool

    @classmethod
    def of(
        cls,
        text: str,
        blocks: Sequence[Block],
        candidates: Sequence[Label],
        every: Sequence[Label],
    ) -> Document:
        """`every`: what is set off at all."""
        counts = Counter(label.key for label in candidates)
        recurring = [label for label in candidates if counts[label.key] >= _LEAST_RECURRING]
        names = sum(is_person(label.words) for label in recurring)
        others = sum(not role_of(label.words) for label in recurring)
        in_a_line = [label for label in recurring if label.form != "line"]
        set_off = [label.words for label in candidates if label.form != "line"]
        introduced = _introduced(text, candidates)
        asked = frozenset(label.block for label in candidates if _asks(text, blocks, label))
        return cls(
            counts=counts,
            introduced=introduced,
            set_off={bare_name(words) for words in set_off},
            printed=set(set_off),
            partnered=_partnered(counts),
            asks=any(label.role in ASKING for label in candidates if not is_short_mark(label.key)),
            asked=asked,
            numbers_labels=any(label.numbered and label.role in ASKING for label in candidates),
            of_fields=of_fields(candidates, every),
            sections=of_sections(candidates, introduced, asked),
            names_are_usual=names * 2 > others,
            is_dialogue=len(in_a_line) * 4 > len(blocks),
            is_labelled_throughout=len(in_a_line) * 2 > len(blocks) - len(candidates) // 4,
        )

    def with_role(self, label: Label) -> Label:
        """A short mark plays the part that its partner leaves to it: `س` asks where `ج` answers."""
        asking, answering = self.partnered
        key = label.key.rstrip("0123456789")
        if not is_short_mark(label.key) or (key in asking) == (key in answering):
            return label
        return replace(label, role="question" if key in asking else "answer")

    def points(self, label: Label) -> float:
        """Points of one candidate, without what its style and its place add."""
        if is_short_mark(label.key):
            return _FORM[label.form] + self._of_mark(label)
        if label.numbered and not is_known(label.words):
            if label.block not in self.asked:
                return _ITEM
            return self._of_words(label) + _BESIDE_NUMBERED * self.numbers_labels
        return self._of_words(label)

    def _of_mark(self, label: Label) -> float:
        believed = frozenset().union(*self.partnered)
        is_alone = label.form == "bare" and label.key == "q"
        is_believed = is_alone or label.key.rstrip("0123456789") in believed
        is_believed |= label.block in self.asked and self._asks_often(label)
        recurs = self.asks or self._recurs(label)
        is_believed |= recurs and not is_letter_mark(label.key)
        return _LEAST_MARKS if is_believed else -1.0

    def _asks_often(self, label: Label) -> bool:
        """`P1`, `P2`: a mark of questions that recurs, whoever asks, needs no partner."""
        bare = label.key.rstrip("0123456789")
        every = sum(count for key, count in self.counts.items() if key.rstrip("0123456789") == bare)
        return bare in short_marks()[0] and every >= _LEAST_RECURRING

    def _of_words(self, label: Label) -> float:
        words, is_odd = label.words, self._is_odd(label)
        style = Style.of(label)
        if (style in self.of_fields or style in self.sections) and not self._is_somebody(label):
            return _ITEM
        points = max(worth(words), self._least_worth(label)) + _FORM[label.form]
        if is_odd and not self._is_repeated(label) and label.form != "line":
            return points
        points += 1.0 * self._recurs(label) + 0.5 * (self.counts[label.key] > _LEAST_RECURRING)
        return points + 2.0 * (is_odd and self._is_repeated(label)) + self._of_name(label)

    def _is_somebody(self, label: Label) -> bool:
        """Whether more than the form tells that somebody speaks."""
        if label.block in self.asked:
            return True
        is_mark = label.role is not None and label.key in vocabulary().roles[label.role]
        return is_mark or has_title(label.words) or bare_name(label.words) in self.introduced

    def _of_name(self, label: Label) -> float:
        words, name = label.words, bare_name(label.words)
        if label.form == "line" and words in self.introduced:
            return 2.75
        if label.form == "line" and (words != name in self.set_off or words in self.printed):
            return 2.0  # the label of somebody who speaks elsewhere, without its colon
        if name in self.introduced:
            return 1.25
        return 0.75 * (self.names_are_usual and is_person(words) and is_dense_script(words[0]))

    def _is_odd(self, label: Label) -> bool:
        is_dense = is_dense_script(label.words[0])
        return is_dense and worth(label.words) < 0 and bare_name(label.words) not in self.introduced

    def _recurs(self, label: Label) -> bool:
        return self.counts[label.key] >= _LEAST_RECURRING

    def _is_repeated(self, label: Label) -> bool:
        """Whether odd words recur as no heading does: throughout a dialogue, on lines of their own
        with a colon, before numbered questions.
        """
        is_set = (label.form == "colon" and label.own_line) or label.numbered
        often = self.is_dialogue and self.counts[label.key] > _LEAST_RECURRING
        return often or (is_set and self._recurs(label))

    def _least_worth(self, label: Label) -> float:
        """How little odd words are worth at least where they are set off as this label is."""
        if bare_name(label.words) in self.introduced:
            return _WORTH_OF_NAME
        if label.form == "colon" and (label.own_line or self.is_labelled_throughout):
            return -0.25 if label.own_line else 0.0
        return -_ODD if label.form == "colon" else _LEAST_WORTH.get(label.form, -_ODD)


def _introduced(text: str, candidates: Sequence[Label]) -> set[str]:
    """The names of candidates that the text has beside an office."""
    names = {bare_name(label.words) for label in candidates}
    spaced = {speaker.name for _, speaker in beside_office(text[:_HEAD])}
    listed = {match["name"] for match in LISTED.finditer(text[:_HEAD])}
    split = map(split_name, _words(candidates))
    held = {name for name, office in split if office and has_title(office)}
    return titled_names(text, names) | (names & (spaced | listed | held))


def _words(candidates: Sequence[Label]) -> set[str]:
    """The candidates in an alphabet, or with a space between name and office: of other Han, an
    office is known wherever it stands.
    """
    words = (label.words for label in candidates)
    return {told for told in words if " " in told or not is_dense_script(told[0])}


def _asks(text: str, blocks: Sequence[Block], label: Label) -> bool:
    """Whether the label's first paragraph ends as questions do."""
    at = label.block + label.own_line
    words = text[blocks[at].start : blocks[at].end] if at < len(blocks) else ""
    return words.rstrip(_CLOSING).endswith(tuple(_QUESTION_MARKS))


def _partnered(counts: Counter[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The short marks of a question and of an answer that both stand in the text; Q may stand
    alone.
    """
    keys = {key.rstrip("0123456789") for key in counts}
    pairs = [pair for pair in vocabulary().pairs if keys.issuperset(pair)]
    asking = frozenset(question for question, _ in pairs) | (keys & {"q"})
    return asking, frozenset(answer for _, answer in pairs)
