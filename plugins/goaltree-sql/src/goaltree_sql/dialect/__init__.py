"""The words of each database: how it writes texts, days, numbers and exact sums."""
