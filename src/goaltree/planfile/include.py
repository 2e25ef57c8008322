"""Plan files into one root: a file, or a folder's `plan.yaml`, and what it names in `include:`.

A folder is read through its `plan.yaml` alone (or `plan.yml`, `plan.json`); that file names the rest.
Entries of `include:` are paths or globs (`*`, `?`; one folder deep) relative to the file that holds
them, and stay inside the folder of the first file. A glob passes over the files that led to it, a
file that is named twice is read once. A section may be spread over files; a key that is defined
twice in it is a finding with both places.
"""

from __future__ import annotations

import glob
import os
import re
from typing import Final, Literal

from attrs import define, field, frozen

from ..errors import UsageError
from ..finding import Finding, Rule, Span, Words
from . import faults, unread_faults
from .encoding import decode, refused
from .excess import FILES, SIZE, TOTAL, capped
from .file import file_bytes
from .json_reader import read_json
from .limits import DEFAULT, Limits
from .merge import merge
from .node import Document, Map, Reading, Scalar, Seq
from .pause import collector_paused
from .secret import secrets, shown
from .yaml_reader import read_yaml

Format = Literal["yaml", "json"]

_FIRST: Final = ("plan.yaml", "plan.yml", "plan.json")
_MOST_NAMES: Final = 10
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_PLAN: Final = Words("the folder holds no `plan.yaml`", "文件夹中没有 `plan.yaml`")
_NO_FOLDER: Final = Words("a text has no folder to include from", "文本没有所在文件夹，无法引用其他文件")
_NO_PATH: Final = Words("an entry is a path", "每一项应为路径")
_OUTSIDE: Final = Words("a symbolic link leads out of the plan's folder", "符号链接指向计划文件夹之外")


def read_nodes(
    source: str | os.PathLike[str], *, encoding: str | None = None, limits: Limits = DEFAULT
) -> Reading:
    """The nodes of a plan file, or of a folder through its `plan.yaml`, with all that it includes.

    Never raises for what the files hold or for a path that cannot be read: those are findings.

    Args:
        source: The file or folder; spans carry it as given, included files are joined to it with `/`.
        encoding: The encoding of the files where it is not UTF-8.
        limits: How much is taken in.

    Raises:
        UsageError: The declared encoding does not exist, or the source is no path.
    """
    if not isinstance(source, (str, os.PathLike)) or not isinstance(name := os.fspath(source), str):
        raise UsageError(
            f"a plan is read from the path of a file or folder, not from {type(source).__name__}; "
            "text and plain values are for goaltree.loads"
        )
    merging = _Merging(limits, encoding)
    if "\0" not in name and os.path.isdir(name):
        first = next((entry for entry in _FIRST if os.path.lexists(os.path.join(name, entry))), None)
        if first is None:
            merging.unreadable(_Job(name=name, real=name, folder=name), _NO_PLAN)
            return merging.reading()
        name = os.path.join(name, first)
    with collector_paused():
        merging.read_all(name)
    is_folder = name != os.fspath(source)
    if not merging.unread and (is_folder or (os.path.basename(name) in _FIRST and merging.included)):
        merging.tell_left_out(name)
    return merging.reading()


