"""The service answers with the numbers of the plan and ledger that it names, and says what it could not read."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import httpx
import pytest
from attrs import frozen
from fastapi import FastAPI
from jsonschema import Draft202012Validator

import goaltree as gt
from goaltree.report.pack.pack import pack_schema
from goaltree.scorecard.plain import card_schema
from goaltree_service import service
from goaltree_service.service import create_app

GOALS = """\
metrics:
  sales: {title: {zh: 销售额, en: Sales}, kind: flow, unit: 元, direction: up}
  churn: {title: {zh: 流失率, en: Churn}, kind: ratio, unit: "%", direction: down}
goals:
  sales: {target: TARGET 万元, baseline: 900 万元, owner: shop}
  churn: {target: 5%, baseline: 9%, owner: care}
"""
HEAD = """\
goaltree: 1
plan: small
title: {zh: 小店, en: A small shop}
period: 2025
include: [goals.yaml]
teams:
  shop: {title: {zh: 门店, en: Shop}}
  care: {title: {zh: 客服, en: Care}}
governance:
  deviation:
    warning: {at: ≤-10%, answer: 偏差预警表}
    emergency: {at: ≤-20%, decide_within: 24 小时}
"""
DAY = "2025-03-31"
LATER = "2025-05-02T09:00+08:00"


@frozen
class Client:
    """Asks an application in this process."""

    app: FastAPI

    def get(self, path: str, params: dict[str, str] | None = None) -> httpx.Response:
        """The answer to one request."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.get(path, params=params)

        return asyncio.run(ask())


@frozen
class Place:
    """A plan and its ledger on a disk, with a service that looks at both before each answer."""

    plan: Path
    ledger: Path
    client: Client

    def get(self, path: str, **query: str) -> httpx.Response:
        """The answer to a path with these parameters."""
        return self.client.get(path, params=query)

    def target(self, target: str) -> None:
        """Edit the plan: another target of sales, in 万元."""
        (self.plan / "goals.yaml").write_text(goals(target), encoding="utf-8")

    def expected(self, as_of: str = DAY, known_at: str | None = None) -> gt.Scorecard:
        """The scorecard as `goaltree review` makes it."""
        card = gt.review(self.plan, str(self.ledger), as_of=as_of, known_at=known_at).card
        assert card is not None
        return card


def goals(target: str) -> str:
    """The text of the goals, with the target of sales in 万元."""
    return GOALS.replace("TARGET", target)


def rows(month: int, sales: int, churn: str) -> list[dict[str, object]]:
    period = f"2025-{month:02}"
    return [
        {"metric": "sales", "period": period, "value": sales, "unit": "万元"},
        {"metric": "churn", "period": period, "value": churn, "count": 1000},
    ]


def entered(place: Path, plan: Path, month: int, sales: int, churn: str) -> None:
    """Enter a month into the ledger, as known on the second day of the next one."""
    found = gt.observe(gt.read(plan), rows(month, sales, churn))
    gt.Ledger(place).append(found, known_at=f"2025-{month + 1:02}-02T09:00+08:00")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    plan, ledger = tmp_path / "计划 plan", tmp_path / "data" / "year.ledger"
    plan.mkdir()
    ledger.parent.mkdir()
    (plan / "plan.yaml").write_text(HEAD, encoding="utf-8")
    (plan / "goals.yaml").write_text(goals("1200"), encoding="utf-8")
    for month, sales in ((1, 90), (2, 80), (3, 40)):
        entered(ledger, plan, month, sales, "8%")
    return Place(plan, ledger, Client(create_app(plan, ledger, every=0)))


def data(response: httpx.Response) -> dict:
    assert response.status_code == 200, response.text
    return response.json()["data"]


def meta(response: httpx.Response) -> dict:
    """What an answer says of itself, in its body and in a header alike."""
    assert json.loads(response.headers["goaltree-meta"]) == response.json()["meta"]
    return response.json()["meta"]


def head_of(ledger: Path) -> str:
    """The name of what a ledger holds."""
    head = gt.Ledger(ledger).head
    return f"{head.number} {head.hash}"


def test_scorecard_is_that_of_a_review(place: Place):
    """The scorecard has the numbers that `goaltree review` gives, by the published schema, whole and of a team."""
    found = data(place.get("/scorecard", as_of=DAY))
    assert found == json.loads(json.dumps(place.expected().to_dict()))
    Draft202012Validator(card_schema()).validate(found)
    team = data(place.get("/scorecard", as_of=DAY, team="客服"))
    assert [one["key"] for one in team["goals"]] == ["churn"]


