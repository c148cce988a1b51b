"""Words -> what kind of small talk they are, in the languages that citizens write; None for a
question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, cast

from pressroom.assistant.ask.wordlists import talk, tongues
from pressroom.corpus import language
from pressroom.corpus.normalise import fold

Talk = Literal["hello", "thanks", "bye", "who", "can", "documents", "fine"]

_LONGEST = 60  # characters; who says more asks something
_FLUFF = re.compile(
    r"[\W_]+|请问|那么|那|啊|呀|呢|吧|哦|嗯|了|哈+|您|大家|各位|"
    r"(?<![a-z])(?:please|so|well|ok(?:ay)?|very much|a lot|there|everyone|dear|all|good)(?![a-z])"
)


_MARKS = re.compile(r"[,，。.!！?？;；~～]+")
_WORDS = re.compile(r"[^\W\d_]+")


def small_talk(words: str) -> Talk | None:
    """The kind, if the words are nothing else: a greeting before a question is a question."""
    if len(words) > _LONGEST:
        return None
    folded = fold(words)
    return _kind(folded) or _last_kind(_MARKS.split(folded)) or _last_kind(_WORDS.findall(folded))


def _last_kind(parts: Sequence[str]) -> Talk | None:
    """That of the last of several that are nothing but small talk: `ok thanks bye`."""
    said = [part for part in parts if re.search(r"\w", _FLUFF.sub(" ", part))]
    kinds = [_kind(part) for part in said]
    return kinds[-1] if kinds and all(kinds) else None


def tongue_of(words: str) -> str:
    """The language of small talk, by the words that only one has."""
    said = set(re.findall(r"[^\W\d_]+", words.casefold()))
    known = {tongue: len(said & of_it) for tongue, of_it in tongues().items()}
    best = max(known, key=lambda tongue: known[tongue])
    return best if known[best] else language.detect(words)


def _kind(folded: str) -> Talk | None:
    said = {
        " ".join(re.sub(r"[\W_]+", " ", folded).split()),
        " ".join(_FLUFF.sub(" ", folded).split()),
    }
    said |= {text.replace(" ", "") for text in said if not text.isascii()}
    matching = (
        kind
        for kind, pattern in talk().items()
        if any(pattern.fullmatch(text) for text in said if text)
    )
    return cast("Talk | None", next(matching, None))
