"""Blocks -> speaker labels, each accepted on evidence: its form, its title noun, that it recurs, where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Block
from corpus.names import (
    LATIN_NAME,
    LATIN_TITLED,
    NAME,
    ROLE,
    TITLED,
    bare_name,
    is_answer_mark,
    is_outlet,
    is_reporter,
    titled_names,
)

_SPOKEN_OF = re.compile(r"^(?:各位|尊敬的|亲爱的|同志们|一位|有|某|据|据悉|这位|那位|该|另一位|几位|多位|不少|许多)(?!某)")
_FIELD = re.compile(
    r"^(?:时\s*间|地\s*点|日\s*期|主\s*题|议\s*题|時\s*間|地\s*點|主\s*題|出席(?:人员|人員|领导|嘉宾)?|参加人员|參加人員|发布人员|与会人员|文号|文號|联系人|联系电话|聯絡人|电话|電話|地址|网址|邮箱|"
    r"附件|备注|备註|備註|编者按|Date|Time|Place|Venue|Location|Contact|Phone|E-?mail|Subject|Notes?|Nota|Example|Important|Fecha|Lugar|Hora)$",
    re.I,
)
_ENUMERATION = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[^、，,]{0,4}|第?[一二三四五六七八九十\d]{1,3}(?:是|要|、|，|,|\.|．|方面|个|點|点)?|"
    r"首先|其次|再次|最后|最後|另外|此外|同时|同時|例如|比如|注|附|如|即|其中|包括|下一步|一方面|另一方面|总之|因此|但是|不过|"
    r"(?i:first|second|third|fourth|next|finally|again|however|also|in short|one|two|three|primero|segundo|tercero))$"
)
_NEEDS_PARTNER = re.compile(r"^(?:A\d{0,3}|(?:问题|問題|回答).{0,3})$")
_PARTNER = re.compile(r"^(?:Q\d{0,3}|(?:问题|問題).{0,3}|问|問)$")  # what an answer mark answers
_NEVER_IN_LABEL = re.compile(r"[“”\"‘’『』「」]|https?$|[,，].{14}|[是为了在把被让要就才都也将我你们他她这那]{2}")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．]\s?)"
)
_ENOUGH = 2
_LONGEST, _LONGEST_CAPITALS, _LONGEST_ODD = 60, 200, 24
_NUMBERED = re.compile(r"^(?:\(?\d{1,3}\)?[.．、)）]|[（(]\d{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s{0,3}")
_CLOCK = r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{0,3})?\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
_STAMP = rf"[(（\[【]\s?{_CLOCK}\s?[)）\]】]|{_CLOCK}"
_STAMPED = re.compile(rf"^(?:{_STAMP})\s{{1,4}}|^[(（\[【]\s?{_CLOCK}\s?[)）\]】]\s{{0,4}}")
_INLINE = re.compile(
    rf"^(?:(?P<bold>\*\*)|(?P<open>[\[【［<（(]))?(?P<label>[^。！？；!?;：:]{{1,{_LONGEST_CAPITALS}}}?)(?P<close>\s?\*\*|(?(open)[\]】］>）)]|(?!)))?"
    rf"\s{{0,4}}(?P<clock>{_STAMP})?\s{{0,4}}[:：](?!\d\d\b|//)\s{{0,4}}(?:\*\*)?(?P<stamp>\s{{0,4}}[(（\[]{_CLOCK}[)）\]])?\s*"
)
_BRACKETED = re.compile(rf"^(?P<open>[\[【［（(])(?P<label>[^\]】］）)\n]{{1,40}})[\]】］）)]\s{{0,4}}(?:(?:{_STAMP})\s*)?")
_ROUND = re.compile(r"^(?:[\w·]{0,12}(?:记者|記者|主持人)|问|問|答|Q|A)\d{0,2}$")
_CLOCKED = re.compile(rf"^(?P<label>[^。！？；!?;：:\d\n]{{1,40}}(?:Speaker \d+)?)\s{{0,4}}(?:{_STAMP})$")
_BOLD = re.compile(r"^\*\*(?P<label>[^*\n]{2,60})\*\*$")
_BARE_Q = re.compile(r"^(?P<label>Q)\s{1,8}(?=[A-Z“\"'‘\[(—0-9¿a-z])")
# Not signs like ○○○ and ＊＊＊, which may stand for a name.
_PUNCTUATION = re.compile(r"[\s,.:;!?，。、．：；！？…·•—–\-~～()\[\]{}（）【】［］《》〈〉<>“”‘’「」『』\"'/\\|_]*")
_ITALICS = re.compile(r"^(?:\*\*)?_")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it stands in the text: words, the block it opens, where the speech begins."""

    block: int
    words: str
    speech: int
    own_line: bool
    colon: bool
    form: str = "inline"


def find_labels(text: str, blocks: Sequence[Block]) -> list[Label]:
    """The labels of a text, in order; every candidate must have evidence enough to be one."""
    candidates = [label for index, block in enumerate(blocks) if (label := _candidate(text, blocks, index))]
    evidence = _Evidence.of(text, blocks, candidates)
    spoken = {bare_name(label.words) for label in candidates if label.colon and evidence.points(label) >= _ENOUGH}
    accepted = [label for label in candidates if _is_label(label, evidence, spoken)]
    return _with_odd_outlets(accepted, candidates)


def is_heading(words: str) -> bool:
    """A short line that announces a part and ends without a full stop."""
    return (len(words) <= 60 and words[-1] not in "。！？；：:!?;，," and bool(_HEADING.match(words))) or bool(re.match(r"#{2,}\s", words))


