"""docs/architecture.md: what it links is there, and every room says there what it says of itself.
`REGENERATE_DOCS=1 pytest tests/test_docs_architecture.py` writes the rooms.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
HEAD = "| room | goes in -> comes out |\n|---|---|\n"
PACKAGES = ("corpus", "index", "assistant", "eval")


def rows() -> str:
    """A row a room, package by package, with the first words of its `__init__.py`."""
    found = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("__init__.py"))]
    return "".join(f"| {link(path)} | {said(path)} |\n" for path in found)


def link(path: Path) -> str:
    name = path.parent.relative_to(ROOT).as_posix()
    return f"[{name}/](../{name}/__init__.py)"


def said(path: Path) -> str:
    words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(words.split())


def links() -> list[str]:
    return sorted(set(re.findall(r"\]\(([^)#]+)", PAGE.read_text("utf-8"))))


def test_every_room_says_there_what_it_says_of_itself():
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(HEAD)
    after = rest[rest.index("\n## ") :]
    if os.environ.get("REGENERATE_DOCS"):
        PAGE.write_text(before + HEAD + rows() + after, "utf-8")
    assert PAGE.read_text("utf-8") == before + HEAD + rows() + after


@pytest.mark.parametrize("named", links())
def test_every_file_that_is_named_is_there(named: str):
    assert (PAGE.parent / named).is_file()


def test_every_type_that_is_named_is_where_the_page_says():
    row = re.compile(r"(?m)^\| (`[^|]+) \|[^|]+\| \[[^\]]+\]\(\.\./([^)]+)\) \|$")
    found = row.findall(PAGE.read_text("utf-8"))
    assert len(found) > 5
    for types, file in found:
        assert set(re.findall(r"`(\w+)`", types)) <= classes(ROOT / file), file


def classes(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.ClassDef)}
