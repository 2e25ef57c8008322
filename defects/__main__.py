"""Measures recall and false positives: `python defects [--seeds N] [--plans a,b] [--only x,y] [--json FILE] [--show]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Print the table; 0 when every defect is found where it is, and nothing else is."""
    from harness import as_json, false_positives, rulebook, run, sheets, table
    from operators import all_operators

    parser = argparse.ArgumentParser(prog="defects", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="how often each operator is tried on each plan")
    parser.add_argument("--plans", default="", help="names of clean plans, by commas")
    parser.add_argument("--only", default="", help="names of operators or families, by commas")
    parser.add_argument("--json", default="", help="file for all that was counted")
    parser.add_argument("--show", type=int, default=1, help="examples for each operator that was not found")
    options = parser.parse_args(arguments)
    plans = sheets([name for name in options.plans.split(",") if name])
    only = {name for name in options.only.split(",") if name}
    operators = [one for one in all_operators() if not only or only & {one.name, one.family}]
    tallies = run(plans, operators, range(options.seeds))
    false = false_positives(plans)
    print(f"{len(plans)} clean plans, {len(operators)} operators, {options.seeds} seeds\n")
    print(table(tallies, operators))
    gaps = [one for one in operators if tallies[one.name].right < tallies[one.name].applicable]
    for one in gaps if options.show else ():
        print(f"\n{one.name}: {one.breaks}")
        for line in tallies[one.name].examples[: options.show]:
            print(f"  {line}")
    idle = [one.name for one in operators if not tallies[one.name].applicable]
    print(f"\noperators that no plan offers a site for: {', '.join(idle) or 'none'}")
    print(f"false positives: {len(false)}")
    for line in false[:60]:
        print(f"  {line}")
    print(rulebook(operators, tallies))
    if options.json:
        Path(options.json).write_text(as_json(tallies, operators, false), encoding="utf-8")
    return 1 if gaps or false else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main(sys.argv[1:]))
