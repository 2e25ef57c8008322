"""`goaltree doctor`."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

import click
from attrs import asdict, frozen

from ..errors import UsageError
from ..finding import Lang
from .host import host_of, plugin_option
from .options import lang_option, write

if TYPE_CHECKING:
    from ..ledger.health import Health

State = Literal["ok", "warning", "error"]
_DISTRIBUTION: Final = "goaltree-core"
_CODES: Final = {"ok": 0, "warning": 1, "error": 3}
_MARKS: Final = {"ok": " ", "warning": "!", "error": "✗"}
EXAMPLES: Final = """\b
goaltree doctor
goaltree doctor --ledger plan.ledger
goaltree doctor --ledger plan.ledger --backup copy.ledger
"""


@frozen
class Line:
    """One thing that was looked at.

    Attributes:
        name: What.
        state: Whether it is well.
        text: What was found.
    """

    name: str
    state: State
    text: str


@click.command(epilog=EXAMPLES)
@click.option("--ledger", "path", metavar="FILE", help="Also prove every record of this ledger.")
@click.option("--backup", metavar="FILE", help="Copy that ledger, once proved, to a file.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Format of the output.",
)
@plugin_option()
@lang_option()
@click.pass_context
def doctor(ctx: click.Context, *, path: str | None, backup: str | None, form: str, lang: Lang) -> None:
    """Look at the installation, at every plugin, and at a ledger.

    The exit code is 1 where something should be seen to, and 3 where something cannot be used: a plugin, a
    package, the ledger.
    """
    from ..rendering.terminal import tame

    if backup is not None and path is None:
        raise UsageError("--backup copies a ledger: say which with --ledger FILE")
    lines = [*_installation(lang), *_plugins(ctx, lang)]
    if path is not None:
        from ..ledger.health import health_of

        health = health_of(path)
        lines += _ledger(health, lang)
        if backup is not None and health.error is None:
            lines.append(_backup(path, backup, lang))
    if form == "json":
        write(json.dumps({"lines": [asdict(line) for line in lines]}, ensure_ascii=False, indent=2))
    else:
        width = max(len(line.name) for line in lines)
        write("\n".join(tame(f"{_MARKS[one.state]} {one.name:<{width}}  {one.text}") for one in lines))
    ctx.exit(max(_CODES[line.state] for line in lines))


def _backup(path: str, to: str, lang: Lang) -> Line:
    from ..ledger.ledger import Ledger

    made = Ledger(path, create=False).backup(to)
    return Line("backup", "ok", f"{'已验证并复制到' if lang == 'zh' else 'proved and copied to'} {made}")


def _installation(lang: Lang) -> Iterator[Line]:
    yield Line("python", "ok", f"{platform.python_version()} {platform.system()} {platform.machine()}")
    yield Line("encoding", "ok", f"{sys.stdout.encoding or '?'}")
    for name in (_DISTRIBUTION, *_requirements()):
        try:
            yield Line(name, "ok", version(name))
        except PackageNotFoundError:
            yield Line(name, "error", "没有安装" if lang == "zh" else "is not installed")
    if find_spec("yaml") is not None and find_spec("yaml._yaml") is not None:
        yield Line("libyaml", "ok", "有" if lang == "zh" else "is there")
    else:
        yield Line(
            "libyaml",
            "error",
            "PyYAML 未带 libyaml：请安装其二进制包"
            if lang == "zh"
            else "PyYAML was built without it: install its binary package",
        )
    yield Line("sqlite", "ok", sqlite3.sqlite_version)
    yield _zones(lang)


def _requirements() -> list[str]:
    """Names of the packages that this one cannot do without."""
    try:
        wanted = requires(_DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    return [_name(one) for one in wanted if "extra ==" not in one]


def _name(requirement: str) -> str:
    end = next((at for at, sign in enumerate(requirement) if not (sign.isalnum() or sign in "-_.")), None)
    return requirement[:end]


def _zones(lang: Lang) -> Line:
    from zoneinfo import available_timezones

    count = len(available_timezones())
    if count:
        return Line("time zones", "ok", f"{count}")
    text = "没有时区数据：请安装 tzdata" if lang == "zh" else "there is no time zone data: install tzdata"
    return Line("time zones", "warning", text)


def _plugins(ctx: click.Context, lang: Lang) -> Iterator[Line]:
    host = host_of(ctx)
    for plugin in host.plugins:
        yield Line("plugin", "ok", f"{plugin.name} {plugin.version}".strip())
    for finding in (*host.findings.errors, *host.findings.warnings):
        yield Line("plugin", "error" if finding.level == "error" else "warning", finding.message(lang))


def _ledger(health: Health, lang: Lang) -> Iterator[Line]:
    is_zh = lang == "zh"
    name = "ledger"
    if health.error is not None:
        yield Line(name, "error", health.error.chinese if is_zh else str(health.error))
    elif health.head is not None:
        counted = (health.head.number, health.batches, health.plans, health.notes)
        yield Line(
            name,
            "ok",
            "{}：全部 {} 条记录已验证：{} 批数据、{} 个计划版本、{} 条日志".format(health.path, *counted)
            if is_zh
            else "{}: all {} records hold: {} batches, {} plans, {} notes".format(health.path, *counted),
        )
        yield Line(name, "ok", f"{'末条记录' if is_zh else 'head'} {health.head.number} {health.head.hash}")
        if health.first is not None and health.last is not None:
            yield Line(name, "ok", f"{health.first:%Y-%m-%d %H:%M:%S}Z .. {health.last:%Y-%m-%d %H:%M:%S}Z")
    if health.bytes:
        mode = f"{health.mode:04o}"
        yield Line(name, "ok", f"{health.bytes} {'字节' if is_zh else 'bytes'}, {mode}")
        if not health.is_private:
            yield Line(
                name,
                "warning",
                f"别人也能读取（权限 {mode}）：chmod 600"
                if is_zh
                else f"others can read it ({mode}): chmod 600",
            )
    if health.log_bytes:
        yield Line(
            name,
            "warning",
            f"旁边有 {health.log_bytes} 字节的 -wal：正在使用，或进程被中断；只复制台账文件会缺少其中的内容，请用备份"
            if is_zh
            else f"a -wal of {health.log_bytes} bytes lies beside it: it is in use, or a process was killed; "
            "a copy of the ledger alone lacks what is in there: use its backup",
        )
    for part in health.unfinished:
        yield Line(
            name,
            "warning",
            f"{'未完成的副本，可以删除：' if is_zh else 'an unfinished copy, which may be removed:'} {part}",
        )
