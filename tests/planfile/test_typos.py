"""The typos that planners make: each is told with the line as it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.planfile.include import read_text
from goaltree.planfile.node import Map, Scalar
from goaltree.planfile.typos import scalar_typo

TYPOS = [
    ("goals：\n  a: 1\n", "fullwidth-punctuation", 1, "goals:"),
    ("goals:\n  sales：\n    target: 1\n", "fullwidth-punctuation", 2, "sales:"),
    ("goals:\n  sales: 1\n  orders：12 # 注：x\n  b: 1\n", "fullwidth-punctuation", 3, "orders: 12 # 注：x"),
    ("a: {target：12亿, b: 1}\n", "fullwidth-punctuation", 1, "target: 12亿"),
    ("a: {x: 1，b: 2}\n", "fullwidth-punctuation", 1, "a: {x: 1, b: 2}"),
    ("a：{x: 1，b：2}\nc: 3\n", "fullwidth-punctuation", 1, None),
    ("a: “x: y”\n", "fullwidth-punctuation", 1, 'a: "x: y"'),
    ("target: >=45%\n", "unquoted-sign", 1, 'target: ">=45%"'),
    ("target: > 45%\n", "unquoted-sign", 1, 'target: "> 45%"'),
    ("healthy: {美妆: >=45%, 数码: 3}\n", "unquoted-sign", 1, '美妆: ">=45%"'),
    ("a: {x: 1,\n    target: >=45%, b: 2}\n", "unquoted-sign", 2, 'target: ">=45%"'),
    ("a: {x: 1,\n    target: >=45%}\n", "unquoted-sign", 2, 'target: ">=45%"'),
    ("a:\n  {x: [1,\n   >=45%, 3], b: 2}\n", "unquoted-sign", 3, '">=45%"'),
    ("a:\n  x: {y: 1}\n  target: >=45%, b\n", "unquoted-sign", 3, 'target: ">=45%, b"'),
    ("a:\n  x: what {y\n  target: >=45%, b\n", "unquoted-sign", 3, 'target: ">=45%, b"'),
    ("owner: @zhang # x\n", "unquoted-sign", 1, 'owner: "@zhang"'),
    ("a:\n  - target: >=45%\n", "unquoted-sign", 2, 'target: ">=45%"'),
    ("a:\n  - >=45%\n", "unquoted-sign", 2, '">=45%"'),
    ("a: {b: {c: 1, d, e: >=45%}, f: 2}\n", "unquoted-sign", 1, 'e: ">=45%"'),
    ("title: `x`\n", "unquoted-sign", 1, 'title: "`x`"'),
    ("growth: %20\n", "unquoted-sign", 1, 'growth: "%20"'),
    ("title: *重要\n", "unquoted-sign", 1, 'title: "*重要"'),
    ("title: &B 公司\n", "unquoted-sign", 1, '"&B 公司"'),
    ("title: #1 品牌\n", "unquoted-sign", 1, 'title: "#1 品牌"'),
    ("a: {target: 1,234}\n", "comma-in-number", 1, "target: 1234"),
    ("a: {target: 1,234,567.5亿, b: 3}\n", "comma-in-number", 1, "target: 1234567.5亿"),
    ("a:\n  b: 1\n\tc: 2\n", "tab-indent", 3, "  c: 2"),
    ("a:\n\tb: 1\n", "tab-indent", 2, "  b: 1"),
    ("\ta: 1\n", "tab-indent", 1, "a: 1"),
    ("２０２５: 1\n", "fullwidth-key", 1, "2025"),
    ("ｔａｒｇｅｔ: 1\n", "fullwidth-key", 1, "target"),
    ("a:\n  target:45%\n  b: 1\n", "space-missing", 2, "target: 45%"),
    ("a:\n  b: 1\n  target:45%\n", "space-missing", 3, "target: 45%"),
    ("a: {target:45%, b: 1}\n", "space-missing", 1, "target: 45%"),
    ("goaltree:1\n", "space-missing", 1, "goaltree: 1"),
    ("why: 背景: 竞争\n", "syntax-wrong", 1, 'why: "背景: 竞争"'),
]


@pytest.mark.parametrize(
    ("text", "name", "line", "corrected"), TYPOS, ids=[text.strip() for text, *_ in TYPOS]
)
def test_typos_are_told_with_the_corrected_line(
    text: str, name: str, line: int, corrected: str | None
) -> None:
    """A typo is the one finding, at its line, and its hint holds the corrected text in both languages."""
    (finding,) = read_text(text).findings
    assert finding.name == name and finding.span is not None and finding.span.line == line
    if corrected is not None:
        assert f"`{corrected}`" in finding.hint() and f"`{corrected}`" in finding.hint("zh")


@pytest.mark.parametrize(
    "text", [row[0] for row in TYPOS if row[3] and row[0].count("\n") == 1 and "{" not in row[0]]
)
def test_a_corrected_line_reads(text: str) -> None:
    """What the hint proposes for a whole line is read without a finding."""
    (finding,) = read_text(text).findings
    corrected = str(finding.params.get("corrected", ""))
    if ": " in corrected:
        assert read_text(corrected + "\n").findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "target: ~60%\n",
        "target: 1,234\n",
        "target: 1，234.5\n",
        "a: {target: '1,234', b: 2}\n",
        "why: 原因：竞争加剧，客单价下降\n",
        "why:\n  原因：竞争加剧\n",
        "title: “互动”\n",
        "url: https://example.com/a:b\n",
        "time: 10:30\n",
        "a: >\n  folded\nb: |-\n  kept\n",
        "a: x & y * z\n",
        "海外（含港澳）: 3亿\n",
        "goals: #目标\n  a: 1\n",
        "carries: [sales.线上, a-b]\n",
        "a: {b, c}\n",
        "a: ≥45%\n",
    ],
)
def test_what_is_no_typo(text: str) -> None:
    """Prose with full-width marks, numbers in block style and other lawful texts give no finding."""
    assert read_text(text).findings == ()


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("target: >=88%}", 'target: ">=88%"'),
        ("why: “a: b”}", 'why: "a: b"}'),
        ("x: 1，target: 88%}", "x: 1, target: 88%}"),
        ("x: 1, target：88%, a: >=1}", "target: 88%"),
    ],
)
@pytest.mark.parametrize("filler", ["老客户十二个月内再次购买的比例", "customers who come back"])
@pytest.mark.parametrize("more", [0, 60])
def test_a_typo_far_to_the_right_is_shown(fault: str, seen: str, filler: str, more: int) -> None:
    """Of a long line the excerpt and the corrected text are the part with the typo."""
    text = f"goals:\n  g: {{title: {filler}, why: {filler}, note: {filler}, aka: {filler}, to: {filler}, {fault}{' # 备注' * more}\n"
    (finding,) = read_text(text).findings
    assert finding.span is not None and len(finding.excerpt) <= 80
    assert finding.excerpt.startswith("…") and finding.excerpt.endswith("…") == bool(more)
    assert fault[:8] in finding.excerpt and finding.excerpt.strip("…") in text
    assert seen in finding.hint() and seen in finding.hint("zh")


def test_a_long_line_with_a_secret_shows_none_of_it() -> None:
    """Where a line is shown around its fault, a secret in it is hidden as everywhere."""
    secret = "hunter2hunter2"
    for fault in ("target: >=88%}", "a: [1, , 2]}"):
        text = f"goals:\n  g: {{title: {'x' * 80}, meta: {{password: {secret}}}, {fault}\n"
        for finding in read_text(text).findings:
            assert secret[:6] not in finding.excerpt + finding.hint() + finding.message()


@pytest.mark.parametrize("above", ["120万", '"120万"', "[a, b]", "120万\n        以上"])
@pytest.mark.parametrize("gap", ["", "\n", "      # 注\n"])
@pytest.mark.parametrize("line", ["growth: +20%", "title: {zh: 销售额}", "title: 销售额", "cuts:"])
@pytest.mark.parametrize("column", [0, 4])
def test_a_key_one_space_too_deep_is_told_where_to_start(
    above: str, gap: str, line: str, column: int
) -> None:
    """The hint gives the line as it should be, with which the plan reads; no quotes would mend it."""
    head, indent = ("goals:\n  s:\n" if column else ""), " " * column
    text = f"{head}{indent}target: {above}\n{gap}{indent} {line}\n{indent}owner: shop\n"
    (finding,) = read_text(text).findings
    assert finding.name == "syntax-wrong" and finding.span is not None
    assert finding.span.line == text[: text.index(line)].count("\n") + 1
    for lang in ("en", "zh"):
        said = finding.hint(lang)  # type: ignore[arg-type]
        assert "`target`" in said and f"`{indent}{line}`" in said
    assert not read_text(text.replace(f"{indent} {line}", f"{indent}{line}")).findings


@pytest.mark.parametrize("text", ["a:\n  - b\n    c: d\n", "a: 1\n  - b: 2\n"])
def test_no_quotes_are_proposed_where_a_key_stands_too_deep(text: str) -> None:
    """Where a key goes on with a value that is no key's, the hint speaks of the lines and not of quotes alone."""
    (finding,) = read_text(text).findings
    assert "Quote the" not in finding.hint() and "indentation" in finding.hint()


