"""Stated numbers against what follows from the others: exact, with written precision as the only tolerance."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.checks.arithmetic import identities
from goaltree.planfile.edit import edit

HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\nfx: {USD: 7.0}\n"
ARITHMETIC = [f"GT2{n:02d}" for n in range(1, 21)]


def findings(text: str) -> list[gt.Finding]:
    """The arithmetic findings of a plan."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return list(gt.check(plan).select(ARITHMETIC))


def codes(text: str) -> list[str]:
    """The arithmetic findings of a plan, by code."""
    return sorted(finding.code for finding in findings(text))


def goal(key: str, rest: str) -> str:
    """One goal of a flow in yuan."""
    return f"  {key}: {{kind: flow, unit: 元, direction: up, {rest}}}\n"


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("2160亿", ["1500亿", "400亿", "260亿"]),
        ("360亿", ["180亿", "80亿", "100亿"]),
        ("300亿", ["220亿", "80亿"]),
        ("280万", ["5万", "60万", "215万"]),
        ("3.8亿", ["3.7亿", "0.1亿"]),
    ],
)
def test_p1_parts_that_sum_are_silent(whole: str, parts: list[str]) -> None:
    """The sums that the published plan states agree, so nothing is said."""
    members = ", ".join(f"m{i}: {part}" for i, part in enumerate(parts))
    assert codes("goals:\n" + goal("g", f"target: {whole}, cuts: {{c: {{{members}}}}}")) == []


@pytest.mark.parametrize(
    ("baseline", "target", "growth", "found"),
    [
        ("1200亿", "2160亿", "+80%", []),
        ("3.39亿", "3.8亿", "+12%", []),
        ("1200亿", "2160亿", "+81%", ["GT203"]),
        ("3.39亿", "3.8亿", "+12.5%", ["GT204"]),
        ("100", "90", "-10%", []),
        ("1180亿", "2160亿", "+83.1%", []),
    ],
)
def test_p2_growth_against_its_levels(baseline: str, target: str, growth: str, found: list[str]) -> None:
    """A growth agrees within half a unit of its last digit; beyond that the levels' rounding may explain it."""
    assert codes("goals:\n" + goal("g", f"baseline: {baseline}, target: {target}, growth: {growth}")) == found


def test_p9_dollars_need_a_rate() -> None:
    """A product over two currencies is compared at the declared rate, and without one it is a finding of its own."""
    text = (
        "goals:\n"
        + goal("gmv", "formula: orders * basket, target: 255亿")
        + "  orders: {kind: flow, unit: 单, direction: up, target: 4286万}\n"
        + "  basket: {kind: mean, per: orders, unit: 美元/单, direction: up, target: 85}\n"
    )
    assert codes(text) == []
    assert codes(text.replace("target: 85", "target: 95")) == ["GT205"]
    without = gt.check(gt.loads((HEAD + text).replace("fx: {USD: 7.0}\n", "")))
    assert not without.select(["GT205"])


def test_p14_shares_follow_from_part_and_whole() -> None:
    """A share that its part and its whole contradict is found, at the share, with both others named."""
    text = "goals:\n" + goal("gmv", "target: 2160亿, of_which: {f: {live: 660亿}}")
    share = '  live_share: {kind: ratio, unit: "%", direction: up, formula: gmv.live / gmv, target: 31%}\n'
    assert codes(text + share) == []
    plan = gt.loads(HEAD + text + share.replace("31%", "40%"))
    (finding,) = gt.check(plan).select(["GT205"])
    assert finding.path == "goals.live_share.target"
    assert len(finding.others) == 2


def test_opening_balances() -> None:
    """A stock that says it is its opening and what is new is compared with its baseline and the new ones."""
    text = (
        "goals:\n"
        "  users: {kind: stock, unit: 人, direction: up, formula: opening(users) + new_users, baseline: 3.39亿, target: TARGET}\n"
        "  new_users: {kind: flow, unit: 人, direction: up, target: 4100万}\n"
    )
    assert codes(text.replace("TARGET", "3.80亿")) == []
    assert codes(text.replace("TARGET", "3.90亿")) == ["GT205"]


