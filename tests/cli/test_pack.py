"""`goaltree pack`: from a ledger to what a meeting has on the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import goaltree as gt
from goaltree.cli.group import goaltree
from report.pack_sample import PLAN, plan, rows

JUNE = ("--as-of", "2025-06-30", "--known-at", "2025-07-04T09:00+08:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan and a ledger in which each month is known on the fourth day after it."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    ledger = gt.Ledger(tmp_path / "a.ledger")
    for month in range(1, 7):
        known = f"2025-{month + 1:02}-04T08:00+08:00"
        ledger.append(gt.observe(plan(), rows(month)), known_at=known)
    return tmp_path


def run(folder: Path, *args: str, kind: str = "monthly", lang: str = "en") -> Result:
    """One run of the command on the folder's ledger."""
    command = ["pack", str(folder / "plan.yaml"), "--kind", kind, "--actuals", str(folder / "a.ledger")]
    env = {"LC_ALL": "C", "COLUMNS": "100", "NO_COLOR": "1"}
    return CliRunner().invoke(goaltree, [*command, *args, "--lang", lang], env=env)


def test_the_journal_of_the_ledger_fills_the_table(folder: Path) -> None:
    """A reason in the ledger that the actuals come from stands in the table; `--journal` names another ledger."""
    gt.Ledger(folder / "a.ledger").note(
        "reason", "three shops closed", by="王 XX", goal="sales", at="2025-06-20T09:00+08:00"
    )
    gt.Ledger(folder / "b.ledger").note(
        "reason", "heavy rain", by="王 XX", goal="sales", at="2025-06-20T09:00+08:00"
    )
    own = run(folder, *JUNE)
    assert own.exit_code == 0, own.output
    assert "three shops closed" in own.stdout and "heavy rain" not in own.stdout
    other = run(folder, *JUNE, "--journal", str(folder / "b.ledger"))
    assert "heavy rain" in other.stdout and "three shops closed" not in other.stdout


@pytest.mark.parametrize(
    ("kind", "day", "known"),
    [
        ("weekly", "2025-06-23", "2025-06-27T09:00:00+08:00"),
        ("monthly", "2025-05-31", "2025-06-04T09:00:00+08:00"),
        ("quarterly", "2025-03-31", "2025-04-04T09:00:00+08:00"),
    ],
)
def test_it_is_compared_with_an_earlier_day(folder: Path, kind: str, day: str, known: str) -> None:
    """Without `--against` that is a week, month or quarter earlier, as it was known that much earlier."""
    found = json.loads(run(folder, *JUNE, "--format", "json", kind=kind).stdout)
    assert found["against"] == {"as_of": day, "known_at": known}
    named = json.loads(run(folder, *JUNE, "--against", "2025-02-28", "-f", "json", kind=kind).stdout)
    assert named["against"]["as_of"] == "2025-02-28"


def test_a_closing_stands_for_itself(folder: Path) -> None:
    """The annual pack is compared with a day only where one is named."""
    assert json.loads(run(folder, *JUNE, "-f", "json", kind="annual").stdout)["against"] is None


def test_a_week_sees_what_arrived_in_it(folder: Path) -> None:
    """Without `--known-at` the Monday before is known as it was at its end, so that May's numbers are news in June."""
    news = json.loads(run(folder, "--as-of", "2025-06-09", "-f", "json", kind="weekly").stdout)
    assert news["weekly"]["moved"]["arrived"] + len(news["weekly"]["moved"]["goals"]) == 5
    quiet = json.loads(run(folder, "--as-of", "2025-06-16", "-f", "json", kind="weekly").stdout)
    assert quiet["weekly"]["moved"] == {"goals": [], "arrived": 0}


def test_every_format_and_file(folder: Path) -> None:
    """Text, Markdown and JSON go to the output or to files by their endings; the JSON is that of the schema."""
    for kind in ("weekly", "monthly", "quarterly", "annual"):
        files = [folder / f"{kind}{ending}" for ending in (".txt", ".md", ".json")]
        result = run(folder, *JUNE, *(part for file in files for part in ("--out", str(file))), kind=kind)
        assert result.exit_code == 0 and result.stdout == "", result.output
        assert files[1].read_text(encoding="utf-8") == run(folder, *JUNE, "-f", "markdown", kind=kind).stdout
        schema = json.loads(CliRunner().invoke(goaltree, ["schema", "--of", "pack"]).stdout)
        Draft202012Validator(schema).validate(json.loads(files[2].read_text(encoding="utf-8")))


def test_one_team(folder: Path) -> None:
    """`--team` takes any name of a team, and shows no other team's goals."""
    found = run(folder, *JUNE, "--team", "线上部", kind="quarterly", lang="zh")
    assert found.exit_code == 0 and "访客" in found.stdout and "复购率" not in found.stdout
    assert run(folder, *JUNE, "--team", "nobody").exit_code == 2


def test_wrong_calls_write_nothing(folder: Path) -> None:
    """An ending that writes no packs, the same or a later day to compare with, no actuals and no kind are usage errors."""
    told = run(folder, *JUNE, "--out", str(folder / "p.csv"))
    assert told.exit_code == 2 and "'csv' writes no packs, only scorecards; packs are .json" in told.stderr
    for day in ("2025-06-30", "2025-07-31"):
        assert run(folder, *JUNE, "--against", day).exit_code == 2
    plan_file = str(folder / "plan.yaml")
    assert CliRunner().invoke(goaltree, ["pack", plan_file, "--kind", "weekly"]).exit_code == 2
    assert CliRunner().invoke(goaltree, ["pack", plan_file, "--actuals", "x.csv"]).exit_code == 2
    assert sorted(one.name for one in folder.iterdir()) == ["a.ledger", "plan.yaml"]


def test_a_plan_without_a_period_has_no_pack(folder: Path) -> None:
    """Nothing is due at any time then: that is said, and the exit code is 1."""
    (folder / "plan.yaml").write_text(PLAN.replace("period: 2025\n", ""), encoding="utf-8")
    result = run(folder, *JUNE)
    assert result.exit_code == 1 and "period" in result.stderr and result.stdout == ""
