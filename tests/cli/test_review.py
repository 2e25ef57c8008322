"""`goaltree review` and `goaltree needs`."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import goaltree as gt
from goaltree.cli.group import goaltree
from goaltree.rendering.terminal import width
from goaltree.scorecard.plain import card_schema

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
PLAN, ACTUALS = GOLDEN / "plan.yaml", GOLDEN / "actuals.csv"
DATA = ("--actuals", ACTUALS, "--as-of", "2025-06-30")
MINI = "goaltree: 1\nplan: x\nperiod: 2025\ncurrency: CNY\ngoals: {m: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"


def run(*args: str | Path, room: int = 100, **env: str) -> Result:
    """One run of the command line in this process."""
    return CliRunner().invoke(
        goaltree, [str(arg) for arg in args], env={"COLUMNS": str(room), "NO_COLOR": "1", **env}
    )


def mini(folder: Path, rows: str = "metric,period,value\nm,2025-01,1000万\n") -> tuple[Path, Path]:
    """A plan of one goal and its table."""
    plan, table = folder / "plan.yaml", folder / "a.csv"
    plan.write_text(MINI, encoding="utf-8")
    table.write_text(rows, encoding="utf-8")
    return plan, table


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_data_on_one_stream_findings_on_the_other(lang: str) -> None:
    """The review is the output; what was found of the data is on the error stream; warnings leave 0."""
    result = run("review", PLAN, *DATA, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith({"en": "Tea company", "zh": "茶饮公司"}[lang])
    assert "GT855" in result.stderr and "GT855" not in result.stdout
    assert run("review", PLAN, *DATA, "--strict").exit_code == 1


def test_json_is_the_scorecard() -> None:
    """The JSON is what the library gives, and its schema is what `schema --of scorecard` prints."""
    card = gt.evaluate(gt.read(PLAN), gt.observe(gt.read(PLAN), ACTUALS), as_of="2025-06-30")
    found = json.loads(run("review", PLAN, *DATA, "--format", "json").stdout)
    assert found == card.to_dict()
    schema = json.loads(run("schema", "--of", "scorecard").stdout)
    assert schema == json.loads(json.dumps(card_schema()))
    assert json.loads(run("schema").stdout) == json.loads(run("schema", "--of", "plan").stdout)


def test_csv_and_markdown_are_formats() -> None:
    """CSV has a row for each goal, Markdown a table for each perspective, each in the reader's language."""
    rows = list(csv.DictReader(io.StringIO(run("review", PLAN, *DATA, "-f", "csv", "--lang", "en").stdout)))
    assert len(rows) == 12 and rows[0]["title"] == "Sales"
    text = run("review", PLAN, *DATA, "-f", "markdown", "--lang", "zh").stdout
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 需要关注",
        "## 没有到的数据",
        "## 增长",
        "## 用户信任",
        "## 效率",
        "## 目标组",
    ]


def test_files_by_their_endings(tmp_path: Path) -> None:
    """Each `--out` is written in the format of its ending, and nothing goes to the output."""
    outs = [tmp_path / name for name in ("a.txt", "a.md", "a.csv", "a.json")]
    args = [part for out in outs for part in ("--out", out)]
    result = run("review", PLAN, *DATA, *args, "--lang", "zh", "--against", "2025-02-28")
    assert result.exit_code == 0 and result.stdout == ""
    text, markdown, table, data = (out.read_bytes().decode() for out in outs)
    assert "变化：2025-02-28 → 2025-06-30" in text and "变化：2025-02-28 → 2025-06-30" in markdown
    assert table.startswith("\ufeffkey,")
    assert json.loads(data)["as_of"] == "2025-06-30"


