"""The host: loads plugins one by one, keeps what they register, and says what went wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ..checks.rulebook import Check
from ..errors import UsageError
from ..finding import Finding
from ..findings import Findings
from ..model.names import near
from ..planfile.format import PlanFormat
from . import address as addresses
from . import builtin
from .claim import BUILT_IN, Claim, settled
from .entry import Candidate, installed, wanted
from .guard import SECONDS, Guard
from .guarded import (
    GuardedConnector,
    GuardedExporter,
    GuardedForecaster,
    GuardedFormat,
    GuardedPackExporter,
    guarded_check,
    guarded_curve,
)
from .kind import KINDS, KindName
from .load import Loading
from .log import Log
from .secret import credentials
from .watch import Watch

if TYPE_CHECKING:
    from ..actuals.connector import Connector
    from ..maths.curve import Curve
    from ..maths.forecaster import Forecaster
    from ..report.export import Exporter


@frozen(kw_only=True)
class Plugin:
    """A plugin that was asked for.

    Attributes:
        name: Its distribution, or its module where it was given as one.
        version: Its version; `unversioned` where it has none.
        registers: Kind and name of what it registers and what is used, in order.
        findings: What went wrong with it.
    """

    name: str
    version: str
    registers: tuple[tuple[KindName, str], ...] = ()
    findings: Findings = field(factory=Findings)


class Host:
    """Plugins, and what they register.

    They are imported when the host is made; each hook is called once, when what it registers is first
    asked for, or at once where the host is strict.

    Everything that a plugin registers is behind a guard: where it raises, hangs, exits or answers with
    something else than was asked for, there is a finding, and the rest goes on. That contains faults, not
    malice: a plugin has all rights of the process.

    Args:
        load: Names of installed plugins (distributions or entry points), and modules or objects that are
            plugins themselves. By default those that the environment names in `GOALTREE_LOAD_PLUGINS`, or
            all that are installed unless `GOALTREE_DISABLE_PLUGIN_AUTOLOAD` is set. None at all: `load=[]`.
        strict: Raise a `PluginError` where a plugin fails, instead of going on.
        seconds: How long one call of a plugin may take.

    Raises:
        PluginError: The host is strict, and a plugin fails.
        UsageError: What is to be loaded is a text, not a list of them.
    """

    def __init__(
        self, load: Iterable[object] | None = None, *, strict: bool = False, seconds: float = SECONDS
    ) -> None:
        if isinstance(load, str):
            raise UsageError(f"plugins are loaded by a list of names: [{load!r}]")
        self._secrets = credentials()
        self._guard = Guard(seconds=seconds, secrets=self._secrets)
        self._log = Log(strict=strict)
        candidates, said = _candidates(load)
        for finding in said:
            self._log.tell(finding)
        loading = Loading(guard=self._guard, tell=self._log.tell, host_version=_version())
        self._loading = loading
        self._hooks = tuple((candidate, loading.hooks(candidate)) for candidate in candidates)
        self._lock = threading.RLock()
        self._held: dict[KindName, tuple[Claim, ...]] = {}
        if strict:
            self._all()

    def __repr__(self) -> str:
        return f"<Host {len(self.plugins)} plugins, {self.findings!r}>"

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plugins that were asked for, the built-in one first."""
        claims = self._all()
        return tuple(self._listed(candidate, claims) for candidate, _ in self._hooks)

    @property
    def findings(self) -> Findings:
        """What went wrong with any plugin: at loading, and since then where no answer could say it."""
        self._all()
        return self._log.findings

    @property
    def told(self) -> Findings:
        """What went wrong with what was used so far."""
        return self._log.findings

    @property
    def connectors(self) -> Mapping[str, type[Connector]]:
        """The classes of connectors by name; `connect` makes one of them, guarded."""
        return self._table("connector", lambda claim: claim.value)

    @property
    def exporters(self) -> tuple[Exporter, ...]:
        """The exporters, the built-in ones first."""
        return tuple(self._table("exporter", self._exporter).values())

    @property
    def formats(self) -> tuple[PlanFormat, ...]:
        """The plan formats, the built-in ones first."""
        return tuple(self._table("format", self._format).values())

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks, the built-in ones first: what `check` takes as `rules`."""
        return tuple(self._table("check", self._check).values())

    @property
    def curves(self) -> Mapping[str, Curve]:
        """The curves by name."""
        return self._table("curve", self._curve)

    @property
    def forecasters(self) -> Mapping[str, Forecaster]:
        """The methods of forecasting by name."""
        return self._table("forecaster", self._forecaster)

    @property
    def commands(self) -> Mapping[str, Claim]:
        """The commands by name, each with the plugin that it comes from."""
        return self._table("command", lambda claim: claim)

    def connect(
        self, url: str, *, name: str = "", is_private: bool = False, environ: Mapping[str, str] | None = None
    ) -> Connector:
        """The connector of an address, with its options.

        Args:
            url: `scheme://place?option=value`; `${NAME}` stands for a variable of the environment.
            name: What the source is called in findings; the scheme by default.
            is_private: The address comes from the environment itself and may hold a password.
            environ: The environment; that of the process by default.

        Raises:
            UsageError: No connector has the name, or it does not take the options.
        """
        address = addresses.parse(url, is_private=is_private)
        claim = next((c for c in self._of("connector") if c.name == address.scheme), None)
        if claim is None:
            close = near(address.scheme, self.connectors)
            known = ", ".join(close or self.connectors)
            raise UsageError(f"no connector is called {address.scheme!r}; there are {known}")
        options = addresses.options_of(claim.value, address, environ)
        watch = self.watch(claim, options.secrets)
        made = watch.guard.call(lambda: claim.value(**options.values))
        if made.failure is not None:
            raise UsageError(f"{address.scheme}:// does not take its options: {made.failure.en}")
        return GuardedConnector(name=name or address.scheme, inner=made.value, watch=watch)

    def watch(self, claim: Claim, secrets: frozenset[str] | None = None) -> Watch:
        """How an object that is registered is called.

        Args:
            claim: The object.
            secrets: What its failures may not show beside what the environment holds.
        """
        guard = evolve(self._guard, secrets=self._secrets | (secrets or frozenset()))
        return Watch(claim=claim, guard=guard, log=self._log)

    def _of(self, name: KindName) -> tuple[Claim, ...]:
        """What is registered of a kind and used."""
        with self._lock:
            if name not in self._held:
                kind = next(kind for kind in KINDS if kind.name == name)
                held, taken = settled(
                    claim
                    for candidate, hooks in self._hooks
                    if kind.hook in hooks
                    for claim in self._loading.claims(kind, hooks[kind.hook], candidate)
                )
                for finding in taken:
                    self._log.tell(finding)
                self._held[name] = tuple(held)
            return self._held[name]

    def _all(self) -> tuple[Claim, ...]:
        return tuple(claim for kind in KINDS for claim in self._of(kind.name))

    def _table(self, kind: KindName, make: Callable[[Claim], Any]) -> Mapping[str, Any]:
        return MappingProxyType({claim.name: make(claim) for claim in self._of(kind)})

    def _exporter(self, claim: Claim) -> Any:
        one = claim.value
        if claim.is_ours:
            return one
        kind = GuardedPackExporter if callable(getattr(one, "write_pack", None)) else GuardedExporter
        return kind(name=one.name, endings=one.endings, watch=self.watch(claim))

    def _format(self, claim: Claim) -> Any:
        one = claim.value
        if claim.is_ours:
            return one
        return GuardedFormat(name=one.name, endings=one.endings, watch=self.watch(claim))

    def _check(self, claim: Claim) -> Any:
        return claim.value if claim.is_ours else guarded_check(self.watch(claim))

    def _curve(self, claim: Claim) -> Any:
        return claim.value if claim.is_ours else guarded_curve(self.watch(claim))

    def _forecaster(self, claim: Claim) -> Any:
        return claim.value if claim.is_ours else GuardedForecaster(name=claim.name, watch=self.watch(claim))

    def _listed(self, candidate: Candidate, claims: Iterable[Claim]) -> Plugin:
        return Plugin(
            name=candidate.name,
            version=candidate.version,
            registers=tuple((one.kind.name, one.name) for one in claims if one.plugin == candidate.name),
            findings=Findings(one for one in self._log.findings if _is_about(one, candidate.name)),
        )


def _candidates(load: Iterable[object] | None) -> tuple[list[Candidate], list[Finding]]:
    """What is to be loaded, the built-in plugin first."""
    own = Candidate(name=BUILT_IN, version=_version(), load=lambda: builtin)
    asked = None if load is None else tuple(load)
    names = wanted() if asked is None else tuple(one for one in asked if isinstance(one, str))
    found, said = installed(names) if names is None or names else ([], [])
    objects = [_as_candidate(one) for one in asked or () if not isinstance(one, str)]
    return [own, *found, *objects], said


def _as_candidate(plugin: object) -> Candidate:
    name = getattr(plugin, "__name__", None) or type(plugin).__name__
    return Candidate(
        name=str(name), version=str(getattr(plugin, "__version__", "unversioned")), load=lambda: plugin
    )


def _is_about(finding: Finding, name: str) -> bool:
    claimed = finding.params.get("plugins", ())
    told = claimed if isinstance(claimed, tuple) else ()
    return finding.params.get("plugin") == name or any(f"`{name}`" in str(one) for one in told)


def _version() -> str:
    try:
        return version(BUILT_IN)
    except PackageNotFoundError:
        return "from sources"
