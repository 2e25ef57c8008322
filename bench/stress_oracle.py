"""Scorecards of a million random plans beside the exact reference: `python bench/stress_oracle.py 1000000 [SEED]`.

Two processes; prints how far they are, and at the end what was compared and the largest deviation seen.
Tells each difference with the seed of its file, and exits with 1 where there is any.
"""

from __future__ import annotations

import gc
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from oracle.compare import Tally, differences
from oracle.draw import draw_book

PLANS = 20
"""Plans side by side in one file."""
FILES = 50
"""Files of one task."""
WORKERS = 2
FIRST = 1_000_000
"""The first seed: none that the tests use."""


def task(first: int) -> tuple[Tally, list[str]]:
    """What the files of some seeds in a row give."""
    tally, found = Tally(), []
    gc.disable()  # what a file leaves behind is little, and to look for it takes a tenth of the time
    for seed in range(first, first + FILES):
        found += [f"seed {seed}: {text}" for text in differences(draw_book(Random(seed), PLANS), tally)]
    gc.collect()
    return tally, found


def main(plans: int, first: int) -> int:
    """Compare so many plans, from a seed on."""
    tasks = -(-plans // (PLANS * FILES))
    whole, found, began = Tally(), [], perf_counter()
    with ProcessPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(task, first + number * FILES) for number in range(tasks)]
        for done, one in enumerate(as_completed(waiting), 1):
            tally, differs = one.result()
            whole.add(tally)
            found += differs
            for text in differs:
                print(text, flush=True)
            if done % max(1, tasks // 100) == 0 or done == tasks:
                print(f"{perf_counter() - began:.0f} s: {whole}; {len(found)} differences", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    asked = [int(text) for text in sys.argv[1:]]
    sys.exit(main(*asked, *(1_000_000, FIRST)[len(asked) :]))
