"""What every exporter that writes packs keeps to, as tests to inherit."""

from __future__ import annotations

from typing import Any

from ..plugin.kind import HOOKS
from ..report.export import pack_exporters
from ..report.pack.pack import KINDS, Kind, Pack, pack
from .clock import elsewhere_later, within
from .exporter_contract import ExporterContract
from .payload import PAYLOADS


class PackContract(ExporterContract):
    """Tests of an exporter that writes packs too: subclass it instead of `ExporterContract`, and give one.

    class TestPage(PackContract):
        def exporter(self):
            return PageExporter()
    """

    def pack(self, kind: Kind, *titles: str, known: bool = True) -> Pack:
        """A pack of a plan with one goal for each title, in the middle of the year."""
        return pack(self.card(*titles, known=known), kind)

    def written_pack(self, made: Pack) -> bytes:
        """The bytes of a pack's file."""
        data = within(self.seconds, self.exporter().write_pack, made)
        assert isinstance(data, bytes), f"write_pack gives {type(data).__name__}, not bytes"
        return data

    def test_it_is_found_to_write_packs(self) -> None:
        """It can be registered, and is one of those that are asked for packs."""
        one: Any = self.exporter()
        assert isinstance(HOOKS["goaltree_register_exporters"].names(one), tuple)
        assert pack_exporters([one]) == (one,)

    def test_it_writes_packs_of_every_kind(self) -> None:
        """Each kind gives a file that is not empty, also where nothing is known."""
        for kind in KINDS:
            assert self.written_pack(self.pack(kind, "Sales", "复购"))
            assert self.written_pack(self.pack(kind, "Sales", known=False))

    def test_the_same_pack_gives_the_same_bytes(self) -> None:
        """Two files of one pack are the same, in any time zone and second."""
        first = self.written_pack(self.pack("weekly", "Sales"))
        assert first == elsewhere_later(lambda: self.written_pack(self.pack("weekly", "Sales")))

    def test_no_text_of_a_pack_acts_on_its_reader(self) -> None:
        """Titles that look like formulas, scripts or links are texts in the file of every kind of pack."""
        titles = [text for text in PAYLOADS if text.strip() and text.isprintable()]
        for kind in KINDS:
            assert self.active(self.written_pack(self.pack(kind, *titles))) == []
