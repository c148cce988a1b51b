"""Outcome -> what each measure counts: small pure functions, each with its definition; a set's value is the sum over the sum.

Every function gives (counted, of how many) for one question: (0, 1) is a miss, (0, 0) says that the question does not
count for this measure. The names, and the definitions behind them, are those of the score scripts that press offices
and developers of question sets share, so that figures can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from eval import ranking, wording
from eval.outcomes import Outcome, Place, covers

Ratio = tuple[float, float]
NOTHING: Ratio = (0, 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure. `better` is +1 where more is better, -1 where less is, 0 where it only describes."""

    name: str
    count: Callable[[Outcome], Ratio]
    group: str
    better: int
    means: str


def mean(measure: Callable[[Outcome], Ratio], outcomes: Iterable[Outcome]) -> float | None:
    """Sum over sum; None where no question counts."""
    pairs = [measure(outcome) for outcome in outcomes]
    whole = sum(of for _, of in pairs)
    return sum(counted for counted, _ in pairs) / whole if whole else None


# search


def hit_at(outcome: Outcome, k: int) -> Ratio:
    """Whether one of the first k passages covers a right place. A question without result counts as a miss."""
    return _asked(outcome, any(covers(hit.place, outcome.gold.places) for hit in outcome.hits[:k]))


def recall_at(outcome: Outcome, k: int) -> Ratio:
    return _asked(outcome, ranking.recall_at(_places_found(outcome, k), _nuggets(outcome)))


def reciprocal_rank(outcome: Outcome, k: int = 10) -> Ratio:
    return _asked(outcome, ranking.reciprocal_rank(_places_found(outcome, k), _nuggets(outcome)))


def ndcg(outcome: Outcome, k: int = 10) -> Ratio:
    return _asked(outcome, ranking.ndcg(_places_found(outcome, k), _nuggets(outcome)))


def hit_within(outcome: Outcome, characters: int) -> Ratio:
    """Whether the passages, best first, cover a right place in their first so many characters (after Allan 2004, TREC HARD).

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
    return _asked(outcome, outcome.shown and any(covers(cited.place, outcome.gold.places) for cited in outcome.cited))


def alike(outcome: Outcome, measure: Callable[[str, str], float]) -> Ratio:
    """How alike the words shown and the best gold answer are; 0 for a refusal."""
    best = max((measure(outcome.answer, gold) for gold in outcome.case.answers), default=0.0) if outcome.shown else 0.0
    return _asked(outcome, best)


def contains(outcome: Outcome) -> Ratio:
    """Whether the shortest gold answer stands in the words shown, figures whole."""
    shortest = min(outcome.case.answers, key=len, default="")
    return _asked(outcome, outcome.shown and wording.contains(outcome.answer, shortest))


def citations(outcome: Outcome) -> Ratio:
    return (len(outcome.cited), 1) if _answered(outcome) else NOTHING


def quoted_chars(outcome: Outcome) -> Ratio:
    return (sum(len(cited.text) for cited in outcome.cited), 1) if _answered(outcome) else NOTHING


def answer_chars(outcome: Outcome) -> Ratio:
    return (len(outcome.answer), 1) if _answered(outcome) else NOTHING


def paragraph_precision(outcome: Outcome) -> Ratio:
    """Of the paragraphs cited, those that hold a right place (Gao et al. 2023, ALCE, with gold places for the judge)."""
    if not _answered(outcome):
        return NOTHING
    right = {paragraph for nugget in outcome.gold.paragraphs for paragraph in nugget}
    return sum(paragraph in right for paragraph in outcome.cited_paragraphs), len(outcome.cited_paragraphs)


def paragraph_recall(outcome: Outcome) -> Ratio:
    """Of the answers, those of which a paragraph is cited."""
    cited = set(outcome.cited_paragraphs) if outcome.shown else set()
    return _asked(outcome, _share(sum(bool(cited & set(nugget)) for nugget in outcome.gold.paragraphs), len(outcome.gold.nuggets)))


def character_precision(outcome: Outcome) -> Ratio:
    """Of the characters quoted, those that stand in a right place."""
    if not _answered(outcome):
        return NOTHING
    quoted = _characters(cited.place for cited in outcome.cited)
    return len(quoted & _characters(outcome.gold.places)), len(quoted)


def character_recall(outcome: Outcome) -> Ratio:
    """Of the characters of each answer, those quoted, at the place where most are; the mean over the answers."""
    quoted = _characters(cited.place for cited in outcome.cited) if outcome.shown else set()
    shares = [max(_share(len(quoted & _characters([p])), p.end - p.start) for p in nugget) for nugget in outcome.gold.nuggets]
    return _asked(outcome, _share(sum(shares), len(shares)))


# honesty


def verbatim(outcome: Outcome) -> Ratio:
    """Of the citations, those that are exactly their document's words."""
    return sum(outcome.verbatim), len(outcome.verbatim)


