"""The kinds of things that plugins register: by which hook, under which name, and what they must have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from attrs import frozen, has

from ..checks.rulebook import Check
from ..finding import Words

KindName = Literal["connector", "exporter", "format", "check", "curve", "forecaster", "command"]

_NAME: Final = re.compile(r"[a-z][a-z0-9+_-]{0,63}")
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,63}")
_OURS: Final = re.compile(r"(?i)GT\d")
_ENDING: Final = re.compile(r"(\.[a-z0-9_]{1,16}){1,2}")
_BAD_NAME: Final = Words(
    "its name is small letters, digits, `-`, `_` and `+`, and begins with a letter",
    "名称应为小写字母、数字、`-`、`_`、`+`，并以字母开头",
)


@frozen(kw_only=True)
class Kind:
    """One kind of thing that a plugin registers.

    Attributes:
        name: What it is called.
        words: What it is called for a reader.
        names: The names that an object of the kind claims; or why it is none.
    """

    name: KindName
    words: Words
    names: Callable[[Any], tuple[str, ...] | Words]

    @property
    def hook(self) -> str:
        """The hook that registers it."""
        return f"goaltree_register_{self.name}s"


def _lacks(value: object, *methods: str) -> Words | None:
    missing = [method for method in methods if not callable(getattr(value, method, None))]
    if not missing:
        return None
    listed = "、".join(f"`{method}`" for method in missing)
    return Words(f"it has no method {listed.replace('、', ', ')}", f"没有方法 {listed}")


def _named(value: object) -> tuple[str, ...] | Words:
    name = getattr(value, "name", None)
    return (str(name),) if isinstance(name, str) and _NAME.fullmatch(name) else _BAD_NAME


def _connector(value: object) -> tuple[str, ...] | Words:
    if not isinstance(value, type):
        return Words("a class is wanted, not an object of it", "应给出类，而不是它的实例")
    if not has(value):
        return Words("its options are the fields of an attrs class", "其选项应为 attrs 类的字段")
    if _lacks(value, "frame") and _lacks(value, "measure"):
        return Words("it has neither `frame` nor `measure`", "既没有 `frame` 也没有 `measure`")
    return _named(value)


def _with_endings(*methods: str) -> Callable[[object], tuple[str, ...] | Words]:
    def names(value: object) -> tuple[str, ...] | Words:
        lack = _is_class(value) or _lacks(value, *methods)
        if lack:
            return lack
        endings = getattr(value, "endings", None)
        if not isinstance(endings, tuple) or not all(
            isinstance(ending, str) and _ENDING.fullmatch(ending) for ending in endings
        ):
            return Words(
                "its `endings` are a tuple of texts such as `.csv`", "`endings` 应为 `.csv` 这样的文本的元组"
            )
        name = _named(value)
        return name if isinstance(name, Words) else (*name, *endings)

    return names


def _is_class(value: object) -> Words | None:
    return (
        Words("an object is wanted, not its class", "应给出对象，而不是类")
        if isinstance(value, type)
        else None
    )


def _check(value: object) -> tuple[str, ...] | Words:
    if not isinstance(value, Check) or not callable(value.run):
        return Words("it is no `goaltree.Check`", "它不是 `goaltree.Check`")
    if not all(_CODE.fullmatch(rule.code) for rule in value.rules):
        return Words("its codes are letters and digits", "规则代码应由字母和数字组成")
    return tuple(name for rule in value.rules for name in (rule.code, rule.name))


def _curve(value: object) -> tuple[str, ...] | Words:
    name = getattr(value, "__name__", None)
    if isinstance(value, type) or not callable(value):
        return Words("a function of a period and a day is wanted", "应给出以期间和日期为参数的函数")
    return (str(name),) if isinstance(name, str) and _NAME.fullmatch(name) else _BAD_NAME


def _forecaster(value: object) -> tuple[str, ...] | Words:
    return _is_class(value) or _lacks(value, "forecast") or _named(value)


def _command(value: object) -> tuple[str, ...] | Words:
    if isinstance(value, type) or _lacks(value, "make_context", "invoke", "get_short_help_str"):
        return Words("it is no command of click", "它不是 click 的命令")
    return _named(value)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(name="connector", words=Words("connector", "连接器"), names=_connector),
    Kind(name="exporter", words=Words("exporter", "导出器"), names=_with_endings("write")),
    Kind(name="format", words=Words("plan format", "计划格式"), names=_with_endings("read", "write")),
    Kind(name="check", words=Words("check", "检查规则"), names=_check),
    Kind(name="curve", words=Words("curve", "进度曲线"), names=_curve),
    Kind(name="forecaster", words=Words("forecaster", "预测方法"), names=_forecaster),
    Kind(name="command", words=Words("command", "命令"), names=_command),
)

HOOKS: Final[Mapping[str, Kind]] = {kind.hook: kind for kind in KINDS}
"""The kinds by the hooks that register them."""


def reserved(kind: Kind, names: tuple[str, ...]) -> Words | None:
    """Why a plugin may not have some names; `None` where it may."""
    if kind.name != "check" or not any(_OURS.match(name) for name in names):
        return None
    return Words(
        "its codes carry the plugin's name, such as `SHOP001`, not GT and a number",
        "规则代码应带插件的名称，例如 `SHOP001`，不能是 GT 加数字",
    )
