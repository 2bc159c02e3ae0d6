"""The tables credential and session."""
