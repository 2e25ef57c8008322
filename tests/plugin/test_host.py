"""The host: which plugins it loads, what it lists, who gets a name, and what it says in both languages."""

from __future__ import annotations

import threading

import pytest

import goaltree as gt
from goaltree.plugin import plugin_faults
from goaltree.plugin.default import default_host, forget
from goaltree.plugin.entry import installed
from goaltree.plugin.host import Host
from goaltree.plugin.kind import KINDS
from plugin.plugin_source import source

RULES = {rule.code: rule for rule in plugin_faults.RULES}
NEEDS_MORE_THAN_A_MODULE = {
    "GT907": "a call",
    "GT908": "a call",
    "GT909": "a variable of the environment",
    "GT911": "two installations",
}


def names(host):
    """The plugins of a host without the built-in one."""
    return [plugin.name for plugin in host.plugins[1:]]


def test_everything_that_is_installed_is_loaded(site):
    """Without more ado, every installed plugin is loaded, in the order of names."""
    for name in ("b", "a", "c"):
        site.install(name, source("curve", f"curve_{name}"))
    host = Host()
    assert names(host) == ["goaltree-a", "goaltree-b", "goaltree-c"]
    assert list(host.curves) == ["linear", "scurve", "curve_a", "curve_b", "curve_c"]
    assert host.plugins[1].version == "1.0"
    assert host.plugins[1].registers == (("curve", "curve_a"),)
    assert "4 plugins" in repr(host)


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({"GOALTREE_LOAD_PLUGINS": "goaltree-b"}, ["goaltree-b"]),
        ({"GOALTREE_LOAD_PLUGINS": "b, Goaltree_A"}, ["goaltree-a", "goaltree-b"]),
        ({"GOALTREE_LOAD_PLUGINS": ""}, []),
        ({"GOALTREE_DISABLE_PLUGIN_AUTOLOAD": "1"}, []),
        ({"GOALTREE_DISABLE_PLUGIN_AUTOLOAD": "0"}, ["goaltree-a", "goaltree-b"]),
        ({"GOALTREE_DISABLE_PLUGIN_AUTOLOAD": "1", "GOALTREE_LOAD_PLUGINS": "a"}, ["goaltree-a"]),
    ],
)
def test_the_environment_chooses(site, monkeypatch, variables, wanted):
    """The two variables name the plugins to load, and keep the others from loading."""
    for name in ("a", "b"):
        site.install(name, source("curve", f"curve_{name}"))
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert names(Host()) == wanted


def test_a_program_chooses(site, monkeypatch):
    """What a program asks for counts, whatever the environment says; nothing is nothing."""
    site.install("a", source("curve", "curve_a"))
    monkeypatch.setenv("GOALTREE_DISABLE_PLUGIN_AUTOLOAD", "1")
    assert names(Host(load=["goaltree-a"])) == ["goaltree-a"]
    assert names(Host(load=[])) == []
    with pytest.raises(gt.UsageError, match="list"):
        Host(load="goaltree-a")


def test_what_is_not_chosen_is_not_imported(site):
    """A plugin that is not asked for is not even imported."""
    site.install("a", "raise SystemError('imported')\n")
    assert list(Host(load=[]).findings) == []


def test_f09_a_plugin_that_is_asked_for_and_not_there_is_told(site):
    """A misspelt name is told with the nearest one that is installed."""
    site.install("duckdb", source("curve", "quack"))
    (finding,) = Host(load=["goaltree-duckbd"]).findings
    assert finding.name == "plugin-not-installed"
    assert finding.hint() == "Did you mean `goaltree-duckdb`?"


def test_f08_a_plugin_installed_twice_is_told(site, tmp_path, monkeypatch):
    """Of two installations the one that Python imports is used, and both versions are named."""
    other = tmp_path / "other"
    other.mkdir()
    site.install("a", source("curve", "old"), version="1.0")
    site.install("a", source("curve", "new"), version="2.0", folder=other)
    monkeypatch.syspath_prepend(str(other))
    host = Host()
    (finding,) = host.findings
    assert finding.name == "plugin-installed-twice"
    assert "1.0" in finding.message() and "2.0 is used" in finding.message()
    assert "new" in host.curves and "old" not in host.curves


