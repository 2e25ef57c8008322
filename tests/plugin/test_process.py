"""The command line with plugins: good, bad and all broken, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from goaltree.plugin.kind import KINDS
from plugin.plugin_source import source

CANARY = "cánary/s3cr+et?42"
PLAN = """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
sources: {till: {title: 收银系统, owner: shop}}
goals:
  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 1200, owner: shop, source: till}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}
actions:
  stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}
"""
GOOD = [f"good_{number}" for number in range(9)]


@pytest.fixture
def shop(site, tmp_path):
    """A folder with a plan that has no finding, and a table for it."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "actuals.csv").write_text("metric,period,value\nsales,2025-01,100\n", encoding="utf-8")
    site.folder_of_plan = folder
    return site


def run(shop, names, *arguments, **variables):
    """A command with some plugins chosen: code, output, messages."""
    chosen = {"GOALTREE_LOAD_PLUGINS": ",".join(f"goaltree-{name}" for name in names)}
    done = subprocess.run(
        [sys.executable, "-m", "goaltree", *arguments, "--lang", "en"],
        cwd=shop.folder_of_plan,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **chosen, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_nine_good_plugins_and_a_bad_one(shop):
    """Nine work, one is one finding, and the exit code is 0; strictly, it is 3."""
    kinds = [kind.name for kind in KINDS]
    for at, name in enumerate(GOOD):
        shop.install(name, source(kinds[at % len(kinds)], name))
    shop.install("bad", source("check", "bad", hook="raises"))
    names = [*GOOD, "bad"]
    code, out, err = run(shop, names, "plugins", "--format", "json")
    listed = json.loads(out)
    assert (code, err) == (0, "")
    works = [one["name"] for one in listed["plugins"] if one["registers"] and one["name"] != "goaltree-core"]
    assert works == [f"goaltree-{name.replace('_', '-')}" for name in GOOD]
    assert [one["code"] for one in listed["findings"]] == ["GT904"], listed["findings"]
    code, out, err = run(shop, names, "check", "plan.yaml", "--format", "json")
    found = [one["code"] for one in json.loads(out)["findings"]]
    assert (code, err) == (0, "")
    # Of nine plugins over seven kinds, one registers a check, whose note is there.
    assert sorted(found) == ["GOOD_3001", "GT904"]
    assert run(shop, names, "check", "plan.yaml", "--strict")[0] == 3
    assert run(shop, names, "plugins", "--strict")[0] == 3
    assert run(shop, GOOD, "check", "plan.yaml", "--strict")[0] == 0


def test_strict_is_strict_whatever_asks_for_plugins_first(shop):
    """An export whose connector is the first to need plugins ends with 3 where it is strict, else with 0."""
    shop.install("bad", source("check", "bad", hook="raises"))
    call = ("export", "plan.yaml", "card.csv", "--connect", "till=csv://actuals.csv", "--as-of", "2025-01-31")
    assert [run(shop, ["bad"], *call, *more)[0] for more in ((), ("--strict",))] == [0, 3]


BROKEN = {
    "raises": source("check", "one", hook="raises"),
    "exits": "import sys\nsys.exit(0)\n",
    "prints": "print('noise' * 1000)\nraise ImportError\n",
    "syntax": "def (\n",
    "missing": "import a_library_that_is_not_installed\n",
    "version": source("check", "two").replace("goaltree_api = 1", "goaltree_api = 99"),
    "call": source("check", "three", call="raises"),
    "leaves": source("check", "four", call="exits"),
}


@pytest.fixture
def broken(shop):
    """Plugins of which none works."""
    for name, text in BROKEN.items():
        shop.install(name, text)
    return shop


@pytest.mark.parametrize("option", [(), ("--no-plugins",)], ids=["broken", "no-plugins"])
def test_f11_everything_works_with_every_plugin_broken(broken, option):
    """`check`, `show`, `review` and `export` do their work with every plugin broken, and without any."""
    names, folder = list(BROKEN), broken.folder_of_plan
    code, out, _ = run(broken, names, "check", "plan.yaml", "--format", "json", *option)
    found = json.loads(out)
    assert code == 0
    assert found["summary"]["error"] == 0
    # Six are not loaded or give nothing, two fail when they are called; a print is a note.
    codes = sorted(one["code"] for one in found["findings"])
    wanted = ["GT901"] * 4 + ["GT902", "GT904", "GT907", "GT907", "GT910"]
    assert codes == ([] if option else wanted)
    code, out, err = run(broken, names, "show", "plan.yaml")
    assert (code, err) == (0, "") and "销售额" in out
    made = ["plan.json", "again.yaml"]
    assert run(broken, names, "export", "plan.yaml", *made, *option)[0] == 0
    made = ["a.csv", "a.json", "a.md", "a.mmd", "a.dot"]
    data = ("--actuals", "actuals.csv", "--as-of", "2025-01-31")
    assert run(broken, names, "export", "plan.yaml", *made, *data, *option)[0] == 0
    assert all((folder / name).stat().st_size for name in ("plan.json", "again.yaml", *made))
    code, out, _ = run(broken, names, "review", "plan.yaml", *data, *option)
    assert code == 0 and "销售额" in out


def test_help_works_with_every_plugin_broken(broken):
    """`goaltree --help` lists the built-in commands, whatever the plugins do."""
    done = subprocess.run(
        [sys.executable, "-m", "goaltree", "--help"],
        env={**os.environ, "GOALTREE_LOAD_PLUGINS": ",".join(f"goaltree-{name}" for name in BROKEN)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0
    assert "check" in done.stdout and "noise" not in done.stdout


@pytest.mark.parametrize(
    ("lang", "nothing"), [("en", "registers nothing that is used"), ("zh", "没有注册任何内容")]
)
def test_the_list_says_what_failed(broken, lang, nothing):
    """`goaltree plugins` says of each plugin what it registers, and why one could not be loaded, in both languages."""
    done = subprocess.run(
        [sys.executable, "-m", "goaltree", "plugins", "--lang", lang],
        env={
            **os.environ,
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
            "GOALTREE_LOAD_PLUGINS": "goaltree-missing,call",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    blocks = done.stdout.replace("\n  ", " | ").splitlines()
    assert blocks[0].startswith("goaltree-core ")
    assert "THREE001" in blocks[1] and blocks[1].startswith("goaltree-call 1.0 | ")
    assert blocks[2] == f"goaltree-missing 1.0 | {nothing}"
    assert "GT901 plugin-unloaded" in done.stdout and "a_library_that_is_not_installed" in done.stdout


def test_a_strict_failure_is_told_in_the_readers_language(broken):
    """Strictly, the one line on the error stream is in the language that was asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "goaltree", "check", "plan.yaml", "--strict", "--lang", "zh"],
        cwd=broken.folder_of_plan,
        env={**os.environ, "PYTHONUTF8": "1", "GOALTREE_LOAD_PLUGINS": "goaltree-missing"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("goaltree: 无法加载插件 `goaltree-missing` 1.0：")


def test_a_source_is_connected(shop):
    """`--connect` and the environment say where a source of the plan is; what it holds is scored."""
    shop.install("till", source("connector", "till"))
    arguments = ("review", "plan.yaml", "--as-of", "2025-01-31", "--format", "json")
    code, out, err = run(shop, ["till"], *arguments, "--connect", "till=till://x")
    assert (code, err) == (0, "")
    assert json.loads(out)["goals"]
    assert run(shop, ["till"], *arguments, GOALTREE_CONNECT_TILL="till://x")[:2] == (0, out)
    assert run(shop, ["till"], *arguments, "--connect", "till=csv://actuals.csv")[:2][0] == 0


def test_a_dead_source_is_unavailable(shop):
    """A source that fails is a finding and exit code 3, and its secret is in no stream."""
    shop.install("till", source("connector", "till", call="secret"))
    arguments = ("review", "plan.yaml", "--as-of", "2025-01-31", "--connect", "till=till://x")
    code, out, err = run(shop, ["till"], *arguments)
    assert code == 3
    assert "source-failed" in err and "***" in err
    assert CANARY not in out + err and "s3cr" not in out + err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--connect", "till"), "NAME=URL"),
        (("--connect", "tll=csv://a"), "till"),
        (("--connect", "till=cvs://a"), "csv"),
        (("--connect", "till=csv://a?pth=b"), "path"),
        (("--connect", "till=csv://user:hunter22@host/a"), "${VARIABLE}"),
        (("--connect", "till=csv://${NOT_SET_ANYWHERE}"), "NOT_SET_ANYWHERE"),
        ((), "--connect"),
    ],
)
def test_a_wrong_connection_is_a_wrong_call(shop, arguments, told):
    """An address that makes no sense is exit code 2 and one line that says what would; no password is in it."""
    code, out, err = run(shop, [], "review", "plan.yaml", "--as-of", "2025-01-31", *arguments)
    assert (code, out) == (2, "")
    assert told in err and "hunter22" not in err and "Traceback" not in err


@pytest.mark.parametrize("mode", ["raises", "exits", "secret"])
def test_a_failing_command_is_told(shop, mode):
    """A command of a plugin that fails is one line with the plugin's name, and exit code 3."""
    shop.install("shout", source("command", "shout", call=mode))
    chosen = {"GOALTREE_LOAD_PLUGINS": "goaltree-shout"}
    done = subprocess.run(
        [sys.executable, "-m", "goaltree", "shout"],
        env={**os.environ, **chosen, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert "goaltree-shout" in done.stderr and "Traceback" not in done.stderr
    assert "s3cr" not in done.stderr


def test_a_failing_exporter_costs_its_file(shop):
    """Of several files, those of other exporters are written; the one that fails is told, with exit code 3."""
    shop.install("page", source("exporter", "page", call="raises"))
    data = ("--actuals", "actuals.csv", "--as-of", "2025-01-31")
    for command in (
        ("export", "plan.yaml", "a.page", "a.csv"),
        ("review", "plan.yaml", "--out", "a.page", "--out", "b.csv"),
    ):
        code, _, err = run(shop, ["page"], *command, *data)
        assert code == 3 and "plugin-failed" in err
    assert (shop.folder_of_plan / "a.csv").exists() and (shop.folder_of_plan / "b.csv").exists()
    assert not (shop.folder_of_plan / "a.page").exists()


def test_a_plan_in_the_format_of_a_plugin(shop):
    """Every command reads a plan whose ending is a plugin's."""
    shop.install("form", source("format", "form"))
    (shop.folder_of_plan / "plan.form").write_bytes(b"data")
    code, out, _ = run(shop, ["form"], "check", "plan.form", "--format", "json")
    assert code in (0, 1) and json.loads(out)["summary"]
    assert run(shop, ["form"], "export", "plan.yaml", "made.form")[0] == 0
    assert (shop.folder_of_plan / "made.form").read_bytes() == b"data"


def test_nothing_is_loaded_where_nothing_is_installed(shop):
    """Without plugins `check` loads no library for numbers, so that it is as quick as ever."""
    code = (
        "import sys; sys.argv = ['goaltree', 'check', 'plan.yaml']\n"
        "from goaltree.cli import main\n"
        "try: main()\n"
        "except SystemExit: print({'numpy', 'pandas', 'narwhals'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=shop.folder_of_plan,
        env={**os.environ, "GOALTREE_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith("set()")


def test_rules_of_plugins_are_explained(shop):
    """`rule` knows the rules of plugins by code and by name, and says of an unknown one that no rule has that name."""
    shop.install("own", source("check", "own"))
    code, page, _ = run(shop, ["own"], "rule", "own001")
    assert (code, page.splitlines()[0]) == (0, "OWN001 own-found  note")
    assert run(shop, ["own"], "rule", "own-found")[1] == page
    assert "OWN001" in run(shop, ["own"], "rule")[1]
    code, out, err = run(shop, ["own"], "rule", "OWN002")
    assert (code, out) == (2, "")
    assert "no rule is called 'OWN002'; did you mean OWN001" in err
    assert run(shop, ["own"], "rule", "own001", "--no-plugins")[0] == 2
