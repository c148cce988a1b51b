"""An error of reading or fetching -> the same in the language of the desk: which file, what is
wrong, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# What the readers say -> which text of the desk says the same.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"not an address|port \d+", "address"),
    (r"encrypted|password", "password"),
    (r"Word 97-2003", "old_office"),
    (r"this is a picture|run OCR|only pictures", "picture"),
    (r"this is an archive", "archive"),
    (r"Excel workbook|PowerPoint", "table"),
    (r"damaged|cut-off|broke its reader", "damaged"),
    (r"content is something else", "other_content"),
    (r"no reader for this kind", "kind"),
    (r"is empty|no text|nothing but white space", "empty"),
    (r"a file of at most|more than \d+ MB|at most .* was expected", "large"),
    (r"not read after|takes more memory", "slow"),
    (r"macros", "macros"),
    (r"private network", "private"),
    (r"not among the hosts", "host"),
    (
        r"server answers|is not found|cannot be fetched|does not answer|redirects|"
        r"so it was stopped",
        "not_fetched",
    ),
    (r"line \d+: |JSON", "json"),
    (r"not processed, by a fault", "fault"),
)


def explained(error: str, t: Mapping[str, str]) -> str:
    """In the language of `t`; an error of no kind that is known keeps its own words."""
    name, _, problem = error.partition(": ")
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, problem)), "other")
    return t["job_error"].format(name=name, words=t[f"job_error_{kind}"].format(words=problem))
