"""Labels -> speakers: name, title and body of each, the short forms of one person joined, the label
as printed left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.head.answering import answerer
from pressroom.corpus.parse.surnames import with_surnames
from pressroom.corpus.parse.words.introduced import introduced
from pressroom.corpus.parse.words.names import outlet, plain_words
from pressroom.corpus.parse.words.offices import (
    TITLE_NOUNS,
    has_office,
    has_title,
    is_title,
    office_end,
)
from pressroom.corpus.parse.words.parted import is_caseless, split_name, without_mark, without_part
from pressroom.corpus.parse.words.roles import is_answer_mark, is_asking, role_of
from pressroom.corpus.parse.words.stated import stated
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary
from pressroom.corpus.transcript import Speaker

# no one person
_NOBODY = "question", "follow_up", "reporter", "press", "chair", "interpreter", "audience"
_SHORT = re.compile(rf"^(?P<surname>[\u4e00-\u9fff]{{1,2}}?)(?P<noun>副?(?:{TITLE_NOUNS}))$")
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff、]{4,40}(?:委员会|办公室|厅|局|部|署|政府|中心|院|委|办|處|局)$"
)
_LEDE = 3000
_PART_END = re.compile(r"\s*[\s、，,：:/|]\s*")
_BRACKET = re.compile(r"(?<=\S)\s*[（(](?P<inside>[^（()）]+)[)）]$")


def speaker_of(label: str) -> Speaker:
    """Name and title of a label: `市司法局党组书记、局长刘建明`, `Deputy Mayor Helen Gu`, `NAME,
    TITLE`, `路透社记者`.
    """
    words = re.sub(r"[\s　]+", " ", label).strip("* ")
    if is_asking(words):
        return Speaker(name=without_mark(words), body=outlet(words))
    name, title = split_name(without_part(words))
    return Speaker(name, title and _office_alone(title))


def _office_alone(title: str) -> str:
    """Without the part played before an office: `主持人、市政府新闻办主任`."""
    part, *office = _PART_END.split(title, maxsplit=1)
    is_both = role_of(part) == "moderator" and any(map(has_title, office))
    return office[0] if is_both else title


def people_of(labels: Iterable[str], text: str, head: str, above: str = "") -> dict[str, Speaker]:
    """Label -> speaker; labels of one person give one and the same speaker. `head` is the title,
    `text` the document, `above` what of it stands above the first label.

    Joined are: a name without its title, a title with the surname (`刘局长`), and a surname with an
    honorific (`MS. LEE`). Where two people would fit, nothing is joined.
    """
    people = {words: speaker_of(words) for words in dict.fromkeys(labels)}
    officials = {
        words: person
        for words, person in people.items()
        if not is_asking(words) and not (is_answer_mark(words) and person.name == words)
    }
    officials = _by_ends(_without_places(officials, text, head))
    known = _fullest(officials.values())
    wanted = {person.name for person in officials.values() if person.name not in known}
    titles = stated(f"{head}\n{text}", wanted)
    known |= {name: Speaker(name, title) for name, title in titles.items()}
    surnames: dict[str, list[Speaker]] = defaultdict(list)
    for name, person in known.items():
        surnames[name[:1]].append(person)
    joined = {
        words: _one(words, person, known, surnames[words[:1]])
        for words, person in officials.items()
    }
    opening = f"{head}\n{text[:_LEDE]}"
    people = _introduced(people | with_surnames(joined, opening), opening)
    return _answering(_leading(people), f"{head}\n{above}")


def _leading(people: dict[str, Speaker]) -> dict[str, Speaker]:
    """With who leads behind a bare mark where one other label names who does: `主持人`, and
    `主持人 粟景澜`.
    """
    marks = vocabulary().roles["moderator"]
    leading = [words for words in people if role_of(words) == "moderator"]
    bare = [words for words in leading if squeezed(words) in marks]
    named = {people[words].name: people[words] for words in leading if words not in bare}
    return people | dict.fromkeys(bare, *named.values()) if len(named) == 1 else people


def _answering(people: dict[str, Speaker], head: str) -> dict[str, Speaker]:
    """With who answers where the answers bear nothing but a mark, and no other official a label."""
    marks = [words for words in people if is_answer_mark(words) and people[words].name == words]
    found = answerer(head) if marks else None
    officials = {
        person.name
        for words, person in people.items()
        if not is_answer_mark(words) and role_of(words) not in (*_NOBODY, "moderator")
    }
    is_alone = found is not None and officials <= {found.name}
    return people | dict.fromkeys(marks, found) if found and is_alone else people


def _introduced(people: dict[str, Speaker], opening: str) -> dict[str, Speaker]:
    """With the fuller names and offices under which the head introduces who speaks."""
    out: dict[str, Speaker] = {}
    for words, person in people.items():
        told = None
        is_told = person.title is not None and " " in person.name
        if not is_told and not is_answer_mark(words) and role_of(words) not in _NOBODY:
            told = introduced(words, person, opening)
        out[words] = replace(told, body=person.body) if told and _fits(person, told) else person
    known = _fullest(out.values())
    return {words: _in_full(person, known) for words, person in out.items()}


def _in_full(person: Speaker, known: dict[str, Speaker]) -> Speaker:
    """With the office as it is told most fully: `स्वास्थ्य मंत्री` where `मंत्री` is told, too."""
    title = known[person.name].title if person.name in known else None
    is_same = title and person.title and title.endswith(person.title)
    return replace(person, title=title) if is_same else person


def _fits(person: Speaker, told: Speaker) -> bool:
    """Whether what the head says adds to the label and does not gainsay it."""
    if person.title is None:
        return True
    held, stated = plain_words(person.title).split(), plain_words(told.title or "").split()
    return len(stated) >= len(held) and all(
        any(other.startswith(word) for other in stated) for word in held
    )


def _by_ends(people: dict[str, Speaker]) -> dict[str, Speaker]:
    """With name and office told apart where a label begins or ends as another label's name does."""
    names = {
        person.name for words, person in people.items() if not person.title and not role_of(words)
    }
    return {words: _by_end(person, names) for words, person in people.items()}


