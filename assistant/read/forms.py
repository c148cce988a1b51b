"""Question and words -> whether the words have the form that is asked for: a figure, a day, a phone
number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pressroom.assistant.ask.question import Question
from pressroom.corpus import language
from pressroom.corpus.normalise import fold

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_FIGURE = re.compile(
    r"\d|分之[一二三四五六七八九十百零两]|[一二三四五六七八九十百千万亿两]+(?:个|名|人|件|次|家|"
    r"所|项|座|天|年|月|部|种|类|倍|成|元|层|户|位|级|届|处|条|辆|站|岁|周)"
)
# Has a number, but does not tell how many: a day, a year, the number of a line, another one.
_NO_FIGURE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?|"
    r"(?<!\d)(?:19|20)\d\d年(?![来多])|\d+号[线楼]|"
    r"[另同这那某每]一[个名件家所项座部种类条批处位层]|"
    rf"\b{_MONTH} (?:\d{{1,2}}\b(?!,\d))?(?:,? ?(?:19|20)\d\d\b)?|"
    r"\b(?:[Ii]n|of|[Ss]ince|[Bb]y) (?:19|20)\d\d\b(?![,.]\d)|\b[Ll]ine \d+",
)
_PHONE = re.compile(
    r"(?<!\d)(?:\d{3,4}[-— ]?\d{7,8}|1[23]\d{3}|1\d{10}|\d{3}-\d{3,4}-\d{4}|9\d{4,5}|"
    r"400-?\d{3}-?\d{4})(?!\d)"
)
_TIME = re.compile(
    rf"\d+\s*(?:年|月|日|号(?![线線楼樓])|时|点)|(?:19|20)\d\d|今年|明年|去年|年底|月底|上半年|"
    rf"下半年|\d{{1,2}}:\d\d|\b{_MONTH}\b",
    re.I,
)
# What may tell a time at all, in Chinese and in English; words without any of it do not say when.
_TELLS_TIME = re.compile(
    r"\d|[年月日号天周时点刻期旬季春夏秋冬早晚晨午夜]|[前后初末底]|小时|分钟|现在|目前|尽快|适时|"
    r"即将|马上|随后|暑假|寒假|"
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|today|tonight|tomorrow|yesterday|mornings?|"
    r"evenings?|noon|nights?|soon|later|now|"
    r"already|before|after|until|since|during|by|next|last|spring|summer|autumn|fall|winter|"
    r"\w+day|always|never|once|when|will|shortly)\b|"
    rf"{_TIME.pattern}",
    re.I,
)
_ASKS_SHARE = re.compile(
    r"(?<![频汇功])率(?:是|为|有|达到?|提高到?|降到?)*(?:多少|几)|百分之几|"
    r"比例(?:是|为|达到?|有|提高到?)*(?:多少|多大|几)|占(?:比|了?多少)|"
    r"what (?:percentage|share|proportion)|what per ?cent|"
    r"(?:enrol\w+|coverage|participation|growth|reimbursement|employment|completion) rate|"
    r"porcentaje|tasa de|pourcentage|taux|prozent|anteil|percentual|taxa de|процент|доля|tỷ lệ|"
    r"phần trăm|割合|率は|비율|율은|نسبة"
)
_SHARE = re.compile(
    r"%|‰|百分|[一二三四五六七八九十\d]成(?!立)|分之|\d[:：]\d|per ?cent|pourcent|por ciento|"
    r"процент"
)
_ASKS_MONEY = re.compile(
    r"多少(?:钱|元)|几(?:块|元|角|毛)钱?|花多少|"
    r"(?:投资|造价|票价|经费|预算|成本)额?(?:一共|总共|大概|大约|是|为|有|要|达到?)*(?:多少|多大|"
    r"几)(?![个家项名人%])|"
    r"how much (?:money|does .* cost|will .* cost|did .* cost)|"
    r"what (?:do|does|did|will|would)\b.{1,60}\bcosts?\b"
)
_MONEY = re.compile(
    r"[元块角毛¥￥$€]|免费|不收|美金|yuan|rmb|dollar|euro|free|cost|price|fee", re.I
)

# by which things are counted, not time, lengths or money
OF_THINGS = "个名人位家户件次条项所座种类批处站班辆趟层列架艘国省市县校"
_ASKS_THINGS = re.compile(rf"(?:多少|几)[余多]?(?!个(?:月|百分点|小时|工作日|学期))[{OF_THINGS}]")
_TIME_SPAN = re.compile(
    r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两兩]+)多?(?:[周週][年岁歲]|年|[个個]?月|天|[周週]|"
    r"岁|歲|小[时時]|分[钟鐘])"
)
_ASKS_SAVED = re.compile(r"节|省|减|少[花了]")
_SAVED = re.compile(
    r"(?:节约|節約|节省|節省|压减|壓減)[^，。；,;\d]{0,10}\d[\d.,]*[万萬亿億]?元"
)  # is not what it costs
_ASKS_COUNT = re.compile(r"\bhow many\b(?!.* (?:per ?cent|percentage|yuan|dollars|euros)\b)")
# Tells a share or a price, not how many.
_NO_COUNT = re.compile(
    r"[$€£]\d[\d.,]*|\d[\d.,]*(?: (?:thousand|[mb]illion))* ?(?:%|(?:per ?cent|yuan|dollars|"
    r"euros)\b)"
)
_ASKS_PEOPLE = re.compile(r"(?:多少|几)个?[余多]?[人名位](?![均字称])")
_NO_PEOPLE = re.compile(  # counts something else: 30场, 12项, 4000万元
    r"(?:\d[\d.,]*|[一二三四五六七八九十百千两兩])[百千万萬亿億]*[余餘多]?"
    r"(?:[场場件次条條项項所座种種类類批处處站班辆輛趟层層列架艘部集届屆家元米吨噸亩畝]|公里|平方)"
)
_HOW_LONG = re.compile(
    r"多久|多长时间|(?<![a-z])how long|cuánto tiempo|combien de temps|wie lange|как долго|bao lâu|"
    r"どのくらい|얼마나 오래"
)
_WHY = re.compile(r"为什么|为何|何以|怎么会|原因|(?<![a-z])why(?![a-z])")


def form_of(question: Question) -> re.Pattern[str] | None:
    """What the words that answer must look like, where that is known."""
    return {"figure": _FIGURE, "when": _TIME, "phone": _PHONE}.get(question.asks)


def asks_share(question: Question) -> bool:
    """Whether a percentage or proportion is asked for."""
    return question.asks == "figure" and bool(_ASKS_SHARE.search(fold(question.text)))


def asks_money(question: Question) -> bool:
    """Whether a price or sum is asked for."""
    return question.asks == "figure" and bool(_ASKS_MONEY.search(fold(question.text)))


def asks_why(question: Question) -> bool:
    """Whether a cause is asked for, which may be told in sentences that have no word of the
    question.
    """
    return bool(_WHY.search(fold(question.asked)))


def has_form(question: Question, text: str) -> bool:
    """Whether what must be there is: a phone number, a figure, a share, money."""
    if (asks_share(question) and not _SHARE.search(text)) or (
        asks_money(question) and not _MONEY.search(text)
    ):
        return False
    if question.asks == "phone":
        return bool(_PHONE.search(text))
    if question.asks == "when" and language.tongue(question.language) in ("zh", "en"):
        return bool(_TELLS_TIME.search(text)) or language.tongue(language.detect(text)) not in (
            "zh",
            "en",
        )
    return question.asks != "figure" or _tells_a_figure(question, text)


def fits(question: Question, text: str) -> float:
    """What the form of the words adds to their score."""
    pattern = form_of(question)
    if pattern is not None:
        return (
            0.15
            if (_tells_a_figure(question, text) if pattern is _FIGURE else pattern.search(text))
            else -0.25
        )
    if question.asks == "list":
        return min(0.12, 0.03 * text.count("、"))
    return 0.0


def _tells_a_figure(question: Question, text: str) -> bool:
    """A day is a figure only where it is asked how long: since 2001, from May to August; ten years
    are none where things are counted, 30 meetings none where people are.
    """
    return bool(_FIGURE.search(_aside(question.asked).sub(" ", text)))


@lru_cache(maxsize=64)
def _aside(asked: str) -> re.Pattern[str]:
    """What has a number and is no figure of the kind asked for."""
    words = fold(asked)
    kinds = (
        (not _HOW_LONG.search(words), _NO_FIGURE),
        (_ASKS_THINGS.search(words), _TIME_SPAN),
        (_ASKS_PEOPLE.search(words), _NO_PEOPLE),
        (_ASKS_COUNT.search(words), _NO_COUNT),
        (not _ASKS_SAVED.search(words), _SAVED),
    )
    return re.compile("|".join(kind.pattern for applies, kind in kinds if applies) or r"(?!)")
