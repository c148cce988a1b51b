"""Words of a label -> name and office told apart: which of them are the name, which the office."""

from __future__ import annotations

import re
from functools import lru_cache

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.bodies import is_body_name
from pressroom.corpus.parse.words.names import BODY_ENDS, HAN, NAME, is_name, is_outlet, short_name
from pressroom.corpus.parse.words.offices import (
    TITLE_NOUN,
    TITLE_NOUNS,
    has_title,
    is_title,
    office_end,
)
from pressroom.corpus.parse.words.roles import role_of, uncounted
from pressroom.corpus.parse.words.vocabulary import any_of, squeezed, vocabulary

_SPLIT = re.compile(r"\s*[/／|｜]\s*|\s+[–—-]\s+|[，,]\s*")
_BRACKETED = re.compile(r"^(?P<name>[^（(]{1,60}?)\s*[（(](?P<inside>[^（()）]{1,80})[)）]$")
_LINKING = re.compile(rf"{any_of(vocabulary().linking)}$", re.I)
# The office between surname and name, as in the minutes of Taiwan: `陳部長世傑`.
_BETWEEN = re.compile(
    rf"^(?P<surname>[{vocabulary().surnames}])(?P<office>{TITLE_NOUNS})(?P<given>{HAN}{{1,2}})$"
)
_BRACKET_FIRST = re.compile(r"^[（(](?P<inside>[^（()）]{1,80})[)）]\s*(?P<name>[^（()）]{2,60})$")
_OFFICE_OF = re.compile(rf"{HAN}+(?<![{BODY_ENDS}]) {HAN}+[{BODY_ENDS}]")
_LAST_BRACKET = re.compile(r"(?<=\))\s*\([^()]*\)$")
_POLITE_BEHIND = re.compile(rf"{any_of(vocabulary().polite_behind)}$")
_DETERMINER = re.compile(rf"^{any_of(vocabulary().determiner)}\s+", re.I)
_OF_BEHIND = re.compile(f"[{vocabulary().of_behind}]")
_DEFINITE = re.compile(rf"{any_of(vocabulary().article)}\w{{2}}")
_LEAST_BEHIND = 2  # words behind one with an article: the last of them may be names that have one
_LEAST_SURNAME = 3  # letters, where capitals do not tell a name from the letters of a party
_ELECTED = ("legislator", "reporter", "audience", "question")  # in brackets: whom they speak for
_MOST_IN_BRACKETS = 5  # words of a name
_MOST_GIVEN = 4  # words of a name that no capitals tell
_MOST_NAMED = 2  # words of a name behind what an office is of: more may be its own


def bare_name(words: str) -> str:
    """The name in a label without its office, else the whole."""
    return split_name(words)[0]


def is_between(words: str) -> bool:
    """Whether an office stands between surname and name: `陳部長世傑`."""
    return bool(_BETWEEN.match(words))


def without_part(words: str) -> str:
    """What of a label names somebody, beside the part played: `市教育局 冼砚秋` of
    `答（市教育局 冼砚秋）`, `Ann Lee (Press Secretary)` of `MODERATOR, Ann Lee (Press Secretary)`.
    """
    bracketed = _BRACKETED.match(words)
    if bracketed and role_of(bracketed["inside"]) == "moderator":
        return bracketed["name"]
    if bracketed and _is_part(bracketed["name"]) and any(split_name(bracketed["inside"])[1:]):
        return bracketed["inside"]
    part, *rest = _SPLIT.split(words, maxsplit=1)
    is_told = bool(rest) and role_of(part) == "moderator" and has_title(rest[0])
    return rest[0] if is_told else words


def _is_part(words: str) -> bool:
    """Whether words say what somebody does there, and not of what: `答`, `发言人`."""
    return role_of(words) == "answer" or (is_dense_script(words[0]) and is_title(words))


@lru_cache(maxsize=4096)
def split_name(words: str) -> tuple[str, str | None]:
    """(name, office) of a label: `市司法局局长刘建明`, `Deputy Mayor Helen Gu`, `ANA RUIZ,
    ALCALDESA`, `[도윤재 / 나루시장]`; the whole and None where it is not told apart.
    """
    words = uncounted(re.sub(r"[\s　]+", " ", words).strip("* "))
    if words.count("(") > 1:  # `Flora MacAskill (Skerry) (Ind)`
        words = _LAST_BRACKET.sub("", words)
    return _separated(words) or (_of_han(words) if re.search(HAN, words) else _of_words(words))


