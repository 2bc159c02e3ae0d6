"""Prove programmes: every executor asked the same, with what did not come out."""
