"""Plans of any size for measuring, made by rule and not by chance."""

from __future__ import annotations

TEAMS = 100
FANOUT = 10


def plan_text(goals: int = 10_000) -> str:
    """A plan in block style, eight lines a goal: every number distinct, every goal owned and serving another."""
    lines = ["goaltree: 1", "plan: bench", "period: 2025", "currency: CNY", "metrics:"]
    lines.append("  sales: {title: 销售额, kind: flow, unit: 元, direction: up}")
    lines.append("teams:")
    lines += [f"  team_{t}: {{title: 团队 {t}, lead: 负责人 {t}, boundary: 区域 {t}}}" for t in range(TEAMS)]
    lines.append("actions:")
    lines += [
        f"  act_{t}: {{title: 行动 {t}, team: team_{t}, serves: [{_served(t, goals)}], time: Q2 启动，Q4 完成}}"
        for t in range(TEAMS)
    ]
    lines.append("goals:")
    for i in range(goals):
        lines += [
            f"  goal_{i}:",
            f"    title: {{zh: 目标 {i}, en: Goal {i}}}",
            "    metric: sales",
            f"    baseline: {i + 1}.50 万",
            f"    target: {i + 1}.75 万",
            f"    owner: team_{i % TEAMS}",
            f"    why: 因为第 {i} 项业务需要增长",
            f"    serves: [goal_{(i - 1) // FANOUT}]" if i else "    core: true",
        ]
    return "\n".join(lines) + "\n"


def _served(team: int, goals: int) -> str:
    return ", ".join(f"goal_{i}" for i in range(team, goals, TEAMS))
