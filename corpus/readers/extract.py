"""What every reader gives: the text of a document, and what the file says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressroom.corpus.source import LeftOut, Mark
from pressroom.corpus.transcript import Moment

_EMPTY_TITLE = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint|Excel).*|(?:New |新建\s?)?Microsoft .{0,20}(?:Document|"
    r"文档).*"
    r"|Word[- ]?(?:Document|Dokument)|PowerPoint[- ](?:Presentation|Präsentation)"
    r"|(?:PowerPoint|演示文稿|工作簿|Book|Sheet|Do[ck]ument\w*|文档|文件|幻灯片|Slide|Folie|"
    r"Layout|scan\w*)"
    r"[\s_-]*\d*|untitled.*|unbenannt.*|sans titre.*|sin título.*|sem título.*|без имени.*|无标题.*"
    r"|無標題.*|標題|タイトルなし|名称未設定.*|제목 없음|anonymous|Blank|My JSP .*"
    r"|.*\.(?:docx?|pdf|wps|indd|qxd|pptx?|xlsx?|odt|rtf|html?|hwpx?|txt))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Extract:
    """Text with `\\n` line ends; title, ISO date and source as the file claims them; notes on how
    it was read; how the file sets parts of the text; what of the file is not in the text; when in a
    recording parts of the text were said.
    """

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    moments: tuple[Moment, ...] = ()


def reason(error: Exception) -> str:
    """What a library says is wrong, fit for one line of an error."""
    return " ".join(str(error).split())[:200]


def said_title(words: str | None) -> str | None:
    """A title that somebody gave: none that a program puts where nobody has, nor a file's name."""
    title = re.sub(r"\s+", " ", words or "").strip("\x00 ")[:300]
    return (
        title
        if len(title) > 1 and title.isprintable() and not _EMPTY_TITLE.fullmatch(title)
        else None
    )
