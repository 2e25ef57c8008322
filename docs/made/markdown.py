"""Markdown that holds any text as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from goaltree.finding import visible


def page(title: str, *blocks: str) -> str:
    """A page: its title, then its blocks."""
    return "\n\n".join([f"# {title}", *(block for block in blocks if block)]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table."""
    heads = list(head)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def toctree(*entries: str, **options: str) -> str:
    """What stands below a page."""
    settings = [f":{name}: {value}".rstrip() for name, value in options.items()]
    return "\n".join(["```{toctree}", *settings, "", *entries, "```"])


def fence(text: str, language: str = "text") -> str:
    """Text as it is, with every character visible."""
    lines = [visible(line) for line in text.rstrip("\n").split("\n")]
    ticks = "`" * max(3, 1 + max((len(run) for line in lines for run in _ticks(line)), default=0))
    return "\n".join([f"{ticks}{language}", *lines, ticks])


def _ticks(line: str) -> Iterator[str]:
    run = ""
    for char in f"{line} ":
        if char == "`":
            run += char
        elif run:
            yield run
            run = ""


def code(text: str) -> str:
    """Text as a code span, whatever it holds."""
    if not text:
        return ""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def prose(text: str) -> str:
    """A sentence with its code spans kept, and everything else that Markdown would read escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0 or "" in parts[1::2]:
        return _escaped(text)
    return "".join(_escaped(part) if at % 2 == 0 else f"`{part}`" for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#$~{}" else char for char in text)
