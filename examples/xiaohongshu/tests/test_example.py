"""The main job runs: it shows the plan and says what the check finds, in both languages."""

from __future__ import annotations

import pytest

import goaltree
from goaltree_xiaohongshu import load
from goaltree_xiaohongshu.__main__ import main
from goaltree_xiaohongshu.reading import reading


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "作者从未在小红书任职",
                "月活跃用户",
                "3.39 亿",
                "无人承担",
                "GT403",
                "没有团队承担",
                "goals.yaml",
            ],
        ),
        (
            "en",
            [
                "never worked at Xiaohongshu",
                "Monthly active users",
                "3.39 亿",
                "GT403",
                "no team carries",
                "goals.yaml",
            ],
        ),
    ],
    ids=["zh", "en"],
)
def test_main_job_shows_all_of_it(capsys: pytest.CaptureFixture[str], lang: str, said: list[str]) -> None:
    """Disclaimer, tree, matrix, findings, reading and files are printed, and the exit code is 0."""
    assert main(["--lang", lang]) == 0
    out = capsys.readouterr().out
    assert [words for words in said if words not in out] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reading_is_one_paragraph_on_the_findings(lang: str) -> None:
    """The reading is one paragraph and counts what the check found."""
    plan = load()
    findings = goaltree.check(plan)
    text = reading(plan, findings, "zh" if lang == "zh" else "en")
    unstated = sum(finding.rule.name == "unstated-value" for finding in findings)
    assert "\n" not in text
    assert str(unstated) in text
    assert "内容治理部" in text


def test_reading_leaves_out_what_was_mended() -> None:
    """A sentence about goals that nobody carries is not there when the check finds none."""
    plan = load()
    findings = goaltree.check(plan, ignore=["goal-carried-by-nobody"])
    assert "no team carries" not in reading(plan, findings, "en")
