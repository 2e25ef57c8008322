"""The formula grammar: what parses, what is refused and where, and how it prints."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from attrs.exceptions import FrozenInstanceError
from formula_strategies import conditions, names, text_of, values
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import Fault
from goaltree.model import formula_faults
from goaltree.model.formula import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_LENGTH,
    MAX_TOKENS,
    Apply,
    Formula,
    Number,
    Reference,
)
from goaltree.model.formula_function import FUNCTIONS, RESERVED
from goaltree.model.formula_name import name_defect, quote_name
from goaltree.model.formula_parse import parse_formula


def parsed(text: str, kind: str = "value") -> Formula:
    """The formula, which must parse."""
    formula = parse_formula(text, kind=kind)
    assert isinstance(formula, Formula), (text, formula.rule.message.render("en", formula.params))
    return formula


def refused(text: str, kind: str = "value") -> Fault:
    """The fault, which must have a column inside the text and readable words in both languages."""
    fault = parse_formula(text, kind=kind)
    assert isinstance(fault, Fault), text
    assert 0 <= fault.column < max(len(text), 1)
    assert fault.length >= 1 and fault.column + fault.length <= max(len(text), 1)
    for words in (fault.rule.message, fault.rule.hint):
        for lang in ("en", "zh"):
            assert words.render(lang, fault.params)
    return fault


# Laws


@given(values())
def test_58_print_then_parse_is_identity(tree):
    """A printed formula parses to the same formula, and prints the same again."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula):
        again = parsed(str(formula))
        assert again == formula
        assert str(again) == str(formula)
    else:
        assert formula.rule is formula_faults.FORMULA_OVER_LIMIT


@given(conditions())
def test_58_conditions_print_then_parse(tree):
    """The same holds for conditions."""
    formula = parsed(text_of(tree), "condition")
    assert formula.kind == "condition"
    assert parsed(str(formula), "condition") == formula


ALPHABET = [
    *list("ab 0159.,()+-*/<>=!%`'\"#_^[]{}:@\\\u200b\n\t站万亿×≥（，＋１²①éif"),
    "and ",
    "or ",
    "not ",
    "if(",
    "prev(",
    "lag(",
    "sum(",
    "sales.线上",
    "e9",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(ALPHABET), max_size=40).map("".join)))
def test_59_any_text_parses_or_faults_inside(text):
    """Any text gives a formula, or a fault with a column inside it, in both kinds."""
    for kind in ("value", "condition"):
        result = parse_formula(text, kind=kind)
        if isinstance(result, Fault):
            refused(text, kind)
        else:
            assert parsed(str(result), kind) == result
            assert result.kind == kind


