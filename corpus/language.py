"""Text -> language code, offline: by script, and by function words where scripts are shared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from pressroom.corpus.normalise import fold

LANGUAGES = ("zh", "zh-Hant", "en", "es", "fr", "ru", "ar", "ja", "ko", "vi", "de", "pt")

_FUNCTION_WORDS = {
    "en": (
        "the of and to in is was were are how what when who which many much did does for on by "
        "with that this it at "
        "from no not will be been have has had said or but they we he she you your their its than "
        "into there these "
        "those would could should may can any here"
    ),
    "es": (
        "el la los las de del que y en un una es son cuál cuántos cuántas cuánto qué quién cómo "
        "cuándo por para con se "
        "fue su al no a o ha han puede este esta sus lo le si sin sobre más muy sea ya me"
    ),
    "fr": (
        "le la les des du de et est sont un une que qui quel quelle quels combien comment quand "
        "pour dans au aux sur "
        "par il elle ne pas plus a ont cette ces son sa leur se sans ce je vous nous en ou à quoi"
    ),
    "de": (
        "der die das und ist sind ein eine wie viele wann wer was welche für mit von im den dem "
        "zu auf wurde nicht es "
        "werden kann hat haben sich auch nur bei nach über als keine sie ihre oder diese dieser "
        "ich aus worum geht"
    ),
    "pt": (
        "o a os as do da dos das que e em um uma é são qual quais quantos quantas quanto quem "
        "como quando por para com "
        "foi na no ao não mais há pode este esta seus se sem sobre muito foram ou já aqui à pela "
        "pelo"
    ),
    "vi": (
        "là và của có bao nhiêu những các được trong cho người khi nào ai gì này một không với đã "
        "năm tôi bạn tại từ hay lời câu đó"
    ),
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_ANY_FUNCTION_WORD = frozenset().union(*_WORDS.values())
_SCRIPTS = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("CYRILLIC", "ru"),
    ("ARABIC", "ar"),
    ("CJK", "zh"),
    ("LATIN", "latin"),
)
_SAMPLE = 4000


def detect(text: str) -> str:
    """One of LANGUAGES; text without letters counts as Chinese, the language of the first
    corpus.
    """
    return _detected(text[:_SAMPLE])


@lru_cache(maxsize=1024)
def _detected(sample: str) -> str:
    """The same passages are looked at for question after question."""
    chars = Counter(sample)
    counts: Counter[str] = Counter()
    for char, times in chars.items():
        script = _script(char)
        if script is not None:
            counts[script] += times
    counts["zh"] *= 3  # one Han character is worth about three Latin letters
    if counts["ja"] and counts["ja"] * 8 > counts["zh"]:
        return "ja"
    best = counts.most_common(1)[0][0] if counts else "zh"
    if best == "zh":
        return _chinese(chars)
    return _latin(sample) if best in ("latin", "") else best


def tongue(language: str) -> str:
    """The language without its script: simplified and traditional Chinese are one."""
    return language.split("-")[0]


def is_function_word(word: str) -> bool:
    """Whether a folded word carries no meaning of its own in one of the languages of Latin
    script.
    """
    return word in _ANY_FUNCTION_WORD


@cache
def _script(char: str) -> str | None:
    """The language or `latin` that a letter stands for, "" for one of another script; None for what
    is no letter.
    """
    if not char.isalpha():
        return None
    name = unicodedata.name(char, "")
    return next((language for key, language in _SCRIPTS if name.startswith(key)), "")


def _chinese(chars: Counter[str]) -> str:
    """Traditional if more characters fold to simplified than stand only in simplified text."""
    han = {char: times for char, times in chars.items() if "\u4e00" <= char <= "\u9fff"}
    traditional = sum(
        times
        for (char, times), folded in zip(han.items(), fold("".join(han)), strict=True)
        if folded != char
    )
    return "zh-Hant" if traditional * 20 > sum(han.values()) else "zh"


def _latin(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    score = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    if any("\u1ea0" <= char <= "\u1ef9" or char in "ăđơưĂĐƠƯ" for char in text):
        score["vi"] += len(words)
    if any(char in "¿¡ñ" for char in text):
        score["es"] += 2
    if any(char in "ãõ" for char in text):
        score["pt"] += 2
    if any(char in "ß" for char in text):
        score["de"] += 2
    best = max(score, key=lambda language: score[language])
    return best if score[best] else "en"
