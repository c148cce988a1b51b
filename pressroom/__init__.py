"""Pressroom for programs of others: the public names, each loaded when it is first used.

The rooms are folders beside this one in a checkout, and inside it in an installed package; either
way they are `pressroom.corpus`, `pressroom.index`, `pressroom.assistant` and `pressroom.eval`, so
that a user's own `index.py` or `eval.py` is never mistaken for one of them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressroom.assistant.build import Parts, open_embedder, open_parts
    from pressroom.assistant.check.claims import check_text
    from pressroom.assistant.langchain import PressroomRunnable, pressroom_tool
    from pressroom.assistant.settings import Settings, load
    from pressroom.index.embedding.embed import PressroomEmbeddings
    from pressroom.index.langchain import PressroomRetriever

__all__ = [
    "Parts",
    "PressroomEmbeddings",
    "PressroomRetriever",
    "PressroomRunnable",
    "Settings",
    "check_text",
    "load",
    "open_embedder",
    "open_parts",
    "pressroom_tool",
]

_HOMES = {
    "Parts": "assistant.build",
    "open_embedder": "assistant.build",
    "open_parts": "assistant.build",
    "check_text": "assistant.check.claims",
    "Settings": "assistant.settings",
    "load": "assistant.settings",
    "PressroomEmbeddings": "index.embedding.embed",
    "PressroomRetriever": "index.langchain",
    "PressroomRunnable": "assistant.langchain",
    "pressroom_tool": "assistant.langchain",
}

_HERE = Path(__file__).resolve().parent
if not (_HERE / "corpus").is_dir():  # a checkout
    __path__.append(str(_HERE.parent))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
