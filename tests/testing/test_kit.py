"""The rest of the kit: the builder, the strategies, the names, and the server that misbehaves."""

from __future__ import annotations

import http.client
import subprocess
import sys
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
import goaltree.testing as kit


@pytest.mark.parametrize("name", kit.__all__)
def test_every_name_resolves(name):
    """Every name of the kit is there, and listed."""
    assert getattr(kit, name) is not None
    assert name in dir(kit)


def test_an_unknown_name_is_an_attribute_error():
    """A name that the kit does not have is refused as Python does."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kit.nothing  # noqa: B018 - the access is the test


def test_the_contracts_need_no_hypothesis():
    """Whoever has no hypothesis can use the contracts."""
    code = (
        "import sys; from goaltree.testing import ConnectorContract, PlanBuilder, ChaosServer;"
        "print({'hypothesis', 'pytest'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_built_plan_holds():
    """A plan of the builder has no finding at all, and the builder itself is not changed by going on."""
    start = kit.PlanBuilder().segment("region", "a", "b")
    plan = start.goal("sales", target="12亿", cuts={"region": {"a": "8亿", "b": "4亿"}}).plan()
    assert list(gt.check(plan)) == []
    assert "goals" not in start.values


@given(st.data())
def test_drawn_plans_and_actuals_fit_each_other(data):
    """A drawn plan is read without an error, and its actuals observe without one."""
    plan = data.draw(kit.plans())
    assert not plan.findings.has_errors
    found = data.draw(kit.actuals(plan))
    assert [finding.message() for finding in found.findings.errors] == []
    assert set(found.metrics) <= set(plan.metrics)


def asked(url, timeout=5.0):
    """Status and body that the server gives, or the name of the error."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=timeout)
    try:
        connection.request("GET", f"/{path}", headers={"Authorization": "Bearer canary"})
        response = connection.getresponse()
        return response.status, response.read(), dict(response.headers)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, b"", {}
    finally:
        connection.close()


WANTED = {
    "good": lambda status, body, _: status == 200 and body.endswith(b"}]"),
    "empty": lambda status, body, _: (status, body) == (200, b"[]"),
    "nothing": lambda status, body, _: (status, body) == (200, b""),
    "hang": lambda status, *_: status == "TimeoutError",
    "reset": lambda status, *_: status in ("ConnectionResetError", "RemoteDisconnected", "BadStatusLine"),
    "short": lambda status, *_: status == "IncompleteRead",
    "cut": lambda status, body, _: status == 200 and not body.endswith(b"]"),
    "login": lambda _, body, headers: body.startswith(b"<html>") and headers["Content-Type"] == "text/html",
    "nan": lambda _, body, __: b"NaN" in body,
    "huge-number": lambda _, body, __: b"1e999" in body,
    "charset": lambda _, body, __: body != body.decode("gb18030").encode(),
    "schema": lambda _, body, __: b"kpi" in body,
    "types": lambda _, body, __: b"[1]" in body,
    "object": lambda _, body, __: body.startswith(b"{"),
    "many": lambda _, body, __: body.count(b"{") == 20_000,
    "bomb": lambda _, body, headers: headers["Content-Encoding"] == "gzip" and len(body) < 1 << 20,
    "refused": lambda status, *_: status == 403,
    "secret": lambda status, body, _: status == 401 and b"canary" in body,
    "broken": lambda status, *_: status == 500,
    "later": lambda status, _, headers: status == 503 and headers["Retry-After"] == "1000000000",
    "patience": lambda status, _, headers: status == 429 and headers["Retry-After"] == "-1",
    "circle": lambda status, _, headers: status == 302 and headers["Location"] == "/circle",
    "file": lambda _, __, headers: headers["Location"].startswith("file:"),
}


@pytest.mark.parametrize("behaviour", sorted(kit.BEHAVIOURS))
def test_the_server_misbehaves_as_it_says(behaviour):
    """Each behaviour of the server is what its name says."""
    with kit.ChaosServer() as server:
        if behaviour == "drip":
            begin = monotonic()
            assert asked(server.url("drip"), timeout=30)[0] == 200
            assert monotonic() - begin > 5
        else:
            assert WANTED[behaviour](*asked(server.url(behaviour), timeout=1.0))


def test_the_server_knows_what_it_does_not_do():
    """An unknown behaviour is refused at once; an unknown path is not found."""
    with kit.ChaosServer() as server:
        with pytest.raises(KeyError):
            server.url("nothing-like-it")
        assert asked(server.url("good").replace("good", "elsewhere"))[0] == 404
