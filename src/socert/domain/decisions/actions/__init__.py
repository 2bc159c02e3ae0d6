"""Decide populations, and prove programmes."""
