"""What follows: digests of sealed rows, signatures."""
