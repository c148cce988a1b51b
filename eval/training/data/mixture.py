"""A folder of training data -> batches without end: ours leads, public sets of a dozen languages go
along.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressroom.eval.training.data.alike import Alike
from pressroom.eval.training.data.batch import Batch, Cutter, cropped, joined
from pressroom.eval.training.data.rows import (
    Asked,
    Group,
    Text,
    alone,
    documents,
    merged,
    odd_questions,
    own,
    pairs,
    spans,
)
from pressroom.index.e5.tokens import Tokens

# How often a set is drawn beside ours. Their licences: docs/reader.md.
SPANS = {
    "cmrc2018_trial": 1.0,
    "cmrc2018_dev": 1.5,
    "drcd_test": 1.5,
    "drcd_dev": 1.0,
    "cail2019": 2.0,
    "antiterror_zh": 1.0,
    "domainrag_zh": 0.4,
    "squad2-zh_dev": 1.5,
    "xquad": 1.0,
    "xquad_cross": 2.5,
    "squad2_en_dev_allowed": 1.0,
    "tydiqa_goldp": 1.5,
    "jsquad": 0.8,
    "jaquad": 0.6,
    "arcd": 0.6,
    "faquad": 0.6,
    "zalo_vi": 0.6,
    "clapnq_en": 0.6,
    "qed_en": 0.5,
    "mlqa_de_dev": 0.6,
    "etalab_fr": 0.4,
    "pira": 0.4,
    "covidqa_en": 0.3,
}
PAIRS = {
    "mfa_zh_pairs": 1.5,
    "hk_legco_zh_hant": 0.8,
    "kaohsiung_faq_zh_hant": 1.5,
    "covid_faq_zh": 0.3,
    "etalab_fr_pairs": 0.2,
    "mesconseilscovid_fr": 0.3,
    "deepset_covid_faq": 0.6,
    "amlo_es_pairs": 0.8,
    "wh_briefings_en": 1.2,
    "tw_transcripts": 1.2,
}
_DOCUMENT_QUESTIONS, _ALONE_TEXTS, _PUBLIC_TEXTS, _QUESTIONS_A_TEXT = 40, 8, 6, 4
# Of our steps: whole documents, passages of public sets that we asked about; the others take
# passages that stand alone.
_DOCUMENTS, _OWN = 0.45, 0.4
_LONG_HISTORY = 0.65
_OURS = 0.55  # of the steps
_ALIKE = 0.75  # of the steps over texts that stand alone: they come with the texts most like them
# Their answers repeat one another, so a text that is like the right one often answers, too.
_REPEATING = frozenset({"mfa_zh_pairs", "amlo_es_pairs", "wh_briefings_en", "tw_transcripts"})
FORGOTTEN = 0.1  # of the tokens of a question


@dataclass(frozen=True)
class Sources:
    """All groups by where they come from."""

    documents: list[Group]
    alone: list[Group]
    own: dict[str, list[Group]]
    public: dict[str, list[Group]]
    weights: dict[str, float]


def load(folder: Path) -> Sources:
    """Reads what of the sets the folder holds."""
    odd = odd_questions(folder) if (folder / "xquad.jsonl.gz").is_file() else frozenset()
    public = {n: spans(folder, n, odd=odd) for n in SPANS if _there(folder, n)}
    public |= {n: pairs(folder, n) for n in PAIRS if _there(folder, n)}
    weights = {name: (SPANS | PAIRS)[name] for name in public}
    ours = documents(folder, "train"), alone(folder, "train"), own(folder, "train")
    return Sources(*ours, public, weights)


def _there(folder: Path, name: str) -> bool:
    return (folder / f"{name}.jsonl.gz").is_file()


class Mixture:
    """Draws batches; the same seed draws the same ones."""

    def __init__(self, sources: Sources, tokens: Tokens, *, seed: int) -> None:
        self._sources = sources
        self.rng = random.Random(seed)
        self._cutter = Cutter(tokens, forgotten=FORGOTTEN, rng=self.rng)
        self._left: dict[str, list[Group]] = {}
        self._alike: dict[str, Alike] = {}

    def batch(self) -> Batch:
        """One of our documents, or some texts of a public set."""
        batch = Batch()
        while not batch.wanted:
            is_ours = not self._sources.public or self.rng.random() < _OURS
            self._cutter.add(batch, self._ours() if is_ours else self._public())
        return batch

    def _ours(self) -> Group:
        sources = self._sources
        drawn = self.rng.random()
        if sources.documents and (not sources.alone or drawn < _DOCUMENTS):
            group = joined(self._next("documents", sources.documents, 1)[0], self.rng, chance=0.3)
        elif sources.own and drawn < _DOCUMENTS + _OWN:
            names = list(sources.own)
            name = self.rng.choices(names, [len(sources.own[name]) for name in names])[0]
            group = merged(self._drawn(f"own {name}", sources.own[name], _ALONE_TEXTS), "own")
        else:
            group = merged(self._drawn("alone", sources.alone, _ALONE_TEXTS), "alone")
        asked = self._sample(group.asked, _DOCUMENT_QUESTIONS)
        texts = [self._bare(text) for text in group.texts]
        return Group(group.name, texts, [self._phrased(one) for one in asked])

    def _public(self) -> Group:
        names = list(self._sources.weights)
        name = self.rng.choices(names, [self._sources.weights[n] for n in names])[0]
        drawn = []
        for group in self._drawn(name, self._sources.public[name], _PUBLIC_TEXTS):
            some = self._sample(group.asked, _QUESTIONS_A_TEXT)
            text, asked = cropped(group.texts[0], some, self.rng)
            drawn.append(Group(name, [text], asked))
        return merged(drawn, name)

    def _drawn(self, name: str, groups: Sequence[Group], count: int) -> list[Group]:
        """The next group with those most like it, mostly; else the next ones of a round."""
        if name in _REPEATING or len(groups) <= count or self.rng.random() >= _ALIKE:
            return self._next(name, groups, count)
        alike = self._alike.get(name) or self._alike.setdefault(name, Alike(groups))
        first = self._next(name, groups, 1)[0]
        return [first, *self.rng.sample(alike.to(first, 2 * count), count - 1)]

    def _next(self, name: str, groups: Sequence[Group], count: int) -> list[Group]:
        """The next groups of a shuffled round."""
        left = self._left.setdefault(name, [])
        if len(left) < count:
            again = list(groups)
            self.rng.shuffle(again)
            left.extend(again)
        return [left.pop(0) for _ in range(min(count, len(left)))]

    def _sample(self, asked: Sequence[Asked], count: int) -> list[Asked]:
        return list(asked) if len(asked) <= count else self.rng.sample(list(asked), count)

    def _phrased(self, one: Asked) -> Asked:
        """A follow-up stands with what was said before it, or made whole."""
        if not one.history or self.rng.random() < _LONG_HISTORY:
            return one
        return replace(one, question=one.standalone or one.question, history=())

    def _bare(self, text: Text) -> Text:
        return replace(text, header="") if self.rng.random() < 0.08 else text
