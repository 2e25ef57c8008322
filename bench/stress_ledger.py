"""The ledger under force: `python bench/stress_ledger.py [KILLS [COPIES [SEED]]]`; 500 and 2000 by default.

1. Kills: a process adds batches and acknowledges each; it is killed at a random moment, and all that it
   acknowledged has to be there, each batch whole.
2. Faults: every read, write, sync, cut and removal of a set of operations fails once, or is cut short, or is
   the last thing that the process does (needs gcc; see fault.c). Then the power is lost at any call, and of
   what was not yet synced any part is there, or torn, or not.
3. Space: a file system that is full (needs the right to mount one), and a limit on the size of files.
4. Damage: copies with bytes flipped, cut off, pages swapped, and logs that are missing or another's; no
   copy may give anything but what was written, or an error.

Prints what was counted, and exits with 1 where anything was lost, or believed that should not be.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Any

import goaltree as gt
from goaltree.model.period import span

HERE = Path(__file__).parent
ROWS = 12
"""Rows of a batch."""
_MEMORY = "/dev/shm"


def batch(number: int, rows: int = ROWS) -> list[gt.Observation]:
    """A batch that is like no other: every row says its number."""
    from datetime import date

    return [
        gt.Observation(
            metric=f"metric{row}",
            segment=(("地区", "海外"),) if row % 2 else (),
            period=span(date(2025, 1 + row % 12, 1), date(2025, 1 + row % 12, 28)),
            value=Fraction(number * 1000 + row, 7),
            source=f"batch {number}",
            row=row,
            text="约" * (number % 40),
        )
        for row in range(rows)
    ]


def plan(number: int) -> gt.Plan:
    """A plan that is like no other."""
    return gt.loads(
        f"goaltree: 1\nplan: stress\nperiod: 2025\ncurrency: CNY\ngoals:\n"
        f"  sales: {{title: 销售额, kind: flow, unit: 元, direction: up, target: {number + 1}亿}}\n"
    )


def _warm() -> None:
    """Load once what processes that are forked would load each for itself."""
    with tempfile.TemporaryDirectory() as made:
        ledger = gt.Ledger(Path(made) / "a.ledger")
        ledger.append(batch(0))
        ledger.save_plan(plan(0), by="王")
        batches(ledger)


def batches(ledger: gt.Ledger) -> Counter[str]:
    """How many rows of each batch a ledger gives back; every value is checked against its batch."""
    found: Counter[str] = Counter()
    for one in ledger.actuals().observations:
        number = int(one.source.removeprefix("batch "))
        assert one.value == Fraction(number * 1000 + one.row, 7), one
        assert one.text == "约" * (number % 40), one
        found[one.source] += 1
    return found


def everything(path: Path) -> Any:
    """All that a ledger says to somebody who opens it anew."""
    ledger = gt.Ledger(path, create=False, patience=1)
    return ledger.head, ledger.actuals(), ledger.plans(), ledger.notes(), ledger.restatements()


# 1. Kills


def work(path: Path, first: int, channel: int) -> None:
    """Add to a ledger without end, and acknowledge what was added."""
    ledger = gt.Ledger(path)
    number = first
    while True:
        if number % 7 == 3:
            ledger.note("check-in", f"{number}", by="王")
            said = f"n{number}"
        elif number % 7 == 5:
            ledger.save_plan(plan(number), by="王")
            said = f"p{number}"
        else:
            ledger.append(batch(number))
            said = f"b{number}"
        os.write(channel, f"{said}\n".encode())
        if number % 11 == 0:
            ledger.backup(path.with_name("copy.ledger"))
        number += 1


def kills(count: int, random: Random, folder: Path) -> list[str]:
    """Kill a process that adds, again and again."""
    wrong: list[str] = []
    acknowledged: set[str] = set()
    total, beyond, number = 0, 0, 0
    path = folder / "kill0.ledger"
    for cycle in range(count):
        if cycle % 25 == 0:
            path, acknowledged = folder / f"kill{cycle}.ledger", set()
        receive, send = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(receive)
            with suppress(BaseException):
                work(path, number, send)
            os._exit(1)
        os.close(send)
        sleep(random.uniform(0, 0.15))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            wrong.append(f"kill {cycle}: the process ended by itself")
        with os.fdopen(receive) as told:
            said = [line.strip() for line in told if line.endswith("\n")]
        total += len(said)
        acknowledged |= set(said)
        number += len(said) + 2  # what was under way may be there, or not
        if not path.exists():
            wrong += [f"kill {cycle}: the file is gone"] if acknowledged else []
            continue
        ledger = gt.Ledger(path, create=False)
        ledger.verify()
        rows = batches(ledger)
        there = {f"b{name.removeprefix('batch ')}" for name in rows}
        there |= {f"n{note.text}" for note in ledger.notes()}
        there |= {f"p{_target(version.plan)}" for version in ledger.plans()}
        wrong += [f"kill {cycle}: lost {sorted(acknowledged - there)}"] if acknowledged - there else []
        partial = {name: held for name, held in rows.items() if held != ROWS}
        wrong += [f"kill {cycle}: partial {partial}"] if partial else []
        beyond += len(there - acknowledged)
        acknowledged = there
        copy = path.with_name("copy.ledger")
        if copy.exists():
            gt.Ledger(copy, create=False).verify()
    left = len(list(folder.glob(".*.part")))
    print(
        f"kills: {count}; records acknowledged {total}, lost {sum('lost' in one for one in wrong)}, "
        f"partial {sum('partial' in one for one in wrong)}; written but not yet acknowledged {beyond}; "
        f"unfinished copies left {left}"
    )
    return wrong


def _target(one: gt.Plan) -> int:
    target: Any = one.goals["sales"].target
    return int(target.value / 100_000_000) - 1


# 2. Faults


READ, WRITE, SYNC, CUT, UNLINK = 1, 2, 4, 8, 16
FAIL, HALF, KILL_BEFORE, KILL_AFTER = 0, 1, 2, 3
CASES = (
    ("read fails", READ, errno.EIO, FAIL),
    ("read is short", READ, errno.EIO, HALF),
    ("write fails", WRITE, errno.EIO, FAIL),
    ("disk is full", WRITE, errno.ENOSPC, FAIL),
    ("write is short", WRITE, errno.ENOSPC, HALF),
    ("sync fails", SYNC, errno.EIO, FAIL),
    ("cut fails", CUT, errno.EIO, FAIL),
    ("removal fails", UNLINK, errno.EIO, FAIL),
    ("killed before", WRITE | SYNC | CUT | UNLINK, 0, KILL_BEFORE),
    ("killed after", WRITE | SYNC | CUT | UNLINK, 0, KILL_AFTER),
)


def _fresh(path: Path) -> gt.Ledger:
    return gt.Ledger(path, create=False, patience=0.2)


def _with_log(path: Path) -> None:
    """Leave the ledger as a process leaves it that is killed after it has added: with a log."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            holder = gt.Ledger(path)
            from goaltree.ledger.session import connect

            connection = connect(path, "rw")
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM record").fetchone()
            holder.append(batch(3))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.with_name(path.name + "-wal").stat().st_size > 0


