"""Every hook in twelve ways of failing: one finding, everything else as if nothing had happened."""

from __future__ import annotations

import base64
import urllib.parse
from datetime import date

import pytest

import goaltree as gt
from goaltree.actuals.connector import Request
from goaltree.finding import Finding
from goaltree.model.missing import NA
from goaltree.model.period import span
from goaltree.plugin.guard import PluginError
from goaltree.plugin.host import Host
from goaltree.plugin.kind import HOOKS, KINDS
from goaltree.testing import PlanBuilder
from plugin.plugin_source import OBJECTS, source

CANARY = "cánary/s3cr+et?42"
SECONDS = 0.5
KIND_NAMES = [kind.name for kind in KINDS]

HOOK_MODES = {
    "raises": {"GT904"},
    "wrong type": {"GT905"},
    "generator": {"GT904"},
    "hangs": {"GT904"},
    "exits": {"GT904"},
    "mutates": {"GT904"},
    "prints": {"GT910"},
    "import error": {"GT901"},
    "missing attribute": {"GT901"},
    "wrong version": {"GT902"},
    "duplicate name": {"GT906"},
    "secret": {"GT904"},
}
"""What a hook may do, with the finding that comes of it."""
CALL_MODES = ("raises", "wrong type", "hangs", "exits", "mutates", "prints", "secret")
"""What a registered object may do when it is called."""


def install_bad(site, kind, mode):
    """Install a plugin that fails in one way; the names under which it may be told."""
    text = source(kind, "bad", hook=mode)
    if mode == "import error":
        text = "import a_library_that_is_not_installed\n" + source(kind, "bad")
    elif mode == "wrong version":
        text = source(kind, "bad").replace("goaltree_api = 1", "goaltree_api = 99")
    elif mode == "duplicate name":
        text = source(kind, "bad")
        site.install("twin", text)
    entry = "goaltree_bad:nothing" if mode == "missing attribute" else None
    return site.install("bad", text, entry=entry)


def texts(findings):
    """Findings in every form that there is."""
    forms = [findings.to_text, findings.to_json, findings.to_sarif, findings.to_github, findings.to_markdown]
    return "".join(form(lang) for form in forms for lang in ("en", "zh")) + repr(list(findings))


def leaked(text):
    """The forms of the canary that stand in a text."""
    data = CANARY.encode()
    forms = {
        CANARY,
        urllib.parse.quote(CANARY, safe=""),
        repr(CANARY),
        base64.b64encode(data).decode(),
        base64.b64encode(b"user:" + data).decode()[8:-4],
    }
    return [form for form in forms if form in text]


ROWS = {
    "f01": ("import error",),
    "f02": ("raises", "wrong type", "generator", "exits", "prints"),
    "f05": ("wrong version", "missing attribute"),
    "f06": ("mutates",),
    "f07": ("hangs",),
    "f08": ("duplicate name",),
    "f10": ("secret",),
}
"""The rows of the catalogue of bad inputs that each failure belongs to."""


def modes(among):
    """Failures, each named by its row."""
    return [
        pytest.param(one, id=f"{row}-{one}") for row, found in ROWS.items() for one in found if one in among
    ]


@pytest.mark.parametrize("mode", modes(HOOK_MODES))
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_failing_hook_costs_only_itself(site, capsys, kind, mode):
    """A hook that fails in one of twelve ways is one finding with the plugin's name; another plugin works."""
    site.install("good", source(kind, "good"))
    install_bad(site, kind, mode)
    host = Host(seconds=SECONDS)
    assert {finding.code for finding in host.findings} == HOOK_MODES[mode]
    assert len(host.findings) <= 2
    assert all("goaltree-bad" in finding.message() + finding.message("zh") for finding in host.findings)
    used = {plugin.name: [one for one, _ in plugin.registers] for plugin in host.plugins}
    assert used["goaltree-good"] == [kind]
    assert used["goaltree-bad"] == ([kind] if mode == "prints" else [])
    assert leaked(texts(host.findings)) == []
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


@pytest.mark.parametrize("mode", modes(HOOK_MODES.keys() - {"prints"}))
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_strict_host_raises(site, kind, mode):
    """A strict host raises the finding instead of going on, and shows no secret in it."""
    install_bad(site, kind, mode)
    with pytest.raises(PluginError) as raised:
        Host(seconds=SECONDS, strict=True)
    assert {raised.value.finding.code} == HOOK_MODES[mode]
    assert leaked(str(raised.value)) == []


YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
PLAN = PlanBuilder().metric("sales", source="till").source("till").goal("sales", target="12亿").plan()


def use_connector(host):
    """What observing through the connector says."""
    found = gt.observe(PLAN, connectors={"till": host.connect("bad://x", name="till")})
    return [f for f in found.findings if f.code >= "GT9"], len(found) == 1


def use_exporter(host):
    """What the exporter says."""
    exporter = next(one for one in host.exporters if one.name == "bad")
    card = gt.evaluate(PLAN, [{"metric": "sales", "period": "2025-01", "value": 1}], as_of="2025-01-31")
    try:
        return [], exporter.write(card) == b"data"
    except PluginError as error:
        return [error.finding], False