def _candidate(text: str, blocks: Sequence[Block], index: int) -> Label | None:
    block = blocks[index]
    words = text[block.start : min(block.end, block.start + _LONGEST_CAPITALS + 80)]
    stamped = _STAMPED.match(words)
    number = _NUMBERED.match(words, stamped.end() if stamped else 0)
    skipped = number.end() if number else stamped.end() if stamped else 0
    label = None if _ITALICS.match(words) else _marked(words[skipped:], index, block.start + skipped, block.end)
    if label:
        return None if number and not is_reporter(label.words) and not is_answer_mark(label.words) else label
    whole = text[block.start : block.end]
    if not number and len(whole) <= 50 and whole[-1] not in "。！？；，,.!?;…" and index + 1 < len(blocks):
        return Label(index, whole.strip(), block.end, True, False, "line")
    return None


def _marked(words: str, index: int, start: int, end: int) -> Label | None:
    """A label by its marks: a colon, brackets, a time stamp, bold type, a bare Q."""
    for pattern, form in ((_BARE_Q, "bare"), (_INLINE, "inline"), (_BRACKETED, "bracketed"), (_CLOCKED, "styled"), (_BOLD, "bold")):
        match = pattern.match(words)
        label = re.sub(r"\s*\n\s*", " ", match["label"].strip(" 　*\n")) if match else ""
        if not match or _PUNCTUATION.fullmatch(label) or ("\n" in match["label"] and not _is_capitals(label)):
            continue
        found = match.groupdict()
        if form == "bracketed" and found["open"] in "（(" and not _ROUND.match(label):
            continue  # (Laughter.)
        if form == "inline" and any(found[mark] for mark in ("bold", "open", "stamp", "clock")):
            form = "inline" if found["open"] in ("（", "(") else "styled"
        own = start + match.end() >= end
        return Label(index, label, start + match.end(), own, pattern is _INLINE, form)
    return None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a whole text says for its candidates: how often each recurs, who is introduced, what labels usually are there."""

    counts: Counter[str]
    introduced: set[str]
    is_dialogue: bool
    names_are_usual: bool
    answers_are_marked: bool

    @classmethod
    def of(cls, text: str, blocks: Sequence[Block], candidates: Sequence[Label]) -> _Evidence:
        marked = [label for label in candidates if label.form != "line"]
        counts = Counter(_key(label) for label in marked)
        recurring = [label for label in marked if counts[_key(label)] > 1]
        names = sum(bool(NAME.match(label.words)) for label in recurring)
        is_dialogue = len(recurring) * 4 > len(blocks)
        shorts = {bare_name(label.words) for label in candidates}
        answers = any(_PARTNER.match(label.words) for label in marked) and any(is_answer_mark(label.words) for label in marked)
        return cls(counts, titled_names(text, shorts), is_dialogue, is_dialogue and names * 2 > len(recurring), answers)

    def points(self, label: Label) -> int:
        """Points of evidence; _ENOUGH make a label."""
        words, capitals = label.words, _is_capitals(label.words)
        if _FIELD.match(words) or _ENUMERATION.match(words) or _SPOKEN_OF.match(words):
            return 0
        if len(words) > (_LONGEST_CAPITALS if capitals else _LONGEST) or (_NEVER_IN_LABEL.search(words) and not capitals):
            return 0
        if _NEEDS_PARTNER.match(words) and not self.answers_are_marked:
            return 0
        points = 2 if ROLE.search(words) or TITLED.search(words) or LATIN_TITLED.search(words) else 0
        points += {"styled": 2, "bare": 2, "bracketed": 1}.get(label.form, 0)
        return points + self._of_name(label, capitals=capitals)

    def _of_name(self, label: Label, *, capitals: bool) -> int:
        words, recurs = label.words, self.counts[_key(label)] > 1
        if NAME.match(words):
            usual = self.names_are_usual and len(words) == 3
            return 1 + recurs + (words in self.introduced) + usual
        if LATIN_NAME.match(words):
            return 1 + (capitals and (recurs or " " in words)) + label.own_line + recurs
        if self.is_dialogue and self.counts[_key(label)] > 2 and len(words) <= _LONGEST_ODD:
            return 2
        return 0


def _is_label(label: Label, evidence: _Evidence, spoken: set[str]) -> bool:
    if label.form == "line":  # no colon: a full title, and a name that speaks or is spoken of elsewhere
        name = bare_name(label.words)
        known = label.words != name and (name in spoken or name in evidence.introduced)
        return bool(known and TITLED.search(label.words) and not _HEADING.match(label.words))
    if label.form == "bold" and evidence.counts[_key(label)] < 2:  # bold type on its own line is oftener a heading
        return bool(ROLE.search(label.words) or bare_name(label.words) in spoken)
    return evidence.points(label) >= _ENOUGH


def _with_odd_outlets(accepted: list[Label], candidates: list[Label]) -> list[Label]:
    """A news outlet without the word 记者 asks where a question is due: between two turns of one official."""
    if not any(is_reporter(label.words) for label in accepted):
        return accepted
    places = [label.block for label in accepted]
    taken, odd = set(places), []
    for label in candidates:
        at = bisect_left(places, label.block)
        if label.block in taken or not label.colon or not is_outlet(label.words) or not 0 < at < len(accepted):
            continue
        before, after = accepted[at - 1], accepted[at]
        if _key(after) == _key(before) and not is_reporter(after.words):
            odd.append(replace(label, form="outlet"))
    return sorted([*accepted, *odd], key=lambda label: label.block)


def _is_capitals(words: str) -> bool:
    return len(words) > 1 and words == words.upper() and words != words.lower()


def _key(label: Label) -> str:
    return re.sub(r"[\s　*]+", "", label.words).casefold()
