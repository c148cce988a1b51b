"""A line of a page -> whether it belongs to the page and not to the document: navigation, byline,
caption, keywords, sharing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pressroom.corpus.dating.datelines import is_clock_line, is_date_line
from pressroom.corpus.parse.blocks import Block

SOURCE = re.compile(
    r"^\s*(?:信息|文字)?(?:来源|來源|稿源|Source|Fuente)\s*[:：]\s*(?P<source>[^\s　|]+)", re.I
)
_NAVIGATION = re.compile(r"^(?:当前位置|您的位置|首页)\s*[:：>]")
_BYLINE = re.compile(
    r"^(?:作者|编辑|編輯|责任编辑|責任編輯|责编|记者|校对|审核|发布时间|發布時間|发布日期|阅读|浏览|点击)\s*[:：]"
)
_SHARING = re.compile(
    r"^(?:分享(?:到)?|打印|字号|字體|收藏|纠错|关闭窗口|【?(?:字体|打印)).{0,20}$"
)
_CAPTION = re.compile(
    r"^.{4,80}?(?:(?:记者|記者|通讯员)\s*\S{1,12}(?:\s\S{2,4})?\s*)?[摄攝]\s*[)）\]】]?\s*$|"
    r"^图为|^圖為|^图[:：]|^!\["
)
_KEYWORDS = re.compile(
    r"^(?:关键词|關鍵詞|关键字|标签|Keywords)\s*[:：]|责任编辑\s*[:：].{1,20}$|"
    r"^\[?(?:责任)?编辑\s*[:：].{1,20}\]?$",
    re.I,
)
# When the words above were posted, on a line of its own between speeches.
_POSTED = re.compile(
    r"^[\[（(]?(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?\s{1,3}\d\d?[:：]\d\d(?:[:：]\d\d)?[\]）)]?$"
)
# The number of a page: `Page 2 of 7`, `- 2 -`, `第2页`.
_PAGE = re.compile(
    r"(?:page|seite|p[áa]gina|pagina|strona|стр\.?|страница|halaman|trang|sayfa|sida|side|pag\.?|p\.)\s?"
    r"\d{1,4}(?:\s?(?:of|/|von|de|di|из|z|van|af|av|sur|dari|trên)\s?\d{1,4})?|"
    r"[-–—]\s?\d{1,4}\s?[-–—]|第\s?\d{1,4}\s?[页頁](?:\s?[,，/]?\s?共\s?\d{1,4}\s?[页頁])?|\d{1,4}\s?/\s?\d{1,4}",
    re.I,
)
_LEAST_PAGES, _LONGEST_NUMBER = 2, 40
_LONGEST = 200


def is_furniture(words: str, *, top: bool) -> bool:
    """`top`: in the header of the page, where looser signs count."""
    if top and words.startswith("!["):
        return True
    if len(words) >= _LONGEST:
        return False
    has_colon = ":" in words or "：" in words
    if has_colon and (_POSTED.match(words) or _KEYWORDS.search(words)):
        return True
    is_shot = words.rstrip(" )）]】").endswith(("摄", "攝"))
    if (top or is_shot) and _CAPTION.match(words):
        return True
    if not top:
        return False
    return (
        any(p.search(words) for p in (_NAVIGATION, SOURCE, _BYLINE, _SHARING))
        or _is_path(words)
        or is_date_line(words)
        or is_clock_line(words)
    )


def page_lines(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that are the number of a page, and the heads that recur beside such a number."""
    numbers = {
        at
        for at, block in enumerate(blocks)
        if block.end - block.start <= _LONGEST_NUMBER
        and _PAGE.fullmatch(text, block.start, block.end)
    }
    if len(numbers) < _LEAST_PAGES:
        return frozenset()
    words = [text[block.start : min(block.end, block.start + _LONGEST)] for block in blocks]
    beside = [at for number in numbers for at in (number - 1, number + 1) if 0 <= at < len(words)]
    often = Counter(words[at] for at in beside if at not in numbers)
    heads = {at for at in beside if often[words[at]] >= _LEAST_PAGES and at not in numbers}
    return frozenset(numbers | heads)


def _is_path(words: str) -> bool:
    """`频道 > 今日聚焦`: short names between arrows."""
    names = re.split(r"[>›»]", words)
    return len(names) > 1 and all(
        0 < len(name.strip()) <= 30 and not re.search(r"[。！？]", name) for name in names
    )
