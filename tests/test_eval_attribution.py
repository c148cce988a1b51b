"""Labels of real transcripts replaced by ones that no table knows: their words land under another's
name next to never, and known labels are not doubted.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pressroom.eval.attribution import attribution, main

TALK = "例行记者会\n\n2024-05-08\n\n" + "".join(
    f"路透社记者：第{n}个问题？\n\n李敏：第{n}个回答。\n\n" for n in "一二三四"
)


def test_words_under_a_label_that_no_table_knows_are_nobody_elses(tmp_path: Path):
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    result = attribution([tmp_path])
    assert result.replaced
    assert result.share("another") == 0
    assert (result.turns, result.unsure) == (8, 0)


def test_the_command_tells_each_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    assert main([str(tmp_path), "--json", str(tmp_path / "rows.json")]) == 0
    assert "known labels 8, of them unsure 0.00%" in capsys.readouterr().out
    assert (tmp_path / "rows.json").exists()


@pytest.mark.long
def test_on_real_transcripts_words_hardly_ever_land_under_another_name(shared: Path):
    result = attribution([shared / "transcripts"], labels=3)
    assert result.share("another") < 0.01
    assert result.unsure / result.turns < 0.01
