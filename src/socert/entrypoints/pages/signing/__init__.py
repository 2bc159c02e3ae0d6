"""Doors of signing in for those who work here, and by an identity from elsewhere for everybody."""
