"""What plugins change of the whole process is put back and told; what is a thread's own ends with the call."""

from __future__ import annotations

import decimal
import locale
import warnings
from pathlib import Path

import numpy as np
import pytest

import goaltree as gt
from goaltree.plugin.guard import Guard
from goaltree.plugin.host import Host
from plugin.plugin_source import source

CHANGES = {
    "folder": "os.chdir('/')",
    "locale": "import locale; locale.setlocale(locale.LC_ALL, 'C.UTF-8' if locale.setlocale(locale.LC_ALL) == 'C' else 'C')",
    "warnings": "import warnings; warnings.simplefilter('ignore')",
}
CALLED = 'bad = act("", request)'


def state():
    """What a process has only one of, and what is this thread's own."""
    return (
        Path.cwd(),
        locale.setlocale(locale.LC_ALL),
        list(warnings.filters),
        decimal.getcontext().prec,
        np.geterr(),
    )


@pytest.mark.parametrize("change", CHANGES)
def test_e16_a_connector_that_changes_the_process_is_told(site, change):
    """After the call folder, locale and filters are as before; the answer counts, and a finding names the change."""
    site.install("moving", source("connector", "moving").replace(CALLED, f"{CHANGES[change]}; {CALLED}"))
    host, before = Host(["goaltree-moving"]), state()
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "p",
            "period": 2025,
            "currency": "CNY",
            "goals": {"sales": {"kind": "flow", "unit": "CNY", "direction": "up", "target": "1200"}},
        }
    )
    actuals = gt.observe(plan, host.connect("moving://x"))
    assert len(actuals) == 1
    assert state() == before
    found = host.findings.select(["GT912"])
    assert [finding.params["place"] for finding in found] == ["`moving`"]
    words = {"folder": "the working folder", "locale": "the locale", "warnings": "the filters of warnings"}
    assert words[change] in found[0].message()


def test_strictly_such_a_plugin_ends_the_work(site):
    """A strict host raises the finding instead."""
    text = source("connector", "moving").replace(CALLED, f"{CHANGES['folder']}; {CALLED}")
    site.install("moving", text)
    connector = Host(["goaltree-moving"], strict=True).connect("moving://x")
    with pytest.raises(gt.GoaltreeError, match="working folder"):
        connector.frame(gt.Request())


def test_e16_what_belongs_to_a_thread_ends_with_the_call():
    """Precision of decimals and errors of numpy are those of the caller whatever the plugin sets; nothing to be told."""

    def sets():
        decimal.getcontext().prec = 3
        np.seterr(all="raise")
        warnings.filterwarnings("ignore", message="only this one")

    before = state()
    outcome = Guard().call(sets)
    assert outcome.changed == ()
    assert state()[:2] + state()[3:] == before[:2] + before[3:]
    warnings.filters.pop(0)


def test_a_folder_that_is_gone_is_no_failure(tmp_path, monkeypatch):
    """In a folder that somebody removed meanwhile, calls work as ever."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert Guard().call(lambda: 1).value == 1
