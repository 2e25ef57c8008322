"""`goaltree record` and `goaltree doctor`, and reviews from a ledger."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import goaltree as gt
from goaltree.cli.group import goaltree

PLAN = "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\ngoals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿}\n"
JANUARY = "metric,period,value\nsales,2025-01,1亿\nsales,2025-02,1.1亿\n"
APRIL = "metric,period,value\nsales,2025-01,0.9亿\nsales,2025-02,\nsales,2025-03,2亿\n"


@pytest.fixture
def folder(tmp_path):
    """A plan and two files of data."""
    for name, text in (("plan.yaml", PLAN), ("jan.csv", JANUARY), ("apr.csv", APRIL)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder, *args, lang="en"):
    """One run of the command line in the folder's files."""
    given = [str(folder / one) if "." in one and not one.startswith("2025") else one for one in args]
    return CliRunner().invoke(goaltree, [*given, "--lang", lang], env={"LC_ALL": "C", "COLUMNS": "100"})


def record(folder, data, at, **more):
    """Record a file as known at an instant."""
    return run(
        folder, "record", "plan.yaml", "--actuals", data, "--ledger", "a.ledger", "--known-at", at, **more
    )


def test_recording_tells_what_is_new_and_what_was_restated(folder):
    """The first file is new, the same again is nothing, and the next one's changes are listed with both values."""
    assert record(folder, "jan.csv", "2025-02-10T00:00+08:00").stdout == "Record 1: new 2\n"
    assert record(folder, "jan.csv", "2025-02-10T00:00+08:00").stdout == "Nothing new: known already 2\n"
    told = record(folder, "apr.csv", "2025-04-10T00:00+08:00", lang="zh")
    assert told.stdout.splitlines() == [
        "第 2 条记录: 新增 1, 更正 2",
        "  销售额 2025-01: 1亿元 → 9,000万元",
        "  销售额 2025-02: 1.1亿元 → 无值",
    ]
    assert told.exit_code == 0 and told.stderr == ""


def test_a_review_from_a_ledger_sees_what_was_known(folder):
    """A review as known in March is what it was before April's file came; today's names the correction."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    march = (
        "review",
        "plan.yaml",
        "--actuals",
        "a.ledger",
        "--as-of",
        "2025-02-28",
        "--known-at",
        "2025-03-01T00:00+08:00",
    )
    before = run(folder, *march)
    record(folder, "apr.csv", "2025-04-10T00:00+08:00")
    assert run(folder, *march).stdout == before.stdout and "210M" in before.stdout
    now = run(folder, "review", "plan.yaml", "--actuals", "a.ledger", "--as-of", "2025-03-31")
    assert "corrected since it was first told: 2025-01 100M" in now.stdout.replace("\n      ", " ")


def test_data_with_errors_is_not_recorded(folder):
    """A cell that cannot be read keeps the whole file out, unless it is forced."""
    (folder / "bad.csv").write_text(
        "metric,period,value\nsales,2025-01,1啊\nsales,2025-02,2亿\n", encoding="utf-8"
    )
    told = run(folder, "record", "plan.yaml", "--actuals", "bad.csv", "--ledger", "a.ledger")
    assert (
        told.exit_code == 1 and "Nothing was recorded." in told.stderr and not (folder / "a.ledger").exists()
    )
    forced = run(folder, "record", "plan.yaml", "--actuals", "bad.csv", "--ledger", "a.ledger", "--force")
    (kept,) = gt.Ledger(folder / "a.ledger").actuals().observations
    assert forced.exit_code == 0 and kept.period.label == "2025-02"
    lost = run(folder, "record", "plan.yaml", "--actuals", "none.csv", "--ledger", "a.ledger")
    assert lost.exit_code == 3


def test_what_cannot_be_read_takes_nothing_back(folder):
    """A garbled cell is no withdrawal: what was known stays known where the rest is recorded by force."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    (folder / "bad.csv").write_text(APRIL.replace("0.9亿", "O.9亿"), encoding="utf-8")
    told = run(folder, "record", "plan.yaml", "--actuals", "bad.csv", "--ledger", "a.ledger", "--force")
    assert told.exit_code == 0 and "new 1, restated 1" in told.stdout
    ledger = gt.Ledger(folder / "a.ledger")
    assert [one.period.label for one in ledger.restatements()] == ["2025-02"]  # a blank does take back
    assert ledger.actuals().series("sales").values[0] == 100_000_000


def test_a_plan_is_saved_beside(folder):
    """With --by the plan as it is now becomes a version, once."""
    for _ in range(2):
        told = run(folder, "record", "plan.yaml", "--ledger", "a.ledger", "--by", "张三", "--because", "年初")
    (version,) = gt.Ledger(folder / "a.ledger").plans()
    assert (version.by, version.because) == ("张三", "年初") and version.digest[:12] in told.stdout
    assert run(folder, "record", "plan.yaml", "--ledger", "a.ledger").exit_code == 2


def test_recording_as_json(folder):
    """Machines read counts and restatements, values exact."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    told = run(
        folder,
        "record",
        "plan.yaml",
        "--actuals",
        "apr.csv",
        "--ledger",
        "a.ledger",
        "--format",
        "json",
        "--by",
        "x",
    )
    found = json.loads(told.stdout)
    assert (found["receipt"]["number"], found["receipt"]["restated"], found["plan"]["number"]) == (2, 2, 3)
    assert found["receipt"]["restatements"][0]["was"] == "100000000"


def test_the_doctor_proves_a_ledger(folder):
    """A sound ledger is proved and counted, and copied where that is asked for; the exit code is 0."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    told = run(folder, "doctor", "--ledger", "a.ledger", "--backup", "b.ledger", "--no-plugins")
    assert told.exit_code == 0 and "all 1 records hold: 1 batches, 0 plans, 0 notes" in told.stdout
    assert gt.Ledger(folder / "b.ledger").head == gt.Ledger(folder / "a.ledger").head
    for word in ("python", "goaltree-core", "attrs", "libyaml", "sqlite", "time zones", "0600"):
        assert word in told.stdout
    assert run(folder, "doctor", "--backup", "b.ledger").exit_code == 2