@pytest.mark.parametrize(
    "formula",
    ["{}(sales) * 1.2", "sales / {}(sales) - 1", "sales - {}(sales)"],
)
@pytest.mark.parametrize("reading", ["prev", "opening"])
def test_a_total_of_the_month_before_is_none_of_the_year_before(reading: str, formula: str) -> None:
    """What a formula says of a flow's months is not held against the totals of two years."""
    unit, target = ("kind: ratio, unit: '%'", "2%") if "/" in formula else ("kind: flow, unit: 元", "2")
    text = (
        "goals:\n"
        + goal("sales", "baseline: 1000万, target: 1200万")
        + f"  more: {{{unit}, direction: up, formula: {formula.format(reading)}, target: {target}}}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("prev(users) + new_users", ["GT205"]),
        ("prev(users) + new_users - 5% * prev(users)", []),
        ("prev(users) * 1.02", []),
        ("prev(users) + 10", []),
    ],
)
def test_a_level_a_month_before_is_the_baseline_only_where_months_add_up(
    formula: str, found: list[str]
) -> None:
    """A stock is last year's and the new ones of the year; a rate of each month says nothing of the year alone."""
    text = (
        "goals:\n"
        f"  users: {{kind: stock, unit: 人, direction: up, formula: {formula}, baseline: 100, target: NUMBER}}\n"
        "  new_users: {kind: flow, unit: 人, direction: up, target: 41}\n"
    )
    assert codes(text.replace("NUMBER", "150")) == found
    assert codes(text.replace("NUMBER", "141")) == []


def test_restated_numbers_are_compared_not_added() -> None:
    """A team that restates a number wrongly is found; a coarser restatement that rounds to it is not."""
    text = "goals:\n" + goal("g", "target: 2163亿") + "teams:\n  t: {owns: {g: NUMBER}}\n"
    assert codes(text.replace("NUMBER", "2163亿")) == []
    assert codes(text.replace("NUMBER", "2160亿")) == ["GT207"]
    assert codes(text.replace("NUMBER", "0.22万亿")) == []


def test_bounds_are_kept_by_every_number_on_their_side() -> None:
    """A floor that the parts exceed is kept; parts below it are not."""
    text = "goals:\n" + goal("g", "target: ≥12.0亿, cuts: {c: {a: 8.0亿, b: PART}}")
    assert codes(text.replace("PART", "5.0亿")) == []
    assert codes(text.replace("PART", "2.0亿")) == ["GT201"]


@given(parts=st.lists(st.integers(1, 500), min_size=4, max_size=4), scale=st.sampled_from(["万", "亿", ""]))
def test_cumulative_period_targets_are_told_and_mended(parts: list[int], scale: str) -> None:
    """Period targets that grow up to the whole are told as cumulative, and what is told to write mends them."""
    sums = [sum(parts[: i + 1]) for i in range(4)]
    dated = ", ".join(f"Q{i}: {number}{scale}" for i, number in enumerate(sums, 1))
    text = "goals:\n" + goal("g", f"target: {sums[-1]}{scale}, phasing: {{{dated}}}")
    (finding,) = findings(text)
    own = ", ".join(f"Q{i}: {number}{scale}" for i, number in enumerate(parts, 1))
    assert finding.code == "GT209"
    assert "cumulative" in finding.hint() and "累计" in finding.hint("zh")
    assert f"`{{{own}}}`" in finding.hint() and f"`{{{own}}}`" in finding.hint("zh")
    assert codes(text.replace(dated, own)) == []


@pytest.mark.parametrize("dated", ["Q1: 60万, Q2: 30万, Q3: 90万, Q4: 120万", "H1: 30万, H2: 100万"])
def test_other_period_targets_are_not_told_as_cumulative(dated: str) -> None:
    """Period targets that fall once, or do not end at the whole, are mended by one number as before."""
    (finding,) = findings("goals:\n" + goal("g", f"target: 120万, phasing: {{{dated}}}"))
    assert finding.code == "GT209" and finding.hint().startswith("Any one of these mends it: `goals.g.")


