"""The tables of keys, invitations, colleagues, sessions and the throttle."""
