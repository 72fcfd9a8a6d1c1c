"""Any spreadsheet: where its table lies, what its columns are, what its values mean."""
