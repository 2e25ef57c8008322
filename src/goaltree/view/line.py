"""Lines of text with styles: what a view is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from attrs import field, frozen

from ..rendering.terminal import at_line_start, tame, width

Style = Literal["", "strong", "faint", "error", "warning", "note"]
_CODES: Final[dict[Style, str]] = {"strong": "1", "faint": "2", "error": "31", "warning": "33", "note": "36"}
_NO_START: Final = frozenset("，。、；：？！）》】」』”’…,.;:?!)]}%")
_NO_END: Final = frozenset("（《【「『“‘([{")


@frozen
class Piece:
    """Some text in one style; what a reader could not see or a terminal would obey is spelt out."""

    text: str = field(converter=tame)
    style: Style = ""

    @property
    def width(self) -> int:
        """Columns that it takes on a terminal."""
        return width(self.text)


Line = tuple[Piece, ...]
EMPTY: Final[Line] = ()


def line(*parts: str | Piece) -> Line:
    """A line of pieces and plain texts; what is empty is left out."""
    pieces = (part if isinstance(part, Piece) else Piece(part) for part in parts)
    return tuple(piece for piece in pieces if piece.text)


def rendered(lines: Iterable[Line], *, color: bool = False) -> Iterator[str]:
    """The lines as text, without line ends; with ANSI styles where `color` is set."""
    for pieces in lines:
        text = "".join(_paint(piece) if color else piece.text for piece in pieces)
        yield text.rstrip() if color else at_line_start(text).rstrip()


def _paint(piece: Piece) -> str:
    code = _CODES.get(piece.style)
    return f"\x1b[{code}m{piece.text}\x1b[0m" if code and piece.text.strip() else piece.text


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most so many columns; at least one line.

    Lines break at blanks and beside wide characters, never before closing or after opening
    punctuation; a word that is too long for a line is broken anywhere.
    """
    lines: list[str] = []
    here, used = "", 0
    for part in _parts(tame(text), room):
        size = width(part)
        if here and used + width(part.rstrip()) > room:
            lines.append(here.rstrip())
            here, used, size = "", 0, width(part.lstrip())
        here, used = here + (part if here else part.lstrip() if lines else part), used + size
    return [*lines, here.rstrip()] if here.strip() or not lines else lines


def _parts(text: str, room: int) -> Iterator[str]:
    """Pieces between which a line may break, none of them wider than a line."""
    for chunk in _chunks(text):
        rest = chunk
        while rest and width(rest.rstrip()) > room:
            head = cut(rest, room)
            yield head
            rest = rest[len(head) :]
        yield rest


def packed(texts: Iterable[str], room: int, *, gap: str = "   ") -> list[str]:
    """Texts one after another on lines of at most so many columns; a text is broken only where it must be."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]}{gap}{text}" if lines else text
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines += wrap(text, room)
    return lines


def titled(title: str, facts: str, room: int) -> list[Line]:
    """A title with facts beside it, or beneath it where they do not fit."""
    if width(title) + 2 + width(facts) <= room:
        return [line(Piece(title, "strong"), Piece(f"  {facts}" if facts else "", "faint"))]
    below = [line(Piece(text, "faint")) for text in wrap(facts, room)]
    return [*(line(Piece(text, "strong")) for text in wrap(title, room)), *below]


def cut(text: str, room: int) -> str:
    """As many first characters as fit, at least one."""
    used = 0
    for at, char in enumerate(text):
        used += width(char)
        if used > room and at:
            return text[:at]
    return text


def shorten(text: str, room: int) -> str:
    """The text, ending in `…` where it takes more than so many columns (3 at least)."""
    text = tame(text)
    return text if width(text) <= room else cut(text, max(1, room - 1)) + "…"


def _chunks(text: str) -> Iterator[str]:
    """Pieces between which a line may break."""
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return before == " " or width(before) == 2 or width(after) == 2
