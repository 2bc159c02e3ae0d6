"""Decide a population, and prove programmes: whatever asks an engine."""
