"""Language -> the texts around the quotes, one file a language; quotes themselves stay in their
own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "locales"
_FALLBACK = "en"
_FROM_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)", re.I)


@cache
def texts(language: str) -> Mapping[str, str]:
    """The texts in `language`, in its base language, or in English."""
    return {key: text for key, text in _read(language).items() if isinstance(text, str)}


@cache
def counted(language: str) -> Mapping[str, Mapping[str, str]]:
    """The texts with a number `{n}`, by the plural forms that the language has (CLDR: one, few,
    many, other …).
    """
    return {key: forms for key, forms in _read(language).items() if isinstance(forms, dict)}


@cache
def languages() -> list[str]:
    """The languages for which there are texts."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def _read(language: str) -> dict[str, Any]:
    for name in (language, language.split("-")[0], _FALLBACK):
        path = _FOLDER / f"{name}.toml"
        if path.exists():
            return tomllib.loads(path.read_text("utf-8"))
    raise FileNotFoundError(_FOLDER / f"{_FALLBACK}.toml")


def direction(language: str) -> str:
    """How a language is written: `ltr` or `rtl`."""
    return "rtl" if language.split("-")[0] in _FROM_RIGHT else "ltr"


def preferred(accept_language: str) -> str:
    """The first language of an Accept-Language header for which there are texts; the first corpus
    is Chinese.
    """
    for wanted in re.findall(r"[A-Za-z]{2,3}(?:-[A-Za-z]+)*", accept_language):
        if _TRADITIONAL.match(wanted):
            return "zh-Hant"
        base: str = wanted.split("-")[0].lower()
        if (_FOLDER / f"{base}.toml").exists():
            return base
    return "zh" if not accept_language else _FALLBACK
