"""Addresses: what becomes of each part, what is refused, and where credentials may come from."""

from __future__ import annotations

from typing import ClassVar

import pytest
from attrs import field, frozen

import goaltree as gt
from goaltree.plugin.address import (
    Address,
    connections,
    from_environment,
    is_address,
    named,
    options_of,
    parse,
)


@frozen(kw_only=True)
class Till:
    """A connector with options of every kind."""

    name: ClassVar[str] = "till"
    path: str
    table: str = "facts"
    rows: int = 10
    rate: float | None = None
    is_open: bool = False
    token: str = field(default="", repr=False)


@frozen(kw_only=True)
class Web:
    """A connector that takes the whole address."""

    name: ClassVar[str] = "web"
    url: str


@frozen(kw_only=True)
class Plain:
    """A connector without a place."""

    name: ClassVar[str] = "plain"
    size: int


def made(connector, url, environ=None, **options):
    """The values that an address gives."""
    return options_of(connector, parse(url, **options), environ or {}).values


@pytest.mark.parametrize(
    ("url", "values"),
    [
        ("till://a.db", {"path": "a.db"}),
        ("till:///data/a.db", {"path": "/data/a.db"}),
        ("TILL://a%20b.db?table=x%3By", {"path": "a b.db", "table": "x;y"}),
        ("till://a?rows=3&rate=0.5&is_open=yes", {"path": "a", "rows": 3, "rate": 0.5, "is_open": True}),
        ("till://a?path=b", None),
        ("till://a?is_open=0", {"path": "a", "is_open": False}),
        ("till://数据/销售.db", {"path": "数据/销售.db"}),
        ("till://a%2520b.db", {"path": "a%20b.db"}),
        ("till://?path=a%2520b.db", {"path": "a%20b.db"}),
        ("till://a%24%7BHOME%7D.db", {"path": "a${HOME}.db"}),
    ],
)
def test_each_part_goes_to_its_field(url, values):
    """The place goes to `path`, decoded; an option to the field of its name, as the field's type."""
    if values is None:
        with pytest.raises(gt.UsageError):
            made(Till, url)
    else:
        assert made(Till, url) == values


@pytest.mark.parametrize(
    ("connector", "url", "told"),
    [
        (Till, "till", "scheme://place"),
        (Till, "till://a?tabel=x", "did you mean table"),
        (Till, "till://a?rows=many", "is a number"),
        (Till, "till://a?is_open=maybe", "true or false"),
        (Till, "till://a?rows=1&rows=2", "twice"),
        (Till, "till://a?token=sesame", "${VARIABLE}"),
        (Till, "till://me:sesame@a", "${VARIABLE}"),
        (Web, "web://me:sesame@a", "${VARIABLE}"),
        (Web, "web://me:${X}-sesame@a", "${VARIABLE}"),
        (Till, "till://${NOT_THERE}", "NOT_THERE"),
        (Plain, "plain://x?size=1", "options only"),
        (Plain, "plain://", "needs size"),
    ],
)
def test_what_makes_no_sense_is_a_wrong_call(connector, url, told):
    """A wrong address is refused with what is wrong, and without what it holds."""
    with pytest.raises(gt.UsageError) as raised:
        made(connector, url)
    assert told in str(raised.value)
    assert "sesame" not in str(raised.value)


def test_credentials_come_from_the_environment():
    """A variable stands for its value, which is a secret; within a URL it is quoted."""
    environ = {"TOKEN": "s?&cret/1", "USER_PW": "p@ss"}
    found = options_of(Till, parse("till://a?token=${TOKEN}"), environ)
    assert found.values["token"] == "s?&cret/1"
    assert found.secrets == {"s?&cret/1"}
    assert made(Web, "web://me:${USER_PW}@host/x", environ) == {"url": "web://me:p%40ss@host/x"}
    assert "s?&cret" not in repr(found)


def test_an_address_from_the_environment_may_hold_a_password():
    """What the environment itself says may hold credentials; they are secrets."""
    found = options_of(Till, parse("till://me:sesame@a?token=tok-1", is_private=True), {})
    assert {"sesame", "tok-1"} <= found.secrets
    assert "sesame" not in repr(parse("till://me:sesame@a"))


def test_sources_are_looked_up_in_the_environment():
    """A source's variable is its key in capitals, other signs as `_`."""
    environ = {
        "GOALTREE_CONNECT_MY_TILL": "till://a",
        "GOALTREE_CONNECT_仓库": "till://b",
        "GOALTREE_CONNECT_X": "",
    }
    assert from_environment({"my-till": 0, "仓库": 0, "x": 0}, environ) == {
        "my-till": "till://a",
        "仓库": "till://b",
    }


def test_names_and_addresses_are_told_apart():
    """`NAME=URL` is split at the first sign; a path is no address."""
    assert named(" till = csv://a=b ") == ("till", "csv://a=b")
    assert (
        is_address("csv://a")
        and not is_address("a.csv")
        and not is_address("C:\\a.csv")
        and not is_address(3)
    )
    assert parse("csv://a").scheme == "csv"
    assert isinstance(parse("csv://a"), Address)


def test_a_class_that_refuses_its_options_is_a_wrong_call():
    """A connector that raises while it is made is a wrong call, without its secret."""
    from types import SimpleNamespace

    from goaltree.plugin.host import Host
    from goaltree.plugin.spec import hookimpl

    @frozen(kw_only=True)
    class Picky:
        name: ClassVar[str] = "picky"
        path: str
        token: str = field(default="", repr=False)

        def __attrs_post_init__(self):
            raise ValueError(f"no {self.path} with {self.token}")

        def frame(self, request):
            return []

    def goaltree_register_connectors():
        return [Picky]

    plugin = SimpleNamespace(
        goaltree_api=1, goaltree_register_connectors=hookimpl(goaltree_register_connectors)
    )
    with pytest.raises(gt.UsageError, match=r"no a with \*\*\*"):
        Host(load=[plugin]).connect("picky://a?token=${T}", environ={"T": "sesame"})


def test_a_source_is_connected_once():
    """Two addresses for one name are refused, not one of them dropped."""
    assert connections(["till=csv://a", "web=csv://b=c"]) == {"till": "csv://a", "web": "csv://b=c"}
    with pytest.raises(gt.UsageError, match="twice"):
        connections(["till=csv://a", " till=csv://b"])
