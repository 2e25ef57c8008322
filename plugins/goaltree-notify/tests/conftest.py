"""Tests share their receivers, their plan and their clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from notify_receiver import Receiver

from goaltree.plugin.default import forget


@pytest.fixture(autouse=True)
def own_host() -> Iterator[None]:
    """The plugins that a test asks for are loaded for it alone."""
    forget()
    yield
    forget()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback."""
    with Receiver() as running:
        yield running


@pytest.fixture
def inside() -> Iterator[Receiver]:
    """Another one, which nobody may be led to."""
    with Receiver() as running:
        yield running
