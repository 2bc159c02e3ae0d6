"""Simulated people who knock over HTTP: whole pilots replayed against a running server, seeded and reconciled."""
