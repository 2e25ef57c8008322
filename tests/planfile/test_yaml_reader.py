"""YAML into nodes: positions, limits, refused features, and never a raw exception."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Finding
from goaltree.planfile.dict_reader import read_dict
from goaltree.planfile.faults import RULES
from goaltree.planfile.include import read_text
from goaltree.planfile.limits import Limits
from goaltree.planfile.node import Document, Map, Node, Scalar, Seq, walk
from goaltree.planfile.yaml_reader import read_yaml

LETTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf"), exclude_characters="\ufeff\ufffd\u2028\u2029\x85"
)
NAMES = st.text(st.sampled_from("abcxyz目标销售_09"), min_size=1, max_size=8)
TEXTS = st.text(LETTERS, max_size=12)
LEAVES = TEXTS | st.integers(-(10**20), 10**20) | st.booleans() | st.none()
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
    ),
    max_size=5,
)


def shape(node: Node | None) -> object:
    """What a node says, without where it stands: `None` for nothing written, else texts, lists and pairs."""
    if isinstance(node, Map):
        return [(key.text, shape(value)) for key, value in node.pairs]
    if isinstance(node, Seq):
        return ("seq", [shape(item) for item in node.items])
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    return None


def as_yaml(tree: object, indent: int = 0) -> str:
    """Block YAML of a tree, one entry a line, texts in double quotes."""
    pad = "  " * indent
    if isinstance(tree, dict) and tree:
        return "".join(f"{pad}{json.dumps(k)}:{_after(v, indent)}" for k, v in tree.items())
    if isinstance(tree, list) and tree:
        return "".join(f"{pad}-{_after(v, indent)}" for v in tree)
    return f"{pad}{json.dumps(tree)}\n"


def _after(value: object, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + as_yaml(value, indent + 1)
    return " " + json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") + "\n"


def only(text: str | bytes, **options: object) -> Finding:
    """The one finding of a text."""
    (finding,) = read_text(text, **options).findings  # type: ignore[arg-type]
    return finding


def lines_of(text: str) -> int:
    """Lines of a text, counted by hand: CR, LF and CRLF end one."""
    return len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@given(
    st.binary(max_size=200)
    | st.text(max_size=200)
    | st.text("{}[]:,-?&*!|>'\"%@`#\t\n a1<=：，“”.", max_size=60)
)
def test_any_input_gives_findings_with_a_place_or_a_root(source: str | bytes) -> None:
    """Whatever comes in, a root comes out or findings whose lines exist."""
    reading = read_text(source)
    assert reading.root is not None or reading.findings
    text = reading.files.get("<text>")
    for finding in reading.findings:
        for lang in ("en", "zh"):
            assert finding.message(lang) and finding.hint(lang)
        assert len(finding.excerpt) <= 80
        assert finding.span is not None
        if text is not None:
            assert 1 <= finding.span.line <= lines_of(text)
            assert 0 <= finding.span.offset <= finding.span.end_offset <= len(text)


@given(TREES)
def test_yaml_json_and_dict_give_equal_nodes(tree: dict[str, object]) -> None:
    """The same tree written as YAML, as JSON and as a dict reads as the same texts in the same order."""
    wanted = shape(read_dict(tree).root)
    for text, form in (
        (as_yaml(tree), "yaml"),
        (json.dumps(tree), "json"),
        (json.dumps(tree, ensure_ascii=False, indent=1), "json"),
    ):
        reading = read_text(text, format=form)  # type: ignore[arg-type]
        assert reading.findings == ()
        assert shape(reading.root) == wanted


@given(TREES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_spans_hold_the_source_text(tree: dict[str, object], newline: str) -> None:
    """The text between a scalar's offsets is what was written, whatever ends the lines."""
    text = as_yaml(tree).replace("\n", newline)
    reading = read_text(text)
    assert reading.root is not None
    for node in walk(reading.root):
        if isinstance(node, Scalar):
            span = node.span
            source = text[span.offset : span.end_offset]
            assert (json.loads(source) if node.style else source) == node.text
            row = text.replace(newline, "\n").split("\n")[span.line - 1]
            assert row[span.column - 1 :].startswith(source)


