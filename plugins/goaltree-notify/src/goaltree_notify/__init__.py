"""Alerts sent to chats, mail and webhooks: what the plugin registers, and what a program may call.

from goaltree_notify import Outbox, read_settings, send

settings = read_settings("notify.toml")
send(gt.alerts(card, ledger.notes()), settings.destinations, card=card, outbox=Outbox("plan.outbox"))
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from goaltree import hookimpl

if TYPE_CHECKING:
    from .delivery import Delivery as Delivery
    from .delivery import send as send
    from .destination import Destination as Destination
    from .outbox import Outbox as Outbox
    from .setting import Settings as Settings
    from .setting import read_settings as read_settings

goaltree_api: Final = 1
_HOMES: Final = {
    "Delivery": "delivery",
    "Destination": "destination",
    "Outbox": "outbox",
    "Settings": "setting",
    "read_settings": "setting",
    "send": "delivery",
}

__all__ = sorted([*_HOMES, "goaltree_api", "goaltree_register_commands"])  # noqa: PLE0605 - from the table above


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'goaltree_notify' has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


@hookimpl
def goaltree_register_commands() -> Iterable[Any]:
    """`goaltree notify`."""
    from .command import notify

    return (notify,)
