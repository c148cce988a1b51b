"""The words by which a question shows what it asks for, in the languages that citizens ask in."""

from __future__ import annotations

import re
from typing import Literal

Asks = Literal["figure", "when", "who", "list", "phone", "other"]


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.I)


# The first that matches counts: 电话是多少 asks for a phone number, not for a figure.
ASKS: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    (
        "phone",
        _any(
            "(?:电话|热线|号码|電話)[^,。?]{0,8}(?:多少|什么[?]?$|是什么|几号|是[?]?$)|"
            "(?:哪个|哪些|什么|多少|几号)[^,。?]{0,4}(?:电话|热线|号码)|전화",
            "phone number|hotline|tel[eé]fono|téléphone|телефон|điện thoại|هاتف",
        ),
    ),
    (
        "figure",
        _any(
            "多少|(?<![举哪近这前后头])几"
            "[个名人件次条家所项座天部种类场批期岁元学公小级站班辆趟层户亩吨]|"
            "(?<![举哪元于近这前后头])几年|比例|率是|百分之|多大|多长|多高|多远|多久",
            "how (?:many|much|long|far|large|high)|"
            "what (?:do|does|did|will|would)\\b.{1,60}\\bcosts?\\b",
            "percent|what (?:share|proportion|rate|percentage)|\\brate\\b|percentage",
            "cu[aá]nt|qué (?:cuesta|vale)|que coûte|porcentaje|tasa de|combien|pourcentage|"
            "quel(?:le)? (?:est le )?taux",
            "wie ?viele?|was kost(?:et|en|ete)\\b|prozent|anteil|quant[oa]s?|percentual|taxa de",
            "сколько|как(?:ая|ова) доля|процент|bao nhiêu|mấy|tỷ lệ|phần trăm",
            "いくつ|いくら|何[人件個名割回校](?=.*[ぁ-ん])|どれくらい|割合|몇|얼마|비율|كم|نسبة",
        ),
    ),
    (
        "when",
        _any(
            "何时|什么时候|什么时间|哪[一几]?[年天日]|[元于]几年|几[月号点时]|何日",
            r"when\b|what (?:date|time|day|year)|cu[aá]ndo|quand\b|wann|quando|когда|khi nào|いつ|"
            r"언제|متى",
        ),
    ),
    (
        "who",
        _any(
            r"谁|哪位|何人|誰|누가|누구",
            r"\bwho\b|qui[eé]n|\bкто\b|\bqui\b|\bwer\b|\bquem\b|\bai\b|\bمن\b",
        ),
    ),
    (
        "list",
        _any(
            "哪些|哪几|有什么|包括什么|分别",
            "which|what (?:are|measures|procedures|documents)",
            "cu[aá]les|quels|quelles|welche|quais|какие|những|どの|어떤",
        ),
    ),
)

# Words that say nothing about what is asked: they are blanked before a question is matched.
FUNCTION_WORDS = _any(
    "请问|想问一下|我想知道|能否|可否|介绍一下|具体情况|具体|是否|有没有|是不是|会不会|能不能|"
    "可不可以",
    "什么时候|什么时间|什么样|什么|为什么|怎么样|怎么办|怎么|怎样|如何|多少|多大|多长|多久|几个|"
    "哪些|哪个|哪里|哪儿|哪一|哪几|哪|谁|何时|何种|何地|何|多|几",
    "吗|呢|吧|啊|呀|的|了|是|在|有|和|与|及|对|把|被|将|会|要|就|都|也|还|又|一共|总共|现在|目前|"
    "时候",
    "新闻发布会|发布会上|发布会|说|讲|谈|提到|表示|认为|我们|我|你|您|他们|他|她|它|这个|那个|这|"
    "那|个|为|从|到|向|于|以|能|可以|需要|应该|进行|开展",
    r"(?<![a-z])(?:what|which|who|whom|when|where|why|how|many|much|is|are|was|were|be|been|do|"
    r"does|did|the|a|an|of|in|on|at|to|for|by|with|"
    r"and|or|this|that|it|can|will|there|have|has|had|please|tell|me|about|i|you|we|they|he|she|"
    r"city|each)(?![a-z])",
)

# A question that begins or ends like this leans on the one before it.
LEANING = _any(
    "^(?:那|那么|那在)|呢[?]?$|^(?:他|她|它|其|这|该|此|上述|前者|后者|他们|它们|还有|另外|其中)",
    r"^(?:and|what about|how about)\b|^(?:y|и|а|et)\b.{0,30}\?$",
)

# One that begins with what it asks may leave out of what, as `谁负责？` does, and may be whole.
BEGINS_ASKING = _any("^(?:为什么|什么时候|多少|谁)")

RELATIVE_TIME = _any("明年|后年|去年|前年|下个?月|上个?月|下半年|上半年", "next year|last year")
FUTURE = frozenset({"明年", "后年", "next year"})

# One item of a list, by its number: 第二项, the second promise.
ORDINAL = _any(
    r"第([一二三四五六七八九十\d])(?:(?:个|项|条|点|件|步|方面|类|种|句|笔|阶段|阶梯)|(?=措施|"
    r"原则|条件|承诺|办法|要求|材料|是))",
    r"(?<!\w)(first|second|third|fourth|fifth|last) (?:\w+ )?(?:measure|promise|step|condition|"
    r"principle|point|reason|question)",
)
