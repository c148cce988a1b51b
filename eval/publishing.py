"""Publishing speed: the time from the button to the first answer, and to the first try of a draft.
`python -m pressroom.eval.publishing` runs it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.settings import load

_PARAGRAPHS = 60
_TIMES = 5
_LIMIT = 60.0  # seconds after which a run is given up


def main() -> None:
    """Prints each run and the median, in seconds, over a library of the samples in a folder of its
    own.
    """
    argparse.ArgumentParser(
        prog="python -m pressroom.eval.publishing", description=__doc__
    ).parse_args()
    with (
        tempfile.TemporaryDirectory() as home,
        open_parts(load(home=Path(home)), progress=lambda _: None) as parts,
        parts.desk.at_work(),
    ):
        add_paths([SAMPLES], parts.library, parts.ingest)
        tried, prepared = zip(
            *(_run(parts, number, is_tried=True) for number in range(_TIMES)), strict=True
        )
        cold = [_run(parts, number, is_tried=False)[1] for number in range(_TIMES, 2 * _TIMES)]
    _print("first try of a draft that was not embedded yet", tried)
    _print("publishing to the first answer, embedded before as the desk does", prepared)
    _print("publishing to the first answer, nothing done before", cold)


def _print(name: str, seconds: Sequence[float]) -> None:
    runs = "  ".join(f"{one:.2f}" for one in seconds)
    print(
        f"{_PARAGRAPHS} paragraphs, {name}: median {median(seconds):.2f} s, worst "
        f"{max(seconds):.2f} s   ({runs})"
    )


def _run(parts: Parts, number: int, *, is_tried: bool) -> tuple[float, float]:
    """Seconds of the first try, if it is tried, and from publishing to the first answer."""
    (result,) = parts.desk.intake.take(
        _text(number).encode(), name=f"bench-{number}.txt", by="bench"
    )
    draft = parts.desk.drafts.get(str(result.draft_id))
    question = f"第{number + 1}号示范园区的投资额是多少？"
    began = time.perf_counter()
    if is_tried:
        parts.desk.trial.ask(parts.desk.publisher.as_published(draft), question)
    tried = time.perf_counter() - began
    began = time.perf_counter()
    parts.desk.publisher.publish(draft.id, revision=draft.revision, by="bench")
    while draft.document_id not in {
        citation.transcript_id for citation in parts.assistant.look_up(question).citations
    }:
        if time.perf_counter() - began > _LIMIT:
            sys.exit(f"no answer after {_LIMIT:.0f} seconds")
        time.sleep(0.02)
    return tried, time.perf_counter() - began


def _text(number: int) -> str:
    """A conference of 60 paragraphs, each of about 130 characters."""
    park = f"第{number + 1}号示范园区"
    about = (
        "企业用地审批时限压缩到{a}个工作日，新增标准厂房{b}万平方米，配套建设人才公寓{c}套，"
        "同步实施道路、供水、供电和污水处理工程，"
        "预计带动就业{d}人。相关部门将建立月度调度机制，对进展缓慢的项目逐一约谈，"
        "确保年底前完成序时进度的百分之{e}，并按季度向社会公布结果。"
    )
    rows = [
        f"市发展改革委主任李正明：{park}总投资{37 + number}亿元，今年完成投资{11 + number}亿元。",
        *(
            f"第{row}批项目方面，"
            + about.format(
                a=row + 3, b=row * 2 + number, c=row * 15, d=row * 120 + number, e=60 + row % 40
            )
            for row in range(1, _PARAGRAPHS)
        ),
    ]
    return f"{park}建设情况新闻发布会\n\n2025年5月{number + 1}日\n\n" + "\n\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
