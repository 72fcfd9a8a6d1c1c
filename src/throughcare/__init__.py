"""The platform of Throughcare: one person, one thread of care, many agencies."""
