"""Labels that are a surname with a polite form, `MS. LEE` -> the one person of that surname, with
name and office, whom another label or the head names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from pressroom.corpus.transcript import Speaker

_HONORIFIC = re.compile(
    r"^(?P<honorific>MRS?|MS|MX|DR|PROF|SRA?|DRA|ADM|GEN|COL|SEN|REP|GOV|SEC)\.?\s+(?P<name>\S.*)$",
    re.I,
)
_NOUN = re.compile(
    r"\b(?:Secretary|Coordinator|Director|Spokes(?:person|man|woman)|President|Minister|Mayor|"
    r"Governor|Commissioner|Ambassador|Chair(?:man|woman)?|"
    r"Advis[eo]r|Administrator|Chief|Officer|Counsel(?:or)?|Representative|General|Admiral|"
    r"Chancellor|Superintendent)\b"
)
_RUN = r"(?:[A-Z][\w.’'-]*(?:\s(?:for|of|to|the|and|on)){0,3}\s){1,12}"


def with_surnames(people: dict[str, Speaker], head: str) -> dict[str, Speaker]:
    """Label -> speaker, where a surname with an honorific takes the name and title of the one
    person of that surname.
    """
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
            out[words] = replace(
                others[0], title=others[0].title or (named.title if named else None)
            )
        elif (
            named
            and not others
            and (
                honorific
                or named.name.casefold() == person.name.casefold()
                or " " not in person.name
            )
        ):
            out[words] = named
    return out


def _named(surname: str, head: str) -> Speaker | None:
    """`... by NSC Coordinator for Communications John Kirby` -> John Kirby and his title."""
    place = head.casefold().find(surname)
    while place > 0:
        run = re.search(f"({_RUN})$", head[max(0, place - 120) : place])
        nouns = list(_NOUN.finditer(run[1])) if run else []
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
