"""All ways to answer, and all that was read -> signs of there being an answer at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pressroom.assistant.read.trained.candidates import Candidate
from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.assistant.read.trained.sentences import Values

# The log odds of the likeliest way to answer; of the passages read the highest logit of holding an
# answer. Neither words that are shared with the question nor nearness are of them: what is near and
# no answer has as much of both.
SIGNS = ("best", "answer")
_ANSWER = READ.index("answer")
_LEAST = 0.005  # probability: beyond it log odds tell nothing


def presence(rated: Sequence[tuple[float, Candidate]], read: Sequence[Marked]) -> Values:
    """In the order of SIGNS; `rated` are candidates with how likely each answers, the likeliest
    first.
    """
    answer = max((one.values[_ANSWER] for one in read), default=0.0)
    return _odds(rated[0][0]), answer


def _odds(likely: float) -> float:
    kept = min(max(likely, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
