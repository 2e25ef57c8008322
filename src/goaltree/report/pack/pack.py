"""Packs: what a meeting has on the table, as values, as a page in a language, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, Literal, get_args

from attrs import evolve, field, frozen

from ...errors import UsageError
from ...finding import Lang, Words
from ...ledger.note import Note
from ...rendering.json import dumps, well_formed
from ...scorecard.card import Scorecard
from ...scorecard.comparison import comparable
from ..page import Page, Section
from ..page_markdown import page_markdown
from ..page_text import page_text
from ..told import Told
from .annual import Annual, annual
from .annual_page import annual_sections
from .monthly import Monthly, monthly
from .monthly_page import monthly_sections
from .plain import plain, schema_of
from .quarterly import Quarterly, quarterly
from .quarterly_page import quarterly_sections
from .weekly import Weekly, weekly
from .weekly_page import weekly_sections

Kind = Literal["weekly", "monthly", "quarterly", "annual"]
KINDS: Final = get_args(Kind)
Content = Weekly | Monthly | Quarterly | Annual
VERSION: Final = 1
_CONTENT: Final[dict[Kind, type]] = {
    "weekly": Weekly,
    "monthly": Monthly,
    "quarterly": Quarterly,
    "annual": Annual,
}
_TITLE: Final = {
    "weekly": Words("Weekly alignment", "目标对齐会"),
    "monthly": Words("Deviation table", "指标偏差预警表"),
    "quarterly": Words("Quarterly review", "季度复盘"),
    "annual": Words("Annual closing", "年度收官"),
}


@frozen(kw_only=True, slots=False, eq=False)
class Pack:
    """What a meeting has on the table.

    Attributes:
        kind: `weekly`, `monthly`, `quarterly` or `annual`.
        team: Key of the team whose pack it is; `None` for the whole company.
        card: The scorecard; of a team what it may see.
        before: The scorecard that it is compared with; `None` for none.
        content: What is on the table, by kind.
    """

    kind: Kind
    team: str | None
    card: Scorecard = field(repr=False)
    before: Scorecard | None = field(repr=False)
    content: Content = field(repr=False)
    _whole: Scorecard = field(repr=False, alias="whole")

    def page(self, lang: Lang = "en") -> Page:
        """The pack as a page in a language.

        Args:
            lang: `en` or `zh`.
        """
        told = Told(self.card, lang)
        before = None if self.before is None else Told(self.before, lang)
        sections = self._sections(told, before)
        return Page(title=self._title(told), facts=tuple(self._facts(told)), sections=tuple(sections))

    def _sections(self, told: Told, before: Told | None) -> Iterator[Section]:
        content = self.content
        if isinstance(content, Monthly):
            return monthly_sections(told, before, content)
        if isinstance(content, Quarterly):
            return quarterly_sections(told, before, content)
        if isinstance(content, Annual):
            return annual_sections(told, before, content)
        whole = Told(self._whole, told.lang)
        return weekly_sections(told, before, content, whole=whole, team=self.team)

    def _title(self, told: Told) -> str:
        plan = self.card.plan
        parts = [_TITLE[self.kind].plain(told.lang), told.say.text(plan.title) or plan.key]
        return " · ".join([*parts, told.say.team(self.team)] if self.team is not None else parts)

    def _facts(self, told: Told) -> Iterator[str]:
        say = told.say
        yield say(f"as of {_moment(self.card)}", f"截至 {_moment(self.card)}")
        if self.before is not None:
            yield say(f"against {_moment(self.before)}", f"对比 {_moment(self.before)}")
        if len(self.card):
            yield from told.counts()
        else:
            yield say("This team answers for no goal.", "该团队没有负责的目标。")

    def to_text(self, lang: Lang = "en", *, room: int = 100, color: bool = False) -> str:
        """The pack for a person at a terminal.

        Args:
            lang: `en` or `zh`.
            room: Terminal columns in all.
            color: Write ANSI colours.
        """
        return page_text(self.page(lang), room=room, color=color)

    def to_markdown(self, lang: Lang = "en") -> str:
        """The pack as Markdown.

        Args:
            lang: `en` or `zh`.
        """
        return page_markdown(self.page(lang))

    def to_dict(self) -> dict[str, Any]:
        """The pack as plain values for JSON, by the published schema `pack-1`; what is not known is `{"na": reason}`."""
        card, before = self.card, self.before
        return {
            "pack": VERSION,
            "kind": self.kind,
            "plan": well_formed(card.plan.key),
            "title": well_formed(card.plan.title.say("") if card.plan.title else card.plan.key),
            "team": None if self.team is None else well_formed(self.team),
            "as_of": card.as_of.isoformat(),
            "known_at": _instant(card.known_at),
            "against": None
            if before is None
            else {"as_of": before.as_of.isoformat(), "known_at": _instant(before.known_at)},
            self.kind: plain(self.content),
        }

    def to_json(self) -> str:
        """The pack as JSON (RFC 8259) by the schema `pack-1`."""
        return dumps(self.to_dict())


def pack(
    card: Scorecard,
    kind: Kind,
    *,
    before: Scorecard | None = None,
    notes: Iterable[Note] = (),
    team: str | None = None,
) -> Pack:
    """What a meeting has on the table.

    Args:
        card: The scorecard.
        kind: `weekly` for the alignment meeting, `monthly` for the deviation table, `quarterly` for the review of
            a quarter, `annual` for the closing of the year.
        before: The scorecard that it is compared with, usually of a week, month, quarter or year earlier.
        notes: The journal, as `Ledger.notes()` gives it.
        team: Key, title or alias of the team whose pack it is: its own goals, what they are made of, and what is
            asked of it. The whole company by default.

    Raises:
        UsageError: There is no such kind, or `before` is of another plan or a later day.
        UnknownKeyError: No team goes by that name.
    """
    if kind not in KINDS:
        raise UsageError(f"a pack is one of {', '.join(KINDS)}, not {kind!r}")
    if before is not None:
        comparable(card, before)
    key = None if team is None else card.plan.team(team).key
    shown = card if key is None else card.view(team=key)
    if before is not None and key is not None:
        before = before.view(team=key)
    elif before is not None and card.only is not None:
        before = evolve(before, only=card.only, made={})
    content: Content
    if kind == "monthly":
        content = monthly(shown, before=before, notes=notes)
    elif kind == "quarterly":
        content = quarterly(shown, before=before, notes=notes, team=key)
    elif kind == "annual":
        content = annual(shown, before=before, notes=notes, team=key)
    else:
        content = weekly(shown, before=before, notes=notes, team=key, whole=card)
    return Pack(kind=kind, team=key, card=shown, before=before, content=content, whole=card)


def pack_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `Pack.to_dict()`: what all packs have, and what each kind has under its name."""
    kinds, found = [], {}
    for kind, content in _CONTENT.items():
        schema = schema_of(content)
        found.update(schema["$defs"])
        kinds.append(
            {"properties": {"kind": {"const": kind}, kind: {"$ref": schema["$ref"]}}, "required": [kind]}
        )
    day, instant = {"type": "string", "format": "date"}, {"type": ["string", "null"]}
    against = {
        "type": "object",
        "properties": {"as_of": day, "known_at": instant},
        "required": ["as_of", "known_at"],
        "additionalProperties": False,
    }
    text = {"type": "string"}
    common = {
        "pack": {"const": VERSION},
        "kind": {"enum": list(KINDS)},
        "plan": text,
        "title": text,
        "team": {"type": ["string", "null"]},
        "as_of": day,
        "known_at": instant,
        "against": {"anyOf": [{"type": "null"}, against]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:goaltree:pack:{VERSION}",
        "title": f"goaltree pack, version {VERSION}",
        "type": "object",
        "properties": common,
        "required": list(common),
        "oneOf": kinds,
        "unevaluatedProperties": False,
        "$defs": found,
    }


def _moment(card: Scorecard) -> str:
    """A scorecard's day, and in brackets the instant of its knowledge."""
    return f"{card.as_of}" if card.known_at is None else f"{card.as_of} ({card.known_at:%Y-%m-%d %H:%M})"


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
