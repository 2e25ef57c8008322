"""Plans of several files: what is found, what is refused, and in which order it is told."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path

import pytest

from goaltree.finding import Finding
from goaltree.planfile.include import read_nodes
from goaltree.planfile.limits import Limits
from goaltree.planfile.node import Map, Scalar, Seq


def write(folder: Path, **texts: str) -> Path:
    """Files `name.yaml` in a folder; gives `plan.yaml`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "plan.yaml"


def only(path: Path | str, **options: object) -> Finding:
    """The one finding of reading a path, which takes less than a second."""
    begun = time.perf_counter()
    (finding,) = read_nodes(path, **options).findings  # type: ignore[arg-type]
    assert time.perf_counter() - begun < 1
    assert finding.message() and finding.hint() and finding.message("zh") and finding.hint("zh")
    return finding


def test_sections_are_joined(tmp_path: Path) -> None:
    """Sections of the same name are one section, in the order of the files, with each file's own spans."""
    plan = write(
        tmp_path,
        plan="goaltree: 1\ninclude: [goals.yaml, sub/more.yaml]\ngoals: {a: 1}\nasserts: [x]\n",
        goals="goaltree: 1\ngoals:\n  b: 2\nasserts: [y]\n",
    )
    write(tmp_path / "sub", more="include: [deeper.yaml]\nteams: {t: 1}\n", deeper="goals: {c: 3}\n")
    reading = read_nodes(plan)
    assert reading.findings == () and reading.root is not None
    goals, asserts = reading.root.get("goals"), reading.root.get("asserts")
    assert isinstance(goals, Map) and isinstance(asserts, Seq)
    assert [(key.text, str(key.span)) for key, _ in goals.pairs] == [
        ("a", f"{plan}:3:9"),
        ("b", f"{tmp_path}/goals.yaml:3:3"),
        ("c", f"{tmp_path}/sub/deeper.yaml:1:9"),
    ]
    assert [item.text for item in asserts.items if isinstance(item, Scalar)] == ["x", "y"]
    assert [key.text for key, _ in reading.root.pairs] == ["goaltree", "goals", "asserts", "teams"]
    assert list(reading.files) == [
        str(plan),
        *(f"{tmp_path}/{n}.yaml" for n in ("goals", "sub/more", "sub/deeper")),
    ]


