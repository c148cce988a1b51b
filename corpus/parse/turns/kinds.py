"""Labels and the words behind them -> the kind of each turn: question, answer, statement,
moderation or narration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.turns.asking import who_asks
from pressroom.corpus.parse.turns.hosting import is_hosting, who_leads
from pressroom.corpus.parse.turns.said import Said, ends_in_question, is_question, said_of
from pressroom.corpus.transcript import Kind, Speaker


def kinds(
    turns: Sequence[tuple[Label | None, str]],
    people: Mapping[str | None, Speaker],
    *,
    has_labels: bool,
    told: Sequence[Kind | None],
) -> list[Kind]:
    """The kind of each turn, given as its label and its words, in order; `told` of those of which
    the layout tells it.
    """
    said = [said_of(label, words, people) for label, words in turns]
    asking = who_asks(said)
    leading = who_leads(said, asking)
    out: list[Kind] = []
    for turn, after, kind in zip(said, [*said[1:], None], told, strict=True):
        if kind is not None:
            out.append(kind)
        elif turn.label is None:
            opens = not out and (None in people or not has_labels)
            out.append("statement" if opens else "narration")
        elif is_question(turn, asking):
            out.append("question")
        elif turn.who in leading:
            out.append(_kind_of_leader(turn, after, out[-1] if out else None, asking, leading))
        else:
            out.append("answer" if "question" in out else "statement")
    return out


def _kind_of_leader(
    turn: Said,
    after: Said | None,
    before: Kind | None,
    asking: AbstractSet[str],
    leading: AbstractSet[str],
) -> Kind:
    """Who leads asks what others reply to, and answers what nobody else does."""
    if ends_in_question(turn.words) and _is_reply(after, asking, leading):
        return "question"
    is_last = after is None or (after.label is not None and is_question(after, asking))
    is_official = turn.label is not None and turn.label.role is None
    replies = before == "question" and is_last and not is_hosting(turn.words)
    return "answer" if replies and is_official else "moderation"


def _is_reply(turn: Said | None, asking: AbstractSet[str], leading: AbstractSet[str]) -> bool:
    """Whether somebody speaks who neither asks nor leads: `HOST: Are fares going up?` is asked."""
    if turn is None or turn.label is None or turn.label.unsure:
        return False
    return turn.who not in leading and not is_question(turn, asking)
