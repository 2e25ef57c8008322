"""The reference pages that are made from the code: plan file, values, formulas, rules, commands, API.

`docs/conf.py` runs this before each build; the pages land in `docs/reference/` and are not committed.
`python docs/generate.py --schema` writes the JSON Schema that the package ships instead.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any, Literal, NewType, Union, get_args, get_origin

import attrs
import click

import goaltree
from goaltree.catalogue import rules
from goaltree.checks.rulebook import Check
from goaltree.finding import Lang, Rule, Words, visible
from goaltree.model.action import Action, Budget, Fallback, Need, Progress, Risk, Tranche
from goaltree.model.calendar import Calendar
from goaltree.model.canvas import Block, Canvas, Entry
from goaltree.model.cycle import Edge
from goaltree.model.dimension import Unit
from goaltree.model.duration import Duration, parse_duration
from goaltree.model.formula import MAX_DEPTH, MAX_LENGTH, Apply, Formula, NameUse, Number, Reference
from goaltree.model.formula_function import FUNCTIONS
from goaltree.model.goal import Cut, Goal, Objective, Phasing, Tiers
from goaltree.model.governance import Governance, Group, Meeting, Reserve, Rung, StatusRule
from goaltree.model.metric import Metric
from goaltree.model.names import GoalNames, Names, Unresolved
from goaltree.model.pair import Lead, Pair
from goaltree.model.period import Period
from goaltree.model.plan import Acceptance, Assertion, CountingUnit, Locator, Plan
from goaltree.model.quantity import Quantity, Unstated, parse_quantity
from goaltree.model.rates import Rates
from goaltree.model.segment import Benchmark, Perspective, Segment, Source, SourceTable
from goaltree.model.standard_units import standard_symbols
from goaltree.model.team import Collaboration, Handover, Team
from goaltree.model.text import Text
from goaltree.model.timing import Milestone, Recurrence, Timing, parse_timing
from goaltree.model.unit import Units
from goaltree.planfile.goals import IN_PLACE
from goaltree.planfile.json_schema import BARE, head_notes, schema_text
from goaltree.planfile.limits import DEFAULT
from goaltree.planfile.shapes import SECTION_OF, FieldShape, shape_of

DOCS = Path(__file__).resolve().parent
SCHEMA = DOCS.parent / "src" / "goaltree" / "schema" / "plan-1.json"

NOUNS: Mapping[str, tuple[str, str, tuple[type[Any], ...]]] = {
    "plan": ("The plan", "计划", (Plan, CountingUnit, Assertion, Acceptance)),
    "metric": ("Metrics", "指标", (Metric,)),
    "goal": ("Goals", "目标", (Goal, Tiers, Phasing)),
    "segment": ("Segments", "细分", (Segment,)),
    "perspective": ("Perspectives", "维度", (Perspective,)),
    "source": ("Sources", "数据来源", (Source, SourceTable)),
    "benchmark": ("Benchmarks", "外部基准", (Benchmark,)),
    "pair": ("Pairs", "指标配对", (Lead,)),
    "objective": ("Objectives", "目标组", (Objective,)),
    "team": ("Teams", "团队", (Team, Collaboration)),
    "action": ("Actions", "行动", (Action, Need, Risk, Fallback, Budget, Tranche, Progress)),
    "handover": ("Hand-overs", "交接", (Handover,)),
    "governance": ("Governance", "管控机制", (Governance, Meeting, Rung, Reserve, StatusRule, Group)),
    "canvas": ("The canvas", "商业模式画布", (Canvas, Block, Entry)),
}
"""Each page of the plan file: its file, its titles, and the classes that it shows."""

FAMILIES: Mapping[str, tuple[str, str]] = {
    "0": ("Reading", "读取"),
    "1": ("References and shape", "引用与结构"),
    "2": ("Arithmetic", "勾稽"),
    "3": ("Units, kinds, directions, time", "单位、类型、方向与时间"),
    "4": ("Coverage", "覆盖"),
    "5": ("Ambition and phasing", "目标高度与节奏"),
    "6": ("Actions, budget, risk", "行动、预算与风险"),
    "7": ("Pairs", "指标配对"),
    "8": ("Data", "数据"),
    "9": ("Plugins", "插件"),
}
LEVELS: Mapping[str, str] = {"error": "错误", "warning": "警告", "note": "提示"}
GROUPS: Mapping[str, str] = {
    "arithmetic": "Arithmetic: of expressions",
    "time": "Time: of one name, at another period",
    "condition": "Conditions: of one goal, in `when:`",
}
PARTS: tuple[type[Any], ...] = (
    Words, Text, Cut, Pair, Edge, Quantity, Unstated, Unit, Units, Rates, Period, Calendar, Timing, Milestone, Recurrence, Duration,
    Formula, Number, Reference, Apply, NameUse, Names, GoalNames, Unresolved, Locator, Check,
)  # fmt: skip
"""What nouns are made of."""
VALUES: Mapping[Any, str] = {
    Text: "text",
    str: "word",
    bool: "`true` or `false`",
    object: "anything",
    Decimal: "[number](values.md)",
    Quantity: "[quantity](values.md)",
    Unit: "[unit](values.md)",
    Formula: "[formula](../formula.md)",
    Timing: "[timing](values.md)",
    Duration: "[duration](values.md)",
    Period: "[period](values.md)",
    date: "[date](values.md)",
    Unstated: "`unstated`",
}
QUANTITIES = (
    "2160亿元", "3亿8000万元", "85 USD", "¥500万", "≥45%", "不低于45%", "+20%", "4.5个百分点", "90ms", "40 国", "300 万单",
    "每周1次", "3.2:1", "45%-50%", "翻一番", "约500单", "2亿+", "<5%",
)  # fmt: skip
TIMINGS = (
    "Q1 启动，Q4 完成",
    "Q2 灰度，Q3 全量",
    "Q1-Q3 分批",
    "全年常态化",
    "每周 1 次",
    "24小时内",
    "by 2025-06-30",
)
DURATIONS = ("1 month", "6 weeks", "24 小时", "半年")


def pages() -> dict[str, str]:
    """Every page of the reference by its path."""
    return {
        "index.md": index_page(),
        "plan-file/index.md": plan_index(),
        "plan-file/values.md": values_page(),
        **{f"plan-file/{name}.md": noun_page(name) for name in NOUNS},
        "formula.md": formula_page(),
        "rules/index.md": rule_index(),
        **rule_pages(),
        "command-line.md": command_page(),
        "api.md": api_page(),
        "types.md": types_page(),
    }


def write(folder: Path) -> None:
    """Write every page; a page that is the same stays untouched, one that is no more goes."""
    made = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in made:
            old.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


# Markdown


def page(title: str, *blocks: str) -> str:
    """A page: its title, then its blocks."""
    return "\n\n".join([f"# {title}", *(block for block in blocks if block)]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table."""
    heads = list(head)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def toctree(*entries: str, **options: str) -> str:
    """What stands below a page."""
    settings = [f":{name}: {value}".rstrip() for name, value in options.items()]
    return "\n".join(["```{toctree}", *settings, "", *entries, "```"])