@given(
    st.lists(st.from_regex(r"[a-z目][a-z0-9目标]{0,5}", fullmatch=True), min_size=1, max_size=6, unique=True)
)
def test_plain_scalars_keep_their_offsets(names: list[str]) -> None:
    """Bare keys and values are found again at their offsets, in nested mappings too."""
    text = (
        "".join(f"{'  ' * depth}{name}:\n" for depth, name in enumerate(names))
        + "  " * len(names)
        + "x: 甲乙\n"
    )
    root = read_text(text).root
    assert root is not None
    found = [node for node in walk(root) if isinstance(node, Scalar)]
    assert [text[node.span.offset : node.span.end_offset] for node in found] == [*names, "x", "甲乙"]


def test_block_collections_end_with_their_last_value() -> None:
    """A section's span leaves out the blank lines and comments behind it."""
    text = "a:\n  b: 1\n  c: [x, y]\n\n# next\nd: 2\n"
    root = read_text(text).root
    assert root is not None and isinstance(section := root.get("a"), Map)
    assert text[section.span.offset : section.span.end_offset] == "b: 1\n  c: [x, y]"


def test_a05_line_breaks() -> None:
    """CRLF, a lone CR and a missing last newline count lines; U+2028 and U+0085 are text."""
    for newline in ("\n", "\r\n", "\r"):
        root = read_text(f"a: 1{newline}b: 甲\u2028乙\x85丙{newline}c: 3").root
        assert root is not None
        assert shape(root) == [("a", "1"), ("b", "甲\u2028乙\x85丙"), ("c", "3")]
        assert [key.span.line for key, _ in root.pairs] == [1, 2, 3]


DEEP = {
    "brackets": ("[" * 10**6, 1, 257),
    "braces": ("{" * 10**6, None, None),
    "mixed": ("[{a: " * 10**6, 1, 1 + 128 * 5),
    "spaced": ("{a: " * 10**6, 1, 1 + 256 * 4),
    "dashes": ("- " * 10**6, 1, 1 + 256 * 2),
    "questions": ("? " * 10**6, None, None),
    "block": ("".join(f"{' ' * depth}a:\n" for depth in range(3_000)), 257, 257),
}


@pytest.mark.parametrize("kind", DEEP)
def test_a10_deep_nesting_is_refused_at_level_257(kind: str) -> None:
    """A million levels end in a finding at level 257, in less than a second."""
    text, line, column = DEEP[kind]
    begun = time.perf_counter()
    finding = only(text)
    assert time.perf_counter() - begun < 1
    assert finding.span is not None
    if line is not None:
        assert finding.name == "limit-exceeded" and finding.params["limit"] == 256
        assert (finding.span.line, finding.span.column) == (line, column)


def test_a10_depth_256_is_read() -> None:
    """The deepest nesting that is allowed is read."""
    reading = read_text("a: " + "[" * 255 + "]" * 255)
    assert reading.findings == () and reading.root is not None


def test_a13_a_large_file_without_aliases_is_no_bomb() -> None:
    """Many values without aliases never meet the alias budget."""
    text = "a:\n" + "".join(f"  k{at}: {at}\n" for at in range(20_000))
    reading = read_text(text, limits=Limits(aliased=0))
    assert reading.findings == ()


def test_aliases_share_their_node() -> None:
    """An alias gives the very node that its anchor named."""
    root = read_text("a: &x [1, 2]\nb: *x\n").root
    assert root is not None and root.get("a") is root.get("b")