OPERATIONS: tuple[tuple[str, Callable[[Path], Any], bool], ...] = (
    ("make", lambda path: gt.Ledger(path.with_name("made.ledger")).append(batch(9)), False),
    ("append", lambda path: _fresh(path).append(batch(9)), False),
    ("append large", lambda path: _fresh(path).append(batch(9, 300)), False),
    ("append to a log", lambda path: _fresh(path).append(batch(9)), True),
    ("repeat", lambda path: _fresh(path).append(batch(2)), False),
    ("note", lambda path: _fresh(path).note("reason", "春节", by="王"), False),
    ("plan", lambda path: _fresh(path).save_plan(plan(9), by="王"), False),
    ("approve", lambda path: _approve(_fresh(path)), False),
    ("read", lambda path: _fresh(path).actuals(), False),
    ("read a log", lambda path: _fresh(path).actuals(), True),
    ("verify", lambda path: _fresh(path).verify(), False),
    ("verify a log", lambda path: _fresh(path).verify(), True),
    ("backup", lambda path: _fresh(path).backup(path.with_name("backup.ledger")), False),
    ("backup a log", lambda path: _fresh(path).backup(path.with_name("backup.ledger")), True),
)


def _approve(ledger: gt.Ledger) -> gt.PlanVersion:
    return ledger.approve(ledger.plans()[0].digest, by="CEO", on="2025-01-01")


