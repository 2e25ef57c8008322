"""The main job runs: it says what the check finds and shows the scorecard, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import goaltree
from goaltree_xiaohongshu import MARK, accepted_path, actuals_path, load, plan_path, scorecard
from goaltree_xiaohongshu.__main__ import main
from goaltree_xiaohongshu.reading import Lang, reading

LANGS: tuple[Lang, ...] = ("zh", "en")
TOLD = {
    "formula-does-not-hold": ("18%", "12.04%"),
    "missing-rate": ("美元", "dollars"),
    "unresolved-reference": ("内容治理部", "内容治理部"),
    "growth-outside-benchmark": ("行业增速", "names for the field"),
    "driver-owned-by-nobody": ("+33.9%", "+33.9%"),
    "goal-carried-by-nobody": ("没有团队承担", "no team carries"),
    "team-without-actions": ("本地生活部", "Local life"),
    "fallback-before-it-can-show": ("跨境专供款", "Supply"),
    "unstated-value": ("责任边界", "boundary"),
}


@pytest.fixture(scope="module")
def plan() -> goaltree.Plan:
    """The published plan."""
    return load()


@pytest.fixture(scope="module")
def card() -> goaltree.Scorecard:
    """The half-year scorecard."""
    return scorecard()


@pytest.fixture(scope="module")
def findings(plan: goaltree.Plan) -> goaltree.Findings:
    """What the check finds in it."""
    return goaltree.check(plan)


SHORT = {
    "zh": ["作者从未在小红书任职", "12.04%", "需要关注", "整体掩盖局部", "82.3 亿"],
    "en": ["never worked at Xiaohongshu", "12.04%", "Needs a look", "The whole hides a part", "8.23B"],
}
LONG = ["GT205", "GT403", "3.39 亿"]


@pytest.mark.parametrize("lang", LANGS)
def test_main_job_shows_findings_and_scorecard(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: Lang
) -> None:
    """Disclaimer, reading of the findings, mark, scorecard, stories and files are printed; the exit code is 0."""
    assert main(["--lang", lang, "--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    wanted = [
        *SHORT[lang],
        MARK,
        str(plan_path()),
        str(accepted_path()),
        str(actuals_path()),
        str(tmp_path / "out" / "scorecard.md"),
    ]
    assert [words for words in wanted if words not in out] == []
    assert out.index(MARK) < out.index(SHORT[lang][2])
    assert [words for words in LONG if words in out] == []
    assert len(out.splitlines()) < 400


@pytest.mark.parametrize("lang", LANGS)
def test_main_job_shows_all_of_it(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: Lang) -> None:
    """With `--all` the goal tree, the matrix and every finding are printed as well."""
    assert main(["--all", "--lang", lang, "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert [words for words in [*SHORT[lang], *LONG] if words not in out] == []


@pytest.mark.parametrize("lang", LANGS)
def test_scorecard_is_written_in_three_forms(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, card: goaltree.Scorecard, lang: Lang
) -> None:
    """The files are read by other programs, say the same as the scorecard, and are the same bytes each time."""
    for name in ("one", "two"):
        assert main(["--lang", lang, "--out", str(tmp_path / name)]) == 0
    capsys.readouterr()
    folder = tmp_path / "one"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(files) == {"scorecard.md", "scorecard.csv", "scorecard.json"}
    assert {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()} == files
    data = json.loads(files["scorecard.json"])
    assert data == card.to_dict()
    assert MARK in data["title"]
    rows = list(csv.DictReader(io.StringIO(files["scorecard.csv"].decode("utf-8-sig"))))
    assert {row["key"]: row["status"] for row in rows} == dict(card.statuses)
    assert MARK in files["scorecard.md"].decode().splitlines()[0]


@pytest.mark.parametrize("lang", LANGS)
def test_reading_tells_each_point_once(plan: goaltree.Plan, findings: goaltree.Findings, lang: Lang) -> None:
    """The points are numbered lines, the contradiction first, and what is not given is counted last."""
    lines = reading(plan, findings, lang).splitlines()
    assert [line.partition(".")[0] for line in lines[:-1]] == [str(number) for number in range(1, len(lines))]
    assert "12.04%" in lines[0]
    assert str(sum(finding.rule.name == "unstated-value" for finding in findings)) in lines[-1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", TOLD)
def test_reading_leaves_out_what_was_mended(
    plan: goaltree.Plan, findings: goaltree.Findings, name: str, lang: Lang
) -> None:
    """A point is told where its rule finds something, and only there."""
    words = TOLD[name][LANGS.index(lang)]
    assert words in reading(plan, findings, lang)
    assert words not in reading(plan, findings.ignore([name]), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_reading_of_nothing_is_empty(plan: goaltree.Plan, lang: Lang) -> None:
    """Where nothing is found there is nothing to tell."""
    assert reading(plan, goaltree.Findings(), lang) == ""
