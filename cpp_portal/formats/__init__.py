"""Formats of Chile, which Django does not ship (see settings.FORMAT_MODULE_PATH)."""