def faults(folder: Path) -> list[str]:
    """Every call to the disk of every operation fails once; run under fault.so."""
    shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
    shim.fault_seen.restype = ctypes.c_long
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    base = folder / "base"
    base.mkdir()
    ledger = gt.Ledger(base / "a.ledger")
    for number in range(3):
        ledger.append(batch(number))
    ledger.save_plan(plan(0), by="王")
    points = 0
    for name, operate, has_log in OPERATIONS:
        state = folder / f"state {name}"
        shutil.copytree(base, state)
        if has_log:
            _with_log(state / "a.ledger")
        before = everything(_copied(state, folder / "look"))
        for case, mask, code, kind in CASES:
            at = 1
            while True:
                path = _copied(state, folder / "try")
                outcome = _attempt(shim, operate, path, (mask, at, code, kind))
                if outcome == "not reached":
                    break
                if os.environ.get("TRACE"):
                    print(name, case, at, outcome, file=sys.stderr, flush=True)
                points += 1
                counts[f"{case}: {outcome}"] += 1
                wrong += [
                    f"{name}, {case} {at}: {one}" for one in _judge(path, name, outcome, before, operate)
                ]
                at += 1
                if at > 3000:
                    wrong.append(f"{name}, {case}: no end")
                    break
    for case in sorted(counts):
        print(f"faults: {case} {counts[case]}")
    print(f"faults: {points} points of {len(OPERATIONS)} operations; wrong {len(wrong)}")
    return wrong


