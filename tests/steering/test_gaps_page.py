"""The page on gaps and asks is what really happens: its plan is read, and its sessions are run."""

from __future__ import annotations

from pathlib import Path

import goaltree as gt
from test_tutorial import replayed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gaps.md"


def test_the_page_shows_what_really_happens(tmp_path):
    """Whoever types what the page shows sees what the page shows; of the plan only what nobody has is told."""
    shown = PAGE.read_text(encoding="utf-8")
    assert replayed(shown, tmp_path, "en_GB.UTF-8") == shown
    assert [finding.code for finding in gt.check(gt.read(tmp_path / "plan.yaml"))] == ["GT451"]
