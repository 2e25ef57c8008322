"""Sources of plugins as text: one good object of each kind, and every way in which it can be bad."""

from __future__ import annotations

HEAD = """\
import base64, os, sys, threading, urllib.parse
from fractions import Fraction
from typing import ClassVar
from attrs import frozen, field
import click
import goaltree as gt
from goaltree.checks.rulebook import Check
from goaltree.finding import Rule, Words
from goaltree.maths.forecaster import Prospect
from goaltree.plugin.spec import hookimpl

goaltree_api = 1


def act(mode, value=None):
    if mode == "raises":
        raise RuntimeError("out of order")
    if mode == "wrong type":
        return 42.5
    if mode == "hangs":
        threading.Event().wait(4)
    if mode == "exits":
        sys.exit(0)
    if mode == "mutates":
        for name in ("plan", "goals", "requirements", "first"):
            if hasattr(value, name):
                setattr(value, name, None)
        value["goals"] = None
    if mode == "prints":
        print("printed by a plugin")
    if mode == "secret":
        secret = os.environ["TILL_TOKEN"]
        forms = [secret, urllib.parse.quote(secret, safe=""), repr(secret)]
        forms += [base64.b64encode(text.encode()).decode() for text in (secret, "user:" + secret)]
        raise RuntimeError("denied: " + " ".join(forms))
    return None
"""

OBJECTS = {
    "connector": """
@frozen(kw_only=True)
class Thing:
    name: ClassVar[str] = "{name}"
    path: str = ""

    def frame(self, request):
        bad = act("{call}", request)
        return [{{"metric": "sales", "period": "2025-01", "value": 100}}] if bad is None else bad


thing = Thing
""",
    "exporter": """
class Thing:
    name = "{name}"
    endings = (".{name}",)

    def write(self, value):
        bad = act("{call}", value)
        return b"data" if bad is None else bad


thing = Thing()
""",
    "format": """
class Thing:
    name = "{name}"
    endings = (".{name}",)

    def read(self, path):
        bad = act("{call}", path)
        return gt.loads({{"goaltree": 1, "plan": "{name}"}}) if bad is None else bad

    def write(self, plan):
        bad = act("{call}", plan)
        return b"data" if bad is None else bad


thing = Thing()
""",
    "check": """
RULE = Rule(
    code="{code}", name="{name}-found", level="note", message=Words("Seen.", "看到了。"), hint=Words("", ""),
    why=Words("", ""), wrong="", right="",
)


def run(plan):
    bad = act("{call}", plan)
    return [gt.Finding(rule=RULE)] if bad is None else bad


thing = Check(RULE, run)
""",
    "curve": """
def {name}(period, day):
    bad = act("{call}", period)
    return Fraction((day - period.first).days + 1, period.days) if bad is None else bad


thing = {name}
""",
    "forecaster": """
class Thing:
    name = "{name}"

    def forecast(self, periods, values, ahead, *, level=0.8):
        bad = act("{call}", ahead)
        return [Prospect(period=one, value=1.0, low=0.5, high=1.5) for one in ahead] if bad is None else bad


thing = Thing()
""",
    "command": '''
@click.command(name="{name}")
def thing():
    """Say a word."""
    bad = act("{call}", {{}} if "{call}" == "mutates" else None)
    click.echo("done")
''',
}
"""The source of a module's object by kind; `{call}` is what it does when it is called."""

HOOK = """

@hookimpl
def goaltree_register_{kind}s():
    bad = act("{hook}")
    return [thing] if bad is None else [bad]
"""
ENDLESS = """

@hookimpl
def goaltree_register_{kind}s():
    while True:
        yield thing
"""


def source(kind, name="thing", *, hook="", call=""):
    """A plugin that registers one object of a kind.

    Args:
        kind: The kind.
        name: What the object is called.
        hook: What the hook does when it is called; the right thing where it is empty.
        call: What the object does when it is called.
    """
    code = f"{name.upper()}001"
    thing = OBJECTS[kind].format(name=name, call=call, code=code)
    form = ENDLESS if hook == "generator" else HOOK
    return HEAD + thing + form.format(kind=kind, hook=hook)
