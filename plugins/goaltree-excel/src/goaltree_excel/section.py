"""A section of a plan as a sheet, and the columns that several of them have."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from .choice import DIRECTIONS, KINDS
from .column import Column
from .port import Lang, Words


@frozen(kw_only=True)
class Section:
    """A sheet of entries, one a row.

    Attributes:
        key: Key of the section in the plan; of the list in an entry where `inside` is said.
        sheet: Name of the sheet.
        columns: Its columns, the key first.
        shorthand: The field that an entry without keys fills; `*` where the entry is its own value.
        inside: Section whose entries hold the list of which a row is an item.
    """

    key: str
    sheet: Words
    columns: tuple[Column, ...]
    shorthand: str = ""
    inside: str = ""

    def name(self, lang: Lang) -> str:
        """Name of its sheet in a language."""
        return self.sheet.plain(lang)


def text_column(field: str, en: str, zh: str, note_en: str = "", note_zh: str = "", **more: Any) -> Column:
    """A column of texts, unless `more` says otherwise."""
    return Column(field=field, head=Words(en, zh), note=Words(note_en, note_zh), **more)


def key_column(en: str = "Key", zh: str = "键", **more: Any) -> Column:
    """The column of the key that every entry of a section has."""
    note = Words(
        "A short name without dots, by which everything else refers to it.",
        "不含点的简短名称，其他地方用它来引用。",
    )
    return Column(field="", head=Words(en, zh), kind="key", note=note, width=18, **more)


TITLE: Final = (
    text_column("title", "Title", "名称", "What people call it.", "大家怎么称呼它。", width=24),
    text_column(
        "title",
        "English title",
        "英文名称",
        "Only where there is a title in Chinese too.",
        "与中文名称并列的英文名称。",
        kind="english",
        width=24,
    ),
)
ALIAS: Final = text_column(
    "aka", "Also called", "别名", "Other names, separated by ；", "其他叫法，用；分隔。", kind="list"
)
WHY: Final = text_column("why", "Why", "意义", "Why it matters.", "为什么重要。", width=24)
ENGLISH_WHY: Final = text_column("why", "English why", "英文意义", kind="english", width=24)
NOTE: Final = text_column("note", "Remark", "备注", width=24)
DEFINITION: Final = (
    text_column(
        "kind", "Kind", "类型", "How it behaves over time.", "随时间如何累计。", kind="choice", choices=KINDS
    ),
    text_column(
        "unit",
        "Unit",
        "单位",
        "The unit of bare numbers, such as 元 or %.",
        "数字的单位，例如 元 或 %。",
        width=10,
    ),
    text_column(
        "direction",
        "Direction",
        "方向",
        "Which way is better.",
        "往哪个方向更好。",
        kind="choice",
        choices=DIRECTIONS,
        width=12,
    ),
)
PERSPECTIVE: Final = text_column("perspective", "Perspective", "视角", refers="perspectives")
