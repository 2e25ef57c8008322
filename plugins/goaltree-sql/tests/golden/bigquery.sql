-- sum by region
SELECT placed.fate, placed.slot, placed.said, placed.m0, placed.known, NULL AS moment, sum(placed.v) AS low,
NULL AS high, count(placed.v) AS count, count(*) AS rows, sum(placed.odd_value) AS odd_value,
sum(placed.odd_time) AS odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = :param_1) THEN fated.said ELSE NULL END AS
said, CASE WHEN (fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN
(fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.m0 ELSE NULL END AS m0, CASE WHEN (fated.fate IN
(:fate_1_1, :fate_1_2)) THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN (:fate_1_1,
:fate_1_2)) THEN fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = :param_2 OR dated.slot = :param_3) THEN :param_4 WHEN (dated.v IS
NULL OR dated.w IS NULL) THEN :param_5 WHEN (dated.slot IS NULL) THEN :param_6 ELSE :param_7 END AS fate,
dated.said AS said, dated.moment AS moment, dated.m0 AS m0, dated.v AS v, dated.w AS w, dated.odd_value AS
odd_value, dated.odd_time AS odd_time, dated.slot AS slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.m0 AS m0, facts.v AS
v, facts.w AS w, facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN
:param_8 AND :param_9) THEN :param_10 WHEN (facts.day BETWEEN :param_11 AND :param_12) THEN :param_13 WHEN
(facts.day IS NOT NULL) THEN :param_14 ELSE NULL END AS slot, facts.known AS known, :param_15 AS odd_known
FROM (SELECT CASE WHEN (CAST("shop"."orders"."state" AS TEXT) IN (:param_16_1)) THEN :param_17 ELSE
:param_18 END AS wanted, date("shop"."orders"."paid_at", :param_19) AS day, NULL AS said, NULL AS moment,
nullif(trim(CAST("shop"."orders"."area" AS TEXT)), :param_20) AS m0, NULL AS known, NULL AS known_said,
"shop"."orders"."price" AS v, :param_21 AS w, :param_22 AS odd_value, :param_23 AS odd_time
FROM "shop"."orders") AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.m0, placed.known

-- weighted mean
SELECT placed.fate, placed.slot, placed.said, placed.known, NULL AS moment, sum(placed.v) AS low, NULL AS
high, sum(placed.w) AS count, count(*) AS rows, sum(placed.odd_value) AS odd_value, sum(placed.odd_time) AS
odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = :param_1) THEN fated.said ELSE NULL END AS
said, CASE WHEN (fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN
(fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN
(:fate_1_1, :fate_1_2)) THEN fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = :param_2 OR dated.slot = :param_3) THEN :param_4 WHEN (dated.v IS
NULL OR dated.w IS NULL) THEN :param_5 WHEN (dated.slot IS NULL) THEN :param_6 ELSE :param_7 END AS fate,
dated.said AS said, dated.moment AS moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value,
dated.odd_time AS odd_time, dated.slot AS slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN :param_8 AND
:param_9) THEN :param_10 WHEN (facts.day BETWEEN :param_11 AND :param_12) THEN :param_13 WHEN (facts.day IS
NOT NULL) THEN :param_14 ELSE NULL END AS slot, facts.known AS known, :param_15 AS odd_known
FROM (SELECT :param_16 AS wanted, "shop"."orders"."day" AS day, NULL AS said, NULL AS moment, NULL AS known,
NULL AS known_said, CASE WHEN is_nan("shop"."orders"."rate") THEN NULL ELSE "shop"."orders"."rate" END *
CAST("shop"."orders"."qty" AS NUMERIC) AS v, CAST("shop"."orders"."qty" AS NUMERIC) AS w, :param_17 AS
odd_value, :param_18 AS odd_time
FROM "shop"."orders") AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known

