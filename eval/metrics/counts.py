"""Outcome -> what each measure counts of one question: small pure functions, each with its
definition.

Every function gives (counted, of how many): (0, 1) is a miss, (0, 0) says that the question does
not count for this measure. The definitions are those of the score scripts that developers of
question sets share, so that figures can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pressroom.eval.metrics import ranking
from pressroom.eval.metrics.rightness import is_right
from pressroom.eval.questions import wording
from pressroom.eval.questions.outcomes import Outcome, Stretch
from pressroom.eval.questions.truth import covers

Ratio = tuple[float, float]
NOTHING: Ratio = (0, 0)


# search


def hit_at(outcome: Outcome, k: int) -> Ratio:
    """Whether one of the first k passages covers a right place. A question without result counts as
    a miss.
    """
    return _asked(outcome, any(covers(hit.place, outcome.gold.places) for hit in outcome.hits[:k]))


def recall_at(outcome: Outcome, k: int) -> Ratio:
    return _asked(outcome, ranking.recall_at(_places_found(outcome, k), _nuggets(outcome)))


def reciprocal_rank(outcome: Outcome, k: int = 10) -> Ratio:
    return _asked(outcome, ranking.reciprocal_rank(_places_found(outcome, k), _nuggets(outcome)))


def ndcg(outcome: Outcome, k: int = 10) -> Ratio:
    return _asked(outcome, ranking.ndcg(_places_found(outcome, k), _nuggets(outcome)))


def hit_within(outcome: Outcome, characters: int) -> Ratio:
    """Whether the passages, best first, cover a right place in their first so many characters
    (after Allan 2004, TREC HARD).

    Unlike hit@k it is fair to systems whose passages differ in length: what is read is the same.
    """
    left = characters
    for hit in outcome.hits[:10]:
        read = hit.place._replace(end=min(hit.place.end, hit.place.start + left))
        if left > 0 and covers(read, outcome.gold.places):
            return _asked(outcome, 1)
        left -= read.end - read.start
    return _asked(outcome, 0)


def hit_chars(outcome: Outcome) -> Ratio:
    return sum(hit.place.end - hit.place.start for hit in outcome.hits[:10]), len(outcome.hits[:10])


# answers


def found(outcome: Outcome) -> Ratio:
    """Whether a citation that is shown covers a right place."""
    return _asked(
        outcome,
        outcome.shown and any(covers(cited.place, outcome.gold.places) for cited in outcome.cited),
    )


def right(outcome: Outcome) -> Ratio:
    """Whether what is shown first is right: the marked words, or the sentences where none are."""
    return _asked(outcome, is_right(outcome))


def alike(outcome: Outcome, measure: Callable[[str, str], float]) -> Ratio:
    """How alike the words shown and the best gold answer are; 0 for a refusal."""
    best = (
        max((measure(outcome.answer, gold) for gold in outcome.case.answers), default=0.0)
        if outcome.shown
        else 0.0
    )
    return _asked(outcome, best)


def contains(outcome: Outcome) -> Ratio:
    """Whether the shortest gold answer stands in the words shown, figures whole."""
    shortest = min(outcome.case.answers, key=len, default="")
    return _asked(outcome, outcome.shown and wording.contains(outcome.answer, shortest))


def paragraph_precision(outcome: Outcome) -> Ratio:
    """Of the paragraphs cited, those that hold a right place (Gao et al. 2023, ALCE, with gold
    places for the judge).
    """
    if not answered(outcome):
        return NOTHING
    right = {paragraph for nugget in outcome.gold.paragraphs for paragraph in nugget}
    return sum(paragraph in right for paragraph in outcome.cited_paragraphs), len(
        outcome.cited_paragraphs
    )


def paragraph_recall(outcome: Outcome) -> Ratio:
    """Of the answers, those of which a paragraph is cited."""
    cited = set(outcome.cited_paragraphs) if outcome.shown else set()
    return _asked(
        outcome,
        _share(
            sum(bool(cited & set(nugget)) for nugget in outcome.gold.paragraphs),
            len(outcome.gold.nuggets),
        ),
    )


def character_precision(outcome: Outcome) -> Ratio:
    """Of the characters quoted, those that stand in a right place."""
    if not answered(outcome):
        return NOTHING
    quoted = _characters(cited.place for cited in outcome.cited)
    return len(quoted & _characters(outcome.gold.places)), len(quoted)


def character_recall(outcome: Outcome) -> Ratio:
    """Of the characters of each answer, those quoted, at the place where most are; the mean over
    the answers.
    """
    quoted = _characters(cited.place for cited in outcome.cited) if outcome.shown else set()
    shares = [
        max(_share(len(quoted & _characters([p])), p.end - p.start) for p in nugget)
        for nugget in outcome.gold.nuggets
    ]
    return _asked(outcome, _share(sum(shares), len(shares)))


# honesty


def refusal_precision(outcome: Outcome) -> Ratio:
    """Of the refusals, those of questions that nothing answers."""
    return (outcome.case.unanswerable, 1) if outcome.refused else NOTHING


def refusal_recall(outcome: Outcome) -> Ratio:
    """Of the questions that nothing answers, those refused."""
    return (outcome.refused, 1) if outcome.case.unanswerable else NOTHING


def follow_up_found(outcome: Outcome) -> Ratio:
    return found(outcome) if outcome.case.history else NOTHING


def follow_up_kept(outcome: Outcome) -> Ratio:
    """Of the follow-ups whose stand-alone wording is answered right, those answered right with
    their history.
    """
    return found(outcome) if outcome.alone and outcome.alone.found else NOTHING


def follow_up_searched(outcome: Outcome) -> Ratio:
    """Of the follow-ups whose stand-alone wording finds the right passage among five, those that
    find it with their history.
    """
    return hit_at(outcome, 5) if outcome.alone and outcome.alone.searched else NOTHING


# the parts of the pipeline


def by_word(outcome: Outcome) -> Ratio:
    return _known(hit.by_word for hit in outcome.hits[:10])


def by_meaning(outcome: Outcome) -> Ratio:
    return _known(hit.by_meaning for hit in outcome.hits[:10])


def one_speaker(outcome: Outcome) -> Ratio:
    return _known(hit.one_speaker for hit in outcome.hits[:10])


def errors(outcome: Outcome) -> Ratio:
    return outcome.status == "error", 1


def _asked(outcome: Outcome, value: float) -> Ratio:
    """Only questions that have an answer count."""
    return NOTHING if outcome.case.unanswerable else (value, 1)


def answered(outcome: Outcome) -> bool:
    return outcome.shown and not outcome.case.unanswerable


def _nuggets(outcome: Outcome) -> frozenset[str]:
    return frozenset(str(at) for at in range(len(outcome.gold.nuggets)))


def _places_found(outcome: Outcome, k: int) -> list[str | None]:
    """The ranking of the first k passages: each nugget where it is first covered. One passage may
    cover several.
    """
    left = dict(enumerate(outcome.gold.nuggets))
    found: list[str | None] = []
    for hit in outcome.hits[:k]:
        new = [at for at, places in left.items() if covers(hit.place, places)]
        found += [str(at) for at in new] or [None]
        left = {at: places for at, places in left.items() if at not in new}
    return found


def _characters(places: Iterable[Stretch]) -> set[tuple[str, int]]:
    return {(place.doc, at) for place in places for at in range(place.start, place.end)}


def _known(verdicts: Iterable[bool | None]) -> Ratio:
    known = [verdict for verdict in verdicts if verdict is not None]
    return sum(known), len(known)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
