"""Lists the skipped tests of a pytest log and fails where one is not on the committed list.

    python3 .ci/skips.py LOG ALLOWED

The log holds one `SKIPPED node-id` line a test (`pytest -rs --no-fold-skipped`). A log in which
pytest ran no test fails too.
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

SKIPPED = re.compile(r"^SKIPPED (?:\[\d+\] )?(?P<what>\S.*)$", re.MULTILINE)
COUNTED = re.compile(r"^=+ .*?(?P<count>\d+) skipped.* in .*=+$", re.MULTILINE)
PASSED = re.compile(r"^=+ .*?[1-9]\d* passed.* in .*=+$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def allowed(text: str) -> list[str]:
    """The patterns of the committed list, without comments."""
    rows = (re.split(r"(?:^|\s)#", row)[0].strip() for row in text.splitlines())
    return [row for row in rows if row]


def main(log: Path, listed: Path) -> int:
    """Print every skipped test; 1 where one is not allowed, or where no test ran."""
    text = COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace"))
    patterns = allowed(listed.read_text(encoding="utf-8"))
    if not PASSED.search(text):
        print("skips: the log has no closing line of pytest with a passed test")
        return 1
    skipped = [match["what"] for match in SKIPPED.finditer(text)]
    counted = sum(int(match["count"]) for match in COUNTED.finditer(text))
    bad = 0
    for what in skipped:
        fine = any(fnmatchcase(what, f"{pattern}*") for pattern in patterns)
        bad += not fine
        print(f"skipped, {'allowed' if fine else 'NOT ALLOWED'}: {what}")
    print(f"skips: {len(skipped)} skipped, {bad} of them not on {listed}")
    if counted != len(skipped):
        print(f"skips: pytest counts {counted} skipped tests, {len(skipped)} are named in the log")
        return 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
