"""The pairs of the plan at half-year, read by hand from the statuses of the scorecard."""

from __future__ import annotations

from typing import Final

import goaltree
from goaltree_xiaohongshu import scorecard

ON, BEHIND = ("achieved", "on_track"), ("at_risk", "off_track")
# Each pair with the statuses of both sides on 30 June, from the table of the review; a dash where there is
# neither a goal nor a healthy range that is observed. The plan states no lags: both are read on that day.
HALF_YEAR: Final = {
    "mau/dau_mau": ("at_risk", "at_risk", "both_behind"),
    # By their number new users are on track (+0.8 %); the retention of 数码, 31.8 % of 35 %, caps the goal.
    "new_mau/d7_retention": ("on_track", "at_risk", "only_result"),
    "daily_minutes/cross_scene_usage": ("on_track", "at_risk", "only_result"),
    "quality_notes/fake_note_disposal": ("on_track", "on_track", "both_on_track"),
    "sincerity/report_handling": ("on_track", "at_risk", "only_result"),
    "nps/vertical_coverage": ("unknown", "-", "unknown"),
    "gmv/repurchase": ("on_track", "on_track", "both_on_track"),
    "aov/note_conversion": ("-", "on_track", "unknown"),
    "live_gmv/live_conversion": ("on_track", "-", "unknown"),
    "active_creators/creator_output": ("on_track", "-", "unknown"),
    "creator_monetisation/ai_assistant_usage": ("at_risk", "on_track", "only_process"),
    "creator_retention/brand_orders": ("-", "on_track", "unknown"),
    "cross_border_share/cross_border_fulfilment": ("off_track", "at_risk", "both_behind"),
    "local_gmv/local_merchants": ("at_risk", "at_risk", "both_behind"),
    "redemption/core_cities": ("on_track", "on_track", "both_on_track"),
    "latency/rumour_accuracy": ("on_track", "on_track", "both_on_track"),
    "ar_penetration/logistics_automation": ("off_track", "at_risk", "both_behind"),
    "ad_revenue/ad_roi": ("on_track", "on_track", "both_on_track"),
    "new_brands/brand_renewal": ("on_track", "at_risk", "only_result"),
}
BY_HAND: Final = {
    (True, True): "both_on_track",
    (False, True): "only_process",
    (True, False): "only_result",
    (False, False): "both_behind",
}


def test_the_table_follows_from_the_statuses() -> None:
    """Each field of the table follows from its statuses, and these are those of the scorecard."""
    card = scorecard()
    for pair, (result, process, field) in HALF_YEAR.items():
        known = result in (*ON, *BEHIND) and process in (*ON, *BEHIND)
        assert field == (BY_HAND[result in ON, process in ON] if known else "unknown"), pair
        for key, status in zip(pair.split("/"), (result, process), strict=True):
            if key in card and key != "new_mau":
                assert card[key].status == status, key
    assert (card["new_mau"].status, card["new_mau"].own_status) == ("at_risk", "on_track")


def test_how_the_pairs_read_at_half_year() -> None:
    """Every pair of the plan reads as it does by hand, in the order of the plan."""
    found = goaltree.pairs(scorecard())
    assert [one.key for one in found] == list(HALF_YEAR)
    for one in found:
        result, process, field = HALF_YEAR[one.key]
        assert (one.key, one.field) == (one.key, field)
        assert one.result.status == ("unknown" if result == "-" else result), one.key
        assert one.process.status == ("unknown" if process == "-" else process), one.key
        assert one.lag_passed is None
    retention = found[1].process
    assert retention.at == "metrics.d7_retention.healthy.数码" and str(retention.since) == "2025-03-31"


def test_half_a_year_is_no_evidence() -> None:
    """Six months say nothing of any pair; results with two years before have processes without."""
    for one in goaltree.pairs(scorecard()):
        if one.key == "new_mau/d7_retention":  # observed in parts only
            assert isinstance(one.evidence, goaltree.NA)
        else:
            assert one.evidence.verdict == "insufficient_data" and one.evidence.size <= 6
