"""The direction of imports and the doors to libraries, read from the source with ast."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("corpus", "index", "assistant", "eval", "app")
FILES = [*(path for name in OURS[:-1] for path in sorted((ROOT / name).rglob("*.py"))), ROOT / "app.py"]
DOORS = {
    "tiktoken": {"corpus/tokens.py"},
    "chromadb": {"index/vectors.py"},
    "sentence_transformers": {"index/embed.py", "index/e5_module.py", "eval/fp32.py"},  # the last is the baseline
    "sentencepiece": {"index/e5_tokens.py"},
    "tantivy": {"index/words.py"},
    "langchain.chat_models": {"assistant/writer.py"},
    "langchain_core.language_models": {"assistant/writer.py"},
}
LAYERS = {"corpus": OURS[1:], "index": OURS[2:], "assistant": ("app",), "eval": ("app",)}
HEAVY = ("torch", "gradio", "chromadb", "sentence_transformers", "sqlalchemy", "onnxruntime")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Every module named by an import anywhere in a file, `from a import b` as both `a` and `a.b`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: a relative import; write the whole name"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def importers(module: str) -> set[str]:
    """The files that import a module or anything below it."""
    return {place(path) for path in FILES if any(f"{name}.".startswith(f"{module}.") for name in imports(path))}


def is_edge(file: str) -> bool:
    return file == "app.py" or file.startswith(("assistant/cli", "assistant/web/"))


@pytest.mark.parametrize(("layer", "above"), [(layer, name) for layer, names in LAYERS.items() for name in names])
def test_a_layer_imports_nothing_above_it(layer: str, above: str):
    assert {file for file in importers(above) if file.startswith(f"{layer}/")} == set()


def test_the_evaluation_is_known_to_the_command_line_alone_and_only_when_asked():
    assert {file for file in importers("eval") if not file.startswith("eval/")} == {"assistant/cli_eval.py"}
    top = [node for node in ast.parse((ROOT / "assistant/cli_eval.py").read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    assert not any((node.module or "").startswith("eval") for node in top)


@pytest.mark.parametrize("edge", ["assistant.cli", "assistant.cli_eval", "assistant.web", "app"])
def test_nobody_but_an_edge_imports_an_edge(edge: str):
    assert {file for file in importers(edge) if not is_edge(file)} == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str):
    assert importers(library) <= DOORS[library]


def environment_uses(path: Path) -> set[str]:
    """What a file does with os.environ: the attributes it uses of it, `[]` for the rest; os.getenv counts as get."""
    tree = ast.parse(path.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = {"get" for name in imports(path) if name in {"os.environ", "os.environb", "os.getenv"}}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            if node.attr == "environ":
                above = parents[node]
                found.add(above.attr if isinstance(above, ast.Attribute) else "[]")
            elif node.attr in {"getenv", "environb"}:
                found.add("get")
    return found


ALLOWED = {
    "assistant/cli.py": {"[]"},  # NO_COLOR is a convention of terminals, not a setting of ours
    "assistant/web/serve.py": {"update", "setdefault"},  # it tells libraries to stay offline
    "corpus/readers/child.py": {"[]", "get"},  # it hands a child process the little that it needs
}


@pytest.mark.parametrize("path", [path for path in FILES if place(path) != "assistant/settings.py"], ids=place)
def test_only_the_settings_read_the_environment(path: Path):
    assert environment_uses(path) <= ALLOWED.get(place(path), set())


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_module_says_first_what_it_is(path: Path):
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said
    assert len(said.splitlines()[0]) > 20


def test_the_command_line_starts_without_the_heavy_libraries():
    code = (
        "import sys\n"
        "from assistant.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit as done:\n    assert not done.code\n"
        f"print('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1].strip() == "loaded:"
