"""How the directory speaks to the world outside."""
