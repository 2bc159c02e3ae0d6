"""Decide one case or a population from the same criteria. Pure."""
