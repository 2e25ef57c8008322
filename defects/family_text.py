"""Defects that planners make when they type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from attrs import evolve
from operators import Family, site
from sheet import Edit, Sheet, Site, name_of, put, raw

from goaltree.planfile.node import Map, Scalar

defect = Family("text")


def _targets(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None:
            yield goal.at, value


def _colons(sheet: Sheet) -> Iterator[tuple[str, Scalar, int, str]]:
    """Keys of goals and teams with the offset of the colon behind them."""
    for section in ("goals", "teams", "actions"):
        for path, node in sheet.maps(section):
            for key, value in node.pairs:
                text = key.document.text or ""
                if text[key.end : key.end + 2] == ": " and isinstance(value, Scalar):
                    yield path, key, key.end, name_of(key)


@defect(
    "A full-width colon stands behind a key.",
    "fullwidth-punctuation",
    "fullwidth-key",
    "unknown-key",
    "syntax-wrong",
)
def colon_fullwidth(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, _, at, file in _colons(sheet):
        yield from site(Edit(file, at, at + 2, "："), at=(path,))


@defect("The space behind a colon is missing.", "space-missing", "syntax-wrong", "unknown-key")
def space_missing(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, _, at, file in _colons(sheet):
        yield from site(Edit(file, at, at + 2, ":"), at=(path,))


@defect("A line is indented with a tab.", "tab-indent")
def tab(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for section in ("goals", "teams", "actions"):
        for path, node in sheet.maps(section):
            text = node.document.text or ""
            found = sheet.find(path)
            key = found[1] if found else None
            start = text.rfind("\n", 0, key.start) + 1 if key else 0
            if key and text[start : key.start].strip() == "" and key.start > start:
                yield from site(Edit(name_of(key), start, key.start, "\t"), at=(path,))


@defect("A bracket is left open.", "left-open", "syntax-wrong")
def bracket_left_open(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for section in ("goals", "teams", "actions"):
        for path, node in sheet.maps(section):
            if node.is_flow:
                opening = (name_of(node), node.span.line)
                for one in site(Edit(name_of(node), node.end - 1, node.end, ""), at=(path,)):
                    yield evolve(one, also=(opening,))


@defect("A number begins with a sign that YAML takes for its own.", "unquoted-sign")
def sign_unquoted(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        if not value.style and value.text[0] in "≤≥":
            yield from site(raw(value, {"≤": ">=", "≥": ">="}[value.text[0]] + value.text[1:]), at=(at,))


@defect(
    "A number has a full-width comma.",
    "fullwidth-punctuation",
    "comma-in-number",
    "ambiguous-thousands",
    "unreadable-number",
    "foreign-digit",
)
def comma_fullwidth(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        found = re.match(r"([≤≥]?\d)(\d*)", value.text)
        if found and "," not in value.text and "." not in value.text and len(found[2]) != 3:
            yield from site(
                put(value, found[1] + "，" + (found[2] or "5") + value.text[found.end() :]), at=(at,)
            )


@defect("A number inside braces has an unquoted comma.", "comma-in-number")
def comma_in_braces(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        value = sheet.number(goal, "target")
        if (
            isinstance(node, Map)
            and node.is_flow
            and value is not None
            and not value.style
            and re.match(r"[\d.]+", value.text)
        ):
            number = re.match(r"[\d.]+", value.text)
            assert number is not None
            yield from site(raw(value, "1,234" + value.text[number.end() :]), at=(goal.at,))


@defect("A target is approximate.", "approximate-target", "approximate-number")
def target_approximate(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        if value.text[0].isdigit():
            yield from site(put(value, f"约{value.text}"), at=(at,))


@defect("A target is a word that stands for a number to come.", "placeholder-number")
def target_to_come(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        yield from site(put(value, rng.choice(["TBD", "待定"])), at=(at,))


@defect("A target is not a number.", "unreadable-number", "missing-number")
def target_unreadable(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        yield from site(put(value, "大幅提升"), at=(at,))


@defect("A number has blanks between its digits.", "blank-in-number")
def blank_in_number(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        found = re.match(r"[≤≥]?\d(?=\d)", value.text)
        if found:
            yield from site(put(value, f"{value.text[: found.end()]} {value.text[found.end() :]}"), at=(at,))


@defect("A number begins with zeros.", "leading-zero", "ambiguous-thousands")
def leading_zero(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        if re.match(r"[1-9]\d", value.text):
            yield from site(put(value, f"0{value.text}"), at=(at,))


@defect("A number has a comma where no thousand is.", "ambiguous-thousands")
def comma_misplaced(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        found = re.fullmatch(r"(\d)(\d)(?=\D|$)(.*)", value.text)
        if found and found[3][:1] not in (".", ","):
            yield from site(raw(value, f'"{found[1]},{found[2]}{found[3]}"'), at=(at,))


@defect(
    "A key holds a character that nobody sees.",
    "hidden-character",
    "unknown-key",
    "control-character",
    "unusable-key",
)
def character_hidden(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        for key, _ in node.pairs if isinstance(node, Map) else ():
            if key.text == "target":
                yield from site(put(key, "tar\u200bget"), at=(goal.at,))


@defect("A key is typed in full-width letters.", "fullwidth-key", "unknown-key")
def key_fullwidth(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        for key, _ in node.pairs if isinstance(node, Map) else ():
            if key.text == "owner":
                yield from site(put(key, "ｏｗｎｅｘ"), at=(goal.at,))


@defect("A quotation mark is left open.", "left-open", "syntax-wrong")
def quote_left_open(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for section in ("goals", "teams", "actions"):
        for path, node in sheet.maps(section):
            value = node.get("title") or node.get("owner")
            if isinstance(value, Scalar) and not value.style:
                yield from site(raw(value, f'"{value.text}'), at=(path,))


@defect("A password stands in the plan.", "literal-secret")
def secret(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for section in ("teams", "actions"):
        for path, node in sheet.maps(section):
            value = node.get("title")
            if isinstance(value, Scalar):
                yield from site(raw(value, '"password = hunter2hunter2"'), at=(path,))


@defect("A value is an alias that points nowhere.", "alias-unusable", "syntax-wrong")
def alias_nowhere(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        yield from site(raw(value, "*nowhere"), at=(at,))


@defect("A value has a YAML tag.", "yaml-feature-refused")
def tag(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _targets(sheet):
        if not value.style:
            yield from site(raw(value, f'!!float "{value.text}"'), at=(at,))
