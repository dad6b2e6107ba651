"""Fault tests with real processes: `bin/chaos` runs them, each one with its negative control."""
