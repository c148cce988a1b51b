"""The direction of imports and the doors to libraries, read from the source with ast."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("corpus", "index", "assistant", "eval", "app")
NAME = "pressroom"  # what the rooms are installed below
FILES = [
    *(path for name in OURS[:-1] for path in sorted((ROOT / name).rglob("*.py"))),
    ROOT / "app.py",
]
PROGRAMS = [f"eval/{path.name}" for path in (ROOT / "eval").glob("[!_]*.py")]
DOORS = {  # library -> the files and folders that may import it
    "tiktoken": ("corpus/tokens.py",),
    "chromadb": ("index/vectors/",),
    "sentence_transformers": ("index/embedding/", "index/e5/module.py", "eval/performance/fp32.py"),
    "sentencepiece": ("index/e5/tokens.py",),
    "tantivy": ("index/words/",),
    "langchain.chat_models": ("assistant/writer.py",),
    "langchain_core.language_models": ("assistant/writer.py",),
}
LAYERS = {"corpus": OURS[1:], "index": OURS[2:], "assistant": ("app",), "eval": ("app",)}
# The rooms of a package, and what lies beside them, each knowing only those before it.
ROOMS = {
    "corpus": (
        *("errors", "tokens", "normalise", "numerals", "facts", "dating", "language", "sentences"),
        *("transcript", "source", "readers", "parse", "passages", "storage", "library", "drafts"),
    ),
    "assistant": (
        *("languages", "settings", "staff", "timing"),
        *("ask", "read", "structure", "check", "writer", "ways", "answer", "deployment"),
        *("say", "asking", "record", "desk", "build", "langchain", "web", "cli"),
    ),
    "eval": (
        *("questions", "metrics", "calibration", "systems", "runs"),
        *("reports", "performance", "training"),
    ),
}
HEAVY = ("torch", "gradio", "chromadb", "sentence_transformers", "sqlalchemy", "onnxruntime")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module named by an import anywhere in a file, `from a import b` as both `a` and `a.b`."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: a relative import; write the whole name"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def importers(module: str) -> set[str]:
    """The files that import a module or anything below it."""
    names = {module, f"{NAME}.{module}"}
    return {
        place(path)
        for path in FILES
        if any(f"{found}.".startswith(f"{name}.") for found in imports(path) for name in names)
    }


def module(path: Path) -> str:
    """`assistant.ask.question` of assistant/ask/question.py, `assistant.ask` of its room."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(name: str) -> str:
    """The room that a module lies in; what lies at the top of a package is one by itself."""
    return ".".join(name.split(".")[:2])


def known_imports(path: Path) -> set[str]:
    """Our own modules that a file imports, itself aside."""
    names = {found.removeprefix(f"{NAME}.") for found in imports(path) if found.startswith(NAME)}
    return (names & {module(other) for other in FILES}) - {module(path)}


def circle(known: Mapping[str, set[str]]) -> list[str]:
    """The first circle among those that know each other; none where there is none."""
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def is_edge(file: str) -> bool:
    return file == "app.py" or file.startswith(("assistant/cli", "assistant/web/"))


@pytest.mark.parametrize(
    ("layer", "above"), [(layer, name) for layer, names in LAYERS.items() for name in names]
)
def test_a_layer_imports_nothing_above_it(layer: str, above: str):
    assert {file for file in importers(above) if file.startswith(f"{layer}/")} == set()


def test_no_two_modules_import_each_other():
    assert circle({module(path): known_imports(path) for path in FILES}) == []


def test_no_two_rooms_know_each_other():
    rooms: dict[str, set[str]] = {}
    for path in FILES:
        own = room(module(path))
        rooms.setdefault(own, set()).update({room(name) for name in known_imports(path)} - {own})
    assert circle(rooms) == []


def test_what_lies_beside_the_rooms_of_the_evaluation_is_run_by_its_name():
    assert [file for file in PROGRAMS if "__main__" not in (ROOT / file).read_text("utf-8")] == []
    assert {name for file in PROGRAMS for name in importers(file[:-3].replace("/", "."))} == set()


