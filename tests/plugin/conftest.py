"""Plugins that are installed for one test: real modules with real metadata in a folder of their own."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import distributions

import pytest

from goaltree.plugin import entry as entry_module
from goaltree.plugin.default import forget

CANARY = "cánary/s3cr+et?42"


class Site:
    """A folder on the search path in which plugins are installed."""

    def __init__(self, folder):
        self.folder = folder

    def install(self, name, text, *, version="1.0", entry=None, folder=None):
        """Install a distribution `goaltree-name` with the module `goaltree_name`.

        Args:
            name: The name.
            text: The module's source.
            version: The distribution's version.
            entry: What the entry point leads to; the module by default.
            folder: Another folder than the site's own.
        """
        home = folder or self.folder
        module = f"goaltree_{name.replace('-', '_')}"
        (home / f"{module}.py").write_text(text, encoding="utf-8")
        about = home / f"{module}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: goaltree-{name}\nVersion: {version}\n", encoding="utf-8"
        )
        (about / "entry_points.txt").write_text(f"[goaltree]\n{name} = {entry or module}\n", encoding="utf-8")
        importlib.invalidate_caches()
        return f"goaltree-{name}"


def _within(folder):
    """The entries of the search path that lie in a folder: no plugin of the machine plays a part."""
    return [place for place in sys.path if place.startswith(str(folder))]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of its own, first on the search path; its modules are forgotten afterwards."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    for variable in ("GOALTREE_LOAD_PLUGINS", "GOALTREE_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TILL_TOKEN", CANARY)
    monkeypatch.setattr(entry_module, "distributions", lambda: distributions(path=_within(tmp_path)))
    forget()
    before = set(sys.modules)
    yield Site(folder)
    forget()
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]