def _separated(words: str) -> tuple[str, str | None] | None:
    """Name and office with a sign between them, in either order."""
    bracketed = _BRACKETED.match(words) or _BRACKET_FIRST.match(words) if "," not in words else None
    parts = (
        [bracketed["name"], bracketed["inside"]] if bracketed else _SPLIT.split(words, maxsplit=1)
    )
    if len(parts) != 2 or not all(parts):
        return None
    first, second = (part.strip() for part in parts)
    if bracketed and re.search(HAN, words):
        inside = _POLITE_BEHIND.sub("", second)
        if inside != second and re.match(rf"[\u3040-\u30ff{HAN[1:-1]}]{{2,8}}$", inside):
            return inside, first if has_title(first) else None  # `議長（黒岩正紀君）`
        is_name_first = short_name(first) or NAME.match(first)
        is_told = is_name_first and has_title(second) and not has_title(first)
        return (first, second) if is_told else None
    if has_title(first) and not has_title(second):
        if not bracketed:
            return second, first
        if role_of(first) not in _ELECTED:
            return _of_office(words, first, second)
    if has_title(second) or ("," in words and not re.search(HAN, words)):
        return first, second
    return (first, None) if bracketed else None


def _of_office(words: str, office: str, inside: str) -> tuple[str, str | None]:
    """Of an office and what stands in brackets beside it: `O PREFEITO (Amílcar Teles)`. What names
    nobody is a remark, `(interrupting)`, or tells one holder of the office from another.
    """
    name, held = _of_words(office)
    is_one = " " not in inside  # may be a place as well: `Mayor Lindqvist (Sable)`
    if _is_holder(inside, office) and not (held and is_one):
        return inside, _DETERMINER.sub("", office)
    if held:
        return (name, held) if " " in name else (office, None)
    return (office if inside[0].islower() else words), None


def _is_holder(words: str, office: str) -> bool:
    """Whether what stands in brackets beside an office names a person, and no place, paper, party
    or body.
    """
    first, *others = words.split()
    is_polite = squeezed(first).strip(".") in vocabulary().address
    is_one = not others and _may_be_surname(first, office)
    if not (is_polite or is_one or 0 < len(others) < _MOST_IN_BRACKETS):
        return False
    named = [word for word in (first, *others) if not _LINKING.match(word)]
    is_set = all(word[0].isupper() for word in named) or (is_one and is_caseless(first))
    return is_set and is_name(words) and not (is_outlet(words) or is_body_name(words))


def _may_be_surname(word: str, office: str) -> bool:
    """Whether one word may be a name: nothing that an office is of, no mark, no letters of a party
    or a body; in scripts with an article, none that has it.
    """
    is_acronym = sum(map(str.isupper, word)) > 1 and not office.isupper()
    is_acronym |= office.isupper() and len(word) < _LEAST_SURNAME
    is_known = squeezed(word) in vocabulary().portfolio or role_of(word) is not None
    return not (is_acronym or is_known or _DEFINITE.match(word) or is_dense_script(word[0]))


def _of_han(words: str) -> tuple[str, str | None]:
    """The name is what follows the last space or office, or stands before the one office."""
    if " " in words:
        before, last = words.rsplit(" ", 1)
        if TITLE_NOUN.fullmatch(last):
            body, _, name = before.rpartition(" ")
            if body and short_name(name):  # `工務局 阮子平 局長`
                return name, body + last
        elif short_name(last) or NAME.match(last):
            return last, before
        elif NAME.match(before) and has_title(last):
            return before, last
        elif short_name(before) and has_title(last) and _OFFICE_OF.match(before + " " + last):
            return before, last  # whatever the surname: what stands behind has a body of its own
    between = _BETWEEN.match(words)
    if between:
        return between["surname"] + between["given"], between["office"]
    match = next(reversed(list(TITLE_NOUN.finditer(words))), None)
    if not match:
        return words, None
    rest = words[match.end() :].strip("（()） ")
    if rest and re.match(rf"^{HAN[:-1]}·•・]{{2,9}}$", rest):
        return rest, re.split("[（(]", words[: match.end()])[-1]  # `主持人（處長曾慧如）`
    name = words[: match.start()]
    return (name, match[0]) if not rest and len(name) > 2 and NAME.match(name) else (words, None)


