"""Hooks are called when what they register is asked for, and once; strictly, all at the start."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from goaltree.plugin.guard import PluginError
from goaltree.plugin.host import Host
from plugin.plugin_source import source


def test_a_hook_is_called_once_and_only_when_it_is_asked_for(site):
    """Checks alone ask no other hook: what is wrong with exporters is told when somebody wants them or asks."""
    site.install("rules", source("check", "rules"))
    site.install("bad", source("exporter", "bad", hook="raises"))
    host = Host()
    assert [rule.code for check in host.checks for rule in check.rules][-1] == "RULES001"
    assert list(host.told) == []
    assert [one.code for one in host.findings] == ["GT904"]
    assert len(host.exporters) == len(Host(load=[]).exporters)
    assert [one.code for one in host.told] == ["GT904"]


def test_a_strict_host_asks_all_at_the_start(site):
    """Strictly, a hook that nobody would have asked for fails the host."""
    site.install("bad", source("exporter", "bad", hook="raises"))
    with pytest.raises(PluginError):
        Host(strict=True)


def test_threads_that_ask_at_once_get_the_same(site):
    """However many threads ask first, each hook is called once, and all see one answer."""
    site.install("counts", source("curve", "counts") + "\n\nprint('called')\n")
    host, seen = Host(), []
    threads = [threading.Thread(target=lambda: seen.append(host.curves["counts"])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert [one.code for one in host.findings] == ["GT910"]


def test_checking_with_plugins_needs_no_arrays(site):
    """To check a plan, plugins or not, numpy is never loaded."""
    site.install("rules", source("check", "rules"))
    code = (
        "import sys; import goaltree as gt\n"
        "gt.check(gt.loads({'goaltree': 1, 'plan': 'p'}), rules=gt.Host().checks)\n"
        "print([name for name in ('numpy', 'pandas', 'narwhals') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
