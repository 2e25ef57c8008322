"""What is said where nothing is wrong, and why that may say little: no ladder, goals that are not known."""

from __future__ import annotations

from .told import Told


def nothing_to_answer(told: Told) -> str:
    """Where there is no alert."""
    calm = told.say("Nothing needs an answer.", "没有需要应对的事项。")
    return _with(told, calm, no_ladder(told), not_known(told))


def on_no_rung(told: Told) -> str:
    """Where no goal is on the deviation ladder."""
    calm = told.say("No goal is on the deviation ladder.", "没有目标触发预警。")
    return no_ladder(told) or _with(told, calm, not_known(told))


def none_behind(told: Told) -> str:
    """Where no goal is off track or at risk."""
    return _with(
        told, told.say("No goal is off track or at risk.", "没有偏离或有风险的目标。"), not_known(told)
    )


def no_ladder(told: Told) -> str:
    """That the plan has no deviation ladder; empty where it has one."""
    governance = told.card.plan.governance
    if governance is not None and governance.deviation:
        return ""
    return told.say("The plan states no deviation ladder.", "计划没有写明偏差阶梯。")


def not_known(told: Told) -> str:
    """How many goals have no value that can be told; empty where all have one."""
    lost = sum(status == "unknown" for status in told.card.statuses.values())
    if not lost:
        return ""
    are = "is" if lost == 1 else "are"
    return told.say(
        f"{lost} of {len(told.card)} goals {are} not known.", f"{len(told.card)} 个目标中有 {lost} 个未知。"
    )


def _with(told: Told, *sentences: str) -> str:
    return told.say(" ", "").join(filter(None, sentences))
