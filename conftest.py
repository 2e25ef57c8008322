"""How properties are tried: `HYPOTHESIS_PROFILE` names the profile.

`tests` draws the same examples each time, so that one commit has one result; `thorough` draws
ten times as many, anew each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A shared machine may be slow; how long an example takes says nothing about the code.
settings.register_profile(
    "tests",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    settings.get_profile("tests"),
    derandomize=False,
    max_examples=500,
    print_blob=True,
)
# Plugins that happen to be installed change nothing: tests that want one load it.
os.environ.setdefault("GOALTREE_DISABLE_PLUGIN_AUTOLOAD", "1")

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))