def read_text(
    text: str | bytes,
    name: str = "<text>",
    format: Format = "yaml",
    *,
    encoding: str | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """The nodes of one text, which has no folder: an `include:` in it is a finding.

    Raises:
        UsageError: The format or the declared encoding does not exist.
    """
    if format not in ("yaml", "json"):
        raise UsageError(f"A plan text is yaml or json, not {format!r}.")
    merging = _Merging(limits, encoding)
    job = _Job(name=name, real=name, folder="")
    if len(text) > limits.file_bytes:
        merging.exceeded(job, SIZE, len(text), limits.file_bytes)
        return merging.reading()
    decoded = decode(text, name, encoding) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    with collector_paused():
        for entry in merging.read_one(decoded, name, format):
            merging.refuse_alone(entry, job)
    return merging.reading()


@frozen(kw_only=True)
class _Job:
    """One file to read.

    Attributes:
        name: What people know it by.
        real: Its path without symbolic links.
        folder: The folder, without symbolic links, that its own entries are relative to.
        entry: The `include:` entry that names it; `None` for the first file.
        parent: The file that holds this entry.
    """

    name: str
    real: str
    folder: str
    entry: Scalar | None = None
    parent: _Job | None = None

    def lineage(self) -> list[_Job]:
        """This file and those that led to it, the nearest first."""
        jobs, job = [self], self.parent
        while job is not None:
            jobs.append(job)
            job = job.parent
        return jobs

    def chain(self) -> str:
        """The names from the first file to this one."""
        return " → ".join(job.name for job in reversed(self.lineage()))


@define
class _Merging:
    """The root that grows while files are read."""

    limits: Limits
    encoding: str | None
    findings: list[Finding] = field(factory=list)
    files: dict[str, str] = field(factory=dict)
    root: Map | None = None
    unread: list[str] = field(factory=list)
    seen: set[str] = field(factory=set)
    included: bool = False
    taken: int = 0

    def reading(self) -> Reading:
        unread = tuple(dict.fromkeys(self.unread))
        return Reading(root=self.root, findings=tuple(self.findings), files=self.files, unread=unread)

    def read_all(self, name: str) -> None:
        """Reads the first file and, depth first and in the order written, what it includes."""
        folder = os.path.realpath(os.path.dirname(name) or ".")
        seen = self.seen
        todo = [_Job(name=name, real=_real(name), folder=folder)]
        while todo:
            job = todo.pop()
            if any(job.real == above.real for above in job.lineage()[1:]):
                self._tell(faults.INCLUDE_CYCLE, job, chain=job.chain())
                continue
            if job.real in seen:
                continue
            if len(seen) >= self.limits.files:
                self.exceeded(job, FILES, len(seen) + 1, self.limits.files)
                return
            seen.add(job.real)
            data = self._bytes(job)
            if data is None:
                continue
            form: Format = "json" if job.name.endswith(".json") else "yaml"
            entries = self.read_one(decode(data, job.name, self.encoding), job.name, form)
            todo += reversed([found for entry in entries for found in self._jobs(entry, job, folder)])

    def read_one(self, decoded: str | Finding, name: str, form: Format) -> list[Scalar]:
        """Reads one decoded text into the root; returns its include entries."""
        if isinstance(decoded, Finding):
            self.findings.append(decoded)
            self.unread.append(name)
            return []
        self.files[name] = decoded
        document = Document(name, decoded)
        bad = refused(document)
        if bad:
            self.findings += bad
            self.unread.append(name)
            return []
        node, found = (read_json if form == "json" else read_yaml)(document, self.limits)
        self.findings += found
        self.findings += capped(secrets(document), document, self.limits.findings)
        if node is None:
            self.unread.append(name)
            return []
        entries = self._entries(node)
        if self.root is None:
            self.root = node
        else:
            self.findings += capped(merge(self.root, node), document, self.limits.findings)
        return entries

    def _bytes(self, job: _Job) -> bytes | None:
        left = self.limits.total_bytes - self.taken
        data = file_bytes(job.name if job.parent is None else job.real, min(self.limits.file_bytes, left))
        if isinstance(data, Words):
            self.unreadable(job, data)
        elif isinstance(data, bytes):
            self.taken += len(data)
            return data
        elif data > self.limits.file_bytes:
            self.exceeded(job, SIZE, data, self.limits.file_bytes)
        else:
            self.exceeded(job, TOTAL, self.taken + data, self.limits.total_bytes)
        return None

    def _entries(self, root: Map) -> list[Scalar]:
        """The include entries of a file, taken out of its root."""
        entries: list[Scalar] = []
        for key, value in root.pairs:
            if key.text != "include":
                continue
            for item in value.items if isinstance(value, Seq) else [value]:
                if not isinstance(item, Scalar):
                    params = {"target": "…", "reason": _NO_PATH}
                    self.findings.append(Finding(rule=faults.INCLUDE_REFUSED, params=params, span=item.span))
                    self.unread.append("…")
                elif not item.is_null:
                    entries.append(item)
        root.pairs = [pair for pair in root.pairs if pair[0].text != "include"]
        self.included = self.included or bool(entries)
        return entries

    def tell_left_out(self, name: str) -> None:
        """Notes the YAML files beside the first file that nothing includes; all files have been read."""
        folder = os.path.dirname(name) or "."
        try:
            entries = sorted(entry for entry in os.listdir(folder) if _is_yaml(entry))
        except OSError:
            return
        left_out = [
            entry
            for entry in entries
            if (path := os.path.join(folder, entry)) and _real(path) not in self.seen and os.path.isfile(path)
        ]
        if left_out:
            self.findings.append(
                Finding(
                    rule=unread_faults.NOT_INCLUDED,
                    params={
                        "files": tuple(f"`{entry}`" for entry in left_out[:_MOST_NAMES])
                        + ("…",) * (len(left_out) > _MOST_NAMES),
                        "file": os.path.basename(name),
                        "first": left_out[0],
                    },
                    span=Span(file=name, line=0, column=0),
                )
            )

    def _jobs(self, entry: Scalar, parent: _Job, folder: str) -> list[_Job]:
        """The files that an entry names, but for those that must not be read."""
        target = entry.text
        named = _Job(name=target, real="", folder="", entry=entry, parent=parent)
        reason = _escape(target)
        if reason is not None:
            self._tell(faults.INCLUDE_REFUSED, named, target=target, reason=reason)
            return []
        is_glob = _is_glob(target)
        found = sorted(glob.glob(target, root_dir=parent.folder)) if is_glob else [os.path.normpath(target)]
        if not found:
            self._tell(faults.INCLUDE_EMPTY, named, target=target)
        above = {job.real for job in parent.lineage()}
        base = os.path.dirname(parent.name)
        jobs = []
        for relative in found[: self.limits.files + 1]:
            path = os.path.join(parent.folder, relative)
            job = _Job(
                name=f"{base.rstrip('/')}/{relative}" if base else relative,
                real=os.path.realpath(path),
                folder=os.path.realpath(os.path.dirname(path)),
                entry=entry,
                parent=parent,
            )
            if os.path.commonpath([job.real, folder]) != folder:
                self._tell(faults.INCLUDE_REFUSED, job, target=relative, reason=_OUTSIDE)
            elif not (is_glob and job.real in above):
                jobs.append(job)
        return jobs

    def refuse_alone(self, entry: Scalar, parent: _Job) -> None:
        """An include in a text without a folder."""
        target = entry.text
        job = _Job(name=target, real=target, folder="", entry=entry, parent=parent)
        reason = _escape(target)
        if reason is not None:
            self._tell(faults.INCLUDE_REFUSED, job, target=target, reason=reason)
        elif target == parent.name:
            self._tell(faults.INCLUDE_CYCLE, job, chain=job.chain())
        elif _is_glob(target):
            self._tell(faults.INCLUDE_EMPTY, job, target=target)
        else:
            self.unreadable(job, _NO_FOLDER)

    def unreadable(self, job: _Job, reason: Words) -> None:
        """Says that a file cannot be read, and which files led to it."""
        if job.parent is not None:
            via = job.parent.chain()
            reason = Words(f"{reason.en} (included by {via})", f"{reason.zh}（引用路径：{via}）")
        self._tell(faults.FILE_UNREADABLE, job, file=job.name, reason=reason)

    def exceeded(self, job: _Job, what: Words, got: int, limit: int) -> None:
        """Says that a file goes beyond a limit."""
        self._tell(faults.LIMIT_EXCEEDED, job, what=what, got=got, limit=limit)

    def _tell(self, rule: Rule, job: _Job, /, **params: object) -> None:
        """A finding at the entry that names the file, with the entries that led there."""
        if rule is not faults.INCLUDE_CYCLE:
            self.unread.append(job.name)
        spans = [above.entry.span for above in job.lineage() if above.entry is not None]
        self.findings.append(
            Finding(
                rule=rule,
                params=params,
                span=spans[0] if spans else Span(file=job.name, line=0, column=0),
                excerpt=shown(job.entry.text) if job.entry is not None else "",
                others=tuple(spans[1:]),
            )
        )


def _real(name: str) -> str:
    return name if "\0" in name else os.path.realpath(name)


def _is_yaml(entry: str) -> bool:
    return entry.endswith((".yaml", ".yml")) and not entry.startswith(".")


def _escape(target: str) -> Words | None:
    """Why a path could lead out of the plan's folder; `None` where it cannot."""
    if _URL.match(target):
        return Words("it is a URL or names a drive", "它是网址或盘符路径")
    if target.startswith(("/", "\\", "~")):
        return Words("it is not relative", "它不是相对路径")
    if ".." in re.split(r"[/\\]", target):
        return Words("`..` leads out of the folder", "`..` 会离开该文件夹")
    if "\0" in target or "\\" in target:
        return Words("it holds a character that no path has here", "路径中含有不允许的字符")
    return None


def _is_glob(target: str) -> bool:
    return any(char in target for char in "*?[")