@pytest.mark.parametrize("package", ROOMS)
def test_the_rooms_of_a_package_stand_in_the_order_in_which_its_work_is_done(package: str):
    order = [f"{package}.{name}" for name in ROOMS[package]]
    seen = {room(module(path)) for path in FILES if place(path) not in PROGRAMS}
    assert {name for name in seen if name.startswith(f"{package}.")} == set(order)
    for path in FILES:
        own = room(module(path))
        later = order[order.index(own) + 1 :] if own in order else []
        assert {room(name) for name in known_imports(path)} & set(later) == set(), place(path)


def test_the_evaluation_is_known_to_the_command_line_alone_and_only_when_asked():
    known = {file for file in importers("eval") if not file.startswith("eval/")}
    assert [file for file in known if not file.startswith("assistant/cli/evaluation/")] == []
    top = [
        node
        for file in known
        for node in ast.parse((ROOT / file).read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
    ]
    assert not any((node.module or "").startswith(f"{NAME}.eval") for node in top)


@pytest.mark.parametrize(
    "edge",
    [
        "pressroom.assistant.cli.main",
        "pressroom.assistant.cli.evaluation.commands",
        "pressroom.assistant.web",
        "app",
    ],
)
def test_nobody_but_an_edge_imports_an_edge(edge: str):
    assert {file for file in importers(edge) if not is_edge(file)} == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str):
    assert [file for file in importers(library) if not file.startswith(DOORS[library])] == []


def test_only_what_chooses_or_fits_a_reader_knows_which_there_are():
    """`eval.calibrate` and what it observes by fit the rules' confidence: they know their signs."""
    behind = {
        *("assistant/read/readers.py", "eval/calibrate.py"),
        *("eval/calibration/fitting.py", "eval/calibration/observing.py"),
    }
    assert {
        file
        for file in importers("assistant.read.rules")
        if not file.startswith("assistant/read/rules/")
    } == behind


def environment_uses(path: Path) -> set[str]:
    """What a file does with os.environ: the attributes it uses of it, `[]` for the rest; os.getenv
    counts as get.
    """
    nodes = list(ast.walk(tree(path)))
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    found = {"get" for name in imports(path) if name in {"os.environ", "os.environb", "os.getenv"}}
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
        ):
            if node.attr == "environ":
                above = parents[node]
                found.add(above.attr if isinstance(above, ast.Attribute) else "[]")
            elif node.attr in {"getenv", "environb"}:
                found.add("get")
    return found


OPTIONAL = {  # what is imported where an extra is installed -> the extra
    "axe_playwright_python": "dev",
    "bm25s": "baselines",
    "jieba": "baselines",
    "langchain_chroma": "baselines",
    "langchain_text_splitters": "baselines",
    "llama_index": "baselines",
    "playwright": "dev",
}


@cache
def declared(extra: str | None = None) -> set[str]:
    """The distributions that pyproject.toml asks for, or those of one extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {plain(re.split(r"[\[<>=~! ]", line)[0]) for line in asked}


def plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_every_package_that_is_imported_is_declared():
    held = packages_distributions()
    for path in FILES:
        for name in {found.split(".")[0] for found in imports(path)}:
            if name in sys.stdlib_module_names or name in (NAME, "__future__"):
                continue
            given = {plain(each) for each in held.get(name, [name])}
            assert given & declared(OPTIONAL.get(name)), f"{place(path)}: {name} is not declared"


ALLOWED = {
    "assistant/cli/documents.py": {
        "[]"
    },  # NO_COLOR is a convention of terminals, not a setting of ours
    "assistant/web/serve.py": {"update", "setdefault"},  # it tells libraries to stay offline
    "corpus/readers/child.py": {"[]", "get"},  # it hands a child process the little that it needs
}


@pytest.mark.parametrize(
    "path", [path for path in FILES if place(path) != "assistant/settings.py"], ids=place
)
def test_only_the_settings_read_the_environment(path: Path):
    assert environment_uses(path) <= ALLOWED.get(place(path), set())


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_module_says_first_what_it_is(path: Path):
    said = ast.get_docstring(tree(path))
    assert said
    assert len(said.splitlines()[0]) > 20


def test_the_command_line_starts_without_the_heavy_libraries():
    code = (
        "import sys\n"
        "from pressroom.assistant.cli.main import main\n"
        "assert main(['--help']) == 0\n"
        f"print('loaded:', *(name for name in {HEAVY!r} if name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.splitlines()[-1].strip() == "loaded:"
