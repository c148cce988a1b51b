"""Words of a label -> the part that they say is played: question, answer, reporter, moderator …, in
any language of the vocabulary; None where they name a person or an office.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.vocabulary import Role, squeezed, vocabulary

ASKING: frozenset[Role] = frozenset({"question", "follow_up", "reporter", "press", "audience"})
# They stand for a turn and name nobody: behind one, whoever is meant may be addressed.
MARKS: frozenset[Role] = frozenset({"question", "answer", "follow_up"})

# Parts that may have a name or an outlet beside them: FRAGE MERTENS, 路透社记者, Reporter (Herald).
_WITH_NAME: tuple[Role, ...] = (
    "follow_up",
    "question",
    "answer",
    "reporter",
    "moderator",
    "interpreter",
    "legislator",
)
# Parts that are told in brackets behind a name.
_PLAYED: tuple[Role, ...] = ("moderator", "interpreter", "reporter")
_NOT_ASKING = re.compile(r"记者(?:会|站|团|室|协会|答)|答记者|(?:[与和对向]|有关|问题).{0,8}记者")
_LONGEST_DENSE = 30  # characters of a reporter's label
# The number of a question before who asks it: `Q13 Chair`, `Question 7 Présidente`.
_COUNTED = re.compile(r"(?P<mark>[^\W\d_]+)\s?(?:n[°º]\s?)?\d{1,3}[.)]?\s+(?=[^\W\d_]{2})")
_NUMBER = re.compile(rf"\s?(?:\d+|[{vocabulary().counting}]+|(?<=[^a-z])[a-z])$")
_BRACKET = re.compile(r"\s*[（(\[【<“「『][^）)\]】>”」』]*[）)\]】>”」』]\s*$")
_FOLLOW_UP = re.compile(r"追问|追問|\bfollow-?\s?up\b|repregunta", re.I)
_DIGITS = "0123456789.) "
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*\.?")
_MOST_BESIDE = 8  # words beside a mark
_LONGEST_NAME = 5  # characters behind a mark
_LEAST_DENSE = 2  # characters of a mark that may have a name beside it


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role | None:
    """`FRAGE MERTENS` -> question, `路透社记者` -> reporter, `VORS. HAGEMANN` -> moderator."""
    named = uncounted(label)
    if named != label:
        asks = squeezed(label.removesuffix(named)).rstrip(_DIGITS) not in short_marks()[1]
        return role_of(named) or ("question" if asks else "answer")
    whole = squeezed(_BRACKET.sub("", label) or label)
    core = _NUMBER.sub("", whole)
    words = vocabulary().roles
    exact = next((role for role in words if core in words[role] or whole in words[role]), None)
    if exact == "chair" and core != whole:  # `Speaker 2` is whoever speaks second
        return None
    exact = exact or _in_bracket(label) or _short_mark(core)
    exact = exact or _called(label, whole) or _asked_by(core)
    if exact or not core:
        return exact
    if any(map(is_dense_script, core)):
        return _beside_dense(core)
    return _beside_words(label)


def uncounted(label: str) -> str:
    """The label without the mark and number of its question or answer: `Chair` of `Q13 Chair`,
    `应若筠` of `A1 应若筠`.
    """
    match = _COUNTED.match(label) if label[:1].isupper() else None
    if not match:
        return label
    key, named, (asking, answering) = squeezed(match["mark"]), label[match.end() :], short_marks()
    is_mark = key in vocabulary().roles["question"] | asking
    is_mark |= key in answering and is_dense_script(named[0])  # but `A12 motorway`
    return named if is_mark else label


def is_asking(label: str) -> bool:
    """Whether the label says that its words ask: a mark of a question, a reporter, the public."""
    return role_of(label) in ASKING


def is_moderator(label: str) -> bool:
    return role_of(label) == "moderator"


def is_answer_mark(label: str) -> bool:
    """`答`, `A`: says that an answer follows, not whose."""
    return role_of(label) == "answer"


def is_mark(name: str) -> bool:
    """`问`, `答`: what a document marks as question or answer is nobody's name."""
    return role_of(name) in ("question", "answer")


def is_follow_up(words: str) -> bool:
    """Whether a label, or what opens a question, says that it comes back to the last one."""
    return role_of(words) == "follow_up" or bool(_FOLLOW_UP.search(words))


