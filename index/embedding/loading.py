"""Name or folder of a model -> an Embedder: the built-in one, or one of sentence-transformers,
which is imported then.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressroom.index.e5.unpacking import unpack, weights_digest
from pressroom.index.e5.weights import EmbeddingError, find_weights
from pressroom.index.embedding.embed import BUILTIN, BuiltinEmbedder, SentenceEmbedder
from pressroom.index.embedding.sentences import NAME

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_QUERY_PROMPT, _PASSAGE_PROMPT = "query: ", "passage: "
_OWN = "multilingual-e5-small-"  # with which the fingerprint of the built-in model begins
_MIB = 1 << 20


def load_embedder(
    model: str = BUILTIN,
    *,
    cache: Path,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    device: str | None = None,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> BuiltinEmbedder | SentenceEmbedder:
    """The built-in model (unpacked under `cache`), or any folder or name that SentenceTransformer
    takes.

    Prompts that are None are the model's own. EmbeddingError if the model cannot be had.
    """
    prompts = (query_prompt, passage_prompt)
    if model == BUILTIN:
        return _load_builtin(cache, prompts, device=device, threads=threads, progress=progress)
    return _load_other(model, prompts, device=device, threads=threads, progress=progress)


def _load_builtin(
    cache: Path,
    prompts: tuple[str | None, str | None],
    *,
    device: str | None,
    threads: int | None,
    progress: Callable[[str], None],
) -> BuiltinEmbedder:
    if device not in (None, "cpu"):
        raise EmbeddingError(
            f"device {device!r}: the built-in model runs on the processor; leave it unset"
        )
    folder = unpack(cache, progress=progress)

    from pressroom.index.e5.engine import E5Engine

    query = _QUERY_PROMPT if prompts[0] is None else prompts[0]
    passage = _PASSAGE_PROMPT if prompts[1] is None else prompts[1]
    name = f"{_OWN}{weights_digest(find_weights())}"
    return BuiltinEmbedder(
        E5Engine(folder, threads=threads), _fingerprint(name, query, passage), query, passage
    )


def _load_other(
    name: str,
    prompts: tuple[str | None, str | None],
    *,
    device: str | None,
    threads: int | None,
    progress: Callable[[str], None],
) -> SentenceEmbedder:
    folder = Path(name).expanduser()
    if not folder.is_dir() and _looks_like_a_path(name):
        raise EmbeddingError(
            f"{name}: no such folder; name one that holds a sentence-transformers model"
        )

    import torch

    if threads:
        torch.set_num_threads(threads)
    place = str(folder) if folder.is_dir() else name
    model = _load_sentence_transformer(place, device=device, progress=progress)
    label = (
        f"{folder.resolve().name}-{_digest(folder)}"
        if folder.is_dir()
        else f"{name}-{_revision(model)}"
    )
    batch_size = 8 if model.device.type == "cpu" else 64
    return _embedder(model, label, prompts, batch_size=batch_size, turn=threading.Lock())


def _looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "~", "/")) or name.count("/") > 1 or "\\" in name


def _load_sentence_transformer(
    name: str, *, device: str | None, progress: Callable[[str], None]
) -> SentenceTransformer:
    """From the disk (a folder, or the hub's cache), and from the hub only if that fails and it is
    allowed.
    """
    import httpx
    from huggingface_hub import constants
    from sentence_transformers import SentenceTransformer

    failures = (OSError, ValueError, KeyError, RuntimeError, AssertionError, httpx.HTTPError)
    try:
        return SentenceTransformer(name, device=device, local_files_only=True)
    except failures as error:
        if constants.HF_HUB_OFFLINE or Path(name).is_dir():
            raise _unusable(name, error) from error
    progress(f"Fetching the embedding model {name}")
    try:
        return SentenceTransformer(name, device=device)
    except failures as error:
        raise _unusable(name, error) from error


def _unusable(name: str, error: Exception) -> EmbeddingError:
    reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return EmbeddingError(
        f"{name}: cannot be loaded as a sentence-transformers model ({reason}); "
        "name a folder that holds one, download it beforehand with `hf download`, or use `builtin`"
    )


def _embedder(
    model: SentenceTransformer,
    name: str,
    prompts: tuple[str | None, str | None],
    *,
    batch_size: int,
    turn: contextlib.AbstractContextManager[Any],
) -> SentenceEmbedder:
    query = _first(prompts[0], model.prompts, "query")
    passage = _first(prompts[1], model.prompts, "passage", "document", "corpus")
    model.prompts |= {"query": query, "passage": passage, "document": passage}
    dimensions = model.get_embedding_dimension() or len(model.encode("a", show_progress_bar=False))
    return SentenceEmbedder(
        model, _fingerprint(name, query, passage), dimensions, query, passage, batch_size, turn
    )


def is_own(fingerprint: str) -> bool:
    """Whether a model comes with Pressroom: the built-in one, with or without the layers that were
    trained.
    """
    return fingerprint.startswith((_OWN, NAME))


def _fingerprint(name: str, query_prompt: str, passage_prompt: str) -> str:
    return f"{name}-{hashlib.sha256(repr((query_prompt, passage_prompt)).encode()).hexdigest()[:8]}"


def _first(chosen: str | None, stored: Mapping[str, str], *names: str) -> str:
    """The prompt that was chosen, or else the first that the model has stored under one of
    `names`.
    """
    return (
        chosen
        if chosen is not None
        else next((stored[name] for name in names if stored.get(name)), "")
    )


def _digest(folder: Path) -> str:
    """12 hexadecimal digits over name, size, first and last MiB of every file that a model is made
    of.
    """
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        relative = path.relative_to(folder)
        if path.suffix != ".md" and not any(part.startswith(".") for part in relative.parts):
            total.update(f"{relative.as_posix()} {path.stat().st_size}\n".encode())
            total.update(_ends(path))
    return total.hexdigest()[:12]


def _ends(path: Path) -> bytes:
    with path.open("rb") as file:
        first = file.read(_MIB)
        file.seek(max(file.tell(), path.stat().st_size - _MIB))
        return first + file.read(_MIB)


def _revision(model: SentenceTransformer) -> str:
    """The commit of a model from the hub; else a hash of its description."""
    commit = getattr(getattr(model.transformers_model, "config", None), "_commit_hash", None)
    return str(commit or hashlib.sha256(repr(model).encode()).hexdigest())[:12]
