"""Reading and checking a plan of 10,000 goals against PyYAML's C `compose` on the same bytes."""

from __future__ import annotations

import sys

import yaml
from timing import medians, table
from workload import plan_text

import goaltree as gt


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    text = plan_text()
    data = text.encode()
    plan = gt.loads(data)
    print(
        f"{len(text.splitlines()):,} lines, {len(data):,} bytes, {len(plan.goals):,} goals, findings: {gt.check(plan).summary}"
    )
    seconds = medians(
        {
            "yaml.compose, C": lambda: yaml.compose(data, Loader=yaml.CSafeLoader),
            "goaltree: read": lambda: gt.loads(data),
            "goaltree: read and check": lambda: gt.check(gt.loads(data)),
        }
    )
    met = table(
        "A plan of 10,000 goals",
        seconds,
        "yaml.compose, C",
        {"goaltree: read": 1, "goaltree: read and check": 4},
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
