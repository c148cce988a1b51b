"""Language -> the texts of the desk, one file a language; an error -> what staff read of it in
their language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from pressroom.assistant.staff.roles import BY_COMMAND, BY_FOLDER
from pressroom.corpus.errors import PressroomError

_TEXTS = Path(__file__).parent / "texts"
_FALLBACK = "en"


@cache
def texts(language: str) -> Mapping[str, str]:
    """The texts in that language, in its base language, or in English."""
    for name in (language, language.split("-")[0], _FALLBACK):
        path = _TEXTS / f"{name}.toml"
        if path.exists():
            return tomllib.loads(path.read_text("utf-8"))
    raise FileNotFoundError(_TEXTS / f"{_FALLBACK}.toml")


@cache
def spoken() -> tuple[str, ...]:
    """The languages that the desk speaks: codes of the interface's languages."""
    return tuple(sorted(path.stem for path in _TEXTS.glob("*.toml")))


def by_text(by: str, t: Mapping[str, str]) -> str:
    """Who did it: an account by its name, what is none in the language of `t`."""
    if by == BY_FOLDER:
        return t["by_folder"]
    name = by.removesuffix(BY_COMMAND)
    return by if name == by else t["by_command"].format(name=name)


def told(error: PressroomError, t: Mapping[str, str], when: Callable[[str], str] = str) -> str:
    """The error in the language of `t`; one that has no text there is only said to have been one,
    with the words that the operator's log has.
    """
    values = {
        name: when(str(value)) if name == "at" else t.get(f"state_{value}", value)
        for name, value in error.values.items()
    }
    text = t.get(f"error_{error.key}")
    return text.format(**values) if text else t["error_other"].format(words=error)
