"""How the documentation is built: offline, with every reference checked."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
METADATA = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "goaltree"
author = "The goaltree contributors"
project_copyright = author
version = release = METADATA["version"]
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
templates_path: list[str] = []

nitpicky = True
nitpick_ignore_regex = [
    # Without the inventories of other projects their names cannot be resolved.
    ("py:.*", r"(?!goaltree\b).*"),
    # Types below the public names are in signatures and have no page; public names must resolve.
    ("py:class", r"goaltree\.(\w+\.)+\w+"),
]

autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# Plans are shown with words of two languages, which a highlighter may not know.
highlight_language = "none"

html_theme = "furo"
html_title = f"goaltree {release}"
html_show_sphinx = False
html_copy_source = False

# The pages on the plan file and on each rule are made from the code, and are not committed.
if (HERE / "generate.py").is_file():
    subprocess.run([sys.executable, HERE / "generate.py"], cwd=HERE.parent, check=True)
