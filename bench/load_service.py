"""The example service under load: `python bench/load_service.py [SECONDS [RATE]]`; 60 s and 200 a second by default.

A server of one process on one core serves the plan of examples/xiaohongshu and a ledger of its made-up year.
Requests go out by the clock, whether or not earlier ones were answered, and each is timed from when it was due.
Meanwhile the plan is edited, in one piece and in two, and broken and mended; months are entered into the ledger;
the ledger is taken away, damaged, and put back.

Every answer is then compared with what `goaltree.review` makes of the plan and the ledger that the answer names.
Prints percentiles and counts, and exits with 1 where a number was wrong, an error was not one that is documented, an
answer from a dead source did not say so, or one from living sources said that it is old.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from math import inf
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from attrs import define, field, frozen

import goaltree as gt
from goaltree_xiaohongshu import accepted_path, load, plan_path
from goaltree_xiaohongshu.facts import deliver
from goaltree_xiaohongshu.year import FACTS, LEDGER, known_at, observed, record

BEGUN, LAST = 3, 6
"""The month that the ledger goes to at the start, and at the end."""
CONNECTIONS = 64
SLOW = 2.0
"""Seconds after which an answer has to know of a change, or to say that it does not."""
DAYS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")
KNOWN = quote("2025-04-02T12:00+08:00")
PATHS = (
    *(f"/scorecard?as_of={day}" for day in DAYS),
    *(
        f"/scorecard?as_of={day}&team={team}"
        for day in DAYS[2:4]
        for team in ("commerce", quote("技术研发部"))
    ),
    f"/scorecard?as_of={DAYS[2]}&known_at={KNOWN}",
    *(f"/scorecard/{goal}?as_of={DAYS[2]}" for goal in ("live_gmv", "mau", quote("gmv.跨境"))),
    *(f"/packs/{kind}?as_of={DAYS[2]}" for kind in ("weekly", "monthly", "quarterly", "annual")),
    f"/packs/monthly?as_of={DAYS[3]}&team=cross_border",
    f"/alerts?as_of={DAYS[2]}",
    f"/findings?as_of={DAYS[2]}&lang=zh",
    "/health",
)
MISTAKES = {
    "/scorecard?as_of=2025-02-30": 400,
    "/scorecard/profit?as_of=2025-03-31": 404,
    "/alerts?as_of=2025-03-31&team=nobody": 404,
    "/scorecard?asof=2025-03-31": 422,
}


@frozen
class Answer:
    """What came back, without its body: bodies that are alike are kept once."""

    path: str
    due: float
    sent: float
    seconds: float
    status: int
    plan: str
    ledger: str
    stale: str
    digest: str


@define
class Changes:
    """What is done to plan and ledger, and when; copies of each state are kept to compare with.

    Attributes:
        plan: The folder that is served.
        ledger: The ledger that is served.
        kept: Where copies are kept.
        months: What is entered, by month.
        plans: Copies by digest, also of a plan that is half written.
        ledgers: Copies by number and hash of their head.
        events: When, which source, and its state from then on; empty where it cannot be read.
    """

    plan: Path
    ledger: Path
    kept: Path
    months: dict[int, gt.Actuals]
    plans: dict[str, Path] = field(factory=dict)
    ledgers: dict[str, Path] = field(factory=dict)
    events: list[tuple[float, str, str]] = field(factory=list)

    def copy_plan(self) -> str:
        """Keep a copy of the plan under its digest."""
        copy = self.kept / f"plan-{len(list(self.kept.glob('plan-*')))}"
        shutil.copytree(self.plan, copy)
        digest = gt.read(copy).digest
        self.plans[digest] = copy
        return digest

    def keep_plan(self) -> None:
        """Keep a copy of the plan as it is from now on."""
        now = monotonic()
        self.events.append((now, "plan", self.copy_plan()))

    def keep_ledger(self) -> None:
        """Keep a copy of the ledger under its head."""
        now, copy = monotonic(), self.kept / f"{len(self.ledgers)}.ledger"
        head = gt.Ledger(gt.Ledger(self.ledger).backup(copy)).head
        self.ledgers[f"{head.number} {head.hash}"] = copy
        self.events.append((now, "ledger", f"{head.number} {head.hash}"))

    def edit(self, pieces: int = 1) -> None:
        """Another target, written in one piece or with a pause between two."""
        self.events.append((monotonic(), "plan", ""))
        goals = self.plan / "plan" / "goals.yaml"
        text = (plan_path() / "goals.yaml").read_text(encoding="utf-8")
        made = text.replace("target: 660 亿", f"target: {661 + len(self.events)} 亿")
        assert made != text
        with goals.open("w", encoding="utf-8") as file:
            for piece in range(pieces):
                file.write(made[len(made) * piece // pieces : len(made) * (piece + 1) // pieces])
                file.flush()
                if piece + 1 < pieces:
                    self.copy_plan()
                    sleep(0.2)
        self.keep_plan()

    def edit_slowly(self) -> None:
        """Another target, of which half is there for a while."""
        self.edit(2)

    def break_plan(self) -> None:
        """A number that cannot be read."""
        goals = self.plan / "plan" / "goals.yaml"
        text = goals.read_text(encoding="utf-8")
        goals.write_text(text.replace("target: 3.8 亿", "target: 3x8 亿"), encoding="utf-8")
        self.events.append((monotonic(), "plan", ""))

    def enter(self) -> None:
        """The next month into the ledger."""
        month = BEGUN + len(self.ledgers)
        gt.Ledger(self.ledger).append(self.months[month], known_at=known_at(month), source="load")
        self.keep_ledger()

    def kill(self) -> None:
        """The ledger is not there."""
        self.ledger.rename(self.ledger.with_suffix(".away"))
        self.events.append((monotonic(), "ledger", ""))

    def damage(self) -> None:
        """The ledger is written over, as by a disk that fails; what was there is put aside."""
        shutil.copy(self.ledger, self.ledger.with_suffix(".away"))
        with self.ledger.open("r+b") as file:
            file.seek(100)
            file.write(os.urandom(4096))
        self.events.append((monotonic(), "ledger", ""))

    def revive(self) -> None:
        """The ledger is there as it was."""
        self.ledger.with_suffix(".away").rename(self.ledger)
        self.events.append((monotonic(), "ledger", list(self.ledgers)[-1]))

    def made(self, began: float, seconds: float) -> Changes:
        """All of it at its time, in hundredths of the run."""
        at = {
            5: self.edit, 12: self.enter, 18: self.edit_slowly, 25: self.break_plan, 35: self.edit,
            42: self.kill, 47: self.edit, 55: self.revive, 60: self.enter, 66: self.edit,
            70: self.damage, 78: self.revive, 83: self.edit_slowly, 88: self.enter, 93: self.edit,
        }  # fmt: skip
        for moment, do in at.items():
            sleep(max(0.0, began + seconds * moment / 100 - monotonic()))
            do()
        return self


@contextmanager
def served(plan: Path, ledger: Path) -> Iterator[int]:
    """The port of a server of its own, on the first core."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    core = str(min(os.sched_getaffinity(0)))
    code = "import sys, uvicorn; from pathlib import Path; from goaltree_service.service import create_app\n"
    code += "app = create_app(*map(Path, sys.argv[1:3]))\n"
    code += "uvicorn.run(app, port=int(sys.argv[3]), access_log=False, log_level='warning')"
    command = ["taskset", "-c", core, sys.executable, "-c", code, str(plan), str(ledger), str(port)]
    server = subprocess.Popen(command)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


