"""Words at the start of a block -> what sets them off as a label may be: one pattern a form, each
tried only on words that have its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.names import SIGNS, SMALL
from pressroom.corpus.parse.words.vocabulary import vocabulary

Form = Literal[
    "marked",
    "stamp",
    "square",
    "round",
    "bold",
    "heavy",
    "colon",
    "close",
    "stop",
    "stroke",
    "dash",
    "tab",
    "bare",
    "line",
]

LONGEST = 200
_CLOCK = (
    r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{0,3})?\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
    r"(?:[.,]\d{1,3})?"
)
_STAMP = rf"[(（\[【]\s?{_CLOCK}\s?[)）\]】]|{_CLOCK}"
_BULLET = "[•·▪●■◆◇○◯〇◎□△▲▽▼▶►➤‣※★☆](?![○〇◯×＊*□●])"  # but no signs that stand for a name
BEFORE = re.compile(
    rf"(?:>{{1,3}}\s{{0,3}}|{_BULLET}(?:\s{{1,4}}|(?=[^\W_]))|[-–—]\s{{1,3}})?"
    rf"(?:(?:{_STAMP})\s{{1,4}}|[(（\[【]\s?{_CLOCK}\s?[)）\]】]\s{{0,4}})?"
)
COUNTING = vocabulary().counting  # the letters that a number of NUMBERED may begin with
NUMBERED = re.compile(
    rf"(?:\(?\d{{1,3}}\)?[.．、)）]|[（(]\d{{1,3}}[)）]|[{COUNTING}]{{1,3}}、)\s{{0,3}}"
)
ITEM = re.compile(
    rf"[（(](?:\d{{1,3}}|[{COUNTING}]{{1,3}}|[ivx]{{1,4}}|[a-z])[)）]"
)  # counts, names nobody
ITALICS = re.compile(r"(?:\*\*)?_|\*(?![*＊])")
_COLONS = ":：﹕︰፦"
COLON = re.compile(
    rf"(?:(?P<bold>\*\*)|(?P<open>[\[【［<＜（(〔〈]))?"
    rf"(?P<label>[^。！？；!?;{_COLONS}]{{1,{LONGEST}}}?)"
    rf"(?P<close>\s?\*\*|(?(open)[\]】］>＞）)〕〉]|(?!)))?"
    rf"\s{{0,4}}(?P<clock>{_STAMP})?\s{{0,4}}[{_COLONS}](?!\d\d\b|//)\s{{0,4}}(?:\*\*)?"
    rf"(?P<stamp>\s{{0,4}}[(（\[]{_CLOCK}[)）\]])?\s*"
)
SQUARE = re.compile(
    rf"(?P<open>[\[【［〔〈<＜])(?P<label>[^\]】］〕〉>＞\n]{{1,60}})[\]】］〕〉>＞]\s{{0,4}}"
    rf"(?:(?:{_STAMP})\s*)?(?:[:：]\s*)?"
)
ROUND = re.compile(rf"(?P<open>[（(])(?P<label>[^）)\n]{{1,40}})[）)]\s{{0,4}}(?:(?:{_STAMP})\s*)?")
CLOSE = re.compile(
    r"(?P<label>[^\s（(）)。，,.、：:]{1,16}|[^（(）)。，,.、：:\n]{2,16}?)[）)]\s*(?=\S)"
)
CLOCKED = re.compile(
    rf"(?P<label>[^。！？；!?;：:\d\n]{{1,40}}(?:Speaker \d+)?)\s{{0,4}}(?:{_STAMP})$"
)
BOLD = re.compile(r"\*\*(?P<label>[^*\n]{2,60})\*\*[.:：]?$")
COUNT = re.compile(r"(\d{1,3})[ \t\xa0　]{1,4}(?=[^\W\d_])")
LEAST_COUNTED = 3  # paragraphs
HEADING = re.compile(rf"#{{2,6}}\s+(?P<label>[^\n#*.。?？!！:：]{{1,{60}}}?)\s*[:：]?")
BARE_Q = re.compile(
    r"(?P<label>Q)\s{1,8}(?!\([^()]{1,40}\)\s?[:：])(?=[A-Z“\"'‘\[(—0-9¿a-z])|"
    r"(?P<dense>[QＱAＡ問问答])"
    r"(?:[ 　\t]{1,4}(?=[「『（]?[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])|[　\t]{1,4}(?=[^\W_]))"
)
_WORD = rf"[^\W\d_][\w{SIGNS}]*"
_UPPER = rf"[^\W\d_{SMALL}]"
_CAPS = rf"(?:{_UPPER}[\w’'\-]*{_UPPER}|{_UPPER})"
_IN_BRACKETS = r"(?:\s?\([^()\n]{1,40}\))?"
_OFFICE = rf"(?P<office>,\s(?:{_WORD}[ ]){{0,11}}{_WORD})?"
STOP = re.compile(
    rf"(?P<label>(?:The )?(?:{_CAPS}\.?[ ]){{0,6}}{_CAPS}{_IN_BRACKETS}{_OFFICE})"
    rf"(?P<stop>\.)(?:\s+|$)(?!{_UPPER}{{2}})"
)
# `Chairwoman Marsh. The committee …`
NAMED_STOP = re.compile(
    rf"(?P<label>(?:{_WORD}\.?[ ]){{1,8}}?{_WORD}{_IN_BRACKETS}{_OFFICE})(?P<stop>\.)\s+"
    r"(?=[^\W\d_a-z]|[“\"¿¡])"
)
SPANISH_STOP = re.compile(
    rf"(?P<label>(?:{_WORD}\.?[ ]){{0,5}}?{_WORD}(?:[ ]\d{{1,3}})?{_IN_BRACKETS})"
    r"(?P<stop>\.\s?[-–—]+)\s*"
)
INITIALS = re.compile(r"[\s.]\w$")  # `J. R` before `. Smith`: that full stop is a name's own
MOST_NAMED = 5  # words of a polite form and a name
THE = re.compile(r"^The ")
DASH = re.compile(
    rf"(?P<label>(?:{_WORD}[.,]?[ ]){{0,9}}{_WORD}(?:[ ]\d{{1,3}})?(?:\s?\([^()\n]{{1,40}}\))?)"
    r"(?:\s?(?:[–—]|--)\s+|\s-\s+|—|--)(?=\S)"
)
# Scripts that write no spaces set a dash close to both: `外交部发言人李明——谢谢。`
_OPENS_DENSE = "《“「『"
DENSE_DASH = re.compile(
    r"(?P<label>[^。！？；，：!?;,:\n\t–—-]{1,60})(?:\s?(?:[–—]{1,2}|--)|\s-(?=\s))\s*(?=\S)"
)
# Behind a bracket one wide space is enough, as in the minutes of Japanese councils:
# `○議長（黒岩正紀君）　これより …`.
TAB = re.compile(
    r"(?P<label>[^\t\n。！？!?;；]{1,60}?)"
    r"(?:\s?\t\s*|[ \xa0　]{3,8}|(?<=[)）])(?:　{1,2}|[ \xa0]{2}))(?=\S)"
)
MINUTES = re.compile(r"[○◯〇◎]\s?(?P<label>[^\s。、，！？]{1,24})　{1,2}(?=[^\s○◯〇])")
COUNTED_MARK = re.compile(r"(?P<label>[^\W\d_]{1,2}\d{1,3})[.)]\s+(?=\S)")  # `Q1. When …`
STACKED = re.compile(r"\s*\n\s*")
SPACE = re.compile(r"[\s:：–—-]*")
GAP = re.compile(r"\t|[ \xa0　]{3}")
# Not signs like ○○○ and ＊＊＊, which may stand for a name.
PUNCTUATION = re.compile(
    r"[\s,.:;!?，。、．：；！？…·•—–\-~～()\[\]{}（）【】［］《》〈〉<>“”‘’「」『』\"'/\\|_]*"
)
BEHIND = re.compile(r"[（(][^（()）]+[)）]$")  # who somebody is, in brackets behind the name
CLOSED = re.compile(r"[)）]\s?[^\W\d_]")  # a bracket that closes before words
BROKEN = re.compile(r"[\n。！？؟।۔።；]")
TERMINAL = "。！？؟।۔።；，,.!?;…：:、"
ENDS = re.compile(r"[.。!！?？…؟।다요까][”」』\"']?$")  # a sentence, and what it quotes
_SPEAKS_FROM = re.compile(rf"[。！？；!?;{_COLONS}]")  # where no label with a colon goes on


def possible(words: str) -> Iterator[tuple[Form, re.Pattern[str]]]:
    """The forms whose signs the words have, in the order in which they are tried, each with the
    pattern that finds its label: most lines have none, and no pattern need look for it.
    """
    if not words:
        return
    first, last = words[0], words[-1]
    stop = _SPEAKS_FROM.search(words)
    has_colon = stop is not None and stop[0] in _COLONS
    if first in "QＱAＡ问問答":
        yield "bare", BARE_Q
    if first in "[【［〔〈<＜":
        yield "square", SQUARE
    if has_colon:
        yield "colon", COLON
    if first in "（(":
        yield "round", ROUND
    if has_colon and (last.isdecimal() or last in ")）]】"):
        yield "stamp", CLOCKED
    if first == "*":
        yield "bold", BOLD
    if "\t" in words or "  " in words or "\xa0" in words or "　" in words:
        yield "tab", TAB
    yield from _behind_words(words)


def _behind_words(words: str) -> Iterator[tuple[Form, re.Pattern[str]]]:
    """The forms whose one sign stands behind the label: a bracket, a full stop, a dash."""
    has_bracket, has_stop = ")" in words or "）" in words, "." in words
    has_dash = "-" in words or "–" in words or "—" in words
    if has_bracket:
        yield "close", CLOSE
    if has_stop and has_dash:
        yield "stroke", SPANISH_STOP
    if (has_stop or has_bracket) and not words[1:3].isalpha():
        yield "close", COUNTED_MARK
    if has_stop:
        yield "stop", STOP
        yield "stop", NAMED_STOP
    if has_dash:
        is_dense = is_dense_script(words[0]) or words[0] in _OPENS_DENSE
        yield "dash", DENSE_DASH if is_dense else DASH
