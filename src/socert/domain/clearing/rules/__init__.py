"""What follows: whose money a claim is, what ends a period, how a register writes things. Pure."""