@define
class Load:
    """Requests by the clock over connections that stay open."""

    port: int
    bodies: dict[str, bytes] = field(factory=dict)
    answers: list[Answer] = field(factory=list)
    failed: Counter[str] = field(factory=Counter)

    async def one(self, path: str, due: float, idle: asyncio.Queue[Any]) -> None:
        """Ask once, over the next connection that is free."""
        connection = await idle.get()
        try:
            reader, writer = connection or await asyncio.open_connection("127.0.0.1", self.port)
            sent = monotonic()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: service\r\n\r\n".encode())
            top, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            said = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(said["content-length"]))
            connection = reader, writer
        except (OSError, EOFError) as error:
            self.failed[type(error).__name__] += 1
            connection = None
            return
        finally:
            idle.put_nowait(connection)
        spent, status = monotonic() - due, int(top.split()[1])
        data = body.partition(b'"data": ')[2] if status == 200 else body
        digest = sha256(data).hexdigest()
        self.bodies.setdefault(digest, body)
        meta = json.loads(said.get("goaltree-meta", '{"plan": "", "ledger": "", "stale": {}}'))
        states = meta["plan"], meta["ledger"], " ".join(sorted(meta["stale"]))
        self.answers.append(Answer(path, due, sent, spent, status, *states, digest))

    async def run(self, seconds: float, rate: float) -> None:
        """All requests; one in twenty is a mistake."""
        idle: asyncio.Queue[Any] = asyncio.Queue()
        for _ in range(CONNECTIONS):
            idle.put_nowait(None)
        mistakes = list(MISTAKES)
        began, tasks = monotonic(), set()
        for number in range(int(seconds * rate)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - monotonic()))
            path = mistakes[number // 20 % len(mistakes)] if number % 20 == 19 else PATHS[number % len(PATHS)]
            tasks.add(asyncio.create_task(self.one(path, due, idle)))
        await asyncio.gather(*tasks)


def expected(plan: Path, ledger: Path, path: str) -> Any:
    """What a path has to say by a plan and a ledger, made without the service."""
    what, _, query = path.partition("?")
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    as_of, known, team = asked["as_of"], asked.get("known_at"), asked.get("team")
    made = gt.review(plan, str(ledger), as_of=as_of, known_at=known)
    card = made.card
    assert card is not None
    view = card.view(team=team) if team else card
    notes = gt.Ledger(ledger).notes()
    kind, _, name = what.strip("/").partition("/")
    if kind == "packs":
        return gt.pack(card, name, notes=notes, team=team).to_dict()
    if kind == "alerts":
        return {"alerts": [one.to_dict() for one in gt.alerts(view, notes)]}
    if kind == "findings":
        return json.loads(made.findings.to_json("zh"))
    return view[unquote(name)].derivation.to_dict() if name else view.to_dict()


def plainly(value: Any) -> Any:
    """Plain values in which files are named without their folders."""
    if isinstance(value, dict):
        return {key: plainly(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plainly(one) for one in value]
    return value.rpartition("/")[2] if isinstance(value, str) and value.startswith("/") else value


def wrong_numbers(load: Load, changes: Changes) -> tuple[int, list[str]]:
    """How many different answers were compared, and which were not as they have to be."""
    seen = {(one.path, one.plan, one.ledger, one.digest) for one in load.answers if one.status == 200}
    wrong = []
    for path, plan, ledger, digest in sorted(seen):
        if path == "/health":
            continue
        if plan not in changes.plans or ledger not in changes.ledgers:
            wrong.append(f"{path}: a plan or ledger that never was: {plan[:8]} {ledger[:12]}")
            continue
        told = json.loads(load.bodies[digest])["data"]
        wanted = json.loads(json.dumps(expected(changes.plans[plan], changes.ledgers[ledger], path)))
        if plainly(told) != plainly(wanted):
            wrong.append(f"{path}: plan {plan[:8]}, ledger {ledger[:12]}")
    return len(seen), wrong


def wrongly_marked(load: Load, changes: Changes) -> list[str]:
    """Answers that are old and do not say so, or say so and are not; just after a change either may be."""
    wrong = []
    for one in load.answers:
        if one.status != 200 or one.path == "/health":
            continue
        for name, named in (("plan", one.plan), ("ledger", one.ledger)):
            states = [(at, state) for at, source, state in changes.events if source == name]
            if any(one.sent - SLOW < at < one.due + one.seconds for at, _ in states[1:]):
                continue
            is_old = [state for at, state in states if at <= one.sent][-1] != named
            if is_old != (name in one.stale.split()):
                wrong.append(f"{one.path}: {name} is {'old' if is_old else 'new'}: {one.stale!r}")
    return wrong


def lags(load: Load, changes: Changes) -> list[float]:
    """Seconds from each state that was new to the request of the first answer that names it."""
    found, known = [], set[str]()
    for at, _, state in changes.events:
        if state and known and state not in known:
            named = [one.sent - at for one in load.answers if state in (one.plan, one.ledger)]
            found.append(max(0.0, min(named, default=inf)))
        known.add(state)
    return found


def most(values: list[float]) -> float:
    """The largest that is finite."""
    return max((one for one in values if one < inf), default=0.0)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the sorted values lies."""
    return values[min(len(values) - 1, int(share * len(values)))]


def main(seconds: float = 60, rate: float = 200) -> int:
    """Run it; 0 where everything held."""
    folder = Path(tempfile.mkdtemp())
    print("making the facts and the ledger", flush=True)
    year = folder / "year"
    list(islice(record(year), BEGUN))
    plan = load(accepted=True)
    months = {}
    for month in range(BEGUN + 1, LAST + 1):
        deliver(year / FACTS, month)
        months[month] = observed(plan, year / FACTS, month)
    served_plan = folder / "served"
    (folder / "kept").mkdir()
    shutil.copytree(plan_path(), served_plan / "plan")
    shutil.copy(accepted_path(), served_plan / "plan.yaml")
    changes = Changes(served_plan, year / LEDGER, folder / "kept", months)
    changes.keep_plan()
    changes.keep_ledger()

    with served(served_plan, year / LEDGER) as port, ProcessPoolExecutor(1, get_context("spawn")) as editor:
        editor.submit(monotonic).result()
        asyncio.run(Load(port).run(1, 20))
        os.sched_setaffinity(0, os.sched_getaffinity(0) - {min(os.sched_getaffinity(0))} or {0})
        print(
            f"load average {os.getloadavg()[0]:.2f}; {rate:g} requests a second for {seconds:g} s", flush=True
        )
        run, began = Load(port), monotonic()
        editing = editor.submit(changes.made, began, seconds)
        asyncio.run(run.run(seconds, rate))
        took, changes = monotonic() - began, editing.result()
    times = sorted(one.seconds * 1000 for one in run.answers)
    counts = Counter(one.status for one in run.answers)
    odd = [one for one in run.answers if one.status != MISTAKES.get(one.path, 200)]
    print(
        f"{len(run.answers)} answers in {took:.1f} s, {len(run.answers) / took:.0f} a second; by status {dict(counts)}"
    )
    shown = "  ".join(f"p{share * 100:g} {percentile(times, share):.1f}" for share in (0.5, 0.9, 0.99, 0.999))
    print(
        f"milliseconds from when each was due: {shown}  max {times[-1]:.1f}  mean {statistics.mean(times):.1f}"
    )
    states = {(one.plan, one.ledger) for one in run.answers if one.plan}
    marked = Counter(part for one in run.answers for part in one.stale.split())
    print(f"{len(states)} pairs of plan and ledger were named; answers marked as old: {dict(marked)}")
    late = lags(run, changes)
    print(
        f"of {len(late)} new states {late.count(inf)} were never served, the others within {most(late):.2f} s"
    )
    compared, wrong = wrong_numbers(run, changes)
    silent = wrongly_marked(run, changes)
    print(f"{compared} different answers were compared: {len(wrong)} wrong")
    print(f"errors that are not documented: {len(odd)}; connections that failed: {dict(run.failed) or 0}")
    print(f"answers that were marked wrongly: {len(silent)}")
    for line in [*wrong[:5], *silent[:5], *(f"{one.path}: {one.status}" for one in odd[:5])]:
        print(f"  {line}")
    shutil.rmtree(folder)
    return 1 if wrong or silent or odd or run.failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