def fence(text: str, language: str = "text") -> str:
    """Text as it is, with every character visible."""
    lines = [visible(line) for line in text.rstrip("\n").split("\n")]
    ticks = "`" * max(3, 1 + max((len(run) for line in lines for run in _ticks(line)), default=0))
    return "\n".join([f"{ticks}{language}", *lines, ticks])


def _ticks(line: str) -> Iterator[str]:
    run = ""
    for char in f"{line} ":
        if char == "`":
            run += char
        elif run:
            yield run
            run = ""


def code(text: str) -> str:
    """Text as a code span, whatever it holds."""
    if not text:
        return ""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def prose(text: str) -> str:
    """A sentence with its code spans kept, and everything else that Markdown would read escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0 or "" in parts[1::2]:
        return _escaped(text)
    return "".join(_escaped(part) if at % 2 == 0 else f"`{part}`" for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#$~{}" else char for char in text)


# The plan file


def index_page() -> str:
    """The start of the reference."""
    return page(
        "Reference",
        "Made from the code of this version.",
        toctree("plan-file/index", "formula", "rules/index", "command-line", "api", maxdepth="1"),
    )


def plan_index() -> str:
    """The start of the plan file."""
    rows = [
        (f"[{title}]({name}.md)", zh, ", ".join(code(key) for key in top_keys(name)))
        for name, (title, zh, _) in NOUNS.items()
    ]
    limits = [
        (prose(line), f"{getattr(DEFAULT, name):,}")
        for name, line in _attributes(type(DEFAULT))
        if hasattr(DEFAULT, name)
    ]
    return page(
        "Plan file",
        "Every key that a plan file may hold, noun by noun. How the keys fit together is told in [](../../plan-file.md). The same is in the "
        "package as a JSON Schema (`goaltree schema` prints it): with the line `# yaml-language-server: $schema=plan.schema.json` on top of a "
        "plan, an editor completes keys, explains them and marks misspelt ones.",
        "## Pages",
        table(("page", "中文", "keys of the top level"), rows),
        "What a number, a unit or a time may look like: [](values.md).",
        "## Limits",
        "Counted while reading, before anything is built; beyond them the plan is refused.",
        table(("of one plan", "at most"), limits),
        toctree(*NOUNS, "values", hidden=""),
    )


def top_keys(name: str) -> list[str]:
    """The keys of the top level that a page is about."""
    named = [f"{one}s" for one in NOUNS] + ["governance", "canvas"]
    if name == "plan":
        return [key for key in dict.fromkeys([*head_notes(), *shape_of(Plan).fields]) if key not in named]
    return [key for key in (f"{name}s", name) if key in shape_of(Plan).fields]


def noun_page(name: str) -> str:
    """A page of one noun and what stands inside it."""
    title, zh, classes = NOUNS[name]
    blocks = []
    if name == "plan":
        blocks += ["## Read first", "These keys are read before all others.", head_table()]
    for noun in classes:
        own = noun is classes[0]
        if name != "plan" or not own:
            blocks.append(f"## {heading(noun)}")
        else:
            blocks.append("## Its other keys")
        fields = [
            field
            for key, field in shape_of(noun).fields.items()
            if noun is not Plan or key not in head_notes()
        ]
        blocks += [
            "" if noun is Plan else prose(first_line(noun)),
            where_written(name, noun),
            field_table(fields, noun),
        ]
        if noun is Goal:
            in_place = [field for key, field in shape_of(Metric).fields.items() if key in IN_PLACE]
            blocks += [
                "A goal that is no part of another may define its metric in place, with these keys of [a metric](metric.md):",
                field_table(in_place, Metric),
            ]
    return page(f"{title} · {zh}", *blocks)


def heading(noun: type[Any]) -> str:
    """The words of a class name."""
    return "".join(
        f" {char.lower()}" if char.isupper() and at else char for at, char in enumerate(noun.__name__)
    )


def first_line(noun: type[Any]) -> str:
    """What a class is, in one sentence."""
    return (noun.__doc__ or "").strip().split("\n", 1)[0]


def where_written(name: str, noun: type[Any]) -> str:
    """Where a noun stands in the file, and in which short forms."""
    if noun is Plan:
        return ""
    shape = shape_of(noun)
    told = [f"Stands under `{key}:`, by key." for key in top_keys(name) if f"{noun.__name__.lower()}s" == key]
    if noun is CountingUnit:
        told = ["Stands under `units:`, by key."]
    if noun is Lead:
        told = [
            "Stands under `pairs:`, by result metric, then by process metric; a list of process metrics, or one, will do."
        ]
    if shape.shorthand is not None and can_be_short(shape.shorthand):
        told.append(f"A bare value in its place is its `{shape.shorthand.key}`.")
    if shape.inline is not None:
        told.append(f"A mapping with none of its keys is its `{shape.inline.key}`.")
    return " ".join(told)


def can_be_short(field: FieldShape) -> bool:
    """Whether a bare value can fill a field in place of the noun."""
    origin = get_origin(field.hint)
    return not (
        isinstance(origin, type)
        and issubclass(origin, Mapping)
        and type(None) not in get_args(get_args(field.hint)[1])
    )


def head_table() -> str:
    """The keys that are read before all others."""
    rows = []
    for key, schema in head_notes().items():
        example = next(iter(schema.get("examples", schema.get("enum", ()))), "")
        rows.append((code(key), prose(schema["description"]), code(flow(example))))
    return table(("key", "meaning", "example"), rows)


def flow(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


def field_table(fields: Iterable[FieldShape], noun: type[Any]) -> str:
    """The keys of a noun."""
    rows = []
    for field in fields:
        bare = BARE[field.note["unit"]]
        meaning = f"{field.note['help']} **Required.**" if field.required else field.note["help"]
        exact = " An approximate number is refused." if field.note["exact"] else ""
        kind = type_words(field.hint, whole=field.note["whole"])
        rows.append(
            (
                code(field.key),
                prose(meaning).replace("\\*", "*") + exact,
                kind,
                bare,
                code(field.note["example"]),
            )
        )
    if noun is Goal:
        parts = "by dimension, then by member: a target, a goal, or `{goal: key}`"
        rows.append(
            (
                code("cuts"),
                "Complete cuts of it.",
                parts,
                BARE["metric"],
                code("{channel: {线上: 8亿, 门店: 4亿}}"),
            )
        )
        rows.append(
            (code("of_which"), "Partial cuts of it.", parts, BARE["metric"], code("{format: {直播: 3亿}}"))
        )
    return table(("key", "meaning", "type", "a bare number", "example"), rows)


def type_words(hint: Any, *, whole: bool = False) -> str:
    """A type as a reader of plan files knows it."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(type_words(arg) for arg in get_args(hint) if arg is not type(None))
    if origin is Literal:
        return "one of " + ", ".join(code(str(word)) for word in get_args(hint))
    if origin is tuple:
        return f"{type_words(get_args(hint)[0])}, one or a list"
    if isinstance(hint, NewType):
        section = SECTION_OF[hint.__name__]
        return f"reference to one of the [{section}]({section.removesuffix('s')}.md)"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = get_args(hint)
        if value is object:
            return "a mapping of your own"
        listed = " (or keys alone)" if type(None) in get_args(value) else ""
        inner = type_words(value)
        told = (
            f"by {key_words(key)}, then {inner}"
            if inner.startswith("by ")
            else f"by {key_words(key)}: {inner}"
        )
        told += listed
        return f"{inner}, or {told}" if whole else told
    if hint in VALUES:
        return VALUES[hint]
    return f"[{heading(hint).lower()}]({page_of(hint)}.md#{heading(hint).lower().replace(' ', '-')})"


