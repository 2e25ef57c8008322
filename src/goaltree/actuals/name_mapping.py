"""Names mapped to other names, as options of connectors: `metric:kpi,value:amount`."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import UsageError


def name_mapping(given: Mapping[str, str] | str) -> Mapping[str, str]:
    """A mapping, or the text of one: `metric:kpi,value:amount`.

    Raises:
        UsageError: It has not that form.
    """
    if not isinstance(given, str):
        return dict(given)
    parts = [part.partition(":") for part in given.split(",") if part.strip()]
    names = [name.strip() for name, _, _ in parts]
    if not all(name.strip() and sign and value.strip() for name, sign, value in parts):
        raise UsageError("names are mapped as `name:other,name:other`")
    if len(set(names)) < len(names):
        raise UsageError("a name is mapped twice")
    return {name.strip(): value.strip() for name, _, value in parts}
