"""`review`: read, check, observe and evaluate in one call; the place where the stages meet the plugins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from attrs import field, frozen

from .actuals.connector import Connector, MeasuringConnector
from .actuals.number_cell import PercentScale
from .actuals.observe import observe
from .actuals.table import Actuals
from .checks.check import check
from .errors import UnknownKeyError
from .findings import Findings
from .model.metric import Grain
from .model.names import near
from .model.plan import Plan
from .planfile.load import loads
from .planfile.load import read as read_text
from .plugin.address import from_environment
from .plugin.default import default_host
from .plugin.host import Host
from .plugin.source import sourced
from .progress import Listener
from .scorecard.card import Scorecard
from .scorecard.evaluate import evaluate
from .steering.action_state import action_findings


@frozen(kw_only=True)
class Review:
    """What came of a review.

    Attributes:
        plan: The plan.
        actuals: What was observed.
        card: The scorecard; `None` where the plan states no period.
        findings: What was found in plugins, plan, data and scores, ranked.
    """

    plan: Plan = field(repr=False)
    actuals: Actuals
    card: Scorecard | None = field(repr=False)
    findings: Findings


def review(
    plan: Plan | str | os.PathLike[str] | Mapping[str, object],
    *sources: object,
    as_of: date | str,
    known_at: datetime | str | None = None,
    grain: Grain = "month",
    percent: PercentScale | None = None,
    encoding: str | None = None,
    connect: Mapping[str, str] | None = None,
    host: Host | None = None,
    progress: Listener | None = None,
) -> Review:
    """Read a plan, check it, fetch its actuals and evaluate it.

    Args:
        plan: A plan, or the file, folder or mapping that it is read from; files in any format that the
            host knows.
        sources: What `observe` takes, ledgers among it, addresses such as `duckdb://facts.duckdb`, and files
            whose ending is the name of a connector, such as `a.xlsx`.
        as_of: The business date, the end of which is meant.
        known_at: Only what was known at that instant; everything known by default. With a zone.
        grain: The length of the periods that are reviewed.
        percent: How bare numbers of percentages are meant.
        encoding: Encoding of text files that are not UTF-8.
        connect: Where the plan's sources are: addresses by the sources' keys. Sources that are not named
            here are looked up in the environment, as `GOALTREE_CONNECT_` and the key in capitals.
        host: The plugins; those of `default_host` where none is given.
        progress: What is told how far the work is; it may end it by raising `Cancelled`.

    Raises:
        Cancelled: `progress` raised it.
        UsageError: A date that is none, an address that no connector takes, a source of no known kind.
        UnknownKeyError: The plan has no source of a name in `connect`.
        PluginError: The host is strict, and a plugin fails.
    """
    used = host or default_host()
    found = plan if isinstance(plan, Plan) else read(plan, host=used)
    checked = check(found, rules=used.checks)
    actuals = observe(
        found,
        *(sourced(source, lambda: used, known_at) for source in sources),
        as_of=as_of,
        percent=percent,
        encoding=encoding,
        connectors=connected(found, connect or {}, host=used),
        progress=progress,
    )
    card = None
    if found.period is not None:
        card = evaluate(found, actuals, as_of=as_of, known_at=known_at, grain=grain, curves=used.curves)
    of_data = actuals.findings if card is None else card.findings + action_findings(card)
    every = Findings([*used.findings, *checked, *of_data])
    return Review(plan=found, actuals=actuals, card=card, findings=every)


def read(source: str | os.PathLike[str] | Mapping[str, object], *, host: Host | None = None) -> Plan:
    """A plan from a file of any format that the host knows, from a folder, or from plain values.

    Args:
        source: The file, folder or mapping.
        host: The plugins; those of `default_host` where none is given.
    """
    if isinstance(source, Mapping):
        return loads(source)
    path = os.fspath(source)
    ending = Path(path).suffix.lower()
    for one in (host or default_host()).formats:
        if ending in one.endings and not Path(path).is_dir():
            return one.read(path)
    return read_text(path)


def connected(
    plan: Plan, connect: Mapping[str, str], *, host: Host | None = None
) -> dict[str, Connector | MeasuringConnector]:
    """The connectors of a plan's sources, by the sources' keys.

    Args:
        plan: The plan.
        connect: Addresses by key; the environment says those of other sources.
        host: The plugins; those of `default_host` where none is given.

    Raises:
        UnknownKeyError: The plan has no such source.
        UsageError: An address that no connector takes.
    """
    host = host or default_host()
    for key in connect:
        if key not in plan.sources:
            raise UnknownKeyError(key, near(key, plan.sources))
    private = from_environment({key: None for key in plan.sources if key not in connect})
    return {
        **{key: host.connect(url, name=key) for key, url in connect.items()},
        **{key: host.connect(url, name=key, is_private=True) for key, url in private.items()},
    }
