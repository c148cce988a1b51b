"""Blocks -> speaker labels, each accepted on evidence: its form, its title noun, that it recurs, where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.blocks import Block
from corpus.transcript import Speaker

_TITLE_NOUNS = (
    "记者|主持人|发言人|新闻官|发布人|局长|主任|书记|部长|厅长|司长|市长|区长|县长|镇长|乡长|省长|州长|处长|科长|院长|校长|所长|站长|队长|会长|理事长|"
    "董事长|总经理|经理|秘书长|委员|委员长|调研员|巡视员|专员|组长|行长|台长|社长|总编辑|主编|总监|总工程师|总规划师|总经济师|工程师|教授|研究员|"
    "专家|医生|主席|政委|检察长|参赞|大使|代表|负责人|党组成员|成员|馆长|园长|总队长|支队长|大队长|主管|总指挥|指挥长|总干事|院士|律师|法官|常委|部門|"
    "記者|主持人|發言人|局長|主任|書記|部長|廳長|司長|市長|區長|縣長|處長|科長|院長|校長|所長|隊長|會長|秘書長|委員|主席|組長|館長|研究員|專員|政委|同學|負責人"
)
_ROLE = re.compile(
    r"(?:记者|記者|追问|追問|提问|主持人|司仪|发言人|發言人|嘉宾|网友|市民|群众|问|答|問)$|"
    r"^(?:Q|A|Question|Answer|Reporter|Moderator|Host|Journalist|Audience|Speaker \d+|"
    r"PREGUNTA|RESPUESTA|INTERLOCUTORA?|INTERVENCIÓN|MODERADORA?|VOZ.*|THE PRESIDENT)\b",
    re.I,
)
_TITLED = re.compile(
    rf"(?:{_TITLE_NOUNS})[\s　]*[（(]?[\u4e00-\u9fff·]{{2,4}}[)）]?$|(?:{_TITLE_NOUNS})$|[长長员員官师師][\s　]+[\u4e00-\u9fff]{{2,4}}$"
)
_LATIN_TITLED = re.compile(
    r"\b(?:Mayor|Director|Secretary|Minister|President|Governor|Commissioner|Spokes(?:person|man|woman)|Chief|Officer|Chair(?:man|woman)?|Head|Manager|Engineer|"
    r"General|Admiral|Captain|Doctor|Superintendent|Administrator|Ambassador|Senator|Representative|Chancellor|Counsel(?:or)?|Coordinator)\s+"
    r"(?P<name>[A-ZÁÉÍÓÚÑ][\w.’'-]+(?:\s[A-ZÁÉÍÓÚÑ][\w.’'-]+){0,2})$"
)
_REPORTER = re.compile(
    r"记者|記者|追问|追問|提问|^问$|^問$|网友|市民|^Q$|\breporter\b|\bjournalist\b|^question|^PREGUNTA|^INTERLOCUTORA?$", re.I
)
_MODERATOR = re.compile(r"主持|司仪|moderator|\bhost\b|MODERADOR", re.I)
_OUTLET = re.compile(r"(?:社|报|報|台|公司|网|網|新闻|新聞|频道|客户端|卫视|周刊|杂志|集团|中心)$")
_FIELD = re.compile(
    r"^(?:时\s*间|地\s*点|日\s*期|主\s*题|议\s*题|時\s*間|地\s*點|主\s*題|出席(?:人员|人員)?|参加人员|參加人員|发布人员|与会人员|文号|文號|联系人|联系电话|聯絡人|电话|電話|地址|网址|邮箱|"
    r"附件|备注|备註|備註|Date|Time|Place|Venue|Location|Contact|Phone|E-?mail|Fecha|Lugar|Hora)$",
    re.I,
)
_ENUMERATION = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[^、，,]{0,4}|第?[一二三四五六七八九十\d]{1,3}(?:是|要|、|，|,|\.|．|方面|个|點|点)?|"
    r"首先|其次|再次|最后|最後|另外|此外|同时|同時|例如|比如|注|附|如|即|其中|包括|下一步|一方面|另一方面|总之|因此|但是|不过)$"
)
_NUMBERED = re.compile(r"^(?:\(?\d{1,3}\)?[.．、)）]|[（(]\d{1,3}[)）])\s*")
_INLINE = re.compile(
    r"^(?P<open>\*\*|[\[【［<])?(?P<label>[^。！？；!?;：:\n]{1,90}?)(?P<close>\*\*|[\]】］>])?\s*[:：](?!\d\d\b|//)\s*(?P<close2>\*\*)?(?P<stamp>\s*[(（\[]\d{1,2}(?::\d\d){1,2}[)）\]])?\s*"
)
_BRACKETED = re.compile(r"^[\[【［](?P<label>[^\]】］\n]{1,30})[\]】］]\s*")
_BARE_Q = re.compile(r"^(?P<label>Q)\s{1,4}(?=[A-Z“\"'‘\[(—0-9¿a-z])")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,7}[·•][\u4e00-\u9fff]{1,7}$")
_LATIN_NAME = re.compile(r"^(?:[A-ZÁÉÍÓÚÑ][\w.’'-]*\s?){1,6}(?:,.*|\(.*\))?$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．]\s?)"
)
_NEVER_IN_LABEL = re.compile(r"[“”\"‘’『』「」]|https?$|[,，].{14}|[是为了在把被让要就才都也将我你们他她这那]{2}")
_SURNAMES_TWO = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木", "夏侯")


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
    counts = Counter(_key(label) for label in candidates if label.colon)
    spoken = {_bare_name(label.words) for label in candidates if label.colon and _strength(label, counts, text) >= 2}
    accepted = [label for label in candidates if _is_label(label, counts, text, spoken)]
    return _with_odd_outlets(accepted, candidates)


def is_reporter(label: str) -> bool:
    return bool(_REPORTER.search(label))


def is_moderator(label: str) -> bool:
    return bool(_MODERATOR.search(label))


def is_heading(words: str) -> bool:
    """A short line that announces a part and ends without a full stop."""
    return (len(words) <= 60 and words[-1] not in "。！？；：:!?;，," and bool(_HEADING.match(words))) or bool(re.match(r"#{2,}\s", words))


def speaker_of(label: str) -> Speaker:
    """Name and title of a label: `市司法局党组书记、局长刘建明`, `Deputy Mayor Helen Gu`, `NAME, TITLE`."""
    words = re.sub(r"[\s　]+", " ", label).strip("* ")
    if is_reporter(words):
        return Speaker(name=words)
    if "," in words and words.upper() == words:
        name, title = words.split(",", 1)
        return Speaker(name.strip(), title.strip())
    name = _bare_name(words)
    title = words[: len(words) - len(name)].rstrip(" ：:") if words.endswith(name) else ""
    return Speaker(name, title or None)


def _candidate(text: str, blocks: Sequence[Block], index: int) -> Label | None:
    block = blocks[index]
    words = text[block.start : block.end]
    number = _NUMBERED.match(words)
    skipped = number.end() if number else 0
    words = words[skipped:]
    for pattern, form in ((_BARE_Q, "bare"), (_INLINE, "inline"), (_BRACKETED, "bracketed")):
        match = pattern.match(words)
        if match and (label := match["label"].strip(" 　*")):
            speech = block.start + skipped + match.end()
            own = match.end() >= len(words)
            if number and not is_reporter(label):
                return None
            styled = form == "inline" and (match["open"] or match["stamp"])
            return Label(index, label, speech, own, form == "inline", "styled" if styled else form)
    if not number and len(words) <= 50 and words[-1] not in "。！？；，,.!?;…" and index + 1 < len(blocks):
        return Label(index, words.strip(), block.end, True, False, "line")
    return None


def _strength(label: Label, counts: Counter[str], text: str) -> int:
    """Points of evidence; two make a label."""
    words = label.words
    if (
        _FIELD.match(words)
        or _ENUMERATION.match(words)
        or _NEVER_IN_LABEL.search(words)
        or len(words) > (90 if words.upper() == words else 60)
    ):
        return 0
    recurs = counts[_key(label)]
    points = 2 if _ROLE.search(words) else 0
    points += 2 if _TITLED.search(words) or _LATIN_TITLED.search(words) else 0
    points += 2 if label.form in ("styled", "bare") else 1 if label.form == "bracketed" else 0
    points += 2 if recurs >= 3 and len(words) <= 24 else 1 if recurs == 2 else 0
    if _NAME.match(words):
        points += 1 + (text.count(words) > recurs) + (recurs > 1)
    elif _LATIN_NAME.match(words):
        points += 1 + (words.upper() == words and len(words) > 1) + label.own_line
    return points


def _is_label(label: Label, counts: Counter[str], text: str, spoken: set[str]) -> bool:
    if label.form == "line":  # no colon: a full title, and a name that speaks or is spoken of elsewhere
        name = _bare_name(label.words)
        known = label.words != name and (name in spoken or text.count(name) > 1)
        return bool(known and _TITLED.search(label.words) and not _HEADING.match(label.words))
    return _strength(label, counts, text) >= 2


def _with_odd_outlets(accepted: list[Label], candidates: list[Label]) -> list[Label]:
    """A news outlet without the word 记者 asks where a question is due: between two turns of one official."""
    places = {label.block: label for label in accepted}
    asking = any(is_reporter(label.words) for label in accepted)
    for label in candidates:
        if not asking or label.block in places or not label.colon or not _OUTLET.search(label.words) or len(label.words) > 16:
            continue
        after = next((other for other in accepted if other.block > label.block), None)
        before = next((other for other in reversed(accepted) if other.block < label.block), None)
        if after and before and _key(after) == _key(before) and not is_reporter(after.words):
            places[label.block] = replace(label, form="outlet")
    return [places[block] for block in sorted(places)]


def _key(label: Label) -> str:
    return re.sub(r"[\s　*]+", "", label.words).casefold()


def _bare_name(words: str) -> str:
    """The name in a label: what follows the last space or title noun, else the whole."""
    words = words.strip()
    if not re.search(r"[\u4e00-\u9fff]", words):
        titled = _LATIN_TITLED.search(words)
        return titled["name"] if titled else words
    if " " in words or "　" in words:
        last = re.split(r"[\s　]+", words)[-1]
        if _NAME.match(last):
            return last
    match = next(reversed(list(re.finditer(_TITLE_NOUNS, words))), None)
    rest = words[match.end() :].strip("（()） ") if match else ""
    return rest if rest and (_NAME.match(rest) or re.match(r"^[\u4e00-\u9fff·]{2,6}$", rest)) else words
