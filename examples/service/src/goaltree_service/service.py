"""Scorecards, packs, alerts and findings as JSON, from a plan and a ledger that change while they are served."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import gmtime, monotonic, strftime
from typing import Any, Self

from attrs import evolve, field, frozen
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

import goaltree as gt


@frozen
class Source:
    """A plan or a ledger as it was last read, and why that is old if it is; equal as long as its files are."""

    kind: str
    path: Path
    read: Callable[[Path], tuple[str, Any]]
    marks: tuple[Any, ...] = ()
    name: str = ""
    value: Any = field(default=None, eq=False)
    seen_at: str = field(default="never", eq=False)
    why: str = field(default="", eq=False)

    def look(self) -> Self:
        """Read it where its files have changed; where that fails, it stays as it was."""
        try:
            files = [self.path, *self.path.rglob("*.[jy]*"), *self.path.parent.glob(f"{self.path.name}-wal")]
            marks = tuple((one, one.stat().st_ino, one.stat().st_mtime_ns) for one in sorted(files))
            name, value = (self.name, self.value) if marks == self.marks else self.read(self.path)
        except Exception as error:  # noqa: BLE001 - whatever it is, what was read before goes on
            return evolve(self, why=str(error).replace(f"{self.path.parent}/", ""))
        return evolve(self, marks=marks, name=name, value=value, seen_at=strftime("%FT%TZ", gmtime()), why="")


def read_plan(folder: Path) -> tuple[str, gt.Plan]:
    """A plan by its digest; one that cannot be read whole, or has no period, is refused."""
    plan = gt.read(f"{folder}/")  # never a single file: what it includes would not be watched
    if (errors := gt.check(plan, rules=()).errors) or plan.period is None:
        raise gt.GoaltreeError(errors or "The plan states no period.")
    return plan.digest, plan


def read_ledger(path: Path) -> tuple[str, tuple[gt.Actuals, tuple[gt.Note, ...]]]:
    """What a ledger knows, and its journal, by its head."""
    ledger = gt.Ledger(path, create=False)
    head, known = ledger.verify(), (ledger.actuals(), ledger.notes())
    if ledger.head != head:
        raise gt.LedgerError("The ledger grew while it was read.")
    return f"{head.number} {head.hash}", known


@lru_cache(32)
def reviewed(plan: Source, ledger: Source, as_of: str, known_at: str) -> Any:
    """The review of a day, by what was known at an instant."""
    return gt.review(plan.value, ledger.value[0], as_of=as_of, known_at=known_at or None)


@lru_cache(512)
def answer(plan: Source, ledger: Source, route: str, name: Any, day: Any, team: Any, lang: Any) -> bytes:
    """What is asked for, as JSON that names no folder of this machine."""
    review = reviewed(plan, ledger, *day)
    team = plan.value.team(team).key if team else None
    card = review.card.view(team=team) if team else review.card
    if route == "/packs/{name}":
        found = gt.pack(review.card, name, notes=ledger.value[1], team=team).to_dict()
    elif route == "/findings":
        told = review.findings.by("team").get(team, gt.Findings()) if team else review.findings
        found = json.loads(told.to_json(lang))
    elif route == "/alerts":
        found = {"alerts": [one.to_dict() for one in gt.alerts(card, ledger.value[1])]}
    else:
        found = card[name].derivation.to_dict() if name else card.to_dict()
    return re.sub(r'(?<=")/([^"/]+/)+(?=[^"/]+")', "", json.dumps(found)).encode()


def create_app(folder: Path, ledger: Path, *, every: float = 0.5) -> FastAPI:
    """The service of a plan's folder and a ledger; it looks at both when asked, at most every so many seconds."""
    app = FastAPI(title="goaltree", responses={400: {}, 404: {}, 503: {}})
    for kind, code in ((ValueError, 400), (OverflowError, 400), (gt.UnknownKeyError, 404)):
        app.add_exception_handler(kind, lambda _, e, code=code: JSONResponse({"detail": str(e)}, code))
    sources = [Source("plan", folder, read_plan).look(), Source("ledger", ledger, read_ledger).look()]
    looked, looking, making = monotonic(), Lock(), Lock()

    def state() -> list[Source]:  # while one request looks, the others go on with what was seen before
        nonlocal sources, looked
        if monotonic() - looked >= every and looking.acquire(blocking=False):
            sources, looked = [one.look() for one in sources], monotonic()
            looking.release()
        if not all(one.name for one in sources):
            raise HTTPException(503, {one.kind: one.why for one in sources if one.why})
        return sources

    def reply(
        request: Request, as_of: str, name: str = "", known_at: str = "", team: str = "", lang: str = "en"
    ) -> Response:
        plan, ledger = state()
        with making:  # who asks for the same meanwhile finds it made
            data = answer(plan, ledger, request.scope["route"].path, name, (as_of, known_at), team, lang)
        stale = {one.kind: one.seen_at for one in (plan, ledger) if one.why}
        meta = json.dumps({"plan": plan.name, "ledger": ledger.name, "stale": stale})
        body = b'{"meta": %s, "data": %s}' % (meta.encode(), data)
        return Response(body, headers={"Goaltree-Meta": meta}, media_type="application/json")

    for path in ("/scorecard", "/scorecard/{name:path}", "/packs/{name}", "/alerts", "/findings"):
        app.get(path)(reply)

    @app.get("/health")
    def health() -> dict[str, Any]:  # when each was last what is there, and why it is not now
        return {one.kind: {"name": one.name, "seen_at": one.seen_at, "why": one.why} for one in state()}

    return app
