"""What follows: how a basket is split, how a batch is folded, how its rows are chained. Pure."""