def test_period_targets_of_a_flow_sum_and_of_a_stock_end() -> None:
    """Quarters of a flow sum to its year; of a stock the last one is the year's."""
    flow = "goals:\n" + goal("g", "target: 10.0亿, phasing: {Q1: 2.0亿, Q2: 2.0亿, Q3: 3.0亿, Q4: LAST}")
    assert codes(flow.replace("LAST", "3.0亿")) == []
    assert codes(flow.replace("LAST", "4.0亿")) == ["GT209"]
    stock = (
        "goals:\n  g: {kind: stock, unit: 人, direction: up, target: 100万, phasing: {H1: 50万, H2: LAST}}\n"
    )
    assert codes(stock.replace("LAST", "100万")) == []
    assert codes(stock.replace("LAST", "90万")) == ["GT209"]


def test_partial_parts_may_not_exceed_and_need_not_reach() -> None:
    """Named parts of an open whole may be less than it and never more."""
    text = "goals:\n" + goal("g", "target: 12.0亿, of_which: {c: {a: PART}}")
    assert codes(text.replace("PART", "3.0亿")) == []
    assert codes(text.replace("PART", "13.0亿")) == ["GT212"]


@pytest.mark.parametrize(
    ("growth", "found"),
    [
        ("+14%", ["GT211"]),
        ("+4%", ["GT211"]),
        ("+4pp", []),
        ("+5pp", ["GT204"]),
        ("+6pp", ["GT203"]),
        ("+20%", ["GT203", "GT211"]),
    ],
)
def test_growth_of_a_rate_says_which(growth: str, found: list[str]) -> None:
    """A growth of a rate in percent is asked about, and is wrong only where neither meaning fits."""
    text = f'goals:\n  g: {{kind: ratio, unit: "%", direction: up, baseline: 28%, target: 32%, growth: {growth}}}\n'
    assert codes(text) == found


def test_growth_basis_settles_the_meaning() -> None:
    """A basis that is written decides, and the other meaning no longer excuses."""
    text = 'goals:\n  g: {kind: ratio, unit: "%", direction: up, baseline: 28%, target: 32%, growth: +4%, growth_basis: BASIS}\n'
    assert codes(text.replace("BASIS", "points")) == []
    assert codes(text.replace("BASIS", "relative")) == ["GT203"]


def test_kinds_that_do_not_add_up_are_not_summed() -> None:
    """Parts of a rate, and parts of a distinct count that is not declared disjoint, are no sum."""
    rate = 'goals:\n  g: {kind: ratio, unit: "%", direction: up, target: 10%, cuts: {c: {a: 20%, b: 5%}}}\n'
    assert not {"GT201", "GT202"} & set(codes(rate))
    count = (
        "goals:\n  g: {kind: distinct, unit: 人, direction: up, target: 4人, cuts: {c: {a: 3人, b: 3人}}}\n"
    )
    assert not {"GT201", "GT202"} & set(codes(count))
    disjoint = count.replace("unit: 人", "unit: 人, disjoint: c").replace(
        "goals:", "segments: {c: [a, b]}\ngoals:"
    )
    assert "GT201" in codes(disjoint) or "GT202" in codes(disjoint)


amounts = st.integers(1, 9999).map(lambda n: Fraction(n, 10))


@given(parts=st.lists(amounts, min_size=2, max_size=6), shift=st.integers(-60, 60))
def test_half_a_unit_of_the_stated_figure_is_the_whole_tolerance(parts: list[Fraction], shift: int) -> None:
    """Against exact fractions: silent within half a unit of the stated figure, a note within the parts' rounding, else an error."""
    stated = sum(parts, Fraction(0)) + Fraction(shift, 100)
    if stated <= 0:
        return
    members = ", ".join(f"m{i}: {float(part):.1f}亿" for i, part in enumerate(parts))
    found = codes("goals:\n" + goal("g", f"target: {float(stated):.2f}亿, cuts: {{c: {{{members}}}}}"))
    residual, half, slack = abs(Fraction(shift, 100)), Fraction(1, 200), Fraction(1, 20) * len(parts)
    expected = [] if residual <= half else ["GT202"] if residual <= half + slack else ["GT201"]
    assert found == expected


