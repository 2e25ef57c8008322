"""Reports: a scorecard as people and other programs read it."""
