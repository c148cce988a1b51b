"""Records of answers -> the questions asked most, by the days on which they were: what one person
asks often, in one go, is not what people ask.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import itemgetter

from pressroom.assistant.record.records import Record
from pressroom.corpus.normalise import fold

_DAYS = 3  # at least


def most_asked(records: Iterable[Record]) -> list[str]:
    """Those asked on several days, in their most frequent wording, the most asked first."""
    days: dict[str, set[str]] = defaultdict(set)
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        words = str(record.content["understood"])
        key = "".join(filter(str.isalnum, fold(words)))
        days[key].add(record.asked_at[:10])
        wordings[key][words] += 1
    often = [(len(days[key]), wordings[key].total(), key) for key in days]
    often.sort(key=itemgetter(0, 1), reverse=True)
    return [wordings[key].most_common(1)[0][0] for on, _, key in often if on >= _DAYS]