def test_scorecard_of_an_instant_knows_nothing_later(place: Place):
    """What became known after `known_at` plays no part."""
    then = "2025-03-15T00:00+08:00"
    found = data(place.get("/scorecard", as_of=DAY, known_at=then))
    assert found == json.loads(json.dumps(place.expected(known_at=then).to_dict()))
    assert found["goals"][0]["value"] == 1_700_000
    assert data(place.get("/scorecard", as_of=DAY))["goals"][0]["value"] == 2_100_000


@pytest.mark.parametrize("name", ["sales", "销售额", "Sales"])
def test_goal_comes_with_its_derivation(place: Place, name: str):
    """A goal by key or title says how its numbers came about, the last step being its value."""
    found = data(place.get(f"/scorecard/{name}", as_of=DAY))
    assert found == place.expected()["sales"].derivation.to_dict()
    assert found["steps"][-1]["value"] == "2100000"


@pytest.mark.parametrize("kind", ["weekly", "monthly", "quarterly", "annual"])
@pytest.mark.parametrize("team", ["", "shop"])
def test_packs_are_those_of_the_library(place: Place, kind: str, team: str):
    """Each pack is that of the library for the day and the team, and follows the published schema."""
    found = data(place.get(f"/packs/{kind}", as_of=DAY, **({"team": team} if team else {})))
    wanted = gt.pack(place.expected(), kind, notes=gt.Ledger(place.ledger).notes(), team=team or None)
    assert found == json.loads(json.dumps(wanted.to_dict()))
    Draft202012Validator(pack_schema()).validate(found)


def test_alerts_know_the_journal(place: Place):
    """An alert says what the journal of the ledger says about it, and those of a team are its own."""
    key = next(
        one["key"] for one in data(place.get("/alerts", as_of=DAY))["alerts"] if one["goal"] == "sales"
    )
    with gt.Ledger(place.ledger) as ledger:
        raised = gt.raise_alerts(place.expected(), ledger, by="tester")
        assert key in {one.key for one in raised.new}
    found = data(place.get("/alerts", as_of=DAY))["alerts"]
    assert found == [one.to_dict() for one in gt.alerts(place.expected(), gt.Ledger(place.ledger).notes())]
    assert {one["goal"] for one in data(place.get("/alerts", as_of=DAY, team="care"))["alerts"]} <= {"churn"}


def test_findings_say_where_and_in_which_language(place: Place):
    """Findings name file and line without a folder of the server, in either language, of all or of a team."""
    every = {lang: place.get("/findings", as_of=DAY, lang=lang) for lang in ("en", "zh")}
    for response in every.values():
        found = data(response)["findings"]
        assert {one["file"] for one in found} <= {"goals.yaml", "plan.yaml", None}
        assert any(one["line"] for one in found)
    assert every["en"].text != every["zh"].text
    team = data(place.get("/findings", as_of=DAY, team="care"))["findings"]
    assert team == [one for one in data(every["en"])["findings"] if one["team"] == "care"]


def test_no_answer_names_a_folder_of_the_server(place: Place, tmp_path: Path):
    """Wherever a value came from, and whatever is broken, no output holds a folder of the server."""
    table = tmp_path / "exports" / "四月.csv"
    table.parent.mkdir()
    table.write_text("metric,period,value,unit\nsales,2025-04,70,万元\n", encoding="utf-8")
    gt.Ledger(place.ledger).append(gt.observe(gt.read(place.plan), table))
    paths = ("/scorecard", "/scorecard/sales", "/alerts", "/findings", "/packs/monthly", "/health")
    said = [place.get(path, **({} if path == "/health" else {"as_of": "2025-04-30"})) for path in paths]
    assert "四月.csv:2" in str(said[1].json())
    (place.plan / "goals.yaml").write_text("goals: [", encoding="utf-8")
    place.ledger.rename(place.ledger.with_name("gone"))
    said += [place.get("/health"), place.get("/scorecard", as_of=DAY)]
    new = Client(create_app(place.plan, place.ledger)).get("/scorecard", {"as_of": DAY})
    assert new.status_code == 503
    for response in (*said, new):
        assert str(tmp_path) not in response.text + str(response.headers)
        assert json.dumps(str(tmp_path))[1:-1] not in response.text


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/scorecard", {"as_of": "2025-02-30"}, 400),
        ("/scorecard", {"as_of": "31.03.2025"}, 400),
        ("/scorecard", {"as_of": DAY, "known_at": "2025-04-01"}, 400),
        ("/scorecard", {"as_of": DAY, "known_at": "now"}, 400),
        ("/packs/daily", {"as_of": DAY}, 400),
        ("/scorecard/profit", {"as_of": DAY}, 404),
        ("/scorecard/sales", {"as_of": DAY, "team": "care"}, 404),
        ("/scorecard", {"as_of": DAY, "team": "法务"}, 404),
        ("/packs/weekly", {"as_of": DAY, "team": "法务"}, 404),
        ("/findings", {"as_of": DAY, "team": "法务"}, 404),
        ("/findings", {"as_of": DAY, "lang": "fr"}, 400),
        ("/scorecard", {}, 422),
        ("/nothing", {}, 404),
    ],
)
def test_mistakes_of_who_asks_are_told(place: Place, path: str, query: dict[str, str], status: int):
    """What is asked wrongly is told with the status that the description of the service lists."""
    response = place.get(path, **query)
    assert response.status_code == status
    assert response.json()["detail"]
    if path != "/nothing":
        described = place.get("/openapi.json").json()["paths"]
        route = next(one for one in described if one.split("{", maxsplit=1)[0].rstrip("/") in path)
        assert str(status) in described[route]["get"]["responses"]