@given(values=st.lists(st.integers(1, 999), min_size=2, max_size=4), order=st.randoms(use_true_random=False))
def test_order_and_scale_words_change_nothing(values: list[int], order: object) -> None:
    """The same numbers in 亿 or in 万, in any order, give the same findings."""
    total = sum(values) + 7
    first = ", ".join(f"m{i}: {v}亿" for i, v in enumerate(values))
    pairs = [f"m{i}: {v}0000万" for i, v in enumerate(values)]
    order.shuffle(pairs)  # type: ignore[attr-defined]
    one = codes("goals:\n" + goal("g", f"target: {total}亿, cuts: {{c: {{{first}}}}}"))
    other = codes("goals:\n" + goal("g", f"cuts: {{c: {{{', '.join(pairs)}}}}}, target: {total}亿"))
    wide = sum(Fraction(1, 2) for _ in values)
    assert one == (["GT202"] if 7 <= wide + Fraction(1, 2) else ["GT201"])
    assert other == ["GT201"]


@given(parts=st.lists(st.integers(10, 999), min_size=2, max_size=5), off=st.integers(5, 400))
def test_every_correction_that_is_offered_mends(parts: list[int], off: int) -> None:
    """Each single number that the hint names, changed as it says, makes the finding go away."""
    members = ", ".join(f"m{i}: {part}.0亿" for i, part in enumerate(parts))
    text = HEAD + "goals:\n" + goal("g", f"target: {sum(parts) + off}.0亿, cuts: {{c: {{{members}}}}}")
    plan = gt.loads(text)
    broken = [identity for identity in identities(plan) if not identity.holds()]
    from goaltree.checks.arithmetic import by_path
    from goaltree.checks.correction import corrections

    (identity,) = broken
    offered = corrections(identity, by_path(identities(plan)))
    assert len(offered) >= 1
    for correction in offered:
        (changed,) = edit(plan, {correction.path: str(correction.new)}).values()
        assert not gt.check(gt.loads(changed)).select(["GT201", "GT202"])


def test_message_names_numbers_residual_and_rounding() -> None:
    """The message of a broken cut says what is stated, what follows, by how much, and what rounding can explain."""
    plan = gt.loads(
        HEAD + "goals:\n" + goal("g", "target: 2160亿, cuts: {c: {a: 1500亿, b: 400亿, d: 240亿}}")
    )
    (finding,) = gt.check(plan).select(["GT201"])
    for word in ("2160亿", "2140亿", "20亿", "2亿", "1500亿 + 400亿 + 240亿"):
        assert word in finding.message()
    assert "240亿 → 260亿" in finding.hint()


def test_a_formula_without_a_value_is_told() -> None:
    """A divisor that the plan sets to 0 is a finding, not silence."""
    text = (
        "goals:\n"
        + goal("sales", "target: 12亿")
        + goal("cost", "target: COST")
        + '  cover: {kind: ratio, unit: "%", direction: up, formula: sales / cost, target: 120%}\n'
    )
    plan = gt.loads(HEAD + text.replace("COST", "0"))
    assert [f.path for f in gt.check(plan).select(["GT222"])] == ["goals.cover.target"]
    assert not gt.check(gt.loads(HEAD + text.replace("COST", "10亿"))).select(["GT222"])


def test_corrections_never_turn_a_sign() -> None:
    """A number that would have to become negative or nothing is not offered."""
    text = "goals:\n" + goal("g", "target: 1.0亿, cuts: {c: {a: 8.0亿, b: 4.0亿}}")
    (finding,) = gt.check(gt.loads(HEAD + text)).select(["GT201"])
    assert "-" not in finding.hint().replace("-> ", "")
    assert "1.0亿 → 12.0亿" in finding.hint()


def test_a_cut_that_leaves_out_a_member_names_it() -> None:
    """A complete cut of a closed segment that lacks a member says which, and how much is left for it."""
    text = "segments: {c: [a, b]}\ngoals:\n" + goal("g", "target: 12.0亿, cuts: {c: {a: 8.0亿}}")
    (finding,) = gt.check(gt.loads(HEAD + text)).select(["GT213"])
    assert "`b`" in finding.message()
    assert "4.0亿" in finding.message()