def _of_words(words: str) -> tuple[str, str | None]:
    """Words up to the last office are the office; marks of a part played are neither."""
    tokens = words.split(" ")
    if any(map(is_dense_script, words)):
        return _of_dense(words, tokens)
    if end := office_end(tokens):
        end = _scope_end(tokens, end)
        rest = tokens[end:]
        is_told = rest and not _LINKING.match(rest[0]) and rest[0][:1].isupper()
        if is_told or (rest and _is_told_without_case(tokens, end)):
            return " ".join(rest), " ".join(tokens[:end])
        return _before_office(tokens)
    return without_mark(words), None


def _of_dense(words: str, tokens: list[str]) -> tuple[str, str | None]:
    """Hangul, Kana and Thai: `교육부 차관 민경도`, `민경도 교육부 차관`."""
    first = next((at for at, word in enumerate(tokens) if is_title(word)), None)
    if first is None:
        return without_mark(words), None
    last = max(at for at, word in enumerate(tokens) if is_title(word))
    if last + 1 < len(tokens):
        return " ".join(tokens[last + 1 :]), " ".join(tokens[: last + 1])
    is_before = first > 0 and not is_title(tokens[0]) and (len(tokens) == 2 or is_name(tokens[0]))
    return (tokens[0], " ".join(tokens[1:])) if is_before else (words, None)


def _is_told_without_case(tokens: list[str], end: int) -> bool:
    """Whether what follows an office is a name although no capital says so: where what the office
    is of stands before it, `स्वास्थ्य मंत्री रमेश वर्मा`; or where it stands behind, and something
    there tells its end by an article, `وزير الصحة أحمد منصور`.
    """
    first = tokens[end]
    if len(tokens) - end > _MOST_GIVEN or not is_caseless(first):
        return False
    if not _OF_BEHIND.match(first):
        return True
    return bool(_DEFINITE.match(tokens[end - 1])) and not _DEFINITE.match(first)


def is_caseless(word: str) -> bool:
    """Whether a word is written with spaces around it, in a script without capitals."""
    first = word[0]
    has_no_case = (
        first.upper() == first.lower() or "\u10d0" <= first <= "\u10ff"
    )  # Georgian's is not written
    return has_no_case and first.isalpha() and not is_dense_script(first)


def _scope_end(tokens: list[str], end: int) -> int:
    """Where the words end that say what an office is of: `of Health and Social Care`, `Zdrowia`,
    `dopravy`; the office's own end where too few or too many words are left for a name.
    """
    at = known = end
    while at < len(tokens):
        size = next((n for n in (4, 3, 2, 1) if _is_portfolio(tokens[at : at + n], n)), 0)
        known += size if known == at else 0
        if not size and _LINKING.match(tokens[at]):
            size = 1 + (at + 1 < len(tokens) and not _LINKING.match(tokens[at + 1]))
        if not size and tokens[at][0].islower() and not is_caseless(tokens[at]):
            size = 1
        if not size and _DEFINITE.match(tokens[at]) and len(tokens) - at > _LEAST_BEHIND:
            size = 1
            known += 1 if known == at else 0
        if not size:
            break
        at += size
    is_plain = at == known or len(tokens) - at <= _MOST_NAMED
    return at if at < len(tokens) and is_plain else known if known < len(tokens) else end


def _is_portfolio(words: list[str], size: int) -> bool:
    return len(words) == size and squeezed(" ".join(words)) in vocabulary().portfolio


def _before_office(tokens: list[str]) -> tuple[str, str | None]:
    """`Bánhidi Réka kormányszóvivő`: a name, and behind it an office in small letters."""
    first = next((at for at, word in enumerate(tokens) if word[0].islower()), 0)
    name, office = " ".join(tokens[:first]), " ".join(tokens[first:])
    is_told = first > 1 and is_name(name) and not has_title(name) and is_title(tokens[-1])
    is_told = is_told and not any(map(_LINKING.match, tokens[first:]))
    return (name, office) if is_told else (" ".join(tokens), None)


def without_mark(words: str) -> str:
    """`MERTENS` of `FRAGE MERTENS`; `Reuters reporter` stays."""
    if (named := uncounted(words)) != words:
        return named
    tokens = words.split()
    if role_of(words) in ("question", "follow_up", "moderator") and len(tokens) > 1:
        rest = next((tokens[at:] for at in (1, 2) if role_of(" ".join(tokens[:at]))), None)
        if rest and is_name(" ".join(rest)) and not role_of(" ".join(rest)):
            return " ".join(rest)
    return words
