"""Labels -> speakers: name, title and body of each, the short forms of one person joined, the label as printed left alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from corpus.names import NAME, TITLE_NOUNS, bare_name, has_office, is_answer_mark, is_reporter, outlet
from corpus.transcript import Speaker

_CAPITAL_TITLED = re.compile(
    r"^(?P<title>(?:VICE )?(?:PRESIDENT[EA]?|SECRETAR(?:Y|I[OA])|GENERAL|ADMIRAL|GOVERNOR|MAYOR|SENATOR|MINISTER|MINISTR[OA]|"
    r"CHAIR(?:MAN|WOMAN)?|DIRECTORA?|"
    r"AMBASSADOR|COMMISSIONER|GOBERNADORA?|ALCALDE(?:SA)?|VOCER[OA]|EMBAJADORA?|SUBSECRETARI[OA]|FISCAL|COACH|DOCTORA?))\s(?P<name>[A-ZÀ-Þ].+)$"
)
_HONORIFIC = re.compile(r"^(?P<honorific>MRS?|MS|MX|DR|PROF|SRA?|DRA|ADM|GEN|COL|SEN|REP|GOV|SEC)\.?\s+(?P<name>\S.*)$", re.I)
_LATIN_NOUN = re.compile(
    r"\b(?:Secretary|Coordinator|Director|Spokes(?:person|man|woman)|President|Minister|Mayor|Governor|Commissioner|Ambassador|Chair(?:man|woman)?|"
    r"Advis[eo]r|Administrator|Chief|Officer|Counsel(?:or)?|Representative|General|Admiral|Chancellor|Superintendent)\b"
)
_RUN = r"(?:[A-Z][\w.’'-]*(?:\s(?:for|of|to|the|and|on)){0,3}\s){1,12}"
_CUT = re.compile(
    r".*(?:邀请到?|邀請到?|欢迎|歡迎|下面|首先|今天|出席|来自|來自|分别|以及|还有|主持人是|表示|介绍|介紹|有请|有請|[请請由是和及与與的为為])",
    re.S,
)
_FORMER = re.compile(r"(?:时任|時任|原|前)[\u4e00-\u9fff]{0,12}$")
_DATED = re.compile(r"\d[年月日][\u4e00-\u9fff、]*$")
_SHORT = re.compile(rf"^(?P<surname>[\u4e00-\u9fff]{{1,2}}?)(?P<noun>副?(?:{TITLE_NOUNS}))$")
_ISSUER = re.compile(r"^[\u4e00-\u9fff、]{4,40}(?:委员会|办公室|厅|局|部|署|政府|中心|院|委|办|處|局)$")
_BEFORE = 24  # characters: no title is longer
_LEDE = 3000


def speaker_of(label: str) -> Speaker:
    """Name and title of a label: `市司法局党组书记、局长刘建明`, `Deputy Mayor Helen Gu`, `NAME, TITLE`, `路透社记者`."""
    words = re.sub(r"[\s　]+", " ", label).strip("* ")
    if is_reporter(words):
        return Speaker(name=words, body=outlet(words))
    name, comma, title = words.strip(" ,").partition(",")
    if comma and not re.search(r"[\u4e00-\u9fff]", words):
        return Speaker(name.strip(), title.strip() or None)
    capital = _CAPITAL_TITLED.match(words)
    if capital:
        return Speaker(capital["name"], capital["title"])
    name = bare_name(words)
    title = words[: len(words) - len(name)].rstrip(" ：:（(") if words.endswith((name, f"{name})", f"{name}）")) else ""
    return Speaker(name, title or None)


def people_of(labels: Iterable[str], text: str, head: str) -> dict[str, Speaker]:
    """Label -> speaker; labels of one person give one and the same speaker. `head` is the title, `text` the document.

    Joined are: a name without its title, a title with the surname (`刘局长`), and a surname with an honorific (`MS. LEE`).
    Where two people would fit, nothing is joined.
    """
    people = {words: speaker_of(words) for words in dict.fromkeys(labels)}
    officials = {words: person for words, person in people.items() if not is_reporter(words) and not is_answer_mark(words)}
    known = _fullest(officials.values())
    wanted = {person.name for person in officials.values() if person.name not in known}
    stated = _stated(f"{head}\n{text}", wanted)
    known |= {name: Speaker(name, title) for name, title in stated.items()}
    surnames: dict[str, list[Speaker]] = defaultdict(list)
    for name, person in known.items():
        surnames[name[:1]].append(person)
    joined = {words: _one(words, person, known, surnames[words[:1]]) for words, person in officials.items()}
    return people | _latin(joined, f"{head}\n{text[:_LEDE]}")


def _fullest(people: Iterable[Speaker]) -> dict[str, Speaker]:
    """Name -> the speaker of that name with the longest title."""
    best: dict[str, Speaker] = {}
    for person in people:
        if person.title and len(person.title) > len((best[person.name].title or "") if person.name in best else ""):
            best[person.name] = person
    return best


def _one(words: str, person: Speaker, known: dict[str, Speaker], namesakes: list[Speaker]) -> Speaker:
    if person.name in known:
        return known[person.name]
    after = next((known[words[:size]] for size in (3, 2, 4) if words[:size] in known and _SHORT.match(f"某{words[size:]}")), None)
    short = _SHORT.match(words)
    if after or not short:
        return after or person
    fitting = [other for other in namesakes if other.name.startswith(short["surname"]) and has_office(other.title or "", short["noun"])]
    return fitting[0] if len(fitting) == 1 else person


def _stated(text: str, names: set[str]) -> dict[str, str]:
    """Name -> the title that the text gives right before it, for names of Chinese form: `外交部发言人李敏`."""
    wanted, out = {name for name in names if NAME.match(name)}, dict[str, str]()
    for noun in re.finditer(TITLE_NOUNS, text) if wanted else ():
        after = text[noun.end() : noun.end() + 17].lstrip(" 　\t")
        name = next((after[:size] for size in (4, 3, 2) if after[:size] in wanted), None)
        if name and name not in out and (title := _title_before(text, noun)):
            out[name] = title
    return out


def _title_before(text: str, noun: re.Match[str]) -> str | None:
    before = text[max(0, noun.start() - _BEFORE) : noun.start()]
    if _FORMER.search(before):
        return None
    run = re.search(r"[\u4e00-\u9fff、]*$", before)
    words = run[0] if run else ""
    if _DATED.search(before):
        words = words[1:]
    return _CUT.sub("", words).lstrip("、") + noun[0]


def _latin(people: dict[str, Speaker], head: str) -> dict[str, Speaker]:
    """Surnames with an honorific take the name and title of the one person of that surname, named in a label or the head."""
    full: dict[str, set[Speaker]] = defaultdict(set)
    spoken: dict[str, set[str]] = defaultdict(set)
    for words, person in people.items():
        honorific = _HONORIFIC.match(words)
        if honorific and " " not in honorific["name"]:
            spoken[honorific["name"].casefold()].add(honorific["honorific"].casefold())
        elif " " in person.name and not re.search(r"\w{2}\.\s", person.name):
            full[person.name.split()[-1].casefold()].add(person)
    out = dict(people)
    for words, person in people.items():
        honorific = _HONORIFIC.match(words)
        surname = (honorific["name"] if honorific else person.name).split()[-1].casefold()
        if person.title or re.search(r"[\u4e00-\u9fff]", words) or len(spoken[surname]) > 1:
            continue
        others = sorted(full[surname], key=lambda other: other.title or "") if honorific else []
        named = _named(surname, head)
        if len(others) == 1:
            out[words] = replace(others[0], title=others[0].title or (named.title if named else None))
        elif named and not others and (honorific or named.name.casefold() == person.name.casefold() or " " not in person.name):
            out[words] = named
    return out


def _named(surname: str, head: str) -> Speaker | None:
    """`... by NSC Coordinator for Communications John Kirby` -> John Kirby and his title."""
    place = head.casefold().find(surname)
    while place > 0:
        run = re.search(f"({_RUN})$", head[max(0, place - 120) : place])
        nouns = list(_LATIN_NOUN.finditer(run[1])) if run else []
        if run and nouns and not head[place + len(surname) : place + len(surname) + 1].isalnum():
            return _split(run[1], nouns[-1], head[place : place + len(surname)])
        place = head.casefold().find(surname, place + 1)
    return None


def _split(run: str, noun: re.Match[str], surname: str) -> Speaker | None:
    rest = run[noun.end() :].split()
    scope = rest[:-1] if rest and rest[0] in ("for", "of", "to", "on") else []
    given = rest[len(scope) :]
    if not given or len(given) > 3 or any(word in ("and", "the", "for", "of") for word in given):
        return None
    title = " ".join([*run[: noun.end()].rpartition(" and ")[2].split(), *scope])
    return Speaker(" ".join([*given, surname]), title)


def issuer(text: str) -> str | None:
    """The body that signs a document without speakers: a line of its own near the end."""
    lines = [line.strip() for line in text[-2000:].strip().splitlines() if line.strip()]
    return next((line for line in reversed(lines[-4:]) if _ISSUER.match(line)), None)