def _by_end(person: Speaker, names: set[str]) -> Speaker:
    parts = person.name.split() if person.title is None else []
    for at in range(1, len(parts)):
        first, last = " ".join(parts[:at]), " ".join(parts[at:])
        for name, office in ((last, first), (first, last)):
            if name in names and has_title(office) and _is_whole(office):
                return Speaker(name, office.strip(" ,،"), person.body)
    return person


def _without_places(people: dict[str, Speaker], text: str, head: str) -> dict[str, Speaker]:
    """Without names of one word in brackets behind an office, `Gouverneur (Marne)`, where the text
    has none of them as a name elsewhere: they may be places, so the label stays as it is printed.
    """
    held = {words for words, person in people.items() if _is_in_brackets(words, person)}
    others = "\n".join([head, *(_BRACKET.sub("", words) for words in people)]) if held else ""
    if any(_is_used(people[words].name, text, others) for words in held):
        return people
    printed = {words: Speaker(words, None, people[words].body) for words in held}
    return people | printed


def _is_in_brackets(words: str, person: Speaker) -> bool:
    match = _BRACKET.search(words)
    is_one = match is not None and match["inside"] == person.name and " " not in person.name
    return is_one and bool(person.title) and not is_dense_script(person.name[0])


def _is_used(name: str, text: str, head: str) -> bool:
    """Whether a word is a name in the head or in another label, or behind an office or a polite
    form in the text.
    """
    word = re.compile(rf"(?:(?P<before>[^\W\d_]+)\.?\s+)?(?<!\w){re.escape(name)}(?!\w)", re.I)
    if word.search(head):
        return True
    return any(
        is_title(match["before"]) or squeezed(match["before"]) in vocabulary().address
        for match in word.finditer(text)
        if match["before"]
    )


def _is_whole(office: str) -> bool:
    """Whether an office in a script without capitals ends where the name begins, and has no other
    name of the same person behind it.
    """
    words = office.split()
    return not is_caseless(words[-1]) or office_end(words) == len(words)


def _fullest(people: Iterable[Speaker]) -> dict[str, Speaker]:
    """Name -> the speaker of that name with the longest title."""
    best: dict[str, Speaker] = {}
    for person in people:
        if person.title and len(person.title) > len(
            (best[person.name].title or "") if person.name in best else ""
        ):
            best[person.name] = person
    return best


def _one(
    words: str, person: Speaker, known: dict[str, Speaker], namesakes: list[Speaker]
) -> Speaker:
    if person.name in known:
        return known[person.name]
    after = next(
        (
            known[words[:size]]
            for size in (3, 2, 4)
            if words[:size] in known and _SHORT.match(f"某{words[size:]}")
        ),
        None,
    )
    short = _SHORT.match(words)
    if after or not short:
        return after or person
    fitting = [
        other
        for other in namesakes
        if other.name.startswith(short["surname"]) and has_office(other.title or "", short["noun"])
    ]
    return fitting[0] if len(fitting) == 1 else person


def issuer(text: str) -> str | None:
    """The body that signs a document without speakers: a line of its own near the end."""
    lines = [line.strip() for line in text[-2000:].strip().splitlines() if line.strip()]
    return next((line for line in reversed(lines[-4:]) if _ISSUER.match(line)), None)
