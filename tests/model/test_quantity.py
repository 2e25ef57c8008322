"""Numbers as people write them: what is read, what is refused, and that nothing is guessed."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault, Finding, Rule
from goaltree.model.dimension import Unit
from goaltree.model.number_faults import RULES
from goaltree.model.quantity import UNSTATED, Quantity, Unstated, parse_quantity
from goaltree.model.unit import Units, parse_unit

CNY = Units.standard("CNY")
USD = Units.standard("USD")
NONE = Units.standard()
SCALES = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
SYMBOLS = [
    "",
    "元",
    "单",
    "%",
    "pp",
    ":1",
    "小时",
    "元/单",
    "元/户/月",
    "次/周",
    "USD",
    "¥",
    "¥/单",
    "ms",
    "/月",
    "千克",
]


def unit_of(text: str, units: Units = CNY) -> Unit:
    """The unit of a text that is one."""
    unit = parse_unit(text, units)
    assert isinstance(unit, Unit)
    return unit


def read(text: str, units: Units = CNY, unit: str | None = None) -> Quantity:
    """The quantity of a text that is one."""
    found = parse_quantity(text, units, None if unit is None else unit_of(unit, units))
    assert isinstance(found, Quantity), found
    return found


def refused(text: str, units: Units = CNY, unit: str | None = None) -> str:
    """The name of the rule by which a text is refused."""
    found = parse_quantity(text, units, None if unit is None else unit_of(unit, units))
    assert isinstance(found, Fault), found
    return found.rule.name


# --- laws -------------------------------------------------------------------------------------------

numbers = st.builds(
    lambda whole, decimals: f"{whole}.{decimals}" if decimals else str(whole),
    st.integers(0, 10**9),
    st.text("0123456789", max_size=6),
)


@given(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(["", " ", "\u3000", "\t"]))
def test_value_and_half_are_those_of_exact_arithmetic(number: str, scale: str, blank: str) -> None:
    """A number with a scale word is the exact product, and half is half a unit of its last digit."""
    found = read(number + blank + scale)
    whole, _, decimals = number.partition(".")
    assert found.base == Fraction(int(whole + decimals), 10 ** len(decimals)) * SCALES[scale]
    assert found.half_base == Fraction(1, 2 * 10 ** len(decimals)) * SCALES[scale]


@given(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(["", "元", "单"]))
def test_full_width_and_traditional_forms_say_the_same(number: str, scale: str, symbol: str) -> None:
    """Full-width digits and traditional scale words change nothing but the text."""
    plain = number + scale + symbol
    wide = (
        "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in plain)
        .replace("亿", "億")
        .replace("万", "萬")
    )
    assert read(wide) == read(plain)
    assert read(wide).text == wide


def written(bound: str, sign: str, number: str, scale: str, symbol: str) -> str:
    """The text of a quantity, with a currency sign in front and a plus behind."""
    money = symbol[:1] if symbol[:1] == "¥" else ""
    before, after = ("", "+") if bound == "+" else (bound, "")
    return f"{before}{sign}{money}{number}{scale}{symbol.removeprefix(money)}{after}"


quantities = st.builds(
    written,
    st.sampled_from(["", "≥", "≤", "<", ">", "~", "不低于", "约", "+"]),
    st.sampled_from(["", "+", "-"]),
    numbers,
    st.sampled_from(["", "万", "亿", "百万", "e5", "e-3"]),
    st.sampled_from(SYMBOLS),
)


@given(quantities)
def test_canonical_text_reads_as_an_equal_quantity(text: str) -> None:
    """What is printed is read back: same value, unit, bound and written precision."""
    found = read(text)
    again = read(found.canonical)
    assert again == found
    assert (again.canonical, again.signed, str(found)) == (found.canonical, found.signed, text)


@given(
    numbers,
    numbers,
    st.sampled_from(["%", "元", "亿元", "次"]),
    st.sampled_from(["-", "~", "至", " - ", "～", "–"]),
)
def test_ranges_go_upwards_and_round_trip(low: str, high: str, symbol: str, dash: str) -> None:
    """A range is read with both ends exact, or refused where it does not go upwards."""
    found = parse_quantity(f"{low}{symbol}{dash}{high}{symbol}", CNY)
    if Fraction(low) < Fraction(high):
        assert isinstance(found, Quantity)
        factor = 10**8 if symbol == "亿元" else 1
        assert (Fraction(found.value), found.bound) == (Fraction(low) * factor, "range")
        assert found.high is not None and Fraction(found.high) == Fraction(high) * factor
        assert parse_quantity(found.canonical, CNY) == found
    else:
        assert isinstance(found, Fault) and found.rule.name == "empty-range"


texts = st.one_of(
    st.text(max_size=40),
    st.text(
        "0123456789.,+-~<>=≥≤约超至少不每周年月元单%亿万千百个分点ppkmMB¥$/:·^ eE_'()\u3000\u200b①٣²½",
        max_size=16,
    ),
    st.from_regex(r"\A\D{0,3}[0-9.,]{1,6}\D{0,4}\Z"),
)


@given(texts, st.sampled_from([None, "元", "%", ":1", "亿元", "小时"]))
def test_every_text_is_a_quantity_or_a_fault_inside_it(text: str, unit: str | None) -> None:
    """Any text gives a value or a fault whose column lies in the text and whose messages render."""
    found = parse_quantity(text, CNY, None if unit is None else unit_of(unit))
    if isinstance(found, Quantity):
        assert found.text == text and found.value.is_finite() and abs(found.value) < Decimal("1e100")
        return
    assert 0 <= found.column <= max(0, len(text) - 1)
    assert 1 <= found.length <= max(1, len(text) - found.column)
    finding = Finding(rule=found.rule, params=found.params)
    for lang in ("en", "zh"):
        assert finding.message(lang) and finding.hint(lang)


@given(numbers, st.sampled_from(["万", "亿", ""]))
def test_the_callers_decimal_context_changes_nothing(number: str, scale: str) -> None:
    """Precision and traps of the surrounding decimal context do not reach the parser."""
    expected = read(f"-{number}{scale}元")
    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True
        context.traps[decimal.Rounded] = True
        found = read(f"-{number}{scale}元")
        assert found.canonical == expected.canonical
        assert read(f"0~9{number}{scale}元", unit="元").high is not None
    assert found == expected


@given(numbers)
def test_percent_and_fraction_are_the_same_value(number: str) -> None:
    """`45%` says the same as 0.45, though the two are not equal quantities."""
    percent = read(number + "%")
    share = Quantity(value=Decimal(number).scaleb(-2, decimal.Context(prec=50)))
    assert percent.same_value(share) and share.same_value(percent)
    assert percent != share


# --- rows of the catalogue --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3.8亿", "3.8 亿", "３.８亿", "3.8億", "38000万", "3亿8000万", "380000000"])
def test_b01_scale_words(text: str) -> None:
    """Every way to write 3.8亿 is 380000000 exactly."""
    assert read(text).value == 380_000_000
    assert read(text).same_value(read("3.8亿"))


def test_b01_written_precision_tells_them_apart() -> None:
    """3.8亿 is written to ten million, 38000万 to ten thousand."""
    assert read("3.8亿").half == 5_000_000
    assert read("38000万").half == read("3亿8000万").half == 5_000
    assert read("1200").half == Decimal("0.5")
    assert read("3.8亿") == read("３.８億") != read("38000万")


@pytest.mark.parametrize("text", ["1,234.5", "1，234.5", "1234.5"])
def test_b03_groups_of_three(text: str) -> None:
    """A comma may separate groups of three digits."""
    assert read(text).value == Decimal("1234.5")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12,34", "ambiguous-thousands"),
        ("1.234,5", "ambiguous-thousands"),
        ("1,2345", "ambiguous-thousands"),
        ("1.234.567", "ambiguous-thousands"),
        ("1'234", "ambiguous-thousands"),
        ("0,123", "ambiguous-thousands"),
        ("1 234", "blank-in-number"),
        ("1\u00a0234", "blank-in-number"),
    ],
)
def test_b03_ambiguous_groups(text: str, name: str) -> None:
    """A separator that may mean two things is refused with both readings."""
    assert refused(text) == name


def test_b03_says_both_readings() -> None:
    """The message and the hint of an ambiguous comma name the two numbers."""
    fault = parse_quantity("约12,34元", CNY)
    assert isinstance(fault, Fault)
    finding = Finding(rule=fault.rule, params=fault.params)
    assert (fault.column, fault.length) == (1, 5)
    assert finding.message("en") == "`12,34` may be read as 1234 or as 12.34."
    assert finding.message("zh") == "`12,34` 既可以读成 1234，也可以读成 12.34。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *[
            (text, "number-out-of-range")
            for text in ("nan", "NaN", "inf", "-inf", ".inf", "Infinity", "1e400", "1e100")
        ],
        *[
            (text, "unreadable-number")
            for text in ("true", "[]", "{}", "no", ".5", "5.", "±5%", "--5", "3亿8000")
        ],
        *[(text, "missing-number") for text in ("", " ", "\u3000")],
    ],
)
def test_b05_what_is_no_number(text: str, name: str) -> None:
    """Non-finite, boolean, nested and empty values are refused."""
    assert refused(text) == name


@pytest.mark.parametrize("text", ["TBD", "待定", "n/a", "null", "~", "-", "暂无"])
def test_b06_placeholders(text: str) -> None:
    """A placeholder is refused with the hint to write `unstated`."""
    assert refused(text) == "placeholder-number"
    fault = parse_quantity(text, CNY)
    assert isinstance(fault, Fault)
    assert "`unstated`" in Finding(rule=fault.rule, params=fault.params).hint()


def test_b06_unstated_is_the_binders_word() -> None:
    """`unstated` is no quantity: its value is a singleton that says so."""
    assert refused("unstated") == "unreadable-number"
    assert repr(UNSTATED) == "unstated" and Unstated() == UNSTATED


@pytest.mark.parametrize(
    "text", ["≥45%", ">=45%", "＞＝45％", "不低于45%", "至少45%", "45%以上", "≥ 45 %", "at least 45%"]
)
def test_b07_floors(text: str) -> None:
    """Every way to write a floor is the bound `>=`."""
    assert (read(text).bound, read(text).base) == (">=", Fraction(45, 100))


@pytest.mark.parametrize(
    "text", ["≤2 小时", "不超过2小时", "2小时内", "2 小时以内", "<=2h", "at most 2 hours"]
)
def test_b07_ceilings(text: str) -> None:
    """Every way to write a ceiling is the bound `<=`."""
    assert read(text).bound == "<=" and read(text).base == 7200


@pytest.mark.parametrize("text", ["45%", "４５％", "45 %"])
def test_b09_percent(text: str) -> None:
    """A percentage is kept as written, and its base is the fraction."""
    found = read(text, unit="%")
    assert found.value == 45 and found.unit.kind == "percent" and found.base == Fraction(9, 20)


@pytest.mark.parametrize("text", ["45", "0.45", "1.05", "≥45"])
def test_b09_bare_number_of_a_percentage(text: str) -> None:
    """A percent metric refuses a number without its sign, and takes it where a plain share is declared."""
    assert refused(text, unit="%") == "missing-percent"
    assert read(text, unit="1").unit.kind == "plain"


def test_b09_hint_shows_both_percentages() -> None:
    """The hint writes out what the bare number may have meant."""
    fault = parse_quantity("0.45", CNY, unit_of("%"))
    assert isinstance(fault, Fault)
    hint = Finding(rule=fault.rule, params=fault.params).hint("en")
    assert hint.startswith("Write `0.45%` or `45%`;")


@pytest.mark.parametrize(
    ("text", "bound", "value"),
    [
        ("约500", "~", 500),
        ("~60%", "~", 60),
        ("500左右", "~", 500),
        ("500+", "+", 500),
        ("2亿+", "+", 200_000_000),
        ("500多家", "+", 500),
        ("超3亿", ">", 300_000_000),
        ("<5%", "<", 5),
        ("不到5%", "<", 5),
    ],
)
def test_b11_approximate(text: str, bound: str, value: int) -> None:
    """Approximate and open numbers say so, for the binder to refuse as targets."""
    found = read(text)
    assert found.bound == bound and found.value == value
    assert found.is_approximate and not found.is_exact


@pytest.mark.parametrize("text", ["500 (预计)", "500（预计）", "500?", "约500以上", "≥45%以下"])
def test_b11_remarks_and_conflicts(text: str) -> None:
    """A remark behind a number, or two bounds that differ, are refused."""
    assert refused(text) in ("unreadable-number", "conflicting-bounds")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("¥500万", "ambiguous-currency"),
        ("$5M", "ambiguous-currency"),
        ("5m", "ambiguous-scale"),
        ("5k", "ambiguous-scale"),
        ("5B", "ambiguous-scale"),
        ("2兆", "ambiguous-scale"),
    ],
)
def test_b12_ambiguous_without_currency(text: str, name: str) -> None:
    """Signs and letters with several meanings are refused where nothing settles them."""
    assert refused(text, NONE) == name


def test_b12_settled_by_currency_and_unit() -> None:
    """A declared currency settles `¥` and `$`; a unit settles a scale letter."""
    assert read("¥500万", CNY) == read("500万元", CNY)
    assert read("¥5", Units.standard("JPY")).unit.currency == "JPY"
    assert read("$5M", USD).value == 5_000_000
    assert refused("$5M", CNY) == refused("¥5", USD) == "ambiguous-currency"
    assert read("5k", CNY, "单").value == 5_000
    assert read("5M USD").value == read("5 million USD").value == 5_000_000
    assert refused("5m", CNY, "单") == refused("5k", CNY, "小时") == "ambiguous-scale"


@pytest.mark.parametrize("text", [" 45%", "45%\t", "\u00a045 %", "\u300045%\u3000", "45\u3000%"])
def test_b13_blanks(text: str) -> None:
    """Blanks around, and between number and unit, are trimmed."""
    assert read(text) == read("45%")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no", "unreadable-number"),
        ("1:30", "clock-number"),
        ("1:30:00", "clock-number"),
        ("012", "leading-zero"),
        ("00", "leading-zero"),
        ("0x1F", "program-notation"),
        ("0o17", "program-notation"),
        ("1_000", "program-notation"),
        ("2024-02-30", "unreadable-number"),
        ("+0x", "unknown-unit"),
    ],
)
def test_a15_a18_notations_of_programs(text: str, name: str) -> None:
    """What YAML would turn into another number is refused by name; nothing leaks a raw error."""
    assert refused(text) == name


def test_a15_exponent() -> None:
    """`1e3` is a thousand, written to the thousand."""
    assert read("1e3").value == 1000 and read("1e3").half == 500


@pytest.mark.parametrize("text", ["1" * 100_000, "9" * 150, "1," * 90 + "1", "0" * 100_000, "亿" * 5_000])
def test_a20_too_long(text: str) -> None:
    """A text of absurd length is refused before anything is converted."""
    assert refused(text) == "number-too-long"


def test_n04_forty_digits_are_exact() -> None:
    """Forty digits are kept to the last one."""
    digits = "1234567890123456789012345678901234567.891"
    assert read(digits).base == Fraction(digits)


@pytest.mark.parametrize("text", ["12\u200b亿", "\u202e12", "1\u20622", "12\x00", "\ufeff12", "12\u2066"])
def test_a06_invisible_characters(text: str) -> None:
    """Zero-width, bidirectional and control characters are refused where they stand."""
    fault = parse_quantity(text, CNY)
    assert isinstance(fault, Fault)
    assert fault.rule.name == "hidden-character"
    assert not text[fault.column].isprintable()
    assert "U+" in Finding(rule=fault.rule, params=fault.params).message()


@pytest.mark.parametrize("text", ["٣", "⑫亿", "½", "5²", "𝟏", "१२"])
def test_foreign_digits(text: str) -> None:
    """Digits of other scripts and shapes are refused."""
    assert refused(text) == "foreign-digit"


# --- forms that plans use ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.2万亿", 1_200_000_000_000, ""),
        ("2160亿元", 216_000_000_000, "元"),
        ("85 USD", 85, "USD"),
        ("85 美元", 85, "美元"),
        ("RMB 500万", 5_000_000, "RMB"),
        ("-¥500万", -5_000_000, "¥"),
        ("3.2:1", "3.2", ":1"),
        ("+80%", 80, "%"),
        ("-10%", -10, "%"),
        ("−10%", -10, "%"),
        ("4.5pp", "4.5", "pp"),
        ("4.5个百分点", "4.5", "个百分点"),
        ("40 国", 40, "国"),
        ("1 万名", 10_000, "名"),
        ("300 万单", 3_000_000, "单"),
        ("90ms", 90, "ms"),
        ("50场", 50, "场"),
        ("1000 家", 1000, "家"),
        ("55分钟/天", 55, "分钟/天"),
        ("每周1次", 1, "次/周"),
        ("翻一番", 100, "%"),
        ("翻两番", 300, "%"),
        ("¥12/单", 12, "¥/单"),
        ("5千克", 5, "千克"),
        ("5万千克", 50_000, "千克"),
        ("5个", 5, "个"),
    ],
)
def test_reads(text: str, value: int | str, unit: str) -> None:
    """Numbers are read with the unit that is written beside them."""
    found = read(text)
    assert (found.value, found.unit.symbol) == (Decimal(value), unit)
    assert parse_quantity(found.canonical, CNY) == found


def test_declared_unit() -> None:
    """A bare number takes the declared unit; a written one is kept, also where it contradicts."""
    assert read("12亿", unit="元") == read("12亿元")
    assert read("1.2", unit="元/单").unit == unit_of("元/单")
    assert read("12单", unit="元").unit == unit_of("单")
    assert read("3.2", unit=":1") == read("3.2:1")
    assert read("+80%", unit="元").unit.kind == "percent"


def test_display_scale() -> None:
    """A display scale in the declared unit moves a bare number, and none that has a scale word."""
    assert read("3.8", unit="亿元") == read("3.8亿", unit="亿元") == read("3.8亿元")
    assert read("3.8", unit="亿元").unit == unit_of("元")
    assert read("380", unit="百万元").half == 500_000


def test_ranges() -> None:
    """The end without a unit takes the other's; a scale word at one end only is refused."""
    assert read("10-15%") == read("10%-15%") == read("10%～15%")
    found = read("45%-50%")
    assert found.value == 45 and found.high == 50 and found.high_base == Fraction(1, 2)
    assert read("1200-1800元").half == Decimal("0.5")
    assert refused("1-2亿") == "ambiguous-range"
    assert refused("1元-2单") == "ambiguous-range"
    assert refused("50%-45%") == "empty-range"
    assert refused("1-2-3") == refused("≥1-2") == "unreadable-number"


