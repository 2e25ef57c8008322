"""The page on hooks: each with its signature, what it registers, and the smallest plugin that uses it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Final

from goaltree.actuals.connector import Connector, MeasuringConnector
from goaltree.checks.rulebook import Check
from goaltree.maths.curve import share
from goaltree.maths.forecaster import Forecaster
from goaltree.planfile.format import PlanFormat
from goaltree.plugin import spec
from goaltree.plugin.kind import HOOKS
from goaltree.report.export import Exporter

from .markdown import fence, page, prose

PORTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "connector": (Connector.frame, MeasuringConnector.measure),
    "exporter": (Exporter.write,),
    "format": (PlanFormat.read, PlanFormat.write),
    "check": (Check,),
    "curve": (share,),
    "forecaster": (Forecaster.forecast,),
    "command": (),
}
"""What stands behind each kind, for its words."""

RETURNS: Final[Mapping[str, str]] = {
    "connector": "Classes made with `attrs.frozen`: their fields are the options of an address, a field with "
    "`repr=False` is a credential. `name` is the word before `://`. A class has `frame`, or `measure`, or both; "
    "`measure` is asked where the plan declares the tables of the source.",
    "exporter": "Objects with `name`, `endings` (a tuple such as `('.html',)`) and `write`; with `write_pack`, too, they write packs.",
    "format": "Objects with `name`, `endings`, `read` and `write`. `read` makes its plan with `goaltree.placed`, "
    "so that findings name the cell.",
    "check": "`goaltree.Check(rule, run)`. The rule's code carries the plugin's name (`SHOP001`), never GT and a "
    "number. `run` takes a plan and gives findings of its own rules.",
    "curve": "Functions of a period and one of its days that give a `Fraction` from 0 to 1, or `NA`. The name "
    "of the function is the name of the curve.",
    "forecaster": "Objects with `name` and `forecast`, which gives one `goaltree.Prospect` for each period ahead, or `NA`.",
    "command": "Commands of click. They print as they like; an exception ends with exit code 3.",
}
CONTRACTS: Final[Mapping[str, str]] = {
    "connector": "`ConnectorContract`, `MeasureContract`, `FactContract`",
    "exporter": "`ExporterContract`, or `PackContract` where it writes packs",
    "format": "`FormatContract`",
}
_HEAD: Final = "import goaltree as gt\n\ngoaltree_api = 1\n\n\n"
_HOOK: Final = "\n\n@gt.hookimpl\ndef {hook}():\n    return [{thing}]\n"

EXAMPLES: Final[Mapping[str, str]] = {
    "connector": "from typing import ClassVar\n\nfrom attrs import frozen\n\n"
    + _HEAD
    + '@frozen(kw_only=True)\nclass Fixed:\n    name: ClassVar[str] = "fixed"\n    value: float = 100\n\n'
    "    def frame(self, request):\n"
    '        return [{"metric": key, "period": "2025-01", "value": self.value} for key in request.metrics]\n'
    + _HOOK.format(hook="goaltree_register_connectors", thing="Fixed"),
    "exporter": _HEAD + 'class Count:\n    name = "count"\n    endings = (".count",)\n\n'
    "    def write(self, value):\n"
    '        return f"{len(value.plan.goals)} goals".encode()\n'
    + _HOOK.format(hook="goaltree_register_exporters", thing="Count()"),
    "format": "import json\nfrom pathlib import Path\n\n"
    + _HEAD
    + 'class Lines:\n    name = "lines"\n    endings = (".lines",)\n\n'
    "    def read(self, path):\n"
    "        values = json.loads(Path(path).read_text())\n"
    '        return gt.placed(values, {"goals": "line 1"}, file=path)\n\n'
    "    def write(self, plan):\n        return json.dumps(plan.to_dict()).encode()\n"
    + _HOOK.format(hook="goaltree_register_formats", thing="Lines()"),
    "check": _HEAD + "RULE = gt.Rule(\n"
    '    code="SHOP001",\n    name="too-many-goals",\n    level="warning",\n'
    '    message=gt.Words("The plan has {count} goals.", "计划有 {count} 个目标。"),\n'
    '    hint=gt.Words("Keep ten.", "请保留十个。"),\n'
    '    why=gt.Words("Nobody follows a hundred.", "没有人能跟踪一百个。"),\n'
    '    wrong="",\n    right="",\n)\n\n\n'
    "def too_many(plan):\n"
    "    if len(plan.goals) > 10:\n"
    '        yield gt.Finding(rule=RULE, params={"count": len(plan.goals)}, path="goals")\n'
    + _HOOK.format(hook="goaltree_register_checks", thing="gt.Check(RULE, too_many)"),
    "curve": "from fractions import Fraction\n\n" + _HEAD + "def late(period, day):\n"
    "    gone = Fraction((day - period.first).days + 1, period.days)\n"
    "    return gone**2\n" + _HOOK.format(hook="goaltree_register_curves", thing="late"),
    "forecaster": _HEAD + 'class Same:\n    name = "same"\n\n'
    "    def forecast(self, periods, values, ahead, *, level=0.8):\n"
    "        last = values[-1]\n"
    "        if isinstance(last, gt.NA):\n            return last\n"
    "        value = float(last)\n"
    "        return [gt.Prospect(period=one, value=value, low=value, high=value) for one in ahead]\n"
    + _HOOK.format(hook="goaltree_register_forecasters", thing="Same()"),
    "command": "import click\n\n"
    + _HEAD
    + '@click.command()\ndef hello():\n    """Greet."""\n    click.echo("hello")\n'
    + _HOOK.format(hook="goaltree_register_commands", thing="hello"),
}
"""The smallest plugin for each kind; the tests load and use each."""


def signature(hook: str) -> str:
    """A hook with its signature, as its heading has it."""
    return f"{hook}{inspect.signature(getattr(spec, hook))}".replace("'", "")


def hook_page() -> str:
    """The page on every hook."""
    told = (
        "A plugin is a module, named in the entry-point group `goaltree` of its distribution. It says "
        f"`goaltree_api = {spec.NEWEST_API}`, the version of the hooks that it is written for, and implements any of "
        "these hooks with `@goaltree.hookimpl`. Each is called once, without arguments, when a host is made. "
        "How to write one is told in [](../plugins/writing.md)."
    )
    blocks = [told]
    for hook, kind in HOOKS.items():
        blocks += [
            f"## `{signature(hook)}`",
            prose(inspect.getdoc(getattr(spec, hook)) or ""),
            f"**Return** {prose(RETURNS[kind.name])}",
            *(
                f"**{prose(f'`{port.__qualname__}`')}** {prose(inspect.getdoc(port).partition(chr(10))[0])}"
                for port in PORTS[kind.name]
            ),
            fence(EXAMPLES[kind.name], "python"),
            f"**Contract** in `goaltree.testing`: {CONTRACTS[kind.name]}." if kind.name in CONTRACTS else "",
        ]
    return page("Hooks", *blocks)
