"""Units: exact algebra, the words that people use, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import Fault, Finding
from goaltree.model.dimension import DIMENSIONLESS, Unit
from goaltree.model.unit import Units, find_currency, parse_unit, symbol_fault
from goaltree.model.unit_faults import RULES

UNITS = Units.standard("CNY")
ATOMS = [
    "元",
    "USD",
    "单",
    "户",
    "月",
    "年",
    "季度",
    "天",
    "小时",
    "ms",
    "次",
    "人",
    "千克",
    "亿元",
    "1",
    "%",
    "pp",
    ":1",
    "倍",
]


def unit_of(text: str, units: Units = UNITS) -> Unit:
    """The unit of a text that is one."""
    unit = parse_unit(text, units)
    assert isinstance(unit, Unit), unit
    return unit


def refused(text: str, units: Units = UNITS) -> str:
    """The name of the rule by which a text is refused."""
    fault = parse_unit(text, units)
    assert isinstance(fault, Fault), fault
    return fault.rule.name


atoms = st.sampled_from([unit_of(text) for text in ATOMS])
products = st.lists(st.tuples(atoms, st.integers(-3, 3)), min_size=1, max_size=4).map(
    lambda parts: [unit**power for unit, power in parts]
)


def product(parts: list[Unit]) -> Unit:
    """The product of some units."""
    total = DIMENSIONLESS
    for part in parts:
        total = total * part
    return total


@given(atoms, atoms, atoms)
def test_products_commute_and_associate(a: Unit, b: Unit, c: Unit) -> None:
    """The order in which units are multiplied does not matter."""
    assert a * b == b * a
    assert (a * b) * c == a * (b * c)
    assert hash(a * b) == hash(b * a)


@given(products)
def test_inverse_and_identity(parts: list[Unit]) -> None:
    """A unit divided by itself is the plain number, which changes nothing."""
    unit = product(parts)
    assert unit / unit == unit * unit**-1 == DIMENSIONLESS
    assert unit * DIMENSIONLESS == unit / DIMENSIONLESS == unit**1
    assert unit**0 == DIMENSIONLESS
    assert unit**2 == unit * unit


@given(products)
def test_unit_text_reads_back(parts: list[Unit]) -> None:
    """The symbol of a product is read as an equal unit."""
    unit = product(parts)
    assert unit_of(str(unit)) == unit


@given(st.one_of(st.text(max_size=20), st.text("元单户月/·*^1234% 亿万USD人:1", max_size=12)))
def test_every_text_is_a_unit_or_a_fault_inside_it(text: str) -> None:
    """Any text gives a unit or a fault whose column lies in the text and whose messages render."""
    found = parse_unit(text, UNITS)
    if isinstance(found, Unit):
        assert found.factor > 0
        return
    assert 0 <= found.column <= max(0, len(text) - 1)
    assert 1 <= found.length <= max(1, len(text) - found.column)
    finding = Finding(rule=found.rule, params=found.params)
    assert all(finding.message(lang) and finding.hint(lang) for lang in ("en", "zh"))


@pytest.mark.parametrize("text", ["元", "CNY", "人民币", "RMB", "¥", "￥", "cny"])
def test_names_of_one_currency(text: str) -> None:
    """Every name of the yuan is one unit; its spelling is kept."""
    assert unit_of(text) == unit_of("元")
    assert unit_of(text).currency == "CNY"


def test_small_letters() -> None:
    """Words and common codes are read in any letter case; a rare code that is a word is not."""
    assert unit_of("usd") == unit_of("USD") and unit_of("Hours") == unit_of("小时")
    assert refused("top") == refused("try") == "unknown-unit"
    assert unit_of("TOP").currency == "TOP"


def test_percent_vanishes_in_products() -> None:
    """Percent, percentage point and ratio are plain numbers in a product, and differ by themselves."""
    percent, point, ratio, yuan = (unit_of(text) for text in ("%", "百分点", ":1", "元"))
    assert percent * yuan == yuan * point == yuan / ratio == yuan
    assert len({percent, point, ratio, DIMENSIONLESS}) == 4
    assert percent.factor_to(DIMENSIONLESS) == Fraction(1, 100)
    assert unit_of("%/月").factor == Fraction(1, 100) and unit_of("%/月").kind == "percent"


def test_formulas_of_units() -> None:
    """Orders times yuan per order is yuan; yuan per order is what is left of the division."""
    assert unit_of("单") * unit_of("元/单") == unit_of("元")
    assert unit_of("元") / unit_of("单") == unit_of("元/单")
    assert unit_of("元/户/月") * unit_of("户") * unit_of("月") == unit_of("元")
    assert unit_of("人") == unit_of("名") == unit_of("位") != unit_of("个")


@pytest.mark.parametrize(
    ("text", "other", "factor"),
    [
        ("小时", "分钟", 60),
        ("天", "小时", 24),
        ("周", "天", 7),
        ("秒", "ms", 1000),
        ("年", "月", 12),
        ("季度", "月", 3),
        ("亿元", "万元", 10_000),
        ("千克", "克", 1000),
        ("元/月", "元/年", 12),
    ],
)
def test_factors(text: str, other: str, factor: int) -> None:
    """Units of one dimension convert by an exact factor, and back by its inverse."""
    a, b = unit_of(text), unit_of(other)
    assert a.same_dimension(b)
    assert a.factor_to(b) == factor and b.factor_to(a) == Fraction(1, factor)


def test_months_and_days_never_convert() -> None:
    """There is no factor between the calendar's units and the clock's, nor between currencies."""
    for one, other in (("月", "天"), ("年", "周"), ("元", "USD"), ("元", "单")):
        assert not unit_of(one).same_dimension(unit_of(other))
        with pytest.raises(UsageError):
            unit_of(one).factor_to(unit_of(other))
    assert unit_of("元/单").differs_in_currency(unit_of("USD/单"))
    assert not unit_of("元/单").differs_in_currency(unit_of("USD"))


def test_yearly_over_monthly_is_told() -> None:
    """A product of a yearly and a monthly rate keeps its factor and says that it mixes periods."""
    mixed = unit_of("元/户/年") / unit_of("元/户/月")
    assert mixed.is_dimensionless and mixed.factor == Fraction(1, 12) and mixed.mixes_periods
    assert not (unit_of("元/户/月") / unit_of("1/月")).mixes_periods


def test_display_scale_is_a_factor() -> None:
    """A scale word in front of a unit is a factor that `unscaled` takes away."""
    unit = unit_of("亿元/单")
    assert unit.factor == 10**8 and unit.symbol == "亿元/单" and unit.unscaled.symbol == "元/单"
    assert unit.unscaled == unit_of("元/单")
    assert unit_of("元").unscaled is unit_of("元")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("园", "unknown-unit"),
        ("元/园", "unknown-unit"),
        ("元/户·月", "unreadable-unit"),
        ("元/", "unreadable-unit"),
        ("元//单", "unreadable-unit"),
        ("单/%", "unreadable-unit"),
        ("$", "ambiguous-currency"),
        ("", "missing-number"),
        ("元\u200b", "hidden-character"),
        ("元" * 300, "number-too-long"),
        ("·".join(["元"] * 13), "unreadable-unit"),
    ],
)
def test_refused_units(text: str, name: str) -> None:
    """What cannot be read as one unit is refused by name."""
    assert refused(text) == name


def test_b12_signs_follow_the_currency() -> None:
    """`¥`, `$` and 元 mean the plan's currency, or are refused where that does not settle them."""
    assert unit_of("$", Units.standard("HKD")).currency == "HKD"
    assert unit_of("元", Units.standard("USD")).currency == "CNY"
    assert unit_of("HK$").currency == "HKD" and unit_of("€").currency == "EUR"
    assert refused("¥", Units.standard()) == refused("元", Units.standard("TWD")) == "ambiguous-currency"


