"""The page of the plugin says what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import attrs
import pytest
from notify_case import case

import goaltree_notify
from goaltree_notify import delivery, outbox, outcome
from goaltree_notify.command import notify
from goaltree_notify.destination import Destination
from goaltree_notify.message import composed, letters
from goaltree_notify.service import _ROOM, service_of
from goaltree_notify.setting import read_settings
from goaltree_notify.webhook import SCHEMES, address_of

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PAGE = " ".join(TEXT.split())


def test_the_options_of_the_page_are_those_of_a_destination():
    """Each option of a destination has its row, and each row its option; names and keys stand elsewhere."""
    rows = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert sorted(rows) == sorted(
        one.name for one in attrs.fields(Destination) if one.name not in ("name", "keys")
    )


def test_the_settings_of_the_page_are_taken(tmp_path):
    """The file of the page is one, with what it says are the defaults."""
    block = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)[1]
    file = tmp_path / "notify.toml"
    file.write_text(block, encoding="utf-8")
    addresses = {
        "GOALTREE_NOTIFY_OPERATIONS": "feishu://TOKEN",
        "GOALTREE_NOTIFY_BOARD": "lark://TOKEN",
        "HOOK_KEY": "a",
    }
    found = read_settings(file, addresses)
    assert [one.name for one in found.destinations] == ["operations", "board", "inside"]
    assert (found.tries, found.seconds) == (delivery.TRIES, delivery.SECONDS)
    defaults = [int(one) for one in re.findall(r"; (\d+) by default", block)]
    fields = attrs.fields_dict(Destination)
    assert defaults == [fields["per_hour"].default, fields["most"].default]


@pytest.mark.parametrize("url", re.findall(r"^\| [\w ]+ \| `(\w+://[^`]+)`", TEXT, re.MULTILINE))
def test_the_addresses_of_the_page_are_taken(url):
    """Each is one that apprise takes, or a plain webhook."""
    if url.partition("://")[0] in SCHEMES:
        assert address_of(url) == "https://host/path"
    else:
        longer = {"A": "T1JJ3T3L2", "B": "A1BRTD4JD", "C": "TIiajkdnlazkcOXrIdevi7FQ"}
        assert service_of("/".join(longer.get(part, part) for part in url.split("/")))


def test_the_numbers_of_the_page_are_those_that_count():
    """Seconds of a try and of a hold, the longest wait, the room of a message."""
    assert f"no answer within {delivery.PATIENCE:.0f} seconds" in PAGE
    assert f"once {delivery.PATIENCE + delivery._SLACK:.0f} seconds have passed" in PAGE
    assert outcome._LONGEST == outbox._HOUR == 3600 and "(an hour at most)" in PAGE
    assert f"({_ROOM:,} bytes" in PAGE and delivery._ROOM == _ROOM
    assert [delivery.pause(at, outcome.failed("", ""), 1.0) for at in (1, 2, 3)] == [1, 2, 4]


def test_the_fields_of_the_page_are_those_that_programs_get():
    """Each field of a plain webhook's JSON is named, in order."""
    card, found = case()
    made = composed(letters(card, found, "en"), id="a", destination="b", lang="en", most=9, room=9000)
    named = re.search(r"Plain webhooks get JSON: (.*?); a deviation", PAGE)[1]
    whole = "version id plan title text alerts".split() + list(made.values[0]) + ["left_out"]
    assert re.findall(r"`(\w+)`", named) == whole


def test_the_public_names_are_there():
    """What a program may call loads when it is asked for; the command has the options of the page."""
    for name in goaltree_notify.__all__:
        assert getattr(goaltree_notify, name) is not None
    with pytest.raises(AttributeError):
        goaltree_notify.nothing  # noqa: B018 - the access is the test
    options = {option for one in notify.params for option in one.opts if option.startswith("--")}
    assert set(re.findall(r"--[a-z][a-z-]*", TEXT)) <= {*options, "--record"}  # of `goaltree alerts`


def test_the_package_depends_on_what_it_imports():
    """apprise and requests are named, each with the version from which it is tried."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    names = {re.match(r"[\w-]+", one)[0] for one in project["dependencies"]}
    assert names == {"apprise", "attrs", "click", "goaltree-core", "requests"}
