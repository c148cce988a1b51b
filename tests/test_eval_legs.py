"""Each leg alone, on a set of two documents with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pressroom.eval import legs

DOCUMENTS = {
    "水价": "居民水价第一阶梯每立方米3.2元，自来水公司按月抄表。",
    "地铁": "地铁三号线全长二十公里，设十八个车站，年底开通。",
}


def test_each_leg_is_asked_alone_and_in_the_other_script(
    tmp_path: Path, model_cache: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(model_cache)
    folder = tmp_path / "two"
    folder.mkdir()
    write(
        folder / "documents.jsonl", [{"id": name, "text": text} for name, text in DOCUMENTS.items()]
    )
    questions = [
        ("1", "居民水价第一阶梯是多少？", "水价", "3.2元"),
        ("2", "地铁三号线有几个车站？", "地铁", "十八个车站"),
    ]
    write(
        folder / "dev.jsonl",
        [
            {"id": i, "question": q, "lang": "zh", "doc": d, "answers": [a]}
            for i, q, d, a in questions
        ],
    )
    assert legs.main(["--home", str(tmp_path / "home"), "--set", str(folder), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])["two"]
    assert set(figures) == {"both", "words", "meaning", "both, other script"}
    assert (
        figures["words"]
        == figures["both, other script"]
        == {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0}
    )


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
