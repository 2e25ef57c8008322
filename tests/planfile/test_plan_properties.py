"""Laws of reading and writing whole plans: what goes out comes back, and bad bytes never raise."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.planfile.edit import edit
from plan_strategies import ANY_TEXTS, plan_values

SAMPLE = """\
goaltree: 1
plan: shop-2025  # 年度计划
title: {zh: 示例, en: "Example, Ltd"}
period: 2025
currency: CNY
fx: {USD: 7.2}
segments: {channel: [线上, 门店]}
metrics:
  orders: {title: 订单量, kind: flow, unit: 单, direction: up}
goals:
  sales:
    {title: 销售额, kind: flow, unit: 元, direction: up, baseline: 10亿, target: 12亿, growth: +20%, owner: shop,
     cuts: {channel: {线上: {target: 8亿, owner: shop}, 门店: 4亿}}}
  share: {title: 线上占比, kind: ratio, unit: "%", direction: up, formula: sales.线上 / sales, target: "≥60%"}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: unstated, carries: [sales.线上, share]}
actions:
  points:
    title: 互动得积分
    team: shop
    serves: [sales]
    time: Q2 启动，Q4 完成
    risks: [{if: 参与度低, when: pace(sales) < 0.9, then: {do: 调整, by: Q4}}]
"""


def told(plan: gt.Plan) -> list[tuple[object, ...]]:
    """Every finding of a plan in both languages."""
    return [
        (f.code, f.path, str(f.span), f.message("en"), f.message("zh"), f.hint("en"), f.hint("zh"), f.excerpt)
        for f in gt.check(plan)
    ]


@given(plan_values())
def test_c_generated_plans_read_without_error(values: dict[str, Any]) -> None:
    """What the strategies draw reads without an error, so that the laws below are about plans."""
    assert not gt.loads(values).findings.errors


@given(plan_values())
def test_40_load_of_dump_is_the_plan(values: dict[str, Any]) -> None:
    """A plan comes back equal from YAML, from JSON and from plain values."""
    plan = gt.loads(values)
    assert gt.loads(gt.dumps(plan)) == plan
    assert gt.loads(gt.dumps(plan, format="json"), format="json") == plan
    assert gt.loads(plan.to_dict()) == plan


@given(plan_values(ANY_TEXTS))
def test_40_any_text_survives(values: dict[str, Any]) -> None:
    """Titles, remarks, labels and own values of any characters come back unchanged."""
    plan = gt.loads(values)
    assert gt.loads(gt.dumps(plan)) == plan
    assert gt.loads(gt.dumps(plan, format="json"), format="json") == plan
    assert gt.loads(plan.to_dict()) == plan


@given(plan_values())
def test_41_dump_is_a_fixed_point(values: dict[str, Any]) -> None:
    """Dumping what was loaded from a dump gives the same bytes."""
    for form in ("yaml", "json"):
        text = gt.dumps(gt.loads(values), format=form)  # type: ignore[arg-type]
        assert gt.dumps(gt.loads(text, format=form), format=form) == text  # type: ignore[arg-type]


@given(plan_values(), st.randoms(use_true_random=False))
def test_4_mapping_order_never_changes_the_plan(values: dict[str, Any], random: Any) -> None:
    """Sections, keys and entries in another order are the same plan with the same findings."""

    def turned(value: Any, path: tuple[str, ...] = ()) -> Any:
        if isinstance(value, list):
            return [turned(item, path) for item in value]
        if not isinstance(value, dict):
            return value
        names = list(value)
        if path[:1] != ("phases",) and path[-1:] not in (("title",), ("why",)):
            random.shuffle(names)
        return {name: turned(value[name], (*path, name)) for name in names}

    plan, other = gt.loads(values), gt.loads(turned(values))
    assert other == plan
    first, second = gt.check(plan), gt.check(other)
    assert sorted((f.code, f.path) for f in first) == sorted((f.code, f.path) for f in second)


@given(plan_values())
def test_plans_are_pickled_and_copied(values: dict[str, Any]) -> None:
    """A pickled or copied plan is equal, finds the same and still knows where its values stand."""
    plan = gt.loads(gt.dumps(gt.loads(values)))
    for twin in (pickle.loads(pickle.dumps(plan)), copy.deepcopy(plan), copy.copy(plan)):
        assert twin == plan
        assert told(twin) == told(plan)


@given(st.binary(max_size=400))
def test_69_any_bytes_give_a_plan(data: bytes) -> None:
    """Bytes that are no plan give findings at lines that exist, the same ones each time."""
    for form in ("yaml", "json"):
        plan = gt.loads(data, format=form)  # type: ignore[arg-type]
        lines = len(data.splitlines()) + 1
        assert all(f.span is None or 0 <= f.span.line <= lines for f in plan.findings)
        assert told(plan) == told(gt.loads(data, format=form))  # type: ignore[arg-type]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The sample with a few characters or lines deleted, doubled, swapped or put in."""
    text = SAMPLE
    for _ in range(draw(st.integers(1, 3))):
        pieces = text.splitlines(keepends=True) if draw(st.booleans()) else list(text)
        if not pieces:
            return text
        at = draw(st.integers(0, len(pieces) - 1))
        kind = draw(st.sampled_from(("delete", "double", "swap", "insert", "replace")))
        noise = draw(
            st.sampled_from(
                [
                    *list("{}[],:：，#&*!|>%@`\"'~-\t \n０９亿万元٣x"),
                    "null",
                    "- ",
                    "? ",
                    "<<: *a",
                    "1e400",
                    "∞",
                ]
            )
        )
        if kind == "delete":
            del pieces[at]
        elif kind == "double":
            pieces.insert(at, pieces[at])
        elif kind == "swap":
            other = draw(st.integers(0, len(pieces) - 1))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind == "insert":
            pieces.insert(at, noise)
        else:
            pieces[at] = noise
        text = "".join(pieces)
    return text


