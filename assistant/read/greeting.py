"""Words -> whether they are a greeting or thanks, which answer nothing."""

from __future__ import annotations

import re

from pressroom.corpus.normalise import fold, is_dense

# characters, of a dense script and of letters: a greeting that is no longer says nothing else
_LONGEST = {True: 32, False: 48}
_GREETING = re.compile(
    r"(?:oh,? |well,? )?(?:各位|大家|谢谢|感谢|多谢|请大家放心|我先介绍|主持人|好[,，]|是的|"
    r"thank|good (?:morning|afternoon|evening)|welcome|yes[.,]|hello|"
    r"(?:hi|hey|okay|ok|all right)\b|(?:muy )?buen[oa]s\b|con (?:su|el) permiso|"
    r"gracias|bonjour|merci|guten|danke|bom dia|boa (?:tarde|noite)|obrigad|здравствуйте|спасибо|"
    r"xin chào|السلام|شكرا)",
    re.I,
)


def greets(words: str, *, only: bool = True) -> bool:
    """Whether the words are a greeting or thanks; `only`: and too short to say anything else."""
    if only and len(words) > _LONGEST[is_dense(words)]:
        return False
    return bool(_GREETING.match(fold(words)))
