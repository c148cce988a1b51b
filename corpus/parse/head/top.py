"""A line above or below the words of a document -> what it is there for: path, navigation, kicker,
name of a body, rule, mark of the end. By its form, and by the words of header.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pressroom.corpus.dating.datelines import is_clock_line

Use = Literal["published", "path", "page", "kicker", "body", "joint", "inside"]

_PATH = re.compile(r"[>›»＞→]|::")
_CRUMB = re.compile(r"[^.。！？!?]{1,80}")
_RULE = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[【】\[\]（）()「」|｜/／·•—–\-,，、:：*#_]+")
_NUMBER = re.compile(r"(?:\bn(?:r|o|úm|um)\.|\bn[°º]|№|第)\s?\d[\d/.-]*\s?[号號]?")
_END_MARK = re.compile(
    r"(?:[#*~=—–\-]\s?){3,}|-\s?30\s?-|NNNN|[（(]?\s?(?:完|全文完|END|Ends?|FIN|Ende)\s?[)）.]?/?",
    re.I,
)
_LONGEST_NAVIGATION, _LONGEST_BODY = 200, 90
_LONGEST_CRUMBS = 300


@cache
def words_for(use: Use) -> frozenset[str]:
    """The words of all languages for one use, in small letters."""
    listed = (section.get(use, ()) for section in _table().values())
    return frozenset(word.casefold() for words in listed for word in words)


def is_path(words: str) -> bool:
    """`首页 > 新闻`, `Você está aqui: Página Inicial > …`: names between arrows."""
    names = [name.strip() for name in _PATH.split(words)]
    if len(names) < 2 or len(words) > _LONGEST_CRUMBS:
        return False
    opens = names[0].casefold().startswith(tuple(words_for("path")))
    return all(_CRUMB.fullmatch(name) for name in names if name) and (
        opens or all(len(name) <= 30 for name in names)
    )


def is_navigation(words: str) -> bool:
    """A path, or nothing but words of the page around the text: `簡體版 寄給朋友 政府新聞網`."""
    return is_path(words) or (len(words) < _LONGEST_NAVIGATION and _made_of(words, "page"))


def is_kicker(words: str) -> bool:
    """Nothing but the kind of text: `FOR IMMEDIATE RELEASE — TRANSCRIPT`, `Im Wortlaut`."""
    return len(words) < _LONGEST_NAVIGATION and _made_of(words, "kicker")


def is_rule(words: str) -> bool:
    """A line of signs: `*****`, `---`."""
    return bool(_RULE.fullmatch(words))


def is_quoted(words: str) -> bool:
    """Quoted as mails do it, to be answered below: `> When does it open?`."""
    return words.startswith(">") and not words.startswith((">>", "> >"))


def is_end_mark(words: str) -> bool:
    """`# # #`, `-30-`, `（完）`, `Ends/`, `END   2:15 P.M. EST`."""
    mark, *times = re.split(r"\t|[ \xa0　]{2,}", words)
    return bool(_END_MARK.fullmatch(mark)) and all(map(is_clock_line, times))


def is_body(words: str) -> bool:
    """A short line that names a body and says no more: `Bundespolizei Nordhafen`."""
    if len(words) > _LONGEST_BODY or re.search(r"\d|[.。!?！？:：;；«»“”\"]", words):
        return False
    noun = _body_pattern().search(words)
    if not noun:
        return False
    before, after = words[: noun.start()].split(), words[noun.end() :].split()
    if not noun[0][:1].isupper() and noun[0].isascii() and not _is_joined(words, noun.start()):
        return False
    english = noun[0].casefold() in _table()["en"]["body"]
    return all(map(_is_name_or_and, before)) and _goes_on_as_name(after, may_follow=not english)


def is_published(words: str) -> bool:
    """Whether a day in this line is that of publication."""
    return _published_pattern().search(words) is not None


def _made_of(words: str, use: Use) -> bool:
    """Whether the line is left empty when the words for this use are taken out."""
    rest = _BRACKETS.sub(" ", _NUMBER.sub(" ", words.casefold())).strip()
    if not rest:
        return False
    rest = _any_of(use).sub(" ", f" {re.sub(chr(92) + 's+', ' ', rest)} ")
    return not rest.strip()


@cache
def _any_of(use: Use) -> re.Pattern[str]:
    words = sorted(words_for(use), key=len, reverse=True)
    return re.compile(_alternatives(words))


@cache
def _published_pattern() -> re.Pattern[str]:
    words = sorted(words_for("published"), key=len, reverse=True)
    return re.compile(_alternatives(words) + r"|\d{1,2}:\d\d:\d\d", re.I)


@cache
def _body_pattern() -> re.Pattern[str]:
    """Of an alphabet the noun is a word, or ends one where a language joins words; of Han and
    Hangul it ends the line.
    """
    forms = []
    for language, section in _table().items():
        nouns = "|".join(map(re.escape, sorted(section["body"], key=len, reverse=True)))
        if language in ("zh", "zh-Hant", "ja", "ko"):
            forms.append(rf"(?<=[\u3040-\u9fff\uac00-\ud7a3]{{2}})(?:{nouns})$")
        elif language in ("de", "nl"):
            forms.append(rf"(?:{nouns})(?!\w)")
        elif language in ("th", "vi", "id", "ar", "fa"):  # the noun comes first
            forms.append(rf"^(?:{nouns})" + ("" if language == "th" else r"(?!\w)"))
        else:
            forms.append(rf"(?<!\w)(?:{nouns})(?!\w)")
    return re.compile("|".join(forms), re.I)


def _is_joined(words: str, at: int) -> bool:
    """Whether the noun ends a name that begins with a capital: Bundespolizei."""
    name = re.search(r"[\w-]+$", words[:at])
    return bool(name and name[0][0].isupper())


def _is_name_or_and(word: str) -> bool:
    """A word in capitals that is no `OF`, `and`, or one in Han or Hangul, which have none."""
    joint = words_for("joint")
    if word.casefold() in words_for("inside") - joint:
        return False
    return word in joint or word[:1].isupper() or "\u3040" <= word[:1] <= "\ud7a3"


def _goes_on_as_name(words: list[str], *, may_follow: bool) -> bool:
    """What follows the noun of a body is nothing, of what it is, or (not in English, where it may
    be a verb: `City Council Approves Budget`) its place.
    """
    if not words:
        return True
    inside = words_for("inside")
    named = all(_is_of_name(word) for word in words) and words[-1].casefold() not in inside
    return named and (words[0].casefold() in inside or (may_follow and len(words) <= 3))


def _is_of_name(word: str) -> bool:
    return word in words_for("inside") or not word.isascii() or not word[:1].islower()


def _alternatives(words: Iterable[str]) -> str:
    """Words of letters as whole words; of scripts without spaces anywhere."""
    spaced = [word for word in words if re.match(r"[\w ]", word) and not _is_unspaced(word)]
    joined = [word for word in words if _is_unspaced(word)]
    return "|".join(
        [rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)", *map(re.escape, joined)]
    )


def _is_unspaced(word: str) -> bool:
    return bool(re.search(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]", word))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("header.toml").read_text("utf-8"))