@settings(max_examples=300)
@given(mutations())
def test_69_any_mutation_of_a_plan_is_told(text: str) -> None:
    """A damaged plan gives findings whose places exist, in full sentences, the same on a second run."""
    plan = gt.loads(text)
    lines = text.count("\n") + 1
    for finding in gt.check(plan):
        if finding.span is not None:
            assert 1 <= finding.span.line <= lines + 1
            assert finding.span.column >= 1
        assert finding.message("en") and finding.message("zh") and finding.hint("en") and finding.hint("zh")
    assert told(plan) == told(gt.loads(text))


@given(
    st.sampled_from(
        [
            "goals.sales.target",
            "goals.sales.title",
            "goals.share.target",
            "actions.points.title",
            "teams.shop.lead",
        ]
    ),
    ANY_TEXTS,
)
def test_edits_change_exactly_the_value(path: str, text: str) -> None:
    """An edit replaces the value's own characters; all others stay, and the value reads back as given."""
    plan = gt.loads(SAMPLE)
    span = plan.where(path)
    assert span is not None
    (changed,) = edit(plan, {path: text}).values()
    assert changed.startswith(SAMPLE[: span.offset]) and changed.endswith(SAMPLE[span.end_offset :])
    again = gt.loads(changed)
    assert again.locator is not None
    node, _, exact = again.locator.find(path)  # type: ignore[attr-defined]
    assert exact and node.text == text


@given(st.sampled_from(["5亿", "≥1亿", "unstated", "+3亿"]))
def test_edited_plans_differ_in_that_value_alone(text: str) -> None:
    """After an edit the plan is the one that would have been written so."""
    (changed,) = edit(gt.loads(SAMPLE), {"goals.sales.cuts.channel.线上.target": text}).values()
    assert gt.loads(changed) == gt.loads(SAMPLE.replace("target: 8亿", f"target: {text}"))
