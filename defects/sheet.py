"""A plan as text that can be changed: its files, its nodes with positions, and single edits."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from goaltree.model.goal import Goal
from goaltree.model.plan import Plan
from goaltree.planfile.bind import bind
from goaltree.planfile.include import read_nodes, read_text
from goaltree.planfile.locator import NodeLocator
from goaltree.planfile.node import Map, Node, Reading, Scalar, Seq


@frozen
class Edit:
    """One replacement: `text` comes instead of the characters from `start` to `end` of a file."""

    file: str
    start: int
    end: int
    text: str


@frozen(kw_only=True)
class Site:
    """One place where an operator can put its defect.

    Attributes:
        edits: What is changed.
        at: Key paths that a finding about the defect may point at.
        expects: Names of rules, where this site expects others than its operator.
        also: Lines before the change that a finding may stand at as well: where a bracket was opened.
        textual: Whether the defect is in the text alone, so that the plan that is read may be the same.
    """

    edits: tuple[Edit, ...]
    at: tuple[str, ...] = ()
    expects: frozenset[str] | None = None
    textual: bool = False
    also: tuple[tuple[str, int], ...] = ()


@frozen(slots=False)
class Sheet:
    """One plan and the texts of its files.

    Attributes:
        name: What the report calls it.
        files: File name to text; the first one is where reading begins.
    """

    name: str
    files: dict[str, str] = field(repr=False)

    @staticmethod
    def load(path: Path) -> Sheet:
        """The plan of one file, or of a folder with all its files."""
        if path.is_dir():
            names = sorted(path.glob("*.yaml"), key=lambda one: (one.name != "plan.yaml", one.name))
            return Sheet(path.name, {one.name: one.read_text(encoding="utf-8") for one in names})
        return Sheet(path.stem, {path.name: path.read_text(encoding="utf-8")})

    @cached_property
    def reading(self) -> Reading:
        """Its nodes."""
        first, *rest = self.files
        if not rest:
            return read_text(self.files[first], name=first)
        with tempfile.TemporaryDirectory() as folder:
            for name, text in self.files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return read_nodes(str(Path(folder) / first))

    @cached_property
    def plan(self) -> Plan:
        """The plan that it holds."""
        return bind(self.reading)

    @cached_property
    def locator(self) -> NodeLocator:
        """Finds nodes by key path."""
        return NodeLocator(self.reading.root, self.reading.files)

    def find(self, path: str) -> tuple[Node, Scalar | None] | None:
        """The node at a key path with its key; `None` where nothing is written there."""
        node, key, exact = self.locator.find(path)
        return (node, key) if exact and node is not None else None

    def changed(self, edits: Iterable[Edit]) -> Sheet:
        """The plan with its text changed."""
        files = dict(self.files)
        for edit in sorted(edits, key=lambda one: (one.file, one.start), reverse=True):
            text = files[edit.file]
            files[edit.file] = text[: edit.start] + edit.text + text[edit.end :]
        return Sheet(self.name, files)

    def lines(self, edits: Iterable[Edit]) -> set[tuple[str, int]]:
        """The lines, in the changed text, that hold the changes."""
        found: set[tuple[str, int]] = set()
        shift: dict[str, int] = {}
        after = self.changed(edits)
        for edit in sorted(edits, key=lambda one: (one.file, one.start)):
            start = edit.start + shift.get(edit.file, 0)
            stop = start + len(edit.text.rstrip("\n"))
            text = after.files[edit.file]
            found |= {
                (edit.file, line)
                for line in range(text.count("\n", 0, start) + 1, text.count("\n", 0, stop) + 2)
            }
            shift[edit.file] = shift.get(edit.file, 0) + len(edit.text) - (edit.end - edit.start)
        return found

    # ---- what stands where ------------------------------------------------------------------------

    def goals(self) -> Iterator[tuple[Goal, Node]]:
        """Every goal and part with its node."""
        for goal in self.plan.goals.values():
            found = self.find(goal.at)
            if found is not None:
                yield goal, found[0]

    def number(self, goal: Goal, name: str) -> Scalar | None:
        """The text of a goal's `target`, `baseline` or `growth`."""
        found = self.find(goal.at)
        if found is None:
            return None
        node = found[0]
        if isinstance(node, Scalar):
            return node if name == "target" else None
        value = node.get(name) if isinstance(node, Map) else None
        return value if isinstance(value, Scalar) else None

    def section(self, name: str) -> list[tuple[str, Node]]:
        """The entries of a section with their key paths."""
        found = self.find(name)
        if found is None or not isinstance(found[0], Map):
            return []
        return [(f"{name}.{key.text}", node) for key, node in found[0].pairs]

    def maps(self, name: str) -> list[tuple[str, Map]]:
        """The entries of a section that are mappings."""
        return [(path, node) for path, node in self.section(name) if isinstance(node, Map)]

    def metric_of(self, goal: Goal) -> tuple[str, Map] | None:
        """The mapping that defines a goal's metric."""
        metric = self.plan.metrics.get(goal.metric)
        found = self.find(metric.at) if metric else None
        return (metric.at, found[0]) if metric and found and isinstance(found[0], Map) else None


