"""The tables resident, identity, representation and carrier."""
