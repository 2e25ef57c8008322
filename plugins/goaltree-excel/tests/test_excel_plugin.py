"""The plugin: what it registers, what it costs to import, and its command."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from excel_book import book, reread, texts

import goaltree as gt
import goaltree_excel
from goaltree import review
from goaltree.plugin.host import Host
from goaltree.testing import PlanBuilder
from goaltree_excel.__main__ import main


def test_it_is_found_by_its_entry_point():
    """Installed, it is a plugin of goaltree."""
    [point] = [one for one in entry_points(group="goaltree") if one.name == "excel"]
    assert point.load() is goaltree_excel


def test_a_host_knows_what_it_registers():
    """Its connector, its exporter and its format are there, without a finding."""
    host = Host(load=["goaltree-excel"])
    assert [one.message() for one in host.findings] == []
    assert any(".xlsx" in one.endings for one in host.formats)
    assert any(".xlsx" in one.endings for one in host.exporters)


def test_a_review_goes_from_workbook_to_workbook(tmp_path):
    """A plan in one workbook and actuals in another give the scorecard of the same plan in text."""
    plan = PlanBuilder().goal("sales", target="12亿").plan()
    (tmp_path / "plan.xlsx").write_bytes(goaltree_excel.ExcelFormat().write(plan))
    data = book(tmp_path / "actuals.xlsx", S=[["metric", "period", "value"], ["sales", "2025-01", "1亿"]])
    host = Host(load=["goaltree-excel"])
    made = review(tmp_path / "plan.xlsx", f"xlsx://{data}", as_of="2025-01-31", host=host)
    wanted = gt.evaluate(
        plan, gt.observe(plan, [{"metric": "sales", "period": "2025-01", "value": "1亿"}]), as_of="2025-01-31"
    )
    assert made.card is not None
    assert made.card.to_dict() == wanted.to_dict()


@pytest.mark.parametrize("name", ["actuals.xlsx", "a?b%20c.xlsx", "实际.xlsx"])
def test_the_command_line_takes_a_workbook_as_a_file(tmp_path, monkeypatch, name):
    """`--actuals` reads a workbook as it reads a table, and what is wrong in it names the cell."""
    path = book(
        tmp_path / name,
        S=[["metric", "period", "value"], ["sales", "2025-01", 80.0], ["sales", "2025-02", "#"]],
    )
    monkeypatch.setenv("GOALTREE_LOAD_PLUGINS", "goaltree-excel")
    plan = tmp_path / "plan.yaml"
    plan.write_text(gt.dumps(PlanBuilder().goal("sales", target="1000元").plan()), encoding="utf-8")
    call = ["review", str(plan), "--actuals", str(path), "--as-of", "2025-02-28", "--lang", "en", "-f", "csv"]
    found = subprocess.run(
        [sys.executable, "-m", "goaltree", *call], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1, found.stderr
    assert "\nsales," in found.stdout and "80.0" in found.stdout
    assert f"{name}:3:" in found.stderr and "GT821" in found.stderr


@pytest.mark.parametrize(("lang", "word"), [("en", "Expected by now"), ("zh", "当前应达")])
def test_the_command_line_says_the_language_of_a_workbook(tmp_path, monkeypatch, lang, word):
    """`--lang` decides, whatever language the plan's title is in."""
    monkeypatch.setenv("GOALTREE_LOAD_PLUGINS", "goaltree-excel")
    plan, out = tmp_path / "plan.yaml", tmp_path / "card.xlsx"
    plan.write_text(gt.dumps(PlanBuilder().goal("sales", target="1000元").plan()), encoding="utf-8")
    book(tmp_path / "a.xlsx", S=[["metric", "period", "value"], ["sales", "2025-01", 80.0]])
    call = [
        "review",
        str(plan),
        "--actuals",
        str(tmp_path / "a.xlsx"),
        "--as-of",
        "2025-01-31",
        "--lang",
        lang,
    ]
    subprocess.run(
        [sys.executable, "-m", "goaltree", *call, "--out", str(out)], check=True, capture_output=True
    )
    assert word in texts(out.read_bytes())


def test_importing_it_loads_no_workbook_library():
    """What a command does not need is not imported."""
    code = "import sys, goaltree_excel; print(sorted(set(sys.modules) & {'xlsxwriter', 'openpyxl', 'python_calamine', 'pandas', 'numpy'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_its_names_are_those_of_its_list():
    """Every public name loads, and no other."""
    assert all(getattr(goaltree_excel, name) for name in goaltree_excel.__all__)
    with pytest.raises(AttributeError):
        goaltree_excel.nothing  # noqa: B018


def test_no_public_name_is_that_of_a_module():
    """A module that is imported would take the place of what goes by its name."""
    modules = {path.stem for path in Path(goaltree_excel.__file__).parent.glob("*.py")}
    assert modules.isdisjoint(goaltree_excel.__all__)


def test_the_script_writes_a_template(tmp_path, capsys):
    """A workbook to fill in is written, and never over one that is there."""
    out = tmp_path / "plan.xlsx"
    assert main(["template", str(out), "--lang", "en"]) == 0
    assert "Goals" in reread(out.read_bytes()).sheetnames
    assert main(["template", str(out)]) == 2
    assert "exists" in capsys.readouterr().err


def test_the_script_annotates_a_copy(tmp_path, capsys):
    """The findings of a plan are notes in the copy; what is no workbook is told."""
    plan = book(tmp_path / "plan.xlsx", Goals=[["Key", "Target", "Owner"], ["sales", "zwölf", "nobody"]])
    assert main(["annotate", str(plan), str(tmp_path / "copy.xlsx"), "--lang", "en"]) == 0
    page = reread((tmp_path / "copy.xlsx").read_bytes())["Goals"]
    assert "GT" in page["B2"].comment.text
    assert main(["annotate", str(tmp_path / "nowhere.xlsx"), str(tmp_path / "x.xlsx")]) == 2
    assert "does not exist" in capsys.readouterr().err
    assert not Path(tmp_path / "x.xlsx").exists()


def test_every_rule_is_told_in_both_languages():
    """Each rule has a message, a hint and a reason in English and Chinese, and a code with the plugin's name."""
    from goaltree_excel import rule

    rules = [one for one in vars(rule).values() if isinstance(one, gt.Rule)]
    assert len({one.code for one in rules}) == len(rules) == 14
    for one in rules:
        assert one.code.startswith("EXCEL")
        for words in (one.message, one.hint, one.why):
            assert words.en
            assert any(char > "\u2e7f" for char in words.zh)