def test_alias_bomb_is_refused_before_it_is_walked() -> None:
    """Nested aliases that stand for millions of values are a finding at the alias that goes too far."""
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 8))
    finding = only(text)
    assert finding.name == "limit-exceeded" and finding.span is not None and finding.span.line == 5


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("a: !!python/object/apply:os.getpid []\n", "yaml-feature-refused", (1, 4)),
        ("a: !!binary aGk=\n", "yaml-feature-refused", (1, 4)),
        ("a: !x y\n", "yaml-feature-refused", (1, 4)),
        ("a: 1\n---\nb: 2\n", "yaml-feature-refused", (2, 1)),
        ("a: 1\n...\nb: 2\n", "yaml-feature-refused", (3, 1)),
        ("%TAG ! tag:x\n---\na: 1\n", "yaml-feature-refused", (1, 1)),
        ("a: {<<: {b: 1}}\n", "yaml-feature-refused", (1, 5)),
        ("a: *b\n", "alias-unusable", (1, 4)),
        ("a: &b {c: *b}\n", "alias-unusable", (1, 11)),
        ("? [a]\n: b\n", "key-not-text", (1, 3)),
        ("- a\n", "root-not-mapping", (1, 1)),
    ],
)
def test_a14_refused_features(text: str, name: str, place: tuple[int, int]) -> None:
    """Tags, merge keys, further documents, unusable aliases and keys that are no names are refused."""
    finding = only(text)
    assert finding.name == name and finding.span is not None
    assert (finding.span.line, finding.span.column) == place


def test_a15_a18_scalars_stay_the_text_that_was_written() -> None:
    """YAML's guesses at booleans, sexagesimals, octals and dates never happen."""
    values = ["no", "1:30", "012", "0x1F", "1e3", "2024-02-30", "+0x", "=", "1_000", "~60%"]
    text = "NO: x\n=: y\n" + "".join(f"k{at}: {value}\n" for at, value in enumerate(values))
    reading = read_text(text)
    assert reading.findings == () and reading.root is not None
    assert [key.text for key, _ in reading.root.pairs][:2] == ["NO", "="]
    assert [value.text for _, value in reading.root.pairs[2:] if isinstance(value, Scalar)] == values


@pytest.mark.parametrize(
    ("text", "mark", "place"),
    [
        ("a: 1\nb: 'x\nc: 2\n", "'", (2, 4)),
        ('a: 1\nb: "x\nc: 2\n', '"', (2, 4)),
        ("a: 1\nb: {c: 1\nd: 2\n", "{", (2, 4)),
        ("a: 1\nb: [1, 2\nd: 2\n", "[", (2, 4)),
        ("a: 1\nb: [1, 2", "[", (2, 4)),
    ],
)
def test_a19_what_is_left_open_points_at_its_opening(text: str, mark: str, place: tuple[int, int]) -> None:
    """An unclosed quote or bracket is told where it was opened."""
    finding = only(text)
    assert finding.name == "left-open" and finding.params["mark"] == mark and finding.span is not None
    assert (finding.span.line, finding.span.column) == place


@pytest.mark.parametrize(
    "text",
    [
        'a: {b: "x" c: 1}\n',
        'a: ["x" y]\n',
        "a: -\n",
        'a: "\\q"\n',
        "a: {b: 1,, c: 2}\n",
        "a: 'x' y\n",
        "- a\nb: 1\n",
        "a: [x]]\n",
        "a: 1\nb\nc: 2\n",
        "%YAML 9.9\n---\na: 1\n",
        "%YAML 1.1\n%YAML 1.1\n---\na: 1\n",
        '"\\xZZ": 1\n',
    ],
)
def test_syntax_errors_are_told_in_words(text: str) -> None:
    """What is no known typo says in both languages what is wanted where, without the parser's own words."""
    finding = only(text)
    assert finding.name == "syntax-wrong" and finding.span is not None
    assert "yaml" not in finding.message().lower().replace("not yaml", "").replace(
        "yaml version", ""
    ).replace("%yaml", "")
    assert finding.hint() != finding.hint("zh")


def test_a20_an_endless_number_exceeds_the_length() -> None:
    """A number of 100,000 digits is a finding, not a crash."""
    assert only("a: " + "1" * 100_000 + "\n").name == "limit-exceeded"


def test_a21_the_reader_keeps_unknown_and_padded_keys() -> None:
    """What a key means is the binder's to say: the reader hands on its exact text."""
    root = read_text('taget: 1\nTarget: 2\n"target ": 3\n').root
    assert root is not None and [key.text for key, _ in root.pairs] == ["taget", "Target", "target "]


