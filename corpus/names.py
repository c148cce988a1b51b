"""Words of a label -> what they are: a person's name, a title, a reporter with an outlet, a moderator. By form, not by list of people."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.normalise import fold, is_dense_script

_NOUNS = (
    "记者|主持人|发言人|新闻官|发布人|局长|主任|书记|部长|厅长|司长|市长|区长|县长|镇长|乡长|省长|州长|处长|科长|院长|校长|所长|站长|队长|会长|理事长|"
    "董事长|总经理|经理|秘书长|委员|委员长|调研员|巡视员|专员|组长|行长|台长|社长|总编辑|主编|总监|总工程师|总规划师|总经济师|工程师|教授|研究员|"
    "专家|医生|主席|政委|检察长|参赞|大使|代表|负责人|负责同志|党组成员|成员|馆长|园长|总队长|支队长|大队长|主管|总指挥|指挥长|总干事|院士|律师|法官|"
    "常委|部門|审计长|总统计师|总会计师|署长|关长|盟长|旗长|理事|董事|执行长|副总|总裁|"
    "記者|發言人|新聞官|發布人|局長|書記|部長|廳長|司長|市長|區長|縣長|處長|科長|院長|校長|所長|隊長|會長|秘書長|委員|組長|館長|研究員|專員|同學|負責人|"
    "執行長|署長|總經理|經理|董事長|理事長|專家|醫生|代表|參事"
)
TITLE_NOUNS = "|".join(sorted(set(_NOUNS.split("|")), key=lambda noun: (-len(noun), noun)))
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江"
    "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪季耿华童柯关裴祖寿宫卓温柳颜甘尚俞阎祝施颜辛齐伍葛岳游鲁章包柴闻翟屈"
    "樊殷牛麦阮滕尤迟冀凌宁褚狄桑桂佟苗涂欧栾艾冉隋谷窦饶靳甄寇敖虞邢巩"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸範賈鄒龍賀顧龔萬錢戴嚴湯喬賴關溫顏齊魯聞藍丘簡詹倪莊歐饒竇紀"
)
_COMPOUND = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|皇甫|尉迟|慕容|令狐|端木|夏侯|东方|东郭"
PERSON = rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,7}}[·•][\u4e00-\u9fff]{{1,7}})"
TITLED = re.compile(
    rf"(?:{TITLE_NOUNS})[\s　]*[（(]?{PERSON}[)）]?$|(?:{TITLE_NOUNS})$|"
    rf"(?:{TITLE_NOUNS}|[长長员員官师師])[\s　]+[\u4e00-\u9fff]{{2,4}}$"
)
_LATIN_NOUNS = (
    "Mayor|Director|Secretary|Minister|President|Governor|Commissioner|Spokes(?:person|man|woman)|Chief|Officer|Chair(?:man|woman)?|Head|Manager|Engineer|"
    "General|Admiral|Captain|Doctor|Superintendent|Administrator|Ambassador|Senator|Representative|Chancellor|Counsel(?:or)?|Coordinator"
)
LATIN_TITLED = re.compile(
    rf"\b(?:{_LATIN_NOUNS})\s+"
    r"(?P<name>[A-ZÁÉÍÓÚÑ][\w.’'-]+(?:\s[A-ZÁÉÍÓÚÑ][\w.’'-]+){0,2})$"
)
NAME = re.compile(rf"^{PERSON}$")
LATIN_NAME = re.compile(r"^[A-ZÀ-ÖØ-Þ][\w.’'-]*(?:\s[A-ZÀ-ÖØ-Þ(][\w.’'-]*){0,7}(?:,.*|\s?\(.*\))?$")
ROLE = re.compile(
    r"(?:记者|記者|主持人|司仪|司儀|发言人|發言人|嘉宾|嘉賓|网友|網友)(?:\d{1,2}|[A-Z])?$|"
    r"^(?:记者|記者)?(?:追问|追問|提问|提問|问题|問題|问|問|答|回答|市民|群众|群眾)[一二三四五六七八九十\d]{0,3}$|"
    r"^(?:Q|A)\d{0,3}$|^(?:Question|Answer|Reporter|Moderator|Host|Journalist|Audience|Speaker \d+|Follow-?up|A follow-?up|"
    r"PREGUNTA|RESPUESTA|INTERLOCUTORA?|INTERVENCIÓN|MODERADORA?|VOZ.*|THE PRESIDENT)\b",
    re.I,
)
# Somebody who is told by an office alone: `SENIOR ADMINISTRATION OFFICIAL`, `White House Aide`.
_UNNAMED = re.compile(
    rf"\b(?:{_LATIN_NOUNS}|Official|Aide|Staff(?:er)?|Advis[eo]r|Assistant|Participant|Attendee|Member|Interpreter|Translator)s?$", re.I
)
_REPORTER = re.compile(
    r"记者|記者|追问|追問|提问|提問|^(?:问题?|問題?)[一二三四五六七八九十\d]{0,3}$|网友|網友|市民$|^Q\d{0,3}$|\breporter\b|\bjournalist\b|"
    r"\bcorrespondent\b|^question|^(?:a )?follow-?up|^PREGUNTA|^INTERLOCUTORA?$",
    re.I,
)
_NOT_ASKING = re.compile(r"^记者(?:会|站)|记者协会|記者協會")
_MODERATOR = re.compile(r"主持|司仪|司儀|moderator|\bhost\b|MODERADOR", re.I)
_ANSWER = re.compile(r"^(?:答|回答|A|Answer|RESPUESTA)[一二三四五六七八九十\d]{0,3}$", re.I)
_FOLLOW_UP = re.compile(r"追问|追問|\bfollow-?\s?up\b|repregunta", re.I)
_OUTLET = re.compile(r"(?:社|报|報|台|公司|网|網|新闻|新聞|频道|客户端|卫视|周刊|杂志|集团|中心)$")
_OUTLET_OF = re.compile(
    r"^(?P<zh>[\w\u4e00-\u9fff·《》“” ]{2,30}?)(?:特派|驻京|駐京|驻华|駐華|首席|见习)?(?:记者|記者)"
    r"|[（(](?P<bracket>[^（）()]{2,40})[)）]|^(?:reporter|journalist|correspondent)\s*[,—–-]?\s*(?:from|of|with)\s+(?P<of>.{2,40})$"
    r"|^(?P<en>.{2,40}?)[’']?s?\s+(?:reporter|journalist|correspondent)$",
    re.I,
)
_SHORT_HAN = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
TITLE_NOUN = re.compile(rf"(?:{TITLE_NOUNS})")


_WORD = r"\w+(?:['-]\w+)*"
_LEAST_CALLED = 4  # letters


def is_reporter(label: str) -> bool:
    return bool(_REPORTER.search(label)) and not _NOT_ASKING.search(label)


def is_moderator(label: str) -> bool:
    return bool(_MODERATOR.search(label))


def is_answer_mark(label: str) -> bool:
    """`答`, `A`: says that an answer follows, not whose."""
    return bool(_ANSWER.match(label))


def is_follow_up(words: str) -> bool:
    return bool(_FOLLOW_UP.search(words))


def is_outlet(label: str) -> bool:
    return len(label) <= 16 and bool(_OUTLET.search(label))


def outlet(label: str) -> str | None:
    """`路透社` of `路透社记者`, `Yunpu Daily` of `Reporter (Yunpu Daily)`."""
    if is_outlet(label):
        return label
    match = _OUTLET_OF.search(label) if is_reporter(label) else None
    found = next((words for words in match.groups() if words), None) if match else None
    return None if found is None or is_reporter(found) else found.strip(" 《》“”") or None


def is_named(name: str, words: str) -> bool:
    """Whether the words have the name of a speaker, case and accents aside; in an alphabet as words of their own. `Q` and `THE PRESIDENT`
    are roles and no names."""
    if ROLE.search(name):
        return False
    return fold(name) in fold(words) if is_dense_script(name[0]) else plain_words(name) in plain_words(words)


def is_called(name: str, title: str | None, words: str) -> bool:
    """Whether the words have what the person is called for short: `Psaki`, `López Obrador`, but no first name; `周局长`.

    An office without a name is called so by all of its words only: the White House is not its aide.
    """
    if ROLE.search(name) or _UNNAMED.search(name):
        return False
    if is_dense_script(name[0]):
        nouns = re.findall(rf"{fold(_surname(name))}(副?(?:{TITLE_NOUNS}))", fold(words))
        return any(has_office(title or "", noun) for noun in nouns)
    asked = plain_words(words).split()
    return any(part in asked for part in plain_words(name).split()[1:] if len(part) >= _LEAST_CALLED)


def has_office(title: str, noun: str) -> bool:
    """Whether somebody of this title is called by this noun: `党组书记、副局长` is 书记, 副局长, and politely 局长."""
    return any(part.endswith(noun) for part in re.split(r"[、，,\s]", title))


def _surname(name: str) -> str:
    return name[:2] if re.match(_COMPOUND, name) else name[:1]


@lru_cache(maxsize=2048)
def plain_words(words: str) -> str:
    """` jen psaki ` of `Jen  Psaki,`: small letters without accents, one space around each word; a hyphen belongs to a word."""
    letters = unicodedata.normalize("NFD", fold(words).replace("’", "'"))
    return f" {' '.join(re.findall(_WORD, ''.join(char for char in letters if not unicodedata.combining(char))))} "


def bare_name(words: str) -> str:
    """The name in a label: what follows the last space or title noun, else the whole."""
    words = words.strip()
    if not re.search(r"[\u4e00-\u9fff]", words):
        titled = LATIN_TITLED.search(words)
        return titled["name"] if titled else words
    if " " in words or "　" in words:
        last = re.split(r"[\s　]+", words)[-1]
        if _SHORT_HAN.match(last) or NAME.match(last):
            return last
    match = next(reversed(list(TITLE_NOUN.finditer(words))), None)
    rest = words[match.end() :].strip("（()） ") if match else ""
    return rest if rest and re.match(r"^[\u4e00-\u9fff·•]{2,9}$", rest) else words


def titled_names(text: str, names: set[str]) -> set[str]:
    """Those of `names` that stand beside a title somewhere in `text`: `局长刘建明`, `刘建明局长`. One pass over the text."""
    lengths = sorted({len(name) for name in names if len(name) <= 16})
    found: set[str] = set()
    for noun in TITLE_NOUN.finditer(text) if lengths else ():
        after = text[noun.end() : noun.end() + 20].lstrip(" 　\t")
        before = text[max(0, noun.start() - 18) : noun.start()]
        for length in lengths:
            found.add(after[:length])
            found.update(before[len(before) - gap - length : len(before) - gap] for gap in range(3) if len(before) >= gap + length)
    for hosting in re.finditer("主持", text):
        found.update(text[max(0, hosting.start() - length) : hosting.start()] for length in lengths)
    return names & found
