"""What every plan format keeps to, as tests to inherit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model.plan import Plan
from ..plugin.kind import HOOKS
from .builder import PlanBuilder
from .clock import within
from .payload import PAYLOADS


class FormatContract:
    """Tests of a plan format: subclass it, and give one.

        class TestSheet(FormatContract):
            def format(self):
                return SheetFormat()

    Attributes:
        seconds: How long reading or writing one file may take.
    """

    seconds: float = 30.0

    def format(self) -> Any:
        """The format."""
        raise NotImplementedError("give the format")

    def plan(self, *titles: str) -> Plan:
        """A plan with one goal for each title, with cuts, a metric, a team, an action and a source."""
        builder = (
            PlanBuilder()
            .having(title={"zh": "示例", "en": "Example"})
            .segment("region", "north", "南方")
            .metric("orders", unit="单", source="till")
            .source("till")
            .goal("orders", target="≥100万单", baseline="90万单")
        )
        for at, title in enumerate(titles):
            cuts = {"region": {"north": "8亿", "南方": "4亿"}}
            builder = builder.goal(f"goal_{at}", title=title, target="12亿", cuts=cuts)
        return builder.plan()

    def written(self, plan: Plan) -> bytes:
        """The bytes of a plan's file."""
        data = within(self.seconds, self.format().write, plan)
        assert isinstance(data, bytes), f"write gives {type(data).__name__}, not bytes"
        return data

    def reread(self, data: bytes, folder: Path) -> Plan:
        """The plan that a file of some bytes gives."""
        path = folder / f"plan{self.format().endings[0]}"
        path.write_bytes(data)
        plan = within(self.seconds, self.format().read, str(path))
        assert isinstance(plan, Plan), f"read gives {type(plan).__name__}, not a plan"
        return plan

    def test_it_can_be_registered(self) -> None:
        """It has a name, endings, `read` and `write`, as the hook wants them."""
        names = HOOKS["goaltree_register_formats"].names(self.format())
        assert isinstance(names, tuple), names

    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        """A plan that is written and read is equal to itself, without a finding."""
        plan = self.plan("Sales", "复购金额")
        found = self.reread(self.written(plan), tmp_path)
        assert [finding.message() for finding in found.findings] == []
        assert found == plan

    def test_texts_are_texts(self, tmp_path: Path) -> None:
        """Titles that look like formulas, markup or other values are read back as they are."""
        plan = self.plan(*(text for text in PAYLOADS if text.strip() == text and text.isprintable()))
        assert self.reread(self.written(plan), tmp_path) == plan

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        """Two files of one plan are the same."""
        assert self.written(self.plan("Sales")) == self.written(self.plan("Sales"))

    def test_the_plan_is_not_changed(self) -> None:
        """The plan is the same after writing as before."""
        plan = self.plan("Sales")
        before = plan.to_dict()
        self.written(plan)
        assert plan.to_dict() == before

    def test_a_broken_file_gives_findings(self, tmp_path: Path) -> None:
        """A file that is empty, cut off or something else gives a plan that says so, and no exception."""
        whole = self.written(self.plan("Sales"))
        for data in (b"", whole[: len(whole) // 2], b"\x00\xff" * 100, b"PK\x03\x04" + bytes(100)):
            found = self.reread(data, tmp_path)
            assert found.findings or found.goals

    def test_a_file_that_is_not_there_gives_a_finding(self, tmp_path: Path) -> None:
        """A path that leads nowhere gives a plan with the finding that says so."""
        path = tmp_path / f"nowhere{self.format().endings[0]}"
        found = within(self.seconds, self.format().read, str(path))
        assert isinstance(found, Plan)
        assert found.findings.has_errors
