"""Binding: sections, shapes, references, and one finding for one mistake."""

from __future__ import annotations

from decimal import Decimal, localcontext
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from attrs import fields, has

import goaltree as gt
from goaltree import model
from goaltree.planfile.shapes import NOUN_WORDS

HEAD = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
GOAL = "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop}\n"
TEAM = "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}\n"
ACTION = "actions:\n  stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}\n"
SAMPLE = HEAD + GOAL + TEAM + ACTION


def told(text: str) -> list[tuple[str, str]]:
    """Code and path of everything that is found in a plan, cleanest plans having nothing."""
    return [(finding.code, finding.path) for finding in gt.check(gt.loads(text))]


def test_the_sample_is_clean() -> None:
    """The plan that the cases below vary has no finding."""
    assert not told(SAMPLE)


@pytest.mark.parametrize(
    "section", ["goals", "metrics", "teams", "actions", "segments", "objectives", "sources", "pairs"]
)
@pytest.mark.parametrize("value", ["text", "[a, b]"])
def test_a_section_of_another_shape_is_told(section: str, value: str) -> None:
    """A section that is no mapping is one error, whatever refers into it."""
    text = "".join(part for part in (HEAD, GOAL, TEAM, ACTION) if not part.startswith(f"{section}:"))
    errors = gt.check(gt.loads(f"{text}{section}: {value}\n")).errors
    assert [(finding.code, finding.path) for finding in errors] == [("GT102", section)]


@pytest.mark.parametrize("section", ["metrics", "teams", "segments", "units", "fx", "phases", "actions"])
def test_an_empty_section_is_no_entry(section: str) -> None:
    """A section with nothing under it is a section without entries."""
    text = HEAD + GOAL.replace(", owner: shop", "")
    assert gt.loads(f"{text}{section}:\n") == gt.loads(text)
    assert not gt.loads(f"{text}{section}:\n").findings


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("target: 12亿", "target: 12x亿", [("GT035", "goals.sales.target")]),
        ("target: 12亿", "target: [1, 2]", [("GT102", "goals.sales.target")]),
        ("lead: 王 XX", "lead: [王, 李]", [("GT102", "teams.shop.lead")]),
        ("boundary: 门店与线上", "boundary: ", [("GT103", "teams.shop.boundary")]),
        ("carries: [sales]", "carries: [[sales]]", [("GT102", "teams.shop.carries[0]")]),
        ("carries: [sales]", "carries: {sales: 12亿x}", [("GT035", "teams.shop.carries.sales")]),
        ("team: shop", "team: {a: b}", [("GT102", "actions.stores.team")]),
        ("title: 开新店", "title: {zh: 开新店, 快}", [("GT101", "actions.stores.title.快")]),
        ("title: 开新店", "title: {}", [("GT103", "actions.stores.title")]),
        ("kind: flow", "kind: flo", [("GT104", "goals.sales.kind")]),
        ("owner: shop", "owner: shopp", [("GT130", "goals.sales.owner")]),
    ],
)
def test_one_mistake_is_one_finding(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """What is written and unreadable is told as that, and not as missing as well."""
    assert before in SAMPLE
    assert list(told(SAMPLE.replace(before, after, 1))) == expected


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("yes", "Did you mean `true`?"),
        ("是", "Did you mean `true`?"),
        ("No", "Did you mean `false`?"),
        ("maybe", "Write one of `true`, `false`."),
        ("TRUE", "Did you mean `true`?"),
    ],
)
def test_another_word_for_yes_or_no_is_told_and_not_guessed(word: str, hint: str) -> None:
    """A word that people use for yes or no elsewhere is named with ours; any other gets both."""
    (finding,) = gt.loads(SAMPLE.replace("kind: flow", f"core: {word}")).findings
    assert (finding.code, finding.path, finding.hint("en")) == ("GT104", "goals.sales.core", hint)


def test_names_that_mean_one_thing_twice() -> None:
    """Two names of one mapping that mean the same goal are told with both places."""
    text = SAMPLE.replace("carries: [sales]", "carries: {sales: 12亿, 销售额: 11亿}")
    (finding,) = gt.loads(text).findings
    assert finding.code == "GT014" and finding.others and finding.path == "teams.shop.carries.销售额"


def test_wildcards_are_no_keys() -> None:
    """The words that references use for many cannot be keys of what they refer to."""
    assert ("GT105", "goals.core") in told(SAMPLE.replace("sales", "core"))
    assert ("GT105", "teams.all") in told(SAMPLE.replace("shop", "all"))
    meeting = "governance: {cadence: {weekly: {every: 每周 1 次, teams: all}}, deviation: {red: {at: ≤-10%, goals: core}}}\n"
    assert not gt.loads(SAMPLE + meeting).findings


def test_weights_are_exact_under_any_decimal_context() -> None:
    """A weight is the number that was written, whatever precision the caller's decimals have."""
    with localcontext() as context:
        context.prec = 3
        plan = gt.loads(SAMPLE.replace("owner: shop", "owner: shop, weight: 12.345678901234567890123456789%"))
    assert plan.goals["sales"].weight == Decimal("0.12345678901234567890123456789")
    assert gt.loads(SAMPLE.replace("owner: shop", "owner: shop, weight: 0")).goals["sales"].weight == 0


