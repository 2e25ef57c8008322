"""The host of a command: which plugins it uses, and what it takes from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..finding import Finding, Lang, Words

if TYPE_CHECKING:
    from ..actuals.connector import Connector, MeasuringConnector
    from ..checks.rulebook import Check
    from ..findings import Findings
    from ..model.plan import Plan
    from ..planfile.format import PlanFormat
    from ..plugin.host import Host
    from ..report.export import Exporter, PackExporter
    from ..report.pack.pack import Pack

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_META: Final = "goaltree.plugins"


def plugin_option() -> Decorator:
    """`--no-plugins`: do without every plugin; what is built in is always there."""
    return click.option(
        "--no-plugins",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=lambda ctx, _param, value: ctx.meta.__setitem__(f"{_META}.off", value),
        help="Load no plugin.",
    )


def strict_option(meaning: str, *, is_passed: bool = True) -> Decorator:
    """`--strict`: also end where a plugin fails, whichever part of a command uses it first."""

    def keep(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
        ctx.meta[f"{_META}.strict"] = value
        return value

    return click.option(
        "--strict", is_flag=True, is_eager=True, expose_value=is_passed, callback=keep, help=meaning
    )


def connect_option() -> Decorator:
    """`--connect NAME=URL`: where a source of the plan is."""
    return click.option(
        "--connect",
        "connections",
        multiple=True,
        metavar="NAME=URL",
        help="Where a source is: db=csv://a.csv; ${NAME} is from the environment; repeatable.",
    )


def plugins_of(ctx: click.Context) -> Host | None:
    """The host of a command; `None` where no plugin is installed or wanted, so that nothing is to be loaded.

    Raises:
        PluginError: Plugins are used strictly, and one fails.
    """
    if ctx.meta.get(f"{_META}.off"):
        return None
    from ..plugin.entry import installed, wanted

    candidates, said = installed(wanted())
    return host_of(ctx) if candidates or said else None


def host_of(ctx: click.Context) -> Host:
    """The host of a command, made once.

    Raises:
        PluginError: Plugins are used strictly, and one fails.
    """
    from ..plugin.default import default_host
    from ..plugin.host import Host

    if _META not in ctx.meta:
        is_off, is_strict = ctx.meta.get(f"{_META}.off"), bool(ctx.meta.get(f"{_META}.strict"))
        ctx.meta[_META] = (
            Host(load=[] if is_off else None, strict=is_strict) if is_off or is_strict else default_host()
        )
    host = ctx.meta[_META]
    assert isinstance(host, Host)
    return host


def rules_of(ctx: click.Context) -> tuple[Check, ...]:
    """The checks of a command: our own, and those of plugins.

    Raises:
        PluginError: Plugins are used strictly, and one fails.
    """
    from ..checks.check import CHECKS

    host = plugins_of(ctx)
    return CHECKS if host is None else host.checks


def complaints(ctx: click.Context, *, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Findings:
    """What went wrong with the plugins that a command used so far."""
    from ..findings import Findings

    host = ctx.meta.get(_META)
    found: Findings = Findings() if host is None else host.told
    found = found.select(select) if select else found
    return found.ignore(ignore) if ignore else found


def connections_of(
    ctx: click.Context, plan: Plan, connections: Sequence[str]
) -> dict[str, Connector | MeasuringConnector]:
    """The connectors of a plan's sources, by what `--connect` and the environment say.

    Raises:
        UsageError: An address that no connector takes.
        UnknownKeyError: The plan has no such source.
    """
    from ..composition import connected
    from ..plugin.address import connections as by_name
    from ..plugin.address import from_environment

    if not connections and not from_environment(plan.sources):
        return {}
    found = connected(plan, by_name(connections), host=host_of(ctx))
    _tell_uncounted(plan, found, ctx.params.get("lang", "en"))
    return found


def _tell_uncounted(plan: Plan, found: Mapping[str, Connector | MeasuringConnector], lang: Lang) -> None:
    """Whoever forgets one source, or gives one to what counts no tables, would look for its numbers in vain."""
    from ..rendering.terminal import tame

    tables = [name for name, source in plan.sources.items() if source.tables]
    absent = [name for name in tables if name not in found]
    inner = {name: getattr(found[name], "inner", found[name]) for name in tables if name in found}
    unable = [name for name, one in inner.items() if not callable(getattr(type(one), "measure", None))]
    words = []
    if absent:
        words.append(
            Words(
                f"no address is given for {', '.join(absent)}: their tables are not counted (--connect NAME=URL)",
                f"没有给出地址，其中的表没有统计：{'、'.join(absent)}（--connect 名称=地址）",
            )
        )
    words += [
        Words(
            f"{inner[name].name}:// counts no tables: {name} is read as a table of actuals; duckdb:// and sql:// count",
            f"{inner[name].name}:// 不统计表：{name} 按实际值表读取；能统计的有 duckdb:// 和 sql://",
        )
        for name in unable
    ]
    for one in words:
        click.echo(tame(one.zh if lang == "zh" else one.en), err=True)


def exporters_of(ctx: click.Context, outs: Sequence[str], lang: Lang) -> dict[str, Exporter]:
    """What writes each file, by the ending of its name, in a language; plugins are loaded where nothing built in does.

    Raises:
        UsageError: Nothing writes files of an ending.
        PluginError: Plugins are used strictly, and one fails.
    """
    from ..report.export import exporter_of, in_language

    known = _known(ctx, outs, lang)
    return {out: in_language(exporter_of(Path(out), known), lang) for out in outs}


def pack_exporters_of(ctx: click.Context, outs: Sequence[str], lang: Lang) -> dict[str, PackExporter]:
    """What writes each file of a pack, as `exporters_of` finds it.

    Raises:
        UsageError: Nothing writes packs of an ending.
        PluginError: Plugins are used strictly, and one fails.
    """
    from ..report.export import in_language, pack_exporter_of

    known = _known(ctx, outs, lang)
    return {out: in_language(pack_exporter_of(Path(out), known), lang) for out in outs}


def _known(ctx: click.Context, outs: Sequence[str], lang: Lang) -> tuple[Exporter, ...]:
    from ..report.export import built_in

    known = built_in(lang)
    ours = {ending for one in known for ending in one.endings}
    if any(Path(out).suffix.lower() not in ours for out in outs):
        return (*known, *host_of(ctx).exporters)
    return known


def written(exporter: Exporter | PlanFormat, value: Any, path: Path) -> list[Finding]:
    """Write a file; what is told where the exporter of a plugin fails, and the file is as it was.

    Raises:
        WriteError: The file cannot be written.
    """
    return _written(exporter.write, value, path)


def written_pack(exporter: PackExporter, pack: Pack, path: Path) -> list[Finding]:
    """Write the file of a pack, as `written` does.

    Raises:
        WriteError: The file cannot be written.
    """
    return _written(exporter.write_pack, pack, path)


def _written(render: Callable[[Any], bytes], value: Any, path: Path) -> list[Finding]:
    from ..plugin.guard import PluginError
    from ..report.export import write_whole

    try:
        write_whole(path, render(value))
    except PluginError as error:
        return [error.finding]
    return []
