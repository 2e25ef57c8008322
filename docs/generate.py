"""The reference pages that are made from the code: plan file, values, formulas, rules, commands, API.

`docs/conf.py` runs this before each build; the pages land in `docs/reference/` and are not committed.
`python docs/generate.py --schema` writes the JSON Schema that the package ships instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

from goaltree.planfile.json_schema import schema_text

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

from made.hand_check import hand_check_page  # noqa: E402
from made.hook import hook_page  # noqa: E402 - conf.py runs this file, not from its folder
from made.markdown import page, toctree  # noqa: E402
from made.noun import NOUNS  # noqa: E402
from made.plan_file import noun_page, plan_index  # noqa: E402
from made.python import api_page, command_page, types_page  # noqa: E402
from made.rule import rule_index, rule_pages  # noqa: E402
from made.value import formula_page, values_page  # noqa: E402

SCHEMA = DOCS.parent / "src" / "goaltree" / "schema" / "plan-1.json"


def pages() -> dict[str, str]:
    """Every page of the reference by its path."""
    return {
        "index.md": index_page(),
        "plan-file/index.md": plan_index(),
        "plan-file/values.md": values_page(),
        **{f"plan-file/{name}.md": noun_page(name) for name in NOUNS},
        "formula.md": formula_page(),
        "hand-check.md": hand_check_page(),
        "hooks.md": hook_page(),
        "rules/index.md": rule_index(),
        **rule_pages(),
        "command-line.md": command_page(),
        "api.md": api_page(),
        "types.md": types_page(),
    }


def index_page() -> str:
    """The start of the reference."""
    return page(
        "Reference",
        "Made from the code of this version.",
        toctree("plan-file/index", "formula", "rules/index", "command-line", "api", maxdepth="1"),
    )


def write(folder: Path) -> None:
    """Write every page; a page that is the same stays untouched, one that is no more goes."""
    made = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in made:
            old.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the schema where that is asked for, else the reference."""
    if sys.argv[1:] == ["--schema"]:
        SCHEMA.write_text(schema_text(), encoding="utf-8")
        return
    write(DOCS / "reference")


if __name__ == "__main__":
    main()
