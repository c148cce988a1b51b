"""All ways to answer, and all that was read -> signs of there being an answer at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pressroom.assistant.read.trained.candidates import Candidate
from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.assistant.read.trained.sentences import Values

# The log odds of the likeliest way to answer; of the passages read the highest logit of holding an
# answer; of all sentences read together how far they are before there being none. Words that are
# shared with the question are none of them: what is near and no answer has as many.
SIGNS = ("best", "answer", "told")
_ANSWER, _TOLD = READ.index("answer"), READ.index("told")
_LEAST = 0.005  # probability: beyond it log odds tell nothing


def presence(rated: Sequence[tuple[float, Candidate]], read: Sequence[Marked]) -> Values:
    """In the order of SIGNS; `rated` are candidates with how likely each answers, the likeliest
    first.
    """
    answer = max((one.values[_ANSWER] for one in read), default=0.0)
    told = _together([one.values[_TOLD] for one in read])
    return _odds(rated[0][0]), answer, told


def _together(scores: Sequence[float]) -> float:
    """The logarithm of the sum of their exponentials; 0 for none."""
    if not scores:
        return 0.0
    most = max(scores)
    return most + math.log(sum(math.exp(score - most) for score in scores))


def _odds(likely: float) -> float:
    kept = min(max(likely, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
