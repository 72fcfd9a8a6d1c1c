"""Pages before the door, of one's own account, and of an agency's staff."""
