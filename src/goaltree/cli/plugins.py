"""`goaltree plugins`, and the commands of plugins."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from ..finding import Lang
from .host import host_of, plugin_option, plugins_of
from .options import is_coloured, lang_option, write

if TYPE_CHECKING:
    from ..plugin.host import Host, Plugin

UNAVAILABLE: Final = 3
EXAMPLES: Final = """\b
goaltree plugins
goaltree plugins --format json
GOALTREE_LOAD_PLUGINS=goaltree-duckdb goaltree plugins --strict
"""


def plugin_command(ctx: click.Context, name: str) -> click.Command | None:
    """A command of a plugin; where it fails, that is said, and the exit code is 3."""
    host = plugins_of(ctx)
    claim = None if host is None else host.commands.get(name)
    if claim is None or host is None:
        return None
    return _Contained(claim.value, host.watch(claim))


def plugin_commands(ctx: click.Context) -> dict[str, str]:
    """The commands of plugins with one line on each."""
    host = plugins_of(ctx)
    if host is None:
        return {}
    return {name: claim.value.get_short_help_str(80) for name, claim in host.commands.items()}


class _Contained(click.Command):
    """A command of a plugin: its own in everything, but that its failures are told as the plugin's."""

    def __init__(self, inner: click.Command, watch: Any) -> None:
        super().__init__(
            inner.name, help=inner.help, params=inner.params, context_settings=inner.context_settings
        )
        self.inner = inner
        self.watch = watch

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; it may print and take as long as it needs."""
        from ..errors import GoaltreeError

        try:
            return self.inner.invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException, GoaltreeError, BrokenPipeError):
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is the plugin's
            from ..plugin.guard import PluginError

            raise PluginError(self.watch.failed(self.watch.guard.reason(error))) from None


@click.command(epilog=EXAMPLES)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Format of the output.",
)
@click.option("--strict", is_flag=True, help="Leave with exit code 3 where a plugin fails.")
@plugin_option()
@lang_option()
@click.pass_context
def plugins(ctx: click.Context, *, form: str, strict: bool, lang: Lang) -> None:
    """List the plugins: version, what each registers, and why one could not be loaded."""
    host = host_of(ctx)
    if form == "json":
        write(json.dumps(_plain(host, lang), ensure_ascii=False, indent=2))
    else:
        write("\n".join(_lines(host, lang)))
        if host.findings:
            write("\n" + host.findings.to_text(lang, all=True, color=is_coloured()))
    if strict and (host.findings.errors or host.findings.warnings):
        ctx.exit(UNAVAILABLE)


def _lines(host: Host, lang: Lang) -> list[str]:
    from ..rendering.terminal import tame

    lines = []
    for plugin in host.plugins:
        lines.append(tame(f"{plugin.name} {plugin.version}"))
        lines += [f"  {tame(line)}" for line in _registered(plugin, lang)]
    return lines


def _registered(plugin: Plugin, lang: Lang) -> list[str]:
    from ..plugin.kind import KINDS

    lines = []
    for kind in KINDS:
        names = [name for one, name in plugin.registers if one == kind.name]
        if len(names) > 12:
            names = [*names[:11], f"… {len(names)}"]
        if names:
            lines.append(f"{kind.words.plain(lang)}: {', '.join(names)}")
    return lines or ["没有注册任何内容" if lang == "zh" else "registers nothing that is used"]


def _plain(host: Host, lang: Lang) -> dict[str, Any]:
    return {
        "plugins": [
            {
                "name": plugin.name,
                "version": plugin.version,
                "registers": [{"kind": kind, "name": name} for kind, name in plugin.registers],
                "findings": json.loads(plugin.findings.to_json(lang))["findings"],
            }
            for plugin in host.plugins
        ],
        **json.loads(host.findings.to_json(lang)),
    }
