"""Actions at work: what is earned by which method, what is late, and what nobody says."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.cli.group import goaltree
from goaltree.model.missing import NA
from steering.work_sample import at_work, one

YEAR = "Q1 启动，Q4 完成"
MONEY = {"budget": "365万"}


def test_money_of_an_action_by_hand():
    """181 of 365 days of 365万 make 181万 due; 40 % are worth 146万, and 200万 are spent: 54万 too dear, 35万 behind."""
    state = one(time=YEAR, **MONEY, progress={"done": "40%", "earned_by": "percent", "spent": "200万"})
    assert (state.start, state.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (state.currency, state.method) == ("CNY", "percent")
    value = state.value
    assert (value.planned, value.earned, value.cost, value.budget) == (1.81e6, 1.46e6, 2e6, 3.65e6)
    assert (value.cost_variance, value.schedule_variance) == (-5.4e5, -3.5e5)
    assert value.cpi == pytest.approx(0.73) and value.spi == pytest.approx(146 / 181)
    assert value.estimate == "cpi" and value.eac == pytest.approx(5e6) and value.vac == pytest.approx(-1.35e6)
    assert value.tcpi == pytest.approx(219 / 165)
    assert (state.time.elapsed, state.time.duration) == (181, 365)
    assert state.time.schedule == 146 and state.time.sv == -35
    assert state.time.spi == pytest.approx(146 / 181)
    assert state.forecast_end == date(2025, 1, 1) + timedelta(days=452)  # 365 * 181 / 146 = 452.5 days


def test_a_method_is_never_guessed():
    """Without `earned_by`, without a share, and without any report, nothing is earned, each for its own reason."""
    for progress, detail in (
        ({"done": "40%"}, "progress.earned_by"),
        ({"earned_by": "percent"}, "progress.done"),
        ({"done": "40%", "earned_by": "percent", "on": "2025-07-31"}, "progress.on 2025-07-31"),
    ):
        state = one(time=YEAR, **MONEY, progress=progress)
        assert state.earned_share == NA("NO_ACTUAL", detail)
        assert state.value.earned == state.value.spi == NA("NO_ACTUAL", detail)
        assert state.value.planned == 1.81e6
    state = one(time=YEAR, **MONEY)
    assert state.earned_share == NA("NO_ACTUAL", "progress") and state.through is None


def test_money_is_never_taken_for_zero():
    """Without a budget or a cost the schedule is still known; a need whose money is unstated makes no sum."""
    report = {"done": "40%", "earned_by": "percent"}
    state = one(time=YEAR, progress=report)
    assert state.value.budget == NA("NO_TARGET", "budget") and state.value.cost == NA("NO_ACTUAL", "spent")
    assert state.value.spi == pytest.approx(0.4 * 365 / 181)
    assert isinstance(state.value.eac, NA)
    some = one(time=YEAR, progress=report, needs=[{"money": "300万"}, {"money": "unstated"}])
    assert some.value.budget == NA("PARTIAL", "needs.money")
    both = one(time=YEAR, progress=report, needs=[{"money": "10万 USD"}, {"money": "28万"}])
    assert both.value.budget == 1e6
    other = one(time=YEAR, progress=report, needs=[{"money": "10万 EUR"}])
    assert other.value.budget == NA("UNIT_MISMATCH", "needs.money")


def test_a_report_is_held_against_the_plan_of_its_own_day():
    """A report of the end of March is compared with what was due then, however late it is looked at."""
    report = {"done": "20%", "earned_by": "percent", "on": "2025-03-31"}
    state = one("2025-06-30", time=YEAR, progress=report)
    assert state.through == date(2025, 3, 31)
    assert state.planned_share == 90 / 365 and state.time.elapsed == 90
    assert state.time_share == 181 / 365


def due_by_hand(method: str, first: date, last: date, day: date) -> Fraction:
    """What is due at the end of a day, counted in days, for an action that begins on its first day."""
    if method in ("all_or_nothing", "milestones"):
        return Fraction(day >= last)
    if method == "half_half":
        return Fraction(day >= first, 2) + Fraction(day >= last, 2)
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return Fraction(sum(one <= day for one in days), len(days))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["all_or_nothing", "half_half", "percent", "milestones"]),
    st.integers(1, 300),
    st.integers(0, 60),
    st.integers(1, 365),
    st.sampled_from([0, 25, 99, 100]),
)
def test_what_is_due_is_due_by_the_declared_method(method, first, length, at, done):
    """Each method asks for as much by a day as it would have earned had all gone to plan, and for no more."""
    begin = date(2024, 12, 31) + timedelta(days=first)
    end, day = begin + timedelta(days=length), date(2024, 12, 31) + timedelta(days=at)
    report = {"done": f"{done}%", "earned_by": method}
    state = one(day.isoformat(), time=f"{begin}..{end} 推广", progress=report, sales=[1e8])
    assert state.planned_share == float(due_by_hand(method, begin, end, day))
    earned = {"all_or_nothing": done == 100, "milestones": done == 100, "percent": done / 100}
    assert state.earned_share == earned.get(method, (done > 0) / 2 + (done == 100) / 2)
    on_plan = state.earned_share == state.planned_share and begin <= day <= end and done < 100
    if on_plan:
        assert state.time.sv == 0 and state.time.spi == 1


def test_half_is_due_once_a_start_is_due():
    """50/50: what is to begin in the first quarter has half due at the end of it, and begun is what reached its start."""
    report = {"earned_by": "half_half", "done": "0%", "reached": ["启动"]}
    due = [one(day, time=YEAR, progress=report).planned_share for day in ("2025-03-30", "2025-03-31")]
    assert due == [0, 0.5]
    assert one("2025-03-31", time=YEAR, progress=report).earned_share == 0.5
    assert one("2025-03-31", time=YEAR, progress={**report, "reached": []}).earned_share == 0


def test_what_earns_at_its_end_is_not_behind_before():
    """0/100: half way with nothing earned there is no SPI and SPI(t) is 1; after its day it falls behind by days."""
    report = {"done": "50%", "earned_by": "all_or_nothing"}
    half = one("2025-06-30", time="Q1 启动，Q3 完成", progress=report)
    assert half.value.spi == NA("ZERO_DENOM") and half.time.spi == 1
    late = one("2025-10-31", time="Q1 启动，Q3 完成", progress=report)
    assert late.value.spi == 0 and late.time.sv == -31 and late.time.schedule == 273


def test_a_finished_action_keeps_how_late_it_was():
    """Due at the end of June and reached on 15 August: SPI is 1, SPI(t) 181 / 227, in any later review."""
    report = {"done": "100%", "earned_by": "percent", "reached": {"完成": "2025-08-15"}}
    for day in ("2025-08-31", "2025-12-31"):
        state = one(day, time="Q1 启动，Q2 完成", progress=report)
        assert state.value.spi == 1 and state.time.spi == pytest.approx(181 / 227)
        assert state.forecast_end is None and state.checkpoints[-1].days_late == 46
    unknown = one("2025-12-31", time="Q1 启动，Q2 完成", progress={"done": "100%", "earned_by": "percent"})
    assert unknown.value.spi == 1 and unknown.time.spi == NA("NO_ACTUAL", "progress.reached")


def test_milestones_earn_as_they_are_reached():
    """Of three milestones two were due and one is reached: a third is earned of two; the start earns nothing."""
    state = one(
        "2025-09-30",
        time="Q1 启动，Q2 灰度，Q3 全量，Q4 验收",
        progress={"earned_by": "milestones", "reached": {"启动": "2025-02-01", "灰度": "2025-07-05"}},
    )
    assert (state.earned_share, state.planned_share) == (1 / 3, 2 / 3)
    assert [point.is_start for point in state.checkpoints] == [True, False, False, False]


def test_milestones_that_overlap_are_due_in_the_order_of_their_days():
    """A pilot until September that is written before a launch in June: half is due in June, the rest in September."""
    report = {"earned_by": "milestones", "reached": ["上线"]}
    due = [
        one(day, time="Q1-Q3 试点，Q2 上线", progress=report).planned_share
        for day in ("2025-06-29", "2025-06-30", "2025-09-30")
    ]
    assert due == [0, 0.5, 1]


def passages(as_of: str, **action: object) -> list[tuple[str, str, int | None]]:
    """Name, passage and days late of the milestones of an action."""
    return [(each.name, each.passage, each.days_late) for each in one(as_of, **action).checkpoints]


def test_milestones_are_late_once_their_day_has_passed():
    """On its last day a milestone is still ahead, on the next it is late; one that was reached late says by how much."""
    report = {"earned_by": "milestones", "reached": {"灰度": "2025-07-10"}}
    time = "Q2 灰度，Q3 全量"
    assert passages("2025-06-30", time=time, progress=report) == [("灰度", "ahead", 0), ("全量", "ahead", 0)]
    assert passages("2025-07-05", time=time, progress=report)[0] == ("灰度", "late", 5)
    assert passages("2025-07-31", time=time, progress=report)[0] == ("灰度", "reached", 10)
    assert passages("2025-10-01", time=time, progress=report)[1] == ("全量", "late", 1)


def test_what_nobody_reports_is_not_called_late():
    """Without a report, by one from before its day, and by one that says nothing of milestones, nobody knows."""
    time = "Q2 灰度，Q3 全量"
    for report in (None, {"reached": ["灰度"], "on": "2025-09-30"}, {"note": "x"}):
        told = {} if report is None else {"progress": {k: v for k, v in report.items() if k != "note"}}
        found = passages("2025-10-15", time=time, **told)
        assert found[1] == ("全量", "unreported", None)
    assert passages("2025-10-15", time=time, progress={"done": "60%"})[1] == ("全量", "late", 15)
    assert passages("2025-10-15", time=time, progress={"done": "60%"})[0] == ("灰度", "unreported", None)
    done = passages("2025-10-15", time=time, progress={"done": "100%"})
    assert done == [("灰度", "reached", None), ("全量", "reached", None)]


def test_milestones_go_by_their_word_or_their_period():
    """A milestone without a word is named by its period, and so is one of two with the same word."""
    report = {"earned_by": "milestones", "reached": ["Q2", "2025Q4"]}
    assert [
        each.passage for each in one("2025-12-31", time="Q2 试点，Q4 试点", progress=report).checkpoints
    ] == [
        "reached",
        "reached",
    ]
    assert [each.name for each in one(time="Q2 完成").checkpoints] == ["完成"]
    assert [each.name for each in one(time="Q2").checkpoints] == ["2025Q2"]


def test_what_goes_on_has_no_milestones_and_no_end():
    """An action without an end has nothing due, and one without a beginning no time of its own."""
    always = one(time="全年常态化", progress={"done": "50%", "earned_by": "percent"})
    assert always.checkpoints == () and always.end is None
    assert always.planned_share == NA("NO_TARGET", "time")
    open_start = one(time="Q3 完成", progress={"done": "50%", "earned_by": "percent"})
    assert open_start.planned_share == NA("NO_BASELINE", "time")
    whole = one(time="Q3 完成", progress={"done": "50%", "earned_by": "all_or_nothing"})
    assert whole.planned_share == 0 and whole.time.spi == NA("NO_BASELINE", "time")


def test_deliverables_are_counted():
    """42 of 100 hosts are 42 %, 12 of 10 shops 120 %; what nobody counts, or counts in a share, is not known."""
    state = one(
        time=YEAR,
        delivers={"签约主播": "100 名", "新店": "10 家", "仓库": "2 个", "覆盖率": "80%", "门店": "5 家"},
        progress={"delivered": {"签约主播": "42 名", "新店": "12", "覆盖率": "60%", "门店": "40%"}},
    )
    assert [(each.name, each.unit, each.target, each.done, each.share) for each in state.deliverables] == [
        ("签约主播", "名", 100, 42, 0.42),
        ("新店", "家", 10, 12, 1.2),
        ("仓库", "个", 2, NA("NO_ACTUAL", "仓库"), NA("NO_ACTUAL", "仓库")),
        ("覆盖率", "%", 0.8, 0.6, 0.75),
        ("门店", "家", 5, NA("UNIT_MISMATCH", "门店"), NA("UNIT_MISMATCH", "门店")),
    ]


GATES = [
    {"gate": "签约", "amount": "600万", "due": "Q1", "passed": "true"},
    {"gate": "灰度", "amount": "900万", "due": "Q2", "passed_on": "2025-06-20"},
    {"gate": "全量", "amount": "1500万", "due": "Q3"},
]
STAGED = {"approved": "3000万", "committed": "400万", "spent": "950万", "tranches": GATES}


def test_a8_what_is_available_of_a_staged_budget():
    """A8: 3000 = 600 + 900 + 1500, two gates passed, committed 400, spent 950: 150 are available, 200 exceed by 50."""
    staged = one(time=YEAR, budget=STAGED).staged
    assert staged is not None
    assert (staged.approved, staged.released, staged.available) == (3e7, 1.5e7, 1.5e6)
    assert staged.excess(2e6) == 5e5 and staged.excess(1.5e6) == 0
    assert staged.due == ()


def test_a8_a_gate_opens_on_its_day():
    """Before its day a gate has released nothing; past its day an unopened one is due."""
    before = one("2025-06-19", time=YEAR, budget=STAGED).staged
    assert before is not None and before.released == 6e6 and before.available == -7.5e6
    after = one("2025-10-01", time=YEAR, budget=STAGED).staged
    assert after is not None and [gate.at for gate in after.due] == ["actions.stores.budget.tranches[2]"]
    assert one("2025-09-30", time=YEAR, budget=STAGED).staged.due == ()


def test_a8_what_is_not_said_is_not_available():
    """Commitments or costs that nobody states leave the available money unknown; no budget is none."""
    for missing in ("committed", "spent"):
        budget = {key: value for key, value in STAGED.items() if key != missing}
        staged = one(time=YEAR, budget=budget).staged
        assert staged is not None and isinstance(staged.available, NA) and staged.released == 1.5e7
    assert one(time=YEAR).staged is None
    plain = one(time=YEAR, budget={"approved": "10万", "committed": "1万", "spent": "2万"}).staged
    assert plain is not None and (plain.released, plain.available) == (1e5, 7e4)


def gated(when: str, sales: list[float], as_of: str = "2025-06-30", **tranche: str) -> gt.ActionState:
    """An action whose whole budget waits at one gate."""
    gate = {"gate": "试点达标", "amount": "100万", "due": "Q1", "when": when, **tranche}
    return one(as_of, time=YEAR, budget={"approved": "100万", "tranches": [gate]}, sales=sales)


LOW, HIGH = 5e7, 1.1e8


def test_a8_gate_passed_while_its_condition_is_false():
    """A gate that was passed on a day when its condition did not hold is found, in both languages."""
    when = "pace(sales) >= 0.9"
    state = gated(when, [LOW] * 6, passed="true")
    assert [one.code for one in state.findings] == ["GT650"]
    assert "held at no review so far" in state.findings[0].message("en")
    assert "试点达标" in state.findings[0].message("zh") and "均未成立" in state.findings[0].message("zh")
    assert gated(when, [HIGH] * 6, passed="true").findings == ()
    assert gated(when, [LOW] * 6).findings == ()


def test_a8_a_gate_is_judged_by_the_day_on_which_it_was_passed():
    """What held when it was passed may fail later, and what failed then is not mended by holding later."""
    when = "pace(sales) >= 0.9"
    fell, rose = [HIGH, HIGH, HIGH, LOW, LOW, LOW], [LOW, LOW, LOW, HIGH * 3, HIGH * 3, HIGH * 3]
    assert gated(when, fell, passed_on="2025-04-10").findings == ()
    assert gated(when, rose, passed_on="2025-04-10").findings != ()
    assert gated(when, fell, passed="true").findings == gated(when, rose, passed="true").findings == ()
    assert gated(when, rose, passed_on="2025-01-10").findings == ()  # no review by then: nobody knows


def test_a8_the_condition_of_a_gate_is_told():
    """A gate whose condition holds and that is not passed is ready; without its data nobody knows."""
    ready = gated("pace(sales) >= 0.9", [HIGH] * 6).staged
    assert ready is not None and [gate.holds for gate in ready.ready] == [True] and len(ready.due) == 1
    unknown = gated("pace(visits) >= 0.9", [HIGH] * 6, passed="true")
    assert unknown.staged is not None and unknown.staged.gates[0].holds is None and unknown.findings == ()


def test_a_view_shows_a_team_its_own():
    """In the view of one team stand the actions for its goals, and no condition on the goals of others."""
    gate = {"gate": "客流", "amount": "100万", "when": "value(visits) > 0", "passed": "true"}
    actions = {
        "stores": {"serves": ["sales", "visits"], "time": YEAR, "budget": {"tranches": [gate]}},
        "site": {"serves": ["visits"], "time": YEAR},
    }
    card = at_work(actions)
    assert [each.action for each in gt.action_states(card)] == ["stores", "site"]
    seen = gt.action_states(card.view(team="店铺部"))
    assert [(each.action, each.goals) for each in seen] == [("stores", ("sales",))]
    assert seen[0].staged is not None and seen[0].staged.gates[0].condition is None


def test_the_example_reports_nothing_and_is_told_so():
    """Nothing of the example declares its progress: each figure of every action is missing for that, none is 0."""
    folder = Path(__file__).parents[2] / "examples/xiaohongshu/src/goaltree_xiaohongshu/plan"
    plan = gt.read(folder)
    card = gt.evaluate(plan, gt.observe(plan, {"metric": [], "period": [], "value": []}), as_of="2025-07-31")
    states = gt.action_states(card)
    assert [each.action for each in states] == list(plan.actions)
    for state in states:
        assert state.earned_share == NA("NO_ACTUAL", "progress") and not state.is_reported
        for name in ("earned", "cost", "cost_variance", "schedule_variance", "cpi", "spi", "eac", "tcpi"):
            assert isinstance(getattr(state.value, name), NA), (state.action, name)
        assert isinstance(state.time.spi, NA) and state.forecast_end is None
        assert {each.passage for each in state.checkpoints} <= {"unreported", "ahead"}
        assert all(isinstance(each.done, NA) for each in state.deliverables)
    due = {state.action: state.value.planned for state in states}
    assert due["overseas_growth"] == pytest.approx(1.3e8 * 212 / 365)


def test_a_review_tells_what_its_actions_find(tmp_path):
    """`gt.review` and `goaltree review` tell the gate that was passed against its condition."""
    gate = {"gate": "试点", "amount": "100万", "when": "pace(sales) > 5", "passed": "true"}
    budget = {"approved": "100万", "tranches": [gate]}
    card = at_work({"stores": {"team": "shop", "serves": ["sales"], "time": YEAR, "budget": budget}})
    (tmp_path / "plan.yaml").write_text(gt.dumps(card.plan), encoding="utf-8")
    rows = "metric,period,value\n" + "".join(f"sales,2025-{month:02},1亿\n" for month in range(1, 7))
    (tmp_path / "sales.csv").write_text(rows, encoding="utf-8")
    found = gt.review(tmp_path / "plan.yaml", tmp_path / "sales.csv", as_of="2025-06-30").findings
    assert [one.code for one in found].count("GT650") == 1
    files = [str(tmp_path / "plan.yaml"), "--actuals", str(tmp_path / "sales.csv")]
    run = CliRunner().invoke(goaltree, ["review", *files, "--as-of", "2025-06-30", "--lang", "zh"])
    assert run.stderr.count("GT650") == 1 and "关口“试点”已通过" in run.stderr
