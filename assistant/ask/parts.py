"""A question -> the questions in it, where it is several, in any of our languages:
`投资多少，什么时候开工？`, `第一、第二阶梯各多少？`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.assistant.ask.followup.fragments import fragment_of
from pressroom.assistant.ask.phrases import FUNCTION_WORDS
from pressroom.assistant.ask.respectively import each_of
from pressroom.assistant.ask.wordlists import QuestionWords, any_of, questions_in
from pressroom.corpus.language import detect
from pressroom.corpus.normalise import fold, is_dense_script

# characters; who asks more at length tells a story before the question
_LONGEST, _LONGEST_LATIN = 80, 200
_MOST = 4
# letters or Han characters of the first part, and of one that leans on it, beside its function
# words
_LEAST, _LEAST_LATER = 2, 1
# letters or Han characters of one that says hardly more than what it asks
_BARE, _BARE_LATIN = 2, 6
_MARK = re.compile(r"(?<=[?？؟;；؛])\s*")
_NAME = re.compile(r"《[^》]+》|“[^”]+”|「[^」]+」|『[^』]+』|«[^»]+»|„[^“]+“|\"[^\"]+\"")
# a letter that no question has, in place of those of a name: what a title says asks nothing
_HIDDEN = "㐀"
_LOOSE = " ,，、;；"
# What asks for the same in more words is no question of its own: `能举几个例子吗？`, `can you
# explain?`
_MORE_OF_IT = re.compile(
    r"举[几一两]?个?例子?|(?:具体|详细|简单)*(?:介绍|说明|解释|谈谈|说说|讲讲|展开)(?:一下)?|"
    r"[能可]以?(?:不能|否)?|麻烦|告诉|请教|请问|咨询|想问|想知道|一下|"
    r"\b(?:can|could|please|you|us|explain|give|tell|more|an|some|examples?|details?)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """`asked` is a question of its own, but for one that `leans` on those before it; `label` is how
    the citizen's own words call it.
    """

    asked: str
    label: str
    leans: bool

    @property
    def is_bare(self) -> bool:
        """Whether it leans, and has hardly a word beside those that ask."""
        folded = fold(self.asked)
        letters = _rest_of(folded, questions_in(detect(self.asked)))
        return self.leans and letters <= (
            _BARE if any(is_dense_script(char) for char in folded) else _BARE_LATIN
        )


def parts_of(asked: str) -> tuple[Part, ...]:
    """The questions in the order in which they are asked; none if it is not several."""
    longest = _LONGEST if any(is_dense_script(char) for char in asked) else _LONGEST_LATIN
    if len(asked) > longest:
        return ()
    words = questions_in(detect(asked))
    hidden = fold(_NAME.sub(lambda name: _HIDDEN * len(name[0]), asked))
    pieces = [slice(*span) for span in _spans(hidden, words)]
    parts = [
        part
        for piece in pieces
        for part in _of_piece(asked[piece], hidden[piece], words, leans=piece.start > 0)
    ]
    return tuple(parts) if 1 < len(parts) <= _MOST else ()


def _of_piece(asked: str, hidden: str, words: QuestionWords, *, leans: bool) -> list[Part]:
    found = each_of(asked, hidden, words)
    own = asked.strip(_LOOSE)
    return [Part(question.strip(_LOOSE), label, leans=False) for question, label in found] or [
        Part(own, own, leans)
    ]


def _spans(hidden: str, words: QuestionWords) -> Iterator[tuple[int, int]]:
    """Where each question stands: a mark or a joint ends one that asks something, where another one
    follows.
    """
    start = 0
    marks = {(match.end(), match.end()) for match in _MARK.finditer(hidden)}
    breaks = sorted(marks | {match.span() for match in words.joint.finditer(hidden)})
    for at, (end, following) in enumerate(breaks):
        until = breaks[at + 1][0] if at + 1 < len(breaks) else len(hidden)
        piece, joint, rest = hidden[start:end], hidden[end:following], hidden[following:until]
        if _asks(piece, words, least=_LEAST_LATER if start else _LEAST) and _follows(
            piece, joint, rest, words
        ):
            yield start, end
            start = (
                following if words.begins.match(rest) or not joint else end + 1
            )  # `and the fare?` is one with its `and`
    yield start, len(hidden)


def _rest_of(piece: str, words: QuestionWords) -> int:
    """How many letters it has beside the words that ask and those that say nothing."""
    plain = any_of("present").sub(" ", _MORE_OF_IT.sub(" ", piece))
    about = FUNCTION_WORDS.sub(" ", words.asking.sub(" ", plain))
    return sum(char.isalnum() for char in about)


def _asks(piece: str, words: QuestionWords, *, least: int) -> bool:
    """Whether it asks, and says of what."""
    return bool(words.asking.search(piece)) and _rest_of(piece, words) >= least


def _follows(piece: str, joint: str, rest: str, words: QuestionWords) -> bool:
    """Whether what stands after a joint begins another question, be it no more than `, and the
    fare?`.
    """
    if not _rest_of(rest, words) and _MORE_OF_IT.search(rest):
        return False
    fragment = fragment_of((joint + rest).strip(_LOOSE)) or fragment_of(rest.strip(_LOOSE))
    if not joint:
        return bool(words.asking.search(rest) or fragment) and any(char.isalnum() for char in rest)
    if words.begins.match(rest):
        return not _tells_more(piece, joint, rest, words)
    return bool(fragment) and joint[0] == ","


def _tells_more(piece: str, joint: str, rest: str, words: QuestionWords) -> bool:
    """`, who …` after a comma alone, or `and who …` after another `who`, tells more of the same."""
    if words.relative is None or not words.relative.match(rest):
        return False
    return not any(char.isalpha() for char in joint) or bool(words.relative.search(piece, 1))