@pytest.mark.parametrize("day", ["0001-01-01", "1900-02-28", "2024-12-31", "2026-01-01", "9999-12-31"])
def test_every_day_has_an_answer(place: Place, day: str):
    """A day outside of the plan's year is answered, or refused as a mistake; nothing breaks."""
    for path in (
        "/scorecard",
        "/scorecard/sales",
        "/alerts",
        "/findings",
        "/packs/weekly",
        "/packs/quarterly",
    ):
        assert place.get(path, as_of=day).status_code in {200, 400}


def test_edited_plan_is_served(place: Place):
    """An edit is read at the next look, and the answer names the plan that it is of."""
    before = meta(place.get("/scorecard", as_of=DAY))
    assert before == {"plan": gt.read(place.plan).digest, "ledger": head_of(place.ledger), "stale": {}}
    place.target("2400")
    after = place.get("/scorecard", as_of=DAY)
    assert meta(after) == {**before, "plan": gt.read(place.plan).digest} != before
    assert data(after)["goals"][0]["target"] == 24_000_000
    assert data(after) == json.loads(json.dumps(place.expected().to_dict()))


def test_looks_are_no_closer_than_asked(place: Place):
    """Before its time has passed the service does not look, however often it is asked."""
    client = Client(create_app(place.plan, place.ledger, every=1000))
    before = client.get("/scorecard", {"as_of": DAY})
    place.target("2400")
    assert client.get("/scorecard", {"as_of": DAY}).content == before.content


def test_plan_is_a_folder(place: Place):
    """A single file is refused: what it includes would change without being seen."""
    response = Client(create_app(place.plan / "plan.yaml", place.ledger)).get("/health")
    assert response.status_code == 503
    assert list(response.json()["detail"]) == ["plan"]


def test_included_file_that_appears_is_read(place: Place):
    """A file that a pattern includes counts from when it is there, in a folder of its own too."""
    (place.plan / "more").mkdir()
    (place.plan / "plan.yaml").write_text(
        HEAD.replace("goals.yaml", '"*.yaml", "more/*.yaml"'), encoding="utf-8"
    )
    (place.plan / "more" / "one.yaml").write_text(
        "goals: {orders: {target: 10, owner: shop}}", encoding="utf-8"
    )
    keys = [one["key"] for one in data(place.get("/scorecard", as_of=DAY))["goals"]]
    assert keys == ["sales", "churn", "orders"]


@pytest.mark.parametrize(
    ("text", "place_of_it"),
    [
        ("goals: [", "goals.yaml:1:"),
        (goals("12x00"), "goals.yaml:5:"),
        (goals("1200").replace("owner: shop", "owner: nobody"), "goals.yaml:5:"),
        ("", "goals.yaml"),
    ],
)
def test_broken_plan_keeps_the_last_good_one(place: Place, text: str, place_of_it: str):
    """While the plan cannot be read the last good one is served, marked, with file and line; mended, it is read."""
    before = place.get("/scorecard", as_of=DAY)
    (place.plan / "goals.yaml").write_text(text, encoding="utf-8")
    broken = place.get("/scorecard", as_of=DAY)
    assert data(broken) == data(before)
    since = meta(broken)["stale"]["plan"]
    assert meta(broken) == {**meta(before), "stale": {"plan": since}}
    health = place.get("/health")
    assert health.status_code == 200
    assert health.json()["plan"]["seen_at"] == since
    assert place_of_it in health.json()["plan"]["why"]
    assert health.json()["ledger"]["why"] == ""
    place.target("1300")
    mended = place.get("/scorecard", as_of=DAY)
    assert data(mended)["goals"][0]["target"] == 13_000_000
    assert meta(mended)["stale"] == {}
    assert place.get("/health").json()["plan"]["why"] == ""


