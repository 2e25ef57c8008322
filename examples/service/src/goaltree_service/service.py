"""The service: scorecards, packs, alerts and findings as JSON, each with the plan and the ledger that it is made of."""

import json
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from attrs import asdict
from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

import goaltree as gt

from .answer import Asked, answer
from .source import Look, Seen, ledger_source, plan_source

ERRORS = {400: "No such date, instant or kind", 404: "No such goal or team", 503: "Nothing was read so far"}
RAISED = ((ValueError, 400), (OverflowError, 400), (gt.UnknownKeyError, 404))
TOO_LONG = 60.0  # seconds without a look
RECENT = 256  # requests of which the answers are made again at once when something has changed


def seen_of(looks: dict[str, Look]) -> Seen:
    """What the last good values are together."""
    return Seen(*looks["plan"].values, *looks["ledger"].values)


def create_app(plan: Path, ledger: Path, *, every: float = 0.5) -> FastAPI:
    """The service of a plan and a ledger; it looks at both when it is asked, at most every so many seconds."""
    plans, books = plan_source(plan.absolute()), ledger_source(ledger.absolute())
    app = FastAPI(title="goaltree", responses={code: {"description": said} for code, said in ERRORS.items()})
    for kind, code in RAISED:
        app.add_exception_handler(kind, lambda _, e, code=code: JSONResponse({"detail": str(e)}, code))
    looking, looked, last = Lock(), monotonic() - every, dict[str, Look]()
    recent = deque[tuple[Asked, str, str]](maxlen=RECENT)

    def state() -> tuple[Seen, dict[str, Any]]:
        """What is served, and what of it is not what is there; while one request looks, the others go on."""
        nonlocal last, looked
        if monotonic() - looked >= every and looking.acquire(blocking=not last):
            try:
                now = {"plan": plans.look(), "ledger": books.look()}
                for asked in set(recent.copy()):  # made before they are asked for again
                    with suppress(Exception):
                        answer(seen_of(now), *asked)
                last, looked = now, monotonic()
            finally:
                looking.release()
        now = last
        is_old = monotonic() - looked > TOO_LONG
        why = {name: one.why or "nobody could look" for name, one in now.items() if one.why or is_old}
        if not all(one.values for one in now.values()):
            raise HTTPException(503, why)
        seen = seen_of(now)
        at = {name: one.seen_at for name, one in now.items()}
        stale = {name: {"since": at[name], "why": said} for name, said in why.items()}
        return seen, {"plan": seen.plan.digest, "ledger": asdict(seen.head), "seen_at": at, "stale": stale}

    def reply(asked: Asked, what: str, name: str = "") -> Response:
        seen, meta = state()
        day = asked.as_of or str(datetime.now(ZoneInfo(seen.plan.zone or "UTC")).date())
        asked = asked.model_copy(update={"as_of": day})
        data = answer(seen, asked, what, name)
        recent.append((asked, what, name))
        told = {"Goaltree-Plan": meta["plan"], "Goaltree-Ledger": f"{seen.head.number} {seen.head.hash}"}
        if meta["stale"]:
            told["Goaltree-Stale"] = ", ".join(f"{key} since {meta['seen_at'][key]}" for key in meta["stale"])
        body = f'{{"meta": {json.dumps(meta)}, "data": {data}}}'.encode(errors="backslashreplace")
        return Response(body, headers=told, media_type="application/json")

    @app.get("/findings", summary="What does not hold, in the plan and in the data of a day")
    @app.get("/alerts", summary="What needs an answer")
    @app.get("/scorecard", summary="Every goal on a day, by the schema `scorecard-1`")
    def whole(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        return reply(asked, request.scope["route"].path[1:])

    @app.get("/packs/{name}", summary="What a meeting has on the table: weekly, monthly, quarterly, annual")
    @app.get("/scorecard/{name:path}", summary="How the numbers of a goal came about")
    def part(name: str, request: Request, asked: Annotated[Asked, Query()]) -> Response:
        return reply(asked, request.scope["route"].path.split("/")[1], name)

    @app.get("/health", summary="What is served, and since when something of it is dead")
    def health() -> dict[str, Any]:
        meta, now = state()[1], datetime.now(UTC)
        age = {key: (now - datetime.fromisoformat(at)).total_seconds() for key, at in meta["seen_at"].items()}
        return {**meta, "age_seconds": age}

    return app