def key_words(key: Any) -> str:
    """What the keys of a mapping are."""
    return (
        type_words(key).removeprefix("reference to one of the ")
        if isinstance(key, NewType) or key is Period
        else "name"
    )


def page_of(noun: type[Any]) -> str:
    """The page that shows a class."""
    return next(name for name, (_, _, classes) in NOUNS.items() if noun in classes)


def _attributes(noun: type[Any]) -> Iterator[tuple[str, str]]:
    """The lines of a docstring's Attributes section."""
    names = {attribute.name for attribute in attrs.fields(noun)}
    for line in (noun.__doc__ or "").split("\n"):
        name, colon, meaning = line.strip().partition(": ")
        if colon and name in names:
            yield name, meaning


def values_page() -> str:
    """How numbers, times and units may be written."""
    return page(
        "Values",
        "How numbers and times may be written, with what this version reads in each. The units are those of a plan in CNY.",
        "## Quantities",
        "Exact decimals: nothing is rounded. *Written to* is the written precision: half a unit of the last written digit.",
        table(("written", "value", "unit", "bound", "written to ±"), quantity_rows()),
        "## Timings",
        table(("written", "starts", "ends", "how often"), timing_rows()),
        "## Durations",
        table(("written", "read as"), [(code(text), str(parse_duration(text))) for text in DURATIONS]),
        "## Units",
        "Known without being declared, grouped by what they measure; a plan adds its own counting units under `units:`.",
        table(("dimension", "words"), unit_rows()),
    )


