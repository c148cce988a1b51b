"""Words of a label -> whether they are a name, of a person or an outlet, and of whom: by form and
by the vocabulary, not by list of people.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.words.offices import TITLE_NOUNS, has_office, has_title, is_title
from pressroom.corpus.parse.words.roles import is_asking, role_of
from pressroom.corpus.parse.words.vocabulary import any_of, squeezed, vocabulary

HAN = r"[\u4e00-\u9fff]"
_COMPOUND = any_of(vocabulary().compound_surnames)
PERSON = (
    rf"(?:(?:{_COMPOUND}){HAN}{{1,2}}|[{vocabulary().surnames}]{HAN}{{1,2}}|"
    rf"{HAN}{{1,7}}[·•・]{HAN}{{1,7}})"
)
BODY_ENDS = "室局部厅廳署委办辦處处院科组組股司会會"  # what names of bodies end with
NAME = re.compile(rf"^{PERSON}$")
TITLED = re.compile(
    rf"(?:{TITLE_NOUNS})[\s　]*[（(]?{PERSON}[)）]?$|(?:{TITLE_NOUNS})$|"
    rf"(?:{TITLE_NOUNS}|[長长員员官師师])[\s　]+{HAN}{{2,4}}$"
)
# A name as an alphabet with capitals writes it: each word with one, particles and initials apart.
# Small letters of the alphabets that have capitals, Vietnamese and old Greek ones too.
_CASED = (*range(0x61, 0x590), *range(0x1E00, 0x2000))
SMALL = "".join(char for char in map(chr, _CASED) if char.islower())
# Signs that a word may hold beside letters: `\w` leaves out vowels of India, Hebrew and Arabic.
SIGNS = (
    "’'\\-\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983"
    "\u09bc-\u09d7\u0a01-\u0a4d\u0abc-\u0acd\u0b3c-\u0bd7\u0c3e-\u0cd6\u0d3e-\u0d57\u200c\u200d"
)
_CAPITALISED = rf"[^\W\d_{SMALL}][\w{SIGNS}]*\.?"
_PARTICLE = (
    r"(?:d[aeiou]s?|de las?|de los|del|dell[aeo]|degli|dei|des|"
    r"aan|ter|zum|zur|van|von|der|den|bin|bint|al|el|la|le|y|e|i|zu|of the)"
)
LATIN_NAME = re.compile(
    rf"^{_CAPITALISED}(?:[\s.]{{1,2}}(?:{_PARTICLE}\s)?\(?{_CAPITALISED}\)?){{0,7}}(?:,.*|"
    rf"\s?\(.*\))?$"
)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.\s?){1,3}[^\W\d_][\w’'\-]+$")
_MASKED = re.compile(r"^[○〇◯×＊*□●]{2,4}$")  # signs that stand for a name
_DENSE_NAME = re.compile(r"^(?:[가-힣]{2,4}|[ァ-ヶー]{2,8}(?:[・·][ァ-ヶー]{2,8})+)$")
_SHORT_HAN = re.compile(rf"^{HAN}{{2,4}}$")
_OUTLET_OF = re.compile(
    r"^(?P<zh>[\w\u4e00-\u9fff·《》“” ]{2,30}?)(?:特派|驻京|駐京|驻华|駐華|首席|见习)?(?:记者|記者)"
    r"|[（(](?P<bracket>[^（()）]{2,40})[)）]|^(?:reporter|journalist|correspondent)\s*[,—–-]?\s*"
    r"(?:from|of|with)\s+(?P<of>.{2,40})$"
    r"|^(?P<en>.{2,40}?)[’']?s?\s+(?:reporter|journalist|correspondent)$",
    re.I,
)
_LONGEST_OUTLET = 16  # characters
_QUOTES = re.compile("[《》“”]")
_WORD = r"\w+(?:['-]\w+)*"
_LEAST_CALLED = 4  # letters


def is_outlet(label: str) -> bool:
    """Whether a label ends as the names of newspapers and stations do."""
    key = squeezed(label)
    if not key or len(key) > _LONGEST_OUTLET * 2:
        return False
    if is_dense_script(key[-1]):
        return len(key) <= _LONGEST_OUTLET and key.endswith(_dense_outlets())
    first, *others = key.split()
    ends = set(others[-2:] or [first]) | ({first} if role_of(first) is None else set())
    return bool(ends & vocabulary().outlet) and not has_title(label)


@lru_cache(maxsize=1)
def _dense_outlets() -> tuple[str, ...]:
    return tuple(word for word in vocabulary().outlet if is_dense_script(word[0]))


def outlet(label: str) -> str | None:
    """`路透社` of `路透社记者`, `Yunpu Daily` of `Reporter (Yunpu Daily)`."""
    if is_outlet(label) and role_of(label) is None:
        return label
    match = _OUTLET_OF.search(label) if is_asking(label) else None
    found = next((words for words in match.groups() if words), None) if match else None
    return None if found is None or is_asking(found) else _QUOTES.sub("", found).strip() or None


@lru_cache(maxsize=16384)
def is_name(words: str) -> bool:
    """Whether words have the form of a person's name in some script."""
    if not words or _MASKED.match(words):
        return bool(words)
    if is_dense_script(words[0]):
        return bool(NAME.match(words) or _DENSE_NAME.match(words))
    return bool(LATIN_NAME.match(words) or _INITIALS.match(words))


