"""View -> the HTML of a reply, and its words for those who hear it or paste it elsewhere."""

from __future__ import annotations

from markupsafe import Markup
from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.web.chat.cards import Card
from pressroom.assistant.web.chat.view import View
from pressroom.assistant.web.html import render


def reply_html(
    view: View, tongue: Tongue, interface: Tongue, *, whole: bool = True, script: bool = True
) -> Markup:
    """What is said is in the language of the question, what can be pressed in that of the
    interface.
    """
    html = render(
        "parts/reply.html",
        view=view,
        tongue=tongue,
        t=tongue.t,
        ui=interface,
        whole=whole,
        script=script,
        copied=copied(view, tongue),
    )
    return Markup(html)  # made by our template, where every value is text


def spoken(view: View, tongue: Tongue) -> str:
    """The reply in plain words, for those who hear it."""
    quoted = [
        line.text if not view.is_timeline else f"{tongue.day(line.date)}: {line.text}"
        for line in view.lines
    ]
    words = None if view.lines else view.reply.words
    choices = [choice.label for choice in view.reply.choices]
    parts = [
        *view.reply.notes,
        status_text(view, tongue),
        view.reply.lead,
        *quoted,
        words,
        *choices,
        view.reply.coverage,
    ]
    return " ".join(
        filter(None, [*parts, tongue.count("sources_n", len(view.cards)) if view.cards else None])
    )


def status_text(view: View, tongue: Tongue) -> str | None:
    """How far it can be relied on; None for small talk."""
    if view.status == "contradicted":
        return tongue.t["disagree"]
    if view.lines:
        checked = tongue.t["verified" if view.verbatim else "written"]
        return f"{tongue.t['partly']} {checked}" if view.status == "partly" else checked
    return None


def copied(view: View, tongue: Tongue) -> str:
    """The answer to be pasted elsewhere: each sentence, then its sources with their addresses."""
    lines = [
        f"{line.dots[0]}{line.text}{line.dots[1]}"
        + "".join(f" [{number}]" for number in line.cards)
        for line in view.lines
    ]
    sources = [f"[{card.number}] {_told(card, tongue)}\n{card.url or ''}" for card in view.cards]
    return "\n".join([*lines, "", *sources]) if lines else view.reply.text


def _told(card: Card, tongue: Tongue) -> str:
    told = (card.speaker, card.title, card.event, tongue.day(card.date))
    return ", ".join(filter(None, told))