@pytest.mark.parametrize(("lang", "word"), [("en", "record 1, written"), ("zh", "第 1 条记录（写于")])
def test_the_doctor_names_damage(folder, lang, word):
    """A damaged ledger is named with its first bad record, exit code 3; so is one for review, and one that is missing."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    path = folder / "a.ledger"
    path.write_bytes(path.read_bytes().replace("1.1亿".encode(), "1.7亿".encode()))
    told = run(folder, "doctor", "--ledger", "a.ledger", "--no-plugins", lang=lang)
    assert told.exit_code == 3 and word in told.stdout
    review = run(folder, "review", "plan.yaml", "--actuals", "a.ledger", "--as-of", "2025-02-28", lang=lang)
    assert review.exit_code == 3 and word in review.stderr and review.stdout == ""
    assert (
        run(folder, "review", "plan.yaml", "--actuals", "no.ledger", "--as-of", "2025-02-28").exit_code == 3
    )


def test_the_doctor_warns(folder):
    """A ledger that others can read, a log beside it, and unfinished copies are told with exit code 1."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    (folder / "a.ledger").chmod(0o644)
    (folder / ".a.ledger.abc.part").write_bytes(b"")
    (folder / "a.ledger-wal").write_bytes(b"x" * 40)
    told = run(folder, "doctor", "--ledger", "a.ledger", "--no-plugins", "--format", "json")
    texts = [line["text"] for line in json.loads(told.stdout)["lines"] if line["state"] == "warning"]
    assert told.exit_code == 1 and len(texts) == 3
    assert "chmod 600" in texts[0] and "-wal of 40 bytes" in texts[1] and ".part" in texts[2]


def test_an_instant_without_a_zone_is_told_with_one(folder):
    """Whoever writes a day or a time alone reads how it would be written with a zone."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    for given, told in (
        ("2025-03-10", "2025-03-10T00:00+08:00"),
        ("2025-03-10T09:30", "2025-03-10T09:30+08:00"),
    ):
        done = run(folder, "review", "plan.yaml", "--actuals", "a.ledger", "--known-at", given)
        assert done.exit_code == 2 and f"write {told}" in done.stderr


@pytest.mark.parametrize("command", ["review", "record"])
def test_every_finding_about_data_can_be_told(folder, command):
    """Where a rule fires often its findings are counted, and `--all`, which that line names, shows them."""
    wrong = "".join(f"什么{number},2025-01,1\n" for number in range(6))
    (folder / "bad.csv").write_text(f"metric,period,value\n{wrong}", encoding="utf-8")
    more = ["--ledger", "a.ledger"] if command == "record" else []
    few, every = (
        run(folder, command, "plan.yaml", "--actuals", "bad.csv", *more, *extra) for extra in ([], ["--all"])
    )
    assert few.stderr.count("is no metric") == 1 and "--all shows them" in few.stderr
    assert every.stderr.count("is no metric") == 6 and "--all" not in every.stderr


def test_a_file_is_told_beside_what_the_ledger_has(folder):
    """What the ledger has fills a file's gap; periods that share days with its are refused before they are recorded."""
    record(folder, "jan.csv", "2025-02-10T00:00+08:00")
    for name, text in (
        ("mar.csv", "sales,2025-01,0.8亿\nsales,2025-03,1亿\n"),
        ("quarter.csv", "sales,2025Q1,3亿\n"),
        ("none.csv", "sales,2025Q1,\n"),
    ):
        (folder / name).write_text(f"metric,period,value\n{text}", encoding="utf-8")
    march = record(folder, "mar.csv", "2025-04-05T00:00+08:00")
    assert march.exit_code == 0 and march.stderr == ""
    quarter = ("quarter.csv", "2025-04-06T00:00+08:00")
    refused = record(folder, *quarter)
    assert refused.exit_code == 1 and "GT843" in refused.stderr and refused.stdout == ""
    plan = ("plan.yaml", "--ledger", "a.ledger", "--known-at")
    forced = run(folder, "record", *plan, quarter[1], "--actuals", quarter[0], "--force")
    assert forced.stdout.startswith("Record 3: new 1")
    withdrawn = record(folder, "none.csv", "2025-04-07T00:00+08:00")
    assert withdrawn.exit_code == 0 and withdrawn.stderr == ""
    ledger = gt.Ledger(folder / "a.ledger").actuals()
    values = dict(
        zip(*(getattr(ledger.series("sales"), name) for name in ("periods", "values")), strict=True)
    )
    assert [value for period, value in values.items() if period.kind == "month"] == [80e6, 110e6, 100e6]


def test_a_source_that_is_left_without_an_address_is_named(folder):
    """Whoever connects one source of two reads which one's tables are not counted."""
    (folder / "plan.yaml").write_text(
        PLAN + "sources:\n  甲: {tables: {a: {metric: sales, sum: x, time: t}}}\n  乙: 数据\n  丙: {tables: "
        "{b: {metric: sales, sum: x, time: t}}}\n",
        encoding="utf-8",
    )
    given = ["review", str(folder / "plan.yaml"), "--connect", f"甲=csv://{folder}/jan.csv", "--lang", "zh"]
    told = CliRunner().invoke(goaltree, given).stderr
    assert "没有统计：丙（" in told and "csv:// 不统计表：甲 " in told
