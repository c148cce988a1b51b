"""A name or an office in any case of its language -> as people are called, `Олега Верхотурова` ->
`Олег Верхотуров`; and whether two words are one name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary

_SHORTENED = {"павла": "Павел", "петра": "Пётр", "льва": "Лев"}  # a vowel is lost in other cases
# The endings of names in the genitive, longest first, and those that they stand for.
_OF_WOMEN = (("ской", "ская"), ("цкой", "цкая"), ("ової", "ова"), ("ой", "а"), ("ей", "я"))
_OF_WOMEN_GIVEN = (("ии", "ия"), ("ії", "ія"), ("ны", "на"), ("ы", "а"))
_OF_MEN = (("ского", "ский"), ("цкого", "цкий"), ("ського", "ський"), ("ого", "ый"))
_OF_MEN_SOFT = (("ея", "ей"), ("ия", "ий"), ("ія", "ій"), ("ря", "рь"), ("ля", "ль"), ("я", "й"))
_SOFT = "ьйії"
# The endings of an office in the genitive of Romanian, and those of the same that is no genitive.
_OF_OFFICE = (("ului", "ul"), ("elui", "ele"), ("ei", "ea"), ("ei", "a"))
_LEAST_STEM = 4  # letters that two cases of one name share
_ONE_I = str.maketrans("İı", "ii")
_HARMONY = dict(zip("aıeiouöü", "ııiiuuüü", strict=True))  # vowels of Turkish -> that of an ending
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?)+")


def nominative(name: str, office: str) -> str:
    """The name as it is where the office behind which it stands is not in the genitive."""
    words = name.split()
    if not _is_genitive(office) or not words or not "Ѐ" <= words[-1][-1] <= "ӿ":
        return name
    is_woman = _is_of_woman(words)
    return " ".join(_with_initials(word, is_woman) for word in words)


def nominative_given(name: str) -> str:
    """The name as people are called, where it is known to stand in another case."""
    words = name.split()
    return " ".join(_with_initials(word, _is_of_woman(words)) for word in words)


def nominative_office(title: str) -> str:
    """`министр транспорта` of `министра транспорта`."""
    first, space, rest = title.partition(" ")
    end = _end_of_office(first)
    return title if end is None else first[:-1] + end + space + rest


def with_article(title: str) -> str:
    """`ministrul Transporturilor` of `ministrului Transporturilor`."""
    first, space, rest = title.partition(" ")
    return (of_genitive(first) or first) + space + rest


@lru_cache(maxsize=1024)
def of_genitive(office: str) -> str | None:
    """`primarul` of `primarului`, `directoarea` of `directoarei`; None for what is no genitive."""
    key, known = squeezed(office), vocabulary().title
    for end, other in _OF_OFFICE:
        stem = key.removesuffix(end)
        if stem != key and not known.isdisjoint((stem, stem + other, stem + "e", stem + "u")):
            return office[: -len(end)] + other
    return None


def is_possessed(office: str) -> bool:
    """Whether an office has the ending that says of what it is: `bakanı`, `sözcüsü`, `valisi`. It
    has the vowel that the one before it asks for, as all endings of Turkish do.
    """
    key, known = squeezed(office), vocabulary().title
    stem = next((stem for stem in (key[:-1], key[:-2]) if stem in known), "")
    vowels = [_HARMONY[char] for char in stem if char in _HARMONY]
    return (
        bool(vowels) and key in known and key.removeprefix(stem) in (vowels[-1], "s" + vowels[-1])
    )


def is_same_name(word: str, name: str) -> bool:
    """The same name, case aside; in a language with cases by its stem: `Зимородковой`."""
    one, other = folded_name(word), folded_name(name)
    if one == other:
        return True
    is_cyrillic = bool(other) and "Ѐ" <= other[-1] <= "ӿ"
    stem = other[:-1]
    return (
        is_cyrillic
        and len(stem) >= _LEAST_STEM
        and one.startswith(stem)
        and abs(len(one) - len(other)) <= 2
    )


def folded_name(word: str) -> str:
    """Folded, with one i: of capitals, Turkish has two, `DEMİR` and `IŞIK`."""
    return fold(word).translate(_ONE_I)


def _is_genitive(office: str) -> bool:
    return _end_of_office(office) is not None


def _end_of_office(office: str) -> str | None:
    """The ending that an office has in the nominative, None where it is not in the genitive:
    `министра` of `министр`, `председателя` of `председатель`, `главы` of `глава`.
    """
    key = squeezed(office)
    known = vocabulary().title
    others = {"а": ("",), "я": ("ь", "й"), "ы": ("а",), "и": ("а", "я"), "і": ("я", "а")}
    return next((end for end in others.get(key[-1:], ()) if key[:-1] + end in known), None)


def _with_initials(word: str, is_woman: bool) -> str:
    initials = _INITIALS.match(word)
    at = initials.end() if initials else 0
    return word[:at] + (_told(word[at:], is_woman) if at < len(word) else "")


def _is_of_woman(words: list[str]) -> bool:
    given, surname = words[0].casefold(), words[-1].casefold()
    if surname.endswith(("ой", "ей", "ої")):
        return True
    return len(words) > 1 and given.endswith(("ы", "и", "ії")) and not surname.endswith(("а", "я"))


def _told(word: str, is_woman: bool) -> str:
    if word.casefold() in _SHORTENED:
        return _SHORTENED[word.casefold()]
    endings = (*_OF_WOMEN, *_OF_WOMEN_GIVEN) if is_woman else (*_OF_MEN, *_OF_MEN_SOFT)
    for end, other in endings:
        if word.endswith(end):
            return word[: -len(end)] + other
    if is_woman and word.endswith(("и", "і")):
        return word[:-1] + ("я" if word[-2:-1] in _SOFT else "а")
    return word[:-1] if not is_woman and word.endswith("а") and len(word) > 2 else word
