"""What every exporter keeps to, as tests to inherit."""

from __future__ import annotations

from typing import Any

from ..actuals.observe import observe
from ..model.plan import Plan
from ..plugin.kind import HOOKS
from ..scorecard.card import Scorecard
from ..scorecard.evaluate import evaluate
from .builder import PlanBuilder
from .clock import elsewhere_later, within
from .payload import PAYLOADS, active


class ExporterContract:
    """Tests of an exporter: subclass it, and give one.

        class TestPage(ExporterContract):
            def exporter(self):
                return PageExporter()

    Attributes:
        seconds: How long one file may take.
    """

    seconds: float = 30.0

    def exporter(self) -> Any:
        """The exporter."""
        raise NotImplementedError("give the exporter")

    def active(self, data: bytes) -> list[str]:
        """What in a file would act on its reader, found by means of another than the exporter's own.

        Known endings are looked at; say more where your format is another.
        """
        return [found for ending in self.exporter().endings for found in active(data, ending)]

    def plan(self, *titles: str) -> Plan:
        """A plan with one goal for each title."""
        builder = PlanBuilder().having(title=titles[0]).segment("region", "north", "south")
        for at, title in enumerate(titles):
            builder = builder.goal(
                f"goal_{at}", title=title, target="100", cuts={"region": {"north": "60", "south": "40"}}
            )
        return builder.plan()

    def card(self, *titles: str, known: bool = True) -> Scorecard:
        """A scorecard of that plan in the middle of the year; nothing is known where nothing is observed."""
        plan = self.plan(*titles)
        rows = [
            {"metric": key, "period": f"2025-0{month}", "value": month * (at + 1), "region": region}
            for at, key in enumerate(plan.metrics)
            for month in range(1, 7)
            for region in ("north", "south")
        ]
        return evaluate(plan, observe(plan, rows if known else None), as_of="2025-06-30")

    def written(self, card: Scorecard) -> bytes:
        """The bytes of a scorecard's file."""
        data = within(self.seconds, self.exporter().write, card)
        assert isinstance(data, bytes), f"write gives {type(data).__name__}, not bytes"
        return data

    def test_it_can_be_registered(self) -> None:
        """It has a name, endings and `write`, as the hook wants them."""
        names = HOOKS["goaltree_register_exporters"].names(self.exporter())
        assert isinstance(names, tuple), names

    def test_it_writes_a_scorecard(self) -> None:
        """A scorecard gives a file that is not empty."""
        assert self.written(self.card("Sales", "复购"))

    def test_it_writes_what_is_not_known(self) -> None:
        """A scorecard without any actuals gives a file as well, without numbers that are none."""
        data = self.written(self.card("Sales", known=False))
        text = data.decode("utf-8", "replace")
        assert data
        assert not any(word in text for word in (">nan<", ">inf<", ": NaN", ": Infinity", ",nan,", ",inf,"))

    def test_the_same_scorecard_gives_the_same_bytes(self) -> None:
        """Two files of one scorecard are the same, in any time zone and second."""
        first = self.written(self.card("Sales", "复购"))
        assert first == elsewhere_later(lambda: self.written(self.card("Sales", "复购")))

    def test_the_scorecard_is_not_changed(self) -> None:
        """The scorecard is the same after writing as before."""
        card = self.card("Sales")
        before = card.to_dict()
        self.written(card)
        assert card.to_dict() == before

    def test_no_text_acts_on_its_reader(self) -> None:
        """Titles that look like formulas, scripts or links are texts in the file."""
        titles = [text for text in PAYLOADS if text.strip() and text.isprintable()]
        assert self.active(self.written(self.card(*titles))) == []
