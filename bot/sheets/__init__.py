"""Spreadsheets in and out: what a branch hands to the core system, and what comes back from it."""
