"""docs/shapes.md: a sample of each shape and what is made of it. `REGENERATE_DOCS=1 pytest
tests/test_docs_shapes.py` writes it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made_files import FILES
from pressroom.assistant.desk.preview import outline
from pressroom.assistant.web.reading.transcripts import outline_page
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_upload
from pressroom.corpus.readers.kinds import READABLE
from pressroom.corpus.source import SourceText

PAGE = Path(__file__).resolve().parent.parent / "docs" / "shapes.md"
SHAPES = {
    "A city's press conference, as a news site printed it": """云浦频道 > 要闻

云浦市供热工作新闻发布会全程实录

来源: 云浦日报  作者:杜知微
2025-10-28 16:02:00
分享:

供热工作新闻发布会现场。云浦日报记者 杜知微 摄

云浦日报10月28日讯(记者 杜知微)10月28日上午9时,云浦市供热工作新闻发布会在市民中心召开,全程实录如下。

云浦市委宣传部副部长沈若岚:

各位记者朋友,上午好!下面请市住房和城乡建设局局长高远山介绍情况。

云浦市住房和城乡建设局党组书记、局长高远山:

各位好。今年供热从11月15日开始。

一、供热能力

全市供热面积4100万平方米,比去年增加210万平方米。

1.云浦晚报记者:老旧小区的管网改造完成了吗?

云浦市住房和城乡建设局党组书记、局长高远山

已经完成。今年改造了86公里老旧管网,一是换管,二是加装平衡阀。

关键词:供热,发布会责任编辑:尹川
""",
    "A ministry's regular press conference": """2025年6月3日云浦市外事办公室发言人顾南舟主持例行记者会

2025-06-03

新江报记者：友城论坛什么时候举行？

顾南舟：论坛将于9月12日举行，有18个城市参加。

追问：会签署协议吗？

顾南舟：会签署三项合作协议。
""",
    "Labels in brackets, State Council style": """云浦市政府新闻办举行数字政务发布会（实录）

2025年4月9日

【主持人】

各位下午好，请许知行副主任介绍。

[许知行]

“一网通办”事项达到2100项。

【云浦电视台记者】

群众的身份证明还要重复提交吗？

[许知行]

不用了，37类证明可以在线核验。
""",
    "Questions and answers": """关于公积金新政的问答

问：首套房最高可以贷多少？

答：单人最高60万元，夫妻双方最高100万元。
""",
    "A press release without speakers": """关于调整公交票价的通知

自2025年3月1日起，市区公交票价由1元调整为2元。

云浦市交通运输局
2025年2月10日
""",
    "English, hard-wrapped, capitals and a bare Q": """Press Briefing by Press Secretary Anna Holt, May 6, 2025

MS. HOLT:  Good afternoon.  The harbour extension opens in June, two
months earlier than planned, and the council has approved the money for
its second phase, which will begin in the autumn.

Q    How many berths will there be?

MS. HOLT:  Twelve.  (Laughter.)  Four of them are for fishing boats, as
we promised last year to the people who live there.
""",
    "Spanish, Markdown": """# Conferencia de prensa del 3 de marzo de 2025

**PRESIDENTA MARÍA LUJÁN ORTEGA:** Buenos días. Se construirán 40 escuelas.

**PREGUNTA:** ¿Cuándo se terminan?

**PRESIDENTA MARÍA LUJÁN ORTEGA:** En diciembre.
""",
    "Capitals and a full stop": """Transcript of the Chair's Press Conference

June 4, 2025

CHAIR LINDQVIST. Good afternoon. The Board left the rate at 3 percent today.

HANNA WELLS. Thank you. We will go to Tom.

TOM ARKWRIGHT. Will the rate fall this year?

CHAIR LINDQVIST. We have made no decision.

QUESTION. And next year?

CHAIR LINDQVIST. We expect two steps.
""",
    "Names on lines of their own": """云浦市防汛新闻发布会

2025年5月15日

市水利局局长方柏年、市气象局局长梅望舒出席。

主持人
大家好，请提问。

云浦晚报
今年雨水多不多？

梅望舒
预计偏多一到两成。

主持人
下一个问题。

江上客
水库有没有隐患？

方柏年
剩余4座空库运行。

主持人
谢谢大家。
""",
    "Korean, name and office in brackets": """나루시 시장 기자회견

2025년 1월 8일

