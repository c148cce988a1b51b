"""The figures in README and docs are those of a run, stand between their marks, and leave
everything else alone.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.settings import load
from pressroom.corpus.errors import ReadError
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.reports.publish import DOCUMENT, README, publish
from pressroom.eval.runs.records import RunRecord
from pressroom.eval.runs.run import evaluate

README_BLOCK = "# Title\n\n<!-- comparison: x -->\n\nold\n\n<!-- end of comparison -->\n\nafter\n"
DOCUMENT_BLOCK = "before\n\n<!-- figures: x -->\n\n<!-- end of figures -->\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    chosen = narrowed(load_set("samples"), limit=40)
    home = load({}, home=tmp_path_factory.mktemp("home"))
    return evaluate(
        [chosen], home, baselines=["langchain", "bm25"], embedder=HashEmbedder(), gated=False
    )


def test_figures_are_written_between_the_marks_and_the_same_again(
    run: RunRecord, tmp_path: Path
) -> None:
    readme, document = tmp_path / "README.md", tmp_path / "evaluation.md"
    readme.write_text(README_BLOCK, "utf-8")
    document.write_text(DOCUMENT_BLOCK, "utf-8")
    publish(run, readme=readme, document=document)
    first = readme.read_text("utf-8"), document.read_text("utf-8")
    assert first[0].startswith("# Title\n\n<!-- comparison: x -->")
    assert first[0].endswith("<!-- end of comparison -->\n\nafter\n")
    assert "old" not in first[0]
    assert {"Pressroom", "LangChain", "BM25"} <= set(re.findall(r"[A-Z]\w+", first[0]))
    found = run.sets[0].ours.measures["found"]
    assert f"| `found` | {found:.3f}" in first[1]
    publish(run, readme=readme, document=document)
    assert (readme.read_text("utf-8"), document.read_text("utf-8")) == first


def test_a_file_without_its_marks_is_said_and_left_alone(run: RunRecord, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n", "utf-8")
    with pytest.raises(ReadError, match=r"README\.md"):
        publish(run, readme=readme, document=tmp_path / "none.md")
    assert readme.read_text("utf-8") == "# Title\n"


def test_the_readme_compares_with_at_least_two_systems_and_the_docs_hold_figures() -> None:
    (table,) = re.findall(
        r"<!-- comparison: .*?-->\n(.*?)\n<!-- end of comparison -->",
        README.read_text("utf-8"),
        re.S,
    )
    assert sum(name in table for name in ("LangChain", "BM25", "LlamaIndex")) >= 2
    (figures,) = re.findall(
        r"<!-- figures: .*?-->\n(.*?)\n<!-- end of figures -->", DOCUMENT.read_text("utf-8"), re.S
    )
    assert "`hit@5`" in figures