def test_every_period_or_thing() -> None:
    """`每` names what is counted per; it has to be a unit that counts something."""
    assert read("每周1次") == read("1次/周") and read("每月≥1篇").bound == ">="
    assert read("每户12元").unit == unit_of("元/户")
    assert refused("每圆1次") == "unknown-unit"
    assert refused("每%1次") == refused("每周") == "unreadable-number"


def test_unknown_unit_suggests() -> None:
    """An unknown unit is named, placed, and answered with near ones."""
    fault = parse_quantity("≥1万名海外博主", CNY)
    assert isinstance(fault, Fault)
    finding = Finding(rule=fault.rule, params=fault.params)
    assert (fault.rule.name, fault.column, fault.length) == ("unknown-unit", 3, 5)
    assert finding.hint("en").startswith("Did you mean `名`? ")
    assert finding.hint("zh").startswith("是不是想写 `名`？")


def test_fault_columns_count_in_the_original() -> None:
    """A fault points into the text as given, also where that is wide or padded."""
    fault = parse_quantity("　　１２亿圆圆", CNY)
    assert isinstance(fault, Fault)
    assert (fault.column, fault.length) == (5, 2)


def test_changes_carry_their_sign() -> None:
    """A written sign marks a change and is no part of equality."""
    assert read("+12%").is_change and read("-12%").is_change and read("4.5pp").is_change
    assert not read("12%").is_change
    assert read("+12%") == read("12%")
    assert read("+12%").canonical == "+12%"


def test_a_point_is_no_percentage() -> None:
    """Percentage points and percentages are never the same value."""
    assert not read("5pp").same_value(read("5%"))
    assert not read("≥5%").same_value(read("5%"))
    assert not read("5元").same_value(read("5 USD"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_are_told_in_both_languages(rule: Rule) -> None:
    """Each rule has its own code in the family, and all its sentences."""
    assert re.fullmatch(r"GT0[345]\d", rule.code)
    assert sum(other.code == rule.code for other in RULES) == 1
    for words in (rule.message, rule.hint, rule.why):
        assert words.en.rstrip().endswith(".") and words.zh.endswith("。")
    assert rule.wrong != rule.right
