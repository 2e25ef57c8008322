"""Findings as text, JSON, SARIF, GitHub annotations and Markdown; one module a format."""