def quantity_rows() -> Iterator[tuple[str, ...]]:
    """Quantities with what is read in them."""
    units = Units.standard("CNY")
    for text in QUANTITIES:
        read = parse_quantity(text, units)
        assert isinstance(read, Quantity), text
        value = f"{read.value:,f}" + (f" to {read.high:,f}" if read.high is not None else "")
        bound = {"": "", "range": "range", "~": "about", "+": "or more"}.get(read.bound, read.bound)
        yield code(text), value, code(str(read.unit)), prose(bound), f"{read.half:,f}"


def timing_rows() -> Iterator[tuple[str, ...]]:
    """Times with what is read in them."""
    for text in TIMINGS:
        read = parse_timing(text, Calendar(), 2025)
        assert isinstance(read, Timing), text
        often = f"{read.recurrence.times} in {read.recurrence.every}" if read.recurrence else ""
        often = "all the time" if read.continuous else f"within {read.within}" if read.within else often
        yield code(text), str(read.start or ""), str(read.end or ""), often


def unit_rows() -> Iterator[tuple[str, str]]:
    """The standard units by dimension."""
    groups: dict[str, list[str]] = {}
    for word, unit in standard_symbols().items():
        dims = " ".join(str(name) for name, _ in unit.dims)
        groups.setdefault(dims or "share", []).append(word)
    money = sorted(name for name in groups if name.startswith("currency"))
    for name, words in groups.items():
        if name not in money:
            yield name, " ".join(map(code, words))
    yield "each currency", " ".join(code(word) for name in money for word in groups[name])


