"""Where keys and sealed bytes really lie: key files, the key store, sealed files, uploads."""