def test_plan_that_cannot_be_evaluated_is_refused(place: Place):
    """A plan that reads well and states no period is refused like one that cannot be read."""
    before = place.get("/scorecard", as_of=DAY)
    (place.plan / "plan.yaml").write_text(HEAD.replace("period: 2025\n", ""), encoding="utf-8")
    after = place.get("/scorecard", as_of=DAY)
    assert data(after) == data(before)
    assert list(meta(after)["stale"]) == ["plan"]
    assert "period" in place.get("/health").json()["plan"]["why"]


def test_contradiction_is_served_and_told(place: Place):
    """A plan that contradicts itself is the plan all the same: it is served, and its findings are told."""
    place.target("1200")
    text = goals("1200").replace("baseline: 900 万元", "baseline: 900 万元, growth: +90%")
    (place.plan / "goals.yaml").write_text(text, encoding="utf-8")
    assert place.get("/scorecard", as_of=DAY).json()["meta"]["stale"] == {}
    found = data(place.get("/findings", as_of=DAY))["findings"]
    assert [one["code"] for one in found if one["level"] == "error"] == ["GT203"]


def test_new_month_in_the_ledger_is_served(place: Place):
    """What is entered into the ledger is served from the next look on, under the new head."""
    before = place.get("/scorecard", as_of="2025-04-30")
    entered(place.ledger, place.plan, 4, 100, "7%")
    after = place.get("/scorecard", as_of="2025-04-30")
    assert meta(after)["ledger"] == head_of(place.ledger) != meta(before)["ledger"]
    assert data(after)["goals"][0]["value"] == 3_100_000
    assert data(after) == json.loads(json.dumps(place.expected("2025-04-30").to_dict()))


def spoilt(path: Path) -> None:
    """Turn one byte in the midst of the last record's body."""
    content = bytearray(path.read_bytes())
    at = content.rindex(b"churn")
    content[at] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "kill",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a database, but long enough to be one" * 9),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        spoilt,
    ],
    ids=["gone", "empty", "noise", "cut", "spoilt"],
)
def test_dead_ledger_keeps_what_was_known(place: Place, kill):
    """While the ledger is dead what was known is served for any day, marked with since when; back, it is read."""
    good = place.ledger.read_bytes()
    before = place.get("/scorecard", as_of=DAY)
    kill(place.ledger)
    dead = place.get("/scorecard", as_of=DAY)
    assert data(dead) == data(before)
    since = meta(dead)["stale"]["ledger"]
    assert meta(dead) == {**meta(before), "stale": {"ledger": since}}
    assert data(place.get("/scorecard", as_of="2025-02-28"))["goals"][0]["value"] == 1_700_000
    health = place.get("/health").json()
    assert "year.ledger" in health["ledger"]["why"]
    assert health["ledger"]["seen_at"] == since <= health["plan"]["seen_at"]
    place.target("1300")
    assert data(place.get("/scorecard", as_of=DAY))["goals"][0]["target"] == 13_000_000
    place.ledger.write_bytes(good)
    assert meta(place.get("/scorecard", as_of=DAY))["stale"] == {}
    entered(place.ledger, place.plan, 4, 100, "7%")
    assert data(place.get("/scorecard", as_of="2025-04-30"))["goals"][0]["value"] == 3_100_000


@pytest.mark.parametrize("missing", ["plan", "ledger"])
def test_nothing_is_answered_before_both_were_read(place: Place, missing: str):
    """Without a plan or a ledger ever read the answer is 503 and says what is missing; then it is served."""
    path = place.plan / "goals.yaml" if missing == "plan" else place.ledger
    content = path.read_bytes()
    path.unlink()
    client = Client(create_app(place.plan, place.ledger, every=0))
    for asked in ("/scorecard", "/scorecard/sales", "/packs/weekly", "/alerts", "/findings", "/health"):
        response = client.get(asked, {"as_of": DAY})
        assert response.status_code == 503
        assert list(response.json()["detail"]) == [missing]
    path.write_bytes(content)
    assert client.get("/health").status_code == 200