# Formulas


def formula_page() -> str:
    """The functions of formulas by group."""
    blocks = [
        f"A formula holds at most {MAX_LENGTH:,} characters, nested {MAX_DEPTH} deep. How formulas are written is told in [](../formula.md).",
    ]
    for group, title in GROUPS.items():
        rows = [
            (code(one.usage), prose(one.meaning.en), prose(one.meaning.zh))
            for one in FUNCTIONS.values()
            if one.group == group
        ]
        blocks += [f"## {title}", table(("function", "gives", "中文"), rows)]
    return page("Functions of formulas", *blocks)


# Rules


def rule_index() -> str:
    """Every rule by family."""
    blocks = [
        "Errors are contradictions, warnings are gaps, notes are assumptions. How findings are ranked, selected and accepted is told in "
        "[](../../checks.md).",
    ]
    for digit, (title, zh) in FAMILIES.items():
        rows = [
            (
                f"[{rule.code}]({rule.code}.md)",
                code(rule.name),
                f"{rule.level} {LEVELS[rule.level]}",
                prose(template(rule.message.en)),
            )
            for rule in rules().values()
            if rule.code[2] == digit
        ]
        if rows:
            blocks += [f"## {digit}xx {title} · {zh}", table(("code", "name", "level", "says"), rows)]
    return page("Rules", *blocks, toctree(*rules(), hidden=""))


def template(text: str) -> str:
    """A message with its places as `⟨name⟩`."""
    parts = ((head, f"⟨{name}⟩" if name else "") for head, name, _, _ in Formatter().parse(text))
    return "".join(head + place for head, place in parts)