@given(values(), st.data())
def test_61_renaming_there_and_back_changes_nothing(tree, data):
    """Renaming names to fresh ones and back gives the same formula, and each name stands at its column."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Fault):
        return
    used = sorted({use.name for use in formula.names})
    fresh = {name: f"fresh {at}" for at, name in enumerate(used)}
    try:
        renamed = formula.rename(fresh)
    except UsageError:
        assert len(str(formula)) > MAX_LENGTH // 4
        return
    assert renamed == parsed(renamed.text)
    assert [use.name for use in renamed.names] == [fresh[use.name] for use in formula.names]
    for use in renamed.names:
        assert renamed.text[use.column : use.column + use.length] == quote_name(use.name)
    assert renamed.rename({new: old for old, new in fresh.items()}) == formula


@given(names())
def test_quoted_names_come_back(name):
    """Any key or address, quoted where it needs it, parses as itself."""
    formula = parsed(quote_name(name))
    assert [use.name for use in formula.names] == [name]
    assert parsed(f"prev({quote_name(name)})").names[0].name == name


@given(st.text(max_size=20))
def test_name_defect_decides_what_can_be_quoted(name):
    """A name without a defect can be quoted; one with a defect is refused even in backticks."""
    if name_defect(name):
        assert isinstance(parse_formula(f"`{name}`"), Fault)
    else:
        parsed(quote_name(name))


@given(
    st.decimals(min_value=0, max_value=10**15, places=4, allow_nan=False),
    st.sampled_from([("", 0), ("万", 4), ("亿", 8), ("千", 3), ("百万", 6), ("千万", 7), ("万亿", 12)]),
    st.sampled_from([("", 1), ("%", 100), (" %", 100)]),
)
def test_numbers_are_exact(number, scale, share):
    """A literal is worth exactly what its digits, scale word and percent sign say."""
    (word, power), (sign, divisor) = scale, share
    formula = parsed(f"{number:f}{word}{sign}")
    assert formula.nodes == (Number(Fraction(number) * 10**power / divisor, divisor == 100),)


# What parses


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("orders*basket", "orders * basket"),
        ("sales.线上/sales", "sales.线上 / sales"),
        ("a-b", "a - b"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("a/(b*c)", "a / (b * c)"),
        ("-(a+b)*c", "-(a + b) * c"),
        ("- -a", "--a"),
        ("+a", "a"),
        ("a*-b", "a * -b"),
        ("a＋（b－c）×２÷d", "a + (b - c) * 2 / d"),
        ("max（a，b）", "max(a, b)"),
        ("5000万 + 1.2亿 * 60% - 1e3", "50000000 + 120000000 * 60% - 1000"),
        ("0.50", "0.5"),
        ("5 %", "5%"),
        ("`sales`", "sales"),
        ("`站内 GMV` / x.`b c`", "`站内 GMV` / `x.b c`"),
        ("prev( subs )+new-5%*prev(subs)", "prev(subs) + new - 5% * prev(subs)"),
        ("lag(x,3)+last(x, 12)", "lag(x, 3) + last(x, 12)"),
        ("ytd(x)-opening(x)-year_ago(x)-change(x)", "ytd(x) - opening(x) - year_ago(x) - change(x)"),
        ("if(a≥60% and not(b==c),min(a,b),0)", "if(a >= 60% and not (b == c), min(a, b), 0)"),
        ("gmv.年龄.90后", "gmv.年龄.90后"),
    ],
)
def test_prints_canonically(text, printed):
    """Spacing, full-width forms and needless parentheses vanish in print, and nothing else."""
    formula = parsed(text)
    assert str(formula) == printed
    assert formula.text == text
    assert formula == parsed(printed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("pace(retention)<0.9", "pace(retention) < 0.9"),
        ("a<b and c<d or e≠f", "a < b and c < d or e != f"),
        ("a<b and (c<d or e<f)", "a < b and (c < d or e < f)"),
        ("not not (a<b)", "not not (a < b)"),
        ("value(a)-deviation(b)<=attainment(c)", "value(a) - deviation(b) <= attainment(c)"),
        ("sales.channel.线上 / sales >= 60%", "sales.channel.线上 / sales >= 60%"),
    ],
)
def test_conditions_print_canonically(text, printed):
    """Conditions bind `or`, `and`, `not`, comparisons, then arithmetic."""
    assert str(parsed(text, "condition")) == printed


def test_nodes_are_flat_postfix_with_columns():
    """A formula is one tuple in postfix order, and every node knows its column."""
    formula = parsed("a * (b + 2)")
    assert formula.nodes == (
        Reference(name="a"),
        Reference(name="b"),
        Number(Fraction(2)),
        Apply("+", 2),
        Apply("*", 2),
    )
    assert [node.column for node in formula.nodes] == [0, 5, 9, 7, 2]


def test_values_are_frozen_and_hash_by_meaning():
    """Formulas that say the same are equal and hash alike; none can be changed."""
    assert hash(parsed("a+b")) == hash(parsed(" a + b "))
    assert parsed("a+b") != parsed("b+a")
    assert parsed("60%") != parsed("0.6")
    with pytest.raises(FrozenInstanceError):
        parsed("a").text = "b"


def test_names_tell_their_lag():
    """Each use of a name tells how many periods back it looks at least."""
    formula = parsed(
        "a + prev(b) + lag(c, 4) + lag(d, 0) + last(e, 3) + ytd(f) + opening(g) + year_ago(h) + change(i)"
    )
    assert {use.name: use.lag for use in formula.names} == {
        "a": 0, "b": 1, "c": 4, "d": 0, "e": 0, "f": 0, "g": 1, "h": 1, "i": 0,
    }  # fmt: skip


def test_names_are_normalised():
    """A full-width name is the plain one, as in keys; a composed letter is the same however written."""
    assert parsed("ｒｅｖｅｎｕｅ") == parsed("revenue")
    assert parsed("cafe\u0301") == parsed("caf\u00e9")


def test_rename_keeps_the_rest_of_the_text():
    """Renaming splices names into the text and leaves spacing and number words as written."""
    formula = parsed("a*5000万  + prev(`b c`)")
    assert formula.rename({"a": "站内 GMV", "b c": "d"}).text == "`站内 GMV`*5000万  + prev(d)"
    assert formula.rename({"a": "if"}).text.startswith("`if`*")
    assert formula.rename({}) == formula


@pytest.mark.parametrize("name", ["", "a..b", "a`b", " a", "a\u200b", "__init__", "x" * (MAX_LENGTH + 1)])
def test_rename_refuses_what_is_no_name(name):
    """A name that no formula could hold is a program's mistake."""
    with pytest.raises(UsageError):
        parsed("a + b").rename({"a": name})


