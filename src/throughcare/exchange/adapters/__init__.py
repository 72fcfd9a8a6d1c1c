"""Formats that cases are exchanged in: one file a format, and what guards the way in."""