def use_format(host):
    """What reading with the format says."""
    form = next(one for one in host.formats if one.name == "bad")
    plan = form.read("x.bad")
    return [f for f in plan.findings if f.code >= "GT9"], plan.key == "bad"


def use_check(host):
    """What checking with the rule says."""
    found = gt.check(PLAN, rules=host.checks)
    return [f for f in found if f.code == "GT907"], any(f.code == "BAD001" for f in found)


def use_curve(host):
    """What the curve says of the middle of the year."""
    share = host.curves["bad"](YEAR, date(2025, 6, 30))
    assert not isinstance(share, NA) or "goaltree-bad" in share.detail
    return list(host.findings.select("GT907")), not isinstance(share, NA)


def use_forecaster(host):
    """What the forecaster says of a month."""
    made = host.forecasters["bad"].forecast([YEAR], [NA("NO_ACTUAL")], (YEAR,))
    return list(host.findings.select("GT907")), not isinstance(made, NA)


USES = {
    "connector": use_connector,
    "exporter": use_exporter,
    "format": use_format,
    "check": use_check,
    "curve": use_curve,
    "forecaster": use_forecaster,
}


@pytest.mark.parametrize("mode", modes(CALL_MODES))
@pytest.mark.parametrize("kind", USES)
def test_a_failing_object_costs_only_its_answer(site, capsys, kind, mode):
    """An object that fails when it is called gives a finding in place of an answer, within the time."""
    site.install("bad", source(kind, "bad", call=mode))
    host = Host(seconds=SECONDS)
    assert list(host.findings) == []
    before = PLAN.to_dict()
    findings, is_answered = USES[kind](host)
    told = findings + list(host.findings)
    assert is_answered is (mode == "prints")
    wanted = {"GT910"} if mode == "prints" else {"GT908" if kind == "connector" else "GT907"}
    assert {finding.code for finding in told} == wanted
    assert all("goaltree-bad" in finding.message() and "1.0" in finding.message() for finding in told)
    assert leaked(texts(gt.Findings(told))) == []
    assert PLAN.to_dict() == before
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


@pytest.mark.parametrize("kind", USES)
def test_a_strict_host_raises_when_an_object_fails(site, kind):
    """Strictly, the failure of a call is raised too."""
    site.install("bad", source(kind, "bad", call="raises"))
    host = Host(strict=True)
    if kind == "exporter":  # which always raises
        assert USES[kind](host)[0]
        return
    with pytest.raises(PluginError):
        USES[kind](host)


def test_every_hook_is_tried():
    """The matrix leaves out no hook: each kind has its object here, and each hook its kind."""
    assert list(OBJECTS) == KIND_NAMES == [hook.removeprefix("goaltree_register_")[:-1] for hook in HOOKS]
    assert len(HOOK_MODES) == len(modes(HOOK_MODES)) == 12


def test_a_request_cannot_be_changed():
    """What connectors are given is frozen: an attempt raises in the plugin, and nothing is changed."""
    request = Request.of(PLAN)
    for name in ("requirements", "tables", "source", "as_of"):
        with pytest.raises(AttributeError):
            setattr(request, name, None)
    with pytest.raises(TypeError):
        request.tables["x"] = None


class UnspeakableError(Exception):
    """An error that cannot be told."""

    def __str__(self):
        raise ValueError("no words")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (UnspeakableError(), "UnspeakableError"),
        (RecursionError("deep"), "RecursionError: deep"),
        (MemoryError(), "MemoryError"),
        (BaseException("odd"), "BaseException: odd"),
        (GeneratorExit(), "GeneratorExit"),
        (ValueError("\x1b[31mred\nsecond line"), "ValueError: \\x1b[31mred"),
        (ValueError("config {x} is {{wrong}}"), "ValueError: config {x} is {{wrong}}"),
        (ValueError("x" * 500), "ValueError: " + "x" * 79 + "…"),
    ],
    ids=["unspeakable", "recursion", "memory", "base", "generator-exit", "escapes", "braces", "long"],
)
def test_e03_any_exception_is_contained(error, told):
    """Whatever a connector raises is told in one harmless line."""

    class Raising:
        goaltree_api = 1

    from goaltree.plugin.spec import hookimpl

    def goaltree_register_curves():
        raise error

    Raising.goaltree_register_curves = staticmethod(hookimpl(goaltree_register_curves))
    (finding,) = Host(load=[Raising()]).findings
    assert told in finding.message("en") and told in finding.message("zh")


def test_a_keyboard_interrupt_passes():
    """Only the user's own interruption is not contained."""
    from goaltree.plugin.guard import Guard

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guard().call(interrupted)


def test_a_connector_that_answers_with_a_finding_is_heard(site):
    """A connector may say itself why there is no data; secrets are kept out of that too."""
    text = source("connector", "bad").replace(
        'return [{"metric"',
        "from goaltree.actuals.source_faults import SOURCE_EMPTY\n        "
        'return gt.Finding(rule=SOURCE_EMPTY, params={"file": os.environ["TILL_TOKEN"]}) or [{"metric"',
    )
    site.install("bad", text)
    findings, _ = use_connector(Host())
    found = gt.observe(PLAN, Host().connect("bad://x"))
    assert findings == []
    assert [f.code for f in found.findings if isinstance(f, Finding)] == ["GT802"]
    assert leaked(texts(found.findings)) == []
