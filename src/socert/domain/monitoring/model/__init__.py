"""What there is to tell: what a verification found, what the books say, the week's demand, rows of history."""