def test_several_entry_points_are_several_plugins(site):
    """A distribution with two entry points gives two plugins, each with its own name."""
    site.install("a", source("curve", "one"))
    (site.folder / "goaltree_b.py").write_text(source("curve", "two"), encoding="utf-8")
    (site.folder / "goaltree_a-1.0.dist-info" / "entry_points.txt").write_text(
        "[goaltree]\na = goaltree_a\nb = goaltree_b\n", encoding="utf-8"
    )
    assert names(Host()) == ["goaltree-a:a", "goaltree-a:b"]
    assert names(Host(load=["goaltree-a"])) == ["goaltree-a:a", "goaltree-a:b"]
    assert names(Host(load=["goaltree-a:b"])) == ["goaltree-a:b"]


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_nobody_wins_silently(site, kind):
    """Of two plugins that claim one name none gets it, both are named, and what else they register is used."""
    for name in ("a", "b"):
        other = source("forecaster" if kind != "forecaster" else "curve", f"own_{name}")
        own = source(kind, "same")
        site.install(name, own + other.partition("goaltree_api = 1")[2].replace("thing", "other"))
    host = Host()
    assert {finding.name for finding in host.findings} == {"name-claimed-twice"}
    for finding in host.findings:
        assert "`goaltree-a` 1.0" in finding.message() and "`goaltree-b` 1.0" in finding.message("zh")
    assert [len(plugin.registers) for plugin in host.plugins[1:]] == [1, 1]
    assert all(len(plugin.findings) >= 1 for plugin in host.plugins[1:])


def test_what_is_built_in_stays(site):
    """A plugin that claims a built-in name does not get it, and that is told."""
    site.install("a", source("curve", "linear"))
    host = Host()
    (finding,) = host.findings
    assert "the built-in one is used" in finding.message()
    assert host.curves["linear"] is Host(load=[]).curves["linear"]


def test_the_order_of_installation_plays_no_part(site, tmp_path, monkeypatch):
    """The same plugins in another order on the search path give the same host."""
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
        site.install(folder.name, source("curve", f"curve_{folder.name}"), folder=folder)
        monkeypatch.syspath_prepend(str(folder))
    first = [(one.name, one.registers) for one in Host().plugins]
    for folder in folders:
        monkeypatch.syspath_prepend(str(folder))
    found, said = installed()
    assert [one.name for one in found] == ["goaltree-one", "goaltree-three", "goaltree-two"]
    assert len(said) == 0 or {one.name for one in said} == {"plugin-installed-twice"}
    assert [(one.name, one.registers) for one in Host().plugins] == first


HOOK_MISTAKES = {
    "misspelt": (
        "goaltree_register_curves",
        "goaltree_register_curvs",
        "Did you mean `goaltree_register_curves`?",
    ),
    "unmarked": ("@hookimpl\n", "\n", "Put `@goaltree.hookimpl` above it."),
    "argument": ("curves():", "curves(config):", "Take the arguments out"),
    "wrapper": ("@hookimpl\n", "@hookimpl(wrapper=True)\n", "plain implementation"),
}


@pytest.mark.parametrize("mistake", HOOK_MISTAKES)
def test_f03_a_hook_that_is_never_called_is_told(site, mistake):
    """A misspelt, unmarked, wrapping hook or one with arguments is told with what to write."""
    before, after, advice = HOOK_MISTAKES[mistake]
    site.install("a", source("curve", "mine").replace(before, after))
    (finding,) = Host().findings
    assert finding.name == "hook-unknown"
    assert advice in finding.hint()
    assert finding.hint("zh") != finding.hint()


@pytest.mark.parametrize(
    ("api", "told"), [("0", "0"), ("2", "2"), ("'1'", "'1'"), ("True", "True"), ("None", "none")]
)
def test_f05_another_version_of_the_hooks_is_told(site, api, told):
    """A plugin for older, newer or no hooks is not used; both versions are named."""
    site.install("a", source("curve", "mine").replace("goaltree_api = 1", f"goaltree_api = {api}"))
    host = Host()
    (finding,) = host.findings
    assert finding.name == "plugin-api-unfit"
    assert f"version {told} of the hooks" in finding.message()
    assert "has 1 to 1" in finding.message()
    assert "mine" not in host.curves


