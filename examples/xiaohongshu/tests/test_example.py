"""The main job runs: it shows the plan and says what the check finds, in both languages."""

from __future__ import annotations

import pytest

import goaltree
from goaltree_xiaohongshu import accepted_path, load, plan_path
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
def findings(plan: goaltree.Plan) -> goaltree.Findings:
    """What the check finds in it."""
    return goaltree.check(plan)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["作者从未在小红书任职", "月活跃用户"]),
        ("en", ["never worked at Xiaohongshu", "Monthly active users"]),
    ],
    ids=["zh", "en"],
)
def test_main_job_shows_all_of_it(capsys: pytest.CaptureFixture[str], lang: str, said: list[str]) -> None:
    """Disclaimer, tree, matrix, findings, reading and files are printed, and the exit code is 0."""
    assert main(["--lang", lang]) == 0
    out = capsys.readouterr().out
    wanted = [
        *said,
        "3.39 亿",
        "GT205",
        "GT403",
        "12.04%",
        str(plan_path() / "goals.yaml"),
        str(accepted_path()),
    ]
    assert [words for words in wanted if words not in out] == []


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