def test_declared_units() -> None:
    """A plan's own word takes precedence over a counting word, never over money or time."""
    units = Units.standard("CNY", {"creator": ("位", "名", "月"), "coin": ("枚",)})
    assert unit_of("名", units) == unit_of("creator", units) != unit_of("人", units)
    assert unit_of("枚", units).dims == (("coin", 1),)
    assert unit_of("月", units) == unit_of("月")


@pytest.mark.parametrize(
    "text", ["元", "月", "usd", "%", "km/h", "a b", "百次", "兆", "k", "m2", "¥", "", "单\u200b"]
)
def test_symbols_that_no_plan_may_declare(text: str) -> None:
    """Money, time, scale words and signs of the grammar cannot be declared."""
    fault = symbol_fault(text)
    assert fault is not None and 0 <= fault.column <= max(0, len(text) - 1)


@pytest.mark.parametrize("text", ["枚", "名", "单", "creator", "event", "千克"])
def test_symbols_that_a_plan_may_declare(text: str) -> None:
    """Counting words may be declared, also those that are known."""
    assert symbol_fault(text) is None


def test_find_currency() -> None:
    """A currency is found by code or name; a misspelt one is answered with near codes."""
    assert find_currency("USD") == find_currency("usd") == find_currency("美元") == "USD"
    assert find_currency("元") == "CNY"
    fault = find_currency("CNYY")
    assert isinstance(fault, Fault) and fault.rule.name == "unknown-currency"
    assert "`CNY`" in Finding(rule=fault.rule, params=fault.params).hint()
    ambiguous = find_currency("¥")
    assert isinstance(ambiguous, Fault) and ambiguous.rule.name == "ambiguous-currency"


def test_a_declared_symbol_with_braces_renders() -> None:
    """Braces in a suggestion are shown, not formatted."""
    fault = parse_unit("{0}x", UNITS)
    assert isinstance(fault, Fault)
    assert "{0}x" in Finding(rule=fault.rule, params=fault.params).message()


def test_rules_have_own_codes_and_sentences() -> None:
    """Each rule has its own code in the family, and all its sentences."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.code.startswith(("GT03", "GT04", "GT05"))
        for words in (rule.message, rule.hint, rule.why):
            assert words.en.endswith(".") and words.zh.endswith("。")
