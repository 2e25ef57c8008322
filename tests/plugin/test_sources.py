"""Connectors in use: requests, a source over HTTP that misbehaves, and the whole in `review`."""

from __future__ import annotations

import json
import urllib.request
from datetime import date
from time import monotonic
from types import SimpleNamespace
from typing import ClassVar
from urllib.error import HTTPError

import pytest
from attrs import field, frozen

import goaltree as gt
from goaltree.actuals.connector import Connector, MeasuringConnector, Request, answer, is_connector
from goaltree.composition import connected, read, review
from goaltree.finding import Finding
from goaltree.plugin.host import Host
from goaltree.plugin.spec import hookimpl
from goaltree.testing import BEHAVIOURS, ChaosServer, MeasureContract, PlanBuilder

PLAN = (
    PlanBuilder()
    .having(zone="Asia/Shanghai")
    .segment("region", "north", "south")
    .source("till")
    .source("crm")
    .metric("sales", source="till", by=["region"])
    .metric("leads", source="crm", unit="个")
    .metric("odd", unit="个")
    .goal("sales", target="1200", cuts={"region": {"north": "700", "south": "500"}})
    .goal("leads", target="100个")
    .goal("odd", target="100个")
    .plan()
)


@frozen(kw_only=True)
class Web:
    """Records that a server gives as JSON."""

    name: ClassVar[str] = "web"
    url: str
    token: str = field(default="", repr=False)

    def frame(self, request):
        """What the server gives."""
        asked = urllib.request.Request(
            self.url.replace("web://", "http://"), headers={"Authorization": f"Bearer {self.token}"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=5) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                raise ConnectionError(error.code, error.read()) from None


def as_plugin(connector):
    """A plugin that registers one connector."""

    def goaltree_register_connectors():
        return [connector]

    return SimpleNamespace(
        goaltree_api=1, goaltree_register_connectors=hookimpl(goaltree_register_connectors)
    )


def test_a_request_says_what_is_asked_for():
    """Metrics, members, window and grains of a request are those of the plan, cut at the business date."""
    request = Request.of(PLAN, as_of="2025-03-31")
    assert request.metrics == ("leads", "odd", "sales")
    assert request.segments == {"region": ("north", "south")}
    assert request.window == (date(2025, 1, 1), date(2025, 3, 31))
    assert request.grains == ("month",)
    assert (request.zone, request.as_of, request.source) == ("Asia/Shanghai", date(2025, 3, 31), "")
    assert Request().window is None


def test_a_source_is_asked_for_its_own():
    """A source of the plan is asked for the metrics that name it, and for those that name none."""
    assert Request.of(PLAN, source="till").metrics == ("odd", "sales")
    assert Request.of(PLAN, source="crm").metrics == ("leads", "odd")
    with pytest.raises(gt.UsageError, match="no source"):
        Request.of(PLAN, source="shop")
    with pytest.raises(gt.UsageError, match="is a day"):
        Request.of(PLAN, as_of="soon")


def test_tables_are_those_of_the_source():
    """A request carries how the plan says the tables of its source are counted."""
    request = Request.of(MeasureContract().plan(), source="till")
    assert sorted(request.tables) == ["orders", "visits"]
    assert request.tables["orders"].sum == "amount"


def test_connectors_are_known_by_their_methods():
    """A connector is what has a name and `frame` or `measure`; frames, paths and classes are none."""
    import pandas as pd

    class Measures:
        name = "m"

        def measure(self, request):
            return []

    assert isinstance(Web(url="web://x"), Connector)
    assert isinstance(Measures(), MeasuringConnector)
    assert is_connector(Web(url="web://x")) and is_connector(Measures())
    assert not any(map(is_connector, (Web, pd.DataFrame({"name": []}), "a.csv", [], None, gt.Actuals())))


def test_measure_is_asked_where_tables_are_declared():
    """A connector with both methods measures where the plan declares tables, and gives frames where not."""

    class Both:
        name = "both"

        def frame(self, request):
            return [{"metric": "frame"}]

        def measure(self, request):
            return iter([{"metric": "measure"}])

    assert answer(Both(), Request.of(MeasureContract().plan())) == [{"metric": "measure"}]
    assert answer(Both(), Request.of(PLAN)) == [{"metric": "frame"}]


def test_e05_an_endless_answer_ends():
    """A connector that never stops giving rows is cut at the limit, and nothing of it is used."""
    from itertools import repeat

    from goaltree.actuals.limit import Limits

    class Endless:
        name = "endless"

        def frame(self, request):
            return repeat({"metric": "odd", "period": "2025-01", "value": 1})

    found = gt.observe(PLAN, Endless(), limits=Limits(rows=10))
    assert len(found) == 0
    assert found.findings.has_errors


def test_e02_an_answer_that_breaks_off_is_none():
    """Rows that came before a connector failed are not used: all of an answer, or nothing."""

    @frozen
    class Torn:
        name: ClassVar[str] = "torn"
        path: str = ""

        def frame(self, request):
            yield {"metric": "odd", "period": "2025-01", "value": 1}
            raise ConnectionResetError

    for source in (Torn(), Host(load=[as_plugin(Torn)]).connect("torn://x")):
        found = gt.observe(PLAN, source)
        assert (len(found), found.findings.has_errors) == (0, True)


def test_a_connector_without_a_host_fails_as_a_source():
    """A connector that is given to `observe` itself and raises is an unreadable source."""

    class Dead:
        name = "dead"

        def frame(self, request):
            raise OSError("password is sesame")

    found = gt.observe(PLAN, Dead())
    assert [f.name for f in found.findings.errors] == ["source-unreadable"]
    assert "sesame" not in found.findings.to_text()


GOOD = {"good", "drip", "many"}
"""Behaviours that give a value after all: at once, slowly, or the same one twenty thousand times."""


ROWS = {
    "e01": ("hang", "drip"),
    "e02": ("reset", "short", "cut"),
    "e04": ("schema", "types", "object"),
    "e05": ("empty", "nothing", "many", "good"),
    "e06": ("secret", "refused", "broken"),
    "e08": ("circle", "file"),
    "e10": ("later", "patience"),
    "e11": ("bomb", "login", "nan", "huge-number", "charset"),
}
"""The rows of the catalogue of bad inputs that each behaviour belongs to."""


def test_every_behaviour_belongs_to_a_row():
    """No behaviour of the server is forgotten."""
    assert sorted(one for behaviours in ROWS.values() for one in behaviours) == sorted(BEHAVIOURS)


@pytest.mark.parametrize(
    "behaviour",
    [pytest.param(one, id=f"{row}-{one}") for row, behaviours in ROWS.items() for one in behaviours],
)
def test_a_source_that_misbehaves_costs_only_its_goals(behaviour):
    """Each misbehaviour ends in time, gives values or an error or warning, and leaves the other source alone."""
    host = Host(load=[as_plugin(Web)], seconds=3 if behaviour != "drip" else 30)
    with ChaosServer() as server:
        url = server.url(behaviour).replace("http://", "web://")
        begin = monotonic()
        found = review(
            PLAN,
            [{"metric": "leads", "period": "2025-01", "value": 3}],
            as_of="2025-01-31",
            connect={"till": url + "?token=${T}"},
            host=host_with(host, {"T": "sesame/42"}),
        )
        assert monotonic() - begin < 35
    assert found.card["leads"].value == 3
    values = [one for one in found.actuals.observations if one.metric == "sales" and one.value == 100]
    assert bool(values) is (behaviour in GOOD)
    if behaviour == "nan":
        assert {one.value for one in found.actuals.observations if one.metric == "sales"} == {
            gt.NA("NO_ACTUAL")
        }
    elif behaviour not in GOOD:
        assert any(f.level != "note" for f in found.actuals.findings)
    text = found.findings.to_text() + found.findings.to_json("zh") + repr(found.findings[:])
    assert "sesame" not in text and "c2VzYW1l" not in text


def host_with(host, environ):
    """A host whose addresses see other variables."""

    class Sees:
        def __getattr__(self, name):
            return getattr(host, name)

        def connect(self, url, **options):
            return host.connect(url, environ=environ, **options)

    return Sees()


def test_a_review_is_the_stages_in_one_call(tmp_path):
    """`review` gives what reading, checking, observing and evaluating give one by one."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN.to_dict()), encoding="utf-8")
    rows = [{"metric": "sales", "period": "2025-01", "value": 50, "region": "north"}]
    found = review(path, rows, as_of="2025-01-31", host=Host(load=[]))
    assert found.plan == PLAN
    assert found.actuals == gt.observe(PLAN, rows)
    assert found.card.to_dict() == gt.evaluate(PLAN, rows, as_of="2025-01-31").to_dict()
    wanted = [*gt.check(PLAN), *gt.evaluate(PLAN, rows, as_of="2025-01-31").findings]
    assert sorted(f.code for f in found.findings) == sorted(f.code for f in gt.Findings(wanted))


def test_a_review_of_a_plan_without_a_period_has_no_card():
    """A plan that cannot be evaluated is no exception: there are its findings, and no scorecard."""
    found = review({"goaltree": 1, "plan": "x"}, None, as_of="2025-01-31", host=Host(load=[]))
    assert found.card is None
    assert next(f.code for f in gt.check(gt.loads({"goaltree": 1, "plan": "x"}))) in [
        f.code for f in found.findings
    ]


def test_an_address_is_a_source(tmp_path):
    """An address among the sources is read by its connector."""
    path = tmp_path / "a.csv"
    path.write_text("metric,period,value\nodd,2025-01,7\n", encoding="utf-8")
    found = review(PLAN, f"csv://{path}", as_of="2025-01-31", host=Host(load=[]))
    assert [one.value for one in found.actuals.observations] == [7]


def test_an_unknown_source_is_told_with_the_nearest():
    """Connecting a source that the plan does not have is refused with the name that was meant."""
    with pytest.raises(gt.UnknownKeyError, match="till"):
        connected(PLAN, {"tlil": "csv://a"}, host=Host(load=[]))


def test_plans_are_read_in_any_format(tmp_path):
    """A mapping, a folder and a file are read; an ending that nobody knows is read as ever."""
    assert read(PLAN.to_dict(), host=Host(load=[])) == PLAN
    (tmp_path / "plan.yaml").write_text(gt.dumps(PLAN), encoding="utf-8")
    assert read(tmp_path, host=Host(load=[])) == PLAN
    assert read(str(tmp_path / "plan.yaml"), host=Host(load=[])) == PLAN
    assert read(tmp_path / "plan.unknown", host=Host(load=[])).findings.has_errors


def test_a_finding_of_a_connector_is_its_answer():
    """A connector may answer with a finding, which is told as it is."""
    from goaltree.actuals.source_faults import SOURCE_EMPTY

    class Says:
        name = "says"

        def frame(self, request):
            return Finding(rule=SOURCE_EMPTY, params={"file": "till"})

    found = gt.observe(PLAN, Says())
    assert [f.message() for f in found.findings.select("GT802")] == ["`till` has no rows."]


def test_a_file_of_a_plugins_ending_is_a_source(tmp_path):
    """A review reads what the command line reads: a file belongs to the connector of its ending."""
    from attrs import frozen

    from goaltree.plugin.spec import hookimpl

    asked = []

    @frozen(kw_only=True)
    class Zed:
        name = "zed"
        path: str

        def frame(self, request):
            asked.append((self.path, request.as_of))
            return [{"metric": "odd", "period": "2025-01", "value": 7}]

    class Plugin:
        goaltree_api = 1

        @staticmethod
        @hookimpl
        def goaltree_register_connectors():
            return [Zed]

    path = tmp_path / "a?b%20{c}.zed"
    path.write_text("", encoding="utf-8")
    found = review(PLAN, path, as_of="2025-01-31", host=Host(load=[Plugin()]))
    assert [one.value for one in found.actuals.observations] == [7]
    assert asked == [(str(path), date(2025, 1, 31))]


def test_what_ends_later_is_told_once(tmp_path):
    """Rows beyond the business date are left out, with one warning."""
    rows = [{"metric": "odd", "period": f"2025-0{month}", "value": 7} for month in (1, 2)]
    found = review(PLAN, rows, as_of="2025-01-31", host=Host(load=[]))
    assert [one.code for one in found.findings].count("GT834") == 1
