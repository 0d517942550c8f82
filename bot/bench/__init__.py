"""Measurements of the parts that must be fast, each printed as a Markdown table: `sasar bench NAME`."""