@cache
def short_marks() -> tuple[frozenset[str], frozenset[str]]:
    """Marks so short that they are believed only beside their partner: of question, of answer."""
    pairs = vocabulary().pairs
    return frozenset(pair[0] for pair in pairs), frozenset(pair[1] for pair in pairs)


def _short_mark(core: str) -> Role | None:
    """`س` asks, `ج` answers; a letter that asks in one language and answers in another does
    neither.
    """
    asking, answering = short_marks()
    if core in asking:
        return None if core in answering else "question"
    return "answer" if core in answering else None


def _called(label: str, whole: str) -> Role | None:
    """`微信网友“海阔天空”`: one of the public, with a name of their own making."""
    marks = tuple(word for word in vocabulary().roles["audience"] if is_dense_script(word[0]))
    return "audience" if squeezed(label) != whole and whole.endswith(marks) else None


def _in_bracket(label: str) -> Role | None:
    """`游采薇 市委宣传部副部长（主持）`: the part played, behind who plays it."""
    match = _BRACKET.search(label)
    inside = squeezed(match[0].strip("（(）)[]【】 ")) if match and match.start() else ""
    return next((role for role in _PLAYED if inside in vocabulary().roles[role]), None)


def _asked_by(core: str) -> Role | None:
    """`媒体提问`, `网友问`: who may ask, and that they do."""
    roles = vocabulary().roles
    who = roles["reporter"] | roles["press"] | roles["audience"]
    asking = (word for word in roles["question"] if is_dense_script(word[0]))
    is_told = any(core.endswith(word) and core.removesuffix(word) in who for word in asking)
    return "question" if is_told else None


def _beside_dense(core: str) -> Role | None:
    if "记者" in core:
        is_other = len(core) > _LONGEST_DENSE or _NOT_ASKING.search(core)
        return None if is_other else "reporter"
    for role in _WITH_NAME:
        if role in ("question", "answer"):  # 请问, 回答说 are no marks
            continue
        for word in vocabulary().roles[role]:
            if is_dense_script(word[0]) and _LEAST_DENSE <= len(word) < len(core):
                longest = _LONGEST_DENSE if "\u0e00" <= word[0] <= "\u0e7f" else _LONGEST_NAME
                is_before = core.startswith(word) and len(core) <= len(word) + longest
                is_before |= core.startswith(f"{word} ")
                if is_before or core.endswith(word):
                    return role
    return None


@cache
def _marks() -> dict[tuple[str, ...], Role]:
    roles = vocabulary().roles
    return {
        tuple(word.split()): role
        for role in reversed(_WITH_NAME)
        for word in roles[role]
        if len(word) > 1 and not is_dense_script(word[0])
    }


def _beside_words(label: str) -> Role | None:
    """A mark at either end of a label whose other words are set as a name is."""
    written = [match[0] for match in _TOKEN.finditer(_BRACKET.sub("", label))]
    tokens = [squeezed(word) for word in written]
    known = vocabulary()
    exact = _exact(tokens)
    while exact is None and tokens and (tokens[0] in known.address or not tokens[0]):
        written, tokens = written[1:], tokens[1:]
        exact = _exact(tokens)
    if exact or not 1 < len(tokens) <= _MOST_BESIDE:
        return exact
    for size in (3, 2, 1):
        first = _marks().get(tuple(tokens[:size]))
        last = _marks().get(tuple(tokens[-size:]))
        if first and _may_stand_beside(first, written[size:], is_first=True):
            return first
        if last and _may_stand_beside(last, written[:-size], is_first=False):
            return last
    return None


def _exact(tokens: list[str]) -> Role | None:
    words = " ".join(tokens)
    return next((role for role, known in vocabulary().roles.items() if words in known), None)


def _may_stand_beside(role: Role, rest: list[str], *, is_first: bool) -> bool:
    titled = any(squeezed(word) in vocabulary().title for word in rest)
    if role in MARKS and not is_first:
        return False
    if titled and role not in ("legislator", "question", "follow_up"):
        return False
    named = [word for word in rest if word[0].isupper() or word.upper() == word.lower()]
    return len(named) * 2 > len(rest) or (len(rest) > 1 and rest[-1][0].isupper())
