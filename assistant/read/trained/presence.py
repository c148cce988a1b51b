"""All ways to answer, and all that was read -> signs of there being an answer at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pressroom.assistant.read.trained.candidates import Candidate
from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.assistant.read.trained.sentences import Values
from pressroom.corpus import language

# The log odds of the likeliest way to answer; of the passages read the highest logit of holding an
# answer; of all sentences read together how far they are before there being none; whether that way
# is in another language than the question, where these are lower. Words that are shared with the
# question are none of them: what is near and no answer has as many.
SIGNS = ("best", "answer", "told", "across")
_ANSWER, _TOLD = READ.index("answer"), READ.index("told")
_LEAST = 0.005  # probability: beyond it log odds tell nothing


def presence(rated: Sequence[tuple[float, Candidate]], read: Sequence[Marked]) -> Values:
    """In the order of SIGNS; `rated` are candidates with how likely each answers, the likeliest
    first.
    """
    answer = max((one.values[_ANSWER] for one in read), default=0.0)
    told = _together([one.values[_TOLD] for one in read])
    likely, best = rated[0]
    spoken = language.tongue(language.detect(best.pick.span.text))
    is_across = bool(read) and spoken != read[0].sentence.sought.tongue
    return _odds(likely), answer, told, float(is_across)


def _together(scores: Sequence[float]) -> float:
    """The logarithm of the sum of their exponentials; 0 for none."""
    if not scores:
        return 0.0
    most = max(scores)
    return most + math.log(sum(math.exp(score - most) for score in scores))


def _odds(likely: float) -> float:
    kept = min(max(likely, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
