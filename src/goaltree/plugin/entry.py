"""Which plugins are installed, by the entry points of distributions; nothing is imported here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import Distribution, distributions
from typing import Any, Final

from attrs import field, frozen

from ..finding import Finding, Words
from ..model.names import near
from .plugin_faults import INSTALLED_TWICE, PLUGIN_MISSING, told
from .spec import PROJECT

LOAD: Final = "GOALTREE_LOAD_PLUGINS"
"""Variable that names the plugins to load, separated by commas; others are not loaded."""
DISABLE: Final = "GOALTREE_DISABLE_PLUGIN_AUTOLOAD"
"""Variable that keeps every plugin from loading but those that are named."""


@frozen(kw_only=True)
class Candidate:
    """A plugin that may be loaded.

    Attributes:
        name: Its distribution, and the entry point where the distribution has several.
        version: The version of its distribution.
        load: Imports it.
    """

    name: str
    version: str = "unversioned"
    load: Callable[[], Any] = field(repr=False)


def wanted(environ: Mapping[str, str] | None = None) -> tuple[str, ...] | None:
    """The plugins that the environment names; `None` where all that are installed are wanted."""
    given = os.environ if environ is None else environ
    if LOAD in given:
        return tuple(name.strip() for name in given[LOAD].split(",") if name.strip())
    return () if given.get(DISABLE, "0") not in ("", "0") else None


def installed(names: Iterable[str] | None = None) -> tuple[list[Candidate], list[Finding]]:
    """The installed plugins in the order of their names, and what is wrong with the installation.

    Args:
        names: Distributions or entry points; all where there are none given.
    """
    first: dict[str, Distribution] = {}
    versions: dict[str, list[str]] = {}
    for distribution in distributions():
        if any(entry.group == PROJECT for entry in distribution.entry_points):
            name = canonical(distribution.metadata["Name"] or "")
            first.setdefault(name, distribution)
            versions.setdefault(name, []).append(distribution.version)
    found = {
        (name, entry.name): Candidate(
            name=name if len(entries) == 1 else f"{name}:{entry.name}",
            version=distribution.version,
            load=entry.load,
        )
        for name, distribution in first.items()
        for entries in [[one for one in distribution.entry_points if one.group == PROJECT]]
        for entry in entries
    }
    said = [
        told(
            INSTALLED_TWICE,
            name,
            first[name].version,
            count=len(versions[name]),
            versions=tuple(sorted(versions[name])),
        )
        for name in sorted(versions)
        if len(versions[name]) > 1
    ]
    if names is None:
        return [found[key] for key in sorted(found)], said
    chosen = set()
    for name in names:
        mine = {key for key in found if canonical(name) in (key[0], canonical(key[1]), ":".join(key))}
        chosen |= mine
        if not mine:
            known = sorted({key[0] for key in found})
            said.append(told(PLUGIN_MISSING, name, advice=_advice(name, known)))
    return [found[key] for key in sorted(chosen)], said


def canonical(name: str) -> str:
    """The name of a distribution as installers compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _advice(name: str, known: list[str]) -> Words:
    close = near(canonical(name), known)
    if close:
        listed = "`, `".join(close)
        return Words(f"Did you mean `{listed}`?", f"是否想写 `{listed}`？")
    return Words("Install it, or take its name out.", "请安装该插件，或去掉它的名称。")
