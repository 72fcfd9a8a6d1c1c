"""Where the house meets its log, its data base engine and the machine that it runs on."""
