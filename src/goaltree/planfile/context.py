"""What a binding knows while it goes on: units, calendar, names, and the findings so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import define, evolve, field

from ..finding import Fault, Finding, Rule, Span, Words, excerpt
from ..model.calendar import Calendar
from ..model.dimension import Unit
from ..model.names import Names, Unresolved
from ..model.time_faults import PERIOD_WITHOUT_YEAR
from ..model.unit import Units
from . import shape_faults
from .duplicate import duplicate, fold
from .node import Node, Scalar

MISSING: Final[Any] = type("Missing", (), {"__repr__": lambda _: "MISSING"})()
"""What a binder answers where there is no value; a finding has said why."""

NOUNS: Final[Mapping[str, Words]] = {
    "goals": Words("goal", "目标"),
    "metrics": Words("metric", "指标"),
    "teams": Words("team", "团队"),
    "actions": Words("action", "行动"),
    "perspectives": Words("perspective", "维度"),
    "segments": Words("segment", "细分"),
    "sources": Words("source", "数据来源"),
    "benchmarks": Words("benchmark", "外部基准"),
    "objectives": Words("objective", "目标组"),
    "handovers": Words("hand-over", "交接"),
    "units": Words("unit", "单位"),
}


COMMA: Final = Words(
    "A comma inside braces begins a new entry: put the text in quotes.",
    "花括号里的逗号会另起一项：请给文字加上引号。",
)
"""The way out where a text was split by its own comma."""
CURLY: Final = Words(
    'Curly quotes are text like any other and hold nothing together: write straight quotes, `"…"`.',
    '弯引号只是普通文字，不能把内容括在一起：请改用直引号 `"…"`。',
)
"""The way out where the text that its comma split stands in curly quotes."""


@define(eq=False)
class Context:
    """The working state of one binding; it ends with it."""

    units: Units
    calendar: Calendar
    currency: Unit | None
    percent: Unit
    year: int | None = None
    metric_unit: Unit | None = None
    is_band: bool = False
    goal_unit: Callable[[str], Unit | None] = lambda _: None
    names: dict[str, Names] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    period_unsaid: bool = False
    """Whether the plan has no `period:`, from which texts would take their year."""
    silenced: set[str] = field(factory=set)
    """Codes of rules whose cause has been reported once already."""
    defined: dict[str, Node] = field(factory=dict)
    """Metrics by key path: the node that defines each."""
    refused: dict[str, set[str]] = field(factory=dict)
    """Names by section that a finding refused as keys: what refers to them is not reported again."""
    unread: set[str] = field(factory=set)
    """Sections that could not be read at all: what refers into them is not reported."""

    def report(
        self, rule: Rule, node: Node, path: str, others: tuple[Span, ...] = (), **params: object
    ) -> Any:
        """Note a finding about a node; the answer is `MISSING`."""
        text = node.text if isinstance(node, Scalar) else ""
        self.findings.append(
            Finding(rule=rule, params=params, span=node.span, path=path, excerpt=excerpt(text), others=others)
        )
        return MISSING

    def repeated(self, name: Scalar, first: Scalar, path: str) -> None:
        """Note a name that means what an earlier one of the same mapping means."""
        if fold(name.text) != fold(first.text):  # else the reader of the file has told it
            self.findings.append(evolve(duplicate(name, first), path=path))

    def fault(self, fault: Fault, node: Scalar, path: str, key: str = "") -> Any:
        """Note what a parser of one value found wrong, at its place in the file."""
        if fault.rule.code in self.silenced:
            return MISSING
        span = node.span
        if span.line and span.line == span.end_line:
            start = span.column + (1 if node.style else 0) + fault.column
            offset = span.offset + start - span.column
            length = max(1, min(fault.length, len(node.text) - fault.column))
            span = evolve(
                span, column=start, offset=offset, end_column=start + length, end_offset=offset + length
            )
        params = {"key": key, "text": excerpt(node.text), **fault.params}
        if fault.rule is PERIOD_WITHOUT_YEAR and self.period_unsaid:
            # One missing key is one finding, however many texts want a year of it.
            params["example"] = f"period: {str(params['example'])[:4]}"
            self.silenced.add(fault.rule.code)
        self.findings.append(
            Finding(rule=fault.rule, params=params, span=span, path=path, excerpt=excerpt(node.text))
        )
        return MISSING

    def resolve(self, noun: str, name: str, node: Node, path: str) -> str:
        """The key that a reference means; the name as written, with a finding, where it means none."""
        found = self.names[noun].resolve(name)
        if isinstance(found, str):
            return found
        if noun not in self.unread and not self._was_refused(noun, name):
            self.unresolved(noun, name, found, node, path)
        return name

    def _was_refused(self, noun: str, name: str) -> bool:
        refused = self.refused.get(noun, frozenset[str]())
        return name in refused or name.partition(".")[0] in refused

    def _keys_of(self, noun: str, names: Iterable[str]) -> tuple[str, ...]:
        """The keys of what goes by these names, each thing once; an address as it was shortened."""
        said: dict[str, str] = {}
        for name in names:
            found = self.names[noun].resolve(name)
            for key in (found,) if isinstance(found, str) else found.candidates[:3]:
                said.setdefault(key, name if "." in name and found == key else key)
        return tuple(said.values())[:3]

    def unresolved(self, noun: str, name: str, found: Unresolved, node: Node, path: str) -> None:
        """Note a reference that means nothing or too much."""
        if found.ambiguous:
            self.report(shape_faults.AMBIGUOUS, node, path, text=name, candidates=found.candidates)
            return
        hint = suggestion(self._keys_of(noun, found.candidates), NOUNS[noun], name, f"{noun}:")
        self.report(shape_faults.UNRESOLVED, node, path, text=name, noun=NOUNS[noun], suggestion=hint)


def suggestion(near: Iterable[str], noun: Words, name: str, section: str) -> Words:
    """The way out of an unknown name: the nearest ones, or to define it."""
    known = tuple(near)
    if known:
        en, zh = " or ".join(f"`{n}`" for n in known), "或".join(f"`{n}`" for n in known)
        return Words(f"Did you mean {en}?", f"是否想写 {zh}？")
    return Words(
        f"Define the {noun.en} `{name}` under `{section}`, or correct the name.",
        f"请在 `{section}` 下定义{noun.zh} `{name}`，或改正名称。",
    )


def did_you_mean(near: Iterable[str], choices: Iterable[str]) -> Words:
    """The way out of an unknown word: the nearest ones, or all that there are."""
    known = tuple(near)
    if known:
        en, zh = " or ".join(f"`{n}`" for n in known), "或".join(f"`{n}`" for n in known)
        return Words(f"Did you mean {en}?", f"是否想写 {zh}？")
    words = ", ".join(f"`{c}`" for c in choices)
    return Words(f"Write one of {words}.", f"请写其中之一：{words}。")