def test_an_ending_that_nobody_knows_writes_nothing(tmp_path: Path) -> None:
    """All endings are looked at before anything is written."""
    result = run("review", PLAN, *DATA, "--out", tmp_path / "a.md", "--out", tmp_path / "a.pdf")
    assert result.exit_code == 2 and ".pdf" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is not there is one line on the error stream and exit code 2."""
    result = run("review", PLAN, *DATA, "--out", tmp_path / "none" / "a.md", "--lang", "en")
    assert result.exit_code == 2
    assert "a.md" in result.stderr and result.stderr.count("\n") == 1


def test_one_team() -> None:
    """A team sees its own goals and what they are made of, in every format."""
    found = json.loads(run("review", PLAN, *DATA, "--team", "web", "-f", "json").stdout)
    keys = {goal["key"] for goal in found["goals"]}
    assert {"repeat", "members", "members.region.south", "sales.channel.online"} <= keys
    assert not keys & {"sales", "new_stores", "margin"}
    text = run("review", PLAN, *DATA, "--team", "线上部", "--against", "2025-02-28", "--lang", "en").stdout
    assert "New stores" not in text and "Repeat rate" in text
    assert run("review", PLAN, *DATA, "--team", "nobody").exit_code == 2


def test_top_and_by() -> None:
    """`--top` limits what is told first, `--by` chooses the headings."""
    text = run("review", PLAN, *DATA, "--top", "1", "--by", "team", "--lang", "en").stdout
    assert "and 5 more below" in text
    assert "\nShops\n" in text and "\nCustomer trust\n" not in text


def test_against_is_for_people() -> None:
    """What changed since an earlier day follows the review; JSON and CSV have no place for it."""
    text = run("review", PLAN, *DATA, "--against", "2025-02-28", "--lang", "en").stdout
    assert "What changed: 2025-02-28 → 2025-06-30" in text and "Worse 1" in text
    for form in ("json", "csv"):
        assert run("review", PLAN, *DATA, "--against", "2025-02-28", "-f", form).exit_code == 2
    for day in ("2025-06-30", "2025-07-31"):
        assert run("review", PLAN, *DATA, "--against", day).exit_code == 2


@pytest.mark.parametrize("room", [60, 80, 120])
def test_reviews_fit_the_terminal(room: int) -> None:
    """No line of the output is wider than the terminal."""
    for lang in ("en", "zh"):
        text = run("review", PLAN, *DATA, "--against", "2025-02-28", "--lang", lang, room=room).stdout
        assert [line for line in text.splitlines() if width(line) > room] == []


def test_colours_where_they_are_asked_for() -> None:
    """FORCE_COLOR paints, a pipe and NO_COLOR do not."""
    assert "\x1b[33m" in run("review", PLAN, *DATA, NO_COLOR="", FORCE_COLOR="1").stdout
    assert "\x1b" not in run("review", PLAN, *DATA, NO_COLOR="").stdout
    assert "\x1b" not in run("review", PLAN, *DATA, FORCE_COLOR="1").stdout


def test_exit_3_where_a_source_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there leaves 3; what the others gave is still shown."""
    plan, table = mini(tmp_path)
    result = run(
        "review",
        plan,
        "--actuals",
        table,
        "--actuals",
        tmp_path / "no.csv",
        "--as-of",
        "2025-02-10",
        "--lang",
        "en",
    )
    assert result.exit_code == 3
    assert "no.csv" in result.stderr and "GT801" in result.stderr
    assert "10M / 100M 元" in result.stdout


def test_exit_1_for_errors_of_data_or_plan(tmp_path: Path) -> None:
    """A number that cannot be read is an error of the data; a plan with errors is reviewed, and leaves 1."""
    plan, table = mini(tmp_path, "metric,period,value\nm,2025-01,abc\n")
    assert run("review", plan, "--actuals", table, "--as-of", "2025-02-10").exit_code == 1
    plan, table = mini(tmp_path)
    plan.write_text(MINI + "teams: {a: {owns: {zz: 1亿}}}\n", encoding="utf-8")
    result = run("review", plan, "--actuals", table, "--as-of", "2025-02-10", "--lang", "en")
    assert result.exit_code == 1
    assert "10M / 100M 元" in result.stdout and "See goaltree check" in result.stderr


@pytest.mark.parametrize("text", ["", "a: [", "goaltree: 1\nplan: x\n", "\x00"])
def test_a_plan_without_a_period_is_told(tmp_path: Path, text: str) -> None:
    """A plan that cannot be read, or states no period, gives findings and exit code 1, not a traceback."""
    plan, table = mini(tmp_path)
    plan.write_text(text, encoding="utf-8")
    result = run("review", plan, "--actuals", table)
    assert result.exit_code == 1 and result.stdout == ""
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--actuals", ACTUALS, "--as-of", "someday"),
        ("--actuals", ACTUALS, "--known-at", "2025-07-01T09:00"),
        ("--actuals", ACTUALS, "--by", "size"),
        ("--actuals", ACTUALS, "--grain", "minute"),
    ],
)
def test_wrong_calls(args: tuple[str | Path, ...]) -> None:
    """No table, a day that is none, an instant without a zone, an option that there is not: exit code 2."""
    assert run("review", PLAN, *args).exit_code == 2


def test_today_is_the_default_day(tmp_path: Path) -> None:
    """Without `--as-of` the review is of today."""
    plan, table = mini(tmp_path)
    before = date.today().isoformat()  # noqa: DTZ011 - the reader's own day is meant
    found = json.loads(run("review", plan, "--actuals", table, "-f", "json").stdout)
    assert before <= found["as_of"] <= date.today().isoformat()  # noqa: DTZ011


