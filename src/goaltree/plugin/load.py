"""Loading one plugin: import it, look at its hooks, call each, and look at what it registers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import pluggy
from attrs import frozen

from ..finding import Finding, Words, excerpt
from ..model.names import near
from .claim import BUILT_IN, Claim
from .entry import Candidate
from .guard import Guard, Outcome
from .kind import HOOKS, Kind, reserved
from .plugin_faults import (
    HOOK_FAILED,
    HOOK_UNKNOWN,
    PLUGIN_API_UNFIT,
    PLUGIN_UNLOADED,
    REGISTERED_UNFIT,
    aside,
    told,
)
from .spec import NEWEST_API, OLDEST_API, PROJECT

_About = tuple[str, str]
"""Name and version of a plugin."""
_MOST: Final = 1000
_PREFIX: Final = "goaltree_register"
_MANAGER: Final = pluggy.PluginManager(PROJECT)
_UNMARKED: Final = Words("it is not marked", "没有标记")
_MARK: Final = Words("Put `@goaltree.hookimpl` above it.", "请在其上方加 `@goaltree.hookimpl`。")
_WRAPPER: Final = Words("hooks are not wrapped", "钩子不支持包装")
_PLAIN: Final = Words("Write a plain implementation.", "请写成普通的实现。")
_NO_ARGUMENT: Final = Words(
    "Take the arguments out: hooks are called without any.", "请去掉参数：调用钩子时不带参数。"
)
_STATE_API: Final = Words(
    f"Write `goaltree_api = {NEWEST_API}` in the plugin's module.",
    f"请在插件模块中写 `goaltree_api = {NEWEST_API}`。",
)
_OTHER_VERSION: Final = Words(
    "Install a version of the plugin, or of goaltree, that fits the other.",
    "请安装与 goaltree 相符的插件版本，或与插件相符的 goaltree 版本。",
)


@frozen(kw_only=True)
class Loading:
    """How plugins are loaded.

    Attributes:
        guard: How their code is called.
        tell: Takes what is found.
        host_version: The version of goaltree.
    """

    guard: Guard
    tell: Callable[[Finding], Finding]
    host_version: str

    def hooks(self, candidate: Candidate) -> Mapping[str, Callable[[], Any]]:
        """Import a plugin: its hooks by name; what is wrong with it is told, and the rest goes on."""
        about = (candidate.name, candidate.version)
        loaded = self.guard.call(candidate.load)
        self._hear(loaded, about, "import")
        if loaded.failure is not None:
            self.tell(told(PLUGIN_UNLOADED, *about, reason=loaded.failure))
            return {}
        return self._hooks(loaded.value, about) if self._fits(loaded.value, about) else {}

    def _fits(self, plugin: object, about: _About) -> bool:
        asked = self.guard.call(getattr, plugin, "goaltree_api", None)
        api = asked.value
        if isinstance(api, int) and not isinstance(api, bool) and OLDEST_API <= api <= NEWEST_API:
            return True
        got = Words("none", "（未注明）") if api is None else excerpt(str(self.guard.call(repr, api).value))
        self.tell(
            told(
                PLUGIN_API_UNFIT,
                *about,
                got=got,
                host=self.host_version,
                oldest=OLDEST_API,
                newest=NEWEST_API,
                advice=_STATE_API if api is None else _OTHER_VERSION,
            )
        )
        return False

    def _hooks(self, plugin: object, about: _About) -> dict[str, Callable[[], Any]]:
        """The implementations of hooks in a plugin by name; what looks like one and is none is told."""
        seen = self.guard.call(_implementations, plugin)
        if seen.failure is not None:
            self.tell(told(PLUGIN_UNLOADED, *about, reason=seen.failure))
            return {}
        good = {}
        for name, (hook, function, trouble) in seen.value.items():
            if trouble is None and hook in HOOKS:
                good[hook] = function
                continue
            reason, advice = trouble or _no_such(hook)
            self.tell(told(HOOK_UNKNOWN, *about, hook=excerpt(name), reason=reason, advice=advice))
        return {hook: good[hook] for hook in HOOKS if hook in good}

    def claims(self, kind: Kind, function: Callable[[], Any], candidate: Candidate) -> Iterator[Claim]:
        """Call a hook of a plugin: what it registers, in its order."""
        hook, about = kind.hook, (candidate.name, candidate.version)
        called = self.guard.call(_items, function)
        self._hear(called, about, hook)
        failure = called.failure or (called.value if isinstance(called.value, Words) else None)
        if failure is not None:
            self.tell(told(HOOK_FAILED, *about, hook=hook, reason=failure))
            return
        for value in called.value:
            looked = self.guard.call(kind.names, value)
            names = looked.failure or looked.value
            trouble = names if isinstance(names, Words) else reserved(kind, names)
            if trouble is None or (about[0] == BUILT_IN and not isinstance(names, Words)):
                yield Claim(plugin=about[0], version=about[1], kind=kind, names=looked.value, value=value)
            else:
                self.tell(_unfit(value, kind, trouble, about))

    def _hear(self, outcome: Outcome, about: _About, place: str) -> None:
        for finding in aside(outcome, about, place):
            self.tell(finding)


def _implementations(plugin: Any) -> dict[str, tuple[str, Any, tuple[Words, Words] | None]]:
    """Whatever in a plugin is, or looks like, the implementation of a hook: hook, function, what is wrong."""
    found: dict[str, tuple[str, Any, tuple[Words, Words] | None]] = {}
    for name in dir(plugin):
        options = _MANAGER.parse_hookimpl_opts(plugin, name)
        if options is None and not (name.startswith(_PREFIX) and inspect.isroutine(getattr(plugin, name))):
            continue
        function = getattr(plugin, name)
        hook = name if options is None else options.get("specname") or name
        found[name] = (hook, function, _trouble(function, options))
    return found


def _trouble(function: Any, options: Mapping[str, Any] | None) -> tuple[Words, Words] | None:
    if options is None:
        return _UNMARKED, _MARK
    if options.get("wrapper") or options.get("hookwrapper"):
        return _WRAPPER, _PLAIN
    parameters = inspect.signature(function).parameters
    if not parameters:
        return None
    names = ", ".join(parameters)
    return Words(f"it takes arguments ({names})", f"它带有参数（{names}）"), _NO_ARGUMENT


def _no_such(hook: str) -> tuple[Words, Words]:
    reason = Words("there is no such hook", "没有这个钩子")
    close = near(hook, HOOKS)
    if not close:
        every = "`, `".join(HOOKS)
        return reason, Words(f"The hooks are `{every}`.", f"钩子有 `{every}`。")
    return reason, Words(f"Did you mean `{close[0]}`?", f"是否想写 `{close[0]}`？")


def _items(function: Callable[[], Any]) -> list[Any] | Words:
    """What a hook returns, as a list of no endless length."""
    given = function()
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes)):
        name = type(given).__name__
        return Words(f"it returns {name}, not an iterable", f"它返回 {name}，不是可迭代对象")
    items = list(islice(given, _MOST + 1))
    if len(items) > _MOST:
        return Words(f"it returns more than {_MOST} objects", f"它返回的对象多于 {_MOST} 个")
    return items


def _unfit(value: object, kind: Kind, reason: Words, about: _About) -> Finding:
    kind_of = value.__qualname__ if isinstance(value, type) else type(value).__qualname__
    got = f"`{excerpt(kind_of)}`"
    return told(REGISTERED_UNFIT, *about, hook=kind.hook, got=got, kind=kind.words, reason=reason)
