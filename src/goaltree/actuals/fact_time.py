"""Columns of days and instants as whole numbers: `20250131`, in the plan's zone.

Days are whole numbers from here on, as every engine compares and groups those alike. Texts are read by their
digits, because engines differ in what else they take for a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from importlib import import_module
from typing import Any, Final

from attrs import frozen

from ..finding import Words
from .fact_column import FactColumn
from .fact_row import rows_of
from .odd_cell import DAYS, GIVE_DAYS
from .unanswered import Source

_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = "[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?"
_ZONE: Final = "(?:Z|[+-](?:0[0-9]|1[0-5]):[0-5][0-9])"
_ELSE: Final = "[^0-9T:. Z+-]"
_AFTER: Final = 20
"""Years after the plan's for which changes of the clock are known; later ones move an instant by an hour."""
_EPOCH: Final = 719_468
"""Days from 0000-03-01, with which a year of the reckoning begins, to 1970-01-01."""
UNCLEAR: Final = -1
"""The day of a text that is none."""
NO_DAY: Final = 0


@frozen(kw_only=True)
class Moments:
    """When each row is dated; names of columns that have been added to the frame.

    Attributes:
        day: Its day as `20250131`; 0 where nothing is said, -1 where what is said is no day.
        said: What is written, where that is a text; `None` for columns of days.
        moment: What orders the rows of one day.
    """

    day: str
    said: str | None
    moment: str


