-- sum by region
SELECT placed.fate, placed.slot, placed.said, placed.m0, placed.known, NULL AS moment, sum(placed.v) AS low,
NULL AS high, count(placed.v) AS count, count(*) AS `rows`, sum(placed.odd_value) AS odd_value,
sum(placed.odd_time) AS odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = %s) THEN fated.said ELSE NULL END AS said,
CASE WHEN (fated.fate IN (%s, %s)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN (fated.fate IN (%s, %s))
THEN fated.m0 ELSE NULL END AS m0, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.known ELSE NULL END AS
known, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = %s OR dated.slot = %s) THEN %s WHEN (dated.v IS NULL OR dated.w IS
NULL) THEN %s WHEN (dated.slot IS NULL) THEN %s ELSE %s END AS fate, dated.said AS said, dated.moment AS
moment, dated.m0 AS m0, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value, dated.odd_time AS
odd_time, dated.slot AS slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.m0 AS m0, facts.v AS
v, facts.w AS w, facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN %s
AND %s) THEN %s WHEN (facts.day BETWEEN %s AND %s) THEN %s WHEN (facts.day IS NOT NULL) THEN %s ELSE NULL
END AS slot, facts.known AS known, %s AS odd_known
FROM (SELECT CASE WHEN ((CAST(`shop`.`orders`.`state` AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin) IN
(%s)) THEN %s ELSE %s END AS wanted, CAST(convert_tz(`shop`.`orders`.`paid_at`, %s, %s) AS DATE) AS day,
NULL AS said, NULL AS moment, nullif(trim(CAST(`shop`.`orders`.`area` AS CHAR CHARACTER SET utf8mb4) COLLATE
utf8mb4_bin), %s) AS m0, NULL AS known, NULL AS known_said, `shop`.`orders`.`price` AS v, %s AS w, %s AS
odd_value, %s AS odd_time
FROM `shop`.`orders`) AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.m0, placed.known

-- weighted mean
SELECT placed.fate, placed.slot, placed.said, placed.known, NULL AS moment, sum(placed.v) AS low, NULL AS
high, sum(placed.w) AS count, count(*) AS `rows`, sum(placed.odd_value) AS odd_value, sum(placed.odd_time)
AS odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = %s) THEN fated.said ELSE NULL END AS said,
CASE WHEN (fated.fate IN (%s, %s)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN (fated.fate IN (%s, %s))
THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.moment ELSE NULL END
AS moment
FROM (SELECT CASE WHEN (dated.wanted = %s OR dated.slot = %s) THEN %s WHEN (dated.v IS NULL OR dated.w IS
NULL) THEN %s WHEN (dated.slot IS NULL) THEN %s ELSE %s END AS fate, dated.said AS said, dated.moment AS
moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value, dated.odd_time AS odd_time, dated.slot AS
slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN %s AND %s) THEN %s
WHEN (facts.day BETWEEN %s AND %s) THEN %s WHEN (facts.day IS NOT NULL) THEN %s ELSE NULL END AS slot,
facts.known AS known, %s AS odd_known
FROM (SELECT %s AS wanted, `shop`.`orders`.`day` AS day, NULL AS said, NULL AS moment, NULL AS known, NULL
AS known_said, `shop`.`orders`.`rate` * CAST(`shop`.`orders`.`qty` AS DECIMAL(65, 0)) AS v,
CAST(`shop`.`orders`.`qty` AS DECIMAL(65, 0)) AS w, %s AS odd_value, %s AS odd_time
FROM `shop`.`orders`) AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known

-- distinct, as it became known
SELECT seen.fate, seen.slot, seen.said, seen.known, NULL AS moment, count(CASE WHEN (seen.place = %s AND
seen.v IS NOT NULL) THEN %s ELSE NULL END) AS low, NULL AS high, count(CASE WHEN (seen.place = %s AND seen.v
IS NOT NULL) THEN %s ELSE NULL END) AS count, sum(seen.n) AS `rows`, sum(seen.odd_value) AS odd_value,
sum(seen.odd_time) AS odd_time, sum(seen.odd_known) AS odd_known
FROM (SELECT things.fate AS fate, things.slot AS slot, things.said AS said, things.known AS known, things.v
AS v, things.n AS n, row_number() OVER (PARTITION BY things.fate, things.slot, things.said, things.v ORDER
BY CASE WHEN (things.known IS NULL) THEN %s ELSE %s END, things.known) AS place, things.odd_value AS
odd_value, things.odd_time AS odd_time, things.odd_known AS odd_known
FROM (SELECT placed.fate AS fate, placed.slot AS slot, placed.said AS said, placed.known AS known, placed.v
AS v, count(*) AS n, sum(placed.odd_value) AS odd_value, sum(placed.odd_time) AS odd_time,
sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.v ELSE NULL END AS v, fated.w
AS w, fated.odd_value AS odd_value, fated.odd_time AS odd_time, fated.odd_known AS odd_known, CASE WHEN
(fated.fate = %s) THEN fated.said ELSE NULL END AS said, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.slot
ELSE NULL END AS slot, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.known ELSE NULL END AS known, CASE WHEN
(fated.fate IN (%s, %s)) THEN fated.moment ELSE NULL END AS moment
FROM (SELECT CASE WHEN (dated.wanted = %s OR dated.slot = %s) THEN %s WHEN (dated.v IS NULL OR dated.w IS
NULL) THEN %s WHEN (dated.slot IS NULL) THEN %s ELSE %s END AS fate, dated.said AS said, dated.moment AS
moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value, dated.odd_time AS odd_time, dated.slot AS
slot, dated.odd_known AS odd_known, CASE WHEN (dated.slot = %s AND dated.known <= %s) THEN %s WHEN
(dated.slot = %s AND dated.known <= %s) THEN %s ELSE dated.known END AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN %s AND %s) THEN %s
WHEN (facts.day BETWEEN %s AND %s) THEN %s WHEN (facts.day IS NOT NULL) THEN %s ELSE NULL END AS slot,
facts.known AS known, CASE WHEN (facts.known IS NULL AND facts.known_said IS NOT NULL) THEN %s ELSE %s END
AS odd_known
FROM (SELECT %s AS wanted, `shop`.`orders`.`day` AS day, NULL AS said, NULL AS moment,
`shop`.`orders`.`known` AS known, NULL AS known_said, nullif(trim(CAST(`shop`.`orders`.`buyer` AS CHAR
CHARACTER SET utf8mb4) COLLATE utf8mb4_bin), %s) AS v, %s AS w, %s AS odd_value, %s AS odd_time
FROM `shop`.`orders`) AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known, placed.v) AS things) AS seen GROUP BY seen.fate, seen.slot, seen.said, seen.known

-- last
SELECT ranked.fate, ranked.slot, ranked.said, ranked.known, ranked.moment, ranked.low, ranked.high, NULL AS
count, ranked.`rows`, ranked.odd_value, ranked.odd_time, ranked.odd_known
FROM (SELECT moments.fate AS fate, moments.slot AS slot, moments.said AS said, moments.known AS known,
moments.moment AS moment, moments.low AS low, moments.high AS high, row_number() OVER (PARTITION BY
moments.fate, moments.slot, moments.said, moments.known ORDER BY moments.moment DESC) AS place,
sum(moments.n) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known) AS `rows`,
sum(moments.odd_value) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known) AS
odd_value, sum(moments.odd_time) OVER (PARTITION BY moments.fate, moments.slot, moments.said, moments.known)
AS odd_time, sum(moments.odd_known) OVER (PARTITION BY moments.fate, moments.slot, moments.said,
moments.known) AS odd_known
FROM (SELECT placed.fate AS fate, placed.slot AS slot, placed.said AS said, placed.known AS known,
placed.moment AS moment, min(placed.v) AS low, max(placed.v) AS high, count(*) AS n, sum(placed.odd_value)
AS odd_value, sum(placed.odd_time) AS odd_time, sum(placed.odd_known) AS odd_known
FROM (SELECT fated.fate AS fate, fated.v AS v, fated.w AS w, fated.odd_value AS odd_value, fated.odd_time AS
odd_time, fated.odd_known AS odd_known, CASE WHEN (fated.fate = %s) THEN fated.said ELSE NULL END AS said,
CASE WHEN (fated.fate IN (%s, %s)) THEN fated.slot ELSE NULL END AS slot, CASE WHEN (fated.fate IN (%s, %s))
THEN fated.known ELSE NULL END AS known, CASE WHEN (fated.fate IN (%s, %s)) THEN fated.moment ELSE NULL END
AS moment
FROM (SELECT CASE WHEN (dated.wanted = %s OR dated.slot = %s) THEN %s WHEN (dated.v IS NULL OR dated.w IS
NULL) THEN %s WHEN (dated.slot IS NULL) THEN %s ELSE %s END AS fate, dated.said AS said, dated.moment AS
moment, dated.v AS v, dated.w AS w, dated.odd_value AS odd_value, dated.odd_time AS odd_time, dated.slot AS
slot, dated.odd_known AS odd_known, NULL AS known
FROM (SELECT facts.wanted AS wanted, facts.said AS said, facts.moment AS moment, facts.v AS v, facts.w AS w,
facts.odd_value AS odd_value, facts.odd_time AS odd_time, CASE WHEN (facts.day BETWEEN %s AND %s) THEN %s
WHEN (facts.day BETWEEN %s AND %s) THEN %s WHEN (facts.day IS NOT NULL) THEN %s ELSE NULL END AS slot,
facts.known AS known, %s AS odd_known
FROM (SELECT %s AS wanted, CAST(convert_tz(`shop`.`orders`.`paid_at`, %s, %s) AS DATE) AS day, NULL AS said,
`shop`.`orders`.`paid_at` AS moment, NULL AS known, NULL AS known_said, CAST(`shop`.`orders`.`select` AS
DECIMAL(65, 0)) AS v, %s AS w, %s AS odd_value, %s AS odd_time
FROM `shop`.`orders`) AS facts) AS dated) AS fated) AS placed GROUP BY placed.fate, placed.slot,
placed.said, placed.known, placed.moment) AS moments) AS ranked
WHERE ranked.place = %s
