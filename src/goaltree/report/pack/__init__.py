"""Packs: what a meeting has on the table, week by week, month by month, each quarter and at the end of the year."""
