"""How a run is made, and how whoever waits for it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.assistant.settings import Settings
from pressroom.eval.metrics.judge import Judge
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.sets import QuestionSet
from pressroom.index.embedding.embed import Embedder
from pressroom.index.ingest import Progress

PLAIN = "rules"  # the reader that reads by the embedding model as it is


@dataclass(frozen=True, slots=True)
class Watch:
    """How whoever waits is told: lines, progress of indexing, questions done."""

    say: Callable[[str], None] = lambda _: None
    indexing: Callable[[Progress], None] = lambda _: None
    asking: Callable[[str, int, int], None] = lambda _name, _done, _of: None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is made: with which model each reader reads, beside which other readers and
    baselines, judged by whom; `out` is where it is kept, if it is.
    """

    settings: Settings
    embedders: Mapping[str, Embedder]
    readers: Sequence[str] = ()
    baselines: Sequence[str] = ()
    judged_by: Judge | None = None
    out: Path | None = None
    watch: Watch = field(default_factory=Watch)

    @property
    def embedder(self) -> Embedder:
        """Our own reader's."""
        return self.embedders[self.settings.reader]

    @property
    def plain(self) -> Embedder:
        """The model as its makers trained it, which serves baselines best."""
        return self.embedders[PLAIN]


def watched(chosen: QuestionSet, system: str, watch: Watch) -> Iterable[Case]:
    for done, case in enumerate(chosen.cases, 1):
        yield case
        watch.asking(f"{chosen.name}, {system}", done, len(chosen.cases))
