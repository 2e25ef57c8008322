"""Alerts in words, for whoever passes them on: a chat, a mail, a page of another system."""

from __future__ import annotations

from collections.abc import Iterable

from ..finding import Lang
from ..scorecard.card import Scorecard
from ..steering.alert import Alert
from .alert import ToldAlert, alert_text
from .told import Told


def told_alerts(card: Scorecard, found: Iterable[Alert], lang: Lang = "en") -> tuple[ToldAlert, ...]:
    """Each alert of a scorecard in a language, in the order given.

    The words hold texts of people as they are: whoever shows them escapes them for the place.

    Args:
        card: The scorecard that the alerts are of.
        found: What `alerts` gave for it.
        lang: `en` or `zh`.
    """
    told = Told(card, lang)
    return tuple(alert_text(told, one) for one in found)
