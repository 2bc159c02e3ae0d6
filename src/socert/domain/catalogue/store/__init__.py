"""The tables category, good and article."""