def test_reserve_is_of_a_number_or_of_words() -> None:
    """What a share is of is a number where it begins like one, else words, digits in them or not."""
    plan = gt.loads(SAMPLE + "governance: {reserve: {budget: 10%, of: 预算 2025 版}}\n")
    assert not plan.findings and str(plan.governance.reserve.of) == "预算 2025 版"  # type: ignore[union-attr]
    assert gt.loads(gt.dumps(plan)) == plan


@pytest.mark.parametrize("name", ["{{7*7}}", "${jndi:ldap://x}", "%s%n", "{0.__class__}", "{key}"])
def test_c15_c16_names_are_plain_text(name: str) -> None:
    """Text that looks like a template stays text in the plan and in every message."""
    plan = gt.loads(
        {
            "goaltree": 1,
            "goals": {"sales": {"title": name, "unit": "元", "owner": name, "target": 1}},
            "asserts": [f"`{name}` > 1"],
        }
    )
    assert str(plan.goals["sales"].title) == name
    messages = [
        finding.message(lang) + finding.hint(lang) for finding in gt.check(plan) for lang in ("en", "zh")
    ]  # type: ignore[arg-type]
    assert any(name in message for message in messages)


def test_c08_plans_without_goals() -> None:
    """An empty plan, two roots and an island are read; no goals is a warning."""
    assert [finding.code for finding in gt.loads("goaltree: 1\n").findings] == ["GT112"]
    two = gt.loads(
        HEAD + "goals: {a: {kind: flow, unit: 元, target: 1}, b: {kind: flow, unit: 元, target: 2}}\n"
    )
    assert not two.findings and len(two.goals) == 2


def test_spans_of_list_items_and_shorthands() -> None:
    """A finding about an item of a list points at the item, one about a shorthand at its text."""
    plan = gt.loads(SAMPLE + "asserts:\n  - sales > 1\n  - {assert: sales > 2}\n")
    spans = [plan.where("asserts[0].assert"), plan.where("asserts[1].assert"), plan.where("asserts[1]")]
    assert [(span.line, span.column) for span in spans if span] == [(12, 5), (13, 14), (13, 5)]


def test_large_plans_with_many_findings_stay_fast() -> None:
    """1,000 goals that all refer to nothing are told in seconds: no name is compared with every other one by one."""
    import time

    goals = "".join(
        f"  goal_{i}: {{kind: flow, unit: 元, direction: up, target: {i}, owner: teem_{i}}}\n"
        for i in range(1, 1001)
    )
    start = time.perf_counter()
    findings = gt.check(
        gt.loads(f"{HEAD}goals:\n{goals}{'teams:'}\n" + "".join(f"  team_{i}: {{}}\n" for i in range(1000)))
    )
    assert sum(finding.code == "GT130" for finding in findings) == 1000
    assert time.perf_counter() - start < 20


SPLIT = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\ninclude: [teams.yaml]\n"


def folder(path: Path, **texts: str) -> gt.Plan:
    """The plan of a folder with these files."""
    for name, text in texts.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return gt.read(path)


@pytest.mark.parametrize(
    ("teams", "code"), [("lead：王 XX\n", "GT016"), (None, "GT001"), ("a: [\n", "GT007")]
)
def test_an_unread_file_is_told_alone(tmp_path: Path, teams: str | None, code: str) -> None:
    """A file that cannot be read is one error; what refers into it is counted in one note, nothing else."""
    texts = {} if teams is None else {"teams": teams}
    plan = folder(tmp_path, plan=SPLIT + GOAL + ACTION, **texts)
    findings = gt.check(plan)
    assert [finding.code for finding in findings] == [code, "GT116"]
    assert "2 references" in findings[1].message() and "teams.yaml" in findings[1].message()
    assert len(plan.unread) == 1
    whole = folder(tmp_path, plan=SPLIT + GOAL + ACTION, teams=TEAM)
    assert not gt.check(whole) and whole.unread == ()


def test_what_an_unread_file_may_declare_is_not_missed(tmp_path: Path) -> None:
    """Units, currency, period and goals that may stand in the unread file are not told as missing; typos are."""
    head = "goaltree: 1\nplan: shop\ninclude: [head.yaml]\n"
    plan = folder(tmp_path, plan=head + TEAM + ACTION.replace("time:", "tme: Q3, time:"))
    assert [finding.code for finding in gt.check(plan)] == ["GT001", "GT101", "GT116"]
    goal = "goals:\n  sales: {title: 销售额, kind: flow, unit: 枚, target: 12枚, baseline: $1, owner: shop}\n"
    plan = folder(tmp_path, plan=head + goal + TEAM + ACTION)
    assert [finding.code for finding in gt.check(plan)] == ["GT001"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("owner: shop", "owner：shop", "GT016"),
        ("owner: shop", "owner:shop", "GT019"),
        ("owner: shop", "<<: {owner: shop}", "GT010"),
    ],
)
def test_a_key_with_a_typo_is_told_once(before: str, after: str, code: str) -> None:
    """What the reader has found wrong with a key is not told again as an unknown key."""
    text = SAMPLE.replace(before, after, 1)
    assert [finding.code for finding in gt.loads(text).findings] == [code]


