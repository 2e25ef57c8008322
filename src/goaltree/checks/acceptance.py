"""Rules on the findings that a plan accepts."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import ACTION, GOAL, HEAD, TEAM

_PLAN: Final = HEAD + GOAL + TEAM.replace("boundary: 门店与线上", "boundary: unstated") + ACTION

UNUSED: Final = Rule(
    code="GT161",
    name="acceptance-matches-nothing",
    level="warning",
    message=Words(
        "The plan accepts {code} at `{at}`, and nothing is found there.",
        "计划接受了 `{at}` 处的 {code}，但那里没有这样的发现。",
    ),
    hint=Words("Remove the entry, or correct its `code` or `at`.", "请删除该条，或改正其 `code` 或 `at`。"),
    why=Words(
        "An acceptance that matches nothing hides that the defect is gone, or that another one is meant.",
        "没有对应发现的接受条目，会掩盖问题已解决或指错了位置。",
    ),
    wrong=HEAD
    + GOAL
    + TEAM
    + ACTION
    + "accepted:\n  - {code: GT420, at: teams.shop.boundary, reason: 组织调整后再定}\n",
    right=_PLAN + "accepted:\n  - {code: GT420, at: teams.shop.boundary, reason: 组织调整后再定}\n",
)
UNREASONED: Final = Rule(
    code="GT162",
    name="acceptance-without-reason",
    level="warning",
    message=Words(
        "The plan accepts {code} at `{at}` and does not say why.",
        "计划接受了 `{at}` 处的 {code}，却没有说明理由。",
    ),
    hint=Words(
        "Add `reason:`, and `owner:` for who accepts it.", "请补上 `reason:`，并用 `owner:` 写明由谁接受。"
    ),
    why=Words(
        "Without a reason nobody can tell later whether the acceptance still holds.",
        "没有理由，以后就无法判断这项接受是否仍然成立。",
    ),
    wrong=_PLAN + "accepted:\n  - {code: GT420, at: teams.shop.boundary}\n",
    right=_PLAN + "accepted:\n  - {code: GT420, at: teams.shop.boundary, reason: 组织调整后再定}\n",
)

RULES: Final = (UNUSED, UNREASONED)
