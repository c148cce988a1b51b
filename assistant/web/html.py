"""Name and values -> HTML: the templates, where every value is text and nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import bidirectional

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# Characters that turn what follows around, so that 8.79 reads 97.8: shown by their names. Other
# marks of direction stay in their quote.
_OVERRIDES = {0x202D: "⟨U+202D⟩", 0x202E: "⟨U+202E⟩"}
_FROM_RIGHT = ("R", "AL")
_BLANK_LINES = re.compile(r"\s*\n\s*")


def render(template: str, **values: object) -> str:
    """A page, or a part of one."""
    return _environment().get_template(template).render(**values)


def shown(text: str) -> str:
    """Text as it is shown: nothing in it can turn other text around."""
    return text.translate(_OVERRIDES)


def close_up(text: str) -> str:
    """The same words without blank lines between their paragraphs, for places with little room."""
    return _BLANK_LINES.sub("\n", text)


def isolated(text: str, direction: str) -> str:
    """Words to be put into a sentence: they, and the points beside them, keep their direction where
    the sentence's is another.
    """
    turned = direction == "rtl" or any(bidirectional(char) in _FROM_RIGHT for char in text)
    return f"\u2068{text}\u2069" if turned else text


@cache
def _environment() -> Environment:
    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader([here / "templates", here / "desk" / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {"isolated": isolated, "close_up": close_up}
    environment.globals["here"] = ""  # which part of the site a page belongs to; pages say it
    return environment


def _finalize(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