def supported(outcome: Outcome) -> Ratio:
    """Of the sentences shown, those that stand in a citation of the same answer. An answer without words fails."""
    if not outcome.shown:
        return NOTHING
    cited = [wording.norm(cited.text) for cited in outcome.cited]
    verdicts = [any(wording.norm(part) in words for words in cited) for part in wording.sentences(outcome.answer)] or [False]
    return sum(verdicts), len(verdicts)


def figures(outcome: Outcome) -> Ratio:
    """Whether every number of the answer stands in its citations."""
    if not outcome.shown:
        return NOTHING
    said = {number for cited in outcome.cited for number in wording.numbers(cited.text)}
    return all(number in said for number in wording.numbers(outcome.answer)), 1


def speaker(outcome: Outcome) -> Ratio:
    """Whether the first citation's speaker is the right one, where the right one is known."""
    if not (_answered(outcome) and outcome.case.speaker and outcome.cited):
        return NOTHING
    return outcome.cited[0].speaker == outcome.case.speaker, 1


def date(outcome: Outcome) -> Ratio:
    """Whether a citation of the right document bears its date, as known from outside the parser."""
    cited = [cited for cited in outcome.cited if cited.place.doc == outcome.case.document] if outcome.gold.date else []
    return sum(citation.date == outcome.gold.date for citation in cited), len(cited)


def refusal_precision(outcome: Outcome) -> Ratio:
    """Of the refusals, those of questions that nothing answers."""
    return (outcome.case.unanswerable, 1) if outcome.refused else NOTHING


def refusal_recall(outcome: Outcome) -> Ratio:
    """Of the questions that nothing answers, those refused."""
    return (outcome.refused, 1) if outcome.case.unanswerable else NOTHING


def follow_up_found(outcome: Outcome) -> Ratio:
    return found(outcome) if outcome.case.history else NOTHING


def follow_up_kept(outcome: Outcome) -> Ratio:
    """Of the follow-ups whose stand-alone wording is answered right, those answered right with their history."""
    return found(outcome) if outcome.standalone == "found" else NOTHING


# the parts of the pipeline


def by_word(outcome: Outcome) -> Ratio:
    return _known(hit.by_word for hit in outcome.hits[:10])


def by_meaning(outcome: Outcome) -> Ratio:
    return _known(hit.by_meaning for hit in outcome.hits[:10])


def one_speaker(outcome: Outcome) -> Ratio:
    return _known(hit.one_speaker for hit in outcome.hits[:10])


def errors(outcome: Outcome) -> Ratio:
    return outcome.status == "error", 1


