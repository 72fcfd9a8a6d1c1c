"""The reasoning of Throughcare: usable without the platform, from a notebook."""
