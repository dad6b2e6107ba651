"""The measured goals, each beside its yardstick in the same run: `bin/bench`."""
