"""Whose money pays for whom: payers, months covered, double payers, and the papers for a village's decision."""
