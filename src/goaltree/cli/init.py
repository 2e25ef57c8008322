"""`goaltree init`."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError, WriteError
from ..finding import Lang
from .options import lang_option, tell

DEFAULT = "plan.yaml"


@click.command()
@click.argument("path", required=False, default=DEFAULT, type=click.Path(path_type=Path))
@lang_option()
def init(path: Path, lang: Lang) -> None:
    """Write a commented starter plan to PATH (default: plan.yaml), in Chinese or English.

    PATH may be a folder; the plan is then its plan.yaml. Nothing is ever overwritten.
    """
    from importlib.resources import files

    target = path / DEFAULT if path.is_dir() or not path.suffix else path
    text = files("goaltree").joinpath("starter", f"{lang}.yaml").read_text(encoding="utf-8")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        told = (
            f"{target} 已存在，没有改动它；请换一个路径。"
            if lang == "zh"
            else f"{target} is there already and was left as it is; name another path."
        )
        raise UsageError(told) from error
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror or error}") from error
    tell(
        f"已写好 {target}。接下来：goaltree check {target}，goaltree show {target}"
        if lang == "zh"
        else f"Wrote {target}. Next: goaltree check {target}, goaltree show {target}"
    )