def day_code(day: date) -> int:
    """A day as a whole number: `20250131`."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_code(code: int) -> date:
    """The day of a whole number."""
    return date(code // 10_000, code // 100 % 100, code % 100)


def dated(
    frame: Any, column: FactColumn, zone: str, years: tuple[int, int], source: Source
) -> tuple[Any, Moments]:
    """A frame with the days of a column.

    Args:
        frame: A narwhals frame.
        column: The column of days or instants.
        zone: The zone in which instants become days.
        years: The first and the last year that matter.
        source: The table in findings.

    Raises:
        Unanswered: The column holds no times, or the engine cannot bring them into the zone.
    """
    import narwhals.stable.v2 as nw

    name, kind = column.name, column.dtype
    made = Moments(day=f"{name}_day", said=None, moment=f"{name}_moment")
    if column.is_empty:
        nothing = nw.lit(NO_DAY, nw.Int64)
        return frame.with_columns(nothing.alias(made.day), nothing.alias(made.moment)), made
    if kind in (nw.String, nw.Categorical, nw.Enum):
        frame = _read(frame, name, zone, years)
        return frame, Moments(day=made.day, said=f"{name}_said", moment=made.moment)
    if kind not in (nw.Date, nw.Datetime):
        raise source.unfit(column.called, str(kind), DAYS, GIVE_DAYS)
    frame = frame.with_columns(nw.col(name).alias(made.moment))
    if kind == nw.Datetime and kind.time_zone is not None:
        frame = _local(frame, name, zone, made.moment, source)
    parts = [
        getattr(nw.col(name).dt, part)().fill_null(0).cast(nw.Int64) for part in ("year", "month", "day")
    ]
    return frame.with_columns((parts[0] * 10_000 + parts[1] * 100 + parts[2]).alias(made.day)), made


def _local(frame: Any, name: str, zone: str, moment: str, source: Source) -> Any:
    """A column of instants as the clock shows them in a zone.

    DuckDB and Spark keep no zone in a column: what they show is that of the session. DuckDB moves it itself,
    Spark only from UTC. DuckDB's moments become microseconds, as it hands on no instant without another package.
    """
    import narwhals.stable.v2 as nw

    implementation = frame.implementation
    if implementation.is_duckdb():
        import duckdb

        native = frame.to_native()
        cell = duckdb.ColumnExpression(name)
        made = {
            name: duckdb.FunctionExpression("timezone", duckdb.ConstantExpression(zone), cell).alias(name),
            moment: duckdb.FunctionExpression("epoch_us", cell).alias(moment),
        }
        columns = [made.get(column, duckdb.ColumnExpression(column)) for column in native.columns]
        return nw.from_native(native.select(*columns))
    if not implementation.is_spark_like():
        return frame.with_columns(nw.col(name).dt.convert_time_zone(zone))
    native = frame.to_native()
    own = native.sparkSession.conf.get("spark.sql.session.timeZone")  # what narwhals says may be of yesterday
    if own == zone:
        return frame
    if own not in ("UTC", "Etc/UTC", "Z", "GMT"):
        raise source.unreadable(
            Words(f"the session's zone is {own}", f"会话的时区是 {own}"),
            Words(
                "Set `spark.sql.session.timeZone` to UTC, or to the plan's zone",
                "请把 `spark.sql.session.timeZone` 设为 UTC 或计划的时区",
            ),
        )
    functions = import_module("pyspark.sql.functions")
    return nw.from_native(native.withColumn(name, functions.from_utc_timestamp(functions.col(name), zone)))


def _read(frame: Any, name: str, zone: str, years: tuple[int, int]) -> Any:
    """A frame with the days of a column of texts. What no text has, such as a clock, is not worked out."""
    import narwhals.stable.v2 as nw

    def with_(step: Mapping[str, Any]) -> None:
        nonlocal frame
        frame = frame.with_columns(*(what.alias(f"{name}_{to}") for to, what in step.items()))

    text, clean = _of(name, "text"), ~_of(name, "text").str.contains(_ELSE)
    with_({"text": nw.col(name).cast(nw.String).str.strip_chars(" ").fill_null("")})
    seen = frame.select(
        clock=text.str.contains(f"{_DAY}{_CLOCK}").any(),
        zoned=text.str.contains(f"{_DAY}{_CLOCK}{_ZONE}$").any(),
    )
    (found,) = rows_of(seen)
    has_clock, has_zone = found["clock"], found["zoned"]
    with_({"is_day": clean & text.str.contains(f"{_DAY}(?:{_CLOCK}{_ZONE}?)?$")})
    with_(
        {
            to: _digits(name, start, size, "is_day")
            for to, start, size in (("y", 0, 4), ("m", 5, 2), ("d", 8, 2))
        }
    )
    year, month, day = (_of(name, part) for part in ("y", "m", "d"))
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = nw.when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    length = nw.when(month == 2).then(28 + leap.cast(nw.Int64)).otherwise(length).cast(nw.Int64)
    fits = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= length)
    code = year * 10_000 + month * 100 + day
    moment = code * 86_400_000_000
    if has_clock:
        for step in _clock_steps(name):
            with_(step)
        hour, minute, second = (_of(name, part) for part in ("hour", "minute", "second"))
        fits = fits & (hour <= 23) & (minute <= 59) & (second <= 59)
        with_({"seconds": hour * 3600 + minute * 60 + second})
        moment = code * 86_400_000_000 + _of(name, "seconds") * 1_000_000 + _of(name, "micro")
    with_({"fits": fits})
    if has_zone:
        for step in _zone_steps(name, zone, years):
            with_(step)
        code = nw.when(_of(name, "is_zoned")).then(_of(name, "local")).otherwise(code)
        moment = _of(name, "clock") * 1_000_000 + _of(name, "micro")
    wrong = nw.when(text == "").then(NO_DAY).otherwise(UNCLEAR)
    with_(
        {
            "day": nw.when(_of(name, "fits")).then(code).otherwise(wrong).cast(nw.Int64),
            "moment": moment,
            "said": nw.when(_of(name, "fits")).then(nw.lit("")).otherwise(text),
        }
    )
    return frame


def _of(name: str, part: str) -> Any:
    """What has been worked out of a column."""
    import narwhals.stable.v2 as nw

    return nw.col(f"{name}_{part}")


def _digits(name: str, start: int, size: int, when: str) -> Any:
    """Some digits of a text as a number; 0 where the text has another form."""
    import narwhals.stable.v2 as nw

    digits = nw.when(_of(name, when)).then(_of(name, "text").str.slice(start, size)).otherwise(nw.lit("0"))
    return digits.cast(nw.Int64)


def _clock_steps(name: str) -> Iterator[dict[str, Any]]:
    """The time of day of texts; each step knows what those before have worked out."""
    import narwhals.stable.v2 as nw

    text = _of(name, "text")
    yield {
        "is_clock": _of(name, "is_day") & text.str.contains("^.{10}[T ]"),
        "has_seconds": _of(name, "is_day") & text.str.contains("^.{16}:"),
        "has_fraction": _of(name, "is_day") & text.str.contains("^.{19}[.]"),
    }
    fraction = nw.when(_of(name, "has_fraction")).then(text.str.slice(20).str.replace_all(_ZONE, ""))
    yield {
        "hour": _digits(name, 11, 2, "is_clock"),
        "minute": _digits(name, 14, 2, "is_clock"),
        "second": _digits(name, 17, 2, "has_seconds"),
        "fraction": fraction.otherwise(nw.lit("0")),
    }
    padded = nw.concat_str(_of(name, "fraction"), nw.lit("000000")).str.slice(0, 6)
    yield {"micro": padded.cast(nw.Int64)}


def _zone_steps(name: str, zone: str, years: tuple[int, int]) -> Iterator[dict[str, Any]]:
    """Texts with a zone as days in the plan's: years are reckoned from March, so that the leap day is their last."""
    import narwhals.stable.v2 as nw

    def col(part: str) -> Any:
        return _of(name, part)

    yield {"is_zoned": col("is_clock") & col("text").str.contains(f"{_ZONE}$")}
    shift = nw.when(col("is_zoned") & ~col("text").str.ends_with("Z")).then(col("text").str.slice(-6))
    yield {"shift": shift.otherwise(nw.lit("+00:00"))}
    hours, minutes = (col("shift").str.slice(at, 2).cast(nw.Int64) for at in (1, 4))
    east = nw.when(col("shift").str.starts_with("-")).then(-1).otherwise(1).cast(nw.Int64)
    year, month, day = (nw.when(col("fits")).then(col(part)).otherwise(1).cast(nw.Int64) for part in "ymd")
    march = year - (month <= 2).cast(nw.Int64)
    since = nw.when(month > 2).then(month - 3).otherwise(month + 9).cast(nw.Int64)
    yield {
        "east": east * (hours * 3600 + minutes * 60),
        "march": march,
        "yearday": (153 * since + 2) // 5 + day - 1,
    }
    year = col("march")
    days = year * 365 + year // 4 - year // 100 + year // 400 + col("yearday") - _EPOCH
    yield {"clock": days * 86_400 + col("seconds") - col("east")}
    before, changes = _changes(zone, *years)
    here = col("clock") + before + _EPOCH * 86_400
    for instant, by in changes:
        here = here + (col("clock") >= instant).cast(nw.Int64) * by
    yield {"here": here}
    yield {"days": nw.when(col("here") >= 0).then(col("here")).otherwise(0).cast(nw.Int64) // 86_400}
    yield {"era": col("days") // 146_097}
    yield {"rest": col("days") - col("era") * 146_097}
    rest = col("rest")
    yield {"of_era": (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365}
    yield {"of_year": rest - (365 * col("of_era") + col("of_era") // 4 - col("of_era") // 100)}
    yield {"month_at": (5 * col("of_year") + 2) // 153}
    local_day = col("of_year") - (153 * col("month_at") + 2) // 5 + 1
    is_late = (col("month_at") >= 10).cast(nw.Int64)
    local_month = col("month_at") + 3 - 12 * is_late
    yield {"local": (col("of_era") + col("era") * 400 + is_late) * 10_000 + local_month * 100 + local_day}


@cache
def _changes(zone_name: str, first: int, last: int) -> tuple[int, list[tuple[int, int]]]:
    """What a zone's clock is ahead of UTC at first, and the instants at which that changes, and by how much."""
    from zoneinfo import ZoneInfo

    zone, step = ZoneInfo(zone_name), timedelta(days=1)
    instant = datetime(max(first - 1, 2), 1, 1, tzinfo=UTC)
    end = datetime(min(last + _AFTER, 9998), 1, 1, tzinfo=UTC)
    before = ahead = _ahead(zone, instant)
    changes: list[tuple[int, int]] = []
    while instant < end:
        then = _ahead(zone, instant + step)
        if then != ahead:
            low, high = int(instant.timestamp()), int((instant + step).timestamp())
            while high - low > 1:
                middle = (low + high) // 2
                is_after = _ahead(zone, datetime.fromtimestamp(middle, UTC)) == then
                low, high = (low, middle) if is_after else (middle, high)
            changes.append((high, then - ahead))
            ahead = then
        instant += step
    return before, changes


def _ahead(zone: tzinfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
