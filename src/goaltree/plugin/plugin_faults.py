"""What can be wrong with a plugin (GT901 to GT912), and how it is told."""

from __future__ import annotations

from typing import Final

from ..finding import Finding, Rule, Span, Words
from .guard import Outcome

_HEAD: Final = "from fractions import Fraction\n\nimport goaltree as gt\n\ngoaltree_api = 1\n\n\n"
_STEADY: Final = (
    "def steady(period, day):\n    return Fraction((day - period.first).days + 1, period.days)\n\n\n"
)
_HOOK: Final = "@gt.hookimpl\ndef goaltree_register_curves():\n    return [steady]\n"
_RIGHT: Final = _HEAD + _STEADY + _HOOK

PLUGIN_UNLOADED: Final = Rule(
    code="GT901",
    name="plugin-unloaded",
    level="warning",
    message=Words(
        "The plugin `{plugin}` {version} cannot be loaded: {reason}.",
        "无法加载插件 `{plugin}` {version}：{reason}。",
    ),
    hint=Words(
        "Install it again with what it needs, or leave it out with `--no-plugins`.",
        "请重新安装该插件及其依赖，或用 `--no-plugins` 不加载插件。",
    ),
    why=Words(
        "Everything that it registers is missing: sources, rules, formats.",
        "它所注册的数据源、规则、格式全都不可用。",
    ),
    wrong="import a_library_that_is_not_installed\n" + _RIGHT,
    right=_RIGHT,
)
PLUGIN_API_UNFIT: Final = Rule(
    code="GT902",
    name="plugin-api-unfit",
    level="warning",
    message=Words(
        "The plugin `{plugin}` {version} is written for version {got} of the hooks; "
        "goaltree {host} has {oldest} to {newest}.",
        "插件 `{plugin}` {version} 是为钩子版本 {got} 编写的；goaltree {host} 支持 {oldest} 至 {newest}。",
    ),
    hint=Words("{advice}", "{advice}"),
    why=Words(
        "Hooks of another version may be called with other meanings; a plugin that says its version is refused, not misread.",
        "不同版本的钩子含义可能不同；插件说明版本，便会被拒绝，而不是被误用。",
    ),
    wrong=_RIGHT.replace("goaltree_api = 1", "goaltree_api = 99"),
    right=_RIGHT,
)
HOOK_UNKNOWN: Final = Rule(
    code="GT903",
    name="hook-unknown",
    level="warning",
    message=Words(
        "The plugin `{plugin}` {version} has `{hook}`, which is never called: {reason}.",
        "插件 `{plugin}` {version} 的 `{hook}` 不会被调用：{reason}。",
    ),
    hint=Words("{advice}", "{advice}"),
    why=Words(
        "A misspelt hook is silent: what it registers is not there, and nothing says why.",
        "钩子名写错不会报错：它注册的东西不存在，也没有任何提示。",
    ),
    wrong=_RIGHT.replace("register_curves", "register_curve"),
    right=_RIGHT,
)
HOOK_FAILED: Final = Rule(
    code="GT904",
    name="hook-failed",
    level="warning",
    message=Words(
        "`{hook}` of the plugin `{plugin}` {version} fails: {reason}.",
        "插件 `{plugin}` {version} 的 `{hook}` 出错：{reason}。",
    ),
    hint=Words(
        "Report it to its author; whatever else the plugin registers is used.",
        "请告知插件作者；该插件注册的其他内容照常使用。",
    ),
    why=Words(
        "One plugin's fault costs what that hook would have registered, and nothing else.",
        "插件出错只影响该钩子要注册的内容，不影响其他。",
    ),
    wrong=_HEAD + _HOOK,
    right=_RIGHT,
)
REGISTERED_UNFIT: Final = Rule(
    code="GT905",
    name="registered-unfit",
    level="warning",
    message=Words(
        "`{hook}` of the plugin `{plugin}` {version} gives {got}, which is no {kind}: {reason}.",
        "插件 `{plugin}` {version} 的 `{hook}` 给出的 {got} 不是{kind}：{reason}。",
    ),
    hint=Words(
        "Run its author's tests with the contract for a {kind} in `goaltree.testing`.",
        "请用 `goaltree.testing` 中针对{kind}的契约测试该插件。",
    ),
    why=Words(
        "What lacks a method fails in the middle of a review instead of at the start.",
        "缺少方法的对象会在评审中途才出错，而不是一开始就说明。",
    ),
    wrong=_HEAD + _STEADY + _HOOK.replace("[steady]", '["steady"]'),
    right=_RIGHT,
)
NAME_TAKEN: Final = Rule(
    code="GT906",
    name="name-claimed-twice",
    level="warning",
    message=Words(
        "The {kind} `{name}` is claimed by {plugins}; {outcome}.",
        "{kind} `{name}` 被 {plugins} 同时占用；{outcome}。",
    ),
    hint=Words(
        "Keep one of them: `GOALTREE_LOAD_PLUGINS` names the plugins to load.",
        "请只保留一个：用 `GOALTREE_LOAD_PLUGINS` 指定要加载的插件。",
    ),
    why=Words(
        "Which of two wins would depend on the order of installation, and so would the numbers.",
        "由谁生效取决于安装顺序，数字也就随之而变。",
    ),
    wrong=_HEAD + _STEADY.replace("steady", "linear") + _HOOK.replace("steady", "linear"),
    right=_RIGHT,
)
CALL_FAILED: Final = Rule(
    code="GT907",
    name="plugin-failed",
    level="warning",
    message=Words(
        "The {kind} `{name}` of the plugin `{plugin}` {version} fails: {reason}.",
        "插件 `{plugin}` {version} 的{kind} `{name}` 出错：{reason}。",
    ),
    hint=Words(
        "Report it to its author; `--no-plugins` does without.",
        "请告知插件作者；用 `--no-plugins` 可以不加载插件。",
    ),
    why=Words(
        "What it would have said is not known; everything else was done.",
        "它本应给出的结果不得而知，其余都已完成。",
    ),
    wrong=_RIGHT.replace("(day - period.first).days + 1", "day"),
    right=_RIGHT,
)
SOURCE_FAILED: Final = Rule(
    code="GT908",
    name="source-failed",
    level="error",
    message=Words(
        "The source `{name}` gives no data: {reason} (connector `{connector}` of `{plugin}` {version}).",
        "数据源 `{name}` 没有给出数据：{reason}（`{plugin}` {version} 的连接器 `{connector}`）。",
    ),
    hint=Words(
        "Look whether the source is up and its address and credentials are right; then run again.",
        "请确认数据源可用，地址和凭据正确，然后重新运行。",
    ),
    why=Words(
        "The goals that need it are not known; nothing of it was used in part.",
        "需要它的目标都按未知处理；没有采用其中的任何一部分。",
    ),
    wrong=(
        "from typing import ClassVar\n\nfrom attrs import frozen\n\n"
        + _HEAD
        + '@frozen(kw_only=True)\nclass Till:\n    name: ClassVar[str] = "till"\n\n'
        + '    def frame(self, request):\n        raise ConnectionError("refused")\n\n\n'
        + "@gt.hookimpl\ndef goaltree_register_connectors():\n    return [Till]\n"
    ),
    right=(
        "from typing import ClassVar\n\nfrom attrs import frozen\n\n"
        + _HEAD
        + '@frozen(kw_only=True)\nclass Till:\n    name: ClassVar[str] = "till"\n\n'
        + '    def frame(self, request):\n        return [{"metric": "sales", "period": "2025-01", "value": 100}]\n\n\n'
        + "@gt.hookimpl\ndef goaltree_register_connectors():\n    return [Till]\n"
    ),
)
PLUGIN_MISSING: Final = Rule(
    code="GT909",
    name="plugin-not-installed",
    level="warning",
    message=Words(
        "The plugin `{plugin}` is asked for and not installed.",
        "要加载的插件 `{plugin}` 没有安装。",
    ),
    hint=Words("{advice}", "{advice}"),
    why=Words(
        "What was asked for and is not there would be missing without a word.",
        "要求加载却不存在的插件，其内容会悄无声息地缺失。",
    ),
    wrong="GOALTREE_LOAD_PLUGINS=goaltree-duckbd\n",
    right="GOALTREE_LOAD_PLUGINS=\n",
)
PLUGIN_PRINTS: Final = Rule(
    code="GT910",
    name="plugin-prints",
    level="note",
    message=Words(
        "The plugin `{plugin}` {version} prints at {place}: {text}",
        "插件 `{plugin}` {version} 在 {place} 打印：{text}",
    ),
    hint=Words(
        "Nothing was lost: the output holds data only, so the text was kept off it.",
        "没有丢失任何内容：输出只包含数据，因此没有打印这段文字。",
    ),
    why=Words(
        "The output is read by other programs; one word too many in it breaks them.",
        "输出会被其他程序读取，多一个字就会出错。",
    ),
    wrong=_RIGHT + '\n\nprint("loaded")\n',
    right=_RIGHT,
)
PROCESS_CHANGED: Final = Rule(
    code="GT912",
    name="plugin-changes-process",
    level="warning",
    message=Words(
        "The plugin `{plugin}` {version} changes {things} of the process at {place}.",
        "插件 `{plugin}` {version} 在 {place} 改动了整个进程的{things}。",
    ),
    hint=Words(
        "It was put back; the plugin is to keep such changes to itself.",
        "已恢复原状；插件不应影响整个进程。",
    ),
    why=Words(
        "Whatever else runs in the process would read other files, or write numbers and dates in another way.",
        "同一进程中的其他程序会因此读错文件，或以另一种方式书写数字和日期。",
    ),
    wrong="import os\n\n" + _RIGHT + '\n\nos.chdir("/")\n',
    right=_RIGHT,
)
INSTALLED_TWICE: Final = Rule(
    code="GT911",
    name="plugin-installed-twice",
    level="warning",
    message=Words(
        "The plugin `{plugin}` is installed {count} times ({versions}); {version} is used.",
        "插件 `{plugin}` 安装了 {count} 次（{versions}）；使用 {version}。",
    ),
    hint=Words("Uninstall it until it is gone, then install it once.", "请全部卸载，再重新安装一次。"),
    why=Words(
        "Which one is used depends on the search path, and may be another one tomorrow.",
        "使用哪一个取决于搜索路径，明天可能就变了。",
    ),
    wrong="goaltree-shop 1.0, goaltree-shop 2.0\n",
    right="goaltree-shop 2.0\n",
)