MEASURES: tuple[Measure, ...] = (
    *(Measure(f"hit@{k}", partial(hit_at, k=k), "search", 1, f"a passage among the first {k} covers a right place") for k in (1, 3, 5, 10)),
    *(Measure(f"recall@{k}", partial(recall_at, k=k), "search", 1, f"share of the answers covered by the first {k}") for k in (5, 10)),
    Measure("hit@1000c", partial(hit_within, characters=1000), "search", 1, "the first 1,000 characters of passages cover a right place"),
    Measure("mrr@10", reciprocal_rank, "search", 1, "1 / place of the first right passage among ten, else 0"),
    Measure("ndcg@10", ndcg, "search", 1, "discounted gain of the first ten, over the best possible"),
    Measure("hit_chars", hit_chars, "search", 0, "characters of a passage, mean: longer ones hit more easily"),
    Measure("found", found, "answer", 1, "a citation shown covers a right place; a refusal is a miss"),
    Measure(
        "rouge_l",
        partial(alike, measure=wording.rouge_l),
        "answer",
        1,
        "longest common run of characters with the best answer, gaps allowed",
    ),
    Measure("f1", partial(alike, measure=wording.f1), "answer", 1, "characters in common with the best answer"),
    Measure("contains", contains, "answer", 1, "the shortest right answer stands in the words shown, figures whole"),
    Measure("paragraph_p", paragraph_precision, "answer", 1, "of the paragraphs cited, those with a right place"),
    Measure("paragraph_r", paragraph_recall, "answer", 1, "of the answers, those whose paragraph is cited"),
    Measure("character_p", character_precision, "answer", 1, "of the characters quoted, those of a right place"),
    Measure("character_r", character_recall, "answer", 1, "of the characters of the answer, those quoted"),
    Measure("citations", citations, "answer", 0, "citations of an answer, mean"),
    Measure("quoted_chars", quoted_chars, "answer", 0, "characters quoted in an answer, mean"),
    Measure("answer_chars", answer_chars, "answer", 0, "characters of an answer, mean"),
    Measure("verbatim", verbatim, "honesty", 1, "citations that are exactly their document's words"),
    Measure("supported", supported, "honesty", 1, "sentences that stand in a citation of their answer"),
    Measure("figures", figures, "honesty", 1, "answers whose every number stands in their citations"),
    Measure("speaker", speaker, "honesty", 1, "the first citation's speaker is the right one"),
    Measure("date", date, "honesty", 1, "citations of the right document that bear its date"),
    Measure("refusal_p", refusal_precision, "honesty", 1, "of the refusals, those of unanswerable questions"),
    Measure("refusal_r", refusal_recall, "honesty", 1, "of the unanswerable questions, those refused"),
    Measure("follow_up", follow_up_found, "answer", 1, "found, of the questions that lean on their history"),
    Measure("follow_up_kept", follow_up_kept, "answer", 1, "of those found when worded to stand alone, those found with their history"),
    Measure("by_word", by_word, "parts", 0, "of the first ten passages, those that the words index found"),
    Measure("by_meaning", by_meaning, "parts", 0, "of the first ten passages, those that the meaning index found"),
    Measure("one_speaker", one_speaker, "parts", 1, "of the first ten passages, those inside one speaker's turn"),
    Measure("errors", errors, "parts", -1, "questions that failed"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Milliseconds of a question asked alone: median, 95th and 99th percentile (nearest rank); empty if none was timed."""
    times = sorted(outcome.ms for outcome in outcomes if outcome.ms is not None)
    return {f"p{rank}_ms": times[int(len(times) * rank / 100)] for rank in (50, 95, 99)} if times else {}


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Every measure of a set of outcomes, by name; None where no question counts."""
    lengths = [hit.place.end - hit.place.start for outcome in outcomes for hit in outcome.hits[:10]]
    values: dict[str, float | int | None] = {"questions": len(outcomes), "missing": sum(o.status == "missing" for o in outcomes)}
    for measure in MEASURES:
        values[measure.name] = mean(measure.count, outcomes)
        if measure.name == "hit_chars":
            values["hit_chars_max"] = max(lengths, default=None)
    return values | latency(outcomes)


def _asked(outcome: Outcome, value: float) -> Ratio:
    """Only questions that have an answer count."""
    return NOTHING if outcome.case.unanswerable else (value, 1)


def _answered(outcome: Outcome) -> bool:
    return outcome.shown and not outcome.case.unanswerable


def _nuggets(outcome: Outcome) -> frozenset[str]:
    return frozenset(str(at) for at in range(len(outcome.gold.nuggets)))


def _places_found(outcome: Outcome, k: int) -> list[str | None]:
    """The ranking of the first k passages: each nugget where it is first covered. One passage may cover several."""
    left = dict(enumerate(outcome.gold.nuggets))
    found: list[str | None] = []
    for hit in outcome.hits[:k]:
        new = [at for at, places in left.items() if covers(hit.place, places)]
        found += [str(at) for at in new] or [None]
        left = {at: places for at, places in left.items() if at not in new}
    return found


def _characters(places: Iterable[Place]) -> set[tuple[str, int]]:
    return {(place.doc, at) for place in places for at in range(place.start, place.end)}


def _known(verdicts: Iterable[bool | None]) -> Ratio:
    known = [verdict for verdict in verdicts if verdict is not None]
    return sum(known), len(known)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