[한소율 / 대변인]
기자회견을 시작하겠습니다. 질문하실 분은 손을 들어 주십시오.
[기자]
새 부두는 언제 문을 엽니까?
[도윤재 / 나루시장]
오월 삼일에 문을 엽니다.
""",
    "Time stamps": """Helen Gu: (00:19)
Thank you all for coming.
Speaker 2: (01:03)
When does the ferry start?
Helen Gu: (01:10)
On the first of July.
""",
}


def made(text: str, name: str) -> str:
    return outline(parse(SourceText(id=name, text=text, origin=name)))


def row(name: str, text: str) -> str:
    """What is read of a layout, in one line of the table."""
    transcript = parse(SourceText(id=name, text=text, origin=name))
    speakers = {turn.speaker.name for turn in transcript.turns if turn.speaker}
    unsure = sum(turn.unsure for turn in transcript.turns)
    answered = len({turn.answers for turn in transcript.turns if turn.answers})
    has_title = "yes" if transcript.title_span else "no"
    return (
        f"| {name} | {has_title} | {transcript.date or 'none'} | {len(speakers)} | {unsure} | "
        f"{answered} |"
    )


def format_row(name: str, data: bytes) -> str:
    """What is read of a file of one kind: the same four speeches are in each."""
    [source] = read_upload(data, name=name)
    transcript = parse(source)
    given = source.title or source.hints.title
    day = source.date or source.hints.date
    speakers = len({turn.label for turn in transcript.turns if turn.label})
    answered = len({turn.answers for turn in transcript.turns if turn.answers})
    marked = "yes" if any(mark.kind == "label" for mark in source.marks) else "by form"
    times = "yes" if transcript.moments else "no"
    return (
        f"| `{name}` | {'yes' if given else 'no'} | {'yes' if day else 'no'} | {speakers} ({marked}) "
        f"| {answered} | {times} |"
    )


def refused(name: str) -> str:
    """What is said of an old Office file on a machine without a converter."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr("shutil.which", lambda name: None)
        with pytest.raises(ReadError) as caught:
            list(read_upload(OLD_OFFICE, name=name))
    return str(caught.value)


OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000 + "WordDocument".encode("utf-16-le")
FORMATS = (
    "## Kinds of files",
    "",
    "The same conference of four speeches, in a file of each kind. *title*, *date*: whether the file says them beside its text; "
    "*speakers*: whether the file marks them, or they are told by their form; *times*: of a recording.",
    "",
    f"Endings that are read: {', '.join(f'`{ending}`' for ending in READABLE)}. `.doc` and `.wps` are read where LibreOffice is "
    "installed; else the error says how to save them. What a file holds beside its text (heads and feet of pages, notes, "
    "comments, deletions, struck-through and hidden words) is left out and listed in its notes.",
    "",
    "| file | title | date | speakers | questions answered | times |",
    "|---|---|---|---|---|---|",
)


def page() -> str:
    parts = [
        "# Shapes that are read, and what is made of them",
        "",
        "Made from the samples in `tests/test_docs_shapes.py`, and checked by it.",
        "",
        "| layout | title | date | speakers | unsure | questions answered |",
        "|---|---|---|---|---|---|",
        *(row(name, text) for name, text in SHAPES.items()),
        "",
        *FORMATS,
        *(format_row(name, data) for name, data in FILES.items()),
        "",
        "What is said of an old Office file where LibreOffice is not installed:",
        "",
        *(f"- {refused(name)}" for name in ("talk.doc", "talk.wps")),
    ]
    for name, text in SHAPES.items():
        parts += [
            "",
            f"## {name}",
            "",
            "```text",
            text.strip(),
            "```",
            "",
            "is read as",
            "",
            "```text",
            made(text, name).strip(),
            "```",
        ]
    return "\n".join(parts) + "\n"


def test_the_page_shows_what_the_parser_does() -> None:
    if os.environ.get("REGENERATE_DOCS"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()


def test_the_preview_page_shows_every_paragraph_and_stands_alone() -> None:
    for name, text in SHAPES.items():
        transcript = parse(SourceText(id=name, text=text, origin=name))
        html = outline_page(transcript, notes=("encoding: UTF-8",))
        assert html.count('<div class="paragraph') == sum(
            len(turn.paragraphs) for turn in transcript.turns
        )
        assert "src=" not in html
        assert "<link" not in html


def test_the_outline_is_coloured_only_when_asked() -> None:
    transcript = parse(SourceText(id="a", text=SHAPES["Questions and answers"], origin="a"))
    assert "\033[" in outline(transcript, colour=True)
    assert "\033[" not in outline(transcript)