def _copied(state: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(state, to)
    return to / "a.ledger"


def _attempt(shim: Any, operate: Callable[[Path], Any], path: Path, fault: tuple[int, int, int, int]) -> str:
    """What an operation comes to in a process of its own, with one fault."""
    child = os.fork()
    if child == 0:
        status = 9
        try:
            shim.fault_arm(*fault)
            try:
                operate(path)
                status = 0
            except gt.GoaltreeError:
                status = 1
            finally:
                seen = shim.fault_seen()
                shim.fault_arm(0, 0, 0, 0)
            if seen < fault[1]:
                status = 7
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return "killed"
    return {0: "done", 1: "told", 7: "not reached"}.get(os.WEXITSTATUS(ended), "broken")


def _judge(path: Path, name: str, outcome: str, before: Any, operate: Callable[[Path], Any]) -> Iterator[str]:
    """What is wrong after a fault: the ledger has to be as before or whole with the new, and go on working."""
    if outcome == "broken":
        yield "an error that is none of ours"
    try:
        if name == "make":
            made = path.with_name("made.ledger")
            if made.exists():
                found = batches(_fresh(made))
                whole = {"batch 9": ROWS}
                if found not in (Counter(), Counter(whole)) or (
                    outcome == "done" and found != Counter(whole)
                ):
                    yield f"made {found}"
            elif outcome == "done":
                yield "nothing was made"
        after = everything(path)
        added = after[0].number - before[0].number
        if added not in (0, 1):
            yield f"{added} records more"
        old = {(one.key, one.known_at): one for one in before[1].observations}
        new = {(one.key, one.known_at): one for one in after[1].observations}
        if any(new.get(key) != one for key, one in old.items()):
            yield "a value is lost or changed"
        batches(_fresh(path))
        adds = name.startswith(("append", "note", "plan", "approve"))
        if outcome == "done" and adds and added != 1:
            yield "it was acknowledged, and is not there"
        if not adds and added:
            yield "something was added"
        copy = path.with_name("backup.ledger")
        if copy.exists() and everything(copy) != before:
            yield "the copy is another one"
        if outcome == "done" and name.startswith("backup") and not copy.exists():
            yield "there is no copy"
        operate(path)
        gt.Ledger(path, create=False).append(batch(77))
        gt.Ledger(path, create=False).verify()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        yield f"afterwards {type(error).__name__}: {error}"


# 2b. Loss of power


def losses(folder: Path, count: int, random: Random) -> list[str]:
    """Play losses of power: of what was written and not yet synced, any part is there, or torn, or not."""
    shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
    place = folder / "power"
    place.mkdir()
    path = place / "a.ledger"
    gt.Ledger(path).append(batch(0))
    before = {path.name: path.read_bytes()}
    book = folder / "calls"
    child = os.fork()
    if child == 0:
        shim.fault_log(str(book).encode())
        ledger = gt.Ledger(path)
        holder = None
        for number in range(1, 40):
            if number in (10, 25):  # now and then somebody else reads, so that the log is not taken over
                from goaltree.ledger.session import connect

                holder = connect(path, "rw")
                holder.execute("BEGIN")
                holder.execute("SELECT count FROM head").fetchone()
            if number in (18, 33) and holder is not None:
                holder.execute("COMMIT")
                holder.close()
            ledger.append(batch(number))
            shim.fault_mark(number)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    calls = list(_calls(book.read_bytes()))
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    there = folder / "after" / "a.ledger"
    for turn in range(count):
        end = random.randrange(len(calls) + 1)
        state, acknowledged = _lost(before, calls[:end], random)
        shutil.rmtree(there.parent, ignore_errors=True)
        there.parent.mkdir()
        for name, data in state.items():
            there.with_name(name).write_bytes(data)
        try:
            rows = batches(gt.Ledger(there, create=False, patience=1))
            gt.Ledger(there, create=False).verify()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            wrong.append(f"loss {turn} after call {end}: {type(error).__name__}: {error}")
            continue
        lost = {f"batch {number}" for number in range(acknowledged + 1)} - set(rows)
        wrong += [f"loss {turn} after call {end}: lost {sorted(lost)}"] if lost else []
        wrong += [f"loss {turn}: partial"] if set(rows.values()) != {ROWS} else []
        counts["one more" if len(rows) > acknowledged + 1 else "as acknowledged"] += 1
    print(f"losses of power: {count} of {len(calls)} calls: {dict(counts)}; wrong {len(wrong)}")
    return wrong


_Call = tuple[str, int, str, bytes]


def _calls(book: bytes) -> Iterator[_Call]:
    """What was written down: the kind, its number, the file's name, and what was written."""
    at = 0
    while at < len(book):
        line = book.index(b"\n", at)
        kind, number, size = book[at:line].split()
        named = book.index(b"\n", line + 1)
        at = named + 1 + (int(size) if kind == b"W" else 0)
        name = book[line + 1 : named].decode().removesuffix(" (deleted)").rpartition("/")[2]
        yield kind.decode(), int(number), name, book[named + 1 : at]


def _lost(before: dict[str, bytes], calls: list[_Call], random: Random) -> tuple[dict[str, bytes], int]:
    """The files after a loss of power, and the last batch that had been acknowledged."""
    safe = {name: bytearray(data) for name, data in before.items()}
    waiting: dict[str, list[_Call]] = {}
    gone: dict[str, bytearray] = {}
    acknowledged = 0
    for call in calls:
        kind, number, name, _ = call
        if kind == "A":
            acknowledged = number
        elif name.endswith("-shm"):
            pass
        elif kind == "S":
            for one in waiting.pop(name, []):
                _done(safe, one)
            gone.clear()  # the names in a folder are brought to the disk in order, before what comes after them
        elif kind == "U":
            waiting.pop(name, None)
            if name in safe:
                gone[name] = safe.pop(name)
        else:
            waiting.setdefault(name, []).append(call)
    safe |= {name: data for name, data in gone.items() if name not in waiting and random.random() < 0.5}
    for pending in waiting.values():
        for kind, number, name, data in pending:
            fate = random.random()
            if fate < 0.4:
                _done(safe, (kind, number, name, data))
            elif fate < 0.6 and len(data) > 512:
                _done(safe, (kind, number, name, data[: 512 * random.randrange(1, len(data) // 512 + 1)]))
    return {name: bytes(data) for name, data in safe.items()}, acknowledged


def _done(files: dict[str, bytearray], call: _Call) -> None:
    kind, number, name, data = call
    file = files.setdefault(name, bytearray())
    if kind == "T":
        del file[number:]
        return
    file.extend(bytes(max(0, number - len(file))))
    file[number : number + len(data)] = data


# 3. Space


def space(folder: Path) -> list[str]:
    """Add until there is no room, read, make room, and go on."""
    wrong: list[str] = []
    small = folder / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            (small / "ballast").write_bytes(b"." * 200_000)
            wrong += _fill(small / "a.ledger", (small / "ballast").unlink, "full file system of 1 MB")
        finally:
            subprocess.run(["umount", str(small)], check=False)
    else:
        print("space: no right to mount a small file system")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, unlimited[1]))
    try:
        wrong += _fill(
            folder / "limit.ledger",
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, unlimited),
            "files of at most 300 kB",
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    return wrong


def _fill(path: Path, make_room: Callable[[], object], name: str) -> list[str]:
    wrong, number, refused, unread = [], 0, 0, 0
    ledger = gt.Ledger(path)
    while refused < 20:
        try:
            ledger.append(batch(number, 200))
            number += 1
        except gt.WriteError:
            refused += 1
        try:
            found = batches(gt.Ledger(path, create=False))
            if found != Counter({f"batch {one}": 200 for one in range(number)}):
                wrong.append(f"{name}: {found} of {number}")
        except gt.LedgerError:
            unread += 1
    make_room()
    ledger.append(batch(number, 200))
    if batches(gt.Ledger(path, create=False)) != Counter({f"batch {one}": 200 for one in range(number + 1)}):
        wrong.append(f"{name}: not whole afterwards")
    print(
        f"space: {name}: {number} batches, then refused {refused} times, unreadable then {unread}; wrong {len(wrong)}"
    )
    return wrong


# 4. Damage


def damage(count: int, random: Random, folder: Path) -> list[str]:
    """Read damaged copies: what they say is what was written, or an error."""
    base = folder / "whole"
    base.mkdir()
    path = base / "a.ledger"
    _written(path, 24)
    earlier = folder / "earlier"
    shutil.copytree(base, earlier)
    logged = folder / "logged"
    shutil.copytree(base, logged)
    _with_log(logged / "a.ledger")
    other = folder / "other"
    other.mkdir()
    _written(other / "a.ledger", 5)
    _with_log(other / "a.ledger")
    whole = everything(_copied(base, folder / "look"))
    with_log = everything(_copied(logged, folder / "look"))
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for turn in range(count):
        kind = _KINDS[turn % len(_KINDS)]
        has_log = kind.endswith("log")
        copy = _copied(logged if has_log else base, folder / "damaged")
        _damage(kind, copy, other / "a.ledger", random)
        try:
            found = everything(copy)
        except gt.LedgerError:
            outcome = "told"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            outcome = "broken"
            wrong.append(f"{kind}, copy {turn}: {type(error).__name__}: {error}")
        else:
            if found == (with_log if has_log else whole):
                outcome = "whole"
            elif has_log and found == whole:
                outcome = "as before the log"
            else:
                outcome = "believed"
                wrong.append(f"{kind}, copy {turn}: {found[0]}")
        counts[f"{kind}: {outcome}"] += 1
    for one in sorted(counts):
        print(f"damage: {one} {counts[one]}")
    silent = sum(n for one, n in counts.items() if one.endswith("believed"))
    print(f"damage: {count} copies; damaged rows believed {silent}")
    return wrong


_KINDS = (
    "1 byte",
    "20 bytes",
    "cut off",
    "pages swapped",
    "page of zeros",
    "page doubled",
    "other's file under log",
    "other's log",
    "1 byte in log",
    "20 bytes in log",
    "1 byte under log",
    "cut off log",
    "no log",
)


def _written(path: Path, number: int) -> None:
    ledger = gt.Ledger(path)
    for one in range(number):
        ledger.append(batch(one if one % 5 else one * 2))
        if one % 6 == 1:
            ledger.save_plan(plan(one), by="王", because="改目标")
        if one % 6 == 2:
            ledger.note("decision", f"第 {one} 次", by="李", goal="sales")


def _damage(kind: str, path: Path, other: Path, random: Random) -> None:
    log = path.with_name("a.ledger-wal")
    target = log if kind in ("1 byte in log", "20 bytes in log", "cut off log") else path
    if kind == "no log":
        log.unlink()
        return
    if kind == "other's log":
        shutil.copy(other.with_name("a.ledger-wal"), log)
        return
    if kind == "other's file under log":
        shutil.copy(other, path)
        return
    data = bytearray(target.read_bytes())
    size = 4096
    if kind.startswith("cut off"):
        del data[random.randrange(len(data)) :]
    elif kind.startswith(("1 byte", "20 bytes")):
        for _ in range(1 if kind.startswith("1 ") else 20):
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    else:
        one, two = (page * size for page in random.sample(range(len(data) // size), 2))
        first, second = data[one : one + size], data[two : two + size]
        if kind == "pages swapped":
            data[one : one + size], data[two : two + size] = second, first
        elif kind == "page of zeros":
            data[one : one + size] = bytes(size)
        else:
            data[one : one + size] = second
    target.write_bytes(data)


@contextmanager
def _timed(name: str) -> Iterator[None]:
    began = perf_counter()
    yield
    print(f"{name}: {perf_counter() - began:.0f} s", flush=True)


def main(count: int, copies: int, seed: int) -> int:
    """All four, in a folder that goes afterwards."""
    random = Random(seed)
    wrong: list[str] = []
    _warm()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with _timed("kills"):
            wrong += kills(count, random, folder)
        with _timed("faults"):
            shim = folder / "fault.so"
            if shutil.which("gcc") is None:
                print("faults: no gcc here, not run")
            else:
                subprocess.run(
                    ["gcc", "-shared", "-fPIC", "-O1", "-o", shim, HERE / "fault.c", "-ldl"], check=True
                )
                with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as quick:
                    command = [
                        sys.executable,
                        __file__,
                        "--faults",
                        str(Path(quick) / "faults"),
                        str(copies),
                        str(seed),
                    ]
                    done = subprocess.run(command, env={**os.environ, "LD_PRELOAD": str(shim)}, check=False)
                wrong += ["faults: see above"] if done.returncode else []
        with _timed("space"):
            wrong += space(folder)
        with _timed("damage"):
            wrong += damage(copies, random, folder)
    print(*wrong, sep="\n")
    print(
        f"seed {seed}: {'wrong ' + str(len(wrong)) if wrong else 'nothing lost, nothing believed that is damaged'}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--faults"]:
        place = Path(sys.argv[2])
        place.mkdir()
        _warm()
        told = faults(place) + losses(place, int(sys.argv[3]), Random(int(sys.argv[4])))
        print(*told, sep="\n")
        sys.exit(1 if told else 0)
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*[*numbers, *(500, 2000, 7)[len(numbers) :]]))
