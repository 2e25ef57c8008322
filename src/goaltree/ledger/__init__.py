"""The ledger: what was observed, planned and decided, kept in one file to which things are only added."""
