"""What every app stands on: who acts, what a record is, two errors, and events."""
