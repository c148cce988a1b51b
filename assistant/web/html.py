"""Name and values -> HTML: the templates, where every value is text and nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def render(template: str, **values: object) -> str:
    """A page, or a part of one."""
    return _environment().get_template(template).render(**values)


def render_message(template: str, **values: object) -> str:
    """A part of a chat message: on one line, for Markdown would take a blank line or indented one for its own."""
    return re.sub(r"\s*\n\s*", "", render(template, **values))


def plain(text: str) -> Markup:
    """Text in a chat message: neither HTML nor Markdown in it means anything."""
    return Markup("".join(_character(char) for char in text))  # every character that could mean something is an entity


def _character(char: str) -> str:
    if char.isalnum() or char in " ，。、；：？！“”‘’（）《》":
        return char
    return "<br>" if char == "\n" else f"&#{ord(char)};"


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = plain
    return environment
