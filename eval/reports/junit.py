"""A run -> JUnit XML, which every continuous integration reads: a suite a set, a test a
question.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from pressroom.eval.metrics.failures import MEANS
from pressroom.eval.runs.records import CaseRecord, ResultRecord, RunRecord, SetRecord

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(run: RunRecord, file: Path) -> Path:
    """The file, in its folder, which is made. Bounds that are missed are tests of a suite
    `gate`.
    """
    suites = ElementTree.Element("testsuites", name="pressroom eval", time=f"{run.seconds:.1f}")
    for each in run.sets:
        _add_set(suites, each, at=run.at)
    _add_gate(suites, run)
    file.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True)
    return file


def _add_set(suites: ElementTree.Element, record: SetRecord, *, at: str) -> None:
    results = record.ours.results
    suite = _suite(suites, record.name, tests=len(results), wrong=[r.failure for r in results])
    suite.set("timestamp", at)
    for case, result in zip(record.cases, results, strict=True):
        _add_case(suite, record.name, case, result)


def _add_case(
    suite: ElementTree.Element, name: str, case: CaseRecord, result: ResultRecord
) -> None:
    test = ElementTree.SubElement(
        suite,
        "testcase",
        classname=f"{name}.{case.kind}",
        name=_clean(f"{case.id} {case.question}"),
    )
    test.set("time", f"{(result.ms or 0) / 1000:.3f}")
    if result.failure == "right":
        return
    kind = "error" if result.failure == "error" else "failure"
    found = ElementTree.SubElement(test, kind, type=result.failure, message=MEANS[result.failure])
    right = "nothing answers it" if case.unanswerable else " / ".join(case.answers)
    found.text = _clean(f"right: {right}\nshown: {result.answer or result.error or 'nothing'}")


def _add_gate(suites: ElementTree.Element, run: RunRecord) -> None:
    suite = _suite(suites, "gate", tests=max(1, len(run.missed)), wrong=list(run.missed))
    for line in run.missed or ["no bound is missed"]:
        test = ElementTree.SubElement(suite, "testcase", classname="gate", name=line.split(":")[0])
        if run.missed:
            ElementTree.SubElement(test, "failure", type="gate", message=line)


def _suite(
    suites: ElementTree.Element, name: str, *, tests: int, wrong: list[str]
) -> ElementTree.Element:
    errors = sum(what == "error" for what in wrong)
    failures = sum(what not in ("right", "error") for what in wrong)
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return ElementTree.SubElement(suites, "testsuite", {"name": name, **counts})


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold: a hostile question may have them."""
    return _NO_XML.sub("\ufffd", text)
