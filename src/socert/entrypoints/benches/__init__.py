"""Benches of the whole: a town of a million certificates, load from outside, and what it is compared with."""
