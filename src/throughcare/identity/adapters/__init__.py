"""Between what is recorded and how it lies: sealed contents, clean pictures, fingerprints."""
