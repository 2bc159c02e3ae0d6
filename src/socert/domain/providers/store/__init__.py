"""The tables merchant, outlet, till and agreement."""
