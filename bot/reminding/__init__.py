"""Reminders and digests by the clock: rows that are due become letters and tasks, once, under the schedule's lease."""