def test_a_text_where_a_mapping_was_meant() -> None:
    """For a value that should be a mapping, the binder can ask for the typo that made it a text."""
    root = read_text("goals:\n  sales：12亿\nurl: a b\n").root
    assert root is not None
    sales, url = root.pairs[0][1], root.pairs[1][1]
    assert isinstance(sales, Scalar) and isinstance(url, Scalar)
    finding = scalar_typo(sales)
    assert finding is not None and "`sales: 12亿`" in finding.hint()
    assert scalar_typo(url) is None
    inner = read_text("a: {x: 1，b：2}\n").root
    assert inner is not None
    entry = inner.pairs[0][1]
    assert isinstance(entry, Map)
    value = entry.pairs[0][1]
    assert isinstance(value, Scalar)
    finding = scalar_typo(value)
    assert finding is not None and "`a: {x: 1, b: 2}`" in finding.hint()


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "目标",
                "：",
                "，",
                ":",
                ": ",
                ",",
                "{",
                "}",
                "[",
                ">",
                ">=",
                "@",
                "&x ",
                "*",
                "%",
                "`",
                "“",
                "”",
                "\t",
                " ",
                "  ",
                "\n",
                "- ",
                "1,234",
                "#",
                "１",
                "'",
                '"',
                "!",
            ]
        ),
        max_size=25,
    )
)
def test_no_mixture_of_marks_breaks_the_hints(parts: list[str]) -> None:
    """Whatever marks meet, each finding renders in both languages and stands inside the text."""
    text = "".join(parts)
    for finding in read_text(text).findings:
        assert finding.message() and finding.hint() and finding.message("zh") and finding.hint("zh")
        assert finding.span is not None and finding.span.end_offset <= len(text)


def test_the_mark_covers_the_value_alone() -> None:
    """In braces that an earlier line opened, the span of a bare sign ends where its value does."""
    (finding,) = read_text("a: {x: 1,\n    target: >=67%, owner: t}\n").findings
    assert finding.span is not None
    assert (finding.span.line, finding.span.column, finding.span.end_column) == (2, 13, 18)