def test_a_folder_is_read_through_its_plan_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder means its `plan.yaml`; relative names stay relative; JSON may be included."""
    write(tmp_path / "p", plan="include: '*.yaml'\na: 1\n", goals="b: 2\n")
    (tmp_path / "p" / "more.json").write_text('{"c": 3}')
    monkeypatch.chdir(tmp_path)
    reading = read_nodes("p")
    assert reading.findings == () and list(reading.files) == ["p/plan.yaml", "p/goals.yaml"]
    write(tmp_path / "p", plan="include: ['*.json']\n")
    (tmp_path / "p" / "goals.yaml").unlink()
    reading = read_nodes(Path("p"))
    assert reading.findings == () and reading.root is not None and reading.root.get("c") is not None


def test_c03_a_key_in_two_files_names_both(tmp_path: Path) -> None:
    """A key that two files define, or a text that they set differently, is told with both places."""
    plan = write(
        tmp_path, plan="include: [b.yaml]\nperiod: 2025\ngoals: {a: 1}\n", b="period: 2026\ngoals: {a: 2}\n"
    )
    findings = read_nodes(plan).findings
    assert [(f.name, str(f.span), [str(s) for s in f.others]) for f in findings] == [
        ("duplicate-key", f"{tmp_path}/b.yaml:1:1", [f"{plan}:2:1"]),
        ("duplicate-key", f"{tmp_path}/b.yaml:2:9", [f"{plan}:3:9"]),
    ]


def test_a07_what_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, an empty folder, a pipe, a device, a link circle: each is told at once, none blocks."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").mkdir()
    for name in ("missing.yaml", "empty", "pipe", "loop", "x" * 300, "a\0b"):
        finding = only(str(tmp_path / name))
        assert finding.name == "file-unreadable" and name.split("\0")[0] in finding.message()
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        assert only(device).name == "file-unreadable"
    assert only(str(tmp_path / "pipe" / "x")).name == "file-unreadable"


def test_a07_an_unreadable_file(tmp_path: Path) -> None:
    """A file without permission is told, unless the reader may read everything."""
    plan = write(tmp_path, plan="a: 1\n")
    plan.chmod(0)
    findings = read_nodes(plan).findings
    plan.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert [finding.name for finding in findings] == ([] if os.geteuid() == 0 else ["file-unreadable"])


def test_a07_empty_and_comments_only(tmp_path: Path) -> None:
    """Files without a plan say so."""
    for text in ("", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\ufeff"):
        assert only(write(tmp_path, plan=text)).name == "nothing-written"


def test_a08_a_file_is_one_snapshot(tmp_path: Path) -> None:
    """While another thread replaces the file, every reading is one of the two versions as a whole."""
    plan = write(tmp_path, plan="a: 1\n" * 1)
    texts = {"a: 1\n" + "#\n" * 3_000 + "b: 1\n", "a: 2\n" + "#\n" * 9_000 + "b: 2\n"}
    stop = threading.Event()

    def replace() -> None:
        while not stop.is_set():
            for text in texts:
                (tmp_path / "next").write_text(text)
                (tmp_path / "next").replace(plan)

    (tmp_path / "next").write_text(min(texts))
    (tmp_path / "next").replace(plan)
    thread = threading.Thread(target=replace)
    thread.start()
    try:
        for _ in range(100):
            reading = read_nodes(plan)
            assert reading.findings == () and reading.files[str(plan)] in texts
    finally:
        stop.set()
        thread.join()


def test_a09_sizes_are_limited_before_parsing(tmp_path: Path) -> None:
    """A file over the limit is refused by its size, and so are files that are too much together."""
    plan = write(tmp_path, plan="include: [b.yaml]\n", b="c: 1\n")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(65 * 2**20)
    assert only(tmp_path / "huge.yaml").name == "limit-exceeded"
    finding = only(plan, limits=Limits(total_bytes=20))
    assert finding.name == "limit-exceeded" and str(finding.span) == f"{plan}:1:11"
    assert only(plan, limits=Limits(files=1)).name == "limit-exceeded"


def test_a22_cycles_show_their_chain(tmp_path: Path) -> None:
    """Files that include each other are told once, at the entry that closes the circle."""
    plan = write(
        tmp_path, plan="include: [a.yaml]\n", a="include: [b.yaml]\nx: 1\n", b="\n\ninclude: [a.yaml]\n"
    )
    finding = only(plan)
    assert finding.name == "include-cycle" and str(finding.span) == f"{tmp_path}/b.yaml:3:11"
    assert finding.params["chain"] == " → ".join([str(plan), *(f"{tmp_path}/{n}.yaml" for n in "aba")])
    assert [str(span) for span in finding.others] == [f"{tmp_path}/a.yaml:1:11", f"{plan}:1:11"]
    assert only(write(tmp_path / "own", plan="include: [plan.yaml]\n")).name == "include-cycle"


def test_a22_a_long_chain_needs_no_stack(tmp_path: Path) -> None:
    """A thousand files in a row are read."""
    write(
        tmp_path, **{f"f{n}": f"include: [f{n + 1}.yaml]\nk{n}: 1\n" for n in range(1_000)}, f1000="end: 1\n"
    )
    reading = read_nodes(tmp_path / "f0.yaml")
    assert reading.findings == () and reading.root is not None and len(reading.root.pairs) == 1_001


def test_a22_missing_files_and_empty_globs_show_their_chain(tmp_path: Path) -> None:
    """What an entry does not find is told at the entry, with the entries that led there."""
    plan = write(tmp_path, plan="include: [a.yaml]\n", a="include: [no.yaml]\n")
    finding = only(plan)
    assert finding.name == "file-unreadable" and str(finding.span) == f"{tmp_path}/a.yaml:1:11"
    assert f"{plan} → {tmp_path}/a.yaml" in finding.message()
    write(tmp_path, a="include: no-*.yaml\n")
    finding = only(plan)
    assert finding.name == "include-empty" and [str(span) for span in finding.others] == [f"{plan}:1:11"]


def test_a22_a_file_that_two_names_lead_to_loads_once(tmp_path: Path) -> None:
    """A second name for the same file adds nothing."""
    plan = write(tmp_path, plan="include: [a.yaml, ./a.yaml, link.yaml, '*.yaml']\n", a="goals: {x: 1}\n")
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    reading = read_nodes(plan)
    assert reading.findings == () and list(reading.files) == [str(plan), f"{tmp_path}/a.yaml"]


@pytest.mark.parametrize(
    "target",
    [
        "../secret.yaml",
        "sub/../../secret.yaml",
        "/etc/hostname",
        "file:///etc/hostname",
        "http://example.com/a.yaml",
        "~/secret.yaml",
        "..\\secret.yaml",
        "C:secret.yaml",
        "../*.yaml",
        "out.yaml",
        "outer/secret.yaml",
        "outer/*.yaml",
    ],
)
def test_a23_nothing_outside_is_read(tmp_path: Path, target: str) -> None:
    """Paths, URLs and links out of the plan's folder are refused, and nothing of them is read."""
    write(tmp_path, secret="goals: {stolen: 1}\n")
    plan = write(tmp_path / "plan", plan=f"include: ['{target}']\n")
    (tmp_path / "plan" / "sub").mkdir()
    (tmp_path / "plan" / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (tmp_path / "plan" / "outer").symlink_to(tmp_path)
    findings = read_nodes(plan).findings
    assert findings and {finding.name for finding in findings} == {"include-refused"}
    assert list(read_nodes(plan).files) == [str(plan)]


def test_entries_that_are_no_paths(tmp_path: Path) -> None:
    """An entry that is a mapping is refused; a folder is not read as a file."""
    assert only(write(tmp_path, plan="include: [{a: 1}]\n")).name == "include-refused"
    (tmp_path / "sub").mkdir()
    assert only(write(tmp_path, plan="include: [sub]\n")).name == "file-unreadable"


def left_out(path: Path) -> list[tuple[str, str]]:
    """Level and message of every finding on files that nothing includes."""
    return [(f.level, f.message()) for f in read_nodes(path).findings if f.name == "file-not-included"]


def test_a_file_that_nothing_includes_is_noted(tmp_path: Path) -> None:
    """YAML files beside a plan that is read as a folder, or that includes some, are named where it leaves them out."""
    plan = write(tmp_path, plan="include: [a.yaml]\n", a="a: 1\n", b="b: 1\n")
    (tmp_path / "c.yml").write_text("c: 1\n")
    (tmp_path / ".hidden.yaml").write_text("c: 1\n")
    (tmp_path / "notes.txt").write_text("c\n")
    (tmp_path / "folder.yaml").mkdir()
    for path in (tmp_path, plan):
        ((level, message),) = left_out(path)
        assert level == "note" and "`b.yaml`, `c.yml`, beside `plan.yaml`" in message
    plan.write_text("include: ['*.yaml', c.yml, folder.yaml/*.yaml]\n")
    assert left_out(tmp_path) == []
    plan.write_text("goals: {}\n")
    assert len(left_out(tmp_path)) == 1
    assert left_out(plan) == []


def test_another_plan_beside_a_single_file_is_no_part_of_it(tmp_path: Path) -> None:
    """A file of another name that is given by its path says nothing of the files beside it."""
    write(tmp_path, first="include: [a.yaml]\n", a="a: 1\n", second="b: 1\n")
    assert left_out(tmp_path / "first.yaml") == []


def test_of_many_files_left_out_ten_are_named(tmp_path: Path) -> None:
    """A folder full of other files is one note that names ten of them."""
    write(tmp_path, plan="a: 1\n", **{f"other{number:02}": "b: 1\n" for number in range(30)})
    ((_, message),) = left_out(tmp_path)
    assert message.count("`other") == 10 and "…" in message


def test_files_left_out_are_not_told_while_one_cannot_be_read(tmp_path: Path) -> None:
    """A file that cannot be read may include the others."""
    write(tmp_path, plan="include: [a.yaml]\n", a="x: [\n", b="b: 1\n")
    assert left_out(tmp_path) == []


@pytest.mark.parametrize(
    ("broken", "unread"),
    [
        (None, "a.yaml"),
        ("lead：王 XX\n", "a.yaml"),
        ("", "a.yaml"),
        ("x: [\n", "a.yaml"),
        ("x: \x07\n", "a.yaml"),
    ],
)
def test_files_that_gave_nothing_are_named(tmp_path: Path, broken: str | None, unread: str) -> None:
    """A reading names each file that is missing or holds no mapping; one that is read is not among them."""
    plan = write(tmp_path, plan="include: [a.yaml, b.yaml]\n", b="b: 1\n")
    if broken is not None:
        write(tmp_path, a=broken)
    assert read_nodes(plan).unread == (f"{tmp_path}/{unread}",)
    write(tmp_path, a="a: 1\n")
    assert read_nodes(plan).unread == ()
