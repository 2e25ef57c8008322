"""The words that planners use for currencies, times and things that are counted."""

from __future__ import annotations

from typing import Final

_CODES: Final = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD
XOF XPF YER ZAR ZMW ZWG
"""
CURRENCY_CODES: Final = frozenset(_CODES.split())
"""The currency codes of ISO 4217 in use, and CNH."""

CURRENCY_NAMES: Final[dict[str, str]] = {
    "人民币": "CNY", "人民幣": "CNY", "RMB": "CNY", "人民币元": "CNY", "CN¥": "CNY", "RMB¥": "CNY", "yuan": "CNY",
    "美元": "USD", "美金": "USD", "US$": "USD", "欧元": "EUR", "歐元": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "日元": "JPY", "日圆": "JPY", "日圓": "JPY", "円": "JPY", "JP¥": "JPY", "yen": "JPY",
    "港元": "HKD", "港币": "HKD", "港幣": "HKD", "HK$": "HKD", "英镑": "GBP", "英鎊": "GBP", "£": "GBP",
    "新台币": "TWD", "新臺幣": "TWD", "台币": "TWD", "NT$": "TWD", "新加坡元": "SGD", "新币": "SGD", "S$": "SGD",
    "韩元": "KRW", "韓元": "KRW", "₩": "KRW", "澳元": "AUD", "A$": "AUD", "AU$": "AUD", "加元": "CAD", "C$": "CAD",
    "CA$": "CAD", "瑞士法郎": "CHF", "卢布": "RUB", "₽": "RUB", "卢比": "INR", "₹": "INR", "泰铢": "THB", "฿": "THB",
    "越南盾": "VND", "₫": "VND", "林吉特": "MYR", "马币": "MYR", "RM": "MYR", "印尼盾": "IDR", "菲律宾比索": "PHP",
    "₱": "PHP", "雷亚尔": "BRL", "R$": "BRL", "迪拉姆": "AED", "澳门元": "MOP", "新西兰元": "NZD", "NZ$": "NZD",
}  # fmt: skip

COMMON_CODES: Final = frozenset(CURRENCY_NAMES.values())
"""Codes that are also read in small letters; `all`, `top` and `try` are words."""

DOLLARS: Final = ("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP", "MXN", "ARS", "CLP", "COP")
SHARED_SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "¥": ("CNY", "JPY"),
    "$": DOLLARS,
    "元": ("CNY", "TWD", "HKD", "MOP", "SGD"),
}
SHARED_DEFAULT: Final[dict[str, str]] = {"元": "CNY"}

EXACT_TIMES: Final[tuple[tuple[str, int, int], ...]] = (
    ("毫秒 ms millisecond milliseconds", 1, 1000),
    ("秒 秒钟 秒鐘 s sec second seconds", 1, 1),
    ("分钟 分鐘 min mins minute minutes", 60, 1),
    ("小时 小時 个小时 h hr hour hours", 3600, 1),
    ("天 日 day days", 86400, 1),
    ("周 週 星期 week weeks", 604800, 1),
)
"""Words, numerator and denominator of the factor to a second."""

CALENDAR_TIMES: Final[tuple[tuple[str, str, int], ...]] = (
    ("month", "月 个月 個月 month months", 1),
    ("quarter", "季度 季 个季度 quarter quarters", 3),
    ("half", "半年", 6),
    ("year", "年 year years", 12),
)
"""Period, words and factor to a month."""

COUNTS: Final[dict[str, str]] = {
    "people": "人 名 位 用户 用戶 person persons people user users",
    "visit": "人次 visit visits",
    "item": "个 個 item items",
    "piece": "件 piece pieces",
    "order": "单 單 订单 order orders",
    "transaction": "笔 筆 transaction transactions",
    "article": "篇 笔记 article articles post posts note notes",
    "entry": "条 條 entry entries",
    "firm": "家 商家 merchant merchants store stores shop shops",
    "event": "场 場 event events",
    "country": "国 國 国家 country countries",
    "city": "城 城市 座城市 city cities",
    "account": "户 戶 account accounts",
    "time": "次 time times",
    "model": "款 sku skus SKU",
    "brand": "品牌 brand brands",
    "creator": "创作者 creator creators",
    "category": "类 品类 category categories",
    "feature": "项 項 feature features",
    "kind": "种 種",
    "device": "台 臺 device devices",
    "sheet": "张 張",
    "set": "套",
    "course": "门",
    "copy": "本 份",
    "vehicle": "辆 輛",
    "batch": "批",
    "issue": "期",
    "seat": "席",
    "coupon": "券",
    "project": "项目 project projects",
    "team": "组 团队 team teams",
    "workday": "工作日 个工作日 workday workdays",
    "point": "分 point points",
    "gram": "克",
    "metre": "米",
    "square_metre": "平方米 平米 ㎡",
}
"""Each dimension with the words for its unit."""

MULTIPLES: Final[dict[str, tuple[str, int]]] = {
    "千克": ("gram", 1000), "公斤": ("gram", 1000), "kg": ("gram", 1000), "吨": ("gram", 1_000_000),
    "公里": ("metre", 1000), "千米": ("metre", 1000), "km": ("metre", 1000),
}  # fmt: skip
"""Words whose unit is a multiple of a dimension's own."""

PERCENT_WORDS: Final = ("%", "percent")
POINT_WORDS: Final = ("pp", "百分点", "个百分点", "百分點", "個百分點", "ppt")
TIMES_WORDS: Final = ("倍",)
