"""Words set off as a label -> how much they look like one by themselves: marks and offices, names,
polite forms; and what no label is: fields, openers, items, quoted speech, clauses.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.names import (
    LATIN_NAME,
    SMALL,
    TITLED,
    is_capitals,
    is_name,
    is_outlet,
)
from pressroom.corpus.parse.words.offices import has_title
from pressroom.corpus.parse.words.parted import is_between
from pressroom.corpus.parse.words.roles import role_of, short_marks
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary

_SPOKEN_OF = re.compile(
    r"^(?:各位|尊敬的|亲爱的|同志们|一位|有|某|据|据悉|这位|那位|该|另一位|几位|多位|不少|"
    r"许多)(?!某)"
)
_ENUMERATION = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[^、，,]{0,4}|第?[一二三四五六七八九十\d]{1,3}(?:是|要|"
    r"、|，|,|\.|．|方面|个|點|点)?)$"
)
_NEVER = re.compile(
    r"[“”\"‘’『』「」](?!\w{0,2}$)|https?$|www\.|"
    r"[是为了在把被让要就才都也将我你们他她这那]{2}|[=+*#@%&<>{}]|\d{5}"
)
_GOES_ON = re.compile(r"[,，].{14}")
_FUNCTION = re.compile(r"[了的是在有和与與把被将將不这這那]")
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_CALLED = re.compile(r"[“\"「『][^“”\"「」『』]{1,12}[”\"」』]$")  # by a name of their own making
_BRACKET = re.compile(r"\s*[（(][^（()）]*[)）]$")
_LEAD = re.compile(r"^(?:the|der|die|das|la|le|el|il|o|a)\s", re.I)
_LONGEST, _LONGEST_SPACED, _MOST_WORDS = 60, 200, 9
_LONGEST_DENSE = 24
_LONGEST_FIELD = 6  # characters of a kind of a field
_MOST_NAMED = 4  # words of a name behind an office and a comma
_PARTICLE = re.compile(
    r"(?:of|for|the|and|de[lmirs]?|las?|los|d[ao]s?|du|della|delle|degli|di[e]?|und|für|v[oa]n|"
    r"den|al|el|"
    r"bin|ibn|[yei]|et|zu[mr]?|to|at|[io]n|from|by|with|te[rn]|op|d’)$"
)


@lru_cache(maxsize=8192)
def is_barred(words: str, *, recurs: bool = False) -> bool:
    """Whether words that are set off are no label: a field, an opener, an item, a clause, a
    quote. `recurs`: they are set off again and again, as no clause is.
    """
    key = squeezed(words)
    known = vocabulary()
    if not any(map(str.isalpha, key)):
        return not is_name(words)
    role = role_of(words)
    if role and role != "legislator":
        told = _SPOKEN_OF.match(words) or (_ends_in_saying(key) and not key.endswith("问"))
        return len(words) > _LONGEST or (bool(told) and key not in known.roles[role])
    if _variants(key) & known.opener or is_field(words) or _ENUMERATION.match(key):
        return True
    unquoted = _CALLED.sub("", _APOSTROPHE.sub("", words))
    if _SPOKEN_OF.match(words) or (_NEVER.search(unquoted) and not _has_office_beside(words)):
        return not is_capitals(words)
    if recurs and len(words.split()) <= _MOST_WORDS:
        return _ends_in_saying(key)
    if _GOES_ON.search(unquoted) and not _has_office_beside(words):
        return not is_capitals(words)
    return _ends_in_saying(key) or _is_clause(words) or _is_too_long(words, key)


def is_field(words: str) -> bool:
    """Whether the words name a field: `Date`, `出席人员`; `整理单位`, a kind of one."""
    key = squeezed(words)
    if _variants(key) & vocabulary().field:
        return True
    is_dense = bool(key) and len(key) <= _LONGEST_FIELD and is_dense_script(key[0])
    return is_dense and key.endswith(_dense_fields()) and not has_title(words)


@cache
def _dense_fields() -> tuple[str, ...]:
    return tuple(word for word in vocabulary().field if is_dense_script(word[0]) and len(word) > 1)


def _variants(key: str) -> set[str]:
    return {key, key.replace(" ", ""), _LEAD.sub("", key), _BRACKET.sub("", key)}


def _has_office_beside(words: str) -> bool:
    """`Ông Lê Quốc Bình, Phó Chủ tịch UBND thành phố`, `Official Spokesperson, Shri Devendra Kaul`:
    a name, a comma, an office; or the other way round.
    """
    first, comma, second = words.partition(", ")
    if not comma or _NEVER.search(second):
        return False
    if has_title(first) and not has_title(second):
        named = [word for word in second.split() if squeezed(word) not in vocabulary().address]
        return 0 < len(named) <= _MOST_NAMED and is_name(" ".join(named))
    is_held = second[:1].isupper() or has_title(" ".join(second.split()[:2]))
    return is_held and " " in first and worth(first) >= 1.0


def _is_clause(words: str) -> bool:
    """Whether Han words that are neither office nor name say something: `办理条件有两条`."""
    return bool(_FUNCTION.search(words)) and not (_is_titled(words) or is_name(words))


def is_byline(words: str) -> bool:
    """Whether what follows `记者：` is nothing but names."""
    names = [name for name in re.split(r"[\s、,，]+", words.strip()) if name]
    is_short = 0 < len(names) <= _MOST_AUTHORS and len(words) <= _BYLINE
    return is_short and words[-1].isalpha() and all(map(is_name, names))


_MOST_AUTHORS, _BYLINE = 4, 24


def _ends_in_saying(key: str) -> bool:
    if is_dense_script(key[-1]):
        return key.endswith(_sayings())
    return len(key.split()) > 1 and key.split()[-1] in vocabulary().said


@lru_cache(maxsize=1)
def _sayings() -> tuple[str, ...]:
    return tuple(word for word in vocabulary().said if is_dense_script(word[0]))


def _is_too_long(words: str, key: str) -> bool:
    """Longer than labels are, or a clause: words in small letters that no name or office has."""
    if any(map(is_dense_script, key)):
        return len(key) > (_LONGEST if _is_titled(words) or " " in words else _LONGEST_DENSE)
    if is_capitals(words) or ("," in words and LATIN_NAME.match(words)):
        return len(words) > _LONGEST_SPACED
    tokens = words.split()
    small = [
        word
        for word in tokens
        if word[0] in SMALL and not _PARTICLE.match(word) and not has_title(word)
    ]
    allowed = len(tokens) // 2 if has_title(words) else 0
    return len(tokens) > _MOST_WORDS or len(small) > allowed


def _is_titled(words: str) -> bool:
    return any(TITLED.search(part) or has_title(part) for part in (words, _BRACKET.sub("", words)))


@lru_cache(maxsize=8192)
def worth(words: str) -> float:
    """Points that the words give by themselves, 0 to 3; below 0 for what is likelier something
    else.
    """
    role = role_of(words)
    if role:
        return {"press": 1.5, "chair": 2.0, "audience": 2.0, "legislator": 2.0}.get(role, 3.0)
    if any(map(is_dense_script, words)):
        return _worth_dense(words)
    return _worth_spaced(words)


def _worth_dense(words: str) -> float:
    if len(words) <= _LONGEST and (_is_titled(words) or is_between(words)):
        return 2.5
    if is_name(words):
        return 0.25
    if is_outlet(words):
        return 0.5
    if " " in words and all(len(part) <= 8 for part in words.split()) and len(words) <= 12:
        return 0.0
    return 0.0 if not is_dense_script(words[0]) else -1.5


def _worth_spaced(words: str) -> float:
    if len(words) == 1:  # a letter counts items oftener than it names somebody
        return -1.0
    tokens = [word for word in words.split() if word.strip(".,-–")]
    first = squeezed(tokens[0]) if tokens else ""
    if len(tokens) > 1 and (
        first in vocabulary().address or first.strip(".") in vocabulary().address
    ):
        rest = " ".join(tokens[1:])
        if is_name(rest) or (has_title(rest) and rest[0].isupper()):
            return 2.5
    if has_title(words):
        return 2.5 if is_name(words) or is_capitals(words) else 1.0
    if not is_name(words):
        return 0.5 if is_outlet(words) else -1.0
    if is_capitals(words):
        return 1.5
    return 1.0 if len(tokens) > 1 else 0.25


@lru_cache(maxsize=8192)
def has_capitals(words: str) -> bool:
    """Whether a word of a label is set in capitals: `Mr D J OAKLEY`; or its script has none."""
    parts = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 1]
    return any(word == word.upper() for word in parts)


@lru_cache(maxsize=8192)
def is_short_mark(key: str) -> bool:
    """A letter that is a mark only where its partner stands in the text, too; `key`: of a label."""
    bare = key.rstrip("0123456789")
    asking, answering = short_marks()
    return len(bare) == 1 and (bare in asking or bare in answering)


def is_letter_mark(key: str) -> bool:
    """`A`, `س`: a letter that may as well count the items of a list."""
    return is_short_mark(key) and not is_dense_script(key[0])


def is_known(words: str) -> bool:
    """Whether the words are a mark of a part or have an office."""
    return role_of(words) is not None or has_title(words)


def is_person(words: str) -> bool:
    return is_name(words)


def names_somebody(words: str) -> bool:
    """Whether words are a name, alone or behind an office: `市教育局副局长　冼砚秋`."""
    *office, name = words.split()
    return is_name(name) and (not office or has_title(office[-1]))


def is_paper(words: str) -> bool:
    return is_outlet(words) and role_of(words) is None