def rule_pages() -> dict[str, str]:
    """A page a rule."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return {f"rules/{rule.code}.md": rule_page(rule) for rule in rules().values()}


def rule_page(rule: Rule) -> str:
    """The page of one rule."""
    said = {lang: printed(rule, lang) for lang in ("en", "zh")}
    name = plan_name(rule)
    shown = [
        fence(f"$ goaltree check {name} --select {rule.code}{option}\n{said[lang]}")
        for lang, option in (("en", ""), ("zh", " --lang zh"))
        if said[lang]
    ]
    return page(
        f"{rule.code} {rule.name}",
        f"**Level**: {rule.level} · {LEVELS[rule.level]}",
        "## What it says",
        fence(both(rule.message)),
        "## What to do",
        fence(both(rule.hint)),
        "## Why it matters",
        prose(rule.why.en),
        prose(rule.why.zh),
        "## Wrong",
        fence(rule.wrong),
        *(shown or ["It depends on the system that `check` runs on, so that its words are not shown here."]),
        "## Right",
        fence(rule.right),
    )


def both(words: Words) -> str:
    """A message in both languages."""
    return f"{template(words.en)}\n{template(words.zh)}"


def plan_name(rule: Rule) -> str:
    """The file name that a rule's examples have."""
    return "plan.json" if rule.wrong.startswith("{") else "plan.yaml"


def printed(rule: Rule, lang: Lang) -> str:
    """What `check --select CODE` prints for the wrong plan of a rule; empty where it does not fire."""
    path = Path(plan_name(rule))
    path.write_bytes(rule.wrong.encode("latin-1" if rule.wrong.startswith("\xff") else "utf-8"))
    plan = goaltree.read(path)
    findings = goaltree.check(plan, select=[rule.code])
    path.unlink()
    locator = plan.locator
    return findings.to_text(lang, sources=locator.text if locator is not None else None) if findings else ""


# Commands and API


def command_page() -> str:
    """Every command with its help."""
    from goaltree.cli.group import goaltree as top

    blocks = ["What `--help` prints. Data goes to the output, messages to the error stream."]
    width: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}
    work = [click.Context(top, info_name="goaltree", **{**top.context_settings, **width})]
    while work:
        ctx = work.pop(0)
        command = ctx.command
        blocks += [f"## {ctx.command_path}", fence(command.get_help(ctx))]
        if isinstance(command, click.Group):
            inner = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
            work += [click.Context(found, ctx, name, **width) for name, found in inner if found is not None]
    return page("Command line", *blocks)


def api_page() -> str:
    """The public names."""
    blocks = ["What `import goaltree` offers; everything else may change without notice."]
    for name in goaltree.__all__:
        value = "" if name == "__version__" else getattr(goaltree, name)
        blocks += [f"## {prose(name)}", documented(f"goaltree.{name}", value)]
    return page("Python", *blocks, "What these are made of: [](types.md).", toctree("types", hidden=""))


def types_page() -> str:
    """The classes that the public names speak of."""
    blocks = [
        "What the attributes of the public names hold. They are read, seldom made; they may change without notice."
    ]
    for noun in [*(noun for _, _, nouns in NOUNS.values() for noun in nouns if noun is not Plan), *PARTS]:
        blocks += [f"## {noun.__name__}", documented(f"{noun.__module__}.{noun.__name__}", noun)]
    return page("Types", *blocks)


def documented(name: str, value: Any) -> str:
    """What a name's docstring says, taken by Sphinx."""
    if isinstance(value, type):
        members = "" if issubclass(value, BaseException) else "   :members:\n"
        body = f".. autoclass:: {name}\n{members}   :show-inheritance:\n"
    elif callable(value):
        body = f".. autofunction:: {name}\n"
    else:
        body = f".. py:data:: {name}\n   :type: str\n\n   The version of the distribution `goaltree-core`.\n"
    return f"```{{eval-rst}}\n{body}```"


def main() -> None:
    """Write the schema where that is asked for, else the reference."""
    if sys.argv[1:] == ["--schema"]:
        SCHEMA.write_text(schema_text(), encoding="utf-8")
        return
    folder = DOCS / "reference"
    write(folder)


if __name__ == "__main__":
    main()
