"""Text -> the dates written out in it, as ISO 8601 days, in numbers, Chinese, English and Spanish."""

from __future__ import annotations

import re
from datetime import date as Date

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)\s{0,3}[-/.年]\s{0,3}(\d{1,2})\s{0,3}[-/.月]\s{0,3}(\d{1,2})(?!\d)\s{0,3}日?")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MESES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_ENGLISH = re.compile(
    rf"\b({_MONTH})\.?\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}((?:19|20)\d\d)|"
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}({_MONTH})\.?,?\s{{1,3}}((?:19|20)\d\d)",
    re.I,
)
_SPANISH = re.compile(rf"\b(\d{{1,2}})\s+de\s+({'|'.join(_MESES)})(?:\s+del?|,)\s+((?:19|20)\d\d)", re.I)
_CHINESE = re.compile(r"([二一][〇○零０Oo一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_DIGITS = str.maketrans("〇○零０Oo一二三四五六七八九", "000000123456789")
_DATE_WORDS = re.compile(
    r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?[A-Z]{2,4}T\b)?|(?:发布|發布)?(?:时间|時間|日期)|星期.|周[一二三四五六日]|Date|Fecha|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|[\W_]+",
    re.I,
)
_CLOCK = re.compile(r"^\(?\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s?(?:[AP]\.?M\.?)?(?:\s?\(?[A-Z]{2,4}\)?)?\)?$", re.I)
_PATTERNS = (_ISO, _ENGLISH, _SPANISH, _CHINESE)


def find_dates(text: str) -> list[str]:
    """ISO dates written out in `text`, in the order of their kinds: numeric, English, Spanish, Chinese numerals."""
    found = [(y, m, d) for y, m, d in _ISO.findall(text)]
    for m, d, y, d2, m2, y2 in _ENGLISH.findall(text):
        found.append((y or y2, str(_month((m or m2).lower())), d or d2))
    found += [(y, str(_MESES.index(m.lower()) + 1), d) for d, m, y in _SPANISH.findall(text)]
    found += [(y.translate(_DIGITS), str(_number(m)), str(_number(d))) for y, m, d in _CHINESE.findall(text)]
    return [day for parts in found if (day := iso(*parts))]


def is_date_line(words: str) -> bool:
    """Nothing but a date, perhaps with its time and weekday."""
    if len(words) > 60:
        return False
    rest = words
    for pattern in _PATTERNS:
        rest = pattern.sub("", rest)
    return rest != words and not _DATE_WORDS.sub("", rest)


def is_clock_line(words: str) -> bool:
    """Nothing but a time of day: `12:05 P.M. EST`."""
    return len(words) <= 24 and bool(_CLOCK.match(words))


def iso(year: str, month: str, day: str) -> str | None:
    try:
        return Date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _number(words: str) -> int:
    """`二十三` -> 23, up to 39."""
    tens, ten, ones = words.rpartition("十")
    value = int(ones.translate(_DIGITS)) if ones.translate(_DIGITS).isdecimal() else 0
    return value + (10 * (int(tens.translate(_DIGITS)) if tens.translate(_DIGITS).isdecimal() else 1) if ten else 0)