-- distinct, as it became known
SELECT seen.fate, seen.slot, seen.said, seen.known, NULL AS moment, count(CASE WHEN (seen.place = :param_1
AND seen.v IS NOT NULL) THEN :param_2 ELSE NULL END) AS low, NULL AS high, count(CASE WHEN (seen.place =
:param_1 AND seen.v IS NOT NULL) THEN :param_2 ELSE NULL END) AS count, sum(seen.n) AS rows,
sum(seen.odd_value) AS odd_value, sum(seen.odd_time) AS odd_time, sum(seen.odd_known) AS odd_known
FROM (SELECT things.fate AS fate, things.slot AS slot, things.said AS said, things.known AS known, things.v
AS v, things.n AS n, row_number() OVER (PARTITION BY things.fate, things.slot, things.said, things.v ORDER
BY CASE WHEN (things.known IS NULL) THEN :param_3 ELSE :param_4 END, things.known) AS place,
things.odd_value AS odd_value, things.odd_time AS odd_time, things.odd_known AS odd_known
FROM (SELECT placed.fate AS fate, placed.slot AS slot, placed.said AS said, placed.known AS known, placed.v
AS v, count(*) AS n, sum(placed.odd_value) AS odd_value, sum(placed.odd_time) AS odd_time,
sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, CASE WHEN (fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.v ELSE NULL END
AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS odd_time, fated.odd_known AS odd_known,
CASE WHEN (fated.fate = :param_5) THEN fated.said ELSE NULL END AS said, CASE WHEN (fated.fate IN
(:fate_1_1, :fate_1_2)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN (fated.fate IN (:fate_1_1,
:fate_1_2)) THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN (:fate_1_1, :fate_1_2)) THEN
fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = :param_6 OR dated.slot = :param_7) THEN :param_8 WHEN (dated.v IS
NULL OR dated.w IS NULL) THEN :param_9 WHEN (dated.slot IS NULL) THEN :param_10 ELSE :param_11 END AS fate,
dated.said AS said, dated.moment AS moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value,
dated.odd_time AS odd_time, dated.slot AS slot, dated.odd_known AS odd_known, CASE WHEN (dated.slot =
:param_12 AND dated.known <= :param_13) THEN :param_14 WHEN (dated.slot = :param_15 AND dated.known <=
:param_16) THEN :param_17 ELSE dated.known END AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN :param_18 AND
:param_19) THEN :param_20 WHEN (facts.day BETWEEN :param_21 AND :param_22) THEN :param_23 WHEN (facts.day IS
NOT NULL) THEN :param_24 ELSE NULL END AS slot, facts.known AS known, CASE WHEN (facts.known IS NULL AND
facts.known_said IS NOT NULL) THEN :param_25 ELSE :param_26 END AS odd_known
FROM (SELECT :param_27 AS wanted, "shop"."orders"."day" AS day, NULL AS said, NULL AS moment,
"shop"."orders"."known" AS known, NULL AS known_said, nullif(trim(CAST("shop"."orders"."buyer" AS TEXT)),
:param_28) AS v, :param_29 AS w, :param_30 AS odd_value, :param_31 AS odd_time
FROM "shop"."orders") AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known, placed.v) AS things) AS seen GROUP BY seen.fate, seen.slot, seen.said, seen.known

-- last
SELECT ranked.fate, ranked.slot, ranked.said, ranked.known, ranked.moment, ranked.low, ranked.high, NULL AS
count, ranked.rows, ranked.odd_value, ranked.odd_time, ranked.odd_known
FROM (SELECT moments.fate AS fate, moments.slot AS slot, moments.said AS said, moments.known AS known,
moments.moment AS moment, moments.low AS low, moments.high AS high, row_number() OVER (PARTITION BY
moments.fate, moments.slot, moments.said, moments.known ORDER BY moments.moment DESC) AS place,
sum(moments.n) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known) AS rows,
sum(moments.odd_value) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known) AS
odd_value, sum(moments.odd_time) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known)
AS odd_time, sum(moments.odd_known) OVER (PARTITION BY moments.fate, moments.slot, moments.said,
moments.known) AS odd_known
FROM (SELECT placed.fate AS fate, placed.slot AS slot, placed.said AS said, placed.known AS known,
placed.moment AS moment, min(placed.v) AS low, max(placed.v) AS high, count(*) AS n, sum(placed.odd_value)
AS odd_value, sum(placed.odd_time) AS odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = :param_1) THEN fated.said ELSE NULL END AS
said, CASE WHEN (fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN
(fated.fate IN (:fate_1_1, :fate_1_2)) THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN
(:fate_1_1, :fate_1_2)) THEN fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = :param_2 OR dated.slot = :param_3) THEN :param_4 WHEN (dated.v IS
NULL OR dated.w IS NULL) THEN :param_5 WHEN (dated.slot IS NULL) THEN :param_6 ELSE :param_7 END AS fate,
dated.said AS said, dated.moment AS moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value,
dated.odd_time AS odd_time, dated.slot AS slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN :param_8 AND
:param_9) THEN :param_10 WHEN (facts.day BETWEEN :param_11 AND :param_12) THEN :param_13 WHEN (facts.day IS
NOT NULL) THEN :param_14 ELSE NULL END AS slot, facts.known AS known, :param_15 AS odd_known
FROM (SELECT :param_16 AS wanted, date("shop"."orders"."paid_at", :param_17) AS day, NULL AS said,
"shop"."orders"."paid_at" AS moment, NULL AS known, NULL AS known_said, CAST("shop"."orders"."select" AS
NUMERIC) AS v, :param_18 AS w, :param_19 AS odd_value, :param_20 AS odd_time
FROM "shop"."orders") AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known, placed.moment) AS moments) AS ranked
WHERE ranked.place = :param_21
