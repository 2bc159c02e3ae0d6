"""The bench of decisions: how right they are against the truth, and how fast beside OpenFisca."""