def test_exactness_is_known():
    """A formula knows whether its value is rounded."""
    assert parsed("a / b + mean(a, b)").is_exact
    assert not any(parsed(f"{name}(a)").is_exact for name in ("log", "exp", "sqrt"))


def test_every_function_parses_as_documented():
    """The usage that the table prints for each function parses, and prints as itself."""
    for function in FUNCTIONS.values():
        call = function.usage.replace(", ...", "").replace("condition", "a < b").replace("n)", "2)")
        kind, text = ("condition", f"{call} < 1") if function.group == "condition" else ("value", call)
        assert str(parsed(text, kind)) == text


# What is refused

ATTACKS = [
    "__import__('os')",
    "__import__('os').system('id')",
    "__import__",
    "().__class__.__mro__",
    "().__class__.__bases__[0].__subclasses__()",
    "a.__dict__",
    "a.__class__",
    "`a.__class__`",
    "x.a.__init__.__globals__",
    "a.b.__getattribute__('c')",
    "f'{a}'",
    'f"{a.__class__}"',
    "'{0.x}'.format(a)",
    "'%s' % a",
    '"a" "b"',
    "lambda: 0",
    "lambda x: x",
    "(lambda: 0)()",
    "[x for x in a]",
    "{x for x in a}",
    "{x: 1 for x in a}",
    "(x for x in a)",
    "(a := 1)",
    "a := 1",
    "a = 1",
    "@pd.compat.os.getpid()",
    "pd.compat.os.getpid()",
    "os.system(a)",
    "eval(a)",
    "exec(a)",
    "open(a)",
    "getattr(a, b)",
    "globals()",
    "print(a)",
    "a[0]",
    "a[0:1]",
    "a if b else c",
    "a; b",
    "import os",
    "yield a",
    "await a",
    "*a",
    "**a",
    "a ** b",
    "a // b",
    "a @ b",
    "a % b",
    "a & b",
    "a | b",
    "~a",
    "a << 2",
    "a in b",
    "a is b",
    "max(*a)",
    "max(a=1, b=2)",
    "${a}",
    "$(id)",
    "{{a}}",
    "a\\b",
    "=HYPERLINK(a)",
    "a -> b",
    "True",
    "None",
    "...",
    "0x10",
    "0b1",
    "1_000",
    "1j",
    "nan",
    "inf",
    "a?.b",
    "a!",
    "<script>",
    "1; DROP TABLE x",
    "a -- comment",
    "a /* b */",
    "`a",
    "''",
    "b''",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_g01_attacks_are_outside_the_grammar(text):
    """What another language would run is a fault with a column here."""
    for kind in ("value", "condition"):
        if text == "a -- comment":  # a less the opposite of a name: harmless arithmetic
            assert str(parsed(text)) == "a - -comment"
            return
        refused(text, kind)


@pytest.mark.parametrize("text", ["'a'*10**9", "[1]*10**9", "range(10**9)", "a*10**9", "9**9**9"])
def test_g03_nothing_grows(text):
    """Repetition and powers do not exist."""
    refused(text)


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "-" * 100_000, "not " * 100_000, "a" * 65_537, "(" * 100_000 + "a"]
)
def test_g05_size_is_bounded(text):
    """A text beyond the limit is refused at once, whatever it holds."""
    started = time.perf_counter()
    for kind in ("value", "condition"):
        assert refused(text, kind).rule is formula_faults.FORMULA_OVER_LIMIT
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-", ""), ("+", ""), ("abs(", ")")])
def test_g05_depth_is_bounded(before, after):
    """Fifty levels are read, one more is refused."""
    parsed(before * MAX_DEPTH + "a" + after * MAX_DEPTH)
    assert (
        refused(before * (MAX_DEPTH + 1) + "a" + after * (MAX_DEPTH + 1)).rule
        is formula_faults.FORMULA_OVER_LIMIT
    )