@pytest.mark.parametrize(
    "number", ["1,200万", "1,200,300万", "1,200"], ids=["one_comma", "two_commas", "no_scale"]
)
def test_a_number_split_by_its_comma_has_no_value(number: str) -> None:
    """A comma in a number within braces is one finding, and no sum is done with its first piece."""
    growth = f"baseline: 1000万, target: {number}, growth: +20%"
    text = SAMPLE.replace("target: 12亿", growth)
    assert [finding.code for finding in gt.check(gt.loads(text))] == ["GT018"]
    assert gt.loads(text).goals["sales"].target is None
    twice = growth.replace("1000万", number)
    findings = gt.check(gt.loads(SAMPLE.replace("target: 12亿", twice)))
    assert [finding.code for finding in findings] == ["GT018", "GT018"]


def test_one_owner_is_wanted() -> None:
    """A list of owners is told what one owner is and where the others go."""
    (finding,) = gt.loads(SAMPLE.replace("owner: shop", "owner: [shop]")).findings
    assert finding.hint() == "Write one team's key, such as `shop`; others name the goal under `carries:`."
    assert "`carries:`" in finding.hint("zh")
    (finding,) = gt.loads(SAMPLE.replace("carries: [sales]", "carries: [[sales]]")).findings
    assert "key" in finding.hint() and "Write key" not in finding.hint()


def test_suggestions_name_each_thing_once() -> None:
    """A key and the title of the same thing are one suggestion, the key."""
    text = SAMPLE.replace("title: 销售额", "title: Sales").replace("carries: [sales]", "carries: [sale]")
    assert [finding.hint() for finding in gt.loads(text).findings] == ["Did you mean `sales`?"]


def test_curly_quotes_hold_nothing_together() -> None:
    """A text in curly quotes that its comma split is told to stand in straight ones."""
    text = SAMPLE.replace("time: Q2 启动，Q4 完成", "time: “Q2 start, Q4 complete”")
    hints = [finding.hint() for finding in gt.loads(text).findings if finding.code == "GT101"]
    assert len(hints) == 1 and "straight quotes" in hints[0]
    plain = SAMPLE.replace("time: Q2 启动，Q4 完成", "time: Q2 start, Q4 complete")
    hints = [finding.hint() for finding in gt.loads(plain).findings if finding.code == "GT101"]
    assert len(hints) == 1 and "put the text in quotes" in hints[0]


def test_a_missing_period_is_told_once() -> None:
    """Texts that want the plan's year are one finding that says where to write it."""
    more = ACTION.replace("actions:\n", "").replace("stores", "points")
    findings = gt.loads(SAMPLE.replace("period: 2025\n", "") + more).findings
    assert [finding.code for finding in findings] == ["GT066"]
    assert "`period: 2" in findings[0].hint()


@pytest.mark.parametrize(("currency", "is_wanted"), [("currency: CNY\n", False), ("", True)])
def test_a_declared_currency_is_not_asked_for(currency: str, is_wanted: bool) -> None:
    """An ambiguous sign is told to declare the currency only where the plan does not."""
    text = SAMPLE.replace("currency: CNY\n", currency).replace("target: 12亿", "target: $5M")
    (finding,) = [finding for finding in gt.loads(text).findings if finding.code == "GT034"]
    assert ("`currency:`" in finding.hint()) is is_wanted
    assert ("`currency:`" in finding.hint("zh")) is is_wanted


@pytest.mark.parametrize(
    ("unit", "target", "is_of_time"),
    [("元", "12单", False), ("元/天", "12单/天", False), ("月", "12天", True)],
)
def test_months_and_days_are_told_of_where_they_are(unit: str, target: str, is_of_time: bool) -> None:
    """A conflict of units speaks of months and days only where both sides count time."""
    text = SAMPLE.replace("unit: 元", f"unit: {unit}").replace("target: 12亿", f"target: {target}")
    findings = [finding for finding in gt.check(gt.loads(text)) if finding.code == "GT052"]
    assert [("months and days" in finding.hint()) for finding in findings] == [is_of_time]


def nouns() -> list[type]:
    """Every class of the model that a plan file may hold."""
    modules = [import_module(f"{model.__name__}.{found.name}") for found in iter_modules(model.__path__)]
    classes = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    return [one for one in dict.fromkeys(classes) if has(one) and any(part.metadata for part in fields(one))]


def test_every_noun_has_words() -> None:
    """Where a key is not known, the noun is named as a person would, not by its class."""
    assert {noun.__name__ for noun in nouns()} <= set(NOUN_WORDS)
    (finding,) = gt.loads(SAMPLE.replace("owner:", "status: [{is: at_risk}], owner:")).findings
    assert "a status rule" in finding.message("en") and "状态规则" in finding.message("zh")