RULES: Final[tuple[Rule, ...]] = (
    PLUGIN_UNLOADED,
    PLUGIN_API_UNFIT,
    HOOK_UNKNOWN,
    HOOK_FAILED,
    REGISTERED_UNFIT,
    NAME_TAKEN,
    CALL_FAILED,
    SOURCE_FAILED,
    PLUGIN_MISSING,
    PLUGIN_PRINTS,
    INSTALLED_TWICE,
    PROCESS_CHANGED,
)


def told(
    rule: Rule, plugin: str, version: str = "", /, *, span: Span | None = None, **params: object
) -> Finding:
    """A finding about a plugin; it stands at the plugin's name unless it stands in a file.

    Args:
        rule: The defect.
        plugin: Name of the plugin.
        version: Version of the plugin.
        span: The file that it is about.
        **params: What else fills the rule's messages.
    """
    place = span or Span(file=plugin, line=0, column=0)
    return Finding(rule=rule, params={"plugin": plugin, "version": version, **params}, span=place)


def aside(outcome: Outcome, about: tuple[str, str], place: str) -> list[Finding]:
    """What a call did beside giving its answer: it printed, or changed what is the whole process's.

    Args:
        outcome: What came of the call.
        about: Name and version of the plugin.
        place: The hook or the object that was called.
    """
    found = []
    if outcome.printed:
        found.append(told(PLUGIN_PRINTS, *about, place=f"`{place}`", text=outcome.printed))
    if outcome.changed:
        found.append(told(PROCESS_CHANGED, *about, place=f"`{place}`", things=outcome.changed))
    return found