def test_c03_duplicate_keys_name_both_places() -> None:
    """A key that is there twice is told at the second with the first beside it, full-width or not."""
    reading = read_text("a:\n  目标: 1\n  b: 2\n  目标: 3\n")
    (finding,) = reading.findings
    assert finding.name == "duplicate-key" and str(finding.span) == "<text>:4:3"
    assert [str(span) for span in finding.others] == ["<text>:2:3"]
    names = [finding.name for finding in read_text("ab: 1\nａｂ: 2\n").findings]
    assert sorted(names) == ["duplicate-key", "fullwidth-key"]


def test_findings_of_one_file_are_capped() -> None:
    """Endless mistakes of one kind are listed up to the limit, and the rest is said to be there."""
    reading = read_text("a: 1\n" * 50, limits=Limits(findings=10))
    assert [finding.name for finding in reading.findings] == ["duplicate-key"] * 10 + ["limit-exceeded"]


def test_limits_of_values() -> None:
    """A file with more values than the limit allows is refused where it goes beyond."""
    finding = only("a: 1\n" + "".join(f"k{at}: 1\n" for at in range(50)), limits=Limits(nodes=20))
    assert finding.name == "limit-exceeded" and finding.span is not None and finding.span.line > 5


@pytest.mark.parametrize(
    "secret",
    [
        "password: hunter2hunter2",
        "url: postgres://u:s3cretpw@db/x",
        "k: AKIAABCDEFGHIJKLMNOP",
        "k: ghp_" + "a1" * 18,
        "# token = abcdef0123456789abcdef",
    ],
)
def test_c14_secrets_are_told_and_never_echoed(secret: str) -> None:
    """A literal secret is a finding that shows nothing of it, nor does any other finding of that line."""
    reading = read_text(f"a: 1\n{secret}\n{secret}: [\n")
    assert "literal-secret" in [finding.name for finding in reading.findings]
    value = secret.replace("@db/x", "").replace("postgres://u:", "").split()[-1]
    for finding in reading.findings:
        said = "".join(
            (finding.excerpt, finding.message(), finding.hint(), finding.message("zh"), finding.hint("zh"))
        )
        assert value not in said


@pytest.mark.parametrize(
    "text", ["password: ${env:PW}", "password: {title: 密码重置}", "token: 12亿", "title: password reset"]
)
def test_c14_what_is_no_secret(text: str) -> None:
    """References to the environment and ordinary words are left alone."""
    assert read_text(text + "\n").findings == ()


@pytest.mark.parametrize("name", ["{{7*7}}", "${jndi:ldap://x}", "%s%n", "{0.__class__}", "{file}"])
def test_c16_names_that_look_like_templates_are_text(name: str) -> None:
    """A name in a message is shown as it is, whatever it would mean to a template."""
    text = f"'{name}': 1\n'{name}': 2\n"
    finding = only(text)
    assert name in finding.message() and name in finding.message("zh")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_fires_on_its_wrong_plan_alone(rule: object) -> None:
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    for text, wanted in ((rule.wrong, [rule.code]), (rule.right, [])):  # type: ignore[attr-defined]
        form = "json" if text.startswith("{") else "yaml"
        reading = read_text(text, name="plan.yaml", format=form)  # type: ignore[arg-type]
        assert [finding.code for finding in reading.findings] == wanted


def test_without_libyaml_the_nodes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser stands in where libyaml is missing."""
    text = "a: &x [1, 'b', \"c\"]\nd:\n  e: |\n    text\n  f: *x\n"
    fast = read_yaml(Document("p", text))
    monkeypatch.setattr("goaltree.planfile.yaml_reader._parser", lambda: yaml.SafeLoader)
    slow = read_yaml(Document("p", text))
    assert shape(fast[0]) == shape(slow[0]) and fast[1] == slow[1] == []


def test_nodes_know_null() -> None:
    """Nothing, `null` and `~` are null; a quoted empty text is not."""
    root = read_text("a:\nb: null\nc: ~\nd: ''\ne: []\n").root
    assert root is not None
    assert [value.is_null for _, value in root.pairs if isinstance(value, Scalar)] == [
        True,
        True,
        True,
        False,
    ]
    assert isinstance(root.get("e"), Seq)