UNFIT = {
    "connector": ("thing = Thing\n", "thing = Thing()\n", "a class is wanted"),
    "exporter": ('endings = (".bad",)', 'endings = ".bad"', "endings"),
    "format": ("def write(", "def save(", "`write`"),
    "check": ('code="BAD001"', 'code="GT001"', "GT and a number"),
    "curve": ("thing = bad", "thing = lambda period, day: 0", "small letters"),
    "forecaster": ("thing = Thing()", "thing = Thing", "not its class"),
    "command": ('@click.command(name="bad")\n', "", "no command of click"),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_what_lacks_a_part_is_told_at_once(site, kind):
    """An object that lacks what its kind needs is told when it is registered, with the reason."""
    before, after, reason = UNFIT[kind]
    text = source(kind, "bad")
    assert before in text
    site.install("bad", text.replace(before, after))
    (finding,) = Host().findings
    assert finding.name == "registered-unfit"
    assert reason in finding.message()


def test_modules_and_objects_are_plugins_too():
    """A program gives plugins as objects, without any installation."""
    from goaltree.plugin.spec import hookimpl

    def steady(period, day):
        return 0

    class Mine:
        goaltree_api = 1
        __version__ = "3"

        @hookimpl
        def goaltree_register_curves(self):
            return [steady]

    host = Host(load=[Mine()])
    assert "steady" in host.curves
    assert (host.plugins[1].name, host.plugins[1].version) == ("Mine", "3")


def test_the_default_host_is_loaded_once(site):
    """However many threads ask at once, the default host is one; it is made anew when told to."""
    site.install("a", source("curve", "mine"))
    found = []
    threads = [threading.Thread(target=lambda: found.append(default_host())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len({id(host) for host in found}) == 1
    forget()
    assert default_host() is not found[0]


def as_plugin(text):
    """The findings of a host with one module as its plugin."""
    from types import ModuleType

    module = ModuleType("goaltree_tried")
    try:
        exec(compile(text, "goaltree_tried.py", "exec"), module.__dict__)
    except ImportError:
        return None
    return Host(load=[module])


@pytest.fixture
def named(site, monkeypatch):
    """`goaltree.hookimpl`, as plugins write it."""
    from goaltree.plugin.spec import hookimpl

    monkeypatch.setitem(vars(gt), "hookimpl", hookimpl)
    return site


@pytest.mark.parametrize("code", sorted(set(RULES) - set(NEEDS_MORE_THAN_A_MODULE)))
def test_the_wrong_plugin_shows_the_rule(named, code):
    """The wrong example of a rule on plugins fires it and nothing else; the right one is clean."""
    named.install("wrong", RULES[code].wrong)
    named.install("right", RULES[code].right.replace("steady", "stable"))
    host = Host()
    assert {finding.code for finding in host.findings} == {code}
    assert all("goaltree-wrong" in str(finding.params["plugin"]) for finding in host.findings)


def test_the_wrong_call_shows_the_rule(named):
    """The wrong examples of failing calls fire their rules when they are called; the right ones do not."""
    from datetime import date

    from goaltree.model.period import span
    from goaltree.testing import PlanBuilder

    plan = PlanBuilder().goal("sales", target="12亿").plan()
    year = span(date(2025, 1, 1), date(2025, 12, 31))
    for text, codes in ((RULES["GT907"].wrong, {"GT907"}), (RULES["GT907"].right, set())):
        host = as_plugin(text)
        host.curves["steady"](year, date(2025, 2, 1))
        assert {finding.code for finding in host.findings} == codes
    for text, codes in ((RULES["GT908"].wrong, {"GT908"}), (RULES["GT908"].right, set())):
        found = gt.observe(plan, as_plugin(text).connect("till://"))
        assert {f.code for f in found.findings if f.code >= "GT9"} == codes


@pytest.mark.parametrize("code", RULES)
def test_rules_speak_both_languages(code):
    """Each rule has its words in both languages with the same places, a code of its family, and examples."""
    import re

    rule = RULES[code]
    assert code.startswith("GT9")
    for words in (rule.message, rule.hint, rule.why):
        assert (words.en and words.zh and words.en != words.zh) or words.en.startswith("{")
        assert set(re.findall(r"{(\w+)}", words.en)) == set(re.findall(r"{(\w+)}", words.zh))
    assert rule.wrong and rule.right and rule.wrong != rule.right


def test_codes_and_names_are_unique():
    """No two rules on plugins share a code or a name."""
    assert len(RULES) == len(plugin_faults.RULES) == len({rule.name for rule in plugin_faults.RULES})