def is_capitals(words: str) -> bool:
    """Whether words are set in capitals, as some documents set all names."""
    return len(words) > 1 and words == words.upper() and words != words.lower()


def is_named(name: str, words: str) -> bool:
    """Whether the words have the name of a speaker, case and accents aside; in an alphabet as words
    of their own. `Q` and `THE PRESIDENT` are roles and no names.
    """
    if role_of(name) or _is_office_alone(name):
        return False
    return (
        fold(name) in fold(words)
        if is_dense_script(name[0])
        else plain_words(name) in plain_words(words)
    )


def _is_office_alone(name: str) -> bool:
    """`THE PRESIDENT`: a question that speaks of the president is not one for whoever has it."""
    told = [word for word in name.split() if squeezed(word) not in vocabulary().address]
    return not is_dense_script(name[0]) and len(told) == 1 and is_title(told[0])


def is_called(name: str, title: str | None, words: str) -> bool:
    """Whether the words have what the person is called for short: `Psaki`, `López Obrador`, but no
    first name; `周局长`.

    An office without a name is called so by all of its words only: the White House is not its aide.
    """
    if role_of(name) or is_title(name.split()[-1]):
        return False
    if is_dense_script(name[0]):
        surname, said = fold(_surname(name)), fold(words)
        if surname not in said:
            return False
        nouns = re.findall(rf"{surname}(副?(?:{TITLE_NOUNS}))", said)
        return any(has_office(title or "", noun) for noun in nouns)
    asked = plain_words(words).split()
    return any(
        part in asked for part in plain_words(name).split()[1:] if len(part) >= _LEAST_CALLED
    )


def without_address(name: str) -> str:
    """`Clara Odell` of `Ms. Clara Odell`; a polite form and one name stay together."""
    first, *others = name.split(" ")
    is_polite = len(others) > 1 and squeezed(first).strip(".") in vocabulary().address
    return " ".join(others) if is_polite else name


def _surname(name: str) -> str:
    return name[:2] if name.startswith(vocabulary().compound_surnames) else name[:1]


@lru_cache(maxsize=2048)
def plain_words(words: str) -> str:
    """` jen psaki ` of `Jen  Psaki,`: small letters without accents, one space around each word; a
    hyphen belongs to a word.
    """
    letters = unicodedata.normalize("NFD", fold(words).replace("’", "'"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return f" {' '.join(re.findall(_WORD, plain))} "


def short_name(words: str) -> bool:
    """Whether words have the length of a name in Han characters, whatever the surname."""
    return bool(_SHORT_HAN.match(words))
