"""Draft plans from the tables that people already have."""
