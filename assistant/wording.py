"""A drafted sentence and what it rests on -> why it must not be shown, if it must not.

A sentence may string together whole clauses of officials' sentences, each with the subject of an earlier clause, and
say who said it and when. It may add no word, leave no clause half said, and take none out of a condition or a rumour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.facts import Token, day_figures, guards, tokens, values
from corpus import language
from corpus.normalise import fold, is_dense_script
from corpus.sentences import clauses, trimmed
from corpus.transcript import Transcript

# Who takes a clause out of such a sentence may turn its meaning round: it is kept whole.
_WHOLE = re.compile(
    r"(?<!没)有人(?!员)|有的人|网传|传言|谣|所谓|不实|误[解读传]|听说|"
    r"(?<![a-z])(?:if|unless|rumou?rs?|provided|alleged|claims?|although|while|except)(?![a-z])"
)
# What follows such a clause holds only with it.
_CONDITION = re.compile(r"如果|假如|倘若|若(?!干)|只有|只要|除非|凡|除.{1,20}外|情况下|前提|虽然|尽管|^[^是]*的[,，]?$")
_LEADING_YEAR = re.compile(r"^(?:截,至,|到,|至,)?(\d{4}年)")
_SAYS = re.compile(
    r"(?:介绍|表示|指出|回答|透露|强调|通报|宣布|提到|解释|回应|[说称讲])(?:说|道|称|时|了)?[,，:：“\"\s]*|"
    r"(?<![a-z])(?:said|says|told reporters|announced|explained|added|noted|stated)(?![a-z])(?: that)?[,:“\"\s]*|"
    r"^according to [^,]{2,60},\s*",
    re.I,
)
_FRAME = tokens("根据 据 会上 发布会上 记者 提问 新闻发言人 介绍 回答 according to in response at the press conference on mr ms")
MAX_SENTENCE = 400
_SHORTEST, _LONGEST = 0.5, 2.0  # a translation's length, in those of the original
_LONGEST_FRAME = 90
_PLAIN_SIGNS = "，。、；：,.;:“”‘’「」『』\"'%％"
_SMALLEST = 2  # tokens of a subject that is taken over from an earlier clause
_NEGATIONS = {
    "zh": r"不(?![少断仅同管论])|没|未(?!来)|无(?!障碍|人机|线)|非(?!物质|常|遗)|禁|取消",
    "en": r"\b(?:not|no|never|nor|without|cannot|neither|none|ban\w*|forbid\w*|cancel\w*|abolish\w*)\b|n't",
    "es": r"\b(?:no|nunca|sin|ning\w+|ni)\b|prohib|cancel|suprim|elimin",
    "fr": r"\b(?:ne|pas|sans|jamais|aucun\w*|ni)\b|\bn['’]|interdi|annul|supprim",
    "de": r"\b(?:nicht|kein\w*|ohne|nie|weder)\b|verbot|verbiet|abgeschafft|gestrichen",
    "pt": r"\b(?:não|nunca|sem|nenhum\w*|nem)\b|proib|cancel|elimin",
    "ru": r"\b(?:не|нет|без|ни|нельзя)\b|запре|отмен",
    "vi": r"không|chưa|chẳng|cấm|hủy|bãi bỏ",
    "ar": r"\b(?:لا|لم|لن|ليس|ليست|غير|بدون|دون)\b|إلغاء|ألغ|حظر",
    "ja": r"ない|ません|なし|ず[、。に]|禁止|廃止|未|無",
    "ko": r"(?<![가-힣])안 |않|없|못|아니|금지|폐지|취소",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A whole sentence of a document that holds a quote, with who says it and on what day."""

    transcript: Transcript = field(compare=False)  # its text is long; `document` stands for it
    document: str
    start: int
    end: int
    who: str

    @property
    def text(self) -> str:
        return self.transcript.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Worded:
    """The clauses, as (ground number, start, end), that a sentence is made of; or the fault that it has."""

    spans: tuple[tuple[int, int, int], ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    ground: int
    place: int
    start: int
    end: int
    keys: tuple[str, ...]


def grounds_of(transcript: Transcript, start: int, end: int, who: str) -> Iterator[Ground]:
    """The sentences of the paragraph at `start` that hold any of the span."""
    place = transcript.paragraph_at(start)
    if place is None:
        return
    document = f"{transcript.id}@{transcript.version}"
    for first, last in transcript.sentences(place[1].start, place[1].end):
        if first < end and start < last:
            yield Ground(transcript, document, *trimmed(transcript.text, first, last), who)


def judge(text: str, grounds: Sequence[Ground]) -> Worded:
    """Whether the sentence says no more and nothing else than the grounds do."""
    if len(text) > MAX_SENTENCE:
        return Worded(fault=f"it has more than {MAX_SENTENCE} characters")
    who, said = _attribution(text, grounds)
    day = grounds[0].transcript.date if grounds else None
    keys = [token.key for token in tokens(said, day=day)]
    if not keys:
        return Worded(fault="it says nothing")
    if signs := _strange_signs(text, grounds):
        return Worded(fault=f"signs that stand in none of its quotes: {signs}")
    parts = [_clauses(number, ground) for number, ground in enumerate(grounds)]
    pieces = _pieces(tuple(keys), [clause for clauses_of in parts for clause in clauses_of])
    if pieces is None:
        return Worded(fault=_what_is_strange(said, day, grounds))
    if len(set(pieces)) < len(pieces):
        return Worded(fault="it says the same twice")
    used = [grounds[number] for number in dict.fromkeys(piece.ground for piece in pieces)]
    fault = _occasions_fault(used) or _attribution_fault(who, used)
    if fault:
        return Worded(fault=fault)
    return _whole_where_bound(pieces, parts, grounds) or Worded(tuple((p.ground, p.start, p.end) for p in pieces))


def translation_fault(text: str, original: str, *, into: str, day: str | None) -> str | None:
    """Why a chat model's translation must not be shown beside the original, as far as figures, length and negations tell.

    `into` is the language that it should be in: a short sentence does not always show its own.
    """
    ours, theirs = values(text, day=day), values(original, day=day)
    strange = {value for value in ours - theirs if not _is_small(value)}
    lost = {value for value in theirs - ours if not _is_small(value)}
    if strange or lost:
        return f"its figures are not those of the original: {', '.join(sorted(strange | lost))}"
    if not _SHORTEST <= _length(text) / _length(original) <= _LONGEST:
        return "it is much shorter or longer than the original"
    if _denies(text, into) != _denies(original, language.detect(original)):
        return "it denies what the original says, or the other way round"
    return None


def _length(text: str) -> int:
    """In letters of an alphabet: a Han character says as much as three, a Kana or Hangul one as much as two."""
    letters = (char for char in text if char.isalnum())
    return sum(3 if "\u3400" <= char <= "\u9fff" else 2 if is_dense_script(char) else 1 for char in letters)


def _is_small(value: str) -> bool:
    """Small numbers are written as words in many languages."""
    return value.isdecimal() and int(value) <= 12


def _denies(text: str, tongue: str) -> bool:
    return bool(re.search(_NEGATIONS.get(tongue.split("-")[0], "(?!)"), fold(text)))


def _attribution(text: str, grounds: Sequence[Ground]) -> tuple[str, str]:
    """`据周启明局长介绍，` and the rest of the sentence; nothing and the whole where the verb of saying is the official's own."""
    match = _SAYS.search(text[:_LONGEST_FRAME])
    before = fold(text[: match.end()]).strip(' ,:“"') if match else ""
    if not match or any(before in fold(ground.text) for ground in grounds):
        return "", text
    return (text[: match.start()] or text[: match.end()]), text[match.end() :]


def _attribution_fault(who: str, used: Sequence[Ground]) -> str | None:
    """It may name but those whose words are used, their document and its day."""
    said = {token.key for token in tokens(who)}
    for ground in used:
        strange = said - {token.key for token in _FRAME} - _frame_of(ground)
        if strange or ("记者" in who and "答" not in who):
            return f"it says who said it, or when, in words that do not hold: {who.strip()}"
    return None


def _occasions_fault(used: Sequence[Ground]) -> str | None:
    """What was said on different days or by different people is not one sentence."""
    occasions = {(ground.transcript.id, ground.who) for ground in used}
    return "it joins what different people said, or the same on different days" if len(occasions) > 1 else None


def _strange_signs(text: str, grounds: Sequence[Ground]) -> str:
    """Whatever is neither a letter nor plain punctuation, such as a minus sign, a question mark or a picture, must be the official's."""
    held = {char for ground in grounds for char in ground.text} | set(_PLAIN_SIGNS)
    return "".join(dict.fromkeys(char for char in text if not char.isalnum() and not char.isspace() and char not in held))


def _frame_of(ground: Ground) -> set[str]:
    named = tokens(f"{ground.who} {ground.transcript.title} {ground.transcript.body or ''}")
    return {token.key for token in named} | day_figures(ground.transcript.date)


def _clauses(number: int, ground: Ground) -> tuple[_Clause, ...]:
    text, day = ground.transcript.text, ground.transcript.date
    spans: list[tuple[int, int]] = []
    for start, end in clauses(text, ground.start, ground.end):
        if spans and text[spans[-1][1] - 1] == "、":
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    found = [(start, end, tuple(t.key for t in tokens(text[start:end], day=day))) for start, end in spans]
    return tuple(_Clause(number, place, start, end, keys) for place, (start, end, keys) in enumerate(found) if keys)


def _pieces(keys: tuple[str, ...], parts: Sequence[_Clause]) -> list[_Clause] | None:
    """The clauses of which the keys are made, in order; a subject may be the beginning of an earlier clause of its sentence."""
    dead: set[tuple[int, int, int, bool]] = set()

    def go(at: int, last: _Clause | None, owed: bool) -> list[_Clause] | None:
        if at == len(keys):
            return None if owed else []
        state = (at, last.ground if last else -1, last.place if last else -1, owed)
        if state in dead:
            return None
        for part in parts:
            same = last is not None and part.ground == last.ground
            if (owed and not same) or (same and last is not None and part.place <= last.place):
                continue
            size = _common(keys[at:], part.keys)
            if size == len(part.keys) and (rest := go(at + size, part, False)) is not None:
                return [part, *rest]
            for less in range(min(size, len(part.keys) - 1), _SMALLEST - 1, -1) if not owed else ():
                if (rest := go(at + less, part, True)) is not None:
                    return [part, *rest]
        dead.add(state)
        return None

    return go(0, None, False)


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    size = 0
    while size < len(a) and size < len(b) and a[size] == b[size]:
        size += 1
    return size


def _whole_where_bound(pieces: Sequence[_Clause], parts: Sequence[Sequence[_Clause]], grounds: Sequence[Ground]) -> Worded | None:
    """A fault if a clause was taken out of a sentence that only holds whole, from under its condition, or from under another year."""
    for number in dict.fromkeys(piece.ground for piece in pieces):
        ground, kept = grounds[number], {piece.place for piece in pieces if piece.ground == number}
        left = [clause for clause in parts[number] if clause.place not in kept]
        if left and _WHOLE.search(fold(ground.text)):
            return Worded(fault="it takes a part out of a sentence that only holds as a whole")
        if any(_is_split(clause, parts[number], kept, ground) for clause in parts[number]):
            return Worded(fault="it takes words from under their condition")
        years = {year[1] for clause in left if clause.place < min(kept) and (year := _LEADING_YEAR.match(",".join(clause.keys)))}
        if years - day_figures(ground.transcript.date):
            return Worded(fault="it leaves out the year of which its quote speaks")
    return None


def _is_split(clause: _Clause, parts: Sequence[_Clause], kept: set[int], ground: Ground) -> bool:
    """Whether a condition is left out of which something kept depends, or kept without what depends on it."""
    if not _CONDITION.search(fold(ground.transcript.text[clause.start : clause.end].strip())) or clause is parts[-1]:
        return False
    after = {other.place for other in parts if other.place > clause.place}
    return bool(kept & after) if clause.place not in kept else not kept & after


def _what_is_strange(said: str, day: str | None, grounds: Sequence[Ground]) -> str:
    """The first reason a person would understand: a figure, a negation, words."""
    source = [tokens(ground.text, day=ground.transcript.date) for ground in grounds]
    held = {token.key for known in source for token in known}
    mine = tokens(said, day=day)
    strange = [token for token in mine if token.key not in held]
    if figures := [token.key for token in strange if token.figure]:
        return f"figures that stand in none of its quotes: {', '.join(sorted(set(figures)))}"
    if words := _joined(strange, said):
        return f"words that stand in none of its quotes: {', '.join(words)}"
    if [token.key for token in mine if token.guard] != [key for ground in grounds for key in guards(ground.text)]:
        return "it leaves out or moves a negation or reservation, or joins words that were not said together"
    return "it joins words that were not said together"


def _joined(strange: Sequence[Token], said: str) -> list[str]:
    """Runs of neighbouring tokens as they stand in the sentence."""
    runs: list[list[int]] = []
    for token in strange:
        if runs and token.start - runs[-1][1] <= 1:
            runs[-1][1] = token.end
        else:
            runs.append([token.start, token.end])
    return [said[start:end] for start, end in runs]
