"""How writers queue, and where signed heads are kept."""
