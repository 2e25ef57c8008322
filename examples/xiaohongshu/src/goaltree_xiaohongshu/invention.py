"""What the synthetic year is made of: one line for each series that the plan needs.

Nothing here was observed. A flow has a season, a target and how well it goes in January, June and
December; a level has its value in these months. Baselines and targets are the plan's, all else is made up.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

Season = tuple[float, ...]
"""The share of the year that each month brings."""


@frozen
class Flow:
    """A series whose months add up.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business; empty for the whole.
        target: What the year is to bring, in `unit`.
        unit: Scale word and unit of the values as written.
        pace: How much of what each month should bring it brings, in January and in June.
        season: The share of the year that each month should bring.
        before: Earlier years with what each brought in all.
        digits: Decimals of the values as written.
        months: How many months of the first half-year are known by its end.
        december: How much of what it should bring December brings; as June where it is not said.
    """

    metric: str
    segment: str
    target: float
    unit: str
    pace: tuple[float, float]
    season: Season
    before: tuple[tuple[int, float], ...] = ()
    digits: int = 2
    months: int = 6
    december: float | None = None


@frozen
class Level:
    """A series of which the latest month counts.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business; empty for the whole.
        january: Its value in January, in `unit`.
        june: Its value in June.
        unit: Scale word and unit of the values as written.
        count: About how many facts stand behind each value; 0 where that is not needed.
        digits: Decimals of the values as written.
        months: How many months of the first half-year are known by its end.
        december: Its value in December; as in June where it is not said.
    """

    metric: str
    segment: str
    january: float
    june: float
    unit: str
    count: int = 0
    digits: int = 1
    months: int = 6
    december: float | None = None


EVEN: Final[Season] = (1 / 12,) * 12
SHOPPING: Final[Season] = (0.07, 0.055, 0.068, 0.066, 0.074, 0.102, 0.072, 0.072, 0.08, 0.098, 0.145, 0.098)
"""With the sales of 18 June and 11 November: 43.5 % of the year by the end of June."""
LIVE: Final[Season] = (0.05, 0.04, 0.058, 0.056, 0.066, 0.105, 0.06, 0.065, 0.075, 0.135, 0.205, 0.085)
"""Live sales lean on the same two days even more: 37.5 % of the year by the end of June."""

FLOWS: Final = (
    Flow("gmv", "channel=站内", 1500, "亿", (1.02, 1.01), SHOPPING, ((2023, 530), (2024, 836)), december=1),
    Flow("gmv", "channel=站外", 400, "亿", (0.98, 1.03), SHOPPING, ((2023, 130), (2024, 220)), december=1),
    Flow("gmv", "channel=跨境", 260, "亿", (0.94, 0.56), SHOPPING, ((2023, 64), (2024, 144)), december=0.6),
    Flow("live_gmv", "", 660, "亿", (1.00, 1.05), LIVE, ((2023, 96), (2024, 220)), december=1),
    Flow("big_live_events", "", 50, "场", (1.05, 1.05), LIVE, ((2023, 8), (2024, 17)), 0, december=1),
    Flow("orders", "", 110_000, "万单", (1.0, 1.02), SHOPPING, (), 0, december=1),
    Flow("new_mau", "", 4100, "万", (0.97, 1.03), EVEN, (), 1, december=1.01),
    Flow("new_mau", "region=海外", 1000, "万", (0.58, 0.48), EVEN, (), 1, december=1.05),
    Flow("cross_border_orders", "", 300, "万单", (0.92, 0.76), EVEN, (), 1, december=0.7),
    Flow("local_gmv", "service=到店", 220, "亿", (0.82, 0.98), EVEN, december=1.05),
    Flow("local_gmv", "service=外卖", 80, "亿", (0.50, 0.74), EVEN, december=0.9),
    Flow("brand_orders", "", 120, "万单", (0.98, 1.12), EVEN, december=1.1),
    Flow("ad_revenue", "ad_type=品牌", 180, "亿", (0.95, 1.02), EVEN, december=1),
    Flow("ad_revenue", "ad_type=搜索", 80, "亿", (1.02, 1.08), EVEN, december=1.05),
    Flow("ad_revenue", "ad_type=信息流", 100, "亿", (1.00, 1.09), EVEN, december=1.08),
    # June of the brands from abroad has not come in yet
    Flow("new_brands", "origin=国际", 50, "个", (0.96, 1.2), EVEN, (), 0, 5, december=1.1),
    Flow("new_brands", "origin=国货", 550, "个", (0.9, 1.06), EVEN, (), 0, december=1.05),
)

LEVELS: Final = (
    Level("mau", "region=国内", 3.40, 3.538, "亿", digits=3, december=3.7),
    Level("mau", "region=海外", 0.010, 0.032, "亿", digits=4, december=0.062),
    Level("dau", "", 12_020, 12_950, "万", digits=0, december=13_900),
    Level("daily_minutes", "", 50.4, 52.9, "分钟/用户", 125_000_000, december=55.2),
    Level("d7_retention", "vertical=美妆", 45.8, 46.6, "%", 1_100_000, december=47),
    Level("d7_retention", "vertical=数码", 36.4, 31.8, "%", 700_000, december=32.4),
    Level("cross_scene_usage", "", 47.5, 52.3, "%", 125_000_000, december=57.5),
    Level(
        "vertical_exposure", "vertical=数码;vertical=知识科普", 18.6, 21.3, "%", 9_000_000_000, december=24
    ),
    Level("quality_notes", "", 40.5, 42.7, "%", 42_000_000, december=45.2),
    Level("fake_note_disposal", "", 98.1, 98.9, "%", 640_000, 2, december=99.5),
    Level("sincerity", "", 85.2, 86.4, "%", 88_000_000, december=88.1),
    # the survey stops in April
    Level("nps", "", 40, 41, "", 21_000, 1, 4),
    Level("vertical_coverage", "", 90.4, 91.2, "%", 9_000_000_000, 1, 4),
    Level("prior_interception", "", 78.5, 84.2, "%", 640_000, december=90.3),
    Level("low_score_cleanup", "", 91.0, 96.1, "%", 310_000, december=97),
    Level("report_handling", "", 2.6, 2.3, "小时", 1_900_000, 2, december=1.95),
    Level("repurchase", "", 28.3, 29.9, "%", 74_000_000, december=32.1),
    Level("repurchase", "category=美妆", 30.6, 31.7, "%", 26_000_000, december=33),
    Level("note_conversion", "", 4.3, 4.7, "%", 2_600_000_000, 2, december=5.05),
    Level("live_conversion", "", 2.9, 3.1, "%", 410_000_000, 2, december=3.3),
    Level("active_creators", "tier=头部", 3.9, 4.6, "万", digits=2, december=5.2),
    Level("active_creators", "tier=中腰部", 42.5, 55.2, "万", december=62),
    Level("active_creators", "tier=素人", 158.0, 177.5, "万", december=216),
    Level("creator_output", "", 68.2, 71.1, "%", 2_200_000, december=73.5),
    Level("creator_monetisation", "", 35.3, 37.1, "%", 2_200_000, december=39.5),
    Level("ai_assistant_usage", "", 71.5, 77.8, "%", 2_200_000, december=85.2),
    Level("creator_retention", "", 64.8, 66.2, "%", 2_200_000, december=67),
    Level("cross_border_fulfilment", "", 10.1, 9.1, "天", 220_000, 2, december=8.2),
    Level("overseas_warehouses", "", 2, 12, "国", digits=0, december=22),
    Level("cross_border_aov", "", 81.5, 77.9, " 美元/单", 220_000, december=76),
    Level("local_merchants", "", 7.9, 10.6, "万家", digits=2, december=15.2),
    Level("local_merchants", "city=一线", 3.6, 4.6, "万家", digits=2, december=5.3),
    Level("local_merchants", "city=新一线", 1.7, 2.5, "万家", digits=2, december=3.1),
    Level("core_cities", "", 33, 37, "城", digits=0, december=41),
    Level("redemption", "", 94.6, 95.4, "%", 4_800_000, december=96.2),
    Level("latency", "", 99.2, 95.8, "ms", 8_000_000_000, december=90.5),
    Level("ar_penetration", "", 25.1, 26.4, "%", 120_000_000, december=28),
    Level("logistics_automation", "", 80.6, 84.4, "%", 9_000_000, december=89),
    Level("rumour_accuracy", "", 97.1, 97.9, "%", 3_400_000, 2, december=98.6),
    Level("ad_roi", "", 2.9, 3.1, ":1", 3_000_000_000, 2, december=3.25),
    Level("brand_renewal", "", 70.2, 72.0, "%", 480, december=75.5),
)
