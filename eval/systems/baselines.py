"""Documents -> rankers that people would use instead: question -> spans of documents, best first.

Their libraries come with `pip install 'pressroom[baselines]'`; all of them use the embedding model
that Pressroom uses.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.errors import SettingsError
from pressroom.eval.questions.outcomes import Stretch
from pressroom.eval.systems.recipes import RECIPES, Recipe, Search, Texts
from pressroom.index.embedding.embed import Embedder


class Baseline(Protocol):
    """A system of other people. `shown` is how many passages its recipe hands on."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def shown(self) -> int: ...

    def search(self, question: str, limit: int) -> list[Stretch]: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A baseline that has its documents."""

    name: str
    label: str
    shown: int
    find: Search

    def search(self, question: str, limit: int) -> list[Stretch]:
        return self.find(question, limit)


class KeptEmbedder:
    """An Embedder that keeps the vectors of passages in a folder: the same texts cost nothing the
    second time.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._folder = folder
        self.fingerprint = embedder.fingerprint
        self.dimensions = embedder.dimensions

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        whole = hashlib.sha256(
            "\0".join([self.fingerprint, *texts]).encode("utf-8", "surrogatepass")
        ).hexdigest()
        kept = self._folder / f"{whole[:24]}.npy"
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(".part")
            with partial.open("wb") as file:
                np.save(file, self._embedder.embed_passages(texts))
            partial.replace(kept)
        vectors: NDArray[np.float32] = np.load(kept)
        return vectors


@contextmanager
def open_baselines(
    names: Sequence[str], texts: Texts, embedder: Embedder, *, keep: Path
) -> Iterator[list[Baseline]]:
    """The named baselines over these documents. `keep` is a folder for vectors. Raises
    SettingsError if one is not installed.
    """
    must_be_installed(names)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        kept = KeptEmbedder(embedder, keep)
        yield [
            _Ready(r.name, r.label, r.shown, r.make(texts, kept, folder / r.name))
            for r in chosen(names)
        ]


def must_be_installed(names: Sequence[str]) -> None:
    """Raises SettingsError for a baseline that is unknown, or whose libraries are not there."""
    missing = [recipe.name for recipe in chosen(names) if not recipe.is_installed()]
    if missing:
        raise SettingsError(
            f"baseline {', '.join(missing)}: not installed; run `pip install "
            f"'pressroom[baselines]'`"
        )


def chosen(names: Sequence[str]) -> list[Recipe]:
    """The recipes with these names; `all` stands for those installed. Raises SettingsError for an
    unknown name.
    """
    if "all" in names:
        return [recipe for recipe in RECIPES if recipe.is_installed()]
    unknown = [name for name in names if name not in {recipe.name for recipe in RECIPES}]
    if unknown:
        raise SettingsError(
            f"--baseline {unknown[0]}: no such baseline; expected all, "
            f"{', '.join(r.name for r in RECIPES)}"
        )
    return [recipe for recipe in RECIPES if recipe.name in names]
