"""The typos that planners make, each told with the corrected line instead of a bare syntax error.

`line_typo` looks at a line where the parser stopped; `shape_typos` and `key_typo` look at what YAML
accepted as something else than was meant; `scalar_typo` serves whoever wanted a mapping and got a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from ..finding import Finding, Rule, Words
from . import faults
from .node import Document, Map, Node, Scalar
from .secret import shown, shown_at

LONGEST_LINE: Final = 2_000
LINES_LOOKED_AT: Final = 3
MOST_GROUPS: Final = 20
LINES_OF_BRACES: Final = 40

_Hit = tuple[Rule, int, int, dict[str, object]]

_QUOTED: Final = re.compile(r"""(?<![^\s\[{,:(])("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*")
_TABBED: Final = re.compile(r"[ ]*\t[ \t]*(?=\S)")
_WIDE_QUOTE: Final = re.compile(r"(?:^|(?<=[:\s,\[{]))[“”‘’「＂＇](?=[^\n]*[:#,])")
_WIDE_COLON_BLOCK: Final = re.compile(r"\s*(?:- +)*([^\s：:#{}\[\],，][^：:#{}\[\],，]{0,60})(：)")
_WIDE_COLON_FLOW: Final = re.compile(r"[{,，]\s*[^\s{}\[\],:：，]{1,60}(：)")
_WIDE_COMMA: Final = re.compile(r"(，)\s*[^\s{}\[\],:：，]{1,60}\s*[:：]")
_SIGN: Final = re.compile(
    r"(?:(?<=:)\s+|(?<=-)\s+|^\s*|(?<=[\[{,])\s*)(?P<sign>>=?|[|@`%*&!])(?P<rest>[^\n]*)"
)
_BLOCK_HEADER: Final = re.compile(r"[>|](?:[1-9][+-]?|[+-][1-9]?)?\s*(?:#.*)?$")
_TIGHT_BLOCK: Final = re.compile(r"(\s*(?:- +)*)([^\W\d][\w-]{0,60}):(?=[^\s:/])(?!//)")
_TIGHT_FLOW: Final = re.compile(r"[{,]\s*([^\W\d][\w-]{0,60}):(?=[^\s:/,}\]])")
_ENTRY: Final = re.compile(r"([{,，]\s*[^\s{}\[\],:：，\0]{1,60})(?:：|:(?=[^\s]))\s*")
_BRACKET: Final = re.compile(r"[{}\[\]]")
_OPENS: Final = re.compile(r"(?:^|[:-])\s*(?:[&!]\S*\s+)?\Z")
_WIDE_NAME: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_DIGITS_END: Final = re.compile(r"(?<![\d.])[+\-≥≤<>~]{0,2}\d{1,3}$")
_DIGITS_GROUP: Final = re.compile(r"\d{3}(?!\d)[^\s]{0,20}(?: [^\s]{1,20})?$")
_NARROW: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'", "「": '"', "」": '"'}
)


def line_typo(document: Document, index: int) -> Finding | None:
    """The typo in the line of an offset, or in one of the two lines with content before it."""
    tried = 0
    while tried < LINES_LOOKED_AT:
        start, end = document.line_at(index)
        finding = _typo_between(document, start, end)
        if finding is not None or start == 0:
            return finding
        tried += _has_content((document.text or "")[start:end])
        index = start - 1
    return None


def _has_content(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith("#")


def _typo_between(document: Document, start: int, end: int) -> Finding | None:
    if end - start > LONGEST_LINE:
        return None
    line = (document.text or "")[start:end]
    hit = _typo_of(line, _open_brackets(document, start))
    if hit is None:
        return None
    rule, column, length, params = hit
    if rule is faults.TAB_INDENT:
        params = {"corrected": shown(_indent_above(document, start) + line.lstrip())}
    return Finding(
        rule=rule,
        params=params,
        span=document.span(start + column, start + column + length),
        excerpt=shown_at(line, column, length),
    )


def _indent_above(document: Document, start: int) -> str:
    """The indentation that a line needs to go with the nearest line above that has content."""
    text = document.text or ""
    for _ in range(LINES_LOOKED_AT):
        if start == 0:
            break
        start, end = document.line_at(start - 1)
        above = text[start : min(end, start + LONGEST_LINE)]
        if _has_content(above) and not _TABBED.match(above):
            spaces = above[: len(above) - len(above.lstrip(" "))]
            return spaces + "  " if above.rstrip().endswith(":") else spaces
    return ""


def _typo_of(line: str, opened: int) -> _Hit | None:
    """The first typo that is seen in a line before which so many brackets are open."""
    bare = _bare(line)
    for look in (_tab, _wide_quote, _wide_colon, _wide_comma):
        hit = look(line, bare)
        if hit is not None:
            return hit
    return _sign(line, bare, opened) or _tight(line, bare)


def _open_brackets(document: Document, start: int) -> int:
    """How many braces and brackets are open where a line starts, as far as the lines of its section tell."""
    text = document.text or ""
    lines: list[str] = []
    for _ in range(LINES_OF_BRACES):
        if start == 0 or ((line := text[start : start + 1]) and not (line.isspace() or line in "}],#")):
            break
        start, end = document.line_at(start - 1)
        if end - start <= LONGEST_LINE:
            lines.append(_bare(text[start:end]))
    depth = 0
    for bare in reversed(lines):
        for match in _BRACKET.finditer(bare):
            if match.group() in "}]":
                depth = max(0, depth - 1)
            elif depth or _OPENS.search(bare, 0, match.start()):
                depth += 1
    return depth


def _bare(line: str) -> str:
    """The line with quoted texts and its comment blanked."""
    return _COMMENT.sub(_blanked, _QUOTED.sub(_blanked, line))


def _blanked(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _tab(line: str, bare: str) -> _Hit | None:
    match = _TABBED.match(bare)
    if match is None:
        return None
    return faults.TAB_INDENT, line.index("\t"), 1, {}


def _wide_quote(line: str, bare: str) -> _Hit | None:
    match = _WIDE_QUOTE.search(bare)
    if match is None:
        return None
    corrected = shown_at(line.translate(_NARROW), match.start())
    return faults.FULLWIDTH_PUNCTUATION, match.start(), 1, {"char": match.group(), "corrected": corrected}


def _wide_colon(line: str, bare: str) -> _Hit | None:
    match = _WIDE_COLON_BLOCK.match(bare)
    flow = _WIDE_COLON_FLOW.search(bare)
    if match is not None:
        at = match.start(2)
        corrected = f"{line[:at]}: {line[at + 1 :].lstrip()}"
    elif flow is not None:
        at = flow.start(1)
        corrected = _narrow_flow(line, bare)
    else:
        return None
    params: dict[str, object] = {"char": "：", "corrected": shown_at(corrected, at)}
    return faults.FULLWIDTH_PUNCTUATION, at, 1, params


def _wide_comma(line: str, bare: str) -> _Hit | None:
    match = _WIDE_COMMA.search(bare) if "{" in bare else None
    if match is None:
        return None
    corrected = shown_at(_narrow_flow(line, bare), match.start(1))
    params: dict[str, object] = {"char": "，", "corrected": corrected}
    return faults.FULLWIDTH_PUNCTUATION, match.start(1), 1, params


def _narrow_flow(line: str, bare: str) -> str:
    """The line with the separators in braces made half-width and spaced, quoted text untouched."""
    spots = {match.end(1): match.end() for match in _ENTRY.finditer(bare)}
    commas = {match.start(1) for match in _WIDE_COMMA.finditer(bare)}
    out, at = [], 0
    while at < len(line):
        if at in spots:
            out.append(": ")
            at = spots[at]
        elif at in commas:
            out.append(", ")
            at += 1
            at += len(line[at:]) - len(line[at:].lstrip())
        else:
            out.append(line[at])
            at += 1
    return "".join(out)


def _sign(line: str, bare: str, opened: int) -> _Hit | None:
    for match in _SIGN.finditer(bare):
        sign, at = match["sign"], match.start("sign")
        is_flow = _is_flow(bare[:at], opened)
        value = _value_from(line, bare, at, is_flow=is_flow)
        is_directive = sign == "%" and at == 0
        if is_directive or (sign[0] in "|>" and _BLOCK_HEADER.match(value)):
            continue
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        corrected = f'{line[_entry_start(bare, at, is_flow=is_flow) : at]}"{quoted}"'
        return faults.UNQUOTED_SIGN, at, len(value), {"sign": sign, "corrected": shown(corrected.strip())}
    return None


def _is_flow(before: str, opened: int) -> bool:
    """Whether what follows a part of a line stands within braces or brackets."""
    return opened + before.count("{") + before.count("[") > before.count("}") + before.count("]")


def _entry_start(bare: str, at: int, *, is_flow: bool) -> int:
    """Where the entry begins whose value starts at a column: behind the last separator, or the dashes."""
    if is_flow:
        return max(bare.rfind(mark, 0, at) for mark in "{[,") + 1
    dashes = re.match(r"\s*(?:- +)*", bare)
    return min(dashes.end(), at) if dashes else 0


def _value_from(line: str, bare: str, at: int, *, is_flow: bool) -> str:
    """The value that starts at a column: up to the next separator within brackets, else to the comment."""
    rest = re.match(r"[^,}\]\0]*" if is_flow else r"[^\0]*", bare[at:])
    length = len(rest.group().rstrip()) if rest else 1
    return line[at : at + max(length, 1)]


def _tight(line: str, bare: str) -> _Hit | None:
    match = _TIGHT_BLOCK.match(bare)
    if match is not None:
        colon = match.end(2)
        start = match.start(2)
        corrected = f"{line[:colon]}: {line[colon + 1 :]}"
    else:
        flow = _TIGHT_FLOW.search(bare)
        if flow is None:
            return None
        start, colon = flow.start(1), flow.end(1)
        corrected = _narrow_flow(line, bare)
    shown_text = shown(line[start : colon + 1 + 20].strip())
    params: dict[str, object] = {"text": shown_text, "corrected": shown_at(corrected, start)}
    return faults.SPACE_MISSING, start, colon + 1 - start, params


def scalar_typo(scalar: Scalar) -> Finding | None:
    """The typo that made one text of what was meant to be `key: value`; `None` where none is seen.

    For the binder, where it wants a mapping and finds a text.
    """
    if scalar.style or scalar.document.text is None:
        return None
    return _typo_between(scalar.document, *scalar.document.line_at(scalar.start))


def shape_typos(blank: list[tuple[Map, int]], unused: Mapping[str, Node]) -> Iterator[Finding]:
    """Typos that YAML reads without complaint as a key without a value, or as a name for later use.

    Afterwards the pieces of a split number are no keys of their mapping, and its first piece is refused.
    """
    told: set[tuple[int, int]] = set()
    pieces: list[tuple[Map, Scalar]] = []
    for node, at in blank:
        if (id(node), at) in told:
            continue
        hit = _split_number(node, at) if node.is_flow else None
        if hit is not None:
            told.update((id(node), at + step) for step in range(hit[1]))
            pieces += [(node, key) for key, _ in node.pairs[at : at + hit[1]]]
            first = node.pairs[at - 1][1]
            if isinstance(first, Scalar):
                first.is_refused = True
            yield hit[0]
            continue
        finding = _fused(node, at) if node.is_flow else _swallowed(node, at)
        if finding is not None:
            yield finding
    _drop(pieces)
    for name, anchored in unused.items():
        yield _anchor_typo(name, anchored)


def _drop(pieces: list[tuple[Map, Scalar]]) -> None:
    """Takes keys out of their mappings."""
    gone = {id(key) for _, key in pieces}
    for node in {id(node): node for node, _ in pieces}.values():
        node.pairs[:] = [pair for pair in node.pairs if id(pair[0]) not in gone]


def _split_number(node: Map, at: int) -> tuple[Finding, int] | None:
    """`{target: 1,234}`: a value that ends in digits, then keys of three digits without values."""
    if at == 0 or not isinstance(before := node.pairs[at - 1][1], Scalar) or before.style:
        return None
    if not _DIGITS_END.search(before.text):
        return None
    groups = []
    for key, value in islice(node.pairs, at, at + MOST_GROUPS):
        if (
            key.style
            or not isinstance(value, Scalar)
            or not value.is_null
            or not _DIGITS_GROUP.match(key.text)
        ):
            break
        groups.append(key)
        if not key.text.isdigit():
            break
    if not groups:
        return None
    start, end = before.start, groups[-1].end
    written = (node.document.text or "")[start:end]
    number = before.text + "".join(key.text for key in groups)
    name = node.pairs[at - 1][0].text
    return (
        Finding(
            rule=faults.COMMA_IN_NUMBER,
            params={"text": shown(written), "corrected": shown(f"{name}: {number}")},
            span=node.document.span(start, end),
            excerpt=shown(written),
        ),
        len(groups),
    )


def _fused(node: Map, at: int) -> Finding | None:
    """`{target:45%}`: key and value in one text, so that no value is left."""
    key = node.pairs[at][0]
    name, colon, value = key.text.partition(":")
    if key.style or not colon or not name or not value or value.startswith("//"):
        return None
    return Finding(
        rule=faults.SPACE_MISSING,
        params={"text": shown(key.text), "corrected": shown(f"{name}: {value}")},
        span=key.span,
        excerpt=shown(key.text),
    )


def _swallowed(node: Map, at: int) -> Finding | None:
    """`title: #1`: the value became a comment."""
    key, value = node.pairs[at]
    end = value.start if isinstance(value, Scalar) else node.end
    rest = (node.document.text or "")[end : min(end + LONGEST_LINE, node.document.line_at(end)[1])]
    comment = rest.lstrip()
    if not re.match(r"#\d", comment):
        return None
    start = end + len(rest) - len(comment)
    return Finding(
        rule=faults.UNQUOTED_SIGN,
        params={"sign": "#", "corrected": shown(f'{key.text}: "{comment}"')},
        span=node.document.span(start, start + len(comment)),
        excerpt=shown(comment),
    )


def _anchor_typo(name: str, node: Node) -> Finding:
    """`title: &B 公司`: a name for later use that nothing uses, dropped from the value."""
    start, text = node.start, node.document.text or ""
    end = node.document.line_at(start)[1]
    value = text[start:end].strip() if isinstance(node, Scalar) else f"&{name}"
    return Finding(
        rule=faults.UNQUOTED_SIGN,
        params={"sign": "&", "corrected": shown(f'"{value}"')},
        span=node.document.span(start, start + len(name) + 1),
        excerpt=shown(text[start:end].strip()),
    )


def key_typo(key: Scalar) -> Finding | None:
    """What is wrong with a bare key: a merge key, full-width separators, letters or digits."""
    if key.text == "<<":
        return _merge_key(key)
    for char in "：，":
        if char in key.text:
            return Finding(
                rule=faults.FULLWIDTH_PUNCTUATION,
                params={"char": char, "corrected": shown(key.text.replace("：", ": ").replace("，", ", "))},
                span=key.span,
                excerpt=shown(key.text),
            )
    if _WIDE_NAME.search(key.text):
        return Finding(
            rule=faults.FULLWIDTH_KEY,
            params={"key": shown(key.text), "corrected": shown(unicodedata.normalize("NFKC", key.text))},
            span=key.span,
            excerpt=shown(key.text),
        )
    return None


def _merge_key(key: Scalar) -> Finding:
    return Finding(
        rule=faults.YAML_FEATURE_REFUSED,
        params={
            "what": Words("merge key `<<`", "合并键 `<<`"),
            "advice": Words(
                "Write the entries out, or give the goals one metric in common",
                "请逐项写出，或让这些目标共用同一个指标",
            ),
        },
        span=key.span,
        excerpt="<<",
    )