def test_percent_says_what_a_bare_number_means(tmp_path: Path) -> None:
    """A bare 45 of a percentage is refused until `--percent` says what it means."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        'goaltree: 1\nplan: x\nperiod: 2025\ngoals: {r: {kind: ratio, unit: "%", direction: up, target: 50%}}\n',
        encoding="utf-8",
    )
    table = tmp_path / "a.csv"
    table.write_text("metric,period,value\nr,2025-01,45\n", encoding="utf-8")
    args = ("review", plan, "--actuals", table, "--as-of", "2025-02-10", "-f", "json")
    assert json.loads(run(*args).stdout)["goals"][0]["value"] == {"na": "NO_ACTUAL"}
    assert json.loads(run(*args, "--percent", "percent").stdout)["goals"][0]["value"] == 0.45


def test_needs_is_a_table_to_fill_in(tmp_path: Path) -> None:
    """The empty table of `needs --format csv`, filled in, is read by `review` without an error."""
    plan, table = mini(tmp_path)
    text = run("needs", plan, "--as-of", "2025-02-28", "-f", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["metric"], row["period"], row["value"]) for row in rows] == [
        ("m", "2025-01", ""),
        ("m", "2025-02", ""),
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "value": "1000"} for row in rows)
    table.write_text(out.getvalue(), encoding="utf-8")
    result = run("review", plan, "--actuals", table, "--as-of", "2025-02-28", "-f", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["goals"][0]["value"] == 2000.0
    assert json.loads(run("needs", plan, "-f", "json").stdout)["requirements"][0]["metric"] == "m"
    assert "1 series" in run("needs", plan, "--lang", "en").stdout


def test_an_encoding_is_stated_not_guessed(tmp_path: Path) -> None:
    """A table that is not UTF-8 is read where its encoding is said, and refused with its name where it is not."""
    plan, table = mini(tmp_path)
    table.write_bytes("metric,period,value,note\nm,2025-01,1000万,销售\n".encode("gb18030"))
    call = ("review", plan, "--actuals", table, "--as-of", "2025-01-31", "--format", "csv", "--lang", "en")
    refused, read = run(*call), run(*call, "--encoding", "gb18030")
    assert (refused.exit_code, read.exit_code) == (1, 0), read.output
    assert "GT003" in refused.stderr and "10000000" in read.stdout
    assert run(*call, "--encoding", "morse").exit_code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("option", "value", "encoding"), [("--encoding", "45%", "gb18030"), ("--percent", "0.45", "utf-8")]
)
def test_a_refused_table_is_told_the_option_of_the_command_line(
    tmp_path: Path, lang: str, option: str, value: str, encoding: str
) -> None:
    """The hint about an encoding or a bare percentage names an option that the command takes and that mends it."""
    plan, table = tmp_path / "plan.yaml", tmp_path / "actuals.csv"
    goal = "m: {kind: ratio, unit: '%', direction: up, target: 50%}"
    plan.write_text(f"goaltree: 1\nplan: p\nperiod: 2025\ngoals:\n  {goal}\n", encoding="utf-8")
    table.write_bytes(f"metric,period,value,note\nm,2025-01,{value},销售\n".encode(encoding))
    call = ("review", plan, "--actuals", table, "--as-of", "2025-01-31", "--format", "csv", "--lang", lang)
    refused = run(*call)
    named = re.findall(rf"`{option} (\w+)`", refused.stderr.replace("\n", " "))
    assert refused.exit_code == 1 and named, refused.stderr
    read = run(*call, option, named[0])
    assert read.exit_code == 0 and "0.45" in read.stdout, read.output


def test_actuals_may_be_an_address(tmp_path: Path) -> None:
    """`--actuals` takes the address of a connector as well; one that nobody knows is a wrong call, not repeated."""
    plan, table = mini(tmp_path)
    call = ("review", plan, "--as-of", "2025-01-31", "--format", "csv", "--actuals")
    by_path, by_address = run(*call, table), run(*call, f"csv://{table}")
    assert by_path.exit_code == 0 and by_address.stdout == by_path.stdout
    unknown = run(*call, "nowhere://reader:hunter2@db/facts")
    assert unknown.exit_code == 2 and "hunter2" not in unknown.output


@pytest.mark.parametrize("ending", [".md", ".csv", ".txt", ".mmd", ".dot", ".gv"])
def test_files_speak_the_language_that_is_asked_for(tmp_path: Path, ending: str) -> None:
    """Every format that has words has them in the language of `--lang`."""
    for lang, title in (("en", "Complaints"), ("zh", "投诉数")):
        out = tmp_path / f"{lang}{ending}"
        assert run("review", PLAN, *DATA, "--lang", lang, "--out", out).exit_code == 0
        assert title in out.read_text(encoding="utf-8-sig")