def test_many_threads_get_one_state_each(place: Place):
    """While plan and ledger change under many threads, every answer is that of the plan and ledger that it names."""
    client = Client(create_app(place.plan, place.ledger, every=0.01))
    wanted: dict[tuple[str, str], object] = {}
    cards = {}

    def noted() -> None:
        name = gt.read(place.plan).digest, head_of(place.ledger)
        cards[name] = place.expected().to_dict()

    noted()
    start = Barrier(5)

    def ask() -> list[httpx.Response]:
        start.wait()
        return [client.get("/scorecard", params={"as_of": DAY}) for _ in range(30)]

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        start.wait()
        for turn in range(4):
            place.target(str(2000 + turn))
            noted()
            time.sleep(0.05)
            gt.Ledger(place.ledger).append(
                gt.observe(gt.read(place.plan), rows(3, 50 + turn, "8%")), known_at="2025-04-03T09:00+08:00"
            )
            noted()
            time.sleep(0.05)
        responses = [one for part in asked for one in part.result()]
    wanted = {name: json.loads(json.dumps(card)) for name, card in cards.items()}
    for response in responses:
        assert data(response) == wanted[meta(response)["plan"], meta(response)["ledger"]]


def test_one_reads_while_others_are_answered(place: Place, monkeypatch):
    """While one request reads a new plan, the others get the answers of the plan before."""
    before = place.get("/scorecard", as_of=DAY)
    place.target("1700")
    reading, go_on = Event(), Event()
    real = gt.read

    def slow(path):
        reading.set()
        assert go_on.wait(60)
        return real(path)

    monkeypatch.setattr(gt, "read", slow)
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(place.get, "/scorecard", as_of=DAY)
        assert reading.wait(60)
        meanwhile = place.get("/scorecard", as_of=DAY)
        assert not reader.done()
        go_on.set()
        after = reader.result()
    assert meanwhile.content == before.content
    assert data(after)["goals"][0]["target"] == 17_000_000


def test_ledger_that_grows_while_it_is_read_is_read_again(place: Place, monkeypatch):
    """Numbers and head are of one state: where something was entered in between, the next look reads both."""
    known, real = head_of(place.ledger), gt.Ledger.notes

    def entered_meanwhile(self):
        monkeypatch.setattr(gt.Ledger, "notes", real)
        entered(place.ledger, place.plan, 5, 100, "7%")
        return real(self)

    place.get("/health")
    entered(place.ledger, place.plan, 4, 100, "7%")
    monkeypatch.setattr(gt.Ledger, "notes", entered_meanwhile)
    between = place.get("/scorecard", as_of="2025-05-31")
    assert meta(between)["ledger"] == known
    assert list(meta(between)["stale"]) == ["ledger"]
    after = place.get("/scorecard", as_of="2025-05-31")
    assert meta(after)["ledger"] == head_of(place.ledger)
    assert data(after)["goals"][0]["value"] == 4_100_000


def test_answers_are_made_once(place: Place, monkeypatch):
    """Many who ask for a day at the same time wait for one review of it; a later one finds it made."""
    calls = []
    real = gt.review
    monkeypatch.setattr(gt, "review", lambda *a, **k: calls.append(k["as_of"]) or real(*a, **k))
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: place.get("/scorecard", as_of="2025-03-30"), range(8)))
    assert place.get("/scorecard", as_of="2025-03-30").content == said[0].content
    assert place.get("/alerts", as_of="2025-03-30").status_code == 200
    assert calls == ["2025-03-30"]


def test_served_on_a_port(place: Place):
    """The service runs under uvicorn, and answers as in process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "import sys, uvicorn; from pathlib import Path; from goaltree_service.service import create_app\n"
    code += "uvicorn.run(create_app(*map(Path, sys.argv[1:3])), port=int(sys.argv[3]))"
    command = [sys.executable, "-c", code, str(place.plan), str(place.ledger), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            for _ in range(200):
                try:
                    assert client.get("/health").status_code == 200
                    break
                except httpx.TransportError:
                    assert server.poll() is None
                    time.sleep(0.1)
            found = client.get("/scorecard", params={"as_of": DAY})
            assert data(found) == data(place.get("/scorecard", as_of=DAY))
            shutil.copy(place.ledger, place.ledger.with_suffix(".copy"))
            place.ledger.unlink()
            for _ in range(100):
                dead = client.get("/scorecard", params={"as_of": DAY})
                assert data(dead) == data(found)
                if meta(dead)["stale"]:
                    break
                time.sleep(0.1)
            assert list(meta(dead)["stale"]) == ["ledger"]
    finally:
        server.terminate()
        server.wait(10)


def test_the_example_stays_short():
    """An example is read in five minutes: all of it has less than 120 lines."""
    folder = Path(service.__file__).parent
    assert sum(len(one.read_text(encoding="utf-8").splitlines()) for one in folder.glob("*.py")) < 120
