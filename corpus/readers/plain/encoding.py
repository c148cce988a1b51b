"""Bytes -> text: UTF-8 first, then what the file declares, then the encoding in which the
characters are common ones.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
    (b"\x84\x31\x95\x33", "gb18030", "GB18030"),
)
_CHINESE = {"gb18030": "GB18030", "big5": "Big5", "cp950": "Big5", "big5hkscs": "Big5-HKSCS"}
_WIDE = {"utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE"}
_WESTERN = {"cp1252": "Windows-1252"}
_DECLARED = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
}
_USUAL = re.compile(
    r"gb18030|big5\w*|cp1252|iso-?8859-\d{1,2}|windows-?125\d|koi8-[ru]|shift_jis|"
    r"euc[-_](?:jp|kr|tw)"
)
_SAMPLE = 50_000  # characters looked at
# share of characters that must be common ones; the right encoding has 0.5 and more, a wrong one
# under 0.1
_LEAST = 0.25

# The commonest characters of Chinese press conferences, simplified and traditional: two of three in
# running text.
_COMMON = frozenset(
    "国中的方和人发对会有关法一在是作行美合政同为家展全不日大问动了实者权记主共新重外际进持制以我"
    "定要平年化社此将经出理道文系事部地民交到安建上于多成题应务们何论开加员个公力坚市来明区前表利"
    "正机执治报立各相海意面与情世体当总阿长济通时推续能联提议界两强评业生战近亚疫这性自领等反本斯"
    "更据局工度保决访护府好言月施任已布调第次基期协所举华场高用设现台特否巴可维斌过就双分席项内球"
    "视心解约汪委规势也责向目核件注无取域非路信示间你组并统稳互则案深学得止入义导受运克流指下使资"
    "息最放达别今处促印商武况切查防岛宁管至继益位首认计代极及边毛這個會們來唐鳳時為樣他跟很沒因都"
    "些做說麼但對像關如後實或那學比議其題業去果想看還機國之什問過然子當間現較候開講話電經覺視點內"
    "發論剛裡訊小邊協辦並常接而程只於線討資種知專先式康讓進回務報教張把員長動兩起再應規請設單創收"
    "望統體直告三需希技處確播師憲天怎整從己修才容手頻字曾臺陳概每院空眾係您場網東與別門聽灣決求楊"
    "完給認西衛簡變，。、：；？！“”《》（）「」『』　"
)
_WESTERN_LETTER = re.compile(
    r"(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽžŸ]{1,2}|[À-ÖØ-öø-ÿŒœŠšŽžŸ]{1,2}(?=[A-Za-z])"
)
_WESTERN_SIGN = re.compile(
    r"(?<![^\x00-\x7f])[‘’“”–—…•€£©®°¿¡«»·§½¼\u00a0ªº´™]{1,3}(?![^\x00-\x7f¿¡ÁÉÍÓÚ])"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without byte order mark, the name of its encoding, and how that is known; `how` is empty
    for plain UTF-8.
    """

    text: str
    encoding: str
    how: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        return (f"encoding: {self.encoding} ({self.how})",) if self.how else ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded | None:
    """The text of a file, or None if no known encoding gives plausible text. `declared`: the name
    that the file gives.
    """
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], codec)
            return (
                None
                if text is None
                else Decoded(text, name, "" if codec == "utf-8" else "byte order mark")
            )
    if b"\x00" not in data and (text := _strict(data, "utf-8")) is not None:
        return Decoded(text, "UTF-8")
    if _is_damaged_utf8(data):
        return None
    return _as_declared(data, declared) or _detected(data)


def first_bad_byte(data: bytes) -> int:
    """The place, counted from 1, of the first byte that is not UTF-8; 0 if all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Nearly all bytes above ASCII make whole UTF-8 characters: a broken file, and no other
    encoding.
    """
    kept = data[: _SAMPLE * 4].decode("utf-8", errors="ignore").encode()
    high, whole = (sum(byte > 127 for byte in part) for part in (data[: _SAMPLE * 4], kept))
    return high > 8 and whole >= high * 0.9


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    """The text in the encoding that a file names, if that is one of the usual ones and fits."""
    name = (declared or "").strip().lower()
    codec = _DECLARED.get(name, name)
    if b"\x00" in data or not _USUAL.fullmatch(codec):
        return None
    if codec == "cp1252" and (found := _detected(data)):  # what servers say that do not know
        return found
    try:
        text = data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None
    return Decoded(text, name, "declared in the file")


def _detected(data: bytes) -> Decoded | None:
    candidates = _WIDE if b"\x00" in data else _CHINESE | _WESTERN | _WIDE
    scored = [
        (_plausible(text, codec), -place, text, name)
        for place, (codec, name) in enumerate(candidates.items())
        if (text := _strict(data, codec))
    ]
    if not scored:
        return None
    score, _, text, name = max(scored)
    return Decoded(text, name, "detected") if score >= _LEAST else None


def _plausible(text: str, codec: str) -> float:
    """Share of the telling characters (those above ASCII; in UTF-16 all) that are common in the
    texts of this encoding.
    """
    sample = text[:_SAMPLE]
    if codec in _WESTERN:
        telling = sum(char > "\x7f" for char in sample)
        good = sum(
            len(found)
            for pattern in (_WESTERN_LETTER, _WESTERN_SIGN)
            for found in pattern.findall(sample)
        )
        return good / max(telling, 1)
    telling = sum(char > "\x7f" or codec in _WIDE for char in sample)
    good = sum(
        char in _COMMON or (codec in _WIDE and (" " <= char <= "~" or char in "\r\n\t"))
        for char in sample
    )
    return good / max(telling, 1)
