"""Measurements on this machine, each in a database of its own that nothing else reads."""
