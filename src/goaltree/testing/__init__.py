"""The kit for authors of plugins: contracts to inherit, plans to try, sources that misbehave.

    from goaltree.testing import ConnectorContract

    class TestTill(ConnectorContract):
        def connector(self, rows, folder):
            return Till(path=written(rows, folder / "till.db"))

A contract is a class of tests for pytest. Its names load on first use: the strategies need hypothesis, and
nothing else here needs more than goaltree and the standard library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .builder import PlanBuilder as PlanBuilder
    from .chaos import BEHAVIOURS as BEHAVIOURS
    from .chaos import ChaosServer as ChaosServer
    from .connector_contract import ConnectorContract as ConnectorContract
    from .exporter_contract import ExporterContract as ExporterContract
    from .fact_case import fact_plan as fact_plan
    from .fact_case import fact_tables as fact_tables
    from .fact_contract import FactContract as FactContract
    from .fact_oracle import counted_by_hand as counted_by_hand
    from .fact_oracle import differences as differences
    from .fact_strategy import facts as facts
    from .format_contract import FormatContract as FormatContract
    from .measure_contract import MeasureContract as MeasureContract
    from .pack_contract import PackContract as PackContract
    from .payload import PAYLOADS as PAYLOADS
    from .payload import active as active
    from .strategy import actuals as actuals
    from .strategy import plans as plans
    from .strategy import rows as rows

_HOMES = {
    "BEHAVIOURS": "chaos",
    "ChaosServer": "chaos",
    "ConnectorContract": "connector_contract",
    "ExporterContract": "exporter_contract",
    "FactContract": "fact_contract",
    "FormatContract": "format_contract",
    "MeasureContract": "measure_contract",
    "PAYLOADS": "payload",
    "PackContract": "pack_contract",
    "PlanBuilder": "builder",
    "active": "payload",
    "actuals": "strategy",
    "counted_by_hand": "fact_oracle",
    "differences": "fact_oracle",
    "fact_plan": "fact_case",
    "fact_tables": "fact_case",
    "facts": "fact_strategy",
    "plans": "strategy",
    "rows": "strategy",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table above is the one list


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'goaltree.testing' has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
