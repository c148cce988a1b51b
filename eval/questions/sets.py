"""A name or a folder -> a question set, and its documents indexed in a data folder of their own,
kept by content.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.settings import Settings
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.files import find_files, read_path
from pressroom.eval.questions.cases import FOLDER, Case, read_cases
from pressroom.eval.questions.remembered import RememberedEmbedder
from pressroom.eval.questions.truth import SetDocuments

if TYPE_CHECKING:
    from pressroom.index.embedding.embed import Embedder
    from pressroom.index.ingest import Progress

OWN = "samples"
SEED = 7
_ROOT = Path(__file__).resolve().parents[2]
_MADE_BY, _COMPLETE = "made-by", "complete"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Cases and where their documents are; `documents` is None for a set about the wording of
    questions alone.

    `own` sets are part of the project: a case that its documents contradict is an error, not a
    finding.
    """

    name: str
    cases: tuple[Case, ...]
    documents: Path | None
    own: bool

    @property
    def corpus(self) -> str:
        """Names the documents by their content: 12 hexadecimal digits."""
        return _digest(find_files([self.documents]) if self.documents else [])[:12]


def load_set(given: str, *, questions: Path | None = None) -> QuestionSet:
    """`samples`, or a folder with `documents.jsonl` (or a folder `documents`) and `dev.jsonl`;
    `questions` replaces the latter.

    Raises ReadError that says what is missing.
    """
    if given == OWN and not Path(given).is_dir():
        return QuestionSet(
            OWN,
            tuple(read_cases(questions or FOLDER, own=questions is None)),
            SAMPLES,
            own=questions is None,
        )
    folder = Path(given)
    if not folder.is_dir():
        raise ReadError(
            f"{given}: no such folder; expected `{OWN}`, or a folder with documents.jsonl and "
            f"dev.jsonl"
        )
    documents = next(
        (path for name in ("documents.jsonl", "documents") if (path := folder / name).exists()),
        None,
    )
    cases = read_cases(questions or folder / "dev.jsonl", own=False)
    if documents is None and not all(case.standalone for case in cases):
        raise ReadError(
            f"{folder}: no documents.jsonl; expected the documents that the questions of "
            f"dev.jsonl are about"
        )
    name = folder.resolve().name + (f"-{questions.stem}" if questions else "")
    return QuestionSet(name, tuple(cases), documents, own=False)


def narrowed(
    whole: QuestionSet, *, kind: str | None = None, limit: int | None = None
) -> QuestionSet:
    """The cases of one kind, and of these a fixed sample of at most `limit`. Raises ReadError if
    none is left.
    """
    cases = [case for case in whole.cases if kind in (None, case.kind)]
    if not cases:
        kinds = ", ".join(sorted({case.kind for case in whole.cases}))
        raise ReadError(
            f"--kind {kind}: {whole.name} has no case of this kind; expected one of {kinds}"
        )
    if limit is not None and limit < len(cases):
        chosen = set(random.Random(SEED).sample(range(len(cases)), limit))
        cases = [case for at, case in enumerate(cases) if at in chosen]
    return replace(whole, cases=tuple(cases))


@contextmanager
def open_set(
    chosen: QuestionSet,
    settings: Settings,
    embedder: Embedder,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Iterator[tuple[Parts, SetDocuments]]:
    """The set's documents in a library and indexes of their own, made on the first use.

    They are made anew where documents, embedding model or the code that reads and indexes have
    changed since; texts that the model has embedded before are not embedded again.
    """
    if chosen.documents is None:
        raise ReadError(f"{chosen.name}: has no documents to ask about")
    folder = _folder_of(chosen, embedder, settings.home / "eval" / "sets")
    made_by = f"{embedder.fingerprint} {code_digest('corpus', 'index')}"
    if folder.exists() and _read(folder / _MADE_BY) != made_by:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MADE_BY).write_text(made_by, "utf-8")
    remembered = RememberedEmbedder(embedder, settings.home / "eval" / "vectors.sqlite")
    with open_parts(
        replace(settings, home=folder, database_url=None), embedder=remembered
    ) as parts:
        if not (folder / _COMPLETE).exists():
            add_paths([chosen.documents], parts.library, parts.ingest, progress=progress)
            (folder / _COMPLETE).touch()
        transcripts = [
            parts.library.get(entry.id)
            for entry in parts.library.entries()
            if not entry.withdrawn_at
        ]
        yield parts, SetDocuments(transcripts, dates=_given_dates(chosen.documents))


def _folder_of(chosen: QuestionSet, embedder: Embedder, sets: Path) -> Path:
    """One for each model: readers that read by several are tried in one run."""
    shutil.rmtree(sets / chosen.corpus, ignore_errors=True)  # there was one for all models
    model = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()
    return sets / f"{chosen.corpus}-{model[:8]}"


def code_digest(*packages: str) -> str:
    """Names the source of packages of ours: 12 hexadecimal digits."""
    files = (
        path
        for name in packages
        for path in (_ROOT / name).rglob("*")
        if path.suffix in (".py", ".toml")
    )
    return _digest(files)[:12]


def _digest(files: Iterator[Path] | list[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _given_dates(documents: Path) -> Mapping[str, str]:
    """The dates that JSON lines declare: they are right by definition, other dates are parsed."""
    lines = [path for path in find_files([documents]) if ".jsonl" in path.name]
    return {source.id: source.date for path in lines for source in read_path(path) if source.date}


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None