def name_of(node: Node) -> str:
    """The file that a node stands in, as the sheet calls it."""
    return Path(node.document.name).name


def put(node: Scalar, text: str) -> Edit:
    """Another text in place of a value, quoted as the value was."""
    shown = f"{node.style}{text}{node.style}" if node.style in ('"', "'") else text
    return Edit(name_of(node), node.start, node.end, shown)


def raw(node: Node, text: str) -> Edit:
    """Another text in place of a node, as it is."""
    return Edit(name_of(node), node.start, end_of(node), text)


def end_of(node: Node) -> int:
    """The end of what a node holds."""
    while not isinstance(node, Scalar) and not node.is_flow:
        inner = [value for _, value in node.pairs[-1:]] if isinstance(node, Map) else node.items[-1:]
        if not inner or inner[0].document is not node.document or inner[0].start < node.start:
            return node.end
        node = inner[0]
    return node.end


def without(node: Map | Seq, index: int) -> Edit | None:
    """A mapping or list without one entry; `None` where that would leave nothing or cannot be cut out."""
    entries = node.pairs if isinstance(node, Map) else [(item, item) for item in node.items]
    if len(entries) < 2:
        return None
    (head, value), file = entries[index], name_of(node)
    if node.is_flow:
        if index + 1 < len(entries):
            return Edit(file, head.start, entries[index + 1][0].start, "")
        return Edit(file, end_of(entries[index - 1][1]), end_of(value), "")
    text = head.document.text or ""
    start = text.rfind("\n", 0, head.start) + 1
    lead = text[start : head.start].strip()
    if lead != ("" if isinstance(node, Map) else "-"):
        return None
    stop = text.find("\n", end_of(value))
    return Edit(name_of(head), start, len(text) if stop < 0 else stop + 1, "")


def without_key(node: Map, key: str) -> Edit | None:
    """A mapping without one key."""
    for index, (name, _) in enumerate(node.pairs):
        if name.text == key:
            return without(node, index)
    return None


def added(node: Map, key: str, value: str) -> Edit | None:
    """A mapping with one more key, before the others."""
    head = node.pairs[0][0]
    file = name_of(head)
    if node.is_flow:
        return Edit(file, head.start, head.start, f"{key}: {value}, ")
    text = head.document.text or ""
    start = text.rfind("\n", 0, head.start) + 1
    if text[start : head.start].strip():
        return None
    return Edit(file, start, start, f"{text[start : head.start]}{key}: {value}\n")


def added_section(sheet: Sheet, section: str, key: str, value: str) -> Edit:
    """One more entry of a section, which is made where the plan has none."""
    found = sheet.find(section)
    if found is not None and isinstance(found[0], Map):
        edit = added(found[0], key, value)
        if edit is not None:
            return edit
    first = next(iter(sheet.files))
    text = sheet.files[first]
    at = text.find("\ninclude:") + 1 or len(text)
    return Edit(first, at, at, f"{section}: {{{key}: {value}}}\n")


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def digit_changed(text: str, rng: object) -> str | None:
    """The text with one digit of its first number changed; `None` where it holds none."""
    found = NUMBER.search(text)
    if found is None:
        return None
    places = [i for i in range(found.start(), found.end()) if text[i].isdigit()]
    place = rng.choice(places)  # type: ignore[attr-defined]
    allowed = [d for d in "0123456789" if d != text[place] and not (d == "0" and place == places[0])]
    return text[:place] + rng.choice(allowed) + text[place + 1 :]  # type: ignore[attr-defined]


def tenfold(text: str) -> str | None:
    """The text with its first number ten times as large."""
    found = NUMBER.search(text)
    if found is None:
        return None
    whole, _, part = found[0].replace(",", "").partition(".")
    shifted = whole + (part[:1] or "0") + (f".{part[1:]}" if part[1:] else "")
    shifted = shifted.lstrip("0") or "0"
    if shifted.startswith("."):
        shifted = "0" + shifted
    return text[: found.start()] + shifted + text[found.end() :]


def scaled(text: str) -> str | None:
    """The text with another scale word: 亿 for 万, 万 for 亿, 万 where there was none."""
    if "亿" in text:
        return text.replace("亿", "万", 1)
    if "万" in text:
        return text.replace("万", "亿", 1)
    found = NUMBER.search(text)
    if found is None or "%" in text or ":" in text or text[found.end() :].lstrip().startswith(("pp", "个百")):
        return None
    return f"{text[: found.end()]}万{text[found.end() :]}"
