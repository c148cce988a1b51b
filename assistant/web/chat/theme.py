"""How Gradio's components look here: their colours are those of the other pages."""

from __future__ import annotations

import gradio as gr

# Only fonts that the reader's system has: nothing is fetched from another host.
_FONTS = [
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans",
    "sans-serif",
]
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.blue,
    neutral_hue=gr.themes.colors.slate,
    font=_FONTS,
    font_mono=["ui-monospace", "monospace"],
).set(
    body_background_fill="var(--paper)",
    body_background_fill_dark="var(--paper)",
    body_text_color="var(--ink)",
    body_text_color_dark="var(--ink)",
)
