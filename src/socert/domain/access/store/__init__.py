"""The tables of keys, colleagues, sessions and the throttle."""