def test_g05_tokens_and_digits_are_bounded():
    """A thousand tokens and fifty digits are the most."""
    parsed("+".join(["a"] * (MAX_TOKENS // 2)))
    assert refused("+".join(["a"] * (MAX_TOKENS // 2 + 1))).rule is formula_faults.FORMULA_OVER_LIMIT
    parsed("0." + "1" * (MAX_DIGITS - 1))
    assert refused("0." + "1" * MAX_DIGITS).rule is formula_faults.FORMULA_OVER_LIMIT


def test_g05_what_prints_too_long_is_refused():
    """A dense text whose plain print would be beyond the limit is refused, so that print always parses."""
    assert refused("/".join(["abcde"] * 300)).rule is formula_faults.FORMULA_OVER_LIMIT


@pytest.mark.parametrize(
    "name", ["站内 GMV", "a-b", "a b", "if", "sum", "None", "7日留存", "90后", "a(b)", "≥5", "AND"]
)
def test_g08_quoting_form_works(name):
    """Odd and reserved names work in backticks, alone and as a part of an address."""
    assert [use.name for use in parsed(f"`{name}` + 1").names] == [name]
    assert [use.name for use in parsed(f"x.`{name}`").names] == [f"x.{name}"]


@pytest.mark.parametrize("name", [*sorted(RESERVED), "None", "IF", "Sum", "NaN", "ｓｕｍ"])
def test_g08_reserved_words_are_no_names(name):
    """A reserved word alone is refused; the hint shows how to quote it."""
    fault = refused(name)
    assert fault.column == 0
    if name not in ("and", "or", "not"):
        assert fault.rule is formula_faults.RESERVED_WORD_AS_NAME
        assert "`" in fault.rule.hint.render("en", fault.params)


def test_g08_hyphen_subtracts_and_space_parts():
    """`a-b` is a subtraction; two names side by side are refused at the second."""
    assert parsed("a-b") == parsed("a - b")
    fault = refused("a b")
    assert (fault.rule, fault.column) == (formula_faults.MISPLACED_PART_OF_FORMULA, 2)


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("maxx(a, b)", formula_faults.UNKNOWN_FUNCTION_IN_FORMULA, "max("),
        ("SUM(a, b)", formula_faults.UNKNOWN_FUNCTION_IN_FORMULA, "sum("),
        ("ytdd(a)", formula_faults.UNKNOWN_FUNCTION_IN_FORMULA, "ytd("),
        ("a(b)", formula_faults.UNKNOWN_FUNCTION_IN_FORMULA, "*"),
        ("max(a)", formula_faults.WRONG_ARGUMENT_COUNT, "max(a, b, ...)"),
        ("log()", formula_faults.WRONG_ARGUMENT_COUNT, "log(a)"),
        ("if(a < b, 1)", formula_faults.WRONG_ARGUMENT_COUNT, "if("),
        ("prev(a, 1)", formula_faults.WRONG_ARGUMENT_COUNT, "prev(x)"),
        ("lag(a)", formula_faults.WRONG_ARGUMENT_COUNT, "lag(x, n)"),
        ("abs(a, b)", formula_faults.WRONG_ARGUMENT_COUNT, "abs(a)"),
    ],
)
def test_g09_functions_and_arity(text, rule, suggestion):
    """An unknown function and a wrong number of values are told with the right call."""
    fault = refused(text)
    assert fault.rule is rule
    assert suggestion in fault.rule.hint.render("en", fault.params)


@pytest.mark.parametrize("text", ["a < b < c", "a == b == c", "a < b >= c", "0.1 + 0.2 == 0.3 == 0.3"])
def test_g11_comparisons_do_not_chain(text):
    """A chain is refused at its second comparison, and the hint writes it out."""
    fault = refused(text, "condition")
    assert fault.rule is formula_faults.CHAINED_COMPARISON
    assert " and b " in fault.rule.hint.render("en", fault.params)


@pytest.mark.parametrize("text", ["not a == b", "not a", "not max(a, b) < 1", "c < d and not a == b"])
def test_g11_not_wants_parentheses(text):
    """`not` over anything but parentheses is refused."""
    assert refused(text, "condition").rule is formula_faults.NEGATION_WITHOUT_PARENTHESES


@pytest.mark.parametrize(
    "text", ["lag(x, -1)", "lag(x, 1.5)", "lag(x, n)", "lag(x, 50%)", "last(x, 0)", "lag(x, 1+1)", "lag(x, )"]
)
def test_g13_lag_is_a_whole_number(text):
    """A number of periods that looks ahead, or that is no plain whole number, is refused."""
    assert refused(text).rule is formula_faults.LAG_INTO_THE_FUTURE


def test_g13_a_far_lag_parses():
    """A lag of 1e9 is a legal formula; that there is no data is for evaluation to say."""
    assert parsed("lag(x, 1e9)").names[0].lag == 10**9


@pytest.mark.parametrize(
    "char",
    [
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u202e",
        "\u2066",
        "\x00",
        "\n",
        "\r",
        "\t",
        "\u3164",
        "\u00ad",
        "#",
        "\ud800",
        "\u2028",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 5])
def test_g14_hidden_characters_are_refused_in_place(char, place):
    """A character that cannot be seen, and `#`, are refused where they stand, in quotes too (but for `#`)."""
    text = "ab + c"
    assert refused(text[:place] + char + text[place:]).column == place
    if char != "#":
        quoted = f"`a{char}b`"
        assert refused(quoted).column == 2


@pytest.mark.parametrize(
    "text",
    [
        "a" * MAX_LENGTH,
        "a." * (MAX_LENGTH // 2),
        "`" * MAX_LENGTH,
        "1" * MAX_LENGTH,
        "1e" * (MAX_LENGTH // 2),
        "1,000," * 300,
        "prev(" * 400,
        "max(1," * 330,
        "a<" * 1000,
        "not(" * 500,
        "万" * MAX_LENGTH,
        "ﷺ" * MAX_LENGTH,
        "e\u0301" * 1000,
    ],
)
def test_g15_time_is_linear(text):
    """Texts built for backtracking take no longer than others."""
    started = time.perf_counter()
    parse_formula(text)
    parse_formula(text, kind="condition")
    assert time.perf_counter() - started < 0.3


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ("", formula_faults.EMPTY_FORMULA, 0),
        ("   ", formula_faults.EMPTY_FORMULA, 0),
        ("(a", formula_faults.UNBALANCED_PARENTHESIS, 0),
        ("a + (", formula_faults.UNBALANCED_PARENTHESIS, 4),
        ("a)", formula_faults.UNBALANCED_PARENTHESIS, 1),
        (")", formula_faults.UNBALANCED_PARENTHESIS, 0),
        ("max (a, b", formula_faults.UNBALANCED_PARENTHESIS, 4),
        ("prev(a", formula_faults.UNBALANCED_PARENTHESIS, 4),
        ("()", formula_faults.MISPLACED_PART_OF_FORMULA, 1),
        ("a +", formula_faults.MISPLACED_PART_OF_FORMULA, 2),
        ("* a", formula_faults.MISPLACED_PART_OF_FORMULA, 0),
        ("a, b", formula_faults.MISPLACED_PART_OF_FORMULA, 1),
        ("(a, b)", formula_faults.MISPLACED_PART_OF_FORMULA, 2),
        ("max(a,, b)", formula_faults.MISPLACED_PART_OF_FORMULA, 6),
        ("max(a, b,)", formula_faults.MISPLACED_PART_OF_FORMULA, 9),
        ("a 且 b", formula_faults.MISPLACED_PART_OF_FORMULA, 2),
        ("a (b)", formula_faults.UNKNOWN_FUNCTION_IN_FORMULA, 0),
        ("2 a", formula_faults.MISPLACED_PART_OF_FORMULA, 2),
        ("a = b", formula_faults.SYMBOL_OUTSIDE_FORMULA, 2),
        ("a <> b", formula_faults.SYMBOL_OUTSIDE_FORMULA, 2),
        ("x²", formula_faults.SYMBOL_OUTSIDE_FORMULA, 1),
        ("x * ½", formula_faults.SYMBOL_OUTSIDE_FORMULA, 4),
        ("٣ + a", formula_faults.SYMBOL_OUTSIDE_FORMULA, 0),
        (".5", formula_faults.SYMBOL_OUTSIDE_FORMULA, 0),
        ("1e999", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("1e" + "9" * 400, formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("1e-31", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("a + 012", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 4),
        ("1.", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("1.2.3", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("1,000", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("max(1,000, 2)", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 4),
        ("5000万元", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("2x", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("7日留存", formula_faults.MALFORMED_NUMBER_IN_FORMULA, 0),
        ("a.", formula_faults.MALFORMED_NAME_IN_FORMULA, 0),
        ("a..b", formula_faults.MALFORMED_NAME_IN_FORMULA, 0),
        ("b + `a", formula_faults.MALFORMED_NAME_IN_FORMULA, 4),
        ("``", formula_faults.MALFORMED_NAME_IN_FORMULA, 0),
        ("` a`", formula_faults.MALFORMED_NAME_IN_FORMULA, 0),
        ("`a`b", formula_faults.MALFORMED_NAME_IN_FORMULA, 0),
        ("a > b", formula_faults.CONDITION_USED_AS_NUMBER, 0),
        ("1 + (a > b)", formula_faults.CONDITION_USED_AS_NUMBER, 5),
        ("if(a, 1, 2)", formula_faults.NUMBER_USED_AS_CONDITION, 3),
        ("a and b", formula_faults.NUMBER_USED_AS_CONDITION, 0),
        ("prev(a * b)", formula_faults.TIME_OF_EXPRESSION, 5),
        ("prev(prev(a))", formula_faults.TIME_OF_EXPRESSION, 5),
        ("lag(3, 3)", formula_faults.TIME_OF_EXPRESSION, 4),
        ("1 + pace(a)", formula_faults.CONDITION_FUNCTION_IN_FORMULA, 4),
    ],
)
def test_faults_name_the_defect_and_its_column(text, rule, column):
    """Each defect gives its own rule, at the column where it stands."""
    fault = refused(text)
    assert (fault.rule.name, fault.column) == (rule.name, column)


@pytest.mark.parametrize(
    "text", ["a", "pace(a)", "a + (b < c)", "(a < b) == c", "(a < b) + 1 > 2", "-(a < b) < 1"]
)
def test_conditions_are_not_numbers(text):
    """A condition must be true or false, and its numbers must be numbers."""
    assert refused(text, "condition").rule in (
        formula_faults.NUMBER_USED_AS_CONDITION,
        formula_faults.CONDITION_USED_AS_NUMBER,
    )


# Rules


@pytest.mark.parametrize("rule", formula_faults.RULES, ids=lambda rule: rule.name)
def test_rules_fire_on_their_own_example(rule):
    """The formula of the wrong plan shows the defect; that of the right plan does not."""
    import yaml

    wrong = yaml.safe_load(rule.wrong)["goals"]["sales"]["formula"]
    right = yaml.safe_load(rule.right)["goals"]["sales"]["formula"]
    parsed(right)
    if rule not in (formula_faults.UNIT_MISMATCH_IN_FORMULA, formula_faults.UNIT_IN_LOG_OR_ROOT):
        assert refused(wrong).rule is rule


def test_rules_have_codes_of_their_own():
    """Twenty rules, GT070 to GT089, each with a name of its own."""
    assert [rule.code for rule in formula_faults.RULES] == [f"GT{n:03}" for n in range(70, 90)]
    assert len({rule.name for rule in formula_faults.RULES}) == 20
